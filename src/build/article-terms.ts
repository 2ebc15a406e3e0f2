// The terms of articles, wherever they are: of a text that was parsed in this build on the shelf, of any other that has a
// seat in the kept index. What has neither came into sight without being parsed: an embargo lifted, lists were switched
// on. It is parsed again.
import { LostStore } from '../base/stretch.js'
import type { Library, Locator } from '../content/library.js'
import type { TermCounts } from '../markdown/terms.js'
import { createEntryReader } from '../related/entries.js'
import type { RelatedState } from '../related/state.js'
import type { TermShelf } from './term-shelf.js'

export interface ArticleTerms {
  /** @throws LostStore */
  of(row: number): TermCounts
  /** On the shelf, where it was put if need be; flushed by whoever lets others read it. @throws LostStore */
  locator(row: number): Locator
}

/** Parses files anew. @returns where the terms of each lie now, by path. */
export type ParseTerms = (paths: readonly string[]) => Promise<ReadonlyMap<string, Locator>>

/** @param rows that can be seen. Cost: a look at each of them. */
export async function findTerms(
  rows: Uint32Array,
  library: Library,
  shelf: TermShelf,
  past: RelatedState | undefined,
  parse: ParseTerms,
): Promise<ArticleTerms> {
  const seats = new Int32Array(library.size).fill(-1)
  past?.rows.forEach((row, seat) => {
    if (row >= 0) seats[row] = seat
  })
  const without = Array.from(rows.filter(row => seats[row]! < 0 && !library.termsLocator(row)))
  const parsed =
    without.length === 0 ? new Map<string, Locator>() : await parse(without.map(row => library.path(row)))
  const put = new Map(
    without.map(row => {
      const locator = parsed.get(library.path(row))
      if (!locator) throw lost()
      return [row, locator]
    }),
  )
  const entries = past && createEntryReader(past.base, past.added)
  const known = (row: number): Locator | undefined => library.termsLocator(row) ?? put.get(row)
  const kept = (row: number): TermCounts => {
    const seat = seats[row]!
    if (seat < 0 || !entries) throw lost()
    return entries.entry(seat).document
  }
  return {
    of(row) {
      const locator = known(row)
      const terms = locator ? shelf.read(locator) : kept(row)
      if (!terms) throw lost()
      return terms
    },
    locator(row) {
      const locator = known(row)
      if (locator) return locator
      const made = shelf.append(kept(row))
      put.set(row, made)
      return made
    },
  }
}

const lost = () => new LostStore('the terms of an article are lost')
