import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createGlance } from '../../../src/related/glance.js'
import { createScorer, defaultRelatedOptions, type RelatedOptions } from '../../../src/related/score.js'
import { buildBase, openIndex, type Seat } from '../../../src/related/seats.js'
import { fullScore } from '../../../src/related/weights.js'

const dayMs = 86_400_000

const topics = fc
  .uniqueArray(fc.oneof(fc.nat(5), fc.integer({ min: 0, max: 0xffffffff })), { maxLength: 5 })
  .map(list => Uint32Array.from(list).sort())
const anySeat: fc.Arbitrary<Seat> = fc
  .record({
    instant: fc.integer({ min: -40_000 * dayMs, max: 40_000 * dayMs }),
    region: fc.oneof(fc.nat(3), fc.constant(0xfffffff1)),
    source: fc.nat(3),
    topics,
  })
  .map(facts => ({
    ...facts,
    eligible: true,
    document: { terms: new Uint32Array(0), counts: new Uint8Array(0), norm: 0 },
    query: { terms: new Uint32Array(0), weights: new Uint16Array(0) },
  }))
const anyProduct = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 2 * fullScore }),
  fc.nat(fullScore >> 3),
)
const anyOptions: fc.Arbitrary<RelatedOptions> = fc
  .record({
    text: fc.constantFrom(0, 0.1, 0.85),
    topics: fc.constantFrom(0, 0.08, 0.6),
    region: fc.constantFrom(0, 0.05),
    source: fc.constantFrom(0, 0.02),
    fadeDays: fc.constantFrom(1, 240, 36_500),
  })
  .map(({ fadeDays, ...weights }) => ({ ...defaultRelatedOptions, fadeDays, weights }))

/** Half of the seats in the base, half since. */
function indexOf(seats: readonly Seat[]) {
  const half = seats.length >> 1
  const old = seats.slice(0, half).sort((a, b) => a.instant - b.instant)
  return openIndex(
    buildBase(half, n => old[n]!, []),
    seats.slice(half),
  )
}

const given = fc.array(fc.tuple(anySeat, anyProduct), { minLength: 2, maxLength: 30 })

describe('a glance', () => {
  test('never promises less than a pair scores', () => {
    fc.assert(
      fc.property(given, anyOptions, fc.nat(), (pairs, options, chosen) => {
        const index = indexOf(pairs.map(([seat]) => seat))
        const glance = createGlance(index, options)
        const scorer = createScorer(index, options)
        const seat = chosen % index.size
        glance.begin(seat)
        scorer.begin(seat)
        for (const [other, [, product]] of pairs.entries()) {
          const score = scorer.score(other, product, 0)
          expect(glance.mostOf(other, product)).toBeGreaterThanOrEqual(score)
          if (score > 0) expect(product).toBeGreaterThanOrEqual(glance.leastProduct(score))
        }
      }),
      { numRuns: 300 },
    )
  })

  test('meets each candidate once, the best of them first', () => {
    fc.assert(
      fc.property(given, fc.array(fc.nat(2 * fullScore), { maxLength: 4 }), (pairs, leasts) => {
        const index = indexOf(pairs.map(([seat]) => seat))
        const glance = createGlance(index, defaultRelatedOptions)
        const products = Int32Array.from(pairs, ([, product]) => product)
        const seats = Uint32Array.from(pairs.keys())
        for (const seat of [0, 1]) {
          glance.begin(seat)
          let least = Number.POSITIVE_INFINITY
          for (const next of [...leasts, 0]) {
            least = Math.min(least, next)
            const { count, seats: seen, most, cut } = glance.over({ products, seats }, seats.length, next)
            const expected = [...seats].filter(
              other =>
                products[other]! >= least &&
                glance.mostOf(other, products[other]!) >= defaultRelatedOptions.minScore,
            )
            expect([...seen.subarray(0, count)].sort((a, b) => a - b)).toEqual(expected)
            for (let i = 0; i < count; i++) expect(most[i]).toBe(glance.mostOf(seen[i]!, products[seen[i]!]!))
            // So few are all worth a score.
            expect(cut).toBe(0)
          }
        }
      }),
    )
  })

  test('of many, some of the best are told', () => {
    const seats = Array.from(
      { length: 2_000 },
      (_, n): Seat => ({
        instant: n * dayMs,
        region: 0,
        source: 0,
        topics: new Uint32Array(0),
        eligible: true,
        document: { terms: new Uint32Array(0), counts: new Uint8Array(0), norm: 0 },
        query: { terms: new Uint32Array(0), weights: new Uint16Array(0) },
      }),
    )
    const index = indexOf(seats)
    const glance = createGlance(index, defaultRelatedOptions)
    glance.begin(0)
    const products = Int32Array.from(seats, (_, n) => (fullScore * ((n * 7919) % 2_000)) / 1_000)
    const { count, most, cut } = glance.over({ products, seats: Uint32Array.from(seats.keys()) }, 2_000, 0)
    const best = Array.from(most.subarray(0, count)).filter(bound => bound >= cut)
    expect(best.length).toBeGreaterThanOrEqual(40)
    expect(best.length).toBeLessThan(200)
  })
})
