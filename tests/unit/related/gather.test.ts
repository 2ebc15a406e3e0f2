import { describe, expect, test } from 'vitest'
import type { Stretch } from '../../../src/base/stretch.js'
import { createEntryReader } from '../../../src/related/entries.js'
import { createGatherer } from '../../../src/related/gather.js'
import type { Partition, Postings } from '../../../src/related/postings.js'
import { defaultRelatedOptions } from '../../../src/related/score.js'
import { openIndex, type RelatedIndex } from '../../../src/related/seats.js'
import type { RelatedPlan } from '../../../src/related/state.js'
import { planRelated } from '../../../src/related/update.js'
import { weightsOf } from '../../../src/related/weights.js'
import { countsOf, createChance, type Entry, inputOf, inTwoPartitions, rankAll } from './archive.js'

const dayMs = 86_400_000

/** Terms of all bits, some common and many rare, 0 among them. */
function makeEntry(n: number): Entry {
  const chance = createChance(n)
  const terms = Array.from({ length: 20 }, () => Math.imul(chance(1 << (3 + chance(9))), 0x9e3779b1) >>> 0)
  return {
    terms: countsOf(...[...new Set(terms)].map(term => [term, 1 + chance(4)] as const)),
    instant: (1000 + (n >> 2)) * dayMs,
    region: 0,
    source: 0,
    topics: [],
    eligible: true,
  }
}

// Some came since the base was made.
const entries = Array.from({ length: 5000 }, (_, n) => makeEntry(n))
const first = rankAll(inputOf(entries.slice(0, 4990)), defaultRelatedOptions)
const plan = planRelated(inputOf(entries), defaultRelatedOptions, 'key', first.state)

const twoParts = openIndex(inTwoPartitions(plan), plan.index.added)

/** What two seats say of each other's queries, term by term. */
function product({ index }: RelatedPlan, a: number, b: number): number {
  const entries = createEntryReader(index.base, index.added)
  entries.prepare([a, b])
  const of = (asks: number, says: number): number => {
    const { terms, weights } = entries.entry(asks).query
    const said = entries.entry(says).document
    const saidWeights = weightsOf(said)
    const weightOf = new Map(Array.from(said.terms, (term, i) => [term, saidWeights[i]!]))
    return terms.reduce((sum, term, i) => sum + weights[i]! * (weightOf.get(term) ?? 0), 0)
  }
  return of(a, b) + of(b, a)
}

/** An array that is read in parts, as from a file. */
const partwise = <A extends Uint8Array | Uint16Array>(array: Stretch<A>): Stretch<A> => ({
  length: array.length,
  subarray: (from, to) => array.subarray(from, to).slice() as A,
})

const inParts = <A extends Uint8Array | Uint16Array>({ seats, amounts }: Postings<A>) => ({
  seats: partwise(seats),
  amounts: partwise(amounts),
})

function readInParts({ base, added }: RelatedIndex): RelatedIndex {
  const partitions = base.partitions.map(
    (partition): Partition => ({
      ...partition,
      said: { ...partition.said, ...inParts(partition.said) },
      asked: { ...partition.asked, ...inParts(partition.asked) },
    }),
  )
  return openIndex({ ...base, partitions }, added)
}

describe('products', () => {
  test('the archive has an added part', () => {
    expect(plan.index.added.length).toBe(10)
  })

  // A gatherer that has looked up much uses a table; both ways give the same.
  test.each([
    ['in memory', plan.index],
    ['in two partitions', twoParts],
    ['read in parts', readInParts(twoParts)],
  ])('%s, with few look-ups and with many', (_, index) => {
    const gatherer = createGatherer(index, createEntryReader(index.base, index.added), plan.context.width)
    for (let n = 0; n < 120; n++) {
      const seat = (n * 617) % index.size
      const instant = index.instant(seat)
      const [from, to] =
        n % 3 === 0 ? [0, Number.MAX_SAFE_INTEGER] : [instant - 90 * dayMs, instant + 9 * dayMs]
      const count = gatherer.between(seat, from, to)
      for (let other = n % 7; other < index.size; other += 97) {
        const isIn = index.instant(other) >= from && index.instant(other) <= to
        if (other === seat) continue
        expect(gatherer.products[other], `${seat} and ${other}`).toBe(isIn ? product(plan, seat, other) : 0)
      }
      const found = Array.from(gatherer.seats.subarray(0, count)).sort((a, b) => a - b)
      const summed = Array.from(gatherer.products.keys()).filter(other => gatherer.products[other] !== 0)
      expect(found).toEqual(summed)
      expect(found).not.toContain(seat)
      gatherer.release()
      expect(gatherer.products.every(sum => sum === 0)).toBe(true)
    }
  })

  test('all seats whose windows reach an instant are looked at', () => {
    const gatherer = createGatherer(
      twoParts,
      createEntryReader(twoParts.base, twoParts.added),
      plan.context.width,
    )
    gatherer.reaching(2500)
    for (let other = 0; other < plan.index.size; other += 101) {
      if (other === 2500) continue
      const apart = Math.abs(plan.index.instant(other) - plan.index.instant(2500))
      if (apart <= plan.context.width(other))
        expect(gatherer.products[other]).toBe(product(plan, 2500, other))
    }
    gatherer.release()
  })

  test('where all are looked at, also those without a term in common', () => {
    const { index } = plan
    const entries = createEntryReader(index.base, index.added)
    const gatherer = createGatherer(index, entries, plan.context.width, true)
    const instant = index.instant(700)
    const count = gatherer.between(700, instant - 60 * dayMs, instant + 60 * dayMs)
    const near = Array.from({ length: index.size }, (_, other) => other).filter(
      other => other !== 700 && Math.abs(index.instant(other) - instant) <= 60 * dayMs,
    )
    expect(Array.from(gatherer.seats.subarray(0, count)).sort((a, b) => a - b)).toEqual(near)
    expect(near.some(other => gatherer.products[other] === 0)).toBe(true)
  })
})
