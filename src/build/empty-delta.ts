// A delta where nothing has changed since the last build: what a scheduler's run in CI makes, most of the time. It is
// empty when the host has what the site has, but for assets whose time there is over.
import type { Beginning } from './begin.js'
import { commitDelta, manifestFiles } from './delta.js'
import type { Manifest } from './manifest.js'
import { openOutput } from './open-output.js'
import type { BuildOptions, Changes } from './options.js'
import { createPageTable, siteOf } from './page-table.js'

/** @returns undefined where the host lacks something, or the folders are not in order: the build does it, and tells.
 *  Cost: a comparison a file of the site. */
export function writeEmptyDelta(beginning: Beginning, options: BuildOptions): Changes | undefined {
  const { files, store, now } = beginning
  const pages = store.readPages()
  if (!pages || siteOf(pages) !== store.record?.site) return undefined
  const opened = openOutput(beginning, options, '')
  if ('diagnostic' in opened) return undefined
  try {
    const site = manifestFiles(createPageTable(pages))
    if (!opened.base || !hasAll(opened.base.files, site)) return undefined
    return commitDelta(files, opened.target, opened.base, site, { staged: [] }, now)
  } finally {
    opened.close()
  }
}

function hasAll(deployed: Manifest['files'], site: Manifest['files']): boolean {
  for (const { path, digest } of site.values()) if (deployed.get(path)?.digest !== digest) return false
  return deployed.size === site.size
}
