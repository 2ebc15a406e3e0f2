// Dates as editors write them, kept apart from the instant they mean: a date without a zone is in the site's
// time zone, which parsing does not know. Owns the reading of forms and the arithmetic of zones (through
// Intl); leaves out formatting for readers (`render/helpers.ts`).

/** A date as written. Fields are what stands in the file, not shifted by any zone. */
export interface WrittenDate {
  /** The fields read as if they were UTC, in ms since 1970; the resolved instant needs the zone. */
  readonly wall: number
  /** Minutes east of UTC; null when no zone was written. */
  readonly offset: number | null
  /** True when only a day was written: 00:00 of that day. */
  readonly dayOnly: boolean
}

export type DateReading =
  | { readonly ok: true; readonly date: WrittenDate; readonly prose: boolean }
  /** `iso` is the same day in ISO form, when one can be guessed. */
  | { readonly ok: false; readonly iso?: string }

const isoForm =
  /^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:(?:[Tt]|\s+)([0-9]{1,2})(?::([0-9]{1,2}))?(?::([0-9]{1,2})(?:[.,]([0-9]{1,9}))?)?)?\s*(Z|z|UTC|GMT|[+-][0-9]{1,2}(?::?[0-9]{2})?)?$/

/** The ISO forms that `readDate` takes, as a pattern without flags, for JSON Schema: days that exist, times that do,
 *  offsets up to 14 hours. */
export const isoDatePattern = ((): string => {
  const part = '[-/.]'
  const leap = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)'
  const day = [
    `[0-9]{4}${part}(?:0?[13578]|1[02])${part}(?:0?[1-9]|[12][0-9]|3[01])`,
    `[0-9]{4}${part}(?:0?[469]|11)${part}(?:0?[1-9]|[12][0-9]|30)`,
    `[0-9]{4}${part}0?2${part}(?:0?[1-9]|1[0-9]|2[0-8])`,
    `${leap}${part}0?2${part}29`,
  ].join('|')
  const fraction = '(?:[.,][0-9]{1,9})?'
  const time = `(?:[01]?[0-9]|2[0-3]):[0-5]?[0-9](?::(?:[0-5]?[0-9]|60)${fraction})?|24:0?0(?::0?0${fraction})?`
  const offset = '[+-](?:(?:0?[0-9]|1[0-2])(?::?[0-9]{2})?|13(?::?(?:[0-5][0-9]|60))?|14(?::?00)?)'
  return `^\\s*(?!0000)(?:${day})(?:(?:[Tt]|\\s+)(?:${time}))?\\s*(?:[Zz]|UTC|GMT|${offset})?\\s*$`
})()

const months = 'january february march april may june july august september october november december'.split(
  ' ',
)
const monthFirst =
  /^(?:[a-z]+,?\s+)?([a-z]+)\.?\s+([0-9]{1,2})(?:st|nd|rd|th)?,?\s+([0-9]{4})(?:,?\s+(?:at\s+)?(.+))?$/i
const dayFirst =
  /^(?:[a-z]+,?\s+)?([0-9]{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]+)\.?,?\s+([0-9]{4})(?:,?\s+(?:at\s+)?(.+))?$/i

/** Reads a date. ISO 8601 and its everyday variants (a blank for T, one-digit parts, `-0400`, `-5`, slashes
 *  after a four-digit year) are read; prose in English (`May 5th, 2016`) is read and marked `prose`.
 *  A day that does not exist (30 February) is not a date; 24:00 and a leap second roll over as in ISO 8601. */
export function readDate(text: string): DateReading {
  const trimmed = text.trim()
  const iso = isoForm.exec(trimmed)
  if (iso) {
    const [, year, month, day, hour, minute, second, fraction, zone] = iso
    const time = { hour, minute, second, fraction }
    // `2026-01-02 -05` is a day with a zone; an hour alone (`2026-01-02 10`) is too vague to be a time.
    if (hour !== undefined && minute === undefined) return { ok: false }
    return compose(Number(year), Number(month), Number(day), time, zone, false)
  }
  const prose = readProse(trimmed)
  if (prose) return prose
  const swapped = /^([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})$/.exec(trimmed)
  // Day or month first cannot be told from 2/1/2026: suggest only where one reading is possible.
  if (swapped && Number(swapped[1]) > 12)
    return { ok: false, iso: `${swapped[3]}-${two(swapped[2]!)}-${two(swapped[1]!)}` }
  if (swapped && Number(swapped[2]) > 12)
    return { ok: false, iso: `${swapped[3]}-${two(swapped[1]!)}-${two(swapped[2]!)}` }
  const compact = /^([0-9]{4})([0-9]{2})([0-9]{2})$/.exec(trimmed)
  if (compact) return { ok: false, iso: `${compact[1]}-${compact[2]}-${compact[3]}` }
  return { ok: false }
}

interface TimeText {
  readonly hour?: string | undefined
  readonly minute?: string | undefined
  readonly second?: string | undefined
  readonly fraction?: string | undefined
}

function readProse(text: string): DateReading | undefined {
  const first = monthFirst.exec(text)
  const second = first ? null : dayFirst.exec(text)
  const parts = first
    ? { month: first[1]!, day: first[2]!, year: first[3]!, rest: first[4] }
    : second
      ? { month: second[2]!, day: second[1]!, year: second[3]!, rest: second[4] }
      : undefined
  if (!parts) return undefined
  const name = parts.month.toLowerCase()
  const month = name.length < 3 ? 0 : months.findIndex(candidate => candidate.startsWith(name)) + 1
  if (month === 0) return undefined
  const time = parts.rest === undefined ? {} : readTime(parts.rest)
  if (!time) return undefined
  return compose(Number(parts.year), month, Number(parts.day), time, time.zone, true)
}

function readTime(text: string): (TimeText & { readonly zone?: string | undefined }) | undefined {
  const match =
    /^([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?\s*([ap]m)?\s*(Z|UTC|GMT|[+-][0-9]{1,2}(?::?[0-9]{2})?)?$/i.exec(
      text.trim(),
    )
  if (!match) return undefined
  let hour = Number(match[1])
  const half = match[4]?.toLowerCase()
  if (half !== undefined && hour > 12) return undefined
  if (half === 'pm' && hour < 12) hour += 12
  if (half === 'am' && hour === 12) hour = 0
  return { hour: String(hour), minute: match[2], second: match[3], zone: match[5] }
}

function compose(
  year: number,
  month: number,
  day: number,
  time: TimeText,
  zone: string | undefined,
  prose: boolean,
): DateReading {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return { ok: false }
  const hour = Number(time.hour ?? 0)
  const minute = Number(time.minute ?? 0)
  const second = Number(time.second ?? 0)
  const midnight = hour === 24 && minute === 0 && second === 0
  if ((hour > 23 && !midnight) || minute > 59 || second > 60) return { ok: false }
  const offset = zone === undefined ? null : offsetMinutes(zone)
  if (offset === undefined) return { ok: false }
  const millisecond = time.fraction === undefined ? 0 : Math.floor(Number(`0.${time.fraction}`) * 1000)
  const wall = utc(year, month, day) + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond
  return { ok: true, date: { wall, offset, dayOnly: time.hour === undefined }, prose }
}

function utc(year: number, month: number, day: number): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day) // Date.UTC would read years below 100 as 19xx
  return date.getTime()
}

function daysIn(year: number, month: number): number {
  return new Date(utc(year, month + 1, 0)).getUTCDate()
}

function offsetMinutes(zone: string): number | undefined {
  if (/^(?:z|utc|gmt)$/i.test(zone)) return 0
  const match = /^([+-])([0-9]{1,2}):?([0-9]{2})?$/.exec(zone)
  if (!match) return undefined
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  if (minutes > 14 * 60) return undefined
  return match[1] === '-' ? -minutes : minutes
}

function two(digits: string): string {
  return digits.padStart(2, '0')
}

/** Hours east of UTC that some clock shows somewhere at some time of the year (IANA time zone database, 2026a). */
const hoursInUse = [
  ...[-12, -11, -10, -9.5, -9, -8, -7, -6, -5, -4, -3.5, -3, -2.5, -2, -1, 0, 1, 2, 3, 3.5, 4, 4.5],
  ...[5, 5.5, 5.75, 6, 6.5, 7, 8, 8.75, 9, 9.5, 10, 10.5, 11, 12, 12.75, 13, 13.75, 14],
]

/** Whether a place on earth has this offset. @param offset minutes east of UTC. */
export function isInUse(offset: number): boolean {
  return hoursInUse.includes(offset / 60)
}

/** A time zone of the IANA database, with its offsets. */
export interface Zone {
  readonly name: string
  /** The instant (ms) of a wall-clock time in this zone. In a gap the time is read with the offset before
   *  it; of a repeated hour the first is taken (the "compatible" rule of ECMAScript Temporal). */
  instant(wall: number): number
  /** The wall-clock time (ms, read as UTC) of an instant. */
  wall(instant: number): number
}

/** @throws RangeError when Intl does not know the zone. */
export function createZone(name: string): Zone {
  // The first format of a process costs 20 ms.
  if (/^(?:UTC|Etc\/UTC|GMT|Etc\/GMT)$/.test(name))
    return { name, instant: wall => wall, wall: instant => instant }
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    era: 'short',
  })
  // A day that begins and ends with one offset has it all day; on the others offsets change at whole quarter
  // hours. So an archive costs a look-up a day, not one an article.
  const offsets = new Map<number, number>()
  const days = new Map<number, number>()
  const quarter = 15 * 60_000
  const dayMs = 86_400_000
  function offsetAt(instant: number): number {
    const day = Math.floor(instant / dayMs)
    let known = days.get(day)
    if (known === undefined) {
      const first = offsetOfQuarter(day * dayMs)
      known = first === offsetOfQuarter((day + 1) * dayMs) ? first : Number.NaN
      days.set(day, known)
    }
    return Number.isNaN(known) ? offsetOfQuarter(instant) : known
  }
  function offsetOfQuarter(instant: number): number {
    const key = Math.floor(instant / quarter)
    const known = offsets.get(key)
    if (known !== undefined) return known
    const parts: Record<string, string> = {}
    const floor = key * quarter
    for (const part of format.formatToParts(floor)) parts[part.type] = part.value
    const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year)
    const wall =
      utc(year, Number(parts.month), Number(parts.day)) +
      ((Number(parts.hour) * 60 + Number(parts.minute)) * 60 + Number(parts.second)) * 1000
    const offset = wall - floor
    offsets.set(key, offset)
    return offset
  }
  return {
    name,
    instant(wall) {
      const before = offsetAt(wall - dayMs)
      const after = offsetAt(wall + dayMs)
      for (const offset of before === after ? [before] : [before, after]) {
        if (offsetAt(wall - offset) === offset) return wall - offset
      }
      return wall - before
    },
    wall(instant) {
      return instant + offsetAt(instant)
    },
  }
}

/** The instant, in ms, that a written date means on a site in `zone`. */
export function resolveDate(date: WrittenDate, zone: Zone): number {
  return date.offset === null ? zone.instant(date.wall) : date.wall - date.offset * 60_000
}

/** Calendar parts of an instant in a zone. */
export function calendar(
  instant: number,
  zone: Zone,
): { readonly year: number; readonly month: number; readonly day: number } {
  const date = new Date(zone.wall(instant))
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** `2026-11-24T08:30:00.000+01:00` without the milliseconds: RFC 3339 in the given zone. */
export function isoInZone(instant: number, zone: Zone): string {
  const wall = zone.wall(instant)
  const minutes = Math.round((wall - instant) / 60_000)
  const stamp = new Date(wall).toISOString().slice(0, 19)
  if (minutes === 0) return `${stamp}Z`
  const size = Math.abs(minutes)
  return `${stamp}${minutes < 0 ? '-' : '+'}${two(String(Math.floor(size / 60)))}:${two(String(size % 60))}`
}
