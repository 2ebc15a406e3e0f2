// The related lists of all visible articles, by place: flat arrays, so that a pass over all of them is short.
import { createStamps, type Stamps, startStamp } from '../base/stamp.js'

export interface RelatedItem {
  readonly n: number
  readonly score: number
}

/** What an editor put there stands before every other item, so its score is more than any other can be. */
export const pinnedScore = 1

export const isPinned = ({ score }: RelatedItem): boolean => score === pinnedScore

/** Article n's list is `items` from `ends[n - 1]` (0 for the first) to `ends[n]`, best first. */
export interface RelatedLists {
  readonly ends: Uint32Array
  readonly items: Uint32Array
  readonly scores: Float32Array
  /** Place of the older article whose story each one goes on with; -1 for none. */
  readonly parents: Int32Array
  /** Place of the article that founded the storyline of each one, perhaps itself; -1 for one that is in none. */
  readonly founders: Int32Array
}

export const noRelated = (size: number): RelatedLists => ({
  ends: new Uint32Array(size),
  items: new Uint32Array(0),
  scores: new Float32Array(0),
  parents: new Int32Array(size).fill(-1),
  founders: new Int32Array(size).fill(-1),
})

export function relatedOf({ ends, items, scores }: RelatedLists, n: number): RelatedItem[] {
  const list: RelatedItem[] = []
  for (let i = n === 0 ? 0 : ends[n - 1]!; i < ends[n]!; i++)
    list.push({ n: items[i]!, score: Math.round(scores[i]! * 10_000) / 10_000 })
  return list
}

/** A stamp each of the cards of a list and their scores, in order.
 *  @param margin what decides of the order of regions beside them. */
export function stampRelated({ ends, items, scores }: RelatedLists, cards: Stamps, margin: number): Stamps {
  const stamps = createStamps(ends.length)
  const stamp = startStamp()
  for (let n = 0; n < ends.length; n++) {
    stamp.restart(2).real(margin)
    for (let i = n === 0 ? 0 : ends[n - 1]!; i < ends[n]!; i++)
      stamp.pair(cards.high[items[i]!]!, cards.low[items[i]!]!).real(scores[i]!)
    stamps.high[n] = stamp.high
    stamps.low[n] = stamp.low
  }
  return stamps
}
