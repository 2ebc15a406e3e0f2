// The pure helpers that a template sees: dates in the site's language and zone, words, addresses, JSON.
import { createZone, isoInZone, resolveDate, type WrittenDate, type Zone } from '../base/dates.js'
import { type Embed, findEmbed } from '../markdown/embeds.js'

/** ms since 1970, a card, or a date as written. */
export type DateLike = number | { readonly date: number; readonly dayOnly?: boolean } | WrittenDate

export type DateStyle = 'long' | 'short' | 'month' | 'day' | 'time' | 'full'

export interface Helpers {
  /** In the site's language: `November 12, 2025`, in British English `12 November 2025`; `month`: `November
   *  2025`; `full`: with the time, where one was written. */
  date(value: DateLike, style?: DateStyle): string
  /** For `<time datetime>`: a day, or an instant in the site's zone. */
  datetime(value: DateLike): string
  /** A word of the interface in the site's language; `{name}` is filled from `values`. */
  text(key: string, values?: Readonly<Record<string, string | number>>): string
  /** A path on the site, from its root, as it stands in `href` under the base path. */
  url(path: string): string
  /** With scheme and host. */
  absolute(url: string): string
  /** A file of the theme's assets. */
  asset(name: string): string
  /** JSON that may stand in a script element. */
  json(value: unknown): string
  /** Provider, player and ratio of an address that is a video or a post of a known host. */
  embed(url: string): Embed | undefined
  /** A list of names with the language's "and". */
  joinNames(names: readonly string[]): string
}

export interface HelperOptions {
  readonly language: string
  readonly timeZone: string
  /** Absolute, with a slash at its end. */
  readonly url: string
  readonly base: string
  readonly strings: Readonly<Record<string, string>>
}

const styles: Readonly<Record<DateStyle, Intl.DateTimeFormatOptions>> = {
  long: { day: 'numeric', month: 'long', year: 'numeric' },
  short: { day: 'numeric', month: 'short', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  full: {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
}

export function createHelpers(options: HelperOptions): Helpers {
  const zone = createZone(options.timeZone)
  const locale = options.language
  const formats = new Map<string, Intl.DateTimeFormat>()
  const format = (style: DateStyle, timeZone: string): Intl.DateTimeFormat => {
    const key = `${style} ${timeZone}`
    const known = formats.get(key)
    if (known) return known
    const made = new Intl.DateTimeFormat(locale, { ...styles[style], timeZone, calendar: 'gregory' })
    formats.set(key, made)
    return made
  }
  // Formatting is a tenth of a page's cost, and pages repeat their days.
  const written = new Map<DateStyle | 'iso', Map<number, string>>()
  const remember = (style: DateStyle | 'iso', key: number, make: () => string): string => {
    let texts = written.get(style)
    if (!texts) {
      texts = new Map()
      written.set(style, texts)
    }
    const known = texts.get(key)
    if (known !== undefined) return known
    if (texts.size > 20_000) texts.clear()
    const text = make()
    texts.set(key, text)
    return text
  }
  const names = new Intl.ListFormat(locale, { type: 'conjunction' })
  return Object.freeze({
    date(value: DateLike, style: DateStyle = 'long') {
      const { instant, dayOnly } = readInstant(value, zone)
      const shown = style === 'full' && dayOnly ? 'long' : style
      // Only the day shows in most styles, so all of a day's articles share one text.
      const shared =
        shown === 'full' || shown === 'time' ? instant : Math.floor(zone.wall(instant) / 86_400_000)
      return remember(shown, shared, () => format(shown, options.timeZone).format(instant))
    },
    datetime(value: DateLike) {
      const { instant, dayOnly } = readInstant(value, zone)
      const text = remember('iso', instant, () => isoInZone(instant, zone))
      return dayOnly ? text.slice(0, 10) : text
    },
    text(key: string, values: Readonly<Record<string, string | number>> = {}) {
      const text = options.strings[key] ?? key
      if (!text.includes('{')) return text
      return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
    },
    url: (path: string) =>
      /^[a-z][a-z0-9+.-]*:|^\/\/|^#/i.test(path) ? path : options.base + path.replace(/^\/+/, ''),
    absolute: (url: string) => new URL(url, options.url).href,
    asset: (name: string) => `${options.base}assets/${name}`,
    json: (value: unknown) =>
      JSON.stringify(value).replace(
        /[<>&\u2028\u2029]/g,
        letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    embed: findEmbed,
    joinNames: (items: readonly string[]) => names.format(items),
  })
}

function readInstant(value: DateLike, zone: Zone): { readonly instant: number; readonly dayOnly: boolean } {
  if (typeof value === 'number') return { instant: value, dayOnly: false }
  if ('wall' in value) return { instant: resolveDate(value, zone), dayOnly: value.dayOnly }
  return { instant: value.date, dayOnly: value.dayOnly ?? false }
}
