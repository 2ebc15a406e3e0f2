// Render what is stale and put it beside the site; then commit. Pages with a template go to the threads,
// feeds and copies are made here.
import { join } from 'node:path'
import { serialize } from 'node:v8'
import { digestText } from '../base/digest.js'
import type { Widget } from '../config/define.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import type { CopyPage, Page, TemplatePage, TextPage } from '../outputs/page.js'
import { Card } from '../site/card.js'
import type { Site } from '../site/site.js'
import { outputPath } from '../site/urls.js'
import type { Files } from './files.js'
import {
  digestMembers,
  type Environment,
  inputsOf,
  isFresh,
  isTemplatePage,
  keepPage,
  type PageInputs,
} from './memo.js'
import { batches, runAll } from './pool.js'
import type { Shop } from './shop.js'
import { type PageJob, type RenderSetup, reasonOf, stage } from './tasks.js'
import { commit, discard, type Target } from './write.js'

export interface RenderInput {
  readonly pages: readonly Page[]
  readonly shop: Shop
  readonly files: Files
  readonly templates: ReadonlyMap<string, string>
  readonly constants: Readonly<Record<string, unknown>>
  readonly widgets: Readonly<Record<string, unknown>>
  /** Undefined: pages are tried, nothing is written. */
  readonly target: Target | undefined
  readonly sourceOf: (copy: CopyPage['copy']) => string
  readonly onProgress: (done: number, total: number) => void
}

export interface RenderOutput {
  readonly written: number
  readonly unchanged: number
  readonly rendered: number
  readonly diagnostics: readonly Diagnostic[]
  commit(target: Target): { readonly removed: number; readonly diagnostics: readonly Diagnostic[] }
}

const batchSize = 48

export async function renderAll(input: RenderInput): Promise<RenderOutput> {
  const { files, target } = input
  const { pool, scratch, session } = input.shop
  const belongs = new Set<string>()
  const staged: string[] = []
  const diagnostics: Diagnostic[] = []
  let unchanged = 0
  const environment: Environment = {
    templates: new Map([...input.templates].map(([name, text]) => [name, digestText(text)])),
    constants: digestMembers(input.constants),
    widgets: digestMembers(input.widgets),
  }
  const stale: {
    readonly page: TemplatePage
    readonly file: string
    readonly inputs: PageInputs | undefined
  }[] = []
  const others: { readonly page: TextPage | CopyPage; readonly file: string }[] = []
  for (const page of input.pages) {
    const file = outputPath(page.path)
    belongs.add(file)
    if (!isTemplatePage(page)) {
      others.push({ page, file })
      continue
    }
    const inputs = session && inputsOf(page)
    const kept = session?.pages.get(file)
    if (inputs && kept && isFresh(kept, inputs, environment) && target && files.stat(join(target.out, file)))
      unchanged++
    else stale.push({ page, file, inputs })
  }

  const setupFile = join(
    scratch,
    `render-${digestText(JSON.stringify([[...environment.templates], [...environment.constants], [...environment.widgets], target ?? null]))}.bin`,
  )
  if (stale.length > 0) {
    const setup: RenderSetup = {
      templates: input.templates,
      constants: plain(input.constants) as RenderSetup['constants'],
      widgets: plain(input.widgets) as RenderSetup['widgets'],
      ...(target ? { target: { out: target.out, stage: target.stage, fresh: target.fresh } } : {}),
    }
    files.write(setupFile, serialize(setup))
  }
  let done = 0
  const inputs = new Map(stale.map(item => [item.file, item.inputs]))
  await runAll(pool, renderTasks(stale, setupFile, diagnostics), (result, task) => {
    for (const outcome of result.pages) {
      const { file } = outcome
      if (outcome.state === 'failed') {
        diagnostics.push(outcome.diagnostic)
        session?.pages.delete(file)
        // With `keepGoing` a page that fails keeps what stands there now.
        if (!(target && files.stat(join(target.out, file)))) belongs.delete(file)
        continue
      }
      if (outcome.state === 'written') staged.push(file)
      else if (outcome.state === 'unchanged') unchanged++
      const from = inputs.get(file)
      if (session && from) session.pages.set(file, keepPage(from, outcome.reads, environment))
    }
    done += task.jobs.length
    input.onProgress(done, stale.length)
  })
  for (const { page, file } of others) {
    try {
      const bytes =
        'copy' in page
          ? readCopy(files, input.sourceOf(page.copy), file)
          : Buffer.from(typeof page.body === 'string' ? page.body : page.body())
      if (!target) continue
      if (stage(files, target, file, bytes) === 'written') staged.push(file)
      else unchanged++
    } catch (cause) {
      belongs.delete(file)
      diagnostics.push(
        error(
          'DL6002',
          { path: file, reason: reasonOf(cause) },
          page.owner === undefined ? {} : { file: page.owner },
        ),
      )
    }
  }
  if (session) for (const file of session.pages.keys()) if (!belongs.has(file)) session.pages.delete(file)
  return {
    written: staged.length,
    unchanged,
    rendered: stale.length,
    diagnostics,
    commit(into) {
      try {
        return { removed: commit(files, into, staged, belongs).removed.length, diagnostics: [] }
      } catch (cause) {
        tryDiscard(files, into)
        return { removed: 0, diagnostics: [error('DL6002', { path: into.out, reason: reasonOf(cause) })] }
      }
    },
  }
}

/** What is staged and not in the journal yet goes; a journal stays for the next build to finish. */
function tryDiscard(files: Files, target: Target): void {
  try {
    if (files.read(join(target.stage, '.journal.json')) === undefined) discard(files, target)
  } catch {
    // The reason that is reported is the first one.
  }
}

/** Props become plain data only here, a batch at a time. A page whose props cannot is reported and left out. */
function* renderTasks(
  stale: readonly { readonly page: TemplatePage; readonly file: string }[],
  setup: string,
  diagnostics: Diagnostic[],
) {
  for (const batch of batches(stale, batchSize)) {
    const jobs: PageJob[] = []
    for (const { page, file } of batch) {
      try {
        jobs.push({
          file,
          address: page.path,
          template: page.template,
          props: plain(page.props) as PageJob['props'],
          body: page.body && { into: page.body.into, locator: page.body.locator, slots: page.body.slots },
          owner: page.owner,
        })
      } catch (cause) {
        diagnostics.push(
          error(
            'DL4004',
            { name: page.path, reason: reasonOf(cause) },
            page.owner === undefined ? {} : { file: page.owner },
          ),
        )
      }
    }
    yield { kind: 'render' as const, setup, jobs }
  }
}

/** Cards become their data; other values are copied, so that nothing of the Site can be reached. */
export function plain(value: unknown): unknown {
  if (value instanceof Card) return value.data
  if (Array.isArray(value)) return value.map(plain)
  if (value !== null && typeof value === 'object') {
    const copy: Record<string, unknown> = {}
    for (const [key, member] of Object.entries(value)) if (member !== undefined) copy[key] = plain(member)
    return copy
  }
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new TypeError(`A page's props may not hold a ${typeof value}.`)
  return value
}

function readCopy(files: Files, from: string, file: string): Uint8Array {
  const bytes = files.read(from)
  if (!bytes) throw new Error(`${file} is gone`)
  return bytes
}

/** Runs the config's widgets, each once. */
export function runWidgets(
  widgets: Readonly<Record<string, Widget>>,
  site: Site,
): { readonly values: Record<string, unknown>; readonly diagnostics: readonly Diagnostic[] } {
  const values: Record<string, unknown> = {}
  const diagnostics: Diagnostic[] = []
  for (const name of Object.keys(widgets).sort()) {
    try {
      values[name] = plain(widgets[name]!(site))
    } catch (cause) {
      diagnostics.push(error('DL4004', { name: `widgets.${name}`, reason: reasonOf(cause) }))
    }
  }
  return { values, diagnostics }
}
