// What is kept of groups of pages: under the name of each the stamp of what it was made of, and its pages' addresses and
// stamps. A group with the same stamp is not listed again: of eight thousand lists of an archive a push changes a few.
import { digestValue } from '../base/digest.js'
import { type Stamp, type Stamps, startStamp } from '../base/stamp.js'
import type { Site } from '../site/site.js'

/** By group, in the order in which they were met; the pages of group g are those from `ends[g - 1]` (0 for the first) to
 *  `ends[g]`. */
export interface SavedGroups {
  readonly names: readonly string[]
  readonly stamps: Stamps
  readonly ends: Uint32Array
  /** `keyOfFile` of each page's address. */
  readonly keys: Stamps
  readonly pageStamps: Stamps
}

/** Of everything that a group's pages may say: all settings, what is told of it, and its articles, in order.
 *  @param told what else its pages are made of; plain.
 *  @param shown those of its articles whose related lists are shown. Cost: some numbers an article. */
export function stampGroup(
  site: Site,
  name: string,
  told: unknown,
  members: Uint32Array,
  shown: Uint32Array = nobody,
): Stamp {
  const { cards, related, options } = site.stamps
  const stamp = startStamp(12).text(name).digest(options).digest(digestValue(told)).number(members.length)
  for (const n of members) stamp.pair(cards.high[n]!, cards.low[n]!)
  for (const n of shown) stamp.pair(related.high[n]!, related.low[n]!)
  return stamp
}

const nobody: Uint32Array = new Uint32Array(0)

/** The pages of a group as they were. */
export interface KeptGroup {
  readonly keys: Stamps
  readonly stamps: Stamps
}

interface Named {
  readonly group: string
  readonly stamp: { readonly high: number; readonly low: number }
}

export function createGroups(past: SavedGroups | undefined) {
  const numbers = new Map(past?.names.map((name, g) => [name, g]))
  const noted: { readonly group: Named; readonly from: number; readonly to: number }[] = []
  return {
    /** Undefined when it was not there, or was made of something else. */
    find({ group, stamp }: Named): KeptGroup | undefined {
      const g = numbers.get(group)
      if (g === undefined || !past) return undefined
      if (past.stamps.high[g] !== stamp.high || past.stamps.low[g] !== stamp.low) return undefined
      const [from, to] = [g === 0 ? 0 : past.ends[g - 1]!, past.ends[g]!]
      return { keys: cut(past.keys, from, to), stamps: cut(past.pageStamps, from, to) }
    },
    /** Its pages are those from one number to another (exclusive) of the list. */
    note(group: Named, from: number, to: number): void {
      noted.push({ group, from, to })
    },
    /** @param list of all pages. */
    saved({ keys, stamps }: { readonly keys: Stamps; readonly stamps: Stamps }): SavedGroups {
      const of = (from: Stamps): Stamps => ({
        high: join(noted.map(({ from: start, to }) => from.high.subarray(start, to))),
        low: join(noted.map(({ from: start, to }) => from.low.subarray(start, to))),
      })
      let end = 0
      return {
        names: noted.map(({ group }) => group.group),
        stamps: {
          high: Uint32Array.from(noted, ({ group }) => group.stamp.high),
          low: Uint32Array.from(noted, ({ group }) => group.stamp.low),
        },
        ends: Uint32Array.from(noted, ({ from, to }) => {
          end += to - from
          return end
        }),
        keys: of(keys),
        pageStamps: of(stamps),
      }
    },
  }
}

const cut = ({ high, low }: Stamps, from: number, to: number): Stamps => ({
  high: high.subarray(from, to),
  low: low.subarray(from, to),
})

function join(parts: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
