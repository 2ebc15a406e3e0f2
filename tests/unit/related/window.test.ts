import { describe, expect, test } from 'vitest'
import { createWindows, monthOf } from '../../../src/related/window.js'
import { checkRows } from '../../support/rows.js'

const dayMs = 86_400_000
const days = (list: readonly number[]) => Float64Array.from(list, day => day * dayMs)
/** So many articles on each of some days. */
const spread = (from: number, to: number, each: number) =>
  days(Array.from({ length: (to - from) * each }, (_, n) => from + Math.floor(n / each)))

describe('width in days', () => {
  // Month 500 begins with day 15,000.
  checkRows<readonly [instants: Float64Array, day: number], number>(
    [
      [[days([]), 0], Infinity, 'an empty archive'],
      [[spread(14_000, 16_000, 23), 15_010], 90, 'a daily newsroom'],
      [[spread(14_000, 16_000, 22), 15_010], 180],
      [[spread(14_000, 16_000, 6), 15_010], 365],
      [[spread(14_000, 16_000, 3), 15_010], 730],
      [[spread(14_000, 16_000, 2), 15_010], Infinity, 'two a day are too few'],
      [[spread(14_980, 15_000, 100), 15_010], 90, 'exactly as many as there must be'],
      [[spread(14_980, 15_000, 100).slice(1), 15_010], Infinity, 'one less'],
      [[spread(14_980, 15_000, 100), 15_029], 90, 'the last day of the month'],
      [[spread(14_980, 15_000, 100), 14_999], Infinity, 'those of its own month do not count'],
      [[spread(14_900, 14_920, 100), 15_010], 180, 'long ago'],
    ],
    ([instants, day], expected) => expect(createWindows(instants).width(day * dayMs) / dayMs).toBe(expected),
  )
})

test('articles before a month are those before its first millisecond', () => {
  const { before } = createWindows(Float64Array.of(0, 15_000 * dayMs - 1, 15_000 * dayMs, 15_030 * dayMs))
  expect([14_999, 15_000, 15_029, 15_030, 99_999].map(day => before(day * dayMs))).toEqual([1, 2, 2, 3, 4])
})

test('it tells which months it was asked for', () => {
  const { width, known } = createWindows(spread(14_000, 16_000, 23))
  expect(known.size).toBe(0)
  for (const day of [15_000, 15_029, 15_030, -1]) width(day * dayMs)
  expect([...known]).toEqual([
    [500, 90 * dayMs],
    [501, 90 * dayMs],
    [-1, Infinity],
  ])
  expect(monthOf(-1)).toBe(-1)
})
