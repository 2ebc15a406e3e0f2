// The folder that a build writes: the output folder, or that of a delta. One build at a time has it.
import { basename, dirname, join, resolve } from 'node:path'
import { type Diagnostic, error, warning } from '../diagnostics/diagnostic.js'
import type { Beginning } from './begin.js'
import { deployedFiles, openDelta, readBase } from './delta.js'
import { takeLock } from './lock.js'
import { hostLimits, type Manifest, passedLimits } from './manifest.js'
import type { BuildOptions } from './options.js'
import { createPageTable, type SavedTable } from './page-table.js'
import { markerFor, openTarget, type Target } from './write.js'

export interface OpenedOutput {
  readonly target: Target
  /** What was deployed; only for a delta. */
  readonly base?: Manifest
  close(): void
}

export function openOutput(
  { root, files, out: shownOut }: Beginning,
  { delta, preview }: Pick<BuildOptions, 'delta' | 'preview'>,
  contentFolder: string,
): OpenedOutput | { readonly diagnostic: Diagnostic } {
  const shown = delta?.folder ?? shownOut
  const out = resolve(root, shown)
  const lock = takeLock(join(dirname(out), `.${basename(out)}.dateline-lock`))
  if ('holder' in lock) return { diagnostic: error('DL6004', { folder: shown, holder: String(lock.holder) }) }
  const opened = open()
  if ('target' in opened) return { ...opened, close: lock.release }
  lock.release()
  return opened

  function open(): Omit<OpenedOutput, 'close'> | { readonly diagnostic: Diagnostic } {
    if (!delta) {
      const readFolders = [resolve(root, contentFolder), join(root, 'public'), join(root, 'templates')]
      return openTarget(files, out, root, shown, readFolders, markerFor(preview))
    }
    const path = delta.base === undefined ? undefined : resolve(root, delta.base)
    const read = readBase(files, path, delta.base ?? '')
    if ('diagnostic' in read) return read
    const target = openDelta(files, out, shown)
    return 'target' in target ? { ...target, base: read.base } : target
  }
}

/** What the host that was named does not take. */
export function overLimits(host: string | undefined, table: SavedTable): Diagnostic[] {
  const limit = host === undefined ? undefined : hostLimits[host]
  if (!limit) return []
  return passedLimits(deployedFiles(createPageTable(table)), limit).map(reason =>
    warning('DL6007', { host: limit.host, reason }),
  )
}
