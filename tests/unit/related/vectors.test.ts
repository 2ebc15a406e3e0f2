import { describe, expect, test } from 'vitest'
import { openEpoch } from '../../../src/related/epochs.js'
import { buildVector, strongest, unit } from '../../../src/related/vectors.js'
import { checkRows } from '../../support/rows.js'

/** Term 2 stands in two of 512 articles, term 4 in four, and so on; term 0 is common. */
const powers = [0, 2, 4, 8, 16, 32, 64, 128]
const epoch = openEpoch({
  size: 512,
  terms: Uint32Array.from(powers),
  documents: Uint32Array.from(powers, power => power || 500),
})
const vectorOf = (counts: readonly (readonly [term: number, count: number])[]) =>
  buildVector(
    {
      terms: Uint32Array.from(counts, ([term]) => term),
      counts: Uint16Array.from(counts, ([, count]) => count),
    },
    epoch,
  )

describe('terms, strongest first', () => {
  type Counts = readonly (readonly [term: number, count: number])[]
  checkRows<Counts, readonly number[]>(
    [
      [[], []],
      [
        [
          [8, 1],
          [2, 1],
          [4, 1],
        ],
        [2, 4, 8],
        'the rarest',
      ],
      [
        [
          [2, 1],
          [16, 40],
        ],
        [16, 2],
        'what is said often',
      ],
      [
        [
          [900, 1],
          [700, 1],
          [800, 1],
        ],
        [700, 800, 900],
        'equal weights by term, whatever the order in the text',
      ],
      [
        [
          [0, 900],
          [2, 1],
        ],
        [2],
        'common terms say nothing',
      ],
      [[[0, 3]], []],
    ],
    (counts, terms) => expect([...vectorOf(counts).terms]).toEqual(terms),
  )
})

test('weights are (1 + ln tf) times rarity, of unit length together', () => {
  const { weights } = vectorOf([
    [2, 1],
    [8, 3],
  ])
  const [first, second] = [(1 + Math.log(3)) * 6, 8]
  const length = Math.hypot(first, second)
  expect([...weights]).toEqual([first, second].map(weight => Math.round((weight / length) * unit)))
})

test('the length is one, and no more terms are kept than the strongest', () => {
  for (const size of [1, 2, strongest - 1, strongest, strongest + 1, 400]) {
    const { terms, weights } = vectorOf(Array.from({ length: size }, (_, n) => [n + 1, 1 + ((n * 7) % 5)]))
    expect(terms.length).toBe(weights.length)
    expect(terms.length).toBe(Math.min(size, strongest))
    const length = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0)) / unit
    expect(length).toBeCloseTo(1, 3)
    expect([...weights]).toEqual([...weights].sort((a, b) => b - a))
  }
})

test('many terms of one weight at the border: those with the lowest hashes', () => {
  const { terms } = vectorOf(Array.from({ length: 100 }, (_, n) => [1000 + ((n * 37) % 100), 1]))
  expect([...terms]).toEqual(Array.from({ length: strongest }, (_, n) => 1000 + n))
})
