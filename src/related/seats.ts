// The articles of the index. A seat is one article as ranking sees it: when it is from, its region and topics, what it
// says and asks for. A seat never changes; an article that changes gets a new one and its old seat is empty. Seats of
// the base lie by date and are inverted; those that came since are few and looked through.
import { type Partition, postingStretches, shared, startOf } from './postings.js'
import type { Entry } from './weights.js'

/** What is known of every seat. */
export interface SeatFacts {
  /** ms since 1970. */
  readonly instant: number
  /** Hash of the region's key; 0 for none. */
  readonly region: number
  /** Hash of the source's key; 0 for the site itself. */
  readonly source: number
  /** Hashes of the topics' keys, rising, each once. */
  readonly topics: Uint32Array
  /** May stand in the lists of others. */
  readonly eligible: boolean
}

export interface Seat extends SeatFacts, Entry {}

/** Seat s's topics are from `topicEnds[s - 1]` (0 for the first) to `topicEnds[s]`. */
export interface Base {
  readonly size: number
  /** Rising. */
  readonly instants: Float64Array
  readonly regions: Uint32Array
  readonly sources: Uint32Array
  readonly eligible: Uint8Array
  readonly topicEnds: Uint32Array
  readonly topics: Uint32Array
  /** In the order of the seats. */
  readonly partitions: readonly Partition[]
}

/** Members of a base of which a push looks at parts only. */
export const baseStretches = postingStretches

/** Members whose numbers rise, or do so for each term. */
export const risingMembers = ['terms', 'ends', 'seats', 'topicEnds'] as const

/** The base and what came since. */
export interface RelatedIndex {
  readonly base: Base
  readonly added: readonly Seat[]
  readonly size: number
  instant(seat: number): number
  region(seat: number): number
  source(seat: number): number
  eligible(seat: number): boolean
  topics(seat: number): Uint32Array
  /** Cosine of its topics and others, which rise. */
  overlap(seat: number, topics: Uint32Array): number
}

export function openIndex(base: Base, added: readonly Seat[]): RelatedIndex {
  const later = (seat: number): Seat => added[seat - base.size]!
  const inBase = (seat: number): boolean => seat < base.size
  return {
    base,
    added,
    size: base.size + added.length,
    instant: seat => (inBase(seat) ? base.instants[seat]! : later(seat).instant),
    region: seat => (inBase(seat) ? base.regions[seat]! : later(seat).region),
    source: seat => (inBase(seat) ? base.sources[seat]! : later(seat).source),
    eligible: seat => (inBase(seat) ? base.eligible[seat] === 1 : later(seat).eligible),
    topics(seat) {
      if (!inBase(seat)) return later(seat).topics
      return base.topics.subarray(startOf(base.topicEnds, seat), base.topicEnds[seat])
    },
    overlap(seat, topics) {
      if (!inBase(seat)) return overlapOf(topics, later(seat).topics, 0, later(seat).topics.length)
      return overlapOf(topics, base.topics, startOf(base.topicEnds, seat), base.topicEnds[seat]!)
    },
  }
}

/** Cosine of two sets: of `a`, and of what lies in `b` from a place to another. No array is made for it, since dozens of
 *  articles are compared for a list. */
function overlapOf(a: Uint32Array, b: Uint32Array, from: number, to: number): number {
  const sizes = a.length * (to - from)
  if (sizes === 0) return 0
  let common = 0
  for (let i = 0, j = from; i < a.length && j < to; ) {
    if (a[i] === b[j]) common++
    const step = a[i]! <= b[j]!
    if (b[j]! <= a[i]!) j++
    if (step) i++
  }
  return common / Math.sqrt(sizes)
}

/** @param count seats by date. Cost: a pass over what is given. */
export function buildBase(
  count: number,
  seat: (n: number) => SeatFacts,
  partitions: readonly Partition[],
): Base {
  const topicEnds = shared(Uint32Array, count)
  for (let n = 0, end = 0; n < count; n++) {
    end += seat(n).topics.length
    topicEnds[n] = end
  }
  const base = {
    size: count,
    instants: shared(Float64Array, count),
    regions: shared(Uint32Array, count),
    sources: shared(Uint32Array, count),
    eligible: shared(Uint8Array, count),
    topicEnds,
    topics: shared(Uint32Array, topicEnds.at(-1) ?? 0),
    partitions,
  }
  for (let n = 0; n < count; n++) {
    const { instant, region, source, topics, eligible } = seat(n)
    base.instants[n] = instant
    base.regions[n] = region
    base.sources[n] = source
    base.eligible[n] = eligible ? 1 : 0
    base.topics.set(topics, topicEnds[n]! - topics.length)
  }
  return base
}
