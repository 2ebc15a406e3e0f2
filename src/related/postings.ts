// The index of ranking. A seat is one article as ranking sees it: when it is from, its region and topics, its
// vector. A seat never changes; an article that changes gets a new one and its old seat is empty. The seats of
// the base lie by date and are inverted (for each term the seats that have it); those that came since are few
// and looked through. Every array of the base lies in shared memory, so that threads read it without a copy.
import type { Stretch } from '../base/stretch.js'
import { queryTerms, type Vector } from './vectors.js'

export interface Seat {
  /** ms since 1970. */
  readonly instant: number
  /** Hash of the region's key; 0 for none. */
  readonly region: number
  /** Hashes of the topics' keys, rising, each once. */
  readonly topics: Uint32Array
  /** May stand in the lists of others. */
  readonly eligible: boolean
  readonly vector: Vector
}

/** Seat s's part of a list is from `ends[s - 1]` (0 for the first) to `ends[s]`. */
export interface Base {
  readonly size: number
  /** Rising. */
  readonly instants: Float64Array
  readonly regions: Uint32Array
  readonly eligible: Uint8Array
  readonly topicEnds: Uint32Array
  readonly topics: Uint32Array
  readonly vectorEnds: Uint32Array
  readonly vectorTerms: Stretch<Uint32Array>
  readonly vectorWeights: Stretch<Uint16Array>
  /** Terms of all vectors, rising; term i's postings end at `postingEnds[i]`. */
  readonly terms: Uint32Array
  readonly postingEnds: Uint32Array
  /** Seats, by date; with `beyondQuery` where the term is not among the seat's query terms. */
  readonly postingSeats: Stretch<Uint32Array>
  readonly postingWeights: Stretch<Uint16Array>
}

/** Members of a base of which a push looks at parts only. */
export const baseStretches = ['vectorTerms', 'vectorWeights', 'postingSeats', 'postingWeights'] as const

/** Mark on a posting: the seat has the term, and does not ask for it. */
export const beyondQuery = 0x80000000
export const seatOf = (posting: number): number => posting & 0x7fffffff

export interface SeatView {
  readonly size: number
  instant(seat: number): number
  region(seat: number): number
  eligible(seat: number): boolean
  topics(seat: number): Uint32Array
  vector(seat: number): Vector
}

/** The base and what came since. */
export interface RelatedIndex extends SeatView {
  readonly base: Base
  readonly added: readonly Seat[]
}

export function openIndex(base: Base, added: readonly Seat[]): RelatedIndex {
  const slice = <A>(array: Stretch<A>, ends: Uint32Array, seat: number): A =>
    array.subarray(seat === 0 ? 0 : ends[seat - 1]!, ends[seat]!)
  const later = (seat: number): Seat => added[seat - base.size]!
  return {
    base,
    added,
    get size() {
      return base.size + added.length
    },
    instant: seat => (seat < base.size ? base.instants[seat]! : later(seat).instant),
    region: seat => (seat < base.size ? base.regions[seat]! : later(seat).region),
    eligible: seat => (seat < base.size ? base.eligible[seat] === 1 : later(seat).eligible),
    topics: seat => (seat < base.size ? slice(base.topics, base.topicEnds, seat) : later(seat).topics),
    vector: seat =>
      seat < base.size
        ? {
            terms: slice(base.vectorTerms, base.vectorEnds, seat),
            weights: slice(base.vectorWeights, base.vectorEnds, seat),
          }
        : later(seat).vector,
  }
}

/** @param count seats by date. Cost: a pass over the vectors, and one over their terms to invert them. */
export function buildBase(count: number, seat: (n: number) => Seat): Base {
  let termTotal = 0
  let topicTotal = 0
  for (let n = 0; n < count; n++) {
    const { vector, topics } = seat(n)
    termTotal += vector.terms.length
    topicTotal += topics.length
  }
  const vectors = {
    vectorEnds: shared(Uint32Array, count),
    vectorTerms: shared(Uint32Array, termTotal),
    vectorWeights: shared(Uint16Array, termTotal),
  }
  const base = {
    size: count,
    instants: shared(Float64Array, count),
    regions: shared(Uint32Array, count),
    eligible: shared(Uint8Array, count),
    topicEnds: shared(Uint32Array, count),
    topics: shared(Uint32Array, topicTotal),
    ...vectors,
  }
  let term = 0
  let topic = 0
  for (let n = 0; n < count; n++) {
    const { instant, region, topics, eligible, vector } = seat(n)
    base.instants[n] = instant
    base.regions[n] = region
    base.eligible[n] = eligible ? 1 : 0
    base.topics.set(topics, topic)
    base.vectorTerms.set(vector.terms, term)
    base.vectorWeights.set(vector.weights, term)
    topic += topics.length
    term += vector.terms.length
    base.topicEnds[n] = topic
    base.vectorEnds[n] = term
  }
  return { ...base, ...invert(count, vectors) }
}

/** Terms are numbered by a sort of all of them; two counting passes then fill the postings. */
function invert(
  count: number,
  {
    vectorEnds,
    vectorTerms,
    vectorWeights,
  }: {
    readonly vectorEnds: Uint32Array
    readonly vectorTerms: Uint32Array
    readonly vectorWeights: Uint16Array
  },
) {
  const sorted = vectorTerms.slice().sort()
  let distinct = 0
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[distinct++] = sorted[i]!
  const terms = shared(Uint32Array, distinct)
  terms.set(sorted.subarray(0, distinct))
  const numbers = numberTerms(terms)
  const postingEnds = shared(Uint32Array, distinct)
  const postingSeats = shared(Uint32Array, vectorTerms.length)
  const postingWeights = shared(Uint16Array, vectorTerms.length)
  const numberAt = new Uint32Array(vectorTerms.length)
  for (let i = 0; i < vectorTerms.length; i++) {
    const number = numbers(vectorTerms[i]!)
    numberAt[i] = number
    postingEnds[number]!++
  }
  let sum = 0
  for (let number = 0; number < distinct; number++) {
    const length = postingEnds[number]!
    postingEnds[number] = sum
    sum += length
  }
  for (let seat = 0; seat < count; seat++) {
    const start = seat === 0 ? 0 : vectorEnds[seat - 1]!
    for (let i = start; i < vectorEnds[seat]!; i++) {
      const at = postingEnds[numberAt[i]!]!++
      postingSeats[at] = i - start < queryTerms ? seat : (seat | beyondQuery) >>> 0
      postingWeights[at] = vectorWeights[i]!
    }
  }
  return { terms, postingEnds, postingSeats, postingWeights }
}

/** Term → its number, by a table of the upper bits that bounds the search. */
function numberTerms(terms: Uint32Array): (term: number) => number {
  const starts = new Uint32Array(0x10001)
  for (const term of terms) starts[(term >>> 16) + 1]!++
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
  return term => {
    const upper = term >>> 16
    let low = starts[upper]!
    let high = starts[upper + 1]!
    while (low < high) {
      const middle = (low + high) >> 1
      if (terms[middle]! < term) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** The postings of a term: where they begin and end in the base; nothing for a term that no vector has. */
export function createPostingFinder(base: Base): (term: number) => readonly [from: number, to: number] {
  const number = numberTerms(base.terms)
  return term => {
    const i = number(term)
    if (base.terms[i] !== term) return nowhere
    return [i === 0 ? 0 : base.postingEnds[i - 1]!, base.postingEnds[i]!]
  }
}

const nowhere = [0, 0] as const

type SharedArray = Uint8Array | Uint16Array | Uint32Array | Float64Array

interface ArrayType<A extends SharedArray> {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: SharedArrayBuffer): SharedArray & { readonly BYTES_PER_ELEMENT: number }
  readonly prototype: A
}

function shared<A extends SharedArray>(type: ArrayType<A>, length: number): A {
  return new type(new SharedArrayBuffer(length * type.BYTES_PER_ELEMENT)) as A
}
