// The terms of articles in segments, each segment with its dictionary beside it. A piece whose dictionary is gone, or is
// another one, is as lost as a damaged piece.
import { join } from 'node:path'
import type { Locator } from '../content/library.js'
import { packTerms, unpackTerms } from '../content/packed-terms.js'
import type { TermCounts } from '../markdown/terms.js'
import { type Dictionary, openDictionary, readDictionary } from './dictionary.js'
import { folderOf, openSegments, type SegmentFolders } from './segments.js'

export interface TermSegments {
  /** To this thread's own segment; other threads see it after `flush`. */
  append(terms: TermCounts): Locator
  flush(): void
  /** From any thread's segment; undefined when it is not what was put there. */
  read(locator: Locator): TermCounts | undefined
  close(): void
}

/** @param own number of the segment that this thread writes; no two threads may share one. */
export function openTermSegments(folders: SegmentFolders, own: number): TermSegments {
  const segments = openSegments(folders, own)
  const read = new Map<number, Uint32Array>()
  let dictionary: Dictionary | undefined

  const pathOf = (segment: number): string => join(folderOf(folders, segment), `${segment}.dict`)
  function load(segment: number): Uint32Array {
    const terms = readDictionary(pathOf(segment))
    read.set(segment, terms)
    return terms
  }
  function unpack(bytes: Uint8Array, segment: number): TermCounts | undefined {
    if (segment === own && dictionary) return unpackTerms(bytes, dictionary.term)
    const known = read.get(segment)
    const found = known && unpackTerms(bytes, number => known[number])
    if (found) return found
    // Its writer may have added to it since it was read.
    const terms = load(segment)
    return terms.length === known?.length ? undefined : unpackTerms(bytes, number => terms[number])
  }
  return {
    append(terms) {
      dictionary ??= openDictionary(pathOf(own))
      return segments.append(packTerms(terms, dictionary.number))
    },
    flush() {
      // First: whoever is told where a piece is finds the terms that it names.
      dictionary?.flush()
      segments.flush()
    },
    read(locator) {
      const bytes = segments.read(locator)
      return bytes && unpack(bytes, locator.segment)
    },
    close() {
      segments.close()
    },
  }
}
