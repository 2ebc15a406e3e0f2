// A list is what scoring every article of the window would give: what ranking leaves out early is never missed. In
// archives that are large enough for it to leave out something.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sketchSize } from '../../src/markdown/terms.js'
import { createEntryReader } from '../../src/related/entries.js'
import { createRanker, type Item, type Ranked, tellTheSame } from '../../src/related/rank.js'
import {
  createMultiplier,
  createScorer,
  defaultRelatedOptions,
  type RelatedOptions,
} from '../../src/related/score.js'
import { openIndex } from '../../src/related/seats.js'
import type { RelatedPlan } from '../../src/related/state.js'
import { planRelated } from '../../src/related/update.js'
import { fullScore } from '../../src/related/weights.js'
import { createChance, type Entry, finish, inputOf, inTwoPartitions } from '../unit/related/archive.js'

const runs = Number(process.env.RUNS ?? 15)
const dayMs = 86_400_000

interface Shape {
  readonly seed: number
  readonly size: number
  /** Over which the articles are spread. */
  readonly days: number
  readonly regions: number
  /** Words that all articles draw from: few make all of them alike. */
  readonly words: number
}

const anyShape: fc.Arbitrary<Shape> = fc.record({
  seed: fc.integer(),
  size: fc.constantFrom(390, 401, 600, 900),
  days: fc.constantFrom(4, 200, 3_000),
  regions: fc.constantFrom(0, 1, 3, 7),
  words: fc.constantFrom(12, 300, 5_000),
})

const anyOptions: fc.Arbitrary<RelatedOptions> = fc
  .record({
    limit: fc.constantFrom(1, 6, 20),
    perRegion: fc.constantFrom(1, 4),
    minScore: fc.constantFrom(0, 0.05, 0.3),
    newer: fc.boolean(),
    fadeDays: fc.constantFrom(1, 240, 36_500),
    text: fc.constantFrom(0, 0.2, 0.85),
    topics: fc.constantFrom(0, 0.08, 0.7),
    region: fc.constantFrom(0, 0.05),
    source: fc.constantFrom(0, 0.02),
  })
  .map(({ text, topics, region, source, ...options }) => ({
    ...defaultRelatedOptions,
    ...options,
    weights: { text, topics, region, source },
  }))

function makeEntries({ seed, size, days, regions, words }: Shape): Entry[] {
  const chance = createChance(seed)
  const draw = (): Entry => {
    const terms = new Map<number, number>()
    for (let n = 4 + chance(30); n > 0; n--) {
      const term = Math.imul(1 + chance(1 + chance(words)), 0x9e3779b1) >>> 0
      terms.set(term, 1 + chance(4))
    }
    return {
      terms: {
        terms: Uint32Array.from(terms.keys()),
        counts: Uint8Array.from(terms.values()),
        sketch: Uint8Array.from({ length: sketchSize }, () => chance(256)),
      },
      instant: (19_000 + chance(days)) * dayMs,
      region: regions === 0 ? 0 : 1 + chance(regions),
      source: chance(3),
      topics: Array.from({ length: chance(4) }, () => chance(25)),
      eligible: chance(15) > 0,
    }
  }
  const entries = Array.from({ length: size }, draw)
  // Now and then a story twice: the second one must not stand beside the first.
  for (let n = 9; n < size; n += 8) entries[n] = { ...entries[n]!, terms: entries[n - 5]!.terms }
  return entries
}

const byDate = (entries: readonly Entry[], rows: readonly number[]): number[] =>
  [...rows].sort((a, b) => entries[a]!.instant - entries[b]!.instant || a - b)

/** With some that are gone, and some that came since. */
function edited(shape: Shape, options: RelatedOptions): RelatedPlan {
  const entries = makeEntries(shape)
  const old = byDate(
    entries,
    Array.from({ length: shape.size - 12 }, (_, n) => n),
  )
  const first = planRelated(inputOf(entries, { order: old }), options, 'key', undefined)
  finish(first)
  const seen = byDate(
    entries,
    [...entries.keys()].filter(n => n % 97 !== 3),
  )
  return planRelated(inputOf(entries, { order: seen }), options, 'key', first.state)
}

/** By definition: every article of the window is scored, and the list is read off from the best one down. */
function rankPlainly(
  { index, context, state }: RelatedPlan,
  seat: number,
  hidden: ReadonlySet<number>,
): { readonly items: readonly Item[]; readonly parent: Item | undefined } {
  const { options, places } = context
  const reader = createEntryReader(index.base, index.added)
  reader.prepare(state.rows.keys())
  const productOf = createMultiplier(reader.entry(seat))
  const scorer = createScorer(index, options)
  scorer.begin(seat)
  const instant = index.instant(seat)
  const window: (Item & { readonly product: number })[] = []
  for (let other = 0; other < index.size; other++) {
    if (other === seat || places[other]! < 0 || !index.eligible(other)) continue
    if (Math.abs(index.instant(other) - instant) > context.width(seat)) continue
    const product = productOf(reader.entry(other))
    const scored = product > 0 || context.articles <= 400 ? scorer.explain(other, product) : undefined
    if (scored && scored.score > 0) window.push({ seat: other, score: scored.score, product })
  }
  window.sort((a, b) => b.score - a.score || places[b.seat]! - places[a.seat]!)
  const follow = Math.max(1, options.follows.text * 2 * fullScore)
  const parent = index.eligible(seat)
    ? window.find(
        ({ seat: other, product }) =>
          product >= follow &&
          places[other]! < places[seat]! &&
          instant - index.instant(other) <= options.follows.days * dayMs,
      )
    : undefined
  const told = [context.sketch(seat)]
  const items: Item[] = []
  const perRegion = new Map<number, number>()
  const read = (isLimited: boolean): void => {
    for (const { seat: other, score } of window) {
      if (items.length === options.limit) return
      if (hidden.has(other) || (!options.newer && index.instant(other) > instant)) continue
      if (items.some(item => item.seat === other)) continue
      if (told.some(sketch => tellTheSame(sketch, context.sketch(other)))) continue
      const region = index.region(other)
      const count = perRegion.get(region) ?? 0
      if (isLimited && region !== 0 && count >= options.perRegion) continue
      perRegion.set(region, count + 1)
      told.push(context.sketch(other))
      items.push({ seat: other, score })
    }
  }
  read(true)
  read(false)
  items.sort((a, b) => b.score - a.score || places[b.seat]! - places[a.seat]!)
  return { items, parent: parent && { seat: parent.seat, score: parent.score } }
}

const shown = ({ items, parent }: Pick<Ranked, 'items' | 'parent'>) => ({ items, parent })

test('ranking gives what scoring the whole window gives', () => {
  fc.assert(
    fc.property(anyShape, anyOptions, fc.boolean(), (shape, options, isSplit) => {
      const plan = edited(shape, options)
      const index = isSplit ? openIndex(inTwoPartitions(plan), plan.index.added) : plan.index
      const ranker = createRanker(index, plan.context)
      const chance = createChance(shape.seed)
      for (let times = 0; times < 12; times++) {
        const seat = plan.seats[chance(plan.seats.length)]!
        const hidden = new Set(times % 3 === 0 ? Array.from({ length: 20 }, () => chance(index.size)) : [])
        expect(shown(ranker.rank(seat, hidden)), `seat ${seat}`).toEqual(rankPlainly(plan, seat, hidden))
      }
    }),
    { numRuns: runs },
  )
})
