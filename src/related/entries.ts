// What articles say and ask for, read back out of the index. It is inverted, so reading one article costs a look at all
// postings of its partition, and reading many costs no more: whoever needs several says so beforehand.
import { type Partition, type Postings, wholeOf } from './postings.js'
import type { Base, Seat } from './seats.js'
import type { Entry } from './weights.js'

export interface EntryReader {
  /** Reads several seats at once; of those that were read so before, it drops what is not asked for again. */
  prepare(seats: Iterable<number>): void
  entry(seat: number): Entry
  /** The same as it lies in the index. */
  listed(seat: number): ListedEntry
}

/** Terms as numbers of a dictionary, rising: that of a partition, whose terms rise, or of an article in none. */
export interface Listed<A = Uint8Array | Uint16Array> {
  readonly dictionary: Uint32Array
  readonly numbers: Uint32Array
  readonly amounts: A
}

export interface ListedEntry {
  readonly norm: number
  readonly said: Listed<Uint8Array>
  readonly asked: Listed<Uint16Array>
}

function entryOf({ norm, said, asked }: ListedEntry): Entry {
  return {
    document: { terms: termsOf(said), counts: said.amounts, norm },
    query: { terms: termsOf(asked), weights: asked.amounts },
  }
}

const termsOf = ({ dictionary, numbers }: Listed): Uint32Array => {
  const terms = new Uint32Array(numbers.length)
  for (let i = 0; i < terms.length; i++) terms[i] = dictionary[numbers[i]!]!
  return terms
}

/** An article that is in no partition. */
function listedOf({ document, query }: Entry): ListedEntry {
  return {
    norm: document.norm,
    said: { dictionary: document.terms, numbers: numbersTo(document.terms.length), amounts: document.counts },
    asked: { dictionary: query.terms, numbers: numbersTo(query.terms.length), amounts: query.weights },
  }
}

const numbersTo = (length: number): Uint32Array => Uint32Array.from({ length }, (_, n) => n)

/** Neighbours that are read together once some of them were read one by one: some ten megabytes. */
const together = 8_192
const fewReads = 3
/** Such neighbourhoods that are held: what goes on with a story is not far from what it goes on with. */
const mostHeld = 3

export function createEntryReader(base: Base, added: readonly Seat[]): EntryReader {
  let prepared = new Map<number, ListedEntry>()
  /** By the first seat of each neighbourhood. */
  const held = new Map<number, (seat: number) => ListedEntry>()
  const reads = new Map<number, number>()

  function readNeighbours(partition: Partition, from: number): (seat: number) => ListedEntry {
    const known = held.get(from)
    if (known) return known
    const [oldest] = held.keys()
    if (held.size >= mostHeld) held.delete(oldest!)
    const length = Math.min(together, partition.first + partition.size - from)
    const read = readListed(
      partition,
      Uint32Array.from({ length }, (_, n) => from + n),
    )
    held.set(from, read)
    return read
  }
  return {
    prepare(seats) {
      const before = prepared
      prepared = new Map()
      const missing = new Set<number>()
      for (const seat of seats) {
        const known = before.get(seat)
        if (known) prepared.set(seat, known)
        else if (seat < base.size) missing.add(seat)
      }
      const inBase = Uint32Array.from(missing).sort()
      let at = 0
      for (const partition of base.partitions) {
        const { first, size } = partition
        const from = at
        while (at < inBase.length && inBase[at]! < first + size) at++
        if (at === from) continue
        const wanted = inBase.subarray(from, at)
        const read = readListed(partition, wanted)
        for (const seat of wanted) prepared.set(seat, read(seat))
      }
    },
    entry: seat => (seat >= base.size ? added[seat - base.size]! : entryOf(listed(seat))),
    listed,
  }

  function listed(seat: number): ListedEntry {
    if (seat >= base.size) return listedOf(added[seat - base.size]!)
    const known = prepared.get(seat)
    if (known) return known
    const partition = base.partitions.find(({ first, size }) => seat < first + size)!
    const from = seat - ((seat - partition.first) % together)
    const count = (reads.get(from) ?? 0) + 1
    reads.set(from, count)
    if (count > fewReads) return readNeighbours(partition, from)(seat)
    const entry = readListed(partition, [seat])(seat)
    prepared.set(seat, entry)
    return entry
  }
}

/** Up to so many of a partition are found by one look at each posting, before anything else is done. */
const few = 64

/** Cost: a pass over the postings; two for more than a few. @param seats of the partition; all by default.
 *  @returns the entry of one of them. */
export function readEntries(partition: Partition, seats?: ArrayLike<number>): (seat: number) => Entry {
  const read = readListed(partition, seats)
  return seat => entryOf(read(seat))
}

function readListed(partition: Partition, seats?: ArrayLike<number>): (seat: number) => ListedEntry {
  const { first, size, norms } = partition
  const count = seats?.length ?? size
  // By seat the number of what is wanted, and one; 0 for what is not.
  const wanted = new Uint16Array(size)
  for (let n = 0; n < count; n++) wanted[seats ? seats[n]! - first : n] = n + 1
  const { terms } = partition
  const said = readLists(terms, partition.said, wanted, count, length => new Uint8Array(length))
  const asked = readLists(terms, partition.asked, wanted, count, length => new Uint16Array(length))
  return seat => {
    const n = wanted[seat - first]! - 1
    return { norm: norms[seat - first]!, said: said(n), asked: asked(n) }
  }
}

/** @param wanted by seat. @returns one of `count` lists. */
function readLists<A extends Uint8Array | Uint16Array>(
  dictionary: Uint32Array,
  postings: Postings<A>,
  wanted: Uint16Array,
  count: number,
  make: (length: number) => A,
): (n: number) => Listed<A> {
  const { seats, amounts } = wholeOf(postings)
  const { ends } = postings
  const places = count > few ? undefined : findPlaces(seats, wanted)
  const length = places?.length ?? seats.length
  // Lengths, then where each list's next term goes; in the end, where its last one ends.
  const lasts = new Uint32Array(count + 1)
  for (let k = 0; k < length; k++) lasts[wanted[seats[places ? places[k]! : k]!]!]!++
  let total = 0
  for (let n = 1; n <= count; n++) {
    const own = lasts[n]!
    lasts[n] = total
    total += own
  }
  const numbers = new Uint32Array(total)
  const foundAmounts = make(total)
  for (let k = 0, i = 0; k < length; k++) {
    const p = places ? places[k]! : k
    const n = wanted[seats[p]!]!
    if (n === 0) continue
    while (ends[i]! <= p) i++
    const at = lasts[n]!++
    numbers[at] = i
    foundAmounts[at] = amounts[p]!
  }
  return n => {
    const [from, to] = [n === 0 ? 0 : lasts[n]!, lasts[n + 1]!]
    return {
      dictionary,
      numbers: numbers.subarray(from, to),
      amounts: foundAmounts.subarray(from, to) as A,
    }
  }
}

function findPlaces(seats: Uint16Array, wanted: Uint16Array): readonly number[] {
  const places: number[] = []
  for (let p = 0; p < seats.length; p++) if (wanted[seats[p]!] !== 0) places.push(p)
  return places
}
