// The newest version without an error of each of many files: one walk through the history for all of them, then rounds
// in which the next versions of all that are still without one are read at once and parsed at once. A file that was
// renamed has its history from before it got its name, too.
import { resolveDate } from '../base/dates.js'
import type { ShelvedDocument } from '../content/library.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { DocumentFile } from './discover.js'
import { GitFailure, type History, type Version } from './history.js'
import { type OldDocument, type OldText, type OldTextReader, parseOldTexts } from './old-versions.js'
import { batches } from './pool.js'

/** Versions that a page could not be made of: known only when it was tried. By path, then blob. */
export type FailedVersions = ReadonlyMap<string, ReadonlySet<string>>

export interface SearchOptions extends OldTextReader {
  readonly history: History
  /** As the site wants them. */
  judge(found: readonly Diagnostic[], dateOf: (file: string) => number | undefined): Diagnostic[]
  readonly failed: FailedVersions
}

/** How far the search for one file has come. */
export interface Search {
  /** Below the content folder. */
  readonly path: string
  /** Of today; undefined for a file that cannot be read. */
  readonly bytes: Uint8Array | undefined
  /** Its name in the commits that `versions` are from, from the root. */
  name: string
  /** Still to be tried, newest first. */
  versions: readonly Version[]
  /** Of all that were found so far. */
  oldest: Version | undefined
  hops: number
}

export interface GoodVersion {
  readonly version: Version
  readonly document: ShelvedDocument
  /** Where it can be read again while the build lasts. */
  readonly file: DocumentFile
}

/** A version that is tried. */
interface Candidate extends OldText {
  readonly search: Search
  readonly version: Version
  /** Read with it, and older. */
  readonly behind: readonly Version[]
}

/** A file that was renamed oftener than this since it was in order is given up. */
const mostHops = 5
/** Versions of a file that are read at once: a text without errors is rarely far away. */
const versionsAtOnce = 4
/** Files whose versions are held in memory at once. */
const filesAtOnce = 250

export function openLastGood(options: SearchOptions) {
  const { history, config } = options
  const renames = new Map<string, ReadonlyMap<string, string>>()

  /** Undefined where git gives no answer. */
  function ask<T>(question: () => T): T | undefined {
    try {
      return question()
    } catch (cause) {
      if (cause instanceof GitFailure) return undefined
      throw cause
    }
  }

  function begin(files: readonly Pick<Search, 'path' | 'bytes' | 'name'>[]): Search[] {
    const versions = ask(() => history.versions(files.map(({ name }) => name)))
    return files.map(file => {
      const list = versions?.get(file.name) ?? []
      return { ...file, versions: list, oldest: list.at(-1), hops: 0 }
    })
  }

  /** The next version without an error of each; none for those whose history has no further one. */
  async function next(searches: readonly Search[]): Promise<ReadonlyMap<Search, GoodVersion>> {
    const found = new Map<Search, GoodVersion>()
    let left = searches
    while (left.length > 0) {
      const open = left.filter(({ versions }) => versions.length > 0)
      for (const some of batches(open, filesAtOnce)) await tryNewest(some, found)
      left = left.filter(search => !found.has(search))
      followRenames(left.filter(({ versions }) => versions.length === 0))
      left = left.filter(({ versions }) => versions.length > 0)
    }
    return found
  }

  /** Reads some versions of each and tries them, newest first; what comes behind a good one is left to be tried. */
  async function tryNewest(searches: readonly Search[], found: Map<Search, GoodVersion>): Promise<void> {
    const taken = searches.map(search => ({ search, versions: search.versions.slice(0, versionsAtOnce) }))
    const wanted = taken.flatMap(({ versions }) => versions.map(({ blob }) => blob))
    const blobs = ask(() => history.read([...new Set(wanted)]))
    let rows = taken.map(({ search, versions }) => {
      search.versions = search.versions.slice(versionsAtOnce)
      return versions.flatMap((version, n): Candidate[] => {
        const bytes = blobs?.get(version.blob)
        const { path } = search
        if (!bytes || options.failed.get(path)?.has(version.blob)) return []
        // The text that is in error: most often the newest commit has it.
        if (search.bytes && Buffer.compare(search.bytes, bytes) === 0) return []
        return [{ search, version, path, bytes, behind: versions.slice(n + 1) }]
      })
    })
    for (rows = rows.filter(row => row.length > 0); rows.length > 0; ) {
      const candidates = rows.map(([first]) => first!)
      const read = new Map((await parseOldTexts(candidates, options)).map(old => [old.file.path, old]))
      rows = rows.flatMap((row, n) => {
        const { search, version, behind, path } = candidates[n]!
        const old = read.get(path)
        const good = old && toGood(old, version)
        if (!good) return row.length > 1 ? [row.slice(1)] : []
        search.versions = [...behind, ...search.versions]
        found.set(search, good)
        return []
      })
    }
  }

  function toGood({ parsed, file }: OldDocument, version: Version): GoodVersion | undefined {
    const { document, diagnostics } = parsed
    if (!document) return undefined
    const date = document.kind === 'article' ? resolveDate(document.date, config.site.zone) : undefined
    // What a baseline knows is an error all the same.
    return options.judge(diagnostics, () => date).some(({ severity }) => severity === 'error')
      ? undefined
      : { version, document, file }
  }

  /** Files of which all versions were tried go on under the name that they had before. */
  function followRenames(searches: readonly Search[]): void {
    const groups = new Map<string, Search[]>()
    for (const search of searches) {
      const commit = search.oldest?.commit
      if (commit === undefined || ++search.hops > mostHops) continue
      const before = namesBefore(commit).get(search.name)
      if (before === undefined) continue
      search.name = before
      const group = groups.get(commit)
      if (group) group.push(search)
      else groups.set(commit, [search])
    }
    for (const [commit, group] of groups) {
      const versions = ask(() =>
        history.versions(
          group.map(({ name }) => name),
          `${commit}^`,
        ),
      )
      for (const search of group) {
        search.versions = versions?.get(search.name) ?? []
        search.oldest = search.versions.at(-1)
      }
    }
  }

  /** By name after a commit the one before it; a commit may have renamed thousands. */
  function namesBefore(commit: string): ReadonlyMap<string, string> {
    let names = renames.get(commit)
    if (!names) {
      names = ask(() => history.renames(commit)) ?? new Map()
      renames.set(commit, names)
    }
    return names
  }

  return { begin, next }
}
