// Ranking: the related articles of one seat. Pure over an index; the same on every thread and machine, since
// products of weights are whole numbers and scores are rounded before they are compared.
import { sketchSize } from '../markdown/terms.js'
import { createEntryReader } from './entries.js'
import { createGatherer } from './gather.js'
import { createGlance } from './glance.js'
import { createScorer, type RelatedOptions } from './score.js'
import type { RelatedIndex } from './seats.js'
import { fullScore } from './weights.js'

/** Candidates that are put in order at a time. */
const leastShortlist = 16

/** Products of this share of the largest are looked at first. */
const likelyShare = 4

/** Up to this many articles every pair is looked at, also without a shared term. */
export const smallArchive = 400

/** An article in a list. */
export interface Item {
  readonly seat: number
  readonly score: number
}

export interface Ranked {
  /** Best first; equal scores by newest, then by order (later path first). */
  readonly items: readonly Item[]
  /** Least score with which a further article could change the list; 0 when any could. */
  readonly threshold: number
  /** The best of those before it whose story it goes on with, whatever stands in the list. */
  readonly parent: Item | undefined
}

/** What was ranked, by seat, as `RelatedState` has it: what a further article must score to change it follows from it. */
export interface KeptLists {
  readonly limit: number
  readonly lengths: Uint8Array
  readonly items: Uint32Array
  readonly scores: Float32Array
  readonly thresholds: Float32Array
  readonly parentScores: Float32Array
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
  /** Of the article of an occupied seat. */
  sketch(seat: number): Uint8Array
}

export interface Ranker {
  /** Says which seats are looked at next, so that they are read together. */
  prepare(seats: Iterable<number>): void
  /** @param hidden seats that must not stand in the list. */
  rank(seat: number, hidden?: ReadonlySet<number>): Ranked
  /** Occupied seats whose list `seat` may enter, or whose parent it may be: its score there reaches their threshold. */
  entered(seat: number, lists: KeptLists): number[]
}

/** Candidates of one article. */
interface Gathered {
  readonly count: number
  /** The largest product of one of them. */
  readonly largest: number
}

const nobody: ReadonlySet<number> = new Set()

/** Holds the scratch arrays of one thread. @param entries of the index. */
export function createRanker(
  index: RelatedIndex,
  context: RankContext,
  entries = createEntryReader(index.base, index.added),
): Ranker {
  const { options, places } = context
  const gatherer = createGatherer(index, entries, context.width, context.articles <= smallArchive)
  const { products } = gatherer
  const glance = createGlance(index, options)
  const scorer = createScorer(index, options)
  const shortlist = Math.max(leastShortlist, options.limit * 2)
  const followProduct = Math.max(1, options.follows.text * 2 * fullScore)
  const followMs = options.follows.days * 86_400_000

  const compare = (a: Item, b: Item): number => b.score - a.score || places[b.seat]! - places[a.seat]!

  /** Keeps `best` sorted and no longer than the shortlist. */
  function insert(best: Item[], item: Item): void {
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

  const isListed = (other: number): boolean => places[other]! >= 0 && index.eligible(other)

  /** Of those that may be listed: an earlier version of an article has nearly all in common with it. */
  function largestOf(count: number): number {
    let largest = 0
    for (let n = 0; n < count; n++) {
      const other = gatherer.seats[n]!
      if (products[other]! > largest && isListed(other)) largest = products[other]!
    }
    return largest
  }

  /** The best of so many that were gathered, best first. @param allows whether one may stand in the list. */
  function findBest(seat: number, { count, largest }: Gathered, allows: (item: Item) => boolean): Item[] {
    const best: Item[] = []
    const instant = index.instant(seat)
    let bar = options.minScore
    const take = (other: number): void => {
      if (!isListed(other)) return
      if (!options.newer && index.instant(other) > instant) return
      const score = scorer.score(other, products[other]!, bar)
      if (score === 0) return
      const item = { seat: other, score }
      if (!allows(item)) return
      insert(best, item)
      if (best.length === shortlist) bar = best.at(-1)!.score
    }
    // The likely ones first: then the bar is high, and hardly one of the rest can reach it.
    const glanced = glance.over(gatherer, count, Math.ceil(largest / likelyShare))
    const { seats, most, cut } = glanced
    const likely = glanced.count
    for (let i = 0; i < likely; i++) if (most[i]! >= cut) take(seats[i]!)
    if (bar <= cut) for (let i = 0; i < likely; i++) if (most[i]! < cut && most[i]! >= bar) take(seats[i]!)
    const all = glance.over(gatherer, count, glance.leastProduct(bar)).count
    for (let i = likely; i < all; i++) if (most[i]! >= bar) take(seats[i]!)
    return best
  }

  /** The best of so many that were gathered that came before the article and says enough of it. */
  function findParent(seat: number, { count, largest }: Gathered): Item | undefined {
    if (largest < followProduct || !index.eligible(seat)) return undefined
    const instant = index.instant(seat)
    let parent: Item | undefined
    for (let n = 0; n < count; n++) {
      const other = gatherer.seats[n]!
      if (products[other]! < followProduct || places[other]! > places[seat]!) continue
      if (!isListed(other) || instant - index.instant(other) > followMs) continue
      const score = scorer.score(other, products[other]!, parent?.score ?? 0)
      const item = { seat: other, score }
      if (score > 0 && (!parent || compare(item, parent) < 0)) parent = item
    }
    return parent
  }

  /** The best that tell something else than the article and than each other, and are not too many of one region. */
  function choose(seat: number, gathered: Gathered, hidden: ReadonlySet<number>): Omit<Ranked, 'parent'> {
    if (options.limit === 0) return { items: [], threshold: Number.POSITIVE_INFINITY }
    const told = [context.sketch(seat)]
    const chosen: Item[] = []
    const perRegion = new Map<number, number>()
    const isFull = (region: number): boolean =>
      region !== 0 && (perRegion.get(region) ?? 0) >= options.perRegion
    const accept = (item: Item): void => {
      told.push(context.sketch(item.seat))
      chosen.push(item)
    }
    const isTold = ({ seat: other }: Item): boolean => {
      const sketch = context.sketch(other)
      return told.some(one => tellTheSame(one, sketch))
    }
    let best = findBest(seat, gathered, item => !hidden.has(item.seat))
    while (best.length > 0) {
      for (const item of best) {
        if (isTold(item)) continue
        const region = index.region(item.seat)
        if (isFull(region)) continue
        perRegion.set(region, (perRegion.get(region) ?? 0) + 1)
        accept(item)
        // Nothing below the last one that was accepted was looked at.
        if (chosen.length === options.limit) return { items: chosen, threshold: item.score }
      }
      if (best.length < shortlist) break
      // Those of other regions may stand further down.
      const last = best.at(-1)!
      best = findBest(
        seat,
        gathered,
        item => !hidden.has(item.seat) && !isFull(index.region(item.seat)) && compare(last, item) < 0,
      )
    }
    fillUp()
    return { items: chosen.sort(compare), threshold: 0 }

    /** Where nothing else is left, the limit of a region yields. */
    function fillUp(): void {
      let last: Item | undefined
      const isLeft = (item: Item): boolean =>
        !hidden.has(item.seat) &&
        isFull(index.region(item.seat)) &&
        (!last || compare(last, item) < 0) &&
        chosen.every(({ seat: other }) => other !== item.seat)
      for (;;) {
        const more = findBest(seat, gathered, isLeft)
        for (const item of more) if (chosen.length < options.limit && !isTold(item)) accept(item)
        last = more.at(-1)
        if (more.length < shortlist || chosen.length === options.limit) return
      }
    }
  }

  return {
    prepare: entries.prepare,
    rank(seat, hidden = nobody) {
      const instant = index.instant(seat)
      const width = context.width(seat)
      glance.begin(seat)
      scorer.begin(seat)
      const count = gatherer.between(seat, instant - width, instant + width)
      const gathered = { count, largest: largestOf(count) }
      const ranked = { ...choose(seat, gathered, hidden), parent: findParent(seat, gathered) }
      gatherer.release()
      return ranked
    },
    entered(seat, lists) {
      const instant = index.instant(seat)
      const region = index.region(seat)
      const reached: number[] = []
      if (!index.eligible(seat)) return reached
      glance.begin(seat)
      scorer.begin(seat)
      const lookAt = (other: number): void => {
        const product = products[other]!
        if (places[other]! < 0) return
        const later = index.instant(other) - instant
        if (Math.abs(later) > context.width(other)) return
        const inList = options.newer || later >= 0
        const follows = product >= followProduct && later >= 0 && later <= followMs
        // Scores are kept in single precision: half a step of them is allowed for. A score is the same in both
        // directions.
        const reach = (least: number): number => least - 0.00005
        const entry = inList ? lists.thresholds[other]! : Number.POSITIVE_INFINITY
        const parentScore = follows ? lists.parentScores[other]! : Number.POSITIVE_INFINITY
        const least = reach(Math.min(entry, parentScore))
        if (glance.mostOf(other, product) < least) return
        const score = scorer.score(other, product, least)
        if (score === 0) return
        // What a region's limit asks for is looked up last: few get here.
        if (
          score >= reach(parentScore) ||
          score >= reach(Math.max(entry, leastOfRegion(lists, other, region)))
        )
          reached.push(other)
      }
      const count = gatherer.reaching(seat)
      for (let n = 0; n < count; n++) lookAt(gatherer.seats[n]!)
      gatherer.release()
      return reached
    },
  }

  /** What a further article of a region must score to change a list that has as many of it as it may: as much as the
   *  last one of the region that counts against the limit, or as the last of those for which the limit yielded. 0 where
   *  the region is not full. */
  function leastOfRegion(lists: KeptLists, seat: number, region: number): number {
    if (region === 0) return 0
    const length = lists.lengths[seat]!
    const start = seat * lists.limit
    let own = 0
    let least = 0
    for (let k = 0; k < length; k++)
      if (index.region(lists.items[start + k]!) === region && ++own === options.perRegion)
        least = lists.scores[start + k]!
    if (least === 0) return 0
    // Where the list is not full, all that there is stands in it.
    if (lists.thresholds[seat] === 0 && length < options.limit) return 0
    for (let k = length - 1; k >= 0; k--) {
      const other = index.region(lists.items[start + k]!)
      let same = 0
      for (let i = 0; i <= k; i++) if (index.region(lists.items[start + i]!) === other) same++
      // The last one for which the limit yielded.
      if (other !== 0 && same > options.perRegion) return Math.min(least, lists.scores[start + k]!)
    }
    return least
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
