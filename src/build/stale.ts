// Which files of the site are to be made again: those whose stamp is another one, those that read something that
// changed, those that are missing or were altered. And which files leave the site.
import type { PageList } from '../outputs/page.js'
import { outputPath } from '../site/urls.js'
import { changedReads, type Environment } from './memo.js'
import type { PageTable } from './page-table.js'

export interface StalePages {
  /** Numbers of pages, rising. */
  readonly stale: readonly number[]
  /** Entries of the table that belong to no page any more. */
  readonly gone: readonly number[]
  /** Files that are stale only because of what they read, by what that is. */
  readonly byRead: ReadonlyMap<string, number>
}

/** Cost: some comparisons of numbers a page.
 *  @param asWritten whether the file of an entry is where it belongs, as it was written. */
export function findStale(
  pages: PageList,
  table: PageTable,
  environment: Environment,
  asWritten: (entry: number) => boolean,
): StalePages {
  const current = table.currentProfiles(environment)
  const met = new Uint8Array(table.size)
  const stale: number[] = []
  const staleByProfile = new Uint32Array(current.length)
  const { keys, stamps } = pages
  for (let page = 0; page < pages.size; page++) {
    const entry = table.find(keys.high[page]!, keys.low[page]!)
    if (entry < 0) {
      stale.push(page)
      continue
    }
    const profile = table.profileNumber(entry)
    const sameStamp = table.hasStamp(entry, stamps.high[page]!, stamps.low[page]!)
    met[entry] = 1
    if (sameStamp && current[profile] && asWritten(entry)) continue
    if (sameStamp && !current[profile]) staleByProfile[profile]!++
    // The exact spelling is in the stamp. Of two that some file systems take for one, the old one leaves.
    else if (table.file(entry) !== outputPath(pages.path(page))) met[entry] = 0
    stale.push(page)
  }
  const gone: number[] = []
  for (let entry = 0; entry < met.length; entry++) if (met[entry] === 0) gone.push(entry)
  const byRead = new Map<string, number>()
  staleByProfile.forEach((count, profile) => {
    if (count === 0) return
    for (const read of changedReads(table.profile(profile), environment))
      byRead.set(read, (byRead.get(read) ?? 0) + count)
  })
  return { stale, gone, byRead }
}
