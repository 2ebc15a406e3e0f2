// After a build: what the next one can use goes into the store, with a record of everything that was read.
import { join, relative, resolve } from 'node:path'
import { LostStore } from '../base/stretch.js'
import { type Diagnostic, warning } from '../diagnostics/diagnostic.js'
import type { Beginning } from './begin.js'
import type { Surroundings } from './environment.js'
import type { GitTree } from './git.js'
import type { CodeInput } from './load-config.js'
import type { BuildResult } from './options.js'
import { siteOf } from './page-table.js'
import type { Published } from './publish.js'
import type { LoadedSite } from './read-config.js'
import { reasonOf } from './reasons.js'
import { sweepSegments } from './segments.js'
import type { Sources } from './sources.js'
import { readBoot, type SavedSite, type StoreRecord } from './store.js'
import type { Theme } from './theme.js'
import { valuesOf } from './variables.js'

/** What the build was made of. */
export interface Made {
  readonly loaded: LoadedSite
  readonly sources: Sources
  /** For the next build. */
  saved(nowMs: number): SavedSite
  readonly theme: Theme
  readonly surroundings: Surroundings
  /** This build writes the store. */
  readonly keeps: boolean
  /** Segments before it are swept when nothing points into them. */
  readonly firstSegment: number
  readonly git: GitTree | undefined
  readonly unsure: StoreRecord['unsure'] | undefined
}

/** @returns why it could not be kept: that costs the next build time, and is said. */
export function remember(
  { root, files, store, now, options, out, aside }: Beginning,
  { sources, saved, loaded, theme, surroundings, keeps, firstSegment, git, unsure }: Made,
  { table }: Published,
  result: BuildResult,
): Diagnostic | undefined {
  const { until } = sources.site
  const clock = { now: new Date(now).toISOString(), nextChange: result.nextChange }
  try {
    // A preview is nobody's to publish again.
    if (aside === undefined && !sources.site.options.preview)
      files.write(join(root, '.dateline/next-change.json'), `${JSON.stringify(clock)}\n`)
    if (!keeps || !table) return undefined
    const read = [...loaded.inputs, ...sources.inputs, ...theme.inputs, ...assetInputs(theme, surroundings)]
    const history = sources.standIns?.state()
    const record = {
      options,
      ...(history === undefined ? {} : { history }),
      tree: isKnown(sources, loaded) && git ? git.fingerprint : '',
      unsure: unsure ?? [],
      code: read.map(([path, digest]) => [relative(root, resolve(root, path)), digest] as const),
      environment: valuesOf(loaded.environment ?? []),
      until: Number.isFinite(until) ? until : null,
      out,
      site: siteOf(table),
      boot: readBoot(),
      result: { ...result, problems: [], fixes: [], changes: { written: [], removed: [] } },
    }
    store.save(record, now, saved(Date.now()), table)
    const bodies = sources.segments()
    sweepSegments(join(store.folder, 'bodies'), bodies, firstSegment)
    return undefined
  } catch (cause) {
    if (cause instanceof LostStore) store.forget()
    return warning('DL6005', { reason: reasonOf(cause) })
  }
}

/** Whether everything that the site is made of is in the record, so that "unchanged" can be said at a glance. */
function isKnown(sources: Sources, { module, code, environment, inputs }: LoadedSite): boolean {
  const inside = inputs.every(([path]) => !path.startsWith('..'))
  return (
    sources.found.listed && module !== undefined && code !== undefined && environment !== undefined && inside
  )
}

/** Assets may be links to files that git does not list. */
function assetInputs({ assets }: Theme, { assets: digests }: Surroundings): CodeInput[] {
  return [...assets].map(([name, path]) => [path, digests.get(name)!] as const)
}
