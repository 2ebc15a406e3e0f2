// From pages to the output folder: what is stale is rendered beside it, then one short phase makes the change. An
// error before that phase leaves the folder as it was.
import { join } from 'node:path'
import { compareText } from '../base/order.js'
import { type Diagnostic, error, hasErrors, warning } from '../diagnostics/diagnostic.js'
import type { PageList } from '../outputs/page.js'
import type { Files } from './files.js'
import type { Environment } from './memo.js'
import type { Changes, StepName } from './options.js'
import { type PageTable, type SavedTable, siteOf, type TableEntry } from './page-table.js'
import { reasonOf } from './reasons.js'
import type { RenderedPage, RenderOutput } from './render-all.js'
import { findStale } from './stale.js'
import { type Change, discard, type MarkerName, type Target } from './write.js'

/** The output folder as it stands, and what is known of it. */
export interface Standing {
  readonly table: PageTable
  /** Whether a file is where it belongs, with the bytes that the table says. */
  asWritten(entry: number): boolean
  /** All files that are there; undefined where the table knows them. */
  readonly present: readonly string[] | undefined
}

export interface PublishInput {
  readonly files: Files
  readonly pages: PageList
  readonly environment: Environment
  readonly standing: Standing
  /** Undefined: nothing is written, pages are tried. */
  readonly target: Target | undefined
  /** Write in spite of errors, those pages left out that have them. */
  readonly keepGoing: boolean
  /** There are errors already. */
  readonly faulty: boolean
  /** Diagnostics as the site wants them. */
  judge(found: readonly Diagnostic[]): readonly Diagnostic[]
  /** Makes the change; what differs may be less than what was staged. */
  commit(target: Target, table: SavedTable, change: Change): Changes
  step<T>(name: StepName, act: () => T | Promise<T>): Promise<T>
  render(stale: readonly number[]): Promise<RenderOutput>
}

export interface Published {
  readonly done: boolean
  /** Files that are as they were. */
  readonly unchanged: number
  readonly changes: Changes
  readonly counters: { readonly rendered: number; readonly bytes: number }
  readonly diagnostics: readonly Diagnostic[]
  /** The table as it is now; only when something was published. */
  readonly table?: SavedTable
}

/** A change of one widget or constant that makes more pages than these again is said. */
const manyPages = 1_000

export async function publish(input: PublishInput): Promise<Published> {
  const { files, pages, environment, standing, target, keepGoing } = input
  const { table } = standing
  const found = findStale(pages, table, environment, standing.asWritten)
  const diagnostics: Diagnostic[] = []
  for (const [read, count] of found.byRead)
    if (count > manyPages && !read.startsWith('template'))
      diagnostics.push(...input.judge([warning('DL4005', { read, pages: count })]))
  const output = await input.step('render', () => input.render(found.stale))
  const troubles = input.judge(output.diagnostics)
  diagnostics.push(...troubles)
  const counters = { rendered: found.stale.length, bytes: 0 }
  const unchanged = pages.size - found.stale.length + output.rendered.filter(isUnchanged).length
  const nothing = { done: false, unchanged, changes: { written: [], removed: [] }, counters, diagnostics }
  if (!target) return nothing
  if ((input.faulty || hasErrors(troubles)) && !keepGoing) {
    discard(files, target)
    return nothing
  }
  const gone = takeRendered(output, pages, table, found.gone)
  const saved = table.saved(gone)
  const removed = leaving(standing, gone, target.markerName)
  const staged = output.rendered.filter(({ state }) => state === 'written').map(({ file }) => file)
  let changes: Changes
  try {
    changes = await input.step('write', () =>
      input.commit(target, saved, { staged: staged.sort(compareText), removed, site: siteOf(saved) }),
    )
  } catch (cause) {
    tryDiscard(files, target)
    diagnostics.push(error('DL6002', { path: target.out, reason: reasonOf(cause) }))
    return nothing
  }
  const written = new Set(changes.written)
  const bytes = output.rendered.reduce(
    (sum, page) => sum + (written.has(page.file) ? page.written.size : 0),
    0,
  )
  return { done: true, unchanged, changes, counters: { ...counters, bytes }, diagnostics, table: saved }
}

const isUnchanged = ({ state }: RenderedPage): boolean => state === 'unchanged'

/** Puts what was rendered into the table. A page that failed leaves: a clean build would not have it either, and
 *  what stands there may show an article that has been put under embargo since. */
function takeRendered(
  output: RenderOutput,
  pages: PageList,
  table: PageTable,
  gone: readonly number[],
): readonly number[] {
  const leaving = new Set(gone)
  const { keys, stamps } = pages
  for (const page of output.failed) {
    const entry = table.find(keys.high[page]!, keys.low[page]!)
    if (entry >= 0) leaving.add(entry)
  }
  for (const rendered of output.rendered) {
    const row = rowOf(rendered)
    const entry = table.find(row.keyHigh, row.keyLow)
    if (entry >= 0 && !leaving.has(entry)) table.replace(entry, row)
    else table.add(row)
  }
  return [...leaving]

  function rowOf({ page, file, written, profile }: RenderedPage): TableEntry {
    return {
      ...written,
      file,
      keyHigh: keys.high[page]!,
      keyLow: keys.low[page]!,
      stampHigh: stamps.high[page]!,
      stampLow: stamps.low[page]!,
      profile,
    }
  }
}

function leaving({ table, present }: Standing, gone: readonly number[], markerName: MarkerName): string[] {
  const files = new Set(gone.map(entry => table.file(entry)))
  if (!present) return [...files].sort(compareText)
  const out = new Set(gone)
  const stays = new Set<string>()
  for (let entry = 0; entry < table.size; entry++) if (!out.has(entry)) stays.add(table.file(entry))
  return present.filter(file => file !== markerName && !stays.has(file)).sort(compareText)
}

/** What is staged and not in the journal yet goes; a journal stays for the next build to finish. */
function tryDiscard(files: Files, target: Target): void {
  try {
    if (files.read(join(target.stage, '.journal.json')) === undefined) discard(files, target)
  } catch {
    // The reason that is reported is the first one.
  }
}
