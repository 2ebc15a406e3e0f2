// The terms of a partition, looked up. A text says hundreds of terms, and most are asked for by a few articles each: the
// cost is that of reaching into memory. So where many texts are looked at, a hash table leads from a term straight to
// its postings, and those of who asks are packed: two reaches instead of seven.
import { placeOf } from '../base/search.js'
import { spread } from '../base/stamp.js'
import { type Partition, startOf, wholeOf } from './postings.js'

/** Seats of a partition, from `from` to below `to`. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Each term once, with what a text says of it. */
export interface Weighed {
  readonly terms: Uint32Array
  readonly weights: Uint8Array
}

export interface TermTable {
  /** -1 for a term that no article of the partition has. */
  number(term: number): number
  /** Adds to `sums`, by seat of the partition, what each asks for times what a text says. */
  addAskers(sums: Int32Array, said: Weighed, span: Span): void
}

/** After so many look-ups a table pays. */
const lookupsForTable = 2_000
/** Runs longer than this are searched for the first seat of a span. */
const longRun = 32

export function createTermTable(partition: Partition): TermTable {
  let packed: PackedTable | undefined
  let lookups = 0
  return {
    number(term) {
      if (packed) return numberIn(packed, term)
      lookups++
      return placeOf(partition.terms, term)
    },
    addAskers(sums, said, span) {
      if (!packed && lookups > lookupsForTable) packed = packTable(partition)
      if (packed) addFromTable(packed, sums, said, span)
      else addFromPartition(partition, sums, said, span)
      lookups += said.terms.length
    },
  }
}

function addFromPartition(
  { terms, asked }: Partition,
  sums: Int32Array,
  said: Weighed,
  { from, to }: Span,
): void {
  for (let i = 0; i < said.terms.length; i++) {
    const n = placeOf(terms, said.terms[i]!)
    if (n < 0) continue
    const [start, end] = [startOf(asked.ends, n), asked.ends[n]!]
    if (start === end) continue
    const seats = asked.seats.subarray(start, end)
    const weights = asked.amounts.subarray(start, end)
    for (let p = 0; p < seats.length; p++) {
      const seat = seats[p]!
      if (seat >= from && seat < to) sums[seat]! += said.weights[i]! * weights[p]!
    }
  }
}

/** Open addressing with linear probing. */
interface PackedTable {
  /** Of the numbers in `slots`. */
  readonly mask: number
  /** Four numbers a slot: a term, its number and one, where its askers begin and where they end; 0 for a free slot's
   *  second. */
  readonly slots: Uint32Array
  /** Seat in the lower half, weight in the upper. */
  readonly askers: Uint32Array
}

const slotSize = 4

/** Cost: a pass over the terms, and one over who asks. */
function packTable({ terms, asked }: Partition): PackedTable {
  const { seats, amounts } = wholeOf(asked)
  const askers = new Uint32Array(seats.length)
  for (let p = 0; p < askers.length; p++) askers[p] = (amounts[p]! << 16) | seats[p]!
  let size = 16
  while (size < terms.length * 2) size *= 2
  const slots = new Uint32Array(size * slotSize)
  const mask = slots.length - 1
  for (let n = 0; n < terms.length; n++) {
    let at = (spread(terms[n]!) * slotSize) & mask
    while (slots[at + 1] !== 0) at = (at + slotSize) & mask
    slots[at] = terms[n]!
    slots[at + 1] = n + 1
    slots[at + 2] = startOf(asked.ends, n)
    slots[at + 3] = asked.ends[n]!
  }
  return { mask, slots, askers }
}

/** @returns where the slot of a term is; of a free one if there is none. */
function slotOf({ mask, slots }: PackedTable, term: number): number {
  let at = (spread(term) * slotSize) & mask
  while (slots[at] !== term && slots[at + 1] !== 0) at = (at + slotSize) & mask
  return at
}

const numberIn = (table: PackedTable, term: number): number => table.slots[slotOf(table, term) + 1]! - 1

function addFromTable(
  table: PackedTable,
  sums: Int32Array,
  { terms, weights }: Weighed,
  { from, to }: Span,
): void {
  const { slots, askers } = table
  for (let i = 0; i < terms.length; i++) {
    const at = slotOf(table, terms[i]!)
    const end = slots[at + 3]!
    let p = slots[at + 2]!
    if (end - p > longRun && from > 0) p = firstFrom(askers, from, p, end)
    for (const weight = weights[i]!; p < end; p++) {
      const asker = askers[p]!
      const seat = asker & 0xffff
      if (seat >= to) break
      if (seat >= from) sums[seat]! += weight * (asker >>> 16)
    }
  }
}

/** The first place from `start` to `end` whose seat is not below `least`. */
function firstFrom(askers: Uint32Array, least: number, start: number, end: number): number {
  let low = start
  let high = end
  while (low < high) {
    const middle = (low + high) >> 1
    if ((askers[middle]! & 0xffff) < least) low = middle + 1
    else high = middle
  }
  return low
}
