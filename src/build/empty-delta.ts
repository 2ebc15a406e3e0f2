// A delta where nothing has changed since the last build: what a scheduler's run in CI makes, most of the time. It is
// empty when the host has what the site has, but for assets whose time there is over.
import { resolve } from 'node:path'
import type { Beginning } from './begin.js'
import { commitEmptyDelta } from './delta.js'
import { openOutput } from './open-output.js'
import type { BuildOptions, Changes } from './options.js'

/** @returns undefined for a first deployment, where the host lacks something, and where something stands in the way: the
 *  build does it, and tells. Cost: one digest of the manifest. */
export function writeEmptyDelta(beginning: Beginning, options: BuildOptions): Changes | undefined {
  try {
    return tryEmptyDelta(beginning, options)
  } catch {
    return undefined
  }
}

function tryEmptyDelta(beginning: Beginning, options: BuildOptions): Changes | undefined {
  const { root, files, store, now } = beginning
  const path = options.delta?.base
  if (path === undefined) return undefined
  const opened = openOutput(beginning, options, '')
  if ('diagnostic' in opened) return undefined
  const { target, base, close } = opened
  try {
    const site = base?.site
    if (!base || site === undefined || site !== store.record?.site) return undefined
    return commitEmptyDelta(files, target, { ...base, site }, resolve(root, path), now)
  } finally {
    close()
  }
}
