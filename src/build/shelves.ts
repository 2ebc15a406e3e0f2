// What a build puts away when it has parsed a file: bodies in segments that stay, and terms for the time of the build.
import { join } from 'node:path'
import { firstScratch, nextSegment, openSegments, type SegmentFolders } from './segments.js'
import type { Shelves } from './tasks.js'
import { openTermShelf } from './term-shelf.js'

/** Plain data: threads open shelves of their own from it. */
export interface ShelfPlan {
  readonly bodies: SegmentFolders
  /** A folder that goes with the build. */
  readonly terms: string
  /** The segment of bodies of the main thread, the last one that is there, so that small pushes make no files of
   *  their own; each other thread adds its number to it. */
  readonly first: number
}

/** @param keep false: what is put away goes with the scratch folder. */
export function planShelves(store: string, scratch: string, keep: boolean): ShelfPlan {
  const bodies = { kept: join(store, 'bodies'), scratch: join(scratch, 'bodies') }
  return {
    bodies,
    terms: join(scratch, 'terms'),
    first: keep ? Math.max(0, nextSegment(bodies.kept) - 1) : firstScratch,
  }
}

/** @param thread 0 for the main one. */
export function openShelves({ bodies, terms, first }: ShelfPlan, thread: number): Shelves {
  return {
    bodies: openSegments(bodies, first + thread),
    terms: openTermShelf(terms, thread),
  }
}
