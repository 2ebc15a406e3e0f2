// From pages to the output folder: what is stale is rendered beside it, then one short phase makes the change. An
// error before that phase leaves the folder as it was.
import { join } from 'node:path'
import { createNumberColumn } from '../base/columns.js'
import { compareText } from '../base/order.js'
import { halvesOf, hexOf } from '../base/stamp.js'
import { type Diagnostic, error, hasErrors, warning } from '../diagnostics/diagnostic.js'
import type { PageList } from '../outputs/page.js'
import { outputPath } from '../site/urls.js'
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
  /** @param take takes in what was made, page by page. */
  render(stale: readonly number[], take: (page: RenderedPage) => void): Promise<RenderOutput>
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
  const intake = createIntake()
  const output = await input.step('render', () => input.render(found.stale, intake.take))
  const troubles = input.judge(output.diagnostics)
  diagnostics.push(...troubles)
  const counters = { rendered: found.stale.length, bytes: 0 }
  const unchanged = pages.size - found.stale.length + intake.unchanged
  const nothing = { done: false, unchanged, changes: { written: [], removed: [] }, counters, diagnostics }
  if (!target) return nothing
  if ((input.faulty || hasErrors(troubles)) && !keepGoing) {
    discard(files, target)
    return nothing
  }
  const gone = [...found.gone, ...entriesOf(output.failed, pages, table)]
  const entries = intake.putInto(table, pages, new Set(gone))
  const saved = table.saved(gone)
  const removed = leaving(standing, gone, target.markerName)
  const staged = entries.map(entry => table.file(entry))
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
  const bytes = entries.reduce(
    (sum, entry) => sum + (written.has(table.file(entry)) ? table.bytes(entry) : 0),
    0,
  )
  return { done: true, unchanged, changes, counters: { ...counters, bytes }, diagnostics, table: saved }
}

/** Takes in what was made, in columns: objects for all pages of an archive would be held to the end. It comes to the
 *  table only when it is published, since the table's columns are those that the last build kept, and a build may
 *  begin once more with them. */
function createIntake() {
  const numbers = createNumberColumn(Uint32Array)
  const isStaged = createNumberColumn(Uint8Array)
  const sizes = createNumberColumn(Float64Array)
  const times = createNumberColumn(Float64Array)
  const high = createNumberColumn(Uint32Array)
  const low = createNumberColumn(Uint32Array)
  const profiles = createNumberColumn(Uint32Array)
  let unchanged = 0
  return {
    get unchanged() {
      return unchanged
    },
    take({ page, state, written, profile }: RenderedPage): void {
      const [digestHigh, digestLow] = halvesOf(written.digest)
      numbers.push(page)
      isStaged.push(state === 'written' ? 1 : 0)
      sizes.push(written.size)
      times.push(written.modifiedMs)
      high.push(digestHigh)
      low.push(digestLow)
      profiles.push(profile)
      if (state === 'unchanged') unchanged++
    },
    /** @param leaving entries that belong to no page any more. @returns entries whose files lie beside the site. */
    putInto(table: PageTable, { keys, stamps, path }: PageList, leaving: ReadonlySet<number>): number[] {
      const staged: number[] = []
      for (let i = 0; i < numbers.length; i++) {
        const page = numbers.get(i)
        const row: TableEntry = {
          file: outputPath(path(page)),
          keyHigh: keys.high[page]!,
          keyLow: keys.low[page]!,
          stampHigh: stamps.high[page]!,
          stampLow: stamps.low[page]!,
          size: sizes.get(i),
          modifiedMs: times.get(i),
          digest: hexOf(high.get(i), low.get(i)),
          profile: profiles.get(i),
        }
        const known = table.find(row.keyHigh, row.keyLow)
        const entry = known >= 0 && !leaving.has(known) ? known : table.add(row)
        if (entry === known) table.replace(entry, row)
        if (isStaged.get(i) === 1) staged.push(entry)
      }
      return staged
    },
  }
}

/** Of pages that could not be made. They leave: a clean build would not have them either, and what stands there may
 *  show an article that has been put under embargo since. */
function entriesOf(failed: readonly number[], { keys }: PageList, table: PageTable): number[] {
  return failed.flatMap(page => {
    const entry = table.find(keys.high[page]!, keys.low[page]!)
    return entry < 0 ? [] : [entry]
  })
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
