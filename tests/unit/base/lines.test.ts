import { describe, expect } from 'vitest'
import { lineStarts, lineText, positionAt } from '../../../src/base/lines.js'
import { checkRows } from '../../support/rows.js'

describe('lineStarts', () => {
  checkRows<string, number[]>(
    [
      ['', [0]],
      ['a', [0]],
      ['a\nb', [0, 2]],
      ['a\nb\n', [0, 2, 4]],
      ['a\r\nb', [0, 3]],
      ['a\rb', [0, 2]],
      ['a\r\rb', [0, 2, 3]],
      ['a\n\r\nb\rc', [0, 2, 4, 6]],
      ['\n', [0, 1]],
      ['a\u2028b', [0]],
    ],
    (text, expected) => expect(lineStarts(text)).toEqual(expected),
  )
})

describe('positionAt', () => {
  checkRows<readonly [text: string, offset: number], string>(
    [
      [['', 0], '1:1'],
      [['ab\ncd', 1], '1:2'],
      [['ab\ncd', 2], '1:3'],
      [['ab\ncd', 3], '2:1'],
      [['ab\r\ncd', 3], '1:4', 'the line feed of CRLF belongs to its line'],
      [['ab\r\ncd', 4], '2:1'],
      [['ab\ncd', 99], '2:97', 'behind the end: in the last line'],
      [['ab\ncd', -1], '1:1'],
      [['😀b', 2], '1:3', 'columns count UTF-16 units'],
      [['a\n', 2], '2:1'],
    ],
    ([text, offset], expected) => {
      const { line, column } = positionAt(lineStarts(text), offset)
      expect(`${line}:${column}`).toBe(expected)
    },
  )
})

describe('lineText', () => {
  checkRows<readonly [text: string, line: number], string>(
    [
      [['a\r\nb', 1], 'a'],
      [['a\r\nb', 2], 'b'],
      [['a\rb\n', 1], 'a'],
      [['a\rb\n', 2], 'b'],
      [['a\rb\n', 3], ''],
      [['a\n\nb', 2], ''],
      [['a', 2], ''],
      [['', 1], ''],
    ],
    ([text, line], expected) => expect(lineText(text, lineStarts(text), line)).toBe(expected),
  )
})
