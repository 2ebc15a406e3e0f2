// How far ranking looks: so many days on both sides of an article, the fewest that hold enough articles before
// its month began. A daily newsroom and an archive of two posts a month both get enough to choose from, and the
// cost of an article is bounded.
import { lowerBound } from '../base/search.js'

const dayMs = 86_400_000
/** A month of the window's kind: 30 days, counted from 1970. */
const monthMs = 30 * dayMs
const windowDays = [90, 180, 365, 730] as const
/** Articles before a month that its window must hold. */
const windowArticles = 2_000

export interface Windows {
  /** Width in ms on each side; Infinity for the whole archive. */
  width(instant: number): number
  /** Articles before the month of an instant. */
  before(instant: number): number
  /** Months that were asked for, with their widths. */
  readonly known: ReadonlyMap<number, number>
}

export const monthOf = (instant: number): number => Math.floor(instant / monthMs)

/** When the month of an instant is over. */
export const monthEnd = (instant: number): number => (monthOf(instant) + 1) * monthMs

/** @param instants of all visible articles, rising. Cost: a few searches a month. */
export function createWindows(instants: Float64Array): Windows {
  const widths = new Map<number, number>()
  const counts = new Map<number, number>()
  const first = (instant: number): number => lowerBound(instants, instant)
  return {
    known: widths,
    width(instant) {
      const month = monthOf(instant)
      let width = widths.get(month)
      if (width === undefined) {
        const start = month * monthMs
        const days = windowDays.find(
          candidate => first(start) - first(start - candidate * dayMs) >= windowArticles,
        )
        width = days === undefined ? Number.POSITIVE_INFINITY : days * dayMs
        widths.set(month, width)
      }
      return width
    },
    before(instant) {
      const month = monthOf(instant)
      let count = counts.get(month)
      if (count === undefined) {
        count = first(month * monthMs)
        counts.set(month, count)
      }
      return count
    },
  }
}
