// A delta: in place of the whole site, what differs from what was deployed, in the order in which it goes up.
//   new/          files that are not on the host yet: they go first, since nothing leads there yet
//   changed/      files that take the place of others: pages, then lists that lead to what is new
//   delete.txt    paths that leave the host, a line each: last of all
//   manifest.txt  becomes dateline-manifest.txt on the host, when everything else is done
import { join } from 'node:path'
import { compareText } from '../base/order.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import type { Files } from './files.js'
import { formatManifest, type Manifest, parseManifest, settleLeft } from './manifest.js'
import type { Changes } from './options.js'
import type { PageTable, SavedTable } from './page-table.js'
import { createPageTable } from './page-table.js'
import type { Standing } from './publish.js'
import type { KeptOutput } from './standing.js'
import { type Change, markerFor, type Target } from './write.js'

const emptyManifest: Manifest = { files: new Map(), left: new Map() }

/** @param path of the manifest; undefined for a first deployment. */
export function readBase(
  files: Files,
  path: string | undefined,
  shown: string,
): { readonly base: Manifest } | { readonly diagnostic: Diagnostic } {
  if (path === undefined) return { base: emptyManifest }
  const bytes = files.read(path)
  const base = bytes && parseManifest(Buffer.from(bytes).toString('utf8'))
  if (base) return { base }
  const reason = bytes ? 'it is no manifest of dateline' : 'it is not there'
  return { diagnostic: error('DL6006', { file: shown, reason }) }
}

/** Opens a folder for a delta; an earlier delta gives way, anything else is refused. */
export function openDelta(
  files: Files,
  folder: string,
  shown: string,
): { readonly target: Target } | { readonly diagnostic: Diagnostic } {
  const names = (files.list(folder) ?? []).map(({ name }) => name)
  const own = new Set(['new', 'changed', 'delete.txt', 'manifest.txt'])
  if (names.length > 0 && !(names.includes('manifest.txt') && names.every(name => own.has(name))))
    return { diagnostic: error('DL6001', { folder: shown }) }
  const stage = `${folder}.dateline-stage`
  files.remove(stage)
  return {
    target: { out: folder, stage: join(stage, 'all'), fresh: true, markerName: markerFor(undefined) },
  }
}

/** A page stands on the host when the manifest has it with the bytes that the table knows. */
export function deltaStanding(base: Manifest, { table }: KeptOutput): Standing {
  return {
    table,
    asWritten: entry => base.files.get(table.file(entry))?.digest === table.digest(entry),
    present: undefined,
  }
}

export function manifestFiles(table: PageTable): Manifest['files'] {
  const files = new Map<string, { path: string; digest: string; size: number }>()
  for (let entry = 0; entry < table.size; entry++) {
    const path = table.file(entry)
    files.set(path, { path, digest: table.digest(entry), size: table.bytes(entry) })
  }
  return files
}

/** Puts what was staged where it belongs. Equal bytes are no change. */
export function commitDelta(
  files: Files,
  target: Target,
  base: Manifest,
  saved: SavedTable,
  { staged }: Pick<Change, 'staged'>,
  now: number,
): Changes {
  const site = manifestFiles(createPageTable(saved))
  const written: string[] = []
  for (const file of [...staged].sort(compareText)) {
    const old = base.files.get(file) ?? base.left.get(file)
    if (old?.digest === site.get(file)?.digest) continue
    files.rename(join(target.stage, file), join(placeOf(target), old ? 'changed' : 'new', file))
    written.push(file)
  }
  const { remove, left } = settleLeft(base, site, now)
  finish(files, target, remove, to => files.write(to, formatManifest({ files: site, left })))
  return { written, removed: remove }
}

/** The host has the site as it is: only assets leave it whose time there is over. @param path of the base. */
export function commitEmptyDelta(
  files: Files,
  target: Target,
  base: Manifest,
  path: string,
  now: number,
): Changes {
  const { remove, left } = settleLeft({ files: new Map(), left: base.left }, base.files, now)
  finish(files, target, remove, to =>
    // Mostly it is the same, and writing a hundred thousand lines takes as long as reading them.
    remove.length === 0 ? files.copy(path, to) : files.write(to, formatManifest({ files: base.files, left })),
  )
  return { written: [], removed: remove }
}

/** Where a delta is put together. */
const placeOf = ({ stage }: Target): string => join(stage, '..', 'delta')

/** The lists, and then the whole at once in its place. */
function finish(
  files: Files,
  target: Target,
  remove: readonly string[],
  writeManifest: (to: string) => void,
): void {
  const whole = placeOf(target)
  files.write(join(whole, 'delete.txt'), remove.map(path => `${path}\n`).join(''))
  writeManifest(join(whole, 'manifest.txt'))
  files.remove(target.out)
  files.rename(whole, target.out)
  files.remove(join(target.stage, '..'))
}
