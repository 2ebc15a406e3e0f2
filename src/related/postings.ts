// The inverted index: for each term the articles that say it, and those that ask for it. It lies in partitions of
// articles that follow each other by date, so that a window looks at one or two of them, a number of an article takes
// two bytes, and a change makes one of them anew. All in shared memory, so that threads read it without a copy.
import type { Stretch } from '../base/stretch.js'
import type { Document, Query } from './weights.js'

/** Seats `first` to `first + size - 1`. The postings of term i are from `…Ends[i - 1]` (0 for the first) to `…Ends[i]`:
 *  seats from `first` on, rising, and their weights. */
export interface Partition {
  readonly first: number
  readonly size: number
  /** Rising. */
  readonly terms: Uint32Array
  readonly documentEnds: Uint32Array
  readonly documentSeats: Stretch<Uint16Array>
  readonly documentWeights: Stretch<Uint8Array>
  readonly askingEnds: Uint32Array
  readonly askingSeats: Stretch<Uint16Array>
  readonly askingWeights: Stretch<Uint16Array>
}

/** Members of which a push looks at parts only. */
export const partitionStretches = [
  'documentSeats',
  'documentWeights',
  'askingSeats',
  'askingWeights',
] as const

/** Most articles of a partition: their numbers fit into 16 bits, and making one takes some fifty megabytes. */
export const mostSeats = 32_768

/** Most articles that are indexed together: some twenty megabytes. */
const mostTogether = 8_192

/** What is inverted. */
export interface Entry {
  readonly document: Document
  /** Its terms are among the document's. */
  readonly query: Query
}

/** Sizes of the parts in which an archive is indexed: at least about four, so that threads share them out, and each
 *  small enough for its thread to hold all terms of its articles. */
export function partitionSizes(articles: number): number[] {
  const size = Math.min(mostTogether, Math.max(2_048, Math.ceil(articles / 4)))
  return Array.from({ length: Math.ceil(articles / size) }, (_, n) => Math.min(size, articles - n * size))
}

/** Cost: a sort of all terms, then two counting passes over each list. */
export function buildPartition(first: number, entries: readonly Entry[]): Partition {
  const documents = entries.map(({ document }) => document)
  const terms = termsOf(documents)
  const number = numberTerms(terms)
  const said = invert(documents, terms.length, number, Uint8Array)
  const asked = invert(
    entries.map(({ query }) => query),
    terms.length,
    number,
    Uint16Array,
  )
  return {
    first,
    size: entries.length,
    terms,
    documentEnds: said.ends,
    documentSeats: said.seats,
    documentWeights: said.weights,
    askingEnds: asked.ends,
    askingSeats: asked.seats,
    askingWeights: asked.weights,
  }
}

function termsOf(documents: readonly Pick<Document, 'terms'>[]): Uint32Array {
  const all = new Uint32Array(documents.reduce((sum, { terms }) => sum + terms.length, 0))
  let at = 0
  for (const { terms } of documents) {
    all.set(terms, at)
    at += terms.length
  }
  all.sort()
  let distinct = 0
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[i - 1]) all[distinct++] = all[i]!
  return shared(Uint32Array, all.subarray(0, distinct))
}

interface WeightedTerms<A> {
  readonly terms: Uint32Array
  readonly weights: A
}

function invert<A extends Uint8Array | Uint16Array>(
  lists: readonly WeightedTerms<A>[],
  terms: number,
  number: (term: number) => number,
  type: SharedType<A>,
) {
  const ends = shared(Uint32Array, terms)
  let total = 0
  for (const list of lists) total += list.terms.length
  const numbers = new Uint32Array(total)
  let i = 0
  for (const list of lists)
    for (const term of list.terms) {
      numbers[i] = number(term)
      ends[numbers[i++]!]!++
    }
  let sum = 0
  for (let term = 0; term < terms; term++) {
    const length = ends[term]!
    ends[term] = sum
    sum += length
  }
  const seats = shared(Uint16Array, total)
  const weights = shared(type, total)
  i = 0
  for (const [seat, list] of lists.entries())
    for (const weight of list.weights) {
      const at = ends[numbers[i++]!]!++
      seats[at] = seat
      weights[at] = weight
    }
  return { ends, seats, weights }
}

/** Partitions that follow each other as few that are not too large: a term is then looked up in one or two. Threads
 *  make the parts, and joining them costs a pass over their postings. */
export function joinPartitions(parts: readonly Partition[]): readonly Partition[] {
  const groups: Partition[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const part of parts) {
    size += part.size
    if (size <= mostSeats) groups.at(-1)!.push(part)
    else {
      groups.push([part])
      size = part.size
    }
  }
  return groups.map(group => (group.length === 1 ? group[0]! : joinAll(group)))
}

function joinAll(parts: readonly Partition[]): Partition {
  const terms = termsOf(parts)
  const said = joinPostings(
    parts.map(part => ({
      first: part.first,
      terms: part.terms,
      ends: part.documentEnds,
      seats: part.documentSeats,
      weights: part.documentWeights,
    })),
    terms,
    Uint8Array,
  )
  const asked = joinPostings(
    parts.map(part => ({
      first: part.first,
      terms: part.terms,
      ends: part.askingEnds,
      seats: part.askingSeats,
      weights: part.askingWeights,
    })),
    terms,
    Uint16Array,
  )
  return {
    first: parts[0]!.first,
    size: parts.reduce((sum, part) => sum + part.size, 0),
    terms,
    documentEnds: said.ends,
    documentSeats: said.seats,
    documentWeights: said.weights,
    askingEnds: asked.ends,
    askingSeats: asked.seats,
    askingWeights: asked.weights,
  }
}

interface PartPostings<A> {
  readonly first: number
  readonly terms: Uint32Array
  readonly ends: Uint32Array
  readonly seats: Stretch<Uint16Array>
  readonly weights: Stretch<A>
}

function joinPostings<A extends Uint8Array | Uint16Array>(
  parts: readonly PartPostings<A>[],
  terms: Uint32Array,
  type: SharedType<A>,
) {
  // Lengths, then where each term's next posting goes; in the end, where its last one ends.
  const ends = shared(Uint32Array, terms.length)
  const eachTerm = (
    part: PartPostings<A>,
    act: (number: number, start: number, end: number) => void,
  ): void => {
    for (let n = 0, number = 0; n < part.terms.length; n++) {
      while (terms[number] !== part.terms[n]) number++
      act(number, startOf(part.ends, n), part.ends[n]!)
    }
  }
  for (const part of parts)
    eachTerm(part, (number, start, end) => {
      ends[number]! += end - start
    })
  let total = 0
  for (let number = 0; number < terms.length; number++) {
    const length = ends[number]!
    ends[number] = total
    total += length
  }
  const seats = shared(Uint16Array, total)
  const weights = shared(type, total)
  for (const part of parts) {
    const moved = part.first - parts[0]!.first
    const own = part.seats.subarray(0, part.seats.length)
    const its = part.weights.subarray(0, part.weights.length)
    eachTerm(part, (number, start, end) => {
      let at = ends[number]!
      for (let p = start; p < end; p++, at++) {
        seats[at] = own[p]! + moved
        weights[at] = its[p]!
      }
      ends[number] = at
    })
  }
  return { ends, seats, weights }
}

/** What was inverted, by seat of the partition. Cost: two passes over the postings. */
export function unpackDocuments({
  size,
  terms,
  documentEnds,
  documentSeats,
  documentWeights,
}: Partition): (seat: number) => Document {
  const total = documentSeats.length
  const seats = documentSeats.subarray(0, total)
  const weights = documentWeights.subarray(0, total)
  const ends = new Uint32Array(size + 1)
  for (const seat of seats) ends[seat + 1]!++
  for (let seat = 0; seat < size; seat++) ends[seat + 1]! += ends[seat]!
  const used = ends.slice()
  const unpacked = { terms: new Uint32Array(total), weights: new Uint8Array(total) }
  for (let term = 0, i = 0; term < terms.length; term++)
    for (; i < documentEnds[term]!; i++) {
      const at = used[seats[i]!]!++
      unpacked.terms[at] = terms[term]!
      unpacked.weights[at] = weights[i]!
    }
  return seat => ({
    terms: unpacked.terms.subarray(ends[seat]!, ends[seat + 1]!),
    weights: unpacked.weights.subarray(ends[seat]!, ends[seat + 1]!),
  })
}

/** Term → its number, or that of the next one, by a table of the upper bits that bounds the search. */
export function numberTerms(terms: Uint32Array): (term: number) => number {
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

/** Number of a term; -1 for none. For few look-ups. */
export function findTerm(terms: Uint32Array, term: number): number {
  let low = 0
  let high = terms.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (terms[middle]! < term) low = middle + 1
    else high = middle
  }
  return terms[low] === term ? low : -1
}

/** Where the postings of a term begin. */
export const startOf = (ends: Uint32Array, number: number): number => (number === 0 ? 0 : ends[number - 1]!)

export type SharedArray = Uint8Array | Uint16Array | Uint32Array | Float64Array

export interface SharedType<A> {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: SharedArrayBuffer): A
}

/** A new array in shared memory: of a length, or with the values of another one. */
export function shared<A extends SharedArray>(type: SharedType<A>, from: number | A): A {
  const length = typeof from === 'number' ? from : from.length
  const array = new type(new SharedArrayBuffer(length * type.BYTES_PER_ELEMENT))
  if (typeof from !== 'number') array.set(from)
  return array
}
