// Related lists of all articles: what changed is ranked, in threads when that is much; then what editors pinned.
import { LostStore, type Stretch } from '../base/stretch.js'
import type { SavedEpoch } from '../related/epochs.js'
import type { Base } from '../related/postings.js'
import type { RelatedOptions } from '../related/rank.js'
import {
  beginRelated,
  type RelatedPlan,
  type RelatedState,
  takeRanked,
  type Weighing,
} from '../related/update.js'
import { type Vector, type VectorList, vectorAt } from '../related/vectors.js'
import { monthOf } from '../related/window.js'
import { type Editorial, relatedInput } from '../site/editorial.js'
import type { Model } from '../site/model.js'
import { noRelated, type RelatedLists } from '../site/related-lists.js'
import { type Pool, runAll } from './pool.js'
import type { Shop } from './shop.js'
import type { RankTask, WeighTask } from './tasks.js'

export interface RankInput {
  readonly model: Model
  readonly editorial: ReadonlyMap<number, Editorial>
  readonly options: RelatedOptions
  /** Of the options and the engine. */
  readonly key: string
  readonly past: RelatedState | undefined
  readonly shop: Shop
  onProgress(done: number, total: number): void
}

export interface RankedAll {
  readonly lists: RelatedLists
  readonly ranked: number
  /** Undefined where there are no lists at all. */
  readonly plan?: RelatedPlan
}

const batchSize = 512

export async function rankAll(input: RankInput): Promise<RankedAll> {
  const { model, editorial, options, shop } = input
  const size = model.rows.length
  if (options.limit === 0 || size === 0) return { lists: noRelated(size), ranked: 0 }
  const begun = beginRelated(relatedInput(model, editorial), options, input.key, input.past)
  const plan = 'finish' in begun ? begun.finish(await weighAll(begun, model, shop.pool(size))) : begun
  const total = plan.stale.length
  const pool = shop.pool(total)
  await runAll(pool, rankTasks(plan, pool.threads > 0), (ranked, task) => {
    takeRanked(plan.state, ranked)
    input.onProgress(task.seats.length, total)
  })
  return { lists: collectLists(plan, editorial, options.limit), ranked: total, plan }
}

/** Vectors of all articles. */
async function weighAll(weighing: Weighing, model: Model, pool: Pool): Promise<(n: number) => Vector> {
  const lists: VectorList[] = []
  await runAll(pool, weighTasks(weighing, model, pool.threads > 0), ({ vectors }) => {
    if (!vectors) throw new LostStore('the terms of an article are lost')
    lists.push(vectors)
  })
  return n => vectorAt(lists[Math.floor(n / batchSize)]!, n % batchSize)
}

function* weighTasks(
  { epochs, epochOf }: Weighing,
  { rows, library }: Model,
  inThreads: boolean,
): Iterable<WeighTask> {
  const shared = inThreads ? epochs.map(inSharedMemory) : epochs
  for (let start = 0; start < rows.length; start += batchSize) {
    const batch = rows.subarray(start, start + batchSize)
    yield {
      kind: 'weigh',
      epochs: shared,
      terms: Array.from(batch, row => library.termsLocator(row)),
      epochOf: epochOf.slice(start, start + batchSize),
    }
  }
}

function* rankTasks(plan: RelatedPlan, inThreads: boolean): Iterable<RankTask> {
  const { index, context, stale, state } = plan
  const widths = new Map<number, number>()
  for (const seat of stale) widths.set(monthOf(index.instant(seat)), context.width(seat))
  const base = inThreads ? inSharedMemory(index.base) : index.base
  for (let start = 0; start < stale.length; start += batchSize) {
    yield {
      kind: 'rank',
      base,
      added: index.added,
      options: context.options,
      places: context.places,
      articles: context.articles,
      widths,
      seats: stale.slice(start, start + batchSize),
      without: state.without,
    }
  }
}

/** Copies once what would be copied once a task: an index that was kept was read into memory of this thread's own. */
function inSharedMemory<T extends Base | SavedEpoch>(value: T): T {
  const share = <A extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(held: Stretch<A>): A => {
    const array = held.subarray(0, held.length)
    if (array.buffer instanceof SharedArrayBuffer) return array
    const type = array.constructor as new (buffer: SharedArrayBuffer) => A
    const copy = new type(new SharedArrayBuffer(array.byteLength))
    copy.set(array)
    return copy
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      typeof member === 'number' ? member : share(member),
    ]),
  ) as unknown as T
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
  return collectLists({ state, seats, context: { places } }, editorial, state.limit)
}

function collectLists(
  {
    state,
    seats,
    context,
  }: Pick<RelatedPlan, 'state' | 'seats'> & { readonly context: { readonly places: Int32Array } },
  editorial: ReadonlyMap<number, Editorial>,
  limit: number,
): RelatedLists {
  const size = seats.length
  const ends = new Uint32Array(size)
  const most = [...editorial.values()].reduce((sum, { pins }) => sum + pins.length, size * limit)
  const items = new Uint32Array(most)
  const scores = new Float32Array(most)
  let used = 0
  const put = (place: number, score: number): void => {
    items[used] = place
    scores[used++] = score
  }
  for (let n = 0; n < size; n++) {
    const seat = seats[n]!
    // A pinned item stands before every other one, so its score is more than any other can be.
    const pins = editorial.get(n)?.pins ?? []
    for (const pin of pins) put(pin, 1)
    const rest = Math.min(state.lengths[seat]!, Math.max(0, limit - pins.length))
    for (let k = 0; k < rest; k++) {
      const at = seat * state.limit + k
      put(context.places[state.items[at]!]!, state.scores[at]!)
    }
    ends[n] = used
  }
  return { ends, items: items.subarray(0, used), scores: scores.subarray(0, used) }
}
