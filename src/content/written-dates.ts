// The dates of front matter: read as they are written, or reported with the form that was probably meant.
import { readDate, type WrittenDate } from '../base/dates.js'
import { error, warning } from '../diagnostics/diagnostic.js'
import type { Correction } from './article.js'
import type { Context } from './context.js'

export type DateField = 'date' | 'updated' | 'embargo' | 'expires'
type ReadDates = { readonly [K in DateField]: WrittenDate | undefined }

export function readDates(
  values: { readonly [K in DateField]?: string | undefined },
  keys: ReadonlyMap<string, string>,
  context: Context,
): ReadDates {
  const read = (field: DateField): WrittenDate | undefined => {
    const value = values[field]
    return value === undefined
      ? undefined
      : readWritten(value, keys.get(field) ?? field, [keys.get(field) ?? field], context)
  }
  return { date: read('date'), updated: read('updated'), embargo: read('embargo'), expires: read('expires') }
}

function readWritten(
  value: string,
  name: string,
  path: readonly (string | number)[],
  context: Context,
): WrittenDate | undefined {
  const { diagnostics, shown } = context
  const at = { file: shown, place: { kind: 'value', path } } as const
  const fixedBy = (iso: string | undefined) =>
    iso === undefined ? at : { ...at, fix: { kind: 'value', was: value.trim(), text: iso } as const }
  const reading = readDate(value)
  if (reading.ok && (!reading.prose || context.parser.options.proseDates)) {
    if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(value.trim()))
      diagnostics.push(
        warning('DL1029', { field: name, value, iso: isoOf(reading.date) }, fixedBy(isoOf(reading.date))),
      )
    return reading.date
  }
  if (/[^0-9\P{Nd}]/u.test(value)) {
    diagnostics.push(error('DL1021', { found: value }, fixedBy(inUsualDigits(value))))
    return undefined
  }
  const iso = reading.ok ? isoOf(reading.date) : (reading.iso ?? withoutMarks(value))
  diagnostics.push(
    error(
      'DL1005',
      { field: name, value, ...(iso === undefined ? impossibleDay(value) : { iso }) },
      fixedBy(iso),
    ),
  )
  return undefined
}

/** As written: with its time and its zone, if it had them. */
function isoOf({ wall, offset, dayOnly }: WrittenDate): string {
  const stamp = new Date(wall).toISOString()
  const seconds = wall % 60_000 === 0 ? 16 : 19
  const time = dayOnly ? stamp.slice(0, 10) : stamp.slice(0, seconds)
  // A day with a zone has no form of its own; it is the midnight of that zone.
  if (offset === null) return time
  const minutes = Math.abs(offset)
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
  const zone = offset === 0 ? 'Z' : `${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
  return `${dayOnly ? `${time}T00:00` : time}${zone}`
}

const monthNames =
  'January February March April May June July August September October November December'.split(' ')

/** 31 November: of the right form, and in no calendar. */
function impossibleDay(value: string): { readonly calendar?: string } {
  const [, year, month, day] = /^\s*([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])/.exec(value) ?? []
  if (year === undefined) return {}
  if (Number(month) < 1 || Number(month) > 12) return { calendar: `there is no month ${month}` }
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  const name = monthNames[Number(month) - 1]!
  return Number(day) > days ? { calendar: `${name} ${year} has ${days} days` } : {}
}

/** A date in quotes of a word processor. */
function withoutMarks(value: string): string | undefined {
  const inner = /^[“”„‘’‚«»](.+)[“”„‘’‚«»]$/u.exec(value.trim())?.[1]
  const reading = inner === undefined ? undefined : readDate(inner)
  return reading?.ok ? isoOf(reading.date) : reading?.iso
}

/** In the Gregorian calendar, as far as the year can tell; other calendars have other days. */
function inUsualDigits(value: string): string | undefined {
  const usual = value.replace(/\p{Nd}/gu, digit => String(digitOf(digit)))
  const reading = readDate(usual)
  if (!reading.ok) return undefined
  const iso = isoOf(reading.date)
  return Number(iso.slice(0, 4)) >= 1900 && Number(iso.slice(0, 4)) <= 2100 ? iso : undefined
}

/** Unicode has the ten digits of a script in a row (The Unicode Standard 4.6); some rows follow one another. */
function digitOf(digit: string): number {
  const point = digit.codePointAt(0)!
  let first = point
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first--
  return (point - first) % 10
}

export function fallbackDate(dates: ReadDates, context: Context): WrittenDate | undefined {
  if (!dates.updated || context.diagnostics.some(diagnostic => diagnostic.code === 'DL1005')) return undefined
  context.diagnostics.push(warning('DL1018', { field: 'date', used: 'updated' }, { file: context.shown }))
  return dates.updated
}

export function readCorrections(
  written: readonly { readonly date: string; readonly text: string }[],
  context: Context,
): Correction[] {
  return written.flatMap((correction, n) => {
    const date = readWritten(correction.date, 'corrections', ['corrections', n, 'date'], context)
    return date ? [{ date, text: correction.text }] : []
  })
}
