// Ranking: the related articles of one article, or of a range. Pure over a `RelatedIndex`; the same on every
// thread and machine, since scores are rounded before they are compared.
import type { RelatedIndex } from './postings.js'

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
  /** Place of the article by date. */
  readonly n: number
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

/** The query: an article's strongest terms. A short query loses nothing and costs a fifth. */
const queryTerms = 30

/** Candidates that the limits choose from. */
const shortlist = 48

const dayMs = 86_400_000
const windowDays = [90, 180, 365, 730] as const
/** Articles before a month that its window must hold. */
const windowArticles = 2_000
/** Up to this many articles every pair is looked at, also without a shared term. */
const smallArchive = 400

export interface Ranker {
  /** Related articles of article `n`, best first; equal scores by newest, then by order (later path first).
   *  @param hidden articles that must not stand in the list. */
  rank(n: number, hidden?: ReadonlySet<number>): Scored[]
}

/** Holds the scratch arrays of one thread. */
export function createRanker(index: RelatedIndex, options: RelatedOptions): Ranker {
  const text = new Float32Array(index.size)
  const touched = new Uint32Array(index.size)
  const windows = createWindows(index)

  function rank(n: number, hidden: ReadonlySet<number> = new Set()): Scored[] {
    const [low, high] = windows(n)
    let count = 0
    if (index.size <= smallArchive) for (let m = low; m < high; m++) touched[count++] = m
    const from = n === 0 ? 0 : index.vectorEnds[n - 1]!
    const to = Math.min(index.vectorEnds[n]!, from + queryTerms)
    for (let i = from; i < to; i++) {
      const term = index.vectorTerms[i]!
      const weight = index.vectorWeights[i]!
      const end = index.postingEnds[term]!
      for (
        let p = lowerBound(index.postingArticles, term === 0 ? 0 : index.postingEnds[term - 1]!, end, low);
        p < end;
        p++
      ) {
        const m = index.postingArticles[p]!
        if (m >= high) break
        if (text[m] === 0 && index.size > smallArchive) touched[count++] = m
        text[m]! += weight * index.postingWeights[p]!
      }
    }
    const best: Scored[] = []
    for (let t = 0; t < count; t++) {
      const m = touched[t]!
      const cosine = text[m]!
      text[m] = 0
      if (m === n || index.eligible[m] === 0) continue
      const time =
        weights.time * Math.exp(-Math.abs(index.instants[n]! - index.instants[m]!) / (fadeDays * dayMs))
      const region = index.regions[n] !== -1 && index.regions[n] === index.regions[m] ? weights.region : 0
      const words = weights.text * cosine
      // Topics are counted only where they could still matter.
      const most = words + region + time + weights.topics
      if (most < options.minScore || (best.length === shortlist && round(most) < best.at(-1)!.score)) continue
      const topics = weights.topics * overlap(n, m)
      if (cosine === 0 && topics === 0 && region === 0) continue
      const score = round(words + topics + region + time)
      if (score < options.minScore || hidden.has(m)) continue
      insert(best, { n: m, score, text: words, topics, region, time })
    }
    return choose(best)
  }

  /** Cosine of the two sets of topics. */
  function overlap(a: number, b: number): number {
    const { topics, topicEnds } = index
    let i = a === 0 ? 0 : topicEnds[a - 1]!
    let j = b === 0 ? 0 : topicEnds[b - 1]!
    const [endA, endB] = [topicEnds[a]!, topicEnds[b]!]
    const sizes = (endA - i) * (endB - j)
    if (sizes === 0) return 0
    let common = 0
    while (i < endA && j < endB) {
      const difference = topics[i]! - topics[j]!
      if (difference === 0) common++
      if (difference <= 0) i++
      if (difference >= 0) j++
    }
    return common / Math.sqrt(sizes)
  }

  function choose(best: readonly Scored[]): Scored[] {
    const chosen: Scored[] = []
    const passed: Scored[] = []
    const perRegion = new Map<number, number>()
    for (const item of best) {
      if (chosen.length === options.limit) return chosen
      const region = index.regions[item.n]!
      const taken = perRegion.get(region) ?? 0
      if (region !== -1 && taken >= options.perRegion) {
        passed.push(item)
        continue
      }
      perRegion.set(region, taken + 1)
      chosen.push(item)
    }
    chosen.push(...passed.slice(0, options.limit - chosen.length))
    return chosen.sort(compare)
  }

  return { rank }
}

function round(score: number): number {
  return Math.round(score * 10_000) / 10_000
}

function compare(a: Scored, b: Scored): number {
  return b.score - a.score || b.n - a.n
}

/** Keeps `best` sorted and no longer than the shortlist. */
function insert(best: Scored[], item: Scored): void {
  if (best.length === shortlist && compare(item, best[shortlist - 1]!) > 0) return
  let at = best.length
  while (at > 0 && compare(item, best[at - 1]!) < 0) at--
  best.splice(at, 0, item)
  if (best.length > shortlist) best.pop()
}

function lowerBound(sorted: Uint32Array, from: number, to: number, value: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** The range of articles that an article is compared with: so many days on both sides, the fewest that hold
 *  enough articles before the start of its month (30 days), so that the cost an article is bounded. */
function createWindows(index: RelatedIndex): (n: number) => readonly [number, number] {
  const days = new Map<number, number>()
  const first = (instant: number): number => {
    let low = 0
    let high = index.size
    while (low < high) {
      const middle = (low + high) >> 1
      if (index.instants[middle]! < instant) low = middle + 1
      else high = middle
    }
    return low
  }
  return n => {
    const instant = index.instants[n]!
    const month = Math.floor(instant / (30 * dayMs))
    let width = days.get(month)
    if (width === undefined) {
      const start = month * 30 * dayMs
      width =
        windowDays.find(candidate => first(start) - first(start - candidate * dayMs) >= windowArticles) ??
        Number.POSITIVE_INFINITY
      days.set(month, width)
    }
    if (width === Number.POSITIVE_INFINITY) return [0, index.size]
    return [first(instant - width * dayMs), first(instant + width * dayMs + 1)]
  }
}

/** Lists of articles `from` to `to` (exclusive), in flat arrays that cross between threads. */
export interface RankedRange {
  readonly from: number
  /** Where each article's list ends in `items`. */
  readonly ends: Uint32Array
  readonly items: Uint32Array
  readonly scores: Float32Array
}

export function rankRange(
  index: RelatedIndex,
  options: RelatedOptions,
  from: number,
  to: number,
): RankedRange {
  const ranker = createRanker(index, options)
  const ends = new Uint32Array(to - from)
  const items: number[] = []
  const scores: number[] = []
  for (let n = from; n < to; n++) {
    for (const item of ranker.rank(n)) {
      items.push(item.n)
      scores.push(item.score)
    }
    ends[n - from] = items.length
  }
  return { from, ends, items: Uint32Array.from(items), scores: Float32Array.from(scores) }
}
