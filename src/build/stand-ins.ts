// What stands in for a file in error while everything else is published: its last version without an error, from git.
// What the file of today says of draft, status, embargo and expiry counts for it, too. Never from what earlier builds
// kept: so a build with a cache gives what one without gives.
import { relative } from 'node:path'
import { resolveDate, type WrittenDate } from '../base/dates.js'
import { once } from '../base/once.js'
import { compareText } from '../base/order.js'
import { readFacts } from '../content/file-name.js'
import { type LastWord, readLastWord } from '../content/last-word.js'
import type { OpenLibrary, ShelvedDocument } from '../content/library.js'
import { type Diagnostic, warning } from '../diagnostics/diagnostic.js'
import type { DocumentFile } from './discover.js'
import { GitFailure, openHistory, type Version } from './history.js'
import { type OldTextReader, parseOldTexts } from './old-versions.js'

/** Versions that a page could not be made of: known only when it was tried. */
export type FailedVersions = ReadonlyMap<string, ReadonlySet<string>>

export interface StandInOptions extends OldTextReader {
  readonly root: string
  readonly library: OpenLibrary
  document(path: string): DocumentFile | undefined
  /** As diagnostics name it. */
  shown(path: string): string
  judge(found: readonly Diagnostic[], dateOf: (file: string) => number | undefined): Diagnostic[]
  readonly failed: FailedVersions
}

/** One file in error. Paths are below the content folder. */
interface Entry {
  readonly file: DocumentFile
  /** Undefined for one that cannot be read. */
  readonly bytes: Uint8Array | undefined
  readonly word: LastWord
  /** Still to be tried, newest first. */
  readonly versions: Version[]
  /** Of all that were found so far. */
  oldest: Version | undefined
  /** Its name in the commits that `versions` are from. */
  name: string
  hops: number
  version?: Version | undefined
  /** Where the version in use can be read again. */
  old?: DocumentFile
}

/** A file that was renamed oftener than this since it was in order is given up. */
const mostHops = 5
/** A text without errors is rarely far away. */
const atOnce = 4

export function openStandIns(options: StandInOptions) {
  const { root, library, config, files } = options
  const history = openHistory(root)
  const entries = new Map<string, Entry>()
  const isRepository = once(() => history.isRepository())

  /** Looks for versions of files that are newly in error, and for older ones where the one in use is. */
  async function replace(paths: readonly string[]): Promise<void> {
    const fresh = paths.filter(path => !entries.has(path)).sort(compareText)
    const found = fresh.flatMap(path => options.document(path) ?? [])
    const names = new Map(found.map(file => [file.path, relative(root, file.absolute).split('\\').join('/')]))
    const versions = isRepository() ? ask(() => history.versions([...names.values()])) : undefined
    for (const file of found) {
      const name = names.get(file.path)!
      const bytes = readBytes(file.absolute)
      const word: LastWord =
        bytes === undefined
          ? { kind: 'doubt' }
          : readLastWord({ path: file.path, bytes }, readFacts(file.path, config), config.content)
      const list = [...(versions?.get(name) ?? [])]
      entries.set(file.path, { file, bytes, word, name, hops: 0, versions: list, oldest: list.at(-1) })
    }
    for (const path of [...paths].sort(compareText)) {
      const entry = entries.get(path)
      if (entry) await advance(entry)
    }
  }

  function readBytes(path: string): Uint8Array | undefined {
    try {
      return files.read(path)
    } catch {
      return undefined
    }
  }

  /** Undefined where git gives no answer. */
  function ask<T>(question: () => T): T | undefined {
    try {
      return question()
    } catch (cause) {
      if (cause instanceof GitFailure) return undefined
      throw cause
    }
  }

  /** Puts the next older version without an error in the library, or nothing. */
  async function advance(entry: Entry): Promise<void> {
    const { path } = entry.file
    entry.version = undefined
    library.remove(path)
    if (entry.word.kind === 'doubt') return
    for (;;) {
      const some = entry.versions.splice(0, atOnce)
      if (some.length === 0) {
        if (!followRename(entry)) return
        continue
      }
      const good = await firstGood(entry, some)
      if (!good) continue
      // What was not looked at is tried when this one turns out to be in error on the site.
      entry.versions.unshift(...some.slice(some.indexOf(good.version) + 1))
      entry.version = good.version
      entry.old = good.file
      library.add(restrict(good.document, entry.word))
      return
    }
  }

  async function firstGood(entry: Entry, some: readonly Version[]) {
    const { path } = entry.file
    const blobs = ask(() => history.read(some.map(({ blob }) => blob)))
    for (const version of some) {
      const bytes = blobs?.get(version.blob)
      if (!bytes || options.failed.get(path)?.has(version.blob)) continue
      // The text that is in error: most often the newest commit has it.
      if (entry.bytes && Buffer.compare(entry.bytes, bytes) === 0) continue
      const [read] = await parseOldTexts([{ path, bytes }], options)
      const document = read?.parsed.document
      if (!document) continue
      const date = document.kind === 'article' ? resolveDate(document.date, config.site.zone) : undefined
      // What a baseline knows is an error all the same.
      if (options.judge(read.parsed.diagnostics, () => date).some(({ severity }) => severity === 'error'))
        continue
      return { version, document, file: read.file }
    }
    return undefined
  }

  /** A file has its history from before it got its name, too. */
  function followRename(entry: Entry): boolean {
    const commit = entry.oldest?.commit
    if (commit === undefined || ++entry.hops > mostHops) return false
    const before = ask(() => history.renamedFrom(entry.name, commit))
    if (before === undefined) return false
    const versions = ask(() => history.versions([before], `${commit}^`))?.get(before) ?? []
    entry.name = before
    entry.versions.push(...versions)
    entry.oldest = versions.at(-1)
    return versions.length > 0
  }

  function restrict(document: ShelvedDocument, word: LastWord): ShelvedDocument {
    if (word.kind === 'doubt' || document.kind === 'author') return document
    const draft = document.draft || word.draft
    if (document.kind !== 'article') return { ...document, draft }
    const by = (date: WrittenDate) => resolveDate(date, config.site.zone)
    const order = (dates: readonly (WrittenDate | undefined)[]) =>
      dates.filter(date => date !== undefined).sort((a, b) => by(a) - by(b))
    const starts = word.starts.filter(date => by(date) > by(document.date))
    return {
      ...document,
      draft,
      status: word.unusable ? 'withheld' : document.status,
      embargo: order([document.embargo, ...starts]).at(-1),
      expires: order([document.expires, ...word.ends])[0],
    }
  }

  return {
    replace,
    has: (path: string): boolean => entries.get(path)?.version !== undefined,
    version: (path: string): Version | undefined => entries.get(path)?.version,
    file: (path: string): DocumentFile | undefined => entries.get(path)?.old,
    /** All files that were looked after. */
    paths: (): string[] => [...entries.keys()].sort(compareText),
    /** What the answers depend on; undefined when nothing was asked. */
    state: (): string | undefined => (entries.size === 0 ? undefined : history.state()),
    /** @param visible whether readers see the article of a path. */
    tell(visible: (path: string) => boolean): Diagnostic[] {
      const command = isRepository() && history.isShallow() ? 'git fetch --unshallow' : undefined
      return [...entries.values()].flatMap(({ file, version, word }): Diagnostic[] => {
        const shown = { file: options.shown(file.path) }
        if (version)
          return visible(file.path)
            ? [warning('DL3016', { date: version.date, commit: version.commit.slice(0, 7) }, shown)]
            : []
        if (word.kind === 'doubt')
          return [warning('DL3017', { reason: 'it does not say for sure whether readers may see it' }, shown)]
        if (command !== undefined)
          return [
            warning(
              'DL3017',
              { reason: 'this clone is shallow, and has no version of it without an error', command },
              shown,
            ),
          ]
        const reason = isRepository()
          ? 'there is no earlier version of it without an error'
          : 'this folder is in no git repository, so there is no earlier version of it'
        return [warning('DL3017', { reason }, shown)]
      })
    },
  }
}

export type StandIns = ReturnType<typeof openStandIns>
