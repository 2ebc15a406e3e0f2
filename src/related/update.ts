// Related News kept between builds. A new, changed or vanished article changes its own list and those that it
// enters or leaves; every other list stays. Which those are is found exactly: a list changes only if the
// article's score in it reaches the score of its last accepted item (reverse update).

import type { TermCounts } from '../markdown/terms.js'
import { adoptRows } from './adopt.js'
import { createEntryReader } from './entries.js'
import { countEpochs, epochAt, epochSizes, memberOf, openEpoch, type SavedEpoch } from './epochs.js'
import { buildPartition, joinPartitions, type Partition, partitionSizes } from './postings.js'
import { createRanker, type RankContext, smallArchive } from './rank.js'
import { findReweighed, recount, type SeatFinder } from './recount.js'
import type { RelatedOptions } from './score.js'
import { buildBase, openIndex, type RelatedIndex, type Seat } from './seats.js'
import {
  growState,
  type RankedSeats,
  type RelatedInput,
  type RelatedPlan,
  type RelatedState,
} from './state.js'
import { type Entry, entryOf, type Query } from './weights.js'
import { createWindows, monthOf, type Windows } from './window.js'

/** Above this share of changed articles everything is ranked again. */
const mostChanged = 1 / 16
/** Articles whose entries are read at a time. */
const readTogether = 2_048

export function planRelated(
  input: RelatedInput,
  options: RelatedOptions,
  key: string,
  past: RelatedState | undefined,
): RelatedPlan {
  const begun = beginRelated(input, options, key, past)
  if (!('finish' in begun)) return begun
  const parts = begun.parts.map(({ first, size }) =>
    indexArticles(
      first,
      Array.from(input.rows.subarray(first, first + size), row => input.terms(row)),
      begun.epochOf.subarray(first, first + size),
      begun.epochs,
    ),
  )
  return begun.finish(parts)
}

/** All articles are to be indexed: half the cost of a first build's lists, and each partition by itself, so that
 *  whoever has threads can share it out. */
export interface Indexing {
  readonly epochs: readonly SavedEpoch[]
  /** Number of the epoch that weighs the article at a place. */
  readonly epochOf: Uint8Array
  /** Places that are indexed together. */
  readonly parts: readonly { readonly first: number; readonly size: number }[]
  /** @param parts in their order. */
  finish(parts: readonly Partition[]): RelatedPlan
}

/** @param first place of the first article. */
export function indexArticles(
  first: number,
  articles: readonly TermCounts[],
  epochOf: Uint8Array,
  epochs: readonly SavedEpoch[],
): Partition {
  const opened = epochs.map(openEpoch)
  return buildPartition(
    first,
    articles.map((article, i) => entryOf(article, opened[epochOf[i]!]!)),
  )
}

/** A plan, or where everything is made anew what is needed for one. */
export function beginRelated(
  input: RelatedInput,
  options: RelatedOptions,
  key: string,
  past: RelatedState | undefined,
): RelatedPlan | Indexing {
  const size = input.rows.length
  const sizes = epochSizes(size)
  const usable =
    past !== undefined &&
    past.key === key &&
    size > smallArchive &&
    past.articles > smallArchive &&
    past.epochs[0]?.size === sizes[0]
  const plan = usable ? planChanges(input, options, past, sizes) : undefined
  return plan ?? indexAll(input, options, key, sizes)
}

/** Everything anew. Cost: the terms of the articles that epochs count; then all partitions, then all lists. */
function indexAll(
  input: RelatedInput,
  options: RelatedOptions,
  key: string,
  sizes: readonly number[],
): Indexing {
  const { rows, instants } = input
  const windows = createWindows(instants)
  const epochs = countEpochs(n => input.terms(rows[n]!), sizes)
  const epochOf = Uint8Array.from(instants, instant => epochAt(windows.before(instant)))
  for (const instant of instants) windows.width(instant)
  let first = 0
  const parts = partitionSizes(rows.length).map(size => {
    first += size
    return { first: first - size, size }
  })
  return {
    epochs,
    epochOf,
    parts,
    finish: indexed => planAll(input, options, key, { sizes, windows, epochs, epochOf }, indexed),
  }
}

interface Counted {
  readonly sizes: readonly number[]
  readonly windows: Windows
  readonly epochs: readonly SavedEpoch[]
  readonly epochOf: Uint8Array
}

function planAll(
  input: RelatedInput,
  options: RelatedOptions,
  key: string,
  { sizes, windows, epochs, epochOf }: Counted,
  parts: readonly Partition[],
): RelatedPlan {
  const { rows, instants } = input
  const size = rows.length
  const base = buildBase(
    size,
    n => ({
      instant: instants[n]!,
      region: input.region(n),
      source: input.source(n),
      topics: input.topics(n),
      eligible: input.eligible(n),
    }),
    joinPartitions(parts),
  )
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
    parents: new Int32Array(size),
    parentScores: new Float32Array(size),
    verdicts: new Int32Array(size),
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
    sketch: seat => input.sketch(rows[seat]!),
  }
  return { state, index, context, stale: seats, seats, fresh: true }
}

/** Only what changed; undefined when that is too much to be worth it. Cost: some comparisons an article, then
 *  the terms, postings and lists of the changed ones. */
function planChanges(
  input: RelatedInput,
  options: RelatedOptions,
  before: RelatedState,
  sizes: readonly number[],
): RelatedPlan | undefined {
  const { rows, instants } = input
  const added = [...before.added]
  const entries = createEntryReader(before.base, added)
  const past = { ...before, rows: adoptRows(input, before, entries) }
  const windows = createWindows(instants)
  const old = openIndex(past.base, past.added)
  const seatOfRow = seatsByRow(past.rows)
  const kept = findKept(input, past, old, seatOfRow, instant => epochAt(windows.before(instant)))
  const tooMuch = (): boolean => kept.changed > Math.max(256, rows.length * mostChanged)
  if (tooMuch()) return undefined
  const termsAt = (n: number): TermCounts => {
    const seat = seatOfRow.get(rows[n]!)
    return seat === undefined ? input.terms(rows[n]!) : entries.entry(seat).document
  }
  const { epochs, flipped, otherLength } = recount(input, past, sizes, { seatOfRow, termsAt, entries })
  if (otherLength) return undefined
  const seats = kept.seats
  const reentered = new Map<number, Entry>()
  const reweighed = findReweighed(old, past.epochOf, flipped)
  const touched = reweighed.size === 0 ? [] : Array.from(seats.keys()).filter(n => reweighed.has(seats[n]!))
  for (let start = 0; start < touched.length && !tooMuch(); start += readTogether) {
    const places = touched.slice(start, start + readTogether)
    entries.prepare(places.map(n => seats[n]!))
    for (const n of places) {
      const seat = seats[n]!
      const { document, query } = entries.entry(seat)
      const entry = entryOf(document, epochs[past.epochOf[seat]!]!)
      if (sameQuery(entry.query, query)) continue
      reentered.set(n, entry)
      seats[n] = nowhere
      kept.changed += 2
    }
  }
  if (tooMuch()) return undefined

  // Seats of what is new or changed.
  const fresh: number[] = []
  for (let n = 0; n < seats.length; n++) if (seats[n] === nowhere) fresh.push(n)
  // The same text with other facts.
  entries.prepare(fresh.flatMap(n => (reentered.has(n) ? [] : (seatOfRow.get(rows[n]!) ?? []))))
  for (const n of fresh) {
    seats[n] = past.base.size + added.length
    added.push({
      instant: instants[n]!,
      region: input.region(n),
      source: input.source(n),
      topics: input.topics(n),
      eligible: input.eligible(n),
      ...(reentered.get(n) ?? entryOf(termsAt(n), epochs[epochAt(windows.before(instants[n]!))]!)),
    } satisfies Seat)
  }
  const count = past.base.size + added.length
  const index = openIndex(past.base, added)
  const places = sharedPlaces(seats, count)
  const state = growState(past, count, {
    added,
    epochs: epochs.map(epoch => epoch.saved()),
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
    sketch: seat => input.sketch(state.rows[seat]!),
  }
  const stale = new Set(fresh.map(n => seats[n]!))
  const changed = [...stale, ...emptied]
  // It looks at every seat when it is made: not for a push that changes no article.
  const ranker = changed.length > 0 ? createRanker(index, context, entries) : undefined
  if (ranker) {
    ranker.prepare(emptied)
    for (const seat of changed) for (const reached of ranker.entered(seat, state)) stale.add(reached)
  }
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
    ranker,
  }
}

const nowhere = 0xffffffff

function sameQuery(a: Query, b: Query): boolean {
  return (
    a.terms.length === b.terms.length &&
    a.terms.every((term, i) => term === b.terms[i]) &&
    a.weights.every((weight, i) => weight === b.weights[i])
  )
}

function seatsByRow(rows: Int32Array): SeatFinder {
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
  seatOfRow: SeatFinder,
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
      before.source(seat) !== input.source(n) ||
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

function sharedPlaces(seats: Uint32Array, count: number): Int32Array {
  const places = new Int32Array(new SharedArrayBuffer(count * 4)).fill(-1)
  for (let n = 0; n < seats.length; n++) places[seats[n]!] = n
  return places
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

export function rankSeats(
  index: RelatedIndex,
  context: RankContext,
  seats: Uint32Array,
  without: ReadonlyMap<number, readonly number[]>,
  ranker = createRanker(index, context),
): RankedSeats {
  ranker.prepare(seats)
  const ends = new Uint32Array(seats.length)
  const thresholds = new Float32Array(seats.length)
  const parents = new Int32Array(seats.length)
  const parentScores = new Float32Array(seats.length)
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
    parents[i] = ranked.parent?.seat ?? -1
    parentScores[i] = ranked.parent?.score ?? 0
  })
  return {
    seats,
    ends,
    items: Uint32Array.from(items),
    scores: Float32Array.from(scores),
    thresholds,
    parents,
    parentScores,
  }
}
