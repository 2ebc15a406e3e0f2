// A small archive as Related News sees it, without a library: articles as plain values.
import { spread } from '../../../src/base/stamp.js'
import { type CountedText, sketchSize } from '../../../src/markdown/terms.js'
import { createEntryReader } from '../../../src/related/entries.js'
import { buildPartition } from '../../../src/related/postings.js'
import type { RelatedOptions } from '../../../src/related/score.js'
import type { Base } from '../../../src/related/seats.js'
import { type RelatedInput, type RelatedPlan, takeRanked } from '../../../src/related/state.js'
import { planRelated, rankSeats } from '../../../src/related/update.js'

export interface Entry {
  /** Of its file; rows without one are of different files. */
  readonly path?: number
  readonly terms: CountedText
  readonly instant: number
  /** Hash of the region's key; 0 for none. */
  readonly region: number
  /** Hash of the source's key; 0 for the site itself. */
  readonly source: number
  /** Hashes of the topics' keys. */
  readonly topics: readonly number[]
  readonly eligible: boolean
  /** In no storyline. */
  readonly apart?: boolean
}

/** @param order rows of the articles that can be seen, by date; by default all as they lie. */
export function inputOf(
  entries: readonly Entry[],
  {
    order = [...entries.keys()],
    without = new Map(),
  }: { readonly order?: readonly number[]; readonly without?: RelatedInput['without'] } = {},
): RelatedInput {
  const at = (n: number): Entry => entries[order[n]!]!
  return {
    rows: Uint32Array.from(order),
    instants: Float64Array.from(order, row => entries[row]!.instant),
    terms: row => entries[row]!.terms,
    sketch: row => entries[row]!.terms.sketch,
    isSameFile: (row, other) =>
      entries[row]!.path !== undefined && entries[row]!.path === entries[other]!.path,
    region: n => at(n).region,
    source: n => at(n).source,
    topics: n => Uint32Array.from(new Set(at(n).topics)).sort(),
    topicSum: n => at(n).topics.reduce((sum, topic) => (sum + spread(topic)) >>> 0, 0),
    eligible: n => at(n).eligible,
    isApart: n => at(n).apart === true,
    without,
  }
}

/** Terms with how often each is said, in a text too short for a sketch. */
export function countsOf(...counts: readonly (readonly [term: number, count: number])[]): CountedText {
  return {
    terms: Uint32Array.from(counts, ([term]) => term),
    counts: Uint8Array.from(counts, ([, count]) => count),
    sketch: new Uint8Array(sketchSize),
  }
}

/** Everything planned and ranked anew. */
export function rankAll(input: RelatedInput, options: RelatedOptions): RelatedPlan {
  const plan = planRelated(input, options, 'key', undefined)
  finish(plan)
  return plan
}

/** Ranks what a plan asks for, and puts it into the state. */
export function finish({ state, index, context, stale }: RelatedPlan): void {
  takeRanked(state, rankSeats(index, context, stale, state.without))
}

/** The base of a plan in two partitions, as that of a large archive has several. */
export function inTwoPartitions({ index }: RelatedPlan): Base {
  const { base } = index
  const middle = base.size >> 1
  const { entry } = createEntryReader(base, [])
  const partitions = [0, middle].map(first =>
    buildPartition(
      first,
      Array.from({ length: first === 0 ? middle : base.size - middle }, (_, n) => entry(first + n)),
    ),
  )
  return { ...base, partitions }
}

/** Whole numbers below `below` in an order that a seed decides (mulberry32). */
export function createChance(seed: number): (below: number) => number {
  let state = seed | 0
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000) * below)
  }
}
