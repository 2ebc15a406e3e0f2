// Faults of files that show only when their pages are made: a block that refuses what it is given, a template that is
// not there, an address that something else has. Where everything else is to be published, that is too late to leave
// a file out, so the site is built once more, and begins with knowing it.
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { DocumentFile } from './discover.js'
import type { FailedVersions } from './last-good.js'
import { below } from './site-files.js'
import type { StandIns } from './stand-ins.js'

export interface LateFaults {
  /** Of files as they are. */
  readonly diagnostics: readonly Diagnostic[]
  /** Of versions that stood in for one. */
  readonly versions: FailedVersions
}

export const noLateFaults: LateFaults = { diagnostics: [], versions: new Map() }

/** Ends a round of a build. */
export class FoundLate extends Error {
  constructor(readonly faults: LateFaults) {
    super('errors of single files were found when their pages were made')
  }
}

/** @param known of earlier rounds.
 *  @returns those with what was found in this one; undefined when nothing was. Each round has a file or a version more,
 *    so there is a last one. */
export function findLateFaults(
  diagnostics: readonly Diagnostic[],
  known: LateFaults,
  folder: string,
  {
    standIns,
    found,
  }: {
    readonly standIns: StandIns | undefined
    readonly found: { document(path: string): DocumentFile | undefined }
  },
): LateFaults | undefined {
  const versions = new Map(known.versions)
  const fresh: Diagnostic[] = []
  let count = 0
  for (const item of diagnostics) {
    if (item.severity !== 'error' || item.known || item.withheld || item.file === undefined) continue
    const [path] = below(`${folder}/`, [item.file])
    if (path === undefined || !found.document(path)) continue
    const version = standIns?.version(path)
    // What is told of a file that is left out already stops the site, as anything else does.
    if (!version && known.diagnostics.some(({ file }) => file === item.file)) continue
    if (version) versions.set(path, new Set([...(versions.get(path) ?? []), version.blob]))
    else fresh.push(item)
    count++
  }
  return count === 0 ? undefined : { diagnostics: [...known.diagnostics, ...fresh], versions }
}
