// Articles that belong together: by region, topic, source, author, series; by month.
import { calendar } from '../base/dates.js'
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

export function collectMembers(
  model: Model,
): Readonly<Record<Group['kind'], ReadonlyMap<number, readonly number[]>>> {
  const lists = {
    region: new Map<number, number[]>(),
    topic: new Map<number, number[]>(),
    source: new Map<number, number[]>(),
    author: new Map<number, number[]>(),
    series: new Map<number, number[]>(),
  }
  const put = (kind: Group['kind'], number: number, n: number): void => {
    if (number < 0) return
    const list = lists[kind].get(number)
    if (list) list.push(n)
    else lists[kind].set(number, [n])
  }
  for (let n = 0; n < model.rows.length; n++) {
    if (model.library.rest(model.rows[n]!).redirect !== undefined) continue
    put('region', model.region[n]!, n)
    for (const number of model.furtherRegions[n]!) put('region', number, n)
    for (const number of model.topicsOf[n]!) put('topic', number, n)
    for (const number of model.authorsOf[n]!) put('author', number, n)
    put('source', model.source[n]!, n)
    put('series', model.seriesOf[n]!, n)
  }
  return lists
}

export function collectMonths(model: Model): Month[] {
  const months: Month[] = []
  for (let n = 0; n < model.rows.length; n++) {
    const { year, month } = calendar(model.instants[n]!, model.options.zone)
    const last = months.at(-1)
    if (last && last.year === year && last.month === month) months[months.length - 1] = { ...last, to: n + 1 }
    else months.push({ year, month, from: n, to: n + 1 })
  }
  return months
}
