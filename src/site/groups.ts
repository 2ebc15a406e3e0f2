// Articles that belong together: by region, topic, source, author, series; by month.
import { calendar } from '../base/dates.js'
import { lowerBound } from '../base/search.js'
import { Flag, type LibraryViews } from '../content/library.js'
import type { Ref } from './card.js'
import type { Entity } from './entities.js'
import type { Model } from './model.js'
import { fillPattern, type SitePath } from './urls.js'

/** Articles that share a region, topic, source, author or series. */
export interface Group {
  readonly kind: 'region' | 'topic' | 'source' | 'author' | 'series'
  readonly entity: Entity
  readonly path: SitePath
  readonly ref: Ref
  /** Places, oldest first. */
  readonly members: Uint32Array
}

/** The articles of one month lie together: places `from` to `to` (exclusive). */
export interface Month {
  readonly year: number
  readonly month: number
  readonly from: number
  readonly to: number
}

export function refsOf(
  entities: readonly Entity[],
  pattern: string,
  href: (path: SitePath) => string,
): Ref[] {
  return entities.map(({ key, name }) =>
    Object.freeze({ key, name, url: href(fillPattern(pattern, { key })) }),
  )
}

/** Members of each entity, by its number; places, oldest first. */
export type Members = Readonly<Record<Group['kind'], readonly Uint32Array[]>>

/** Articles that only point elsewhere are in no list. Cost: a pass over the names of visible articles, and two over what
 *  it found. */
export function collectMembers(model: Model): Members {
  const views = model.library.views()
  const { numbers, rows } = model
  const listed = Uint8Array.from(rows, row => ((views.flags[row]! & Flag.redirect) === 0 ? 1 : 0))
  const most = Math.max(...[views.regions, views.topics, views.authors].map(({ items }) => items.length))
  const pairs = createPairs(rows.length + most)
  const collect = (
    { all }: { readonly all: readonly Entity[] },
    own: Int32Array,
    lists = noLists,
    of: Int32Array = noNumbers,
  ): readonly Uint32Array[] => {
    takeNames(pairs, { rows, listed, own, lists, of })
    return gather(pairs, all.length)
  }
  return {
    region: collect(model.regions, model.region, views.regions, numbers.region),
    topic: collect(model.topics, noNumbers, views.topics, numbers.topic),
    source: collect(model.sources, model.source),
    author: collect(model.authors, noNumbers, views.authors, numbers.author),
    series: collect(model.series, model.seriesOf),
  }
}

const noNumbers: Int32Array = new Int32Array(0)
const noLists: LibraryViews['topics'] = { items: new Uint32Array(0), ends: new Uint32Array(0) }

/** Numbers of entities and the places that name them, in the order of the places. */
interface Pairs {
  readonly numbers: Uint32Array
  readonly places: Uint32Array
  count: number
}

const createPairs = (most: number): Pairs => ({
  numbers: new Uint32Array(most),
  places: new Uint32Array(most),
  count: 0,
})

interface Names {
  readonly rows: Uint32Array
  /** By place. */
  readonly listed: Uint8Array
  /** Number by place; empty where there is none. */
  readonly own: Int32Array
  /** Names by row; empty where there are none. */
  readonly lists: LibraryViews['topics']
  /** Number of each name. */
  readonly of: Int32Array
}

/** One loop for all kinds, over bare arrays: with a function called for each name it took three times as long. */
function takeNames(pairs: Pairs, { rows, listed, own, lists, of }: Names): void {
  const { numbers, places } = pairs
  const { items, ends } = lists
  let count = 0
  for (let n = 0; n < rows.length; n++) {
    if (listed[n] === 0) continue
    if (n < own.length && own[n]! >= 0) {
      numbers[count] = own[n]!
      places[count++] = n
    }
    const row = rows[n]!
    if (row >= ends.length) continue
    for (let i = row === 0 ? 0 : ends[row - 1]!; i < ends[row]!; i++) {
      const number = of[items[i]!]!
      if (number < 0) continue
      numbers[count] = number
      places[count++] = n
    }
  }
  pairs.count = count
}

/** A counting sort. A place that comes twice in a row for one number is put once. */
function gather({ numbers, places, count }: Pairs, size: number): readonly Uint32Array[] {
  const last = new Int32Array(size).fill(-1)
  const counts = new Uint32Array(size)
  for (let i = 0; i < count; i++) {
    const [number, n] = [numbers[i]!, places[i]!]
    if (last[number] === n) continue
    last[number] = n
    counts[number]!++
  }
  const lists = Array.from(counts, length => new Uint32Array(length))
  const used = new Uint32Array(size)
  last.fill(-1)
  for (let i = 0; i < count; i++) {
    const [number, n] = [numbers[i]!, places[i]!]
    if (last[number] === n) continue
    last[number] = n
    lists[number]![used[number]!++] = n
  }
  return lists
}

/** Cost: a search a month, not a look at each article. */
export function collectMonths(model: Model): Month[] {
  const { instants } = model
  const { zone } = model.options
  const months: Month[] = []
  for (let from = 0; from < instants.length; ) {
    const { year, month } = calendar(instants[from]!, zone)
    const end = zone.instant(Date.UTC(year, month, 1))
    let to = lowerBound(instants, end, from)
    // In a zone that skips or repeats the first hours of a month the search may be off by a few.
    const belongs = (n: number): boolean => {
      const day = calendar(instants[n]!, zone)
      return day.year === year && day.month === month
    }
    while (to > from + 1 && !belongs(to - 1)) to--
    while (to < instants.length && (to === from || belongs(to))) to++
    months.push({ year, month, from, to })
    from = to
  }
  return months
}
