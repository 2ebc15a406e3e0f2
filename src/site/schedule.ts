// What time does to an article: not yet, now, no longer; and when the site next changes by itself.
import { resolveDate, type Zone } from '../base/dates.js'
import type { Library } from '../content/library.js'

export type Hidden =
  | 'a draft'
  | 'withheld'
  | 'dated in the future'
  | 'under embargo'
  | 'expired'
  | 'left out because of an error'

export interface Visibility {
  readonly hidden?: Hidden
  /** The next instant (ms) at which this answer may change; Infinity for never. */
  readonly until: number
}

/** Whether readers may see an article at `now`. An embargo and a future date both hide it; the later wins. */
export function visibilityOf(library: Library, row: number, zone: Zone, now: number): Visibility {
  const never = Number.POSITIVE_INFINITY
  if (library.draft(row)) return { hidden: 'a draft', until: never }
  if (!library.usable(row)) return { hidden: 'withheld', until: never }
  const instantOf = (date: ReturnType<Library['expires']>, otherwise: number) =>
    date ? resolveDate(date, zone) : otherwise
  const expires = instantOf(library.expires(row), never)
  if (expires <= now) return { hidden: 'expired', until: never }
  const date = resolveDate(library.date(row), zone)
  const embargo = instantOf(library.embargo(row), Number.NEGATIVE_INFINITY)
  const start = Math.max(date, embargo)
  if (start <= now) return { until: expires }
  return { hidden: embargo > now ? 'under embargo' : 'dated in the future', until: start }
}
