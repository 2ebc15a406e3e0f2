// The score of a pair: what two articles say of what each other asks for, their topics, regions and sources, and how near
// they are in time. The same in both directions: what a new article scores for another one is what it would score in
// that one's list.
import type { Entry } from './postings.js'
import type { RelatedIndex } from './seats.js'
import { type Document, fullScore } from './weights.js'

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
  /** When an article goes on with the story of an older one. */
  readonly follows: FollowOptions
}

export interface FollowOptions {
  /** Least share of what two texts would say of each other if they were the same, 0 to 1. */
  readonly text: number
  /** Most days between the two. */
  readonly days: number
  /** So much of that share it must also say of what the storyline began with, to be part of it. */
  readonly founder: number
}

export interface RelatedWeights {
  readonly text: number
  readonly topics: number
  readonly region: number
  readonly source: number
}

/** Text decides; topics, region and source break near-ties and carry a small archive, where words are little evidence.
 *  News is about what goes on: without time the recall at 5 on the open set is .411, with it .463, and about the same
 *  for 180 and 365 days.
 *
 *  What is followed, looked at in 293 stories of two years of Wikinews and in 1,804 posts of an agency: these make
 *  storylines of three and more of 25 % and 29 % of them, the longest 15 and 21 (5 % and 1 %). Of the twelve of Wikinews
 *  eleven are what a desk would call one story (the primaries, Hong Kong, the impeachment, the prorogation, Puerto Rico's
 *  governor), the twelfth is a season's hurricanes. The longest of the posts are columns of one name, which is what a
 *  series is for. With a share of .2 subjects run together (53 posts in one), with .4 a quarter of the articles of
 *  Wikinews falls out; 120 days join the primaries to the campaign (24). Without the founder's say the longest of the
 *  posts is 30, and drifts. */
export const defaultRelatedOptions: RelatedOptions = {
  limit: 6,
  perRegion: 4,
  minScore: 0.05,
  newer: true,
  weights: { text: 0.85, topics: 0.08, region: 0.05, source: 0.02 },
  fadeDays: 240,
  follows: { text: 0.3, days: 60, founder: 0.67 },
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

/** Scores candidates for the list of one seat. @returns undefined for what cannot be an item.
 *  @param product what the two texts say of each other's queries. @param least a score below which nothing matters. */
export type Scorer = (other: number, product: number, least: number) => Scored | undefined

/** @returns for a seat what scores others: what is known of the seat itself is looked up once, since a list has thousands
 *  of candidates. */
export function createScorers(index: RelatedIndex, options: RelatedOptions): (seat: number) => Scorer {
  const { weights, minScore } = options
  const fadeMs = options.fadeDays * 86_400_000
  const nearMost = boundNearness(fadeMs)
  return seat => {
    const instant = index.instant(seat)
    const ownRegion = index.region(seat)
    const ownSource = index.source(seat)
    const ownTopics = index.topics(seat)
    const mostTopics = ownTopics.length === 0 ? 0 : weights.topics
    const mostBeside =
      mostTopics + (ownRegion === 0 ? 0 : weights.region) + (ownSource === 0 ? 0 : weights.source)
    // Scores are rounded to four places.
    const slack = 1e-4
    return (other, product, least) => {
      const needed = Math.max(least, minScore)
      const words = weights.text * Math.min(1, product / (2 * fullScore))
      // Most candidates fall here.
      if (words + mostBeside + slack < needed) return undefined
      const region = ownRegion !== 0 && ownRegion === index.region(other) ? weights.region : 0
      const source = ownSource !== 0 && ownSource === index.source(other) ? weights.source : 0
      // Topics are counted only where they could still matter. Both sums add in one order: what is most is so in
      // floating point, too.
      const most = words + mostTopics + region + source
      const apart = Math.abs(instant - index.instant(other))
      if (most * nearMost(apart) + slack < needed) return undefined
      const nearness = Math.exp(-apart / fadeMs)
      const near = (1 + nearness) / 2
      if (round(most * near) < needed) return undefined
      const topics = mostTopics === 0 ? 0 : mostTopics * overlap(ownTopics, index.topics(other))
      if (product === 0 && topics === 0 && region === 0) return undefined
      const score = round((words + topics + region + source) * near)
      return score < needed
        ? undefined
        : { seat: other, score, text: words, topics, region, source, nearness }
    }
  }
}

/** A little more than what nearness in time makes of a score at most, without a power: by sixteenths of the fading. */
function boundNearness(fadeMs: number): (apart: number) => number {
  const steps = Float64Array.from({ length: 256 }, (_, n) => (1 + Math.exp(-n / 16)) / 2)
  const perMs = 16 / fadeMs
  return apart => steps[Math.min(255, Math.floor(apart * perMs))]!
}

/** The score of two articles by themselves. Cost: the terms of both. */
export function scorePair(
  index: RelatedIndex,
  options: RelatedOptions,
  document: (seat: number) => Document,
  [seat, other]: readonly [number, number],
): Scored | undefined {
  const entryOf = (one: number): Entry => ({ query: index.query(one), document: document(one) })
  const product = createMultiplier(entryOf(seat))(entryOf(other))
  return createScorers(index, options)(seat)(other, product, 0)
}

/** Bits of a term that are looked at first: most terms of another article are none of this one's. */
const filterSize = 1 << 12

/** What two articles say of each other's queries. */
export function createMultiplier({ query, document }: Entry) {
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
