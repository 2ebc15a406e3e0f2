import { describe, expect, test } from 'vitest'
import { by, compareText } from '../../../src/base/order.js'
import { checkRows } from '../../support/rows.js'

describe('compareText orders by UTF-16 code unit', () => {
  checkRows<readonly [string, string], -1 | 0 | 1>(
    [
      [['a', 'b'], -1],
      [['b', 'a'], 1],
      [['a', 'a'], 0],
      [['B', 'a'], -1],
      [['a', 'ab'], -1],
      [['z', 'é'], -1],
      [['', 'a'], -1],
      [['😀', '\ufb01'], -1, 'a surrogate pair stands before the end of the basic plane'],
    ],
    ([a, b], expected) => expect(compareText(a, b)).toBe(expected),
  )
})

test('by keeps the order of equal keys', () => {
  const items = [
    { key: 'b', n: 1 },
    { key: 'a', n: 2 },
    { key: 'b', n: 3 },
  ]
  expect(items.sort(by(item => item.key)).map(item => item.n)).toEqual([2, 1, 3])
})
