// The two kinds of segments of a build: bodies, which stay on the machine that made them, and terms, which CI
// restores, since an edit of an old article needs what stood in it before.
import { join } from 'node:path'
import { firstScratch, nextSegment, openSegments, type SegmentFolders } from './segments.js'
import type { Shelves } from './tasks.js'
import { openTermSegments } from './term-segments.js'

/** Plain data: threads open shelves of their own from it. */
export interface ShelfPlan {
  readonly bodies: SegmentFolders
  readonly terms: SegmentFolders
  /** The segment of the main thread, the last one that is there, so that small pushes make no files of their
   *  own; each other thread adds its number to it. */
  readonly first: number
}

/** @param keep false: what is put away goes with the scratch folder. */
export function planShelves(store: string, scratch: string, keep: boolean): ShelfPlan {
  const folders = (kind: 'bodies' | 'terms'): SegmentFolders => ({
    kept: join(store, kind),
    scratch: join(scratch, kind),
  })
  const bodies = folders('bodies')
  const terms = folders('terms')
  return { bodies, terms, first: keep ? Math.max(0, nextSegment(bodies.kept, terms.kept) - 1) : firstScratch }
}

/** @param thread 0 for the main one. */
export function openShelves({ bodies, terms, first }: ShelfPlan, thread: number): Shelves {
  return {
    bodies: openSegments(bodies, first + thread),
    terms: openTermSegments(terms, first + thread),
  }
}
