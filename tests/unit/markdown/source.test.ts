import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdits, normalisingEdits } from '../../../src/markdown/source.js'
import { checkRows } from '../../support/rows.js'

describe('normalisingEdits', () => {
  checkRows<string, string>(
    [
      ['a\nb', 'a\nb'],
      ['a\r\nb\rc\n', 'a\nb\nc\n'],
      ['a\r\r\nb', 'a\n\nb'],
      ['a\u0000b', 'a\ufffdb'],
      ['\ufdd0a\ufdd1', '\ufffda\ufffd'],
      ['&#xFDD0;&#xfdd1 &#64976;&#0064977;', '\ufffd\ufffd \ufffd\ufffd'],
      ['&#xFDD2; &#649760; &#xfdd00;', '&#xFDD2; &#649760; &#xfdd00;', 'other references stay'],
      ['\ufdd2\ufffe', '\ufdd2\ufffe'],
    ],
    (text, expected) => expect(applyEdits(text, normalisingEdits(text)).text).toBe(expected),
  )
})

describe('applyEdits', () => {
  const edits = [
    { start: 1, end: 3, text: '' },
    { start: 5, end: 6, text: 'xyz' },
  ]

  test('text and offsets', () => {
    const prepared = applyEdits('0123456789', edits)
    expect(prepared.text).toBe('034xyz6789')
    expect([0, 1, 2, 6, 7].map(offset => prepared.original(offset))).toEqual([0, 3, 4, 6, 7])
  })

  test('without edits nothing moves', () => {
    const prepared = applyEdits('abc', [])
    expect(prepared.text).toBe('abc')
    expect(prepared.original(2)).toBe(2)
  })

  test('what was not edited is found where it stands in the file', () => {
    const piece = fc.record({
      kept: fc.stringMatching(/^[a-z]{0,5}$/),
      cut: fc.stringMatching(/^[0-9]{0,4}$/),
      put: fc.stringMatching(/^[A-Z]{0,3}$/),
    })
    fc.assert(
      fc.property(fc.array(piece), pieces => {
        let text = ''
        const list = pieces.map(({ kept, cut, put }) => {
          const start = text.length + kept.length
          text += kept + cut
          return { start, end: start + cut.length, text: put }
        })
        const prepared = applyEdits(text, list)
        expect(prepared.text).toBe(pieces.map(({ kept, put }) => kept + put).join(''))
        for (const [offset, letter] of [...prepared.text].entries())
          if (/[a-z]/.test(letter)) expect(text[prepared.original(offset)]).toBe(letter)
      }),
    )
  })
})
