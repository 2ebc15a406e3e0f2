// Ranking: the related articles of one seat. Pure over an index; the same on every thread and machine, since
// products of weights are whole numbers and scores are rounded before they are compared.
import { createPostingFinder, type RelatedIndex, seatOf } from './postings.js'
import { queryTerms, unit, type Vector } from './vectors.js'
import { lowerBound } from './window.js'

export interface RelatedOptions {
  /** Most items in a list. */
  readonly limit: number
  /** Most items of one region; yields when fewer than `limit` would be left. */
  readonly perRegion: number
  /** Least score of an item. */
  readonly minScore: number
}

export const defaultRelatedOptions: RelatedOptions = { limit: 6, perRegion: 4, minScore: 0.05 }

/** Parts of a score; `score` is their sum, rounded to four places. */
export interface Scored {
  readonly seat: number
  readonly score: number
  /** Cosine of the two articles' strongest terms, weighted. */
  readonly text: number
  readonly topics: number
  readonly region: number
  readonly time: number
}

/** Weights of the parts; they sum to one. Text decides; topics, region and nearness in time break near-ties
 *  and carry a small archive, where words are little evidence. Topics weigh little: at .14 they pushed better
 *  matches of the text aside (recall at 5 on the open set .368; without topics .382; at .06 .396). */
export const weights = { text: 0.8, topics: 0.06, region: 0.05, time: 0.09 } as const

/** Days after which nearness in time has fallen to 1/e. */
const fadeDays = 365
const fadeMs = fadeDays * 86_400_000

/** Candidates that the limits choose from. */
const shortlist = 48

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
  const text = new Float64Array(index.size)
  const touched = new Uint32Array(index.size)
  const postings = createPostingFinder(base)
  const small = context.articles <= smallArchive

  function rank(seat: number, hidden: ReadonlySet<number> = nobody): Ranked {
    const instant = index.instant(seat)
    const width = context.width(seat)
    const count = gather(index.vector(seat), queryTerms, instant - width, instant + width, false)
    const best: Scored[] = []
    for (let t = 0; t < count; t++) {
      const other = touched[t]!
      const product = text[other]!
      text[other] = 0
      if (other === seat || places[other]! < 0 || !index.eligible(other)) continue
      const scored = score(seat, other, product, best.length === shortlist ? best.at(-1)!.score : 0)
      if (scored && !hidden.has(other)) insert(best, scored)
    }
    return choose(best)
  }

  /** Sums the products of a vector's first terms with those of all seats in a span of time, into `text`.
   *  @param asked only terms that the other seat asks for. @returns how many seats are in `touched`. */
  function gather(vector: Vector, length: number, from: number, to: number, asked: boolean): number {
    let count = 0
    const low = lowerBound(base.instants, from)
    const high = lowerBound(base.instants, to + 1)
    if (small) {
      for (let other = low; other < high; other++) touched[count++] = other
      for (let other = base.size; other < index.size; other++)
        if (inside(other, from, to)) touched[count++] = other
    }
    const terms = Math.min(length, vector.terms.length)
    for (let i = 0; i < terms; i++) {
      const weight = vector.weights[i]!
      const [start, end] = postings(vector.terms[i]!)
      if (start === end) continue
      const seats = base.postingSeats.subarray(start, end)
      const weights = base.postingWeights.subarray(start, end)
      for (let p = firstPosting(seats, low); p < seats.length; p++) {
        const posting = seats[p]!
        const other = seatOf(posting)
        if (other >= high) break
        if (asked && posting !== other) continue
        if (text[other] === 0 && !small) touched[count++] = other
        text[other]! += weight * weights[p]!
      }
    }
    for (let other = base.size; other < index.size; other++) {
      if (!inside(other, from, to)) continue
      const product = multiply(vector, terms, index.vector(other), asked ? queryTerms : undefined)
      if (product === 0) continue
      if (!small) touched[count++] = other
      text[other] = product
    }
    return count
  }

  const inside = (seat: number, from: number, to: number): boolean =>
    index.instant(seat) >= from && index.instant(seat) <= to

  /** Undefined for what cannot be an item; `least` is a score below which nothing matters. */
  function score(seat: number, other: number, product: number, least: number): Scored | undefined {
    const time = weights.time * Math.exp(-Math.abs(index.instant(seat) - index.instant(other)) / fadeMs)
    const region = index.region(seat) !== 0 && index.region(seat) === index.region(other) ? weights.region : 0
    const words = weights.text * (product / (unit * unit))
    // Topics are counted only where they could still matter. Both sums add in one order: what is most is so
    // in floating point, too.
    const most = round(words + weights.topics + region + time)
    if (most < options.minScore || most < least) return undefined
    const topics = weights.topics * overlap(index.topics(seat), index.topics(other))
    if (product === 0 && topics === 0 && region === 0) return undefined
    const sum = round(words + topics + region + time)
    return sum < options.minScore ? undefined : { seat: other, score: sum, text: words, topics, region, time }
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

  function choose(best: readonly Scored[]): Ranked {
    if (options.limit === 0) return { items: [], threshold: Number.POSITIVE_INFINITY }
    const chosen: Scored[] = []
    const passed: Scored[] = []
    const perRegion = new Map<number, number>()
    for (const item of best) {
      const region = index.region(item.seat)
      const taken = perRegion.get(region) ?? 0
      if (region !== 0 && taken >= options.perRegion) {
        passed.push(item)
        continue
      }
      perRegion.set(region, taken + 1)
      chosen.push(item)
      // Nothing below the last one that was accepted was looked at.
      if (chosen.length === options.limit) return { items: chosen, threshold: item.score }
    }
    chosen.push(...passed.slice(0, options.limit - chosen.length))
    return { items: chosen.sort(compare), threshold: 0 }
  }

  return {
    rank,
    pair(seat, other) {
      const product = multiply(index.vector(seat), queryLength(index.vector(seat)), index.vector(other))
      return score(seat, other, product, 0)
    },
    entered(seat, thresholds) {
      const instant = index.instant(seat)
      const reached: number[] = []
      if (!index.eligible(seat)) return reached
      const count = gather(
        index.vector(seat),
        Number.POSITIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
        Number.POSITIVE_INFINITY,
        true,
      )
      for (let t = 0; t < count; t++) {
        const other = touched[t]!
        const product = text[other]!
        text[other] = 0
        if (other === seat || places[other]! < 0) continue
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

const queryLength = ({ terms }: Vector): number => Math.min(queryTerms, terms.length)

/** Product of the first terms of two vectors. */
function multiply(a: Vector, length: number, b: Vector, most = b.terms.length): number {
  let sum = 0
  const end = Math.min(most, b.terms.length)
  for (let i = 0; i < length; i++) {
    for (let j = 0; j < end; j++) if (a.terms[i] === b.terms[j]) sum += a.weights[i]! * b.weights[j]!
  }
  return sum
}

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

function firstPosting(seats: Uint32Array, least: number): number {
  let low = 0
  let high = seats.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (seatOf(seats[middle]!) < least) low = middle + 1
    else high = middle
  }
  return low
}
