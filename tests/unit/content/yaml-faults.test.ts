import { describe, expect, it } from 'vitest'
import { readFrontMatter } from '../../../src/content/front-matter.js'

/** What is said of a front matter, and what would mend it. */
function diagnose(block: string) {
  const [fault] = readFrontMatter(`---\n${block}\n---\n\nText.\n`, 'a.md').diagnostics
  const fix = fault?.fix
  return {
    reason: fault?.args.reason,
    mended: fix?.kind === 'text' ? fix.edits.map(({ text }) => text) : [],
  }
}

const inQuotes = (mark: string) => `a text that begins with "${mark}" must stand in quotes`

describe('what an editor did to a front matter', () => {
  it.each<[block: string, reason: string, mended: string[]]>([
    [
      'title: Rhine: barges wait',
      'a text with a colon in it must stand in quotes',
      ['title: "Rhine: barges wait"'],
    ],
    [
      'title: Rhine: "barges" wait',
      'a text with a colon in it must stand in quotes',
      [`title: 'Rhine: "barges" wait'`],
    ],
    [
      'title: “Rhine: closed”',
      'a text with a colon in it stands in typographic quotes, and only straight ones count',
      ['title: "Rhine: closed"'],
    ],
    ['title: @home', inQuotes('@'), ['title: "@home"']],
    ['title: *Great* day', inQuotes('*'), ['title: "*Great* day"']],
    ['title: [Video] the Rhine\ndate: x', inQuotes('['), ['title: "[Video] the Rhine"']],
    ['topics: [A, B\ndate: 1', 'the bracket "[" is never closed', []],
    ['title: "Rhine\ndate: 2026-01-01', 'a quote is opened here and never closed', ['title: "Rhine"']],
    [
      'title: "Rhine" is closed\ndate: x',
      'quotes around a part of a text; the whole of it must stand in quotes',
      [`title: '"Rhine" is closed'`],
    ],
    [
      "title: 'It's on'\ndate: x",
      'an apostrophe ends a text that stands in single quotes',
      [`title: "It's on"`],
    ],
    ['title: "C:\\Users"', 'a backslash in double quotes stands for something else', ["title: 'C:\\Users'"]],
    ['topics:\n\t- One\n\t- Two', 'a line begins with a tab', ['  - One', '  - Two']],
    ['title:Rhine\ndate: x', 'there is no blank behind the colon of the field', ['title: Rhine']],
    ['title Rhine\ndate: x', 'a line has no colon, and a field is written "name: value"', []],
    // A comment may be meant, or be a part of the text.
    ['title: Rhine: barges # two', 'a text with a colon in it must stand in quotes', []],
    [
      'title: A\n   date: x\nregion: y',
      'a line here does not stand under the one above as it should; look at the blanks at its start, and at the colon',
      [],
    ],
    [
      'title: Rhine: a\nsummary: Ruhr: b\ndate: x',
      'a text with a colon in it must stand in quotes',
      ['title: "Rhine: a"', 'summary: "Ruhr: b"'],
    ],
  ])('%s', (block, reason, mended) => {
    expect(diagnose(block)).toEqual({ reason, mended })
  })

  it('points at the value', () => {
    const [fault] = readFrontMatter('---\ntitle: A\nsummary: Ruhr: b\n---\n', 'a.md').diagnostics
    expect(fault!.place).toEqual({ kind: 'span', start: 22, end: 29 })
  })
})
