// What an article and each other one say of each other's queries, summed over the postings: the inner loop of Related
// News. Whole numbers in typed arrays; sums of products of weights stay below 2^31.
import { lowerBound, lowerBoundNear } from '../base/search.js'
import { isInMemory } from '../base/stretch.js'
import type { EntryReader } from './entries.js'
import { type Partition, type Postings, startOf } from './postings.js'
import { createMultiplier } from './score.js'
import type { RelatedIndex } from './seats.js'
import { createTermNumbers, type TermNumbers } from './term-numbers.js'
import { documentWeights } from './weights.js'
import { monthEnd } from './window.js'

export interface Gatherer {
  /** By seat; 0 where there is no term in common. What was gathered is to be released before the next time. */
  readonly products: Int32Array
  /** The first of these, as many as were gathered, each once: they are few of a window. */
  readonly seats: Uint32Array
  /** Of the seats between two instants, in ms, itself left out. Cost: the postings of the article's terms in that span.
   *  @returns how many were gathered. */
  between(seat: number, from: number, to: number): number
  /** Of all seats whose windows reach an article's instant, and perhaps of some more. */
  reaching(seat: number): number
  release(): void
}

/** @param width of the window of a seat, on each side, in ms.
 *  @param isWhole whether seats without a term in common are gathered as well. */
export function createGatherer(
  { base, added, size, instant: instantOf }: RelatedIndex,
  entries: EntryReader,
  width: (seat: number) => number,
  isWhole = false,
): Gatherer {
  const dictionaries = new Set(base.partitions.map(({ terms }) => terms))
  const partitions = base.partitions.map(partition => openPartition(partition, dictionaries))
  const sums: Sums = { products: new Int32Array(size), seats: new Uint32Array(size), count: 0 }
  const { products, seats } = sums

  function put(seat: number, product: number): void {
    if (product === 0 && !isWhole) return
    products[seat] = product
    seats[sums.count++] = seat
  }

  function gather(seat: number, low: number, high: number, isIn: (other: number) => boolean): number {
    const own = entries.listed(seat)
    for (const { partition, numbers } of partitions) {
      const { first, size } = partition
      const span = { from: Math.max(0, low - first), to: Math.min(size, high - first) }
      if (span.from >= span.to) continue
      addSaid(partition, sums, numbers.of(own.asked), own.asked.amounts, span)
      addAskers(partition, sums, numbers.of(own.said), own.said.amounts, own.norm, span)
    }
    if (isWhole) for (let other = low; other < high; other++) if (products[other] === 0) put(other, 0)
    if (added.length > 0) {
      const multiply = createMultiplier(entries.entry(seat))
      for (const [n, other] of added.entries()) if (isIn(base.size + n)) put(base.size + n, multiply(other))
    }
    leaveOut(sums, seat)
    return sums.count
  }

  /** How far the windows of a partition's seats reach, in ms. Cost: a search a month. */
  function reachOf({ first, size }: Partition): number {
    let reach = 0
    for (let seat = first; seat < first + size; ) {
      reach = Math.max(reach, width(seat))
      seat = lowerBound(base.instants, monthEnd(base.instants[seat]!))
    }
    return reach
  }

  return {
    products,
    seats,
    between(seat, from, to) {
      const low = lowerBound(base.instants, from)
      const high = lowerBound(base.instants, to + 1)
      return gather(seat, low, high, other => instantOf(other) >= from && instantOf(other) <= to)
    },
    reaching(seat) {
      const instant = instantOf(seat)
      let [low, high] = [base.size, 0]
      for (const open of partitions) {
        const { first, size } = open.partition
        open.reach ??= reachOf(open.partition)
        const isReached =
          instant >= base.instants[first]! - open.reach &&
          instant <= base.instants[first + size - 1]! + open.reach
        if (!isReached) continue
        low = Math.min(low, first)
        high = Math.max(high, first + size)
      }
      return gather(seat, low, high, () => true)
    },
    release() {
      for (let n = 0; n < sums.count; n++) products[seats[n]!] = 0
      sums.count = 0
    },
  }
}

interface OpenPartition {
  readonly partition: Partition
  readonly numbers: TermNumbers
  /** See `reachOf`; undefined until it is asked for. */
  reach: number | undefined
}

const openPartition = (partition: Partition, dictionaries: ReadonlySet<Uint32Array>): OpenPartition => ({
  partition,
  numbers: createTermNumbers(partition.terms, dictionaries),
  reach: undefined,
})

interface Sums {
  readonly products: Int32Array
  readonly seats: Uint32Array
  count: number
}

function leaveOut(sums: Sums, seat: number): void {
  const { products, seats } = sums
  for (let n = 0; n < sums.count; n++)
    if (seats[n] === seat) {
      products[seat] = 0
      seats[n] = seats[--sums.count]!
      return
    }
}

/** Seats of a partition, from `from` to below `to`. */
interface Span {
  readonly from: number
  readonly to: number
}

/** Adds what the articles of a span say of what is asked for. @param terms by number; -1 for one that is not there. */
function addSaid(
  { first, size, norms, said }: Partition,
  sums: Sums,
  terms: ArrayLike<number>,
  weights: Uint16Array,
  span: Span,
): void {
  const { from, to } = span
  const { products, seats: found } = sums
  let { count } = sums
  for (let i = 0; i < terms.length; i++) {
    if (terms[i]! < 0) continue
    const { seats, amounts, start, end } = runOf(said, terms[i]!, span, size)
    const weight = weights[i]!
    for (let p = start; p < end; p++) {
      const seat = seats[p]!
      if (seat < from) continue
      if (seat >= to) break
      const before = products[first + seat]!
      if (before === 0) found[count++] = first + seat
      products[first + seat] = before + weight * documentWeights[(norms[seat]! << 8) | amounts[p]!]!
    }
  }
  sums.count = count
}

/** Adds what the articles of a span ask for of what is said. @param terms by number; -1 for one that is not there. */
function addAskers(
  { first, size, asked }: Partition,
  sums: Sums,
  terms: ArrayLike<number>,
  counts: Uint8Array,
  norm: number,
  span: Span,
): void {
  const { from, to } = span
  const { products, seats: found } = sums
  let { count } = sums
  for (let i = 0; i < terms.length; i++) {
    if (terms[i]! < 0) continue
    const { seats, amounts, start, end } = runOf(asked, terms[i]!, span, size)
    const weight = documentWeights[(norm << 8) | counts[i]!]!
    for (let p = start; p < end; p++) {
      const seat = seats[p]!
      if (seat < from) continue
      if (seat >= to) break
      const before = products[first + seat]!
      if (before === 0) found[count++] = first + seat
      products[first + seat] = before + weight * amounts[p]!
    }
  }
  sums.count = count
}

/** Such a run is looked through from its beginning. */
const shortRun = 32

/** The postings of a term, from those on that lie in a span: the caller leaves out what is before it, and ends where it
 *  ends. */
function runOf<A extends Uint8Array | Uint16Array>(
  { ends, seats, amounts }: Postings<A>,
  term: number,
  { from }: Span,
  size: number,
) {
  let [start, end] = [startOf(ends, term), ends[term]!]
  let found: Uint16Array
  let its: A
  if (isInMemory(seats) && isInMemory(amounts)) {
    found = seats
    its = amounts
  } else {
    found = seats.subarray(start, end)
    its = amounts.subarray(start, end)
    end -= start
    start = 0
  }
  if (from > 0 && end - start > shortRun) {
    // Articles say a term about as often at all times.
    const guess = start + Math.floor(((end - start) * from) / size)
    start = lowerBoundNear(found, from, guess, start, end)
  }
  return { seats: found, amounts: its, start, end }
}
