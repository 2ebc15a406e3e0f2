// The index folded: one seat a place, in order, everything in the base. Nothing is weighed or ranked again, and the
// partitions to which nothing came and from which nothing went stay as they are.
import { readEntries } from './entries.js'
import { buildPartition, mostSeats, type Partition } from './postings.js'
import { buildBase } from './seats.js'
import type { RelatedPlan, RelatedState } from './state.js'
import type { Entry } from './weights.js'

/** What is kept when much has come since. @param rows library row of each place, as it is kept.
 *  Cost: a pass over what is known of each seat, and the partitions that changed. */
export function foldRelated(plan: RelatedPlan, rows: Uint32Array): RelatedState {
  const { state, index, seats } = plan
  // A base that was just made has its seats in this order.
  if (plan.fresh) return { ...state, rows: Int32Array.from(rows) }
  const { limit } = state
  const { places } = plan.context
  const pick = <A extends Uint8Array | Uint32Array | Float32Array>(array: A): A => {
    const picked = new (array.constructor as new (length: number) => A)(seats.length)
    for (let n = 0; n < seats.length; n++) picked[n] = array[seats[n]!]!
    return picked
  }
  const placeOf = (seat: number): number => (seat < 0 ? -1 : places[seat]!)
  // Of a founder that is gone nothing is known any more.
  const verdictOf = (verdict: number): number =>
    verdict === 0 ? 0 : Math.sign(verdict) * (places[Math.abs(verdict) - 1]! + 1)
  const items = new Uint32Array(seats.length * limit)
  const scores = new Float32Array(seats.length * limit)
  seats.forEach((seat, n) => {
    for (let k = 0; k < state.lengths[seat]!; k++) {
      items[n * limit + k] = places[state.items[seat * limit + k]!]!
      scores[n * limit + k] = state.scores[seat * limit + k]!
    }
  })
  const facts = (n: number) => {
    const seat = seats[n]!
    return {
      instant: index.instant(seat),
      region: index.region(seat),
      source: index.source(seat),
      topics: index.topics(seat),
      eligible: index.eligible(seat),
    }
  }
  return {
    ...state,
    base: buildBase(seats.length, facts, foldPartitions(plan)),
    added: [],
    rows: Int32Array.from(rows),
    epochOf: pick(state.epochOf),
    member: pick(state.member),
    topicSums: pick(state.topicSums),
    lengths: pick(state.lengths),
    thresholds: pick(state.thresholds),
    parents: Int32Array.from(seats, seat => placeOf(state.parents[seat]!)),
    parentScores: pick(state.parentScores),
    verdicts: Int32Array.from(seats, seat => verdictOf(state.verdicts[seat]!)),
    items,
    scores,
    without: new Map(
      [...state.without].flatMap(([seat, hidden]) =>
        places[seat]! < 0
          ? []
          : [[places[seat]!, hidden.map(other => places[other]!).sort((a, b) => a - b)] as const],
      ),
    ),
  }
}

function foldPartitions({ index, seats }: Pick<RelatedPlan, 'index' | 'seats'>): Partition[] {
  const { base, added } = index
  const folded: Partition[] = []
  const isIn = ({ first, size }: Partition, seat: number): boolean => seat >= first && seat < first + size
  let at = 0
  for (const [p, partition] of base.partitions.entries()) {
    const start = at
    const isLast = p === base.partitions.length - 1
    // What came since belongs to the partition that it follows.
    while (at < seats.length && (isLast || seats[at]! >= base.size || isIn(partition, seats[at]!))) at++
    const own = seats.subarray(start, at)
    if (own.length === partition.size && own.every(seat => isIn(partition, seat))) {
      folded.push({ ...partition, first: start })
      continue
    }
    const read = readEntries(partition)
    const entryOf = (seat: number): Entry => (seat < base.size ? read(seat) : added[seat - base.size]!)
    for (const [from, to] of halves(own.length))
      folded.push(buildPartition(start + from, Array.from(own.subarray(from, to), entryOf)))
  }
  return folded
}

/** Bounds of as many equal parts as are needed for none to be too large; none for nothing. */
function halves(length: number): (readonly [from: number, to: number])[] {
  const parts = Math.ceil(length / mostSeats)
  return Array.from({ length: parts }, (_, n) => [
    Math.floor((n * length) / parts),
    Math.floor(((n + 1) * length) / parts),
  ])
}
