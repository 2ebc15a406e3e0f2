// The one writer. New files lie in a staging folder beside the output; one short phase moves them in, removes
// what no longer belongs, and is finished by the next build if this one is killed in the middle.
import { basename, dirname, join, resolve, sep } from 'node:path'
import type { Digest } from '../base/digest.js'
import { compareText } from '../base/order.js'
import { pathKey } from '../base/slug.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import type { Preview } from '../site/schedule.js'
import type { Files } from './files.js'
import type { Changes } from './options.js'
import { reasonOf } from './reasons.js'

/** A folder with this file in it is dateline's, all of it. */
const siteMarker = '.dateline-site'
/** Another one, so that neither is built in the place of the other. */
const previewMarker = '.dateline-preview'
export type MarkerName = typeof siteMarker | typeof previewMarker

export function markerFor(preview: Preview | undefined): MarkerName {
  return preview ? previewMarker : siteMarker
}

/** The marker's text names the content of the whole site, so that a build knows whether the folder is as it left it.
 *  @param site digest of all files. */
export function markerText(site: Digest): string {
  return `This folder is written by dateline; files that are not part of the site are removed from it.\n${site}\n`
}

/** Digest of the site that a folder holds; undefined when no build has finished there. */
export function readMarker(files: Files, out: string, marker: MarkerName): Digest | undefined {
  const bytes = files.read(join(out, marker))
  return bytes && /\n([0-9a-f]{16})\n$/.exec(Buffer.from(bytes).toString('latin1'))?.[1]
}

export interface Target {
  readonly out: string
  /** On the same device as `out`, so that a file is moved, not copied. */
  readonly stage: string
  /** `out` is not there: the stage becomes the site by one rename. */
  readonly fresh: boolean
  readonly markerName: MarkerName
}

interface Journal {
  readonly move: readonly string[]
  readonly remove: readonly string[]
  /** Text of the marker, written last. */
  readonly marker: string
}

/** Opens the output folder for a build, after finishing a commit that was cut short.
 *  Refuses a folder that dateline did not make, and one that holds the project itself. */
export function openTarget(
  files: Files,
  out: string,
  root: string,
  shown: string,
  keep: readonly string[],
  markerName: MarkerName,
): { readonly target: Target } | { readonly diagnostic: Diagnostic } {
  const absolute = resolve(out)
  for (const folder of [root, ...keep]) {
    const other = resolve(folder)
    if (other === absolute || other.startsWith(absolute + sep)) {
      return {
        diagnostic: error('DL6003', {
          folder: shown,
          reason: 'it holds the files that the site is made from',
        }),
      }
    }
    if (folder !== root && absolute.startsWith(other + sep)) {
      return {
        diagnostic: error('DL6003', {
          folder: shown,
          reason: `it lies inside ${basename(other)}/, which is read`,
        }),
      }
    }
  }
  const stage = stageOf(absolute)
  const target: Target = { out: absolute, stage, fresh: false, markerName }
  try {
    recover(files, target)
  } catch (cause) {
    return { diagnostic: error('DL6002', { path: shown, reason: reasonOf(cause) }) }
  }
  const entries = files.list(absolute)
  if (entries === undefined) {
    if (files.stat(absolute))
      return { diagnostic: error('DL6003', { folder: shown, reason: 'a file has this name' }) }
    return { target: { ...target, fresh: true } }
  }
  const has = (marker: MarkerName) => files.stat(join(absolute, marker)) !== undefined
  if (entries.length > 0 && !has(markerName)) {
    if (!has(siteMarker) && !has(previewMarker)) return { diagnostic: error('DL6001', { folder: shown }) }
    const [held, wanted] =
      markerName === previewMarker ? ['the site that readers get', 'a preview'] : ['a preview', 'the site']
    const reason = `it holds ${held}, and ${wanted} must not take its place`
    return { diagnostic: error('DL6003', { folder: shown, reason }) }
  }
  return { target }
}

const stageOf = (out: string): string => join(dirname(out), `.${basename(out)}.dateline-stage`)
const journalPath = ({ stage }: Pick<Target, 'stage'>) => join(stage, '.journal.json')

/** Whether a commit was cut short, and is to be finished before anything is believed of the folder. */
export function hasJournal(files: Files, out: string): boolean {
  return files.stat(journalPath({ stage: stageOf(out) })) !== undefined
}

/** A journal that is there was complete: everything it names is staged or moved already. Without one, what is
 *  staged is the rest of a build that never reached its commit. */
function recover(files: Files, target: Target): void {
  const bytes = files.read(journalPath(target))
  if (bytes) apply(files, target, JSON.parse(Buffer.from(bytes).toString('utf8')) as Journal)
  files.remove(target.stage)
}

/** Ends a build that must not change the site. */
export function discard(files: Files, target: Target): void {
  files.remove(target.stage)
}

export interface Change {
  /** Files that lie in the stage. */
  readonly staged: readonly string[]
  /** Files of the site that leave it. */
  readonly removed: readonly string[]
  /** Digest of the whole site after the change. */
  readonly site: Digest
}

/** Makes the staged files part of the site and removes what leaves it. */
export function commit(files: Files, target: Target, { staged, removed, site }: Change): Changes {
  const marker = markerText(site)
  if (target.fresh) {
    files.write(join(target.stage, target.markerName), marker)
    files.rename(target.stage, target.out)
    return { written: staged, removed: [] }
  }
  const move = [...staged].sort(compareText)
  const remove = [...removed].sort(compareText)
  if (move.length > 0 || remove.length > 0 || readMarker(files, target.out, target.markerName) !== site) {
    files.write(`${journalPath(target)}.new`, JSON.stringify({ move, remove, marker } satisfies Journal))
    files.rename(`${journalPath(target)}.new`, journalPath(target))
    apply(files, target, { move, remove, marker })
  }
  files.remove(target.stage)
  return { written: move, removed: remove }
}

/** Can be repeated: what is moved is no longer in the stage, what is removed is no longer there. A page is
 *  never missing in between: files are moved first, each by one rename. */
function apply(files: Files, target: Target, journal: Journal): void {
  // A file may stand where a folder must be now, or the other way round.
  const folders = new Set(journal.move.flatMap(foldersOf))
  const isFolder = (file: string): boolean => files.list(join(target.out, file)) !== undefined
  for (const file of journal.remove) {
    // At a second attempt the folder may be there already.
    if (folders.has(file) && !isFolder(file)) files.remove(join(target.out, file))
  }
  const removedFolders = new Set(journal.remove.flatMap(foldersOf))
  // Where letter case does not count, the old name of a file would take the new one with it.
  const moved = new Map(journal.move.map(file => [pathKey(file), file]))
  for (const file of journal.remove) {
    const renamed = moved.get(pathKey(file))
    if (renamed !== undefined && files.stat(join(target.stage, renamed))) files.remove(join(target.out, file))
  }
  for (const file of journal.move) {
    if (!files.stat(join(target.stage, file))) continue
    if (removedFolders.has(file) && isFolder(file)) files.remove(join(target.out, file))
    moveIn(files, target, file)
  }
  for (const file of journal.remove)
    if (!folders.has(file) && !moved.has(pathKey(file))) files.remove(join(target.out, file))
  const emptied = [...removedFolders].sort((a, b) => b.length - a.length || compareText(a, b))
  for (const folder of emptied) files.removeEmpty(join(target.out, folder))
  const staged = join(target.stage, target.markerName)
  files.write(staged, journal.marker)
  files.rename(staged, join(target.out, target.markerName))
}

/** The folder is ours: what somebody else put where a file or one of its folders must be gives way. */
function moveIn(files: Files, target: Target, file: string): void {
  const [from, to] = [join(target.stage, file), join(target.out, file)]
  try {
    files.rename(from, to)
  } catch (cause) {
    if (!['ENOTDIR', 'EEXIST', 'EISDIR', 'ENOTEMPTY'].includes((cause as { code?: string }).code ?? ''))
      throw cause
    for (const folder of foldersOf(file)) {
      const path = join(target.out, folder)
      if (files.stat(path) && files.list(path) === undefined) files.remove(path)
    }
    if (files.list(to) !== undefined) files.remove(to)
    files.rename(from, to)
  }
}

function foldersOf(file: string): string[] {
  const parts = file.split('/').slice(0, -1)
  return parts.map((_, n) => parts.slice(0, n + 1).join('/'))
}

/** Paths of all files below a folder, with slashes, sorted. */
export function listFiles(files: Files, folder: string): string[] {
  const found: string[] = []
  const visit = (path: string): void => {
    for (const entry of files.list(join(folder, path)) ?? []) {
      const child = path === '' ? entry.name : `${path}/${entry.name}`
      if (entry.kind === 'folder') visit(child)
      else found.push(child)
    }
  }
  visit('')
  return found.sort(compareText)
}
