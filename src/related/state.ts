// What Related News is made of and what of it is kept between builds: articles by place as the site has them, by seat as
// the index has them, and each seat's list.
import type { TermCounts } from '../markdown/terms.js'
import type { SavedEpoch } from './epochs.js'
import type { RankContext, Ranker } from './rank.js'
import type { Base, RelatedIndex, Seat } from './seats.js'

/** Visible articles as Related News sees them, by place (date, oldest first, then path). */
export interface RelatedInput {
  /** Library row of each place. */
  readonly rows: Uint32Array
  readonly instants: Float64Array
  /** Where everything is indexed anew of all rows, else of those that have no seat. */
  terms(row: number): TermCounts
  /** `sketchSize` bytes. */
  sketch(row: number): Uint8Array
  /** Whether two rows are versions of one file. */
  isSameFile(row: number, other: number): boolean
  /** Hash of the region's key; 0 for none. */
  region(n: number): number
  /** Hash of the source's key; 0 for the site itself. */
  source(n: number): number
  /** Hashes of the topics' keys, rising, each once. */
  topics(n: number): Uint32Array
  /** Tells apart sets of topics without making them. */
  topicSum(n: number): number
  eligible(n: number): boolean
  /** Stands in no storyline. */
  isApart(n: number): boolean
  /** For articles with lists edited by hand: places that ranking must leave out. */
  readonly without: ReadonlyMap<number, readonly number[]>
}

/** What is kept. Arrays `…` by seat; a seat's list is `limit` cells of `items` and `scores`. */
export interface RelatedState {
  /** Of the options and the code that ranks. */
  readonly key: string
  readonly base: Base
  readonly added: readonly Seat[]
  /** Library row; -1 for an empty seat. */
  readonly rows: Int32Array
  /** Epoch whose rarities the query was made with. */
  readonly epochOf: Uint8Array
  /** First epoch that counts the article. */
  readonly member: Uint8Array
  readonly topicSums: Uint32Array
  readonly limit: number
  readonly lengths: Uint8Array
  readonly items: Uint32Array
  readonly scores: Float32Array
  readonly thresholds: Float32Array
  /** Seat of the article whose story this one goes on with; -1 for none. */
  readonly parents: Int32Array
  /** Its score; 0 for none. */
  readonly parentScores: Float32Array
  /** What was found of an article and a founder: 1 + the founder's seat if the two belong together, minus that if
   *  not; 0 before any was looked at. See `findFounders`. */
  readonly verdicts: Int32Array
  readonly epochs: readonly SavedEpoch[]
  readonly widths: ReadonlyMap<number, number>
  /** Seats left out of the lists of articles that were edited by hand. */
  readonly without: ReadonlyMap<number, readonly number[]>
  readonly articles: number
}

/** What is to be ranked, and the state that the results are written into. */
export interface RelatedPlan {
  readonly state: RelatedState
  readonly index: RelatedIndex
  readonly context: RankContext
  /** Seats whose lists are to be ranked, rising. */
  readonly stale: Uint32Array
  /** Seat of each place. */
  readonly seats: Uint32Array
  /** Whether the base was made anew. */
  readonly fresh: boolean
  /** What planning looked with: it has summed up every seat, and ranking in the same thread goes on with it. */
  readonly ranker?: Ranker | undefined
}

export function growState(
  past: RelatedState,
  count: number,
  changed: Pick<RelatedState, 'added' | 'epochs' | 'widths' | 'articles'>,
): RelatedState {
  const grown = <A extends Int32Array | Uint8Array | Uint32Array | Float32Array>(
    array: A,
    length: number,
  ): A => {
    const larger = new (array.constructor as new (length: number) => A)(length)
    larger.set(array)
    return larger
  }
  return {
    ...past,
    ...changed,
    rows: grown(past.rows, count),
    epochOf: grown(past.epochOf, count),
    member: grown(past.member, count),
    topicSums: grown(past.topicSums, count),
    lengths: grown(past.lengths, count),
    items: grown(past.items, count * past.limit),
    scores: grown(past.scores, count * past.limit),
    thresholds: grown(past.thresholds, count),
    parents: grown(past.parents, count),
    parentScores: grown(past.parentScores, count),
    verdicts: grown(past.verdicts, count),
  }
}

/** One thread's results: seat i's list is `items` from `ends[i - 1]` to `ends[i]`. */
export interface RankedSeats {
  readonly seats: Uint32Array
  readonly ends: Uint32Array
  readonly items: Uint32Array
  readonly scores: Float32Array
  readonly thresholds: Float32Array
  readonly parents: Int32Array
  readonly parentScores: Float32Array
}

/** Puts results into the state. */
export function takeRanked(state: RelatedState, ranked: RankedSeats): void {
  ranked.seats.forEach((seat, i) => {
    const from = i === 0 ? 0 : ranked.ends[i - 1]!
    const length = ranked.ends[i]! - from
    state.lengths[seat] = length
    state.thresholds[seat] = ranked.thresholds[i]!
    state.parents[seat] = ranked.parents[i]!
    state.parentScores[seat] = ranked.parentScores[i]!
    for (let k = 0; k < length; k++) {
      state.items[seat * state.limit + k] = ranked.items[from + k]!
      state.scores[seat * state.limit + k] = ranked.scores[from + k]!
    }
  })
}
