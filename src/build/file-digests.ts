// Digests of the files that a site is made from. Git vouches for most of them; the others are read once and then
// known by size and modification time, as long as that time was not too fresh when they were looked at.
import { createNumberColumn, createTextColumn, type SavedText } from '../base/columns.js'
import { type Digest, digestBlob } from '../base/digest.js'
import { createRowIndex } from '../base/row-index.js'
import { halvesOf, hashText, hexOf } from '../base/stamp.js'
import type { FoundFile } from './discover.js'
import type { Files } from './files.js'

export interface FileDigests {
  /** Undefined for a file that is gone, '' for one that cannot be read. @param name as diagnostics name it. */
  of(name: string, file: FoundFile): Digest | undefined
  /** What was really read of a file, where it was not what `of` said. */
  correct(name: string, digest: Digest): void
  /** As the last build knew it. */
  before(name: string): Digest | undefined
  /** Names that the last build knew and that nobody has asked for. */
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
  /** NaN where git vouched. */
  readonly modifiedMs: Float64Array
}

/** The coarsest clock of a file system in use (FAT: two seconds). A file that changed within it may change
 *  again without another time. Source: "racy git", git's Documentation/technical/racy-git.txt. */
const freshMs = 2_000

export function createFileDigests(files: Files, past?: SavedDigests): FileDigests {
  const old = openTable(past)
  const now = openTable()
  const met = new Uint8Array(old.names.length)
  return {
    of(name, file) {
      const entry = old.find(name)
      const known = now.find(name)
      if (known >= 0) return now.digest(known)
      // Git vouches for nearly all.
      if (file.digest !== undefined) {
        if (entry >= 0) met[entry] = 1
        now.push(name, file.digest, Number.NaN, Number.NaN)
        return file.digest
      }
      const stat = files.stat(file.absolute)
      if (!stat) return undefined
      const kept =
        entry >= 0 &&
        old.size.get(entry) === stat.size &&
        old.modifiedMs.get(entry) === stat.modifiedMs &&
        stat.modifiedMs + freshMs < past!.savedMs
      const digest = kept ? old.digest(entry) : readDigest(files, file.absolute)
      if (digest === undefined) return undefined
      if (entry >= 0) met[entry] = 1
      now.push(name, digest, stat.size, stat.modifiedMs)
      return digest
    },
    correct(name, digest) {
      const entry = now.find(name)
      if (entry >= 0) now.set(entry, digest)
    },
    before(name) {
      const entry = old.find(name)
      return entry < 0 ? undefined : old.digest(entry)
    },
    missing() {
      const names: string[] = []
      for (let entry = 0; entry < met.length; entry++) if (met[entry] === 0) names.push(old.names.get(entry))
      return names
    },
    saved: nowMs => now.saved(nowMs),
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

function openTable(saved?: SavedDigests) {
  const names = createTextColumn(saved?.names)
  const hashes = createNumberColumn(Uint32Array, saved?.hashes)
  const high = createNumberColumn(Uint32Array, saved?.high)
  const low = createNumberColumn(Uint32Array, saved?.low)
  const size = createNumberColumn(Float64Array, saved?.size)
  const modifiedMs = createNumberColumn(Float64Array, saved?.modifiedMs)
  const index = createRowIndex(hashes)
  const put = (digest: Digest): readonly [number, number] => (digest === '' ? [0, 0] : halvesOf(digest))
  return {
    names,
    size,
    modifiedMs,
    find: (name: string): number => index.find(hashText(name), entry => names.get(entry) === name),
    digest: (entry: number): Digest => hexOf(high.get(entry), low.get(entry)),
    push(name: string, digest: Digest, bytes: number, modified: number): void {
      const [first, second] = put(digest)
      names.push(name)
      hashes.push(hashText(name))
      high.push(first)
      low.push(second)
      size.push(bytes)
      modifiedMs.push(modified)
      index.add(names.length - 1)
    },
    set(entry: number, digest: Digest): void {
      const [first, second] = put(digest)
      high.set(entry, first)
      low.set(entry, second)
      // Whatever its time says, it changed while it was looked at.
      modifiedMs.set(entry, Number.NaN)
    },
    saved: (savedMs: number): SavedDigests => ({
      savedMs,
      names: names.saved(),
      hashes: hashes.view(),
      high: high.view(),
      low: low.view(),
      size: size.view(),
      modifiedMs: modifiedMs.view(),
    }),
  }
}
