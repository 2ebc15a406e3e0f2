// Related lists of all articles: what changed is ranked, in threads when that is much; then what editors pinned.
import { LostStore, type Stretch } from '../base/stretch.js'
import type { Library, Locator } from '../content/library.js'
import { sketchSize } from '../markdown/terms.js'
import {
  type Partition,
  type Postings,
  type SharedArray,
  type SharedType,
  shared,
} from '../related/postings.js'
import type { RelatedOptions } from '../related/score.js'
import { type Base, openIndex } from '../related/seats.js'
import { type RelatedPlan, type RelatedState, takeRanked } from '../related/state.js'
import { recallFounders, settleFounders } from '../related/storylines.js'
import { beginRelated, type Indexing, rankSeats } from '../related/update.js'
import { monthOf } from '../related/window.js'
import { type Editorial, relatedInput } from '../site/editorial.js'
import type { Model } from '../site/model.js'
import { noRelated, pinnedScore, type RelatedLists } from '../site/related-lists.js'
import { type ArticleTerms, findTerms, type ParseTerms } from './article-terms.js'
import { type Pool, runAll } from './pool.js'
import type { Shop } from './shop.js'
import type { IndexTask, RankTask } from './tasks.js'

export interface RankInput {
  readonly model: Model
  readonly editorial: ReadonlyMap<number, Editorial>
  readonly options: RelatedOptions
  /** Of the options and the engine. */
  readonly key: string
  readonly past: RelatedState | undefined
  readonly shop: Shop
  readonly parseTerms: ParseTerms
  /** Where there is a place to put a new index: see `Store.park`. */
  readonly park: (<T>(part: T) => T) | undefined
  onProgress(done: number, total: number): void
}

export interface RankedAll {
  readonly lists: RelatedLists
  readonly ranked: number
  /** Undefined where there are no lists at all. */
  readonly plan?: RelatedPlan
}

/** Tasks at a thread: each takes a tenth of a second or more. */
const fewAhead = 2
/** Articles ranked together: each batch makes tables of the terms that it looks up, and threads get several each. */
const batchSizeOf = (articles: number): number => Math.min(4_096, Math.max(512, Math.ceil(articles / 12)))

export async function rankAll(input: RankInput): Promise<RankedAll> {
  const { model, editorial, options, shop, past } = input
  const size = model.rows.length
  if (options.limit === 0 || size === 0) return { lists: noRelated(size), ranked: 0 }
  const terms = await findTerms(model.rows, model.library, shop.shelves.terms, past, input.parseTerms)
  const related = relatedInput(model, editorial, terms.of)
  const begun = beginRelated(related, options, input.key, past)
  const plan = await finishPlan(begun, model, terms, shop)
  const total = plan.stale.length
  // Sharing the index with threads is a copy of it.
  if (total > 0) await rankStale(plan, model.library, shop.pool(total), done => input.onProgress(done, total))
  const isLarge = total > manyArticles
  if (isLarge) await shop.rest()
  const founders = settleFounders(plan, related.isApart)
  const lists = { ...collectLists(plan, editorial, options.limit), founders }
  return {
    lists,
    ranked: total,
    plan: isLarge && plan.fresh && input.park ? parkIndex(plan, input.park) : plan,
  }
}

/** From so many articles on, what one step held is given back before the next: what threads did, and the index, a
 *  kilobyte an article. */
const manyArticles = 20_000

function parkIndex(plan: RelatedPlan, park: <T>(part: T) => T): RelatedPlan {
  const base = park(plan.index.base)
  return { ...plan, index: openIndex(base, plan.index.added), state: { ...plan.state, base } }
}

/** A function of its own: what was indexed apart would stay in memory with the one that waits for the ranking. */
async function finishPlan(
  begun: RelatedPlan | Indexing,
  { rows }: Model,
  terms: ArticleTerms,
  shop: Shop,
): Promise<RelatedPlan> {
  if (!('finish' in begun)) return begun
  const locators = Array.from(rows, terms.locator)
  shop.shelves.terms.flush()
  return begun.finish(await indexAll(begun, locators, shop.pool(rows.length)))
}

async function indexAll(indexing: Indexing, terms: readonly Locator[], pool: Pool): Promise<Partition[]> {
  const parts: Partition[] = []
  await runAll(
    pool,
    indexTasks(indexing, terms, pool.threads > 0),
    ({ part }) => {
      if (!part) throw new LostStore('the terms of an article are lost')
      parts.push(part)
    },
    fewAhead,
  )
  return parts
}

function* indexTasks(
  { epochs, epochOf, parts }: Indexing,
  terms: readonly Locator[],
  inThreads: boolean,
): Iterable<IndexTask> {
  const known = inThreads ? epochs.map(inSharedMemory) : epochs
  for (const { first, size } of parts)
    yield {
      kind: 'index',
      first,
      epochs: known,
      terms: terms.slice(first, first + size),
      epochOf: epochOf.slice(first, first + size),
    }
}

/** In this thread with what planning has made, else in several. */
async function rankStale(
  plan: RelatedPlan,
  library: Library,
  pool: Pool,
  onProgress: (done: number) => void,
): Promise<void> {
  const { index, context, state, stale, ranker } = plan
  if (pool.threads === 0) {
    for (const seats of cutSeats(stale)) {
      takeRanked(state, rankSeats(index, context, seats, state.without, ranker))
      onProgress(seats.length)
    }
    return
  }
  await runAll(
    pool,
    rankTasks(plan, library),
    ({ ranked }, task) => {
      takeRanked(state, ranked)
      onProgress(task.seats.length)
    },
    fewAhead,
  )
}

function* cutSeats(seats: Uint32Array): Iterable<Uint32Array> {
  const size = batchSizeOf(seats.length)
  for (let start = 0; start < seats.length; start += size) yield seats.slice(start, start + size)
}

function* rankTasks(plan: RelatedPlan, library: Library): Iterable<RankTask> {
  const { index, context, stale, state } = plan
  const widths = new Map<number, number>()
  for (const seat of stale) widths.set(monthOf(index.instant(seat)), context.width(seat))
  const base = shareBase(index.base)
  const sketches = gatherSketches(state.rows, library)
  for (const seats of cutSeats(stale)) {
    yield {
      kind: 'rank',
      base,
      added: index.added,
      options: context.options,
      places: context.places,
      articles: context.articles,
      widths,
      seats,
      sketches,
      without: state.without,
    }
  }
}

/** By seat. Cost: a copy of eight numbers each. */
function gatherSketches(rows: Int32Array, library: Library): Uint8Array {
  const { items } = library.views().sketches
  const cells = sketchSize / Uint32Array.BYTES_PER_ELEMENT
  const sketches = shared(Uint32Array, rows.length * cells)
  for (let seat = 0; seat < rows.length; seat++)
    if (rows[seat]! >= 0)
      for (let cell = 0; cell < cells; cell++)
        sketches[seat * cells + cell] = items[rows[seat]! * cells + cell]!
  return new Uint8Array(sketches.buffer)
}

function shareBase(base: Base): Base {
  const share = <A>(postings: Postings<A>): Postings<A> => inSharedMemory(postings)
  const partitions = base.partitions.map(partition => ({
    ...inSharedMemory(partition),
    said: share(partition.said),
    asked: share(partition.asked),
  }))
  return { ...inSharedMemory(base), partitions }
}

/** Copies once what would be copied once a task: an index that was kept was read into memory of this thread's own. */
function inSharedMemory<T extends object>(value: T): T {
  const copy = (member: unknown): unknown => {
    if (!isStretch(member)) return member
    const array = member.subarray(0, member.length)
    return array.buffer instanceof SharedArrayBuffer
      ? array
      : shared(array.constructor as SharedType<typeof array>, array)
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copy(member)])) as T
}

function isStretch(value: unknown): value is Stretch<SharedArray> {
  return value !== null && typeof value === 'object' && 'subarray' in value
}

/** The lists as they are kept, for the articles of a model that was made of the same rows. */
export function recallLists(
  state: RelatedState | undefined,
  model: Model,
  editorial: ReadonlyMap<number, Editorial>,
): RelatedLists {
  if (!state) return noRelated(model.rows.length)
  const seats = new Uint32Array(model.rows.length)
  const places = new Int32Array(state.rows.length).fill(-1)
  state.rows.forEach((row, seat) => {
    const place = row < 0 ? -1 : model.places[row]!
    if (place < 0) return
    places[seat] = place
    seats[place] = seat
  })
  const isApart = (n: number): boolean => model.seriesOf[n]! >= 0
  const founders = recallFounders({ ...state, seats, places, isApart })
  return { ...collectLists({ state, seats, context: { places } }, editorial, state.limit), founders }
}

function collectLists(
  {
    state,
    seats,
    context,
  }: Pick<RelatedPlan, 'state' | 'seats'> & { readonly context: { readonly places: Int32Array } },
  editorial: ReadonlyMap<number, Editorial>,
  limit: number,
): Omit<RelatedLists, 'founders'> {
  const size = seats.length
  const ends = new Uint32Array(size)
  const most = [...editorial.values()].reduce((sum, { pins }) => sum + pins.length, size * limit)
  const items = new Uint32Array(most)
  const scores = new Float32Array(most)
  const parents = new Int32Array(size).fill(-1)
  let used = 0
  const put = (place: number, score: number): void => {
    items[used] = place
    scores[used++] = score
  }
  for (let n = 0; n < size; n++) {
    const seat = seats[n]!
    const pins = editorial.get(n)?.pins ?? []
    for (const pin of pins) put(pin, pinnedScore)
    const rest = Math.min(state.lengths[seat]!, Math.max(0, limit - pins.length))
    for (let k = 0; k < rest; k++) {
      const at = seat * state.limit + k
      put(context.places[state.items[at]!]!, state.scores[at]!)
    }
    ends[n] = used
    const parent = state.parents[seat]!
    if (parent >= 0) parents[n] = context.places[parent]!
  }
  return { ends, items: items.subarray(0, used), scores: scores.subarray(0, used), parents }
}
