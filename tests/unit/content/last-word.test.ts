import { describe, expect, it } from 'vitest'
import { readFacts } from '../../../src/content/file-name.js'
import { readLastWord } from '../../../src/content/last-word.js'

const rules = { endings: ['.md'] }

function lastWord(text: string, path = 'a.md', fields = {}) {
  const word = readLastWord({ path, bytes: new TextEncoder().encode(text) }, readFacts(path, rules), {
    language: 'en',
    fields,
    proseDates: false,
  })
  if (word.kind === 'doubt') return 'doubt'
  const days = (dates: typeof word.starts) =>
    dates.map(({ wall }) => new Date(wall).toISOString().slice(0, 10))
  return [
    ...(word.draft ? ['draft'] : []),
    ...(word.unusable ? ['unusable'] : []),
    ...days(word.starts).map(day => `from ${day}`),
    ...days(word.ends).map(day => `until ${day}`),
  ].join(', ')
}

/** A front matter that YAML cannot read. */
const broken = (lines: string) => `---\ntitle: a: b\n${lines}\n---\n\nText.\n`
const whole = (lines: string) => `---\ntitle: a\n${lines}\n---\n\nText.\n`

describe('what a file says of being seen', () => {
  it.each<[lines: string, said: string]>([
    ['', ''],
    ['draft: true', 'draft'],
    ['draft: no', ''],
    ['draft:', ''],
    ['draft: maybe', 'draft'],
    ['status: killed', 'unusable'],
    ['status: usable', ''],
    ['status: hold', 'doubt'],
    ['embargo: 2027-01-02T10:00+01:00', 'from 2027-01-02'],
    ['embargo: in a week', 'doubt'],
    ['expires: 2027-01-02', 'until 2027-01-02'],
    ['expiryDate: "2027-01-02"', 'until 2027-01-02'],
    ['expires: never', 'doubt'],
    ['date: 2027-01-02', 'from 2027-01-02'],
    ['date: soon', ''],
    ['pubDate: 2027-01-02', 'from 2027-01-02'],
    ['published: false', 'draft'],
    ['published: 2027-01-02', 'from 2027-01-02'],
    ['permalink: false', 'draft'],
    ['permalink: /a/', ''],
    ['embrago: 2027-01-02', 'doubt'],
    ['summary: The draft: a text', ''],
  ])('%s', (lines, said) => {
    expect(lastWord(broken(lines))).toBe(said)
    // Where it can be read, it says the same.
    if (!lines.startsWith('summary')) expect(lastWord(whole(lines))).toBe(said)
  })

  it.each<[what: string, text: string, said: string]>([
    [
      'two lines for one field',
      broken('embargo: 2027-01-02\nembargo: 2027-02-03'),
      'from 2027-01-02, from 2027-02-03',
    ],
    ['a value below its key', broken('draft:\n  true'), 'draft'],
    ['a comment behind', broken('draft: false # draft: true'), ''],
    ['a comment', broken('# draft: true'), ''],
    ['a wide colon', broken('draft：true'), 'draft'],
    ['blanks that are none', broken('\u00a0draft: true'), 'draft'],
    ['typographic quotes', broken('embargo: “2027-01-02”'), 'from 2027-01-02'],
    ['a list item', broken('- draft: true'), 'draft'],
    ['old line ends', broken('draft: true').replaceAll('\n', '\r'), 'draft'],
    ['no front matter', 'draft: true\n\nText.\n', 'draft'],
    ['zeros', 'd\0r\0a\0f\0t\0', 'doubt'],
  ])('%s', (_, text, said) => {
    expect(lastWord(text)).toBe(said)
  })

  it('under names of the site’s own, and by its folder', () => {
    expect(lastWord(broken('release: 2027-01-02'), 'a.md', { embargo: { from: ['release'] } })).toBe(
      'from 2027-01-02',
    )
    expect(lastWord(broken(''), 'drafts/a.md')).toBe('draft')
  })
})
