// Storylines: stories that go on with one another. An article joins the storyline of its parent if it also says enough
// of what the storyline began with, else it founds one: a chain of small steps does not end at another subject. What
// comes later never merges two storylines or renames one, since a storyline is known by its founder.
// (Connected components of lists were no use: two thirds of the open set were one. The founder's share of the text is
// what topic detection calls the distance to the seed of a cluster: Allan, Topic Detection and Tracking, 2002.)
import { createEntryReader } from './entries.js'
import { createMultiplier } from './score.js'
import type { RelatedPlan, RelatedState } from './state.js'
import { fullScore } from './weights.js'

interface Followed extends Pick<RelatedState, 'parents' | 'verdicts'> {
  /** Seat of each place. */
  readonly seats: Uint32Array
  /** Place of each seat. */
  readonly places: Int32Array
  /** Stands in no storyline: a series that was set by hand wins. */
  isApart(n: number): boolean
}

/** The founder of each article's storyline: by place, a place; its own for a founder; -1 for one that stands apart.
 *  A verdict on two seats holds for good, since a seat never changes: each pair is compared once, and what is known of
 *  it is put down.
 *  Cost: one pass over bare numbers, and the comparisons of what is new.
 *  @param agrees whether the article of a seat says enough of the founder's. */
export function findFounders(
  { seats, places, parents, verdicts, isApart }: Followed,
  agrees: (seat: number, founder: number) => boolean,
): Int32Array {
  const founders = new Int32Array(seats.length)
  // Articles that stand apart are links of the chain all the same: what goes on with one stays with the others.
  for (let n = 0; n < seats.length; n++) {
    founders[n] = n
    const seat = seats[n]!
    const parent = parents[seat]! < 0 ? -1 : places[parents[seat]!]!
    if (parent < 0) continue
    const founder = founders[parent]!
    // Whoever goes on with the founder itself was compared with it already.
    if (founder === parent || joins(seat, seats[founder]!)) founders[n] = founder
  }
  const first = new Int32Array(seats.length).fill(-1)
  return founders.map((founder, n) => {
    if (isApart(n)) return -1
    if (first[founder]! < 0) first[founder] = n
    return first[founder]!
  })

  function joins(seat: number, founder: number): boolean {
    if (Math.abs(verdicts[seat]!) !== founder + 1)
      verdicts[seat] = agrees(seat, founder) ? founder + 1 : -(founder + 1)
    return verdicts[seat]! > 0
  }
}

/** Founders whose texts are held ready: as many storylines as go on at a time. */
const mostReady = 512

/** After all lists of a plan are ranked. */
export function settleFounders(plan: RelatedPlan, isApart: (n: number) => boolean): Int32Array {
  const { index, context, state, seats } = plan
  const { follows } = context.options
  const least = follows.text * follows.founder * 2 * fullScore
  const { entry } = createEntryReader(index.base, index.added)
  const ready = new Map<number, ReturnType<typeof createMultiplier>>()
  const multiplierOf = (founder: number) => {
    const known = ready.get(founder)
    if (known) return known
    const multiply = createMultiplier(entry(founder))
    const [oldest] = ready.keys()
    if (ready.size >= mostReady) ready.delete(oldest!)
    ready.set(founder, multiply)
    return multiply
  }
  const followed = { ...state, seats, places: context.places, isApart }
  return findFounders(followed, (seat, founder) => multiplierOf(founder)(entry(seat)) >= least)
}

/** Of what is kept, where nothing is new: a pair that was never compared is none. */
export function recallFounders(followed: Followed): Int32Array {
  return findFounders({ ...followed, verdicts: followed.verdicts.slice() }, () => false)
}
