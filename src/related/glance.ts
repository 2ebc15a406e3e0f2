// A glance at candidates: what each could score at most, from its product and three small numbers. A window has
// thousands of them and a list has six, so that nearly all end here; only the best of a glance are scored (the bounds of
// a threshold algorithm: Fagin, Lotem and Naor, Optimal Aggregation Algorithms, 2001).
import type { RelatedOptions } from './score.js'
import type { RelatedIndex } from './seats.js'
import { fullScore } from './weights.js'

/** What was glanced at: parallel arrays of which the first `count` are of now. */
export interface Glanced {
  readonly count: number
  readonly seats: Uint32Array
  /** What each could score at most. */
  readonly most: Float64Array
  /** About so much could the `leastBest` best score, 0 where there are fewer: those are scored first, so that the bar is
   *  high for the rest. Any value would give the same lists. */
  readonly cut: number
}

export interface Glance {
  begin(seat: number): void
  /** Not less than the score of a pair. @param product what the two texts say of each other's queries. */
  mostOf(other: number, product: number): number
  /** A product below this one has no score that reaches `score`, whatever else two articles share. */
  leastProduct(score: number): number
  /** Glances at those of the first `count` candidates whose products reach `least`, for which it has not been asked since
   *  the article was begun: what was seen stays. Cost: a comparison each, and a few operations for what is new. */
  over(candidates: Candidates, count: number, least: number): Glanced
}

export interface Candidates {
  /** By seat. */
  readonly products: Int32Array
  readonly seats: Uint32Array
}

/** Scores are rounded to four places. */
const slack = 1e-4

/** So many are scored before the rest is looked at again: a few times what a list needs. */
const leastBest = 48

/** @param index looked through once, when the glance is made. */
export function createGlance(index: RelatedIndex, { weights, minScore, fadeDays }: RelatedOptions): Glance {
  const fadeMs = fadeDays * 86_400_000
  const near = boundNearness()
  const perProduct = weights.text / (2 * fullScore)
  const { signatures, topicCounts, steps } = summarise(index, fadeMs / nearSteps)
  const histogram = createHistogram(weights.text + weights.topics + weights.region + weights.source)
  const glanced = {
    count: 0,
    seats: new Uint32Array(index.size),
    most: new Float64Array(index.size),
    cut: 0,
  }
  let signature = 0
  let step = 0
  // What sharing it brings at most; 0 where the article has none.
  let topics = 0
  // What one topic brings with an article that has no other one.
  let perTopic = 0
  // Topics of the article that share their bit with another one of it.
  let hidden = 0
  let region = 0
  let source = 0
  // Least product that was glanced at.
  let seen = beyond

  function mostOf(other: number, product: number): number {
    let most = product * perProduct
    const shared = signature & signatures[other]!
    if (shared !== 0) {
      if ((shared & topicBits) !== 0)
        most += Math.min(
          topics,
          perTopic * (countBits(shared & topicBits) + hidden) * inverseRoots[topicCounts[other]!]!,
        )
      if ((shared & regionBits) !== 0) most += region
      if ((shared & sourceBits) !== 0) most += source
    }
    const apart = Math.abs(step - steps[other]!)
    return most * near[apart < near.length ? apart : near.length - 1]! + slack
  }

  return {
    begin(seat) {
      glanced.count = 0
      seen = beyond
      histogram.clear()
      signature = signatures[seat]!
      step = steps[seat]!
      const count = index.topics(seat).length
      topics = count === 0 ? 0 : weights.topics
      perTopic = count === 0 ? 0 : topics / Math.sqrt(count)
      hidden = count - countBits(signature & topicBits)
      region = index.region(seat) === 0 ? 0 : weights.region
      source = index.source(seat) === 0 ? 0 : weights.source
    },
    mostOf,
    leastProduct(score) {
      const words = score - topics - region - source - slack
      return words <= 0 ? 0 : perProduct === 0 ? beyond : Math.floor(words / perProduct)
    },
    over({ products, seats: candidates }, total, least) {
      const { seats, most } = glanced
      let { count } = glanced
      for (let n = 0; n < total && least < seen; n++) {
        const other = candidates[n]!
        const product = products[other]!
        if (product < least || product >= seen) continue
        const bound = mostOf(other, product)
        if (bound < minScore) continue
        seats[count] = other
        most[count++] = bound
        histogram.add(bound)
      }
      glanced.count = count
      glanced.cut = histogram.cut(leastBest)
      seen = Math.min(seen, least)
      return glanced
    },
  }
}

/** Above every product; a whole number as they are, so that comparing takes no conversion. */
const beyond = 0x7fffffff

const buckets = 512

/** Counts of values from 0 to `most`, by which the best are found without sorting all. */
function createHistogram(most: number) {
  const counts = new Uint32Array(buckets)
  const scale = buckets / Math.max(most, Number.MIN_VALUE)
  return {
    clear(): void {
      counts.fill(0)
    },
    add(value: number): void {
      const bucket = (value * scale) | 0
      counts[bucket < buckets ? bucket : buckets - 1]!++
    },
    /** A value that at least so many reach; 0 if there are fewer. */
    cut(least: number): number {
      for (let bucket = buckets - 1, sum = 0; bucket > 0; bucket--) {
        sum += counts[bucket]!
        if (sum >= least) return bucket / scale
      }
      return 0
    },
  }
}

/** Bits of a signature: twenty for topics, eight for regions, four for sources. */
const topicBits = 0x000f_ffff
const regionBits = 0x0ff0_0000
const sourceBits = 0xf000_0000 | 0

/** Source: Warren, Hacker's Delight, 5-1. */
function countBits(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** By a number of topics, what each of them is of the whole in a cosine; the last one also stands for more. */
const inverseRoots = Float64Array.from({ length: 256 }, (_, n) => 1 / Math.sqrt(Math.max(1, n)))

/** What a glance reads of each seat: three numbers. Seats with no bit in common share no topic, region or source.
 *  @param stepMs length of a step in time. Cost: a pass over bare numbers. */
function summarise({ base, added, size }: RelatedIndex, stepMs: number) {
  const signatures = new Int32Array(size)
  const topicCounts = new Uint8Array(size)
  const steps = new Float64Array(size)
  const put = (seat: number, instant: number, region: number, source: number): void => {
    steps[seat] = Math.floor(instant / stepMs)
    if (region !== 0) signatures[seat]! |= 1 << (20 + (region & 7))
    if (source !== 0) signatures[seat]! |= 1 << (28 + (source & 3))
  }
  for (let seat = 0, i = 0; seat < base.size; seat++) {
    put(seat, base.instants[seat]!, base.regions[seat]!, base.sources[seat]!)
    const end = base.topicEnds[seat]!
    topicCounts[seat] = Math.min(255, end - i)
    for (; i < end; i++) signatures[seat]! |= 1 << (base.topics[i]! % 20)
  }
  for (const [n, { instant, region, source, topics }] of added.entries()) {
    put(base.size + n, instant, region, source)
    topicCounts[base.size + n] = Math.min(255, topics.length)
    for (const topic of topics) signatures[base.size + n]! |= 1 << (topic % 20)
  }
  return { signatures, topicCounts, steps }
}

/** Steps in which nearness falls to 1/e. */
const nearSteps = 64

/** What nearness in time makes of a score at most, by how many steps apart two articles are: almost one less. */
const boundNearness = (): Float64Array =>
  Float64Array.from({ length: 16 * nearSteps }, (_, n) => (1 + Math.exp(-Math.max(0, n - 1) / nearSteps)) / 2)
