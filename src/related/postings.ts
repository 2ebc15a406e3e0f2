// The inverted index: for each term the articles that say it, and those that ask for it. It lies in partitions of
// articles that follow each other by date, so that a window looks at one or two of them, a number of an article takes
// two bytes, and a change makes one of them anew. All in shared memory, so that threads read it without a copy.
// It is the only place where the terms of an article are kept: what one says is read back out of it (`entries.ts`).
import { lowerBound } from '../base/search.js'
import type { Stretch } from '../base/stretch.js'
import type { Entry } from './weights.js'

/** The postings of term i are from `ends[i - 1]` (0 for the first) to `ends[i]`. */
export interface Postings<A> {
  readonly ends: Uint32Array
  /** From the partition's first on, rising. */
  readonly seats: Stretch<Uint16Array>
  /** How often each says the term, or how much it asks for it. */
  readonly amounts: Stretch<A>
}

/** Seats `first` to `first + size - 1`. */
export interface Partition {
  readonly first: number
  readonly size: number
  /** Rising. */
  readonly terms: Uint32Array
  /** By seat, see `normOf`. */
  readonly norms: Uint8Array
  readonly said: Postings<Uint8Array>
  readonly asked: Postings<Uint16Array>
}

/** Members of postings of which a push looks at parts only. */
export const postingStretches = ['seats', 'amounts'] as const

/** Most articles of a partition: their numbers fit into 16 bits, and making one takes some fifty megabytes. */
export const mostSeats = 32_768

/** Most articles that are indexed together: some twenty megabytes. */
const mostTogether = 8_192

/** Sizes of the parts in which an archive is indexed: at least about four, so that threads share them out, and each
 *  small enough for its thread to hold all terms of its articles. */
export function partitionSizes(articles: number): number[] {
  const size = Math.min(mostTogether, Math.max(2_048, Math.ceil(articles / 4)))
  return Array.from({ length: Math.ceil(articles / size) }, (_, n) => Math.min(size, articles - n * size))
}

/** Cost: a sort of all terms, then two counting passes over each list. */
export function buildPartition(first: number, entries: readonly Entry[]): Partition {
  const terms = termsOf(entries.map(({ document }) => document))
  const number = numberTerms(terms)
  const norms = shared(Uint8Array, entries.length)
  for (const [seat, { document }] of entries.entries()) norms[seat] = document.norm
  const said = entries.map(({ document }) => ({ terms: document.terms, amounts: document.counts }))
  const asked = entries.map(({ query }) => ({ terms: query.terms, amounts: query.weights }))
  return {
    first,
    size: entries.length,
    terms,
    norms,
    said: invert(said, terms.length, number, Uint8Array),
    asked: invert(asked, terms.length, number, Uint16Array),
  }
}

function termsOf(documents: readonly { readonly terms: Uint32Array }[]): Uint32Array {
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

interface Amounts<A> {
  readonly terms: Uint32Array
  readonly amounts: A
}

function invert<A extends Uint8Array | Uint16Array>(
  lists: readonly Amounts<A>[],
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
  const amounts = shared(type, total)
  i = 0
  for (const [seat, list] of lists.entries())
    for (const amount of list.amounts) {
      const at = ends[numbers[i++]!]!++
      seats[at] = seat
      amounts[at] = amount
    }
  return { ends, seats, amounts }
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
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  const first = parts[0]!.first
  const norms = shared(Uint8Array, size)
  for (const part of parts) norms.set(part.norms, part.first - first)
  return {
    first,
    size,
    terms,
    norms,
    said: joinPostings(parts, part => part.said, terms, Uint8Array),
    asked: joinPostings(parts, part => part.asked, terms, Uint16Array),
  }
}

function joinPostings<A extends Uint8Array | Uint16Array>(
  parts: readonly Partition[],
  postings: (part: Partition) => Postings<A>,
  terms: Uint32Array,
  type: SharedType<A>,
) {
  // Lengths, then where each term's next posting goes; in the end, where its last one ends.
  const ends = shared(Uint32Array, terms.length)
  const eachTerm = (part: Partition, act: (number: number, start: number, end: number) => void): void => {
    const own = postings(part).ends
    for (let n = 0, number = 0; n < part.terms.length; n++) {
      while (terms[number] !== part.terms[n]) number++
      act(number, startOf(own, n), own[n]!)
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
  const amounts = shared(type, total)
  for (const part of parts) {
    const moved = part.first - parts[0]!.first
    const own = wholeOf(postings(part))
    eachTerm(part, (number, start, end) => {
      let at = ends[number]!
      for (let p = start; p < end; p++, at++) {
        seats[at] = own.seats[p]! + moved
        amounts[at] = own.amounts[p]!
      }
      ends[number] = at
    })
  }
  return { ends, seats, amounts }
}

/** As arrays, wherever they lie. */
export function wholeOf<A>({ seats, amounts }: Postings<A>): {
  readonly seats: Uint16Array
  readonly amounts: A
} {
  return { seats: seats.subarray(0, seats.length), amounts: amounts.subarray(0, amounts.length) }
}

/** Term → its number, or that of the next one, by a table of the upper bits that bounds the search. */
export function numberTerms(terms: Uint32Array): (term: number) => number {
  const starts = new Uint32Array(0x10001)
  for (const term of terms) starts[(term >>> 16) + 1]!++
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
  return term => {
    const upper = term >>> 16
    return lowerBound(terms, term, starts[upper], starts[upper + 1])
  }
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
