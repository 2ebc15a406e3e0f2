// What the site makes of each row by itself: instants in its zone, the address, the language. A row never
// changes, so neither do these, as long as the options and the language folders are the same (`key`); they are
// kept between builds and made for new rows only.
import {
  createNumberColumn,
  createTextColumn,
  type NumberColumn,
  type Numbers,
  type SavedText,
  type TextColumn,
} from '../base/columns.js'
import { resolveDate } from '../base/dates.js'
import { type Digest, digestValue } from '../base/digest.js'
import { startStamp } from '../base/stamp.js'
import type { Library } from '../content/library.js'
import { addressOf, languageOf } from './addresses.js'
import type { SiteOptions } from './options.js'
import { keyOfFile } from './urls.js'

/** Why an article has no address of its own: the field, what stands in it, what is wrong with it. */
export interface AddressFault {
  readonly field: string
  readonly value: string
  readonly fault: string
}

export interface SiteMemory {
  readonly key: Digest
  readonly size: number
  /** So many rows from the first lie in the order of (instant, path). */
  readonly sorted: number
  readonly instant: NumberColumn<Float64Array>
  /** When it may first be seen, embargo and date taken together. */
  readonly start: NumberColumn<Float64Array>
  /** -Infinity without one. */
  readonly embargo: NumberColumn<Float64Array>
  /** Infinity without one. */
  readonly expires: NumberColumn<Float64Array>
  /** NaN without one. */
  readonly updated: NumberColumn<Float64Array>
  readonly address: TextColumn
  /** `keyOfFile` of the address. */
  readonly keyHigh: NumberColumn<Uint32Array>
  readonly keyLow: NumberColumn<Uint32Array>
  /** Digest of the address as it is written. */
  readonly exactHigh: NumberColumn<Uint32Array>
  readonly exactLow: NumberColumn<Uint32Array>
  readonly fault: ReadonlyMap<number, AddressFault>
  /** Folders that are languages. */
  readonly folders: ReadonlyMap<string, string>
  /** '' for the site's own language. */
  language(row: number): string
  readonly languageIds: NumberColumn<Int16Array>
  /** @param rows only these, in this order, which is that of (instant, path); by default all as they lie. */
  saved(rows?: Uint32Array): SavedMemory
}

export interface SavedMemory {
  readonly key: Digest
  readonly sorted: number
  readonly address: SavedText
  readonly languages: readonly string[]
  readonly faults: readonly (readonly [row: number, fault: AddressFault])[]
  readonly numbers: Readonly<Record<NumberName, Numbers>>
}

const numberTypes = {
  instant: Float64Array,
  start: Float64Array,
  embargo: Float64Array,
  expires: Float64Array,
  updated: Float64Array,
  keyHigh: Uint32Array,
  keyLow: Uint32Array,
  exactHigh: Uint32Array,
  exactLow: Uint32Array,
  language: Int16Array,
} as const
type NumberName = keyof typeof numberTypes

/** What the kept columns depend on beside the rows, and the answers of `resolve-all.ts`, which hold addresses of
 *  pictures and name files. The title, the strings, the sizes of pages and the like are left out: no address
 *  and no instant is made of them. The data of zones are part of the engine. */
export function memoryKey(
  options: SiteOptions,
  folders: ReadonlyMap<string, string>,
  engine: Digest,
): Digest {
  return digestValue({
    engine,
    zone: options.zone.name,
    url: options.url,
    language: options.language,
    regions: options.regions.map(({ key, name, aliases }) => ({ key, name, aliases })),
    permalink: options.permalink,
    media: options.addresses.media,
    contentFolder: options.contentFolder,
    folders: [...folders],
  })
}

/** Kept columns, brought up to the library. Cost: the new rows. */
export function recallSite(
  library: Library,
  options: SiteOptions,
  folders: ReadonlyMap<string, string>,
  engine: Digest,
  saved?: SavedMemory,
): SiteMemory {
  const key = memoryKey(options, folders, engine)
  const kept = saved?.key === key ? saved : undefined
  const number = Object.fromEntries(
    Object.entries(numberTypes).map(([name, type]) => [
      name,
      createNumberColumn(type as new (length: number) => Numbers, kept?.numbers[name as NumberName]),
    ]),
  ) as unknown as Record<NumberName, NumberColumn<Float64Array>>
  const address = createTextColumn(kept?.address)
  const languages: string[] = [...(kept?.languages ?? [''])]
  const fault = new Map(kept?.faults ?? [])
  const sorted = kept?.sorted ?? 0
  const { zone } = options
  const stamp = startStamp()
  for (let row = address.length; row < library.size; row++) {
    const instant = resolveDate(library.date(row), zone)
    const embargo = library.embargo(row)
    const expires = library.expires(row)
    const updated = library.updated(row)
    const embargoed = embargo ? resolveDate(embargo, zone) : Number.NEGATIVE_INFINITY
    const language = languageOf(library, row, folders, options.language)
    const made = addressOf(library, row, instant, language, folders, options)
    if ('fault' in made) fault.set(row, made)
    const path = 'path' in made ? made.path : ''
    const { high, low } = keyOfFile(stamp, path)
    if (!languages.includes(language)) languages.push(language)
    number.instant.push(instant)
    number.start.push(Math.max(instant, embargoed))
    number.embargo.push(embargoed)
    number.expires.push(expires ? resolveDate(expires, zone) : Number.POSITIVE_INFINITY)
    number.updated.push(updated ? resolveDate(updated, zone) : Number.NaN)
    number.keyHigh.push(high)
    number.keyLow.push(low)
    const exact = stamp.restart(0).text(path)
    number.exactHigh.push(exact.high)
    number.exactLow.push(exact.low)
    number.language.push(languages.indexOf(language))
    address.push(path)
  }
  return {
    key,
    get size() {
      return address.length
    },
    sorted,
    instant: number.instant,
    start: number.start,
    embargo: number.embargo,
    expires: number.expires,
    updated: number.updated,
    address,
    keyHigh: number.keyHigh as unknown as NumberColumn<Uint32Array>,
    keyLow: number.keyLow as unknown as NumberColumn<Uint32Array>,
    exactHigh: number.exactHigh as unknown as NumberColumn<Uint32Array>,
    exactLow: number.exactLow as unknown as NumberColumn<Uint32Array>,
    fault,
    folders,
    language: row => languages[number.language.get(row)]!,
    languageIds: number.language as unknown as NumberColumn<Int16Array>,
    saved(rows) {
      if (!rows) {
        const columns = Object.entries(number).map(([name, column]) => [name, column.view()])
        return {
          key,
          sorted,
          address: address.saved(),
          languages,
          faults: [...fault],
          numbers: Object.fromEntries(columns) as SavedMemory['numbers'],
        }
      }
      const place = new Map<number, number>()
      if (fault.size > 0) rows.forEach((row, n) => void place.set(row, n))
      return {
        key,
        sorted: rows.length,
        address: address.gather(rows).saved(),
        languages,
        faults: [...fault].flatMap(([row, reason]) => {
          const n = place.get(row)
          return n === undefined ? [] : [[n, reason] as const]
        }),
        numbers: Object.fromEntries(
          Object.entries(number).map(([name, column]) => [name, column.gather(rows).view()]),
        ) as unknown as SavedMemory['numbers'],
      }
    },
  }
}
