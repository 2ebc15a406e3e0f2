// Ranking: the related articles of one seat. Pure over an index; the same on every thread and machine, since
// products of weights are whole numbers and scores are rounded before they are compared.
import { sketchSize } from '../markdown/terms.js'
import { numberTerms, type Partition, startOf } from './postings.js'
import { createMultiplier, createScorers, type RelatedOptions, type Scored } from './score.js'
import type { RelatedIndex } from './seats.js'
import { type Document, fullScore } from './weights.js'
import { lowerBound, monthEnd } from './window.js'

/** Candidates that the limits choose from. */
const shortlist = 48

/** Up to this many articles every pair is looked at, also without a shared term. */
export const smallArchive = 400

export interface Ranked {
  /** Best first; equal scores by newest, then by order (later path first). */
  readonly items: readonly Scored[]
  /** Least score with which a further article could change the list; 0 when any could. */
  readonly threshold: number
  /** The best of those before it whose story it goes on with, whatever stands in the list. */
  readonly parent: Scored | undefined
}

/** What a further article must score to change what was ranked, by seat. */
export interface Thresholds {
  readonly items: Float32Array
  /** Of an older one that says enough to be followed; 0 where there is no parent. */
  readonly parents: Float32Array
}

/** What ranking knows of the site beside the index. */
export interface RankContext {
  readonly options: RelatedOptions
  /** Place by date of each seat, ties by path; -1 for an empty seat. */
  readonly places: Int32Array
  /** Articles that can be seen. */
  readonly articles: number
  /** Width of the window in ms on each side, by seat. */
  width(seat: number): number
  /** What the article of a seat says; of empty seats, too. */
  document(seat: number): Document
}

export interface Ranker {
  /** @param hidden seats that must not stand in the list. */
  rank(seat: number, hidden?: ReadonlySet<number>): Ranked
  /** Occupied seats whose list `seat` may enter, or whose parent it may be: its score there reaches their threshold. */
  entered(seat: number, thresholds: Thresholds): number[]
}

const nobody: ReadonlySet<number> = new Set()

/** Holds the scratch arrays of one thread. */
export function createRanker(index: RelatedIndex, context: RankContext): Ranker {
  const { base } = index
  const { options, places } = context
  const text = new Float64Array(index.size)
  const touched = new Uint32Array(index.size)
  const partitions = base.partitions.map(openPartition)
  const scorerOf = createScorers(index, options)
  const small = context.articles <= smallArchive
  const followProduct = options.follows.text * 2 * fullScore
  const followMs = options.follows.days * 86_400_000
  let count = 0

  /** Sums into `text` what each seat in a span of time says of the seat's query, and the other way round; those that
   *  share a term are then the first `count` of `touched`.
   *  @param matters whether seats of a partition do. */
  function gather(
    seat: number,
    from: number,
    to: number,
    matters: (partition: OpenPartition) => boolean = () => true,
  ): void {
    count = 0
    const low = lowerBound(base.instants, from)
    const high = lowerBound(base.instants, to + 1)
    if (small) {
      for (let other = low; other < high; other++) touched[count++] = other
      for (let other = base.size; other < index.size; other++)
        if (inside(other, from, to)) touched[count++] = other
    }
    const query = index.query(seat)
    const document = context.document(seat)
    for (const partition of partitions) {
      const { first, size, said, asked } = partition
      const start = Math.max(first, low)
      const end = Math.min(first + size, high)
      if (start >= end || !matters(partition)) continue
      addAll(query, partition, said, start - first, end - first)
      addAll(document, partition, asked, start - first, end - first)
    }
    if (index.added.length === 0) return
    const multiply = createMultiplier({ query, document })
    for (let other = base.size; other < index.size; other++) {
      if (!inside(other, from, to)) continue
      const product = multiply(index.added[other - base.size]!)
      if (product > 0) add(other, product)
    }
  }

  /** Postings of some terms, of the seats from `from` to `to` of a partition. */
  function addAll(
    { terms, weights }: { readonly terms: Uint32Array; readonly weights: ArrayLike<number> },
    { first, number }: OpenPartition,
    { ends, seats, weights: theirs }: Postings,
    from: number,
    to: number,
  ): void {
    for (let i = 0; i < terms.length; i++) {
      const n = number(terms[i]!)
      if (n < 0) continue
      const [start, end] = [startOf(ends, n), ends[n]!]
      if (start === end) continue
      const found = seats.subarray(start, end)
      const its = theirs.subarray(start, end)
      const weight = weights[i]!
      for (let p = firstFrom(found, from); p < found.length; p++) {
        const seat = found[p]!
        if (seat >= to) break
        add(first + seat, weight * its[p]!)
      }
    }
  }

  /** @param product more than nothing. */
  function add(other: number, product: number): void {
    if (text[other] === 0 && !small) touched[count++] = other
    text[other]! += product
  }

  const inside = (seat: number, from: number, to: number): boolean =>
    index.instant(seat) >= from && index.instant(seat) <= to

  /** How far the windows of a partition's seats reach, in ms. Cost: a search a month. */
  function reachOf({ first, size }: OpenPartition): number {
    let reach = 0
    for (let seat = first; seat < first + size; ) {
      reach = Math.max(reach, context.width(seat))
      seat = lowerBound(base.instants, monthEnd(base.instants[seat]!))
    }
    return reach
  }

  /** Whether some seat of a partition may have an article of an instant in its list. */
  function isInReach(partition: OpenPartition, instant: number): boolean {
    const { first, size } = partition
    partition.reach ??= reachOf(partition)
    return (
      instant >= base.instants[first]! - partition.reach &&
      instant <= base.instants[first + size - 1]! + partition.reach
    )
  }

  const compare = (a: Scored, b: Scored): number => b.score - a.score || places[b.seat]! - places[a.seat]!

  /** Keeps `best` sorted and no longer than the shortlist. */
  function insert(best: Scored[], item: Scored): void {
    let low = 0
    let high = best.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compare(item, best[middle]!) < 0) high = middle
      else low = middle + 1
    }
    if (low >= shortlist) return
    best.splice(low, 0, item)
    if (best.length > shortlist) best.pop()
  }

  /** The best that tell something else than the article and than each other. */
  function choose(seat: number, best: readonly Scored[]): Omit<Ranked, 'parent'> {
    if (options.limit === 0) return { items: [], threshold: Number.POSITIVE_INFINITY }
    const told = [index.sketch(seat)]
    const chosen: Scored[] = []
    const passed: Scored[] = []
    const perRegion = new Map<number, number>()
    const accept = (item: Scored): void => {
      told.push(index.sketch(item.seat))
      chosen.push(item)
    }
    const isTold = ({ seat: other }: Scored): boolean => {
      const sketch = index.sketch(other)
      return told.some(one => tellTheSame(one, sketch))
    }
    for (const item of best) {
      if (isTold(item)) continue
      const region = index.region(item.seat)
      const taken = perRegion.get(region) ?? 0
      if (region !== 0 && taken >= options.perRegion) {
        passed.push(item)
        continue
      }
      perRegion.set(region, taken + 1)
      accept(item)
      // Nothing below the last one that was accepted was looked at.
      if (chosen.length === options.limit) return { items: chosen, threshold: item.score }
    }
    for (const item of passed) if (chosen.length < options.limit && !isTold(item)) accept(item)
    return { items: chosen.sort(compare), threshold: 0 }
  }

  return {
    rank(seat, hidden = nobody) {
      const instant = index.instant(seat)
      const width = context.width(seat)
      gather(seat, instant - width, instant + width)
      const score = scorerOf(seat)
      const best: Scored[] = []
      let parent: Scored | undefined
      const canFollow = index.eligible(seat)
      const look = (other: number, product: number): void => {
        if (other === seat || places[other]! < 0 || !index.eligible(other)) return
        if (
          product >= followProduct &&
          canFollow &&
          places[other]! < places[seat]! &&
          instant - index.instant(other) <= followMs
        ) {
          const followed = score(other, product, parent?.score ?? 0)
          if (followed && (!parent || compare(followed, parent) < 0)) parent = followed
        }
        if (!options.newer && index.instant(other) > instant) return
        const scored = score(other, product, best.length === shortlist ? best.at(-1)!.score : 0)
        if (scored && !hidden.has(other)) insert(best, scored)
      }
      let most = 0
      for (let t = 0; t < count; t++) most = Math.max(most, text[touched[t]!]!)
      // The likely ones first: then most of the others are passed over at a glance.
      const likely = most / 4
      let rest = 0
      for (let t = 0; t < count; t++) {
        const other = touched[t]!
        const product = text[other]!
        if (product >= likely && product > 0) {
          text[other] = 0
          look(other, product)
        } else touched[rest++] = other
      }
      for (let t = 0; t < rest; t++) {
        const other = touched[t]!
        look(other, text[other]!)
        text[other] = 0
      }
      return { ...choose(seat, best), parent }
    },
    entered(seat, thresholds) {
      const instant = index.instant(seat)
      const reached: number[] = []
      if (!index.eligible(seat)) return reached
      const score = scorerOf(seat)
      gather(seat, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, partition =>
        isInReach(partition, instant),
      )
      for (let t = 0; t < count; t++) {
        const other = touched[t]!
        const product = text[other]!
        text[other] = 0
        if (other === seat || places[other]! < 0) continue
        const later = index.instant(other) - instant
        if (Math.abs(later) > context.width(other)) continue
        let least = options.newer || later >= 0 ? thresholds.items[other]! : Number.POSITIVE_INFINITY
        if (product >= followProduct && later >= 0 && later <= followMs)
          least = Math.min(least, thresholds.parents[other]!)
        // Thresholds lie in single precision: half a step of the scores is allowed for. A score is the same in both
        // directions.
        if (score(other, product, least - 0.00005)) reached.push(other)
      }
      return reached
    },
  }
}

interface Postings {
  readonly ends: Uint32Array
  readonly seats: Partition['documentSeats']
  readonly weights: Partition['documentWeights'] | Partition['askingWeights']
}

interface OpenPartition {
  readonly first: number
  readonly size: number
  /** -1 for a term that no article of it has. */
  number(term: number): number
  readonly said: Postings
  readonly asked: Postings
  /** See `reachOf`; undefined until it is asked for. */
  reach: number | undefined
}

function openPartition(partition: Partition): OpenPartition {
  const { first, size, terms } = partition
  const place = numberTerms(terms)
  return {
    first,
    size,
    number(term) {
      const n = place(term)
      return terms[n] === term ? n : -1
    },
    said: {
      ends: partition.documentEnds,
      seats: partition.documentSeats,
      weights: partition.documentWeights,
    },
    asked: { ends: partition.askingEnds, seats: partition.askingSeats, weights: partition.askingWeights },
    reach: undefined,
  }
}

/** Fewer cells than these are no evidence: texts of a line. */
const leastCells = 8

/** Whether two texts have half of their runs of words in common: a wire story twice, a story and its update. */
export function tellTheSame(a: Uint8Array, b: Uint8Array): boolean {
  let cells = 0
  let same = 0
  for (let cell = 0; cell < sketchSize; cell++) {
    if (a[cell] === 0 && b[cell] === 0) continue
    cells++
    if (a[cell] === b[cell]) same++
  }
  return cells >= leastCells && 2 * same >= cells
}

function firstFrom(seats: Uint16Array, least: number): number {
  if (least === 0) return 0
  let low = 0
  let high = seats.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (seats[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}
