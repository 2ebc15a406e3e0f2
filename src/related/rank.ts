// Ranking: the related articles of one seat. Pure over an index; the same on every thread and machine, since
// products of weights are whole numbers and scores are rounded before they are compared. A score is the same in both
// directions: what a new article scores for another one is what it would score in that one's list.
import { sketchSize } from '../markdown/terms.js'
import { type Entry, numberTerms, type Partition, startOf } from './postings.js'
import type { RelatedIndex } from './seats.js'
import { type Document, fullScore } from './weights.js'
import { lowerBound } from './window.js'

export interface RelatedOptions {
  /** Most items in a list. */
  readonly limit: number
  /** Most items of one region; yields when fewer than `limit` would be left. */
  readonly perRegion: number
  /** Least score of an item. */
  readonly minScore: number
  /** Whether a list may hold articles that are younger than its own. */
  readonly newer: boolean
  /** Most that each part can bring to a score. */
  readonly weights: RelatedWeights
  /** Days after which nearness in time has fallen to 1/e. */
  readonly fadeDays: number
}

export interface RelatedWeights {
  readonly text: number
  readonly topics: number
  readonly region: number
  readonly source: number
}

/** Text decides; topics, region and source break near-ties and carry a small archive, where words are little evidence.
 *  News is about what goes on: without time the recall at 5 on the open set is .411, with it .463, and about the same
 *  for 180 and 365 days. */
export const defaultRelatedOptions: RelatedOptions = {
  limit: 6,
  perRegion: 4,
  minScore: 0.05,
  newer: true,
  weights: { text: 0.85, topics: 0.08, region: 0.05, source: 0.02 },
  fadeDays: 240,
}

/** Parts of a score, which is their sum, weighted by nearness in time and rounded to four places. */
export interface Scored {
  readonly seat: number
  readonly score: number
  /** What each text says of what the other one asks for. */
  readonly text: number
  readonly topics: number
  readonly region: number
  readonly source: number
  /** From 1 for the same instant to 0 for long ago: two of the same day count double. */
  readonly nearness: number
}

/** Candidates that the limits choose from. */
const shortlist = 64

/** Up to this many articles every pair is looked at, also without a shared term. */
export const smallArchive = 400

export interface Ranked {
  /** Best first; equal scores by newest, then by order (later path first). */
  readonly items: readonly Scored[]
  /** Least score with which a further article could change the list; 0 when any could. */
  readonly threshold: number
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
  /** Occupied seats whose list `seat` may enter, because its score there reaches their threshold. */
  entered(seat: number, thresholds: Float32Array): number[]
  /** How one seat is scored in the list of another; undefined for what cannot be an item there. */
  pair(seat: number, other: number): Scored | undefined
}

const nobody: ReadonlySet<number> = new Set()

/** Holds the scratch arrays of one thread. */
export function createRanker(index: RelatedIndex, context: RankContext): Ranker {
  const { base } = index
  const { options, places } = context
  const { weights } = options
  const fadeMs = options.fadeDays * 86_400_000
  const text = new Float64Array(index.size)
  const touched = new Uint32Array(index.size)
  const partitions = base.partitions.map(openPartition)
  const small = context.articles <= smallArchive
  let count = 0

  function add(other: number, product: number): void {
    if (text[other] === 0 && !small) touched[count++] = other
    text[other]! += product
  }

  /** Sums into `text` what each seat in a span of time says of the seat's query, and the other way round; those that
   *  share a term are then the first `count` of `touched`. */
  function gather(seat: number, from: number, to: number): void {
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
      const first = Math.max(0, low - partition.first)
      const end = Math.min(partition.size, high - partition.first)
      if (first >= end) continue
      for (let i = 0; i < query.terms.length; i++)
        partition.said(query.terms[i]!, query.weights[i]!, first, end, add)
      for (let i = 0; i < document.terms.length; i++)
        partition.asked(document.terms[i]!, document.weights[i]!, first, end, add)
    }
    if (index.added.length === 0) return
    const multiply = createMultiplier({ query, document })
    for (let other = base.size; other < index.size; other++) {
      if (!inside(other, from, to)) continue
      const product = multiply(index.added[other - base.size]!)
      if (product > 0) add(other, product)
    }
  }

  const inside = (seat: number, from: number, to: number): boolean =>
    index.instant(seat) >= from && index.instant(seat) <= to

  /** Undefined for what cannot be an item; `least` is a score below which nothing matters. */
  function score(seat: number, other: number, product: number, least: number): Scored | undefined {
    const needed = Math.max(least, options.minScore)
    const words = weights.text * Math.min(1, product / (2 * fullScore))
    // Most candidates share a word or two: one look at the sum that they could reach at best is enough.
    if (round(words + weights.topics + weights.region + weights.source) < needed) return undefined
    const nearness = Math.exp(-Math.abs(index.instant(seat) - index.instant(other)) / fadeMs)
    const near = (1 + nearness) / 2
    const region = isShared(index.region(seat), index.region(other)) ? weights.region : 0
    const source = isShared(index.source(seat), index.source(other)) ? weights.source : 0
    // Topics are counted only where they could still matter. All sums add in one order: what is most is so
    // in floating point, too.
    if (round((words + weights.topics + region + source) * near) < needed) return undefined
    const topics = weights.topics * overlap(index.topics(seat), index.topics(other))
    if (product === 0 && topics === 0 && region === 0) return undefined
    const sum = round((words + topics + region + source) * near)
    return sum < options.minScore
      ? undefined
      : { seat: other, score: sum, text: words, topics, region, source, nearness }
  }

  const compare = (a: Scored, b: Scored): number => b.score - a.score || places[b.seat]! - places[a.seat]!

  /** Keeps `best` sorted and no longer than the shortlist. */
  function insert(best: Scored[], item: Scored): void {
    if (best.length === shortlist && compare(item, best[shortlist - 1]!) > 0) return
    let at = best.length
    while (at > 0 && compare(item, best[at - 1]!) < 0) at--
    best.splice(at, 0, item)
    if (best.length > shortlist) best.pop()
  }

  /** The best that tell something else than the article and than each other. */
  function choose(seat: number, best: readonly Scored[]): Ranked {
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
      const best: Scored[] = []
      for (let t = 0; t < count; t++) {
        const other = touched[t]!
        const product = text[other]!
        text[other] = 0
        if (other === seat || places[other]! < 0 || !index.eligible(other)) continue
        if (!options.newer && index.instant(other) > instant) continue
        const scored = score(seat, other, product, best.length === shortlist ? best.at(-1)!.score : 0)
        if (scored && !hidden.has(other)) insert(best, scored)
      }
      return choose(seat, best)
    },
    pair(seat, other) {
      const own = { query: index.query(seat), document: context.document(seat) }
      const theirs = { query: index.query(other), document: context.document(other) }
      return score(seat, other, createMultiplier(own)(theirs), 0)
    },
    entered(seat, thresholds) {
      const instant = index.instant(seat)
      const reached: number[] = []
      if (!index.eligible(seat)) return reached
      gather(seat, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
      for (let t = 0; t < count; t++) {
        const other = touched[t]!
        const product = text[other]!
        text[other] = 0
        if (other === seat || places[other]! < 0) continue
        if (!options.newer && instant > index.instant(other)) continue
        if (Math.abs(index.instant(other) - instant) > context.width(other)) continue
        // Thresholds lie in single precision: half a step of the scores is allowed for.
        const least = thresholds[other]! - 0.00005
        const scored = score(other, seat, product, least)
        if (scored && scored.score >= least) reached.push(other)
      }
      return reached
    },
  }
}

/** Adds what each posting of a term says to the seats from `from` to `to` of its partition. */
type Scan = (
  term: number,
  weight: number,
  from: number,
  to: number,
  add: (seat: number, product: number) => void,
) => void

interface OpenPartition {
  readonly first: number
  readonly size: number
  readonly said: Scan
  readonly asked: Scan
}

function openPartition(partition: Partition): OpenPartition {
  const { first, size, terms } = partition
  const number = numberTerms(terms)
  const scan =
    (
      ends: Uint32Array,
      seats: Partition['documentSeats'],
      weights: Partition['documentWeights'] | Partition['askingWeights'],
    ): Scan =>
    (term, weight, from, to, add) => {
      const n = number(term)
      if (terms[n] !== term) return
      const [start, end] = [startOf(ends, n), ends[n]!]
      if (start === end) return
      const found = seats.subarray(start, end)
      const its = weights.subarray(start, end)
      for (let p = firstFrom(found, from); p < found.length; p++) {
        const seat = found[p]!
        if (seat >= to) break
        add(first + seat, weight * its[p]!)
      }
    }
  return {
    first,
    size,
    said: scan(partition.documentEnds, partition.documentSeats, partition.documentWeights),
    asked: scan(partition.askingEnds, partition.askingSeats, partition.askingWeights),
  }
}

/** Bits of a term that are looked at first: most terms of another article are none of this one's. */
const filterSize = 1 << 12

/** What two articles say of each other's queries. */
function createMultiplier({ query, document }: Entry) {
  const table = ({
    terms,
    weights: of,
  }: {
    readonly terms: Uint32Array
    readonly weights: ArrayLike<number>
  }) => {
    const filter = new Uint8Array(filterSize)
    const exact = new Map<number, number>()
    for (let i = 0; i < terms.length; i++) {
      filter[terms[i]! & (filterSize - 1)] = 1
      exact.set(terms[i]!, of[i]!)
    }
    return (other: typeof query | typeof document): number => {
      let sum = 0
      for (let i = 0; i < other.terms.length; i++) {
        const term = other.terms[i]!
        if (filter[term & (filterSize - 1)] === 1) sum += (exact.get(term) ?? 0) * other.weights[i]!
      }
      return sum
    }
  }
  const [asks, says] = [table(query), table(document)]
  return (other: Entry): number => asks(other.document) + says(other.query)
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

/** 0 is no region, and no source. */
const isShared = (a: number, b: number): boolean => a !== 0 && a === b

/** Cosine of two sets of topics. */
function overlap(a: Uint32Array, b: Uint32Array): number {
  const sizes = a.length * b.length
  if (sizes === 0) return 0
  let common = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) common++
    const step = a[i]! <= b[j]!
    if (b[j]! <= a[i]!) j++
    if (step) i++
  }
  return common / Math.sqrt(sizes)
}

function round(score: number): number {
  return Math.round(score * 10_000) / 10_000
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
