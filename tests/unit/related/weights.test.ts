import { describe, expect, test } from 'vitest'
import type { TermCounts } from '../../../src/markdown/terms.js'
import { openEpoch } from '../../../src/related/epochs.js'
import { documentUnit, entryOf, fullScore, queryTerms, weightsOf } from '../../../src/related/weights.js'
import { checkRows } from '../../support/rows.js'
import { countsOf } from './archive.js'

/** Term 2 stands in two of 512 articles, term 4 in four, and so on; term 0 is common. */
const powers = [0, 2, 4, 8, 16, 32, 64, 128]
const epoch = openEpoch({
  size: 512,
  length: 512 * 16,
  terms: Uint32Array.from(powers),
  documents: Uint32Array.from(powers, power => power || 500),
})
const documentOf = (article: TermCounts) => {
  const { document } = entryOf(article, epoch)
  return { ...document, weights: weightsOf(document) }
}
const queryOf = (article: TermCounts) => entryOf(article, epoch).query
/** Strongest first; equal ones by term. */
const strongest = (article: TermCounts): number[] => {
  const { terms, weights } = queryOf(article)
  return [...terms.keys()].sort((a, b) => weights[b]! - weights[a]! || a - b).map(i => terms[i]!)
}

describe('a document', () => {
  test('says more of a term that it says often, and never twice as much for twice', () => {
    const { terms, weights } = documentOf(countsOf([7, 1], [2, 2], [4, 4], [9, 255]))
    expect([...terms]).toEqual([7, 2, 4, 9])
    const [once, twice, often, always] = weights as unknown as [number, number, number, number]
    expect(once).toBeLessThan(twice)
    expect(twice).toBeLessThan(2 * once)
    expect(twice).toBeLessThan(often)
    expect(always).toBeLessThanOrEqual(documentUnit)
  })

  test('says less in a longer text', () => {
    const short = documentOf(countsOf([2, 1], [7, 5])).weights[0]!
    expect(documentOf(countsOf([2, 1], [7, 250])).weights[0]).toBeLessThan(short)
    const endless = Array.from({ length: 512 }, (_, n) => [2 + n, n === 0 ? 1 : 255] as const)
    expect(documentOf(countsOf(...endless)).weights[0]).toBeGreaterThan(0)
  })

  test('is tf / (tf + k1 · (1 - b + b · length / average)), but for the rounding of the length', () => {
    // Sixteen terms long, as all are on average: k1 is left.
    const { weights } = documentOf(countsOf([2, 6], [4, 10]))
    expect([...weights]).toEqual([6, 10].map(tf => Math.round((255 * tf) / (tf + 0.9))))
    for (const rest of [0, 1, 9, 40, 200]) {
      const length = 3 + rest
      const exact = (255 * 3) / (3 + 0.9 * (0.6 + (0.4 * length) / epoch.average))
      const [weight] = documentOf(countsOf([2, 3], [4, rest])).weights
      expect(Math.abs(weight! - exact)).toBeLessThan(1.5)
    }
  })

  test('without a word says nothing', () => {
    expect(documentOf(countsOf()).terms).toHaveLength(0)
    expect(queryOf(countsOf()).terms).toHaveLength(0)
  })
})

describe('a query asks for the strongest terms', () => {
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
        'equal ones by term, whatever the order in the text',
      ],
      [
        [
          [0, 255],
          [2, 1],
        ],
        [2],
        'common terms say nothing',
      ],
      [[[0, 3]], []],
    ],
    (counts, terms) => expect(strongest(countsOf(...counts))).toEqual(terms),
  )

  test('no more of them than a query has', () => {
    for (const size of [1, 2, queryTerms - 1, queryTerms, queryTerms + 1, 400]) {
      const article = countsOf(...Array.from({ length: size }, (_, n) => [n + 1, 1 + ((n * 7) % 5)] as const))
      const { terms, weights } = queryOf(article)
      expect(terms.length).toBe(Math.min(size, queryTerms))
      expect(weights.length).toBe(terms.length)
      expect([...terms]).toEqual([...terms].sort((a, b) => a - b))
    }
  })

  test('many of one strength at the border: those with the lowest hashes', () => {
    const article = countsOf(...Array.from({ length: 100 }, (_, n) => [1000 + ((n * 37) % 100), 1] as const))
    expect([...queryOf(article).terms]).toEqual(Array.from({ length: queryTerms }, (_, n) => 1000 + n))
  })

  test('for which the text itself scores full', () => {
    for (const size of [3, 30, 200]) {
      const article = countsOf(...Array.from({ length: size }, (_, n) => [n + 1, 1 + (n % 9)] as const))
      const document = documentOf(article)
      const weightOf = new Map(Array.from(document.terms, (term, i) => [term, document.weights[i]!]))
      const { terms, weights } = queryOf(article)
      const score = terms.reduce((sum, term, i) => sum + weights[i]! * weightOf.get(term)!, 0)
      expect(score / fullScore).toBeCloseTo(1, 2)
    }
  })
})
