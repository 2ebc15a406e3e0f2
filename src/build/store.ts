// The store: what a build keeps for the next one, below `.dateline/store/`, or `.dateline/preview/`. A small record says which generation
// is the last one and what it was made of; each generation is two containers, the site and the page table. The one
// before it is kept for `dateline why`. Whatever is damaged, missing, or another engine's reads as nothing.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Digest, digestText } from '../base/digest.js'
import type { SavedLibrary } from '../content/library.js'
import type { SavedGroups } from '../outputs/page-groups.js'
import { baseStretches, risingMembers } from '../related/seats.js'
import type { RelatedState } from '../related/state.js'
import type { SavedMemory } from '../site/memory.js'
import type { SitePast } from '../site/resolve-all.js'
import {
  type MemberNames,
  type OpenContainer,
  openContainer,
  readContainer,
  writeContainer,
} from './container.js'
import type { SavedDigests } from './file-digests.js'
import type { Files } from './files.js'
import type { BuildResult } from './options.js'
import type { SavedTable } from './page-table.js'
import type { ParsePast } from './parse-all.js'
import type { KnownFiles } from './site-files.js'

export interface SavedSite {
  readonly parse: ParsePast
  readonly digests: SavedDigests
  /** What git listed, where a comparison with it tells what has changed. */
  readonly files?: KnownFiles
  /** Folders that are languages: they shape addresses. */
  readonly folders: ReadonlyMap<string, string>
  readonly library: SavedLibrary
  readonly memory: SavedMemory
  readonly past: SitePast
  readonly related?: RelatedState
  /** Lists of pages as they were made last. */
  readonly groups?: SavedGroups
}

export interface Generation {
  readonly number: number
  /** Names of files of earlier generations that hold parts of it. */
  readonly needs: readonly string[]
  /** ms since 1970: the clock of the build. */
  readonly now: number
}

export interface StoreRecord {
  readonly engine: Digest
  readonly last: Generation
  readonly previous?: Generation
  /** What was asked for: config file, content and output folder. */
  readonly options: Digest
  /** Everything that git said of the tree; '' without git. */
  readonly tree: Digest
  /** Files that git does not vouch for, with the digests that they had. */
  readonly unsure: readonly (readonly [path: string, digest: Digest | null])[]
  /** Files that were read before git was asked, or that git does not list: the config's code, templates, settings. */
  readonly code: readonly (readonly [path: string, digest: Digest])[]
  /** Variables of the environment that the config reads, with their values. */
  readonly environment: readonly (readonly [name: string, value: string | null])[]
  /** When the site next changes by itself; null for never. */
  readonly until: number | null
  /** From the root. */
  readonly out: string
  /** Digest of the whole site. */
  readonly site: Digest
  /** Names the running of the machine: after another start its disk may not hold what was written last. */
  readonly boot: string
  /** What versions of files in error depend on (`History.state`), where some were asked for. */
  readonly history?: string
  readonly result: BuildResult
}

export interface Store {
  readonly folder: string
  /** Undefined when nothing usable is there. */
  readonly record: StoreRecord | undefined
  /** Nobody writes to what these two give: what did not change is not written again. */
  readPages(generation?: Generation): SavedTable | undefined
  readSite(generation?: Generation): SavedSite | undefined
  /** Writes a part of the generation to come, and gives it back as it is read: its large arrays are not held any more,
   *  and `save` names the file. One part a generation. Where it cannot be written, it comes back as it is. */
  park<T>(part: T): T
  /** Nothing of it is used from now on: something that is read late is damaged, and would be met again and again. */
  forget(): void
  /** What was read of it is not to be trusted: the next generation takes nothing from it. */
  distrust(): void
  /** Writes a generation; the record comes last, so that a build that is killed here leaves the one before. */
  save(
    record: Omit<StoreRecord, 'last' | 'previous' | 'engine'>,
    now: number,
    site: SavedSite,
    pages: SavedTable,
  ): void
}

const recordName = 'record.json'
const format = 1
const memberNames: MemberNames = {
  /** Large members of a site of which a push looks at parts only. */
  lazy: new Set(['heap', ...baseStretches]),
  rising: new Set(['ends', ...risingMembers]),
}

/** @param folder the site's own, or that of its previews. */
export function openStore(files: Files, folder: string, engine: Digest): Store {
  const record = readRecord(files, folder, engine)
  const pathOf = (kind: 'site' | 'pages', { number }: Pick<Generation, 'number'>) =>
    join(folder, `${kind}-${number}.bin`)
  /** Of the generation to come. */
  const number = (record?.last.number ?? 0) + 1
  /** The last generation, where it was read. */
  const opened: { site?: OpenContainer | undefined; pages?: OpenContainer | undefined } = {}
  const read = (kind: 'site' | 'pages', generation = record?.last): unknown => {
    if (!generation) return undefined
    const container = readOrNothing(files, pathOf(kind, generation))
    if (generation === record?.last) opened[kind] = container
    return container?.value
  }
  return {
    folder,
    record,
    readPages: generation => read('pages', generation) as SavedTable | undefined,
    readSite: generation => read('site', generation) as SavedSite | undefined,
    park(part) {
      // Another build may be at the same generation.
      const path = `${pathOf('site', { number })}.${process.pid}.part`
      try {
        writeContainer(files, path, part, memberNames)
        return (readContainer(files, path) as typeof part | undefined) ?? part
      } catch {
        return part
      }
    },
    forget: () => files.remove(join(folder, recordName)),
    distrust() {
      opened.site = undefined
      opened.pages = undefined
    },
    save(made, now, site, pages) {
      const written = [
        writeContainer(files, pathOf('site', { number }), site, memberNames, opened.site),
        writeContainer(files, pathOf('pages', { number }), pages, undefined, opened.pages),
      ]
      const last = { number, now, needs: written.flatMap(({ needs }) => needs) }
      const whole: StoreRecord = { ...made, engine, last, ...(record ? { previous: record.last } : {}) }
      const text = JSON.stringify({ format, record: whole })
      files.writePieces(join(folder, recordName), [Buffer.from(`${digestText(text)}\n${text}`)])
      const generations = record ? [last, record.last] : [last]
      const stays = new Set(
        generations.flatMap(({ number: n, needs: others }) => [`site-${n}.bin`, `pages-${n}.bin`, ...others]),
      )
      for (const { name } of files.list(folder) ?? [])
        if (/^(?:site|pages)-\d+\.bin/.test(name) && !stays.has(name)) files.remove(join(folder, name))
    },
  }
}

/** The same store with nothing usable in it, from now on. */
export function withoutRecord(store: Store): Store {
  store.distrust()
  return {
    ...store,
    record: undefined,
    readPages: () => undefined,
    readSite: () => undefined,
  }
}

/** What cannot be read for whatever reason costs time, not the build. */
function readOrNothing(files: Files, path: string): OpenContainer | undefined {
  try {
    return openContainer(files, path)
  } catch {
    return undefined
  }
}

function readRecord(files: Files, folder: string, engine: Digest): StoreRecord | undefined {
  try {
    const bytes = files.read(join(folder, recordName))
    if (!bytes) return undefined
    const whole = Buffer.from(bytes).toString('utf8')
    const end = whole.indexOf('\n')
    const text = whole.slice(end + 1)
    if (whole.slice(0, end) !== digestText(text)) return undefined
    const parsed = JSON.parse(text) as { readonly format: number; readonly record: StoreRecord }
    return parsed.format === format && parsed.record.engine === engine ? parsed.record : undefined
  } catch {
    return undefined
  }
}

/** Of this running of the machine (Linux, proc(5)); '' where it is not known. */
export function readBoot(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}
