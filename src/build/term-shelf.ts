// Where the terms of articles wait from their parsing to their indexing: in the scratch folder of a build, since the index
// is where they are kept. A piece is the terms, 32 bits each, then a byte each of how often they are said.
import type { Locator } from '../content/library.js'
import type { TermCounts } from '../markdown/terms.js'
import { firstScratch, openSegments } from './segments.js'

export interface TermShelf {
  /** To this thread's own segment; other threads see it after `flush`. */
  append(terms: TermCounts): Locator
  flush(): void
  /** From any thread's segment; undefined when it is not what was put there. */
  read(locator: Locator): TermCounts | undefined
  close(): void
}

/** @param thread 0 for the main one; each writes a segment of its own. */
export function openTermShelf(folder: string, thread: number): TermShelf {
  const segments = openSegments({ kept: folder, scratch: folder }, firstScratch + thread)
  return {
    append: terms => segments.append(pack(terms)),
    flush: segments.flush,
    read(locator) {
      const bytes = segments.read(locator)
      return bytes && unpack(bytes)
    },
    close: segments.close,
  }
}

const bytesPerTerm = Uint32Array.BYTES_PER_ELEMENT + Uint8Array.BYTES_PER_ELEMENT

function pack({ terms, counts }: TermCounts): Uint8Array {
  const bytes = new Uint8Array(terms.length * bytesPerTerm)
  bytes.set(new Uint8Array(terms.buffer, terms.byteOffset, terms.byteLength))
  bytes.set(counts, terms.byteLength)
  return bytes
}

function unpack(piece: Uint8Array): TermCounts {
  const bytes = new Uint8Array(piece.buffer, piece.byteOffset, piece.length)
  const terms = new Uint32Array(bytes.length / bytesPerTerm)
  // Copied: a view on 32-bit numbers must begin at a multiple of four.
  new Uint8Array(terms.buffer).set(bytes.subarray(0, terms.byteLength))
  return { terms, counts: bytes.slice(terms.byteLength) }
}
