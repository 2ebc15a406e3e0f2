// Each article's address: its own, or the permalink's, with its language in front. Two at one address is an
// error that names both.
import type { NumberColumn, TextColumn } from '../base/columns.js'
import { calendar } from '../base/dates.js'
import { compareText } from '../base/order.js'
import { segmentFault } from '../base/slug.js'
import type { Library } from '../content/library.js'
import { createEntities } from './entities.js'
import type { SiteOptions } from './options.js'
import { fillPattern, readAddress, type SitePath } from './urls.js'

export function languageOf(
  library: Library,
  row: number,
  folders: ReadonlyMap<string, string>,
  siteLanguage: string,
): string {
  const written = library.lang(row)
  const path = library.path(row)
  const lang =
    written >= 0
      ? library.names.name(written)
      : (folders.get(path.slice(0, Math.max(0, path.indexOf('/')))) ?? siteLanguage)
  return lang.toLowerCase() === siteLanguage.toLowerCase() ||
    lang.toLowerCase() === siteLanguage.split('-')[0]!.toLowerCase()
    ? ''
    : lang
}

/** Addresses by row, with digests of them as file systems may fold them. */
interface Addressed {
  readonly address: TextColumn
  readonly keyHigh: NumberColumn<Uint32Array>
  readonly keyLow: NumberColumn<Uint32Array>
}

/** Rows whose address another row has already: the later path loses it. Cost: one pass over the candidates.
 *  @param candidates rows that are or will be visible, in any order.
 *  @param yielding rows that lose to any other: earlier versions of texts. */
export function findClashes(
  library: Library,
  addresses: Addressed,
  candidates: Uint32Array,
  yielding: ReadonlySet<number>,
): ReadonlyMap<number, number> {
  const high = addresses.keyHigh.view()
  const low = addresses.keyLow.view()
  let size = 1024
  while (size < candidates.length * 2) size *= 2
  const slots = new Int32Array(size).fill(-1)
  const shared = new Map<number, number[]>()
  for (const row of candidates) {
    if (addresses.address.isEmpty(row)) continue
    let slot = low[row]! & (size - 1)
    while (slots[slot] !== -1 && (low[slots[slot]!] !== low[row] || high[slots[slot]!] !== high[row]))
      slot = (slot + 1) & (size - 1)
    const first = slots[slot]!
    if (first === -1) slots[slot] = row
    else shared.set(first, [...(shared.get(first) ?? [first]), row])
  }
  const losers = new Map<number, number>()
  for (const rows of shared.values()) {
    const [winner, ...others] = rows.sort(
      (a, b) =>
        Number(yielding.has(a)) - Number(yielding.has(b)) || compareText(library.path(a), library.path(b)),
    )
    for (const row of others) losers.set(row, winner!)
  }
  return losers
}

type AddressResult =
  | { readonly path: SitePath }
  | { readonly fault: string; readonly field: string; readonly value: string }

/** Where an article stands: its own `url`, or the permalink filled in. */
export function addressOf(
  library: Library,
  row: number,
  instant: number,
  language: string,
  folders: ReadonlyMap<string, string>,
  options: SiteOptions,
): AddressResult {
  const { url } = library.rest(row)
  if (url !== undefined) {
    const address = readAddress(url, options.url)
    return 'fault' in address ? { fault: address.fault, field: 'url', value: url } : address
  }
  const slug = library.slug(row)
  const fault = segmentFault(slug)
  if (fault !== undefined) return { fault, field: 'slug', value: slug }
  const date = library.date(row)
  // A day without a time is that day everywhere; an instant is a day in the site's zone.
  const { year, month, day } =
    date.dayOnly && date.offset === null ? dayOf(date.wall) : calendar(instant, options.zone)
  const region = library.region(row)
  const path = fillPattern(options.permalink, {
    year: String(year).padStart(4, '0'),
    month: String(month).padStart(2, '0'),
    day: String(day).padStart(2, '0'),
    slug,
    region: region < 0 ? 'news' : keyOfRegion(library.names.name(region), options),
    folder: folderOf(library.path(row)),
  })
  const prefix =
    language === '' ? '' : `/${languageFolder(library.path(row), folders) ?? language.toLowerCase()}`
  return { path: `${prefix}${path}` }
}

function languageFolder(path: string, folders: ReadonlyMap<string, string>): string | undefined {
  const top = path.slice(0, Math.max(0, path.indexOf('/')))
  return folders.has(top) ? top.toLowerCase() : undefined
}

function dayOf(wall: number): { readonly year: number; readonly month: number; readonly day: number } {
  const date = new Date(wall)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

function keyOfRegion(name: string, options: SiteOptions): string {
  return createEntities(options.regions, new Map([[name, 1]]), true).find(name)?.key ?? 'news'
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/')
}
