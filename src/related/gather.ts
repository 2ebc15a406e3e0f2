// What an article and each other one say of each other's queries, summed over the postings: the inner loop of Related
// News. Whole numbers in typed arrays; sums of products of weights stay below 2^31.
import { lowerBound } from '../base/search.js'
import type { EntryReader } from './entries.js'
import { type Partition, startOf } from './postings.js'
import { createMultiplier } from './score.js'
import type { RelatedIndex } from './seats.js'
import { createTermTable, type Span, type TermTable } from './term-table.js'
import { documentWeights, type Query, weightsOf } from './weights.js'
import { monthEnd } from './window.js'

/** Seats of the base from `low` to `high` whose products were summed; those that came since are always. */
export interface Gathered {
  readonly low: number
  readonly high: number
}

export interface Gatherer {
  /** By seat; 0 where there is no term in common. What was gathered is to be released before the next time. */
  readonly products: Int32Array
  /** Of the seats between two instants, in ms. Cost: the postings of the article's terms in that span. */
  between(seat: number, from: number, to: number): Gathered
  /** Of all seats whose windows reach an article's instant, and perhaps of some more. */
  reaching(seat: number): Gathered
  release(gathered: Gathered): void
}

/** @param width of the window of a seat, on each side, in ms. */
export function createGatherer(
  index: RelatedIndex,
  entries: EntryReader,
  width: (seat: number) => number,
): Gatherer {
  const { base, added } = index
  const partitions = base.partitions.map(openPartition)
  const products = new Int32Array(index.size)

  function gather(seat: number, low: number, high: number, isIn: (other: number) => boolean): Gathered {
    const entry = entries.entry(seat)
    const own = { terms: entry.document.terms, weights: weightsOf(entry.document) }
    for (const partition of partitions) {
      const { first, size } = partition
      const from = Math.max(0, low - first)
      const to = Math.min(size, high - first)
      if (from >= to) continue
      const sums = products.subarray(first, first + size)
      addSaid(partition, sums, entry.query, { from, to })
      partition.table.addAskers(sums, own, { from, to })
    }
    if (added.length > 0) {
      const multiply = createMultiplier(entry)
      for (const [n, other] of added.entries())
        if (isIn(base.size + n)) products[base.size + n] = multiply(other)
    }
    return { low, high }
  }

  /** How far the windows of a partition's seats reach, in ms. Cost: a search a month. */
  function reachOf({ first, size }: OpenPartition): number {
    let reach = 0
    for (let seat = first; seat < first + size; ) {
      reach = Math.max(reach, width(seat))
      seat = lowerBound(base.instants, monthEnd(base.instants[seat]!))
    }
    return reach
  }

  return {
    products,
    between(seat, from, to) {
      const low = lowerBound(base.instants, from)
      const high = lowerBound(base.instants, to + 1)
      return gather(seat, low, high, other => index.instant(other) >= from && index.instant(other) <= to)
    },
    reaching(seat) {
      const instant = index.instant(seat)
      let [low, high] = [base.size, 0]
      for (const partition of partitions) {
        const { first, size } = partition
        partition.reach ??= reachOf(partition)
        const { reach } = partition
        const isReached =
          instant >= base.instants[first]! - reach && instant <= base.instants[first + size - 1]! + reach
        if (!isReached) continue
        low = Math.min(low, first)
        high = Math.max(high, first + size)
      }
      return gather(seat, low, high, () => true)
    },
    release({ low, high }) {
      products.fill(0, low, high)
      products.fill(0, base.size)
    },
  }
}

interface OpenPartition extends Partition {
  readonly table: TermTable
  /** See `reachOf`; undefined until it is asked for. */
  reach: number | undefined
}

const openPartition = (partition: Partition): OpenPartition => ({
  ...partition,
  table: createTermTable(partition),
  reach: undefined,
})

/** Adds what the articles of a span say of what is asked for. */
function addSaid(
  { table, size, norms, said }: OpenPartition,
  sums: Int32Array,
  { terms, weights }: Query,
  { from, to }: Span,
): void {
  const isWhole = to - from === size
  for (let i = 0; i < terms.length; i++) {
    const n = table.number(terms[i]!)
    if (n < 0) continue
    let [start, end] = [startOf(said.ends, n), said.ends[n]!]
    let { seats, amounts } = said
    if (!(seats instanceof Uint16Array && amounts instanceof Uint8Array)) {
      seats = seats.subarray(start, end)
      amounts = amounts.subarray(start, end)
      end -= start
      start = 0
    }
    const found = seats as Uint16Array
    if (!isWhole) {
      start = lowerBound(found, from, start, end)
      end = lowerBound(found, to, start, end)
    }
    addRun(sums, weights[i]!, norms, found, amounts as Uint8Array, start, end)
  }
}

function addRun(
  sums: Int32Array,
  weight: number,
  norms: Uint8Array,
  seats: Uint16Array,
  counts: Uint8Array,
  start: number,
  end: number,
): void {
  for (let p = start; p < end; p++) {
    const seat = seats[p]!
    sums[seat]! += weight * documentWeights[(norms[seat]! << 8) | counts[p]!]!
  }
}
