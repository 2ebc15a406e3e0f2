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
import { openHistory, type Version } from './history.js'
import { type GoodVersion, openLastGood, type Search, type SearchOptions } from './last-good.js'

export interface StandInOptions extends Omit<SearchOptions, 'history'> {
  readonly root: string
  readonly library: OpenLibrary
  document(path: string): DocumentFile | undefined
  /** As diagnostics name it. */
  shown(path: string): string
}

/** One file in error. Its path is below the content folder. */
interface Entry {
  readonly file: DocumentFile
  readonly word: LastWord
  readonly search: Search
  /** What stands in. */
  good?: GoodVersion | undefined
}

export function openStandIns(options: StandInOptions) {
  const { root, library, config, files } = options
  const history = openHistory(root)
  const lastGood = openLastGood({ ...options, history })
  const entries = new Map<string, Entry>()
  const isRepository = once(() => history.isRepository())

  /** Looks for versions of files that are newly in error, and for older ones where the one in use is. */
  async function replace(paths: readonly string[]): Promise<void> {
    takeIn(paths.filter(path => !entries.has(path)).sort(compareText))
    const sorted = [...paths].sort(compareText).flatMap(path => entries.get(path) ?? [])
    for (const entry of sorted) {
      entry.good = undefined
      library.remove(entry.file.path)
    }
    const wanted = sorted.filter(({ word }) => word.kind !== 'doubt')
    const found = isRepository() ? await lastGood.next(wanted.map(({ search }) => search)) : undefined
    for (const entry of wanted) {
      entry.good = found?.get(entry.search)
      if (entry.good) library.add(restrict(entry.good.document, entry.word))
    }
  }

  function takeIn(paths: readonly string[]): void {
    const fresh = paths.flatMap(path => options.document(path) ?? [])
    const texts = fresh.map(({ path, absolute }) => ({
      path,
      bytes: readBytes(absolute),
      name: relative(root, absolute).split('\\').join('/'),
    }))
    const searches = isRepository() ? lastGood.begin(texts) : undefined
    for (const [n, file] of fresh.entries()) {
      const { path, bytes, name } = texts[n]!
      const word: LastWord =
        bytes === undefined
          ? { kind: 'doubt' }
          : readLastWord({ path, bytes }, readFacts(path, config), config.content)
      const search = searches?.[n] ?? { path, bytes, name, versions: [], oldest: undefined, hops: 0 }
      entries.set(path, { file, word, search })
    }
  }

  function readBytes(path: string): Uint8Array | undefined {
    try {
      return files.read(path)
    } catch {
      return undefined
    }
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
    has: (path: string): boolean => entries.get(path)?.good !== undefined,
    version: (path: string): Version | undefined => entries.get(path)?.good?.version,
    file: (path: string): DocumentFile | undefined => entries.get(path)?.good?.file,
    /** All files that were looked after. */
    paths: (): string[] => [...entries.keys()].sort(compareText),
    /** What the answers depend on; undefined when nothing was asked. */
    state: (): string | undefined => (entries.size === 0 ? undefined : history.state()),
    /** @param visible whether readers see the article of a path. */
    tell(visible: (path: string) => boolean): Diagnostic[] {
      const command = isRepository() && history.isShallow() ? 'git fetch --unshallow' : undefined
      return [...entries.values()].flatMap(({ file, good, word }): Diagnostic[] => {
        const shown = { file: options.shown(file.path) }
        if (good)
          return visible(file.path)
            ? [warning('DL3016', { date: good.version.date, commit: good.version.commit.slice(0, 7) }, shown)]
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
