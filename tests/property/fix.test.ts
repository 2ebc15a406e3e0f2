// `dateline check --fix`: what it mends is gone, every other byte is as it was, and a second run finds nothing.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createNodeFiles } from '../../src/build/node-files.js'
import { loadBuild, loadFixes } from '../support/lib.js'
import { clock, makeFolder, writeFiles } from '../support/site.js'

/** A line of front matter as an editor wrote it, and as it should be. */
type Line = readonly [written: string, mended: string]
const right = (line: string): Line => [line, line]

const config = `export default {
  title: 'P',
  url: 'https://p.example/',
  regions: ['Europe', 'America', { name: 'Asia-Pacific', aliases: ['APAC'] }],
  sources: ['Harbour Wire', { name: 'Staff', aliases: ['Newsroom'] }],
  topics: [{ name: 'Harbour', aliases: ['Docks'] }],
}
`
const oneOf = (...lines: readonly Line[]): fc.Arbitrary<readonly Line[]> =>
  fc.constantFrom([], ...lines.map(line => [line]))

const titles: readonly Line[] = [
  right('title: The Rhine is closed'),
  ['title: Rhine: barges wait', 'title: "Rhine: barges wait"'],
  ['title: [Video] barges   ', 'title: "[Video] barges"   '],
  ["title: 'It's on'", `title: "It's on"`],
  ['Titel: The Rhine', 'title: The Rhine'],
]
const dates: readonly Line[] = [
  right('date: 2026-11-20'),
  ['date: 20/11/2026  # checked', 'date: 2026-11-20  # checked'],
  ["date: '20.11.2026'", "date: '2026-11-20'"],
  ['date: “2026-11-20”', 'date: 2026-11-20'],
  ['date: May 5th, 2016', 'date: 2016-05-05'],
  ['date: 2026/11/20 08:30 +0100', 'date: 2026-11-20T08:30+01:00'],
  ['date: ٢٠٢٦-١١-٢٠', 'date: 2026-11-20'],
  ['pubDate: 2026.1.2', 'pubDate: 2026-01-02'],
]
const others: fc.Arbitrary<readonly Line[]> = fc
  .tuple(
    oneOf(
      right('region: Europe'),
      ['region: Eurpoe', 'region: Europe'],
      ['region: "APAC" # far', 'region: "Asia-Pacific" # far'],
    ),
    oneOf(
      right('source: Staff'),
      ['source: Harbor Wire', 'source: Harbour Wire'],
      ['source: newsroom', 'source: Staff'],
    ),
    oneOf(
      right('topics: [Trade]'),
      ['topics: [Trade, Docks]', 'topics: [Trade, Harbour]'],
      ['topics: Trade, Docks', 'topics: Trade, Harbour'],
      [`topics:\n  - 'Docks'\n  - Trade`, `topics:\n  - 'Harbour'\n  - Trade`],
    ),
    oneOf(['sumary: A dek.', 'summary: A dek.'], right('summary: >\n  A dek.\n  Of two lines.')),
    oneOf(['kind: reveiw', 'kind: review'], right('kind: opinion')),
    oneOf(right('# a comment: with a colon'), right('kicker:    Spaced   '), right('extra: { a: [1, "x"] }')),
  )
  .map(groups => groups.flat())

const file = fc.record({
  head: fc
    .tuple(fc.constantFrom(...titles), fc.constantFrom(...dates), others)
    .chain(([title, date, rest]) =>
      fc.shuffledSubarray([title, date, ...rest], { minLength: rest.length + 2 }),
    ),
  body: fc.constantFrom(
    'The river is high.\n',
    'date: 20/11/2026 \n\nNo end of line',
    'Tabs\t and trailing blanks  \n',
  ),
  mark: fc.constantFrom('', '\ufeff'),
  lineEnd: fc.constantFrom('\n', '\r\n'),
})

it('mends what it says, and no other byte', { timeout: 120_000 }, async () => {
  const build = await loadBuild()
  const { writeFix } = await loadFixes()
  const files = createNodeFiles()
  const root = makeFolder()
  writeFiles(root, { 'dateline.config.mjs': config })
  const look = () =>
    build({
      root,
      write: false,
      keepGoing: true,
      advise: true,
      mend: true,
      workers: 0,
      now: Date.parse(clock),
    })
  await fc.assert(
    fc.asyncProperty(file, async ({ head, body, mark, lineEnd }) => {
      const text = (side: 0 | 1) =>
        mark + ['---', ...head.map(line => line[side]), '---', '', body].join('\n').replaceAll('\n', lineEnd)
      writeFiles(root, { 'content/a.md': text(0) })
      let result = await look()
      for (let round = 0; round < 5 && result.fixes.length > 0; round++) {
        for (const fix of result.fixes) expect(writeFix(files, root, fix)).toBe(true)
        result = await look()
      }
      expect(readFileSync(join(root, 'content/a.md'), 'utf8')).toBe(text(1))
      expect(result.fixes).toEqual([])
      expect(result.problems).toEqual([])
    }),
    { numRuns: 60 },
  )
})
