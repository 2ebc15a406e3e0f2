// A delta: in place of the whole site, what differs from what was deployed, in the order in which it goes up.
//   new/          files that are not on the host yet: they go first, since nothing leads there yet
//   changed/      files that take the place of others: pages, then lists that lead to what is new
//   delete.txt    paths that leave the host, a line each: last of all
//   manifest.txt  becomes dateline-manifest.txt on the host, when everything else is done
import { join } from 'node:path'
import type { Digest } from '../base/digest.js'
import { compareText } from '../base/order.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import type { Files } from './files.js'
import {
  type DeployedFile,
  dayOf,
  formatManifest,
  type LeftFile,
  lineOf,
  type Manifest,
  noManifest,
  parseManifest,
  settleLeft,
} from './manifest.js'
import type { Changes } from './options.js'
import { createPageTable, type PageTable, type SavedTable, siteOf } from './page-table.js'
import type { Standing } from './publish.js'
import type { KeptOutput } from './standing.js'
import { type Change, markerFor, type Target } from './write.js'

/** @param path of the manifest; undefined for a first deployment. */
export function readBase(
  files: Files,
  path: string | undefined,
  shown: string,
): { readonly base: Manifest } | { readonly diagnostic: Diagnostic } {
  if (path === undefined) return { base: noManifest }
  const bytes = files.read(path)
  const base = bytes && parseManifest(bytes)
  if (base) return { base }
  const reason = bytes ? 'it is no manifest of dateline, or not the whole of one' : 'it is not there'
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
  const lines = base.lines()
  return {
    table,
    asWritten(entry) {
      const line = lines.find(table.fileBytes(entry))
      return line >= 0 && table.hasDigest(entry, lines.high(line), lines.low(line))
    },
    present: undefined,
  }
}

/** The files of a table. */
export function* deployedFiles(table: PageTable): Iterable<DeployedFile> {
  for (let entry = 0; entry < table.size; entry++) yield fileOf(table, entry)
}

const fileOf = (table: PageTable, entry: number): DeployedFile => ({
  path: table.file(entry),
  digest: table.digest(entry),
  size: table.bytes(entry),
})

/** A site against what is on the host. */
interface Difference {
  /** Files that the host has not, or with other bytes, by path. */
  readonly fresh: ReadonlyMap<string, DeployedFile>
  /** By line of the manifest: 0 for a file that is no longer part of the site, 1 for one that is there with other bytes,
   *  2 for one that is as it was. */
  readonly states: Uint8Array
}

function compareWithHost(base: Manifest, table: PageTable): Difference {
  const lines = base.lines()
  const states = new Uint8Array(lines.size)
  const fresh = new Map<string, DeployedFile>()
  for (let entry = 0; entry < table.size; entry++) {
    const line = lines.find(table.fileBytes(entry))
    const isSame = line >= 0 && table.hasDigest(entry, lines.high(line), lines.low(line))
    if (line >= 0) states[line] = isSame ? 2 : 1
    if (isSame) continue
    const file = fileOf(table, entry)
    fresh.set(file.path, file)
  }
  return { fresh, states }
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
  const table = createPageTable(saved)
  const difference = compareWithHost(base, table)
  const written: string[] = []
  for (const file of [...staged].sort(compareText)) {
    const made = difference.fresh.get(file)
    const left = base.left.get(file)
    if (!made || left?.digest === made.digest) continue
    const isThere = left !== undefined || base.lines().find(Buffer.from(file)) >= 0
    files.rename(join(target.stage, file), join(placeOf(target), isThere ? 'changed' : 'new', file))
    written.push(file)
  }
  const { remove, left } = settleLeft(goneFromSite(base, difference, now), now)
  finish(files, target, remove, to =>
    files.write(to, formatManifest(siteOf(saved), linesOf(base, table, difference), left)),
  )
  return { written, removed: remove }
}

/** What the host has that is no longer part of the site. */
function* goneFromSite(base: Manifest, { fresh, states }: Difference, now: number): Iterable<LeftFile> {
  const lines = base.lines()
  for (let line = 0; line < states.length; line++)
    if (states[line] === 0)
      yield { path: lines.path(line), digest: lines.digest(line), size: lines.bytes(line), left: dayOf(now) }
  for (const file of base.left.values()) {
    const line = lines.find(Buffer.from(file.path))
    if (!fresh.has(file.path) && !(line >= 0 && states[line] !== 0)) yield file
  }
}

/** The lines of a site, sorted by path: those of the manifest, with what changed put in; all anew where nobody says that
 *  they are sorted. Cost: a copy, and a search for each file that changed. */
function linesOf(base: Manifest, table: PageTable, { fresh, states }: Difference): Uint8Array[] {
  const byPath = (files: Iterable<DeployedFile>): DeployedFile[] =>
    [...files].sort((a, b) => compareText(a.path, b.path))
  if (base.site === undefined) return [Buffer.from(byPath(deployedFiles(table)).map(lineOf).join(''))]
  const lines = base.lines()
  const pieces: Uint8Array[] = []
  let done = 0
  /** Takes over the lines before a number that are as they were. */
  const copyTo = (end: number): void => {
    for (let from = done; from < end; ) {
      let to = from
      while (to < end && states[to] === 2) to++
      if (to > from) pieces.push(lines.text(from, to))
      from = to
      while (from < end && states[from] !== 2) from++
    }
    done = Math.max(done, end)
  }
  for (const file of byPath(fresh.values())) {
    copyTo(placeIn(base, file.path))
    pieces.push(Buffer.from(lineOf(file)))
  }
  copyTo(lines.size)
  return pieces
}

/** Number of the first line whose path is not before another. */
function placeIn(base: Manifest, path: string): number {
  const lines = base.lines()
  let [low, high] = [0, lines.size]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareText(lines.path(middle), path) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** The host has the site as it is: only assets leave it whose time there is over. @param path of the base. */
export function commitEmptyDelta(
  files: Files,
  target: Target,
  base: Manifest & { readonly site: Digest },
  path: string,
  now: number,
): Changes {
  const isInSite = ({ path: name }: LeftFile): boolean => base.lines().find(Buffer.from(name)) >= 0
  const { remove, left } = settleLeft(
    [...base.left.values()].filter(file => !isInSite(file)),
    now,
  )
  finish(files, target, remove, to => {
    // Mostly it is the same.
    if (remove.length === 0) files.copy(path, to)
    else files.write(to, formatManifest(base.site, [base.lines().text(0, base.lines().size)], left))
  })
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
