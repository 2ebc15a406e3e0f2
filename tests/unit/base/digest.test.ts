import { describe, expect, test } from 'vitest'
import { digestText, digestValue, leafDigest } from '../../../src/base/digest.js'
import { checkRows } from '../../support/rows.js'

test('a digest is the first 16 hex digits of SHA-256', () => {
  expect(digestText('')).toBe('e3b0c44298fc1c14')
  expect(digestText(new TextEncoder().encode('abc'))).toBe('ba7816bf8f01cfea')
})

describe('values with the same content have one digest', () => {
  checkRows<readonly [unknown, unknown], null>(
    [
      [
        [
          { a: 1, b: [2, { c: 3 }] },
          { b: [2, { c: 3 }], a: 1 },
        ],
        null,
        'order of keys',
      ],
      [[{ a: 1, b: undefined }, { a: 1 }], null, 'undefined members'],
      [[new Date(5), new Date(5)], null, 'dates'],
      [
        [
          { [leafDigest]: 'x', shown: 1 },
          { [leafDigest]: 'x', shown: 2 },
        ],
        null,
        'the digest stops at a leaf',
      ],
      [[[undefined], [null]], null, 'undefined in a list is null, as in JSON'],
    ],
    ([a, b]) => expect(digestValue(a)).toBe(digestValue(b)),
  )
})

describe('values with another content have another digest', () => {
  checkRows<readonly [unknown, unknown], null>(
    [
      [['1', 1], null],
      [
        [
          [1, 2],
          [2, 1],
        ],
        null,
      ],
      [
        [
          [[1], 2],
          [1, [2]],
        ],
        null,
      ],
      [[{ a: 1 }, { b: 1 }], null],
      [[null, 'null'], null],
      [[{}, []], null],
      [[true, 'true'], null],
      [[{ [leafDigest]: 'x' }, { [leafDigest]: 'y' }], null],
      [[{ [leafDigest]: 'x' }, '#x'], null, 'a leaf is not its own text'],
      [[{ a: { [leafDigest]: 'x' } }, { a: { [leafDigest]: 'y' } }], null],
      [[1n, 1], null, 'a bigint is no number'],
      [[new Date(5), 5], null, 'a date is no number'],
      [[{ 'a":1,"b': 2 }, { a: 1, b: 2 }], null, 'keys are quoted'],
    ],
    ([a, b]) => expect(digestValue(a)).not.toBe(digestValue(b)),
  )
})

test('a member that is called digest is data like any other', () => {
  expect(digestValue({ digest: 'x', n: 1 })).not.toBe(digestValue({ digest: 'x', n: 2 }))
})

test('functions and symbols have no digest', () => {
  expect(() => digestValue({ a: () => 1 })).toThrow(TypeError)
  expect(() => digestValue([Symbol('a')])).toThrow(TypeError)
})
