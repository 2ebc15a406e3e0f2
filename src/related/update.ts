// Related News kept between builds. A new, changed or vanished article changes its own list and those that it
// enters or leaves; every other list stays. Which those are is found exactly: a list changes only if the
// article's score in it reaches the score of its last accepted item (reverse update).
import type { TermCounts } from '../markdown/terms.js'
import {
  countEpochs,
  type Epoch,
  epochAt,
  epochSizes,
  memberOf,
  openEpoch,
  rarity,
  type SavedEpoch,
} from './epochs.js'
import { type Base, buildBase, openIndex, type RelatedIndex, type Seat } from './postings.js'
import { createRanker, type RankContext, type RelatedOptions, smallArchive } from './rank.js'
import { buildVector, type Vector } from './vectors.js'
import { createWindows, monthOf, type Windows } from './window.js'

/** Visible articles as Related News sees them, by place (date, oldest first, then path). */
export interface RelatedInput {
  /** Library row of each place. */
  readonly rows: Uint32Array
  readonly instants: Float64Array
  terms(row: number): TermCounts
  /** Hash of the region's key; 0 for none. */
  region(n: number): number
  /** Hashes of the topics' keys, rising, each once. */
  topics(n: number): Uint32Array
  /** Tells apart sets of topics without making them. */
  topicSum(n: number): number
  eligible(n: number): boolean
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
  /** Epoch whose rarities the vector was made with. */
  readonly epochOf: Uint8Array
  /** First epoch that counts the article. */
  readonly member: Uint8Array
  readonly topicSums: Uint32Array
  readonly limit: number
  readonly lengths: Uint8Array
  readonly items: Uint32Array
  readonly scores: Float32Array
  readonly thresholds: Float32Array
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
}

/** Above this share of changed articles everything is ranked again. */
const mostChanged = 1 / 16

export function planRelated(
  input: RelatedInput,
  options: RelatedOptions,
  key: string,
  past: RelatedState | undefined,
): RelatedPlan {
  const begun = beginRelated(input, options, key, past)
  if (!('finish' in begun)) return begun
  const epochs = begun.epochs.map(openEpoch)
  const vectors = Array.from(input.rows, (row, n) =>
    buildVector(input.terms(row), epochs[begun.epochOf[n]!]!),
  )
  return begun.finish(n => vectors[n]!)
}

/** All articles are to be weighed: half the cost of a first build's lists, and each article by itself, so that
 *  whoever has threads can share it out. */
export interface Weighing {
  readonly epochs: readonly SavedEpoch[]
  /** Number of the epoch that weighs the article at a place. */
  readonly epochOf: Uint8Array
  /** @param vector of the article at a place. */
  finish(vector: (n: number) => Vector): RelatedPlan
}

/** A plan, or where everything is made anew what is needed for one. */
export function beginRelated(
  input: RelatedInput,
  options: RelatedOptions,
  key: string,
  past: RelatedState | undefined,
): RelatedPlan | Weighing {
  const size = input.rows.length
  const sizes = epochSizes(size)
  const usable =
    past !== undefined &&
    past.key === key &&
    size > smallArchive &&
    past.articles > smallArchive &&
    past.epochs[0]?.size === sizes[0]
  const plan = usable ? planChanges(input, options, past, sizes) : undefined
  return plan ?? weighAll(input, options, key, sizes)
}

/** Everything anew. Cost: the terms of the articles that epochs count; then all vectors, then all lists. */
function weighAll(
  input: RelatedInput,
  options: RelatedOptions,
  key: string,
  sizes: readonly number[],
): Weighing {
  const { rows, instants } = input
  const windows = createWindows(instants)
  const epochs = countEpochs(n => input.terms(rows[n]!).terms, sizes)
  const epochOf = Uint8Array.from(instants, instant => epochAt(windows.before(instant)))
  for (const instant of instants) windows.width(instant)
  return {
    epochs,
    epochOf,
    finish: vector => planAll(input, options, key, { sizes, windows, epochs, epochOf }, vector),
  }
}

interface Weighed {
  readonly sizes: readonly number[]
  readonly windows: Windows
  readonly epochs: readonly SavedEpoch[]
  readonly epochOf: Uint8Array
}

function planAll(
  input: RelatedInput,
  options: RelatedOptions,
  key: string,
  { sizes, windows, epochs, epochOf }: Weighed,
  vector: (n: number) => Vector,
): RelatedPlan {
  const { rows, instants } = input
  const size = rows.length
  const base = buildBase(size, n => ({
    instant: instants[n]!,
    region: input.region(n),
    topics: input.topics(n),
    eligible: input.eligible(n),
    vector: vector(n),
  }))
  const index = openIndex(base, [])
  const state: RelatedState = {
    key,
    base,
    added: [],
    rows: Int32Array.from(rows),
    epochOf,
    member: Uint8Array.from(rows, (_, n) => memberOf(n, sizes)),
    topicSums: Uint32Array.from(rows, (_, n) => input.topicSum(n)),
    limit: options.limit,
    lengths: new Uint8Array(size),
    items: new Uint32Array(size * options.limit),
    scores: new Float32Array(size * options.limit),
    thresholds: new Float32Array(size),
    epochs,
    widths: windows.known,
    without: input.without,
    articles: size,
  }
  const seats = Uint32Array.from(rows, (_, n) => n)
  const context: RankContext = {
    options,
    places: sharedPlaces(seats, size),
    articles: size,
    width: other => windows.width(instants[other]!),
  }
  return { state, index, context, stale: seats, seats, fresh: true }
}

function sharedPlaces(seats: Uint32Array, count: number): Int32Array {
  const places = new Int32Array(new SharedArrayBuffer(count * 4)).fill(-1)
  for (let n = 0; n < seats.length; n++) places[seats[n]!] = n
  return places
}

/** Only what changed; undefined when that is too much to be worth it. Cost: some comparisons an article, then
 *  the terms, postings and lists of the changed ones. */
function planChanges(
  input: RelatedInput,
  options: RelatedOptions,
  past: RelatedState,
  sizes: readonly number[],
): RelatedPlan | undefined {
  const { rows, instants } = input
  const windows = createWindows(instants)
  const before = openIndex(past.base, past.added)
  const seatOfRow = seatsByRow(past.rows)
  const kept = findKept(input, past, before, seatOfRow, epoch => epochAt(windows.before(epoch)))
  if (kept.changed > Math.max(256, rows.length * mostChanged)) return undefined
  const counted = recount(input, past, sizes, seatOfRow)
  const reweighed = findReweighed(input, past, counted.flipped, kept.seats)
  for (const n of reweighed) {
    kept.seats[n] = nowhere
    kept.changed += 2
  }
  if (kept.changed > Math.max(256, rows.length * mostChanged)) return undefined

  // Seats of what is new or changed.
  const added = [...past.added]
  const seats = kept.seats
  const fresh: number[] = []
  for (let n = 0; n < rows.length; n++) {
    if (seats[n] !== nowhere) continue
    const row = rows[n]!
    const old = seatOfRow.get(row)
    const epoch = epochAt(windows.before(instants[n]!))
    const vector =
      old !== undefined && past.epochOf[old] === epoch && counted.flipped[epoch]!.size === 0
        ? before.vector(old)
        : buildVector(input.terms(row), counted.epochs[epoch]!)
    seats[n] = past.base.size + added.length
    fresh.push(n)
    added.push({
      instant: instants[n]!,
      region: input.region(n),
      topics: input.topics(n),
      eligible: input.eligible(n),
      vector,
    })
  }
  const count = past.base.size + added.length
  const index = openIndex(past.base, added)
  const places = sharedPlaces(seats, count)
  const state = growState(past, count, {
    added,
    epochs: counted.epochs.map(epoch => epoch.saved()),
    widths: windows.known,
    articles: rows.length,
  })
  const emptied: number[] = []
  for (let seat = 0; seat < past.rows.length; seat++) {
    if (past.rows[seat]! < 0 || places[seat]! >= 0) continue
    emptied.push(seat)
    state.rows[seat] = -1
  }
  for (const n of fresh) {
    const seat = seats[n]!
    state.rows[seat] = rows[n]!
    state.epochOf[seat] = epochAt(windows.before(instants[n]!))
    state.topicSums[seat] = input.topicSum(n)
  }
  for (let n = 0, epoch = 0; n < rows.length; n++) {
    while (epoch < sizes.length && n >= sizes[epoch]!) epoch++
    state.member[seats[n]!] = epoch
  }

  const context: RankContext = {
    options,
    places,
    articles: rows.length,
    width: seat => windows.width(index.instant(seat)),
  }
  const stale = new Set(fresh.map(n => seats[n]!))
  const ranker = createRanker(index, context)
  for (const seat of [...stale, ...emptied])
    for (const reached of ranker.entered(seat, state.thresholds)) stale.add(reached)
  for (const n of staleByWidth(instants, windows, past.widths)) stale.add(seats[n]!)
  const without = withoutSeats(input, seats)
  for (const seat of staleByHand(without, past.without)) if (places[seat]! >= 0) stale.add(seat)
  return {
    state: { ...state, without },
    index,
    context,
    stale: Uint32Array.from(stale).sort(),
    seats,
    fresh: false,
  }
}

const nowhere = 0xffffffff

function seatsByRow(rows: Int32Array) {
  let most = 0
  for (const row of rows) most = Math.max(most, row)
  const seats = new Int32Array(most + 1).fill(-1)
  for (let seat = 0; seat < rows.length; seat++) if (rows[seat]! >= 0) seats[rows[seat]!] = seat
  return {
    get(row: number): number | undefined {
      const seat = seats[row]
      return seat === undefined || seat < 0 ? undefined : seat
    },
  }
}

/** Which places have the seat that they had. */
function findKept(
  input: RelatedInput,
  past: RelatedState,
  before: RelatedIndex,
  seatOfRow: { get(row: number): number | undefined },
  epochOf: (instant: number) => number,
): { readonly seats: Uint32Array; changed: number } {
  const { rows, instants } = input
  const seats = new Uint32Array(rows.length).fill(nowhere)
  let found = 0
  // Instants rise, and an epoch is one of a month: it is looked up when the month changes.
  let month = Number.NaN
  let epoch = 0
  for (let n = 0; n < rows.length; n++) {
    const instant = instants[n]!
    if (monthOf(instant) !== month) {
      month = monthOf(instant)
      epoch = epochOf(instant)
    }
    const seat = seatOfRow.get(rows[n]!)
    if (
      seat === undefined ||
      past.epochOf[seat] !== epoch ||
      past.topicSums[seat] !== input.topicSum(n) ||
      before.instant(seat) !== instant ||
      before.region(seat) !== input.region(n) ||
      before.eligible(seat) !== input.eligible(n)
    )
      continue
    seats[n] = seat
    found++
  }
  let occupied = 0
  for (const row of past.rows) if (row >= 0) occupied++
  return { seats, changed: rows.length - found + (occupied - found) }
}

/** Brings the epochs up to date with the articles that they count.
 *  @returns per epoch the terms whose rarity is another one now. */
function recount(
  input: RelatedInput,
  past: RelatedState,
  sizes: readonly number[],
  seatOfRow: { get(row: number): number | undefined },
): { readonly epochs: readonly Epoch[]; readonly flipped: readonly ReadonlySet<number>[] } {
  const { rows } = input
  const count = (size: number) => countEpochs(n => input.terms(rows[n]!).terms, [size])[0]!
  const epochs = sizes.map((size, n) =>
    openEpoch(past.epochs[n]?.size === size ? past.epochs[n] : count(size)),
  )
  const old = epochs.map(() => new Map<number, number>())
  const move = (row: number, from: number, to: number): void => {
    const { terms } = input.terms(row)
    for (let e = Math.min(from, to); e < Math.max(from, to); e++) {
      // A table that was counted just now has it right already.
      if (e >= epochs.length || past.epochs[e]?.size !== sizes[e]) continue
      for (const term of terms) if (!old[e]!.has(term)) old[e]!.set(term, epochs[e]!.documents(term))
      epochs[e]!.count(terms, from > to ? 1 : -1)
    }
  }
  const beyond = sizes.length
  const met = new Uint8Array(past.rows.length)
  for (let n = 0, epoch = 0; n < rows.length; n++) {
    while (epoch < sizes.length && n >= sizes[epoch]!) epoch++
    const seat = seatOfRow.get(rows[n]!)
    if (seat !== undefined) met[seat] = 1
    const from = seat === undefined ? beyond : Math.min(past.member[seat]!, beyond)
    if (from !== epoch) move(rows[n]!, from, epoch)
  }
  for (let seat = 0; seat < past.rows.length; seat++) {
    if (past.rows[seat]! < 0 || met[seat] === 1) continue
    const from = Math.min(past.member[seat]!, beyond)
    if (from < beyond) move(past.rows[seat]!, from, beyond)
  }
  const flipped = epochs.map((epoch, e) => {
    const terms = new Set<number>()
    for (const [term, documents] of old[e]!)
      if (rarity(documents, epoch.size) !== rarity(epoch.documents(term), epoch.size)) terms.add(term)
    return terms
  })
  return { epochs, flipped }
}

/** Places whose vector has other weights now. Reads all terms of an epoch's articles, and only when a rarity
 *  has really changed: after the edit of an article that the epoch counts. */
function findReweighed(
  input: RelatedInput,
  past: RelatedState,
  flipped: readonly ReadonlySet<number>[],
  seats: Uint32Array,
): number[] {
  if (flipped.every(terms => terms.size === 0)) return []
  const places: number[] = []
  for (let n = 0; n < seats.length; n++) {
    if (seats[n] === nowhere) continue
    const terms = flipped[past.epochOf[seats[n]!]!]!
    if (terms.size > 0 && input.terms(input.rows[n]!).terms.some(term => terms.has(term))) places.push(n)
  }
  return places
}

function growState(
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
  }
}

/** Places in months whose window is as wide as it was no longer. */
function staleByWidth(
  instants: Float64Array,
  windows: { width(instant: number): number },
  old: ReadonlyMap<number, number>,
): number[] {
  const stale: number[] = []
  let month = Number.NaN
  let changed = false
  for (let n = 0; n < instants.length; n++) {
    if (monthOf(instants[n]!) !== month) {
      month = monthOf(instants[n]!)
      changed = old.get(month) !== windows.width(instants[n]!)
    }
    if (changed) stale.push(n)
  }
  return stale
}

function withoutSeats(input: RelatedInput, seats: Uint32Array): Map<number, readonly number[]> {
  return new Map(
    [...input.without].map(([n, places]) => [
      seats[n]!,
      places.map(place => seats[place]!).sort((a, b) => a - b),
    ]),
  )
}

function staleByHand(
  now: ReadonlyMap<number, readonly number[]>,
  old: ReadonlyMap<number, readonly number[]>,
): number[] {
  const text = (list: readonly number[] | undefined) => (list ?? []).join()
  return [...new Set([...now.keys(), ...old.keys()])].filter(
    seat => text(now.get(seat)) !== text(old.get(seat)),
  )
}

/** The state with one seat a place, in order, and everything in the base: what is kept when much has come since.
 *  Nothing is weighed or ranked again. @param rows library row of each place, as it is kept. */
export function foldRelated(plan: RelatedPlan, rows: Uint32Array): RelatedState {
  const { state, index, seats } = plan
  // A base that was just made has its seats in this order.
  if (plan.fresh) return { ...state, rows: Int32Array.from(rows) }
  const { limit } = state
  const { places } = plan.context
  const pick = <A extends Uint8Array | Uint32Array | Float32Array>(array: A): A => {
    const picked = new (array.constructor as new (length: number) => A)(seats.length)
    for (let n = 0; n < seats.length; n++) picked[n] = array[seats[n]!]!
    return picked
  }
  const items = new Uint32Array(seats.length * limit)
  const scores = new Float32Array(seats.length * limit)
  seats.forEach((seat, n) => {
    for (let k = 0; k < state.lengths[seat]!; k++) {
      items[n * limit + k] = places[state.items[seat * limit + k]!]!
      scores[n * limit + k] = state.scores[seat * limit + k]!
    }
  })
  return {
    ...state,
    base: buildBase(seats.length, n => {
      const seat = seats[n]!
      return {
        instant: index.instant(seat),
        region: index.region(seat),
        topics: index.topics(seat),
        eligible: index.eligible(seat),
        vector: index.vector(seat),
      }
    }),
    added: [],
    rows: Int32Array.from(rows),
    epochOf: pick(state.epochOf),
    member: pick(state.member),
    topicSums: pick(state.topicSums),
    lengths: pick(state.lengths),
    thresholds: pick(state.thresholds),
    items,
    scores,
    without: new Map(
      [...state.without].flatMap(([seat, hidden]) =>
        places[seat]! < 0
          ? []
          : [[places[seat]!, hidden.map(other => places[other]!).sort((a, b) => a - b)] as const],
      ),
    ),
  }
}

/** One thread's results: seat i's list is `items` from `ends[i - 1]` to `ends[i]`. */
export interface RankedSeats {
  readonly seats: Uint32Array
  readonly ends: Uint32Array
  readonly items: Uint32Array
  readonly scores: Float32Array
  readonly thresholds: Float32Array
}

export function rankSeats(
  index: RelatedIndex,
  context: RankContext,
  seats: Uint32Array,
  without: ReadonlyMap<number, readonly number[]>,
): RankedSeats {
  const ranker = createRanker(index, context)
  const ends = new Uint32Array(seats.length)
  const thresholds = new Float32Array(seats.length)
  const items: number[] = []
  const scores: number[] = []
  seats.forEach((seat, i) => {
    const hidden = without.get(seat)
    const ranked = ranker.rank(seat, hidden && new Set(hidden))
    for (const item of ranked.items) {
      items.push(item.seat)
      scores.push(item.score)
    }
    ends[i] = items.length
    thresholds[i] = ranked.threshold
  })
  return { seats, ends, items: Uint32Array.from(items), scores: Float32Array.from(scores), thresholds }
}

/** Puts results into the state. */
export function takeRanked(state: RelatedState, ranked: RankedSeats): void {
  ranked.seats.forEach((seat, i) => {
    const from = i === 0 ? 0 : ranked.ends[i - 1]!
    const length = ranked.ends[i]! - from
    state.lengths[seat] = length
    state.thresholds[seat] = ranked.thresholds[i]!
    for (let k = 0; k < length; k++) {
      state.items[seat * state.limit + k] = ranked.items[from + k]!
      state.scores[seat * state.limit + k] = ranked.scores[from + k]!
    }
  })
}
