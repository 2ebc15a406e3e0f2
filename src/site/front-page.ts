// The editors' front pages: `_front.yml` and `_front.<region>.yml`. Which story stands in which slot, and what
// steps in for one that cannot stand there.
import { readDate, resolveDate, type Zone } from '../base/dates.js'
import { suggest } from '../base/suggest.js'
import { isAbsent } from '../content/names.js'
import { type Diagnostic, error, warning } from '../diagnostics/diagnostic.js'

/** A front file as it was read; values as written. */
export interface FrontFile {
  /** Path from the project's root. */
  readonly file: string
  /** Undefined: the site's own front page. */
  readonly region?: string | undefined
  readonly data: unknown
}

export interface FrontSlots {
  readonly lead: readonly number[]
  readonly secondary: readonly number[]
  readonly band?: { readonly title: string; readonly articles: readonly number[] } | undefined
}

export interface FrontContext {
  readonly zone: Zone
  readonly now: number
  /** The article of a content path, or why it cannot be shown. */
  find(path: string): { readonly n: number } | { readonly hidden: string } | undefined
  paths(): Iterable<string>
  /** Newest first; the articles that fill empty places. */
  readonly newest: readonly number[]
  readonly sizes: { readonly lead: number; readonly secondary: number }
}

export interface FrontResult {
  readonly slots: FrontSlots
  readonly diagnostics: readonly Diagnostic[]
  /** The next instant at which an `until` passes. */
  readonly until: number
}

const slotNames = ['lead', 'secondary', 'band'] as const

/** Fills the slots of one front page. No story stands twice, unless its entry says `repeat: true`. */
export function fillFront(front: FrontFile | undefined, context: FrontContext): FrontResult {
  const diagnostics: Diagnostic[] = []
  const used = new Set<number>()
  let until = Number.POSITIVE_INFINITY
  const data = isMap(front?.data) ? front.data : {}
  if (front && front.data !== null && front.data !== undefined && !isMap(front.data)) {
    diagnostics.push(error('DL3007', { reason: 'it is not a map of slots' }, { file: front.file }))
  }
  for (const key of Object.keys(data)) {
    if ((slotNames as readonly string[]).includes(key)) continue
    const near = suggest(key, slotNames)
    diagnostics.push(
      warning(
        'DL3006',
        { slot: key },
        { file: front!.file, place: { kind: 'key', path: [key] }, ...(near ? { suggestion: near } : {}) },
      ),
    )
  }

  const pick = (list: unknown, path: readonly (string | number)[]): number[] => {
    const chosen: number[] = []
    const items = Array.isArray(list) ? list : list === undefined || list === null ? [] : [list]
    for (const [i, item] of items.entries()) {
      const n = readEntry(item, Array.isArray(list) ? [...path, i] : path)
      if (n !== undefined) chosen.push(n)
    }
    return chosen
  }

  function readEntry(item: unknown, path: readonly (string | number)[]): number | undefined {
    const entry = typeof item === 'string' ? { path: item } : isMap(item) ? item : {}
    const written = entry.path
    const place = { kind: 'value', path: isMap(item) ? [...path, 'path'] : path } as const
    const refuse = (reason: string, suggestion?: string): undefined => {
      diagnostics.push(
        warning(
          'DL3003',
          { path: typeof written === 'string' ? written : JSON.stringify(item), reason },
          { file: front!.file, place, ...(suggestion ? { suggestion } : {}) },
        ),
      )
      return undefined
    }
    if (typeof written !== 'string') return refuse('an entry is a path, or a map with "path"')
    if (!isAbsent(entry.until)) {
      const reading = readDate(String(entry.until))
      if (!reading.ok) return refuse(`its "until" (${String(entry.until)}) is not a date`)
      // A day runs to its end.
      const day = reading.date.dayOnly ? 86_400_000 : 0
      const end = resolveDate({ ...reading.date, wall: reading.date.wall + day }, context.zone)
      if (end <= context.now) return undefined
      until = Math.min(until, end)
    }
    const found = context.find(written)
    if (!found) return refuse('there is no such article', suggest(written, context.paths()))
    if ('hidden' in found) return refuse(`it is ${found.hidden}`)
    if (used.has(found.n) && entry.repeat !== true)
      return refuse('it stands on this page already; "repeat: true" allows that')
    used.add(found.n)
    return found.n
  }

  const leads = pick(data.lead, ['lead'])
  const lead = leads.slice(0, context.sizes.lead)
  // A second lead is the first of the others.
  const secondary = [...leads.slice(context.sizes.lead), ...pick(data.secondary, ['secondary'])]
  const bandData = isMap(data.band) ? data.band : undefined
  const band = bandData
    ? {
        title: typeof bandData.title === 'string' ? bandData.title : '',
        articles: pick(bandData.articles, ['band', 'articles']),
      }
    : undefined
  // The lead that stays empty gets the newest story first.
  const fresh = context.newest.filter(n => !used.has(n))
  while (lead.length < context.sizes.lead && fresh.length > 0) lead.push(fresh.shift()!)
  while (secondary.length < context.sizes.secondary && fresh.length > 0) secondary.push(fresh.shift()!)
  return {
    slots: { lead, secondary, ...(band && band.articles.length > 0 ? { band } : {}) },
    diagnostics,
    until,
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
