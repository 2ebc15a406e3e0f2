// Digests of the files that a site is made from. Git vouches for most of them, now and at the last build, and those
// are in its listing, where that is kept; the others are read once, kept in columns, and then known by size and modification time, as
// long as that time was not too fresh when they were looked at.
import { createNumberColumn, createTextColumn, type SavedText } from '../base/columns.js'
import { type Digest, digestBlob } from '../base/digest.js'
import { createRowIndex } from '../base/row-index.js'
import { halvesOf, hashText, hexOf } from '../base/stamp.js'
import type { FoundFile } from './discover.js'
import type { Files } from './files.js'

export interface FileDigests {
  /** Whether a file has the bytes that the last build knew. */
  compare(name: string, file: FoundFile): 'same' | 'changed' | 'gone'
  /** Git's listing is not kept: what it vouches for goes into the columns, too. Before anything is asked. */
  holdVouched(): void
  /** Undefined for a file that is gone, '' for one that cannot be read. @param name as diagnostics name it. */
  of(name: string, file: FoundFile): Digest | undefined
  /** Takes in a file that somebody is about to read, who then says what its bytes were: a file that nobody knew is
   *  not read twice. False when it is gone. */
  expect(name: string, file: FoundFile): boolean
  /** What was really read of a file, where it was not what `of` said. */
  correct(name: string, file: FoundFile, digest: Digest): void
  /** As the last build knew it; undefined where it knew no such file. */
  before(name: string): Digest | undefined
  /** Names that the last build knew, not from git, and that nobody has asked for. */
  missing(): string[]
  saved(nowMs: number): SavedDigests
}

export interface SavedDigests {
  /** By the machine's clock, ms since 1970. */
  readonly savedMs: number
  readonly names: SavedText
  readonly hashes: Uint32Array
  readonly high: Uint32Array
  readonly low: Uint32Array
  readonly size: Float64Array
  /** NaN where the file is to be read again whatever its time. */
  readonly modifiedMs: Float64Array
}

/** The coarsest clock of a file system in use (FAT: two seconds). A file that changed within it may change
 *  again without another time. Source: "racy git", git's Documentation/technical/racy-git.txt. */
const freshMs = 2_000

/** Nobody has asked for the file; git vouches for it now; its bytes or its size and time were looked at. */
const Met = { not: 0, vouched: 1, looked: 2 } as const

/** @param listed what git vouched for at the last build, by name. */
export function createFileDigests(
  files: Files,
  past?: SavedDigests,
  listed: (name: string) => Digest | undefined = () => undefined,
): FileDigests {
  const names = createTextColumn(past?.names)
  const hashes = createNumberColumn(Uint32Array, past?.hashes)
  const high = createNumberColumn(Uint32Array, past?.high)
  const low = createNumberColumn(Uint32Array, past?.low)
  const size = createNumberColumn(Float64Array, past?.size)
  const modifiedMs = createNumberColumn(Float64Array, past?.modifiedMs)
  const index = createRowIndex(hashes)
  const known = names.length
  /** What is told of each entry in this build. */
  const met = createNumberColumn(Uint8Array, new Uint8Array(known))
  /** Digests that the last build knew, of entries that have another one now. */
  const changed = new Map<number, Digest>()
  const state = { holdsVouched: false }

  const find = (name: string): number =>
    names.length === 0 ? -1 : index.find(hashText(name), entry => names.get(entry) === name)
  const isBlank = (entry: number): boolean => high.get(entry) === 0 && low.get(entry) === 0
  const digestOf = (entry: number): Digest => (isBlank(entry) ? '' : hexOf(high.get(entry), low.get(entry)))
  const beforeOf = (name: string, entry: number): Digest | undefined =>
    entry >= 0 && entry < known ? (changed.get(entry) ?? digestOf(entry)) : listed(name)

  function put(name: string, found: number, digest: Digest, bytes: number, modified: number): number {
    const entry = found < 0 ? add(name) : found
    const [first, second] = digest === '' ? ([0, 0] as const) : halvesOf(digest)
    if (high.get(entry) !== first || low.get(entry) !== second) {
      if (entry < known && !changed.has(entry)) changed.set(entry, digestOf(entry))
      high.set(entry, first)
      low.set(entry, second)
    }
    size.set(entry, bytes)
    modifiedMs.set(entry, modified)
    met.set(entry, Met.looked)
    return entry
  }
  function add(name: string): number {
    names.push(name)
    hashes.push(hashText(name))
    for (const column of [high, low, size, modifiedMs, met]) column.push(0)
    index.add(names.length - 1)
    return names.length - 1
  }

  /** Entry of a file that git does not vouch for, looked at once a build; -1 when it is gone.
   *  @param read digest of a file that is not known by its time. */
  function look(name: string, file: FoundFile, read = readDigest): number {
    const entry = find(name)
    if (entry >= 0 && met.get(entry) === Met.looked) return entry
    const stat = files.stat(file.absolute)
    if (!stat) return -1
    const kept =
      entry >= 0 &&
      size.get(entry) === stat.size &&
      modifiedMs.get(entry) === stat.modifiedMs &&
      stat.modifiedMs + freshMs < past!.savedMs
    const digest = kept ? digestOf(entry) : read(files, file.absolute)
    return digest === undefined ? -1 : put(name, entry, digest, stat.size, stat.modifiedMs)
  }

  /** Of a file that is there. */
  function digestNow(name: string, file: FoundFile): Digest | undefined {
    const entry = file.digest === undefined ? look(name, file) : find(name)
    if (file.digest === undefined) return entry < 0 ? undefined : digestOf(entry)
    // What was read of it in this build counts for more.
    if (entry >= 0 && met.get(entry) === Met.looked) return digestOf(entry)
    if (state.holdsVouched) put(name, entry, file.digest, Number.NaN, Number.NaN)
    else if (entry >= 0) met.set(entry, Met.vouched)
    return file.digest
  }

  return {
    compare(name, file) {
      const digest = digestNow(name, file)
      if (digest === undefined) return 'gone'
      // What cannot be read is looked at again each time.
      return digest !== '' && beforeOf(name, find(name)) === digest ? 'same' : 'changed'
    },
    holdVouched() {
      state.holdsVouched = true
    },
    of: digestNow,
    expect: (name, file) =>
      file.digest === undefined ? look(name, file, () => '') >= 0 : digestNow(name, file) !== undefined,
    correct(name, file, digest) {
      const now = digestNow(name, file)
      if (now === digest) return
      const entry = find(name)
      // Its time was taken before it was first read, so that a change meanwhile is seen by that.
      if (now === '' && entry >= 0) put(name, entry, digest, size.get(entry), modifiedMs.get(entry))
      // It changed while it was looked at, whatever its time says.
      else put(name, entry, digest, Number.NaN, Number.NaN)
    },
    before: name => beforeOf(name, find(name)),
    missing() {
      const gone: string[] = []
      for (let entry = 0; entry < known; entry++) if (met.get(entry) === Met.not) gone.push(names.get(entry))
      return gone
    },
    saved(savedMs) {
      const present = met.view()
      if (present.every(state => state === Met.looked))
        return {
          savedMs,
          names: names.saved(),
          hashes: hashes.view(),
          high: high.view(),
          low: low.view(),
          size: size.view(),
          modifiedMs: modifiedMs.view(),
        }
      const rows = Uint32Array.from(present.keys()).filter(entry => present[entry] === Met.looked)
      return {
        savedMs,
        names: names.gather(rows).saved(),
        hashes: hashes.gather(rows).view(),
        high: high.gather(rows).view(),
        low: low.gather(rows).view(),
        size: size.gather(rows).view(),
        modifiedMs: modifiedMs.gather(rows).view(),
      }
    },
  }
}

function readDigest(files: Files, path: string): Digest | undefined {
  try {
    const bytes = files.read(path)
    return bytes && digestBlob(bytes)
  } catch {
    // Whoever needs the file says why it cannot be read.
    return ''
  }
}
