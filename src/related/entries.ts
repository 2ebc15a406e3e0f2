// What articles say and ask for, read back out of the index. It is inverted, so reading one article costs a look at all
// postings of its partition, and reading many costs no more: whoever needs several says so beforehand.
import { type Partition, type Postings, wholeOf } from './postings.js'
import type { Base, Seat } from './seats.js'
import { type Entry, sortQuery } from './weights.js'

export interface EntryReader {
  /** Reads several seats at once, in place of those that were read so before. */
  prepare(seats: Iterable<number>): void
  entry(seat: number): Entry
}

/** Seats of a partition that are read one by one, before all of it is. */
const fewReads = 3
/** Partitions that are held whole: two articles of one story may lie in neighbours. */
const mostWhole = 2

export function createEntryReader(base: Base, added: readonly Seat[]): EntryReader {
  let prepared = new Map<number, Entry>()
  const whole = new Map<Partition, (seat: number) => Entry>()
  const reads = new Map<Partition, number>()

  function readWhole(partition: Partition): (seat: number) => Entry {
    const known = whole.get(partition)
    if (known) return known
    const [oldest] = whole.keys()
    if (whole.size >= mostWhole) whole.delete(oldest!)
    const read = readEntries(partition)
    whole.set(partition, read)
    return read
  }
  return {
    prepare(seats) {
      prepared = new Map()
      const inBase = Uint32Array.from(seats)
        .filter(seat => seat < base.size)
        .sort()
      let at = 0
      for (const partition of base.partitions) {
        const { first, size } = partition
        const from = at
        while (at < inBase.length && inBase[at]! < first + size) at++
        if (at === from) continue
        const wanted = inBase.subarray(from, at)
        const read = readEntries(partition, wanted)
        for (const seat of wanted) prepared.set(seat, read(seat))
      }
    },
    entry(seat) {
      if (seat >= base.size) return added[seat - base.size]!
      const known = prepared.get(seat)
      if (known) return known
      const partition = base.partitions.find(({ first, size }) => seat < first + size)!
      const count = (reads.get(partition) ?? 0) + 1
      reads.set(partition, count)
      if (count > fewReads) return readWhole(partition)(seat)
      const entry = readEntries(partition, [seat])(seat)
      prepared.set(seat, entry)
      return entry
    },
  }
}

/** Cost: two passes over the postings. @param seats of the partition; all by default.
 *  @returns the entry of one of them. */
export function readEntries(partition: Partition, seats?: ArrayLike<number>): (seat: number) => Entry {
  const { first, size, norms } = partition
  // By seat the number of what is wanted, and one; 0 for what is not.
  const wanted = new Uint32Array(size)
  const count = seats?.length ?? size
  for (let n = 0; n < count; n++) wanted[seats ? seats[n]! - first : n] = n + 1
  const said = readLists(partition, partition.said, wanted, count, length => new Uint8Array(length))
  const asked = readLists(partition, partition.asked, wanted, count, length => new Uint16Array(length))
  return seat => {
    const n = wanted[seat - first]! - 1
    const document = said(n)
    const query = asked(n)
    return {
      document: { terms: document.terms, counts: document.amounts, norm: norms[seat - first]! },
      query: sortQuery(query.terms, query.amounts),
    }
  }
}

/** @param wanted by seat. @returns terms, rising, and amounts of one of `count` lists. */
function readLists<A extends Uint8Array | Uint16Array>(
  { terms }: Partition,
  postings: Postings<A>,
  wanted: Uint32Array,
  count: number,
  make: (length: number) => A,
): (n: number) => { readonly terms: Uint32Array; readonly amounts: A } {
  const { seats, amounts } = wholeOf(postings)
  const { ends } = postings
  // Lengths, then where each list's next term goes; in the end, where its last one ends.
  const lasts = new Uint32Array(count + 1)
  for (let p = 0; p < seats.length; p++) lasts[wanted[seats[p]!]!]!++
  let total = 0
  for (let n = 1; n <= count; n++) {
    const length = lasts[n]!
    lasts[n] = total
    total += length
  }
  const foundTerms = new Uint32Array(total)
  const foundAmounts = make(total)
  for (let i = 0, p = 0; i < terms.length; i++)
    for (const end = ends[i]!; p < end; p++) {
      const n = wanted[seats[p]!]!
      if (n === 0) continue
      const at = lasts[n]!++
      foundTerms[at] = terms[i]!
      foundAmounts[at] = amounts[p]!
    }
  return n => {
    const [from, to] = [n === 0 ? 0 : lasts[n]!, lasts[n + 1]!]
    return { terms: foundTerms.subarray(from, to), amounts: foundAmounts.subarray(from, to) as A }
  }
}
