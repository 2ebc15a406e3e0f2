import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawFrame, width } from '../../../src/diagnostics/frame.js'
import { checkRows } from '../../support/rows.js'

interface Marked {
  readonly text: string
  readonly note?: string
}

/** The span stands between « and » in the text; the marks themselves are taken out. */
function draw({ text, note }: Marked): string {
  const start = text.indexOf('«')
  const end = text.indexOf('»') - 1
  const frame = drawFrame(text.replace(/[«»]/g, ''), start, end, note)
  return [`${frame.line}:${frame.column}`, ...frame.lines].join('\n')
}

describe('drawFrame', () => {
  checkRows<Marked, string[]>(
    [
      [
        { text: '---\ndate: 2026\nregion: «Eurpoe»\n---\n', note: 'did you mean "Europe"?' },
        [
          '3:9',
          '  2 | date: 2026',
          '> 3 | region: Eurpoe',
          '    |         ^^^^^^ did you mean "Europe"?',
          '  4 | ---',
        ],
        'in the middle, with a note',
      ],
      [{ text: '«ab»c\nd\n' }, ['1:1', '> 1 | abc', '    | ^^', '  2 | d'], 'first line'],
      [{ text: 'a\nb«c»\n' }, ['2:2', '  1 | a', '> 2 | bc', '    |  ^'], 'last line'],
      [{ text: 'a\nb«c»' }, ['2:2', '  1 | a', '> 2 | bc', '    |  ^'], 'no final newline'],
      [{ text: 'a\r\nb«c»\r\nd\r\n' }, ['2:2', '  1 | a', '> 2 | bc', '    |  ^', '  3 | d'], 'CRLF'],
      [
        { text: 'a\rb«c»\rd' },
        ['2:2', '  1 | a', '> 2 | bc', '    |  ^', '  3 | d'],
        'lone carriage returns',
      ],
      [{ text: '\tkey:\t«x»' }, ['1:7', '> 1 |   key:  x', '    |         ^'], 'tabs are two columns'],
      [{ text: 'a\n«»\nb' }, ['2:1', '  1 | a', '> 2 |', '    | ^', '  3 | b'], 'an empty line'],
      [{ text: '«»' }, ['1:1', '> 1 |', '    | ^'], 'an empty file'],
      [{ text: 'a\n«»' }, ['2:1', '  1 | a', '> 2 |', '    | ^'], 'behind the last line end'],
      [
        { text: '地区: «欧洲»' },
        ['1:5', '> 1 | 地区: 欧洲', '    |       ^^^^'],
        'wide characters take two columns',
      ],
      [{ text: '🗳️ «x»' }, ['1:5', '> 1 | 🗳️ x', '    |   ^'], 'a narrow symbol with a selector'],
      [{ text: 'cafe\u0301 «x»' }, ['1:7', '> 1 | cafe\u0301 x', '    |      ^'], 'a combining mark'],
      [
        { text: 'a\nb «c\nd e» f\ng' },
        ['2:3', '  1 | a', '> 2 | b c', '    |   ^', '  3 | d e f'],
        'a span over two lines is marked to the end of its first',
      ],
      [
        { text: '1\n2\n3\n4\n5\n6\n7\n8\n9«x»\n10' },
        ['9:2', '   8 | 8', '>  9 | 9x', '     |  ^', '  10 | 10'],
        'numbers of two lengths are aligned',
      ],
      [{ text: 'a\u0007b«c»' }, ['1:4', '> 1 | a�bc', '    |    ^'], 'control characters are shown'],
    ],
    (input, expected) => expect(draw(input).split('\n')).toEqual(expected),
  )

  test('a long line is cut, and its marker is left out when the place is beyond the cut', () => {
    const near = drawFrame(`${'x'.repeat(1000)}`, 10, 900)
    expect(near.lines[0]!.length).toBeLessThan(260)
    expect(near.lines[1]).toHaveLength('    | '.length + 10 + 120)
    expect(drawFrame('x'.repeat(1000), 500, 501).lines).toHaveLength(1)
  })

  test('any text and any offsets give a frame of at most four lines', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer(), fc.integer(), (text, start, end) => {
        const frame = drawFrame(text, start, end)
        expect(frame.line).toBeGreaterThan(0)
        expect(frame.column).toBeGreaterThan(0)
        expect(frame.lines.length).toBeLessThanOrEqual(4)
        expect(frame.lines.filter(line => line.startsWith('>'))).toHaveLength(1)
        expect(frame.lines.join('')).not.toMatch(/[\n\r\t\u0000]/)
      }),
    )
  })
})

describe('width', () => {
  checkRows<string, number>(
    [
      ['', 0],
      ['abc', 3],
      ['é', 1],
      ['e\u0301', 1],
      ['漢字', 4],
      ['한국', 4],
      ['ｱ', 1],
      ['Ａ', 2],
      ['😀', 2],
      ['ไทย', 3],
      ['สวัสดี', 4],
    ],
    (text, expected) => expect(width(text)).toBe(expected),
  )
})
