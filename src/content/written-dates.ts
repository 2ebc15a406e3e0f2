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
  const reading = readDate(value)
  if (reading.ok && (!reading.prose || context.parser.options.proseDates)) return reading.date
  if (/[^0-9\P{Nd}]/u.test(value)) {
    context.diagnostics.push(
      error('DL1021', { found: value }, { file: context.shown, place: { kind: 'value', path } }),
    )
    return undefined
  }
  const iso = reading.ok ? isoOf(reading.date) : reading.iso
  context.diagnostics.push(
    error(
      'DL1005',
      { field: name, value, ...(iso === undefined ? {} : { iso }) },
      { file: context.shown, place: { kind: 'value', path } },
    ),
  )
  return undefined
}

function isoOf(date: WrittenDate): string {
  const stamp = new Date(date.wall).toISOString()
  return date.dayOnly ? stamp.slice(0, 10) : stamp.slice(0, 16)
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
