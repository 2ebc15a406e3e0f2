// Each article's address: its own, or the permalink's, with its language in front. Two at one address is an
// error that names both.
import { calendar } from '../base/dates.js'
import { compareText } from '../base/order.js'
import { pathKey, segmentFault } from '../base/slug.js'
import type { Library } from '../content/library.js'
import { type Diagnostic, error, type Place } from '../diagnostics/diagnostic.js'
import { createEntities } from './entities.js'
import type { SiteOptions } from './options.js'
import type { Hidden } from './schedule.js'
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

/** Addresses of everything that is or will be visible. Two at one address: an error on the later path, which
 *  loses it. */
export function addressRows(
  library: Library,
  instants: Float64Array,
  hidden: ReadonlyMap<number, Hidden>,
  languages: readonly string[],
  folders: ReadonlyMap<string, string>,
  options: SiteOptions,
  diagnostics: Diagnostic[],
): SitePath[] {
  const paths: SitePath[] = new Array<SitePath>(library.size).fill('')
  const taken = new Map<string, number>()
  const rows = Array.from({ length: library.size }, (_, row) => row).sort((a, b) =>
    compareText(library.path(a), library.path(b)),
  )
  for (const row of rows) {
    const reason = hidden.get(row)
    if (reason !== undefined && reason !== 'dated in the future' && reason !== 'under embargo') continue
    const file = `${options.contentFolder}/${library.path(row)}`
    const address = addressOf(library, row, instants[row]!, languages[row]!, folders, options)
    if ('fault' in address) {
      diagnostics.push(
        error(
          'DL1012',
          { field: address.field, value: address.value, reason: address.fault },
          { file, place: value(address.field) },
        ),
      )
      continue
    }
    const key = pathKey(address.path)
    const other = taken.get(key)
    if (other !== undefined) {
      const otherFile = `${options.contentFolder}/${library.path(other)}`
      const field = library.rest(row).url === undefined ? 'slug' : 'url'
      diagnostics.push(
        error('DL3001', { address: address.path, other: otherFile }, { file, place: value(field) }),
      )
      continue
    }
    taken.set(key, row)
    paths[row] = address.path
  }
  return paths
}

type AddressResult =
  | { readonly path: SitePath }
  | { readonly fault: string; readonly field: string; readonly value: string }

function addressOf(
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

function value(field: string): Place {
  return { kind: 'value', path: [field] }
}
