// Segments: bodies and terms of parsed files, one behind the other in files that are only appended to. A piece
// is written when its file is parsed and read when it is needed; between the two nobody holds it. Each has a
// checksum; one that is gone or damaged is made again by whoever asks.
import * as fs from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Locator } from '../content/library.js'

export interface Segments {
  /** Appends to this thread's own segment; other threads see it after `flush`. */
  append(piece: Uint8Array): Locator
  flush(): void
  /** Reads from any thread's segment; undefined when it is not what was written there. */
  read(locator: Locator): Buffer | undefined
  close(): void
}

/** Where segments lie. What a build does not keep has a high number and goes with its scratch folder. */
export interface SegmentFolders {
  readonly kept: string
  readonly scratch: string
}

/** First number of segments that last for one build. */
export const firstScratch = 0x40000000

export const folderOf = ({ kept, scratch }: SegmentFolders, segment: number): string =>
  segment >= firstScratch ? scratch : kept

/** @param own number of the segment that this thread writes; no two threads may share one. */
export function openSegments(folders: SegmentFolders, own: number): Segments {
  const pathOf = (segment: number) => join(folderOf(folders, segment), `${segment}.seg`)
  const readers = new Map<number, number>()
  let writer: number | undefined
  let written = 0
  let pending: Buffer | undefined
  let used = 0

  function open(): Buffer {
    fs.mkdirSync(folderOf(folders, own), { recursive: true })
    // A segment that is there already is added to, never overwritten.
    writer = fs.openSync(pathOf(own), 'a')
    written = fs.fstatSync(writer).size
    return Buffer.allocUnsafe(1 << 20)
  }
  function flush(): void {
    for (let done = 0; done < used; ) done += fs.writeSync(writer!, pending!, done, used - done)
    written += used
    used = 0
  }
  function readerOf(segment: number): number | undefined {
    const known = readers.get(segment)
    if (known !== undefined) return known
    try {
      const reader = fs.openSync(pathOf(segment), 'r')
      readers.set(segment, reader)
      return reader
    } catch {
      return undefined
    }
  }
  return {
    append(piece) {
      pending ??= open()
      if (used + piece.length > pending.length) {
        flush()
        if (piece.length > pending.length) pending = Buffer.allocUnsafe(piece.length)
      }
      pending.set(piece, used)
      const locator = {
        segment: own,
        offset: written + used,
        length: piece.length,
        check: crc32(piece),
      }
      used += piece.length
      return locator
    },
    flush,
    read({ segment, offset, length, check }) {
      const reader = readerOf(segment)
      if (reader === undefined) return undefined
      const bytes = Buffer.allocUnsafe(length)
      for (let done = 0; done < length; ) {
        const count = fs.readSync(reader, bytes, done, length - done, offset + done)
        if (count === 0) return undefined
        done += count
      }
      return crc32(bytes) === check ? bytes : undefined
    },
    close() {
      try {
        flush()
      } catch {
        // Pieces that matter were flushed when they were made; what is left is of a build that failed.
      }
      for (const reader of readers.values()) fs.closeSync(reader)
      readers.clear()
      if (writer !== undefined) fs.closeSync(writer)
      writer = undefined
      pending = undefined
    },
  }
}

const numberOf = (name: string): number => Number(/^([0-9]+)\.seg$/.exec(name)?.[1] ?? Number.NaN)

/** A number above those of all segments of some folders. */
export function nextSegment(...folders: readonly string[]): number {
  const numbers = folders
    .flatMap(listNames)
    .map(numberOf)
    .filter(number => number < firstScratch)
  return Math.max(0, ...numbers.map(number => number + 1))
}

/** Removes segments that nothing points into. Cost: a listing. @param before only numbers below are looked at. */
export function sweepSegments(folder: string, used: ReadonlySet<number>, before: number): void {
  for (const name of listNames(folder)) {
    const number = numberOf(name)
    if (number < before && !used.has(number)) fs.rmSync(join(folder, name), { force: true })
  }
}

function listNames(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder)
  } catch {
    return []
  }
}
