import { describe, expect, test } from 'vitest'
import { hexOf, type Stamps } from '../../../src/base/stamp.js'
import { noRelated, type RelatedLists, relatedOf, stampRelated } from '../../../src/site/related-lists.js'

const lists = (...all: readonly (readonly (readonly [n: number, score: number])[])[]): RelatedLists => {
  const items = all.flat()
  let end = 0
  return {
    ends: Uint32Array.from(all, list => (end += list.length)),
    items: Uint32Array.from(items, ([n]) => n),
    scores: Float32Array.from(items, ([, score]) => score),
    parents: new Int32Array(all.length).fill(-1),
    founders: new Int32Array(all.length).fill(-1),
  }
}
const three = lists(
  [
    [1, 0.5],
    [2, 0.1234],
  ],
  [],
  [[0, 0.7]],
)
const cards: Stamps = { high: Uint32Array.of(10, 20, 30), low: Uint32Array.of(1, 2, 3) }
const stampsOf = (some: RelatedLists, shown = cards, margin = 0.05) => {
  const { high, low } = stampRelated(some, shown, margin)
  return Array.from(high, (half, n) => hexOf(half, low[n]!))
}

test('each article has its own list, scores as they were rounded', () => {
  expect([0, 1, 2].map(n => relatedOf(three, n))).toEqual([
    [
      { n: 1, score: 0.5 },
      { n: 2, score: 0.1234 },
    ],
    [],
    [{ n: 0, score: 0.7 }],
  ])
})

test('no lists at all', () => {
  expect([0, 4].map(n => relatedOf(noRelated(5), n))).toEqual([[], []])
  expect(new Set(stampsOf(noRelated(3))).size).toBe(1)
})

describe('a stamp is of the cards and scores of a list, in order', () => {
  const before = stampsOf(three)

  test.each([
    ['the same', three, cards, [true, true, true]],
    [
      'another item',
      lists(
        [
          [2, 0.5],
          [2, 0.1234],
        ],
        [],
        [[0, 0.7]],
      ),
      cards,
      [false, true, true],
    ],
    [
      'another order',
      lists(
        [
          [2, 0.1234],
          [1, 0.5],
        ],
        [],
        [[0, 0.7]],
      ),
      cards,
      [false, true, true],
    ],
    [
      'another score',
      lists(
        [
          [1, 0.5],
          [2, 0.1235],
        ],
        [],
        [[0, 0.7]],
      ),
      cards,
      [false, true, true],
    ],
    ['one item less', lists([[1, 0.5]], [], [[0, 0.7]]), cards, [false, true, true]],
    [
      'one item where none was',
      lists(
        [
          [1, 0.5],
          [2, 0.1234],
        ],
        [[0, 0.1]],
        [[0, 0.7]],
      ),
      cards,
      [true, false, true],
    ],
    ['a card that one shows', three, { ...cards, high: Uint32Array.of(11, 20, 30) }, [true, true, false]],
    ['the other half of a card', three, { ...cards, low: Uint32Array.of(1, 2, 4) }, [false, true, true]],
  ] as const)('%s', (_, some, shown, same) => {
    const after = stampsOf(some, shown)
    expect(after.map((stamp, n) => stamp === before[n])).toEqual(same)
  })

  test('another margin of the own region is another order', () => {
    expect(stampsOf(three, cards, 0.1).some((stamp, n) => stamp === before[n])).toBe(false)
  })

  test('places do not count, only what stands there', () => {
    const swapped: Stamps = { high: Uint32Array.of(10, 30, 20), low: Uint32Array.of(1, 3, 2) }
    expect(
      stampsOf(
        lists(
          [
            [2, 0.5],
            [1, 0.1234],
          ],
          [],
          [[0, 0.7]],
        ),
        swapped,
      ),
    ).toEqual(before)
  })
})
