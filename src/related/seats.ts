// The articles of the index. A seat is one article as ranking sees it: when it is from, its region and topics, what it
// says and asks for. A seat never changes; an article that changes gets a new one and its old seat is empty. Seats of
// the base lie by date and are inverted; those that came since are few and looked through.

import type { Stretch } from '../base/stretch.js'
import { sketchSize } from '../markdown/terms.js'
import { type Entry, type Partition, partitionStretches, shared } from './postings.js'
import type { Query } from './weights.js'

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
  readonly sketch: Uint8Array
  readonly query: Query
}

export interface Seat extends SeatFacts, Entry {}

/** Seat s's part of a list is from `…Ends[s - 1]` (0 for the first) to `…Ends[s]`. */
export interface Base {
  readonly size: number
  /** Rising. */
  readonly instants: Float64Array
  readonly regions: Uint32Array
  readonly sources: Uint32Array
  readonly eligible: Uint8Array
  readonly topicEnds: Uint32Array
  readonly topics: Uint32Array
  /** `sketchSize` bytes a seat. */
  readonly sketches: Stretch<Uint8Array>
  readonly queryEnds: Uint32Array
  readonly queryTerms: Stretch<Uint32Array>
  readonly queryWeights: Stretch<Uint16Array>
  /** In the order of the seats. */
  readonly partitions: readonly Partition[]
}

/** Members of a base of which a push looks at parts only. */
export const baseStretches = [...partitionStretches, 'sketches', 'queryTerms', 'queryWeights'] as const

/** Members whose numbers rise, or do so for each term. */
export const risingMembers = [
  'terms',
  'documentEnds',
  'documentSeats',
  'askingEnds',
  'askingSeats',
  'queryEnds',
  'topicEnds',
] as const

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
  sketch(seat: number): Uint8Array
  query(seat: number): Query
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
    topics: seat => (inBase(seat) ? slice(base.topics, base.topicEnds, seat) : later(seat).topics),
    sketch: seat => (inBase(seat) ? sketchAt(base, seat) : later(seat).sketch),
    query: seat => (inBase(seat) ? queryAt(base, seat) : later(seat).query),
  }
}

type Queries = Pick<Base, 'queryEnds' | 'queryTerms' | 'queryWeights' | 'sketches'>

export function queryAt({ queryEnds, queryTerms, queryWeights }: Queries, seat: number): Query {
  return { terms: slice(queryTerms, queryEnds, seat), weights: slice(queryWeights, queryEnds, seat) }
}

export function sketchAt({ sketches }: Queries, seat: number): Uint8Array {
  return sketches.subarray(seat * sketchSize, (seat + 1) * sketchSize)
}

function slice<A>(array: Stretch<A>, ends: Uint32Array, seat: number): A {
  return array.subarray(seat === 0 ? 0 : ends[seat - 1]!, ends[seat]!)
}

function endsOf(count: number, length: (n: number) => number): Uint32Array {
  const ends = shared(Uint32Array, count)
  let end = 0
  for (let n = 0; n < count; n++) {
    end += length(n)
    ends[n] = end
  }
  return ends
}

/** Of several articles, one behind the other. */
export function joinQueries(
  count: number,
  query: (n: number) => Query,
  sketch: (n: number) => Uint8Array,
): Queries {
  const queryEnds = endsOf(count, n => query(n).terms.length)
  const total = queryEnds.at(-1) ?? 0
  const queryTerms = shared(Uint32Array, total)
  const queryWeights = shared(Uint16Array, total)
  const sketches = shared(Uint8Array, count * sketchSize)
  for (let n = 0; n < count; n++) {
    const { terms, weights } = query(n)
    queryTerms.set(terms, queryEnds[n]! - terms.length)
    queryWeights.set(weights, queryEnds[n]! - terms.length)
    sketches.set(sketch(n), n * sketchSize)
  }
  return { queryEnds, queryTerms, queryWeights, sketches }
}

/** @param count seats by date. Cost: a pass over what is given. */
export function buildBase(
  count: number,
  seat: (n: number) => SeatFacts,
  partitions: readonly Partition[],
): Base {
  const topicEnds = endsOf(count, n => seat(n).topics.length)
  const base = {
    size: count,
    instants: shared(Float64Array, count),
    regions: shared(Uint32Array, count),
    sources: shared(Uint32Array, count),
    eligible: shared(Uint8Array, count),
    topicEnds,
    topics: shared(Uint32Array, topicEnds.at(-1) ?? 0),
    ...joinQueries(
      count,
      n => seat(n).query,
      n => seat(n).sketch,
    ),
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
