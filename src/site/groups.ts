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

/** Articles that only point elsewhere are in no list. Cost: two passes over the names of visible articles. */
export function collectMembers(model: Model): Members {
  const views = model.library.views()
  const { numbers, rows } = model
  const listed = (n: number): boolean => (views.flags[rows[n]!]! & Flag.redirect) === 0
  const visit =
    (own: Int32Array | undefined, lists: LibraryViews['topics'] | undefined, of: Int32Array) =>
    (put: (number: number, n: number) => void): void => {
      for (let n = 0; n < rows.length; n++) {
        if (!listed(n)) continue
        if (own && own[n]! >= 0) put(own[n]!, n)
        if (!lists) continue
        const row = rows[n]!
        for (let i = row === 0 ? 0 : lists.ends[row - 1]!; i < lists.ends[row]!; i++) {
          const number = of[lists.items[i]!]!
          if (number >= 0) put(number, n)
        }
      }
    }
  return {
    region: gather(model.regions.all.length, visit(model.region, views.regions, numbers.region)),
    topic: gather(model.topics.all.length, visit(undefined, views.topics, numbers.topic)),
    source: gather(model.sources.all.length, visit(model.source, undefined, noNumbers)),
    author: gather(model.authors.all.length, visit(undefined, views.authors, numbers.author)),
    series: gather(model.series.all.length, visit(model.seriesOf, undefined, noNumbers)),
  }
}

const noNumbers = new Int32Array(0)

/** A counting sort. A place that comes twice in a row for one number is put once. */
function gather(
  size: number,
  visit: (put: (number: number, n: number) => void) => void,
): readonly Uint32Array[] {
  const last = new Int32Array(size).fill(-1)
  const counts = new Uint32Array(size)
  visit((number, n) => {
    if (last[number] === n) return
    last[number] = n
    counts[number]!++
  })
  const lists = Array.from(counts, count => new Uint32Array(count))
  const used = new Uint32Array(size)
  last.fill(-1)
  visit((number, n) => {
    if (last[number] === n) return
    last[number] = n
    lists[number]![used[number]!++] = n
  })
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
