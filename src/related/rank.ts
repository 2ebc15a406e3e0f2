// Ranking: the related articles of one seat. Pure over an index; the same on every thread and machine, since
// products of weights are whole numbers and scores are rounded before they are compared.
import { sketchSize } from '../markdown/terms.js'
import { createGatherer } from './gather.js'
import { createScorer, type RelatedOptions } from './score.js'
import type { RelatedIndex } from './seats.js'
import { type Document, fullScore } from './weights.js'

/** Candidates that the limits choose from. */
const shortlist = 48

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
  const { options, places } = context
  const gatherer = createGatherer(index, context)
  const { products } = gatherer
  const scorer = createScorer(index, options)
  const { base } = index
  // Articles that share no term are candidates only where all are looked at.
  const leastCommon = context.articles <= smallArchive ? 0 : 1
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

  /** The candidates for a list, best first, and the older article that is followed. */
  function look(seat: number, low: number, high: number, hidden: ReadonlySet<number>) {
    const instant = index.instant(seat)
    const place = places[seat]!
    const canFollow = index.eligible(seat)
    const best: Item[] = []
    let parent: Item | undefined
    let bar = 0
    let least = Math.max(leastCommon, scorer.leastProduct(0))

    function lookAt(other: number, product: number): void {
      if (places[other]! < 0 || other === seat || !index.eligible(other)) return
      if (
        product >= followProduct &&
        canFollow &&
        places[other]! < place &&
        instant - index.instant(other) <= followMs
      ) {
        const score = scorer.score(other, product, parent?.score ?? 0)
        if (score > 0) {
          const item = { seat: other, score }
          if (!parent || compare(item, parent) < 0) parent = item
        }
      }
      if (!options.newer && index.instant(other) > instant) return
      const score = scorer.score(other, product, bar)
      if (score === 0 || hidden.has(other)) return
      insert(best, { seat: other, score })
      if (best.length < shortlist) return
      bar = best.at(-1)!.score
      least = Math.max(leastCommon, scorer.leastProduct(bar))
    }

    /** Looks at the products from `from` to below `to`. */
    function lookThrough(from: number, to: number): void {
      for (let other = low; other < high; other++) {
        const product = products[other]!
        if (product < to && product >= from && (product >= least || product >= followProduct))
          lookAt(other, product)
      }
      for (let other = base.size; other < index.size; other++) {
        const product = products[other]!
        if (product < to && product >= from) lookAt(other, product)
      }
    }

    // The likely ones first: then most of the others are passed over at a glance.
    let most = 0
    for (let other = low; other < high; other++) most = Math.max(most, products[other]!)
    const likely = Math.max(1, most >> 2)
    lookThrough(likely, Number.POSITIVE_INFINITY)
    lookThrough(leastCommon, likely)
    return { best, parent }
  }

  /** The best that tell something else than the article and than each other. */
  function choose(seat: number, best: readonly Item[]): Omit<Ranked, 'parent'> {
    if (options.limit === 0) return { items: [], threshold: Number.POSITIVE_INFINITY }
    const told = [index.sketch(seat)]
    const chosen: Item[] = []
    const passed: Item[] = []
    const perRegion = new Map<number, number>()
    const accept = (item: Item): void => {
      told.push(index.sketch(item.seat))
      chosen.push(item)
    }
    const isTold = ({ seat: other }: Item): boolean => {
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
      scorer.begin(seat)
      const gathered = gatherer.between(seat, instant - width, instant + width)
      const { best, parent } = look(seat, gathered.low, gathered.high, hidden)
      gatherer.release(gathered)
      return { ...choose(seat, best), parent }
    },
    entered(seat, thresholds) {
      const instant = index.instant(seat)
      const reached: number[] = []
      if (!index.eligible(seat)) return reached
      scorer.begin(seat)
      const lookAt = (other: number): void => {
        const product = products[other]!
        if (product < leastCommon || other === seat || places[other]! < 0) return
        const later = index.instant(other) - instant
        if (Math.abs(later) > context.width(other)) return
        let least = options.newer || later >= 0 ? thresholds.items[other]! : Number.POSITIVE_INFINITY
        if (product >= followProduct && later >= 0 && later <= followMs)
          least = Math.min(least, thresholds.parents[other]!)
        // Thresholds lie in single precision: half a step of the scores is allowed for. A score is the same in both
        // directions.
        if (scorer.score(other, product, least - 0.00005) > 0) reached.push(other)
      }
      const gathered = gatherer.reaching(seat)
      for (let other = gathered.low; other < gathered.high; other++) lookAt(other)
      for (let other = base.size; other < index.size; other++) lookAt(other)
      gatherer.release(gathered)
      return reached
    },
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
