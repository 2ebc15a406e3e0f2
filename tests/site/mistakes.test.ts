// Twenty mistakes that editors make, and what each of them is told: on a terminal, and at the line on a pull request.
// Whoever changes the words reads them here as an editor would.
import { describe, expect, it } from 'vitest'
import { formatGithub, formatPretty } from '../../src/diagnostics/reporters.js'
import { loadBuild } from '../support/lib.js'
import { clock, makeSite } from '../support/site.js'

const site = {
  'dateline.config.mjs': `export default { title: 'The Harbour Post', url: 'https://harbour-post.example/', timeZone: 'Europe/Lisbon', regions: ['America', 'Asia-Pacific', 'Europe'] }\n`,
  'content/barges.md':
    '---\ntitle: Barges wait\ndate: 2026-11-19\nregion: Europe\n---\n\nForty of them.\n\n## The harbour\n\nIt is full.\n',
  'public/barges.jpg': '',
}
const build = await loadBuild()

describe('an editor who makes the mistake', () => {
  it.each<
    [
      what: string,
      file: string,
      text: string | Uint8Array,
      place: string,
      message: string,
      hint: string | null,
      marker: string | null,
    ]
  >([
    [
      'a tab in YAML',
      'content/rhine.md',
      '---\ntitle: The Rhine is closed\ndate: 2026-11-20\nregion: Europe\ntopics:\n\t- Ports\n---\n\nText.\n',
      'error DL1006 6:1',
      'The fields of this file cannot be read: a line begins with a tab.',
      'Put two blanks in the place of each tab at the start of a line.',
      '    | ^^',
    ],
    [
      'no closing ---',
      'content/rhine.md',
      '---\ntitle: The Rhine is closed\ndate: 2026-11-20\nregion: Europe\n\nThe river is high.\n',
      'error DL1008 1:1',
      'The fields begin below a line "---", and no second such line ends them.',
      'Put a line "---" between the last field and the text.',
      '    | ^^^',
    ],
    [
      'an unknown region',
      'content/rhine.md',
      '---\ntitle: The Rhine is closed\ndate: 2026-11-20\nregion: Eurpoe\n---\n\nText.\n',
      'error DL1003 4:9',
      'No region is called "Eurpoe".',
      'Did you mean "Europe"? Regions are listed in the config or in content/_site/regions.yml.',
      '    |         ^^^^^^ did you mean "Europe"?',
    ],
    [
      '31 November',
      'content/rhine.md',
      '---\ntitle: The Rhine is closed\ndate: 2026-11-31\nregion: Europe\n---\n\nText.\n',
      'error DL1005 3:7',
      '"2026-11-31" in "date" is a day that does not exist: November 2026 has 30 days.',
      'Look at the day and the month.',
      '    |       ^^^^^^^^^^',
    ],
    [
      'a colon in the title',
      'content/rhine.md',
      '---\ntitle: Rhine: barges wait\ndate: 2026-11-20\nregion: Europe\n---\n\nText.\n',
      'error DL1006 2:8',
      'The fields of this file cannot be read: a text with a colon in it must stand in quotes.',
      'Write it as title: "Rhine: barges wait"',
      '    |        ^^^^^^^^^^^^^^^^^^',
    ],
    [
      'an embargo without a zone',
      'content/rhine.md',
      '---\ntitle: The Rhine is closed\ndate: 2026-11-20\nregion: Europe\nembargo: 2026-11-20T10:00\n---\n\nText.\n',
      'warning DL1025 5:10',
      'The embargo has no time zone; it is read in that of the site.',
      'Write the zone that was agreed on, such as 2026-11-24T18:00+01:00.',
      '    |          ^^^^^^^^^^^^^^^^',
    ],
    [
      'a broken link',
      'content/rhine.md',
      '---\ntitle: The Rhine is closed\ndate: 2026-11-20\nregion: Europe\n---\n\nSee [the barges](barge.md).\n',
      'warning DL2001 7:5',
      'The link "barge.md" leads to no file.',
      'Did you mean "barges.md"? Links to articles are paths from this file, such as ../11/other.md. The text stays, without a link.',
      '    |     ^ did you mean "barges.md"?',
    ],
    [
      'a broken anchor',
      'content/rhine.md',
      '---\ntitle: The Rhine is closed\ndate: 2026-11-20\nregion: Europe\n---\n\nSee [the harbour](barges.md#harbor).\n',
      'warning DL2003 7:5',
      'The link "barges.md#harbor" leads to a heading that is not there: none has the id "harbor".',
      'Headings there: the-harbour.',
      '    |     ^',
    ],
    [
      'a missing picture',
      'content/rhine.md',
      '---\ntitle: The Rhine is closed\ndate: 2026-11-20\nregion: Europe\n---\n\n![The lock](lock.jpg)\n',
      'warning DL2004 7:1',
      'The image "lock.jpg" is neither beside the article nor in public/.',
      'Put the file into the folder of this article and write its name; or into public/, and write it with a slash in front. Capital letters count.',
      '    | ^',
    ],
    [
      'no alt text',
      'content/rhine.md',
      '---\ntitle: The Rhine is closed\ndate: 2026-11-20\nregion: Europe\n---\n\n![](/barges.jpg)\n',
      'warning DL2005 7:1',
      'The image "/barges.jpg" has no alt text.',
      'Say what it shows, for readers who cannot see it: ![alt text](path).',
      '    | ^',
    ],
    [
      'a heading level skipped',
      'content/rhine.md',
      '---\ntitle: The Rhine is closed\ndate: 2026-11-20\nregion: Europe\n---\n\n## The river\n\nHigh.\n\n#### The barges\n\nWait.\n',
      'warning DL2018 11:1',
      'A heading of level 4 follows one of level 2: a level is left out.',
      'Readers who hear the page find their way by levels. The headline is level 1; a text begins with ##.',
      '     | ^',
    ],
    [
      'a block that is not closed',
      'content/rhine.md',
      '---\ntitle: The Rhine is closed\ndate: 2026-11-20\nregion: Europe\n---\n\n:::factbox[The Rhine]\nIt is long.\n\nThe barges wait.\n',
      'error DL2012 7:1',
      'The block ":::factbox" is never closed.',
      'Put a line ":::" behind its last line, as far from the margin as its first one. For a block without a text, write "::factbox".',
      '    | ^^^^^^^^^^',
    ],
    [
      'an unknown block',
      'content/rhine.md',
      '---\ntitle: The Rhine is closed\ndate: 2026-11-20\nregion: Europe\n---\n\n:::factbx[The Rhine]\nIt is long.\n:::\n',
      'error DL2011 7:4',
      'There is no block "factbx".',
      'Did you mean "factbox"? Blocks are the files of templates/blocks/: donate, embed, factbox, gallery, newsletter, pullquote, table. To print the line as text, put a backslash in front: \\::factbx.',
      '    |    ^^^^^^ did you mean "factbox"?',
    ],
    [
      'two stories with one slug',
      'content/rhine.md',
      '---\ntitle: The Rhine is closed\ndate: 2026-11-20\nregion: Europe\nslug: barges\n---\n\nText.\n',
      'error DL3001 5:7',
      '/2026/11/barges/ is also the address of content/barges.md.',
      'Give one of them another "slug" or "url".',
      '    |       ^^^^^^',
    ],
    [
      'an unknown status',
      'content/rhine.md',
      '---\ntitle: The Rhine is closed\ndate: 2026-11-20\nregion: Europe\nstatus: finished\n---\n\nText.\n',
      'error DL1011 5:9',
      '"finished" is not a value of "status".',
      'Allowed: usable, withheld, canceled.',
      '    |         ^^^^^^^^',
    ],
    [
      'typographic quotes',
      'content/rhine.md',
      '---\ntitle: “Rhine: closed”\ndate: 2026-11-20\nregion: Europe\n---\n\nText.\n',
      'error DL1006 2:8',
      'The fields of this file cannot be read: a text with a colon in it stands in typographic quotes, and only straight ones count.',
      'Write it as title: "Rhine: closed"',
      '    |        ^^^^^^^^^^^^^^^',
    ],
    [
      'another ending',
      'content/rhine.docx.txt',
      '---\ntitle: The Rhine is closed\ndate: 2026-11-20\nregion: Europe\n---\n\nText.\n',
      'warning DL1014 -:-',
      'This file is left out: a file with .txt is no article; save it as text, with a name that ends in .md.',
      null,
      null,
    ],
    [
      'JavaScript in a text',
      'content/rhine.md',
      '---\ntitle: The Rhine is closed\ndate: 2026-11-20\nregion: Europe\n---\n\nText.\n\n<script>alert(1)</script>\n',
      'warning DL2006 9:1',
      'Something in the text is not allowed, and was left out: <script>.',
      'A text runs no programs. For a video or a post, write its address on a line of its own. "Raw HTML" in docs/markdown.md says what may stay.',
      '     | ^^^^^^^',
    ],
    [
      'another encoding',
      'content/rhine.md',
      Buffer.from(
        '---\ntitle: The Rhine is closed\ndate: 2026-11-20\nregion: Europe\n---\n\nDie Fähre fährt.\n',
        'latin1',
      ),
      'error DL1013 7:6',
      'The file is not valid UTF-8.',
      'Save it as UTF-8. The marked place is the first byte that is not.',
      '    |      ^',
    ],
    [
      'a merge that was not finished',
      'content/rhine.md',
      '---\ntitle: The Rhine is closed\n<<<<<<< HEAD\ndate: 2026-11-20\n=======\ndate: 2026-11-21\n>>>>>>> desk\nregion: Europe\n---\n\nText.\n',
      'error DL1027 3:1',
      'Two versions of the text stand in the file, between the marks of a merge.',
      'Keep what is right of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>.',
      '    | ^^^^^^^^^^^^',
    ],
  ])('%s', async (_, file, text, place, message, hint, marker) => {
    const root = makeSite({ ...site, [file]: text })
    const options = { root, write: false, keepGoing: true, advise: true, workers: 0, now: Date.parse(clock) }
    const { reports } = await build(options)
    expect(
      reports.map(
        ({ severity, code, line, column }) => `${severity} ${code} ${line ?? '-'}:${column ?? '-'}`,
      ),
    ).toEqual([place])
    const [report] = reports
    expect([report!.message, report!.hint ?? null]).toEqual([message, hint])

    const [severity, code, at] = place.split(' ') as [string, string, string]
    const [line, column] = at.split(':')
    const pretty = formatPretty(reports).split('\n')
    const where = line === '-' ? file : `${file}:${at}`
    expect(pretty[0]).toBe(`${where}  ${severity} ${code}  ${message}`)
    expect(pretty.map(row => row.slice(2))).toEqual(
      marker === null ? expect.anything() : expect.arrayContaining([marker]),
    )
    const properties = line === '-' ? '' : `,line=${line},col=${column}`
    expect(formatGithub(reports)).toBe(
      `::${severity} file=${file}${properties},title=${code}::${message}${hint === null ? '' : `%0A${hint}`}`,
    )
  })
})
