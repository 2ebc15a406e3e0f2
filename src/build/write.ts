// The one writer. New files lie in a staging folder beside the output; one short phase moves them in, removes
// what no longer belongs, and is finished by the next build if this one is killed in the middle.
import { basename, dirname, join, resolve, sep } from 'node:path'
import { compareText } from '../base/order.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import type { Files } from './files.js'

/** A folder with this file in it is dateline's, all of it. */
export const markerName = '.dateline-site'
const markerText =
  'This folder is written by dateline; files that are not part of the site are removed from it.\n'

export interface Target {
  readonly out: string
  /** On the same device as `out`, so that a file is moved, not copied. */
  readonly stage: string
  /** `out` is not there: the stage becomes the site by one rename. */
  readonly fresh: boolean
}

interface Journal {
  readonly move: readonly string[]
  readonly remove: readonly string[]
}

/** Opens the output folder for a build, after finishing a commit that was cut short.
 *  Refuses a folder that dateline did not make, and one that holds the project itself. */
export function openTarget(
  files: Files,
  out: string,
  root: string,
  shown: string,
  keep: readonly string[],
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
  const stage = join(dirname(absolute), `.${basename(absolute)}.dateline-stage`)
  const target = { out: absolute, stage, fresh: false }
  recover(files, target)
  const entries = files.list(absolute)
  if (entries === undefined) {
    if (files.stat(absolute))
      return { diagnostic: error('DL6003', { folder: shown, reason: 'a file has this name' }) }
    return { target: { ...target, fresh: true } }
  }
  if (entries.length > 0 && files.read(join(absolute, markerName)) === undefined)
    return { diagnostic: error('DL6001', { folder: shown }) }
  return { target }
}

const journalPath = (target: Target) => join(target.stage, '.journal.json')

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

export interface Committed {
  readonly removed: readonly string[]
}

/** Makes the staged files part of the site and removes what does not belong to it.
 *  @param staged files that lie in the stage. @param belongs all files of the site. */
export function commit(
  files: Files,
  target: Target,
  staged: readonly string[],
  belongs: ReadonlySet<string>,
): Committed {
  if (target.fresh) {
    files.write(join(target.stage, markerName), markerText)
    files.rename(target.stage, target.out)
    return { removed: [] }
  }
  const removed = listFiles(files, target.out).filter(file => file !== markerName && !belongs.has(file))
  const move = [...staged].sort(compareText)
  if (move.length > 0 || removed.length > 0) {
    files.write(`${journalPath(target)}.new`, JSON.stringify({ move, remove: removed } satisfies Journal))
    files.rename(`${journalPath(target)}.new`, journalPath(target))
    apply(files, target, { move, remove: removed })
  }
  if (files.read(join(target.out, markerName)) === undefined)
    files.write(join(target.out, markerName), markerText)
  files.remove(target.stage)
  return { removed }
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
  for (const file of journal.move) {
    if (!files.stat(join(target.stage, file))) continue
    if (removedFolders.has(file) && isFolder(file)) files.remove(join(target.out, file))
    files.rename(join(target.stage, file), join(target.out, file))
  }
  for (const file of journal.remove) if (!folders.has(file)) files.remove(join(target.out, file))
  const emptied = [...removedFolders].sort((a, b) => b.length - a.length || compareText(a, b))
  for (const folder of emptied) files.removeEmpty(join(target.out, folder))
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
