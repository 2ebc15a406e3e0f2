// The entry of a build. Most runs of a scheduler find nothing changed: that is answered without loading the
// pipeline, the schema, or Markdown.
import type { Site } from '../site/site.js'
import { begin } from './begin.js'
import type { BuildOptions, BuildResult, Inspection } from './options.js'
import type { Prepared } from './pipeline.js'
import { findUnchanged } from './unchanged.js'

/** Builds a site. Never throws for an editor's mistake: those are in the result.
 *  @throws for a bug of ours. */
export async function build(options: BuildOptions = {}): Promise<BuildResult> {
  const beginning = begin(options)
  const unchanged = await findUnchanged(beginning, options)
  if (unchanged) return unchanged
  return (await import('./pipeline.js')).runBuild(options, beginning)
}

/** Builds the Site without rendering or writing anything: what `dateline related` looks at. */
export async function inspect<T>(options: BuildOptions, look: (site: Site) => T): Promise<Inspection<T>> {
  return (await import('./pipeline.js')).runInspection(options, begin(options), look)
}

/** The same with all that was prepared: what a command looks at that tells more than the Site knows. */
export async function examine<T>(
  options: BuildOptions,
  look: (prepared: Prepared) => T | Promise<T>,
): Promise<Inspection<T>> {
  return (await import('./pipeline.js')).runPreparation(options, begin(options), look)
}
