import { describe, expect } from 'vitest'
import type { WrittenDate } from '../../../src/base/dates.js'
import {
  canonicalLanguage,
  classify,
  dateOfAddress,
  defaultEndings,
  isLanguage,
  readFacts,
} from '../../../src/content/file-name.js'
import { checkRows } from '../../support/rows.js'

const day = (date: WrittenDate | undefined) => (date ? new Date(date.wall).toISOString().slice(0, 10) : '-')

/** `article slug date language draft`, with `-` for what the name does not say. */
function show(path: string, endings: readonly string[] = defaultEndings): string {
  const file = classify(path, { endings })
  if (file.class !== 'document') return file.class
  const { kind, slug, date, lang, draft } = readFacts(path, { endings })
  expect(kind).toBe(file.kind)
  if (date) expect(date).toMatchObject({ offset: null, dayOnly: true })
  return [
    kind,
    slug || '-',
    day(date),
    lang ?? '-',
    ...(draft ? ['draft'] : []),
    ...(file.html ? ['html'] : []),
  ].join(' ')
}

describe('classify', () => {
  checkRows<string, string>(
    [
      ['story.md', 'article story - -'],
      ['story.markdown', 'article story - -'],
      ['story.MD', 'article story - -'],
      ['story.html', 'article story - - html'],
      ['story.HTM', 'article story - - html'],
      ['news/My Story’s Name.md', 'article my-storys-name - -', 'blanks and typographic quotes'],
      ['café/cafe\u0301.md', 'article café - -', 'accents typed on another system'],
      ['2014-06-02-title.md', 'article title 2014-06-02 -'],
      ['2014-6-2-title.md', 'article title 2014-06-02 -', 'one-digit months and days'],
      ['2014-06-02_title.md', 'article title 2014-06-02 -'],
      ['2014-06-02 title.md', 'article title 2014-06-02 -'],
      ['2014-06-02.md', 'article - 2014-06-02 -', 'a date and no name'],
      ['2014-02-30-title.md', 'article title - -', 'no such day'],
      ['2014-06-021.md', 'article 2014-06-021 - -', 'no date: three digits of day'],
      ['2014-06-02-index.md', 'article index 2014-06-02 -'],
      ['2014-06-02-title/index.md', 'article title 2014-06-02 -', 'a bundle'],
      ['2021-09-05/title.md', 'article title 2021-09-05 -', 'a folder of a day'],
      ['2014/12/24/title.md', 'article title 2014-12-24 -', 'folders of year, month and day'],
      ['2014/12/24/title/index.md', 'article title 2014-12-24 -'],
      ['2014/6/2/title.md', 'article title 2014-06-02 -'],
      ['2014/12/title.md', 'article title - -', 'year and month are no day'],
      ['2020-01-01/2021-01-01-x.md', 'article x 2021-01-01 -', 'the file’s own date wins'],
      ['2020-01-01/2021-01-01-b/x.md', 'article x 2021-01-01 -', 'the inner folder wins'],
      ['news/story/index.md', 'article story - -', 'a bundle takes its folder’s name'],
      ['news/17/index.md', 'article - - -', 'a number alone names nothing'],
      ['17.md', 'article 17 - -', 'a file may be called by a number'],
      ['index.md', 'article index - -', 'at the root there is no folder to name it'],
      ['story/index.fr.md', 'article story - fr'],
      ['story/index.pt-BR.md', 'article story - pt-BR'],
      ['story/index.pt_br.md', 'article story - pt-BR'],
      ['story.zh-Hans.md', 'article story - zh-Hans'],
      ['2014-06-02-story.de.md', 'article story 2014-06-02 de'],
      ['foo.min.md', 'article foo-min - -', 'no language has three letters here'],
      ['v1.2.md', 'article v1-2 - -'],
      ['node.js.md', 'article node-js - -'],
      ['what.is.md', 'article what - is', 'Icelandic: an ambiguity that stays'],
      ['README.md', 'readme'],
      ['news/readme.markdown', 'readme'],
      ['readme-first.md', 'article readme-first - -'],
      ['_index.md', 'section - - -'],
      ['regions/europe/_index.md', 'section - - -'],
      ['regions/europe/_index.fr.md', 'section - - fr'],
      ['pages/about.md', 'page about - -'],
      ['pages/about/index.md', 'page about - -'],
      ['pages/help/Contact Us.md', 'page help/contact-us - -'],
      ['pages/about.fr.md', 'page about - fr'],
      ['authors/jo-doe.md', 'author jo-doe - -'],
      ['authors/Jo Doe.md', 'author jo-doe - -'],
      ['authors/old/jo.md', 'article jo - -', 'only the folder itself holds authors'],
      ['storylines/The Vote.md', 'storyline the-vote - -'],
      ['storylines/2026/vote.md', 'article vote - -', 'only the folder itself holds storylines'],
      ['_drafts/idea.md', 'article idea - - draft'],
      ['news/drafts/idea.md', 'article idea - - draft'],
      ['drafts.md', 'article drafts - -'],
      ['_site/regions.yml', 'settings'],
      ['_site/notes.md', 'settings'],
      ['_front.yml', 'front'],
      ['_front.europe.yaml', 'front'],
      ['news/_front.yml', 'media', 'only at the root'],
      ['data/results.csv', 'data'],
      ['data/2026/results.json', 'data'],
      ['results.csv', 'media'],
      ['story/map.png', 'media'],
      ['story.mdx', 'foreign'],
      ['story.rst', 'foreign'],
      ['story.txt', 'foreign'],
      ['Makefile', 'media'],
      ['.md', 'article - - -'],
    ],
    (path, expected) => expect(show(path)).toBe(expected),
  )

  checkRows<readonly [path: string, endings: readonly string[]], string>(
    [
      [['story.mdx', ['.md', '.mdx']], 'article story - -', 'which endings are articles is a setting'],
      [['story.html', ['.md']], 'foreign'],
      [['story.markdown', ['.md']], 'foreign'],
    ],
    ([path, endings], expected) => expect(show(path, endings)).toBe(expected),
  )
})

describe('dateOfAddress', () => {
  checkRows<string, string>(
    [
      ['2014/12/12/1.0-Timeline', '2014-12-12'],
      ['inside/2020/03/27/update', '2020-03-27'],
      ['/2020/3/7/update/', '2020-03-07'],
      ['/2020/03/update/', '-'],
      ['/12020/03/27/x/', '-'],
      ['/2020/13/27/x/', '-'],
      ['/2020/03/27', '-', 'a day at the end names the article'],
    ],
    (address, expected) => expect(day(dateOfAddress(address))).toBe(expected),
  )
})

describe('languages', () => {
  checkRows<string, string | undefined>(
    [
      ['en', 'en'],
      ['EN', 'en'],
      ['pt_br', 'pt-BR'],
      ['zh-cn', 'zh-CN'],
      ['zh-hans', 'zh-Hans'],
      ['es-419', 'es-419'],
      ['xx', undefined],
      ['min', undefined],
      ['english', undefined],
      ['en-', undefined],
      ['', undefined],
    ],
    (tag, expected) => expect(isLanguage(tag) ? canonicalLanguage(tag) : undefined).toBe(expected),
  )
})
