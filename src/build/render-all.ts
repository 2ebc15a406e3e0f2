// Render what is stale and put it beside the site. Pages with a template go to the threads, feeds and copies are
// made here. What was written, and what each page has read, comes back for the page table.
import { join } from 'node:path'
import { serialize } from 'node:v8'
import { digestText } from '../base/digest.js'
import { passLost } from '../base/stretch.js'
import type { Locator } from '../content/library.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import type { CopyPage, Page, PageList, TemplatePage } from '../outputs/page.js'
import { markPreview } from '../render/preview.js'
import type { Reads } from '../render/reads.js'
import { Card } from '../site/card.js'
import { outputPath } from '../site/urls.js'
import type { Files } from './files.js'
import type { Environment } from './memo.js'
import type { Written } from './page-table.js'
import { runAll } from './pool.js'
import { reasonOf } from './reasons.js'
import type { Shop } from './shop.js'
import { createStager } from './stage.js'
import type { Tables } from './tables.js'
import type { PageJob, PageOutcome, RenderSetup, RenderTask } from './tasks.js'
import type { Target } from './write.js'

export interface RenderInput {
  readonly pages: PageList
  /** Numbers of the pages that are to be rendered, rising. */
  readonly stale: readonly number[]
  readonly shop: Shop
  readonly files: Files
  /** Folder for the render setup. */
  readonly scratch: string
  readonly templates: ReadonlyMap<string, string>
  readonly constants: Readonly<Record<string, unknown>>
  readonly widgets: Readonly<Record<string, unknown>>
  readonly assets: ReadonlyMap<string, string>
  readonly tables: Tables
  readonly environment: Environment
  readonly preview: boolean
  /** Undefined: pages are tried, nothing is written. */
  readonly target: Target | undefined
  sourceOf(copy: CopyPage['copy']): string
  /** Parses files again whose bodies were lost: where they lie now. */
  recover(files: readonly string[]): Promise<ReadonlyMap<string, Locator>>
  /** Number of what a render read, nothing for a file without a template: pages have few that differ, and a list of
   *  names for each page of an archive would take more memory than everything else. */
  intern(reads: Reads | undefined): number
  /** Takes in a page that lies beside the site now, or stands there already: nothing is held of it here. */
  take(page: RenderedPage): void
  onProgress(done: number, total: number): void
}

export interface RenderedPage {
  /** Number of the page. */
  readonly page: number
  readonly state: 'written' | 'unchanged'
  readonly written: Written
  /** Number of what it read. */
  readonly profile: number
}

export interface RenderOutput {
  /** Pages that could not be made. */
  readonly failed: readonly number[]
  readonly diagnostics: readonly Diagnostic[]
}

/** A task: so many articles, or fewer lists. A list may show a thousand cards, and several tasks are under way. */
const batchWeight = 48
const listWeight = 8

export async function renderAll(input: RenderInput): Promise<RenderOutput> {
  const { pages, stale } = input
  const failed: number[] = []
  const diagnostics: Diagnostic[] = []
  let done = 0
  const advance = (count: number): void => {
    done += count
    input.onProgress(done, stale.length)
  }
  const fail = (page: number, diagnostic: Diagnostic): void => {
    failed.push(page)
    diagnostics.push(diagnostic)
  }
  const stage = input.target && createStager(input.files, input.target)
  const plain: number[] = []
  const templated: number[] = []
  for (const page of stale) (pages.hasTemplate(page) ? templated : plain).push(page)
  const batchCount = Math.ceil(templated.length / batchWeight)
  const makePlain = createMeter(plain, batchCount, makeFile)
  let recovered: ReadonlyMap<string, Locator> = new Map()
  let lost = await renderTemplates(templated)
  if (lost.length > 0) {
    recovered = await input.recover(lost.map(page => (pages.page(page) as TemplatePage).body!.file))
    lost = await renderTemplates(lost)
    for (const page of lost)
      fail(
        page,
        error('DL6002', { path: outputPath(pages.path(page)), reason: 'its text changed meanwhile' }),
      )
  }
  makePlain('all')
  await input.shop.rest()
  return { failed, diagnostics }

  /** @returns pages whose bodies are lost. */
  async function renderTemplates(numbers: readonly number[]): Promise<number[]> {
    if (numbers.length === 0) return []
    const setup = writeSetup(input)
    const missing: number[] = []
    const sent = new Map<RenderTask, readonly number[]>()
    await runAll(input.shop.pool(numbers.length), tasks(numbers, setup, sent), (result, task) => {
      const batch = sent.get(task)!
      sent.delete(task)
      const profileOf = createProfiles(input.intern)
      result.pages.forEach((outcome, i) => void settle(batch[i]!, outcome, missing, profileOf))
      advance(batch.length)
      // The threads have other batches meanwhile.
      makePlain('share')
    })
    return missing
  }

  /** A feed, a sitemap, a copy. */
  function makeFile(page: number): void {
    const made = pages.page(page)
    if ('template' in made) throw new TypeError(`${made.path} has a template after all`)
    const file = outputPath(made.path)
    try {
      const bytes = 'copy' in made ? readCopy(input.files, input.sourceOf(made.copy), file) : textOf(made)
      if (!stage) return
      const content = input.preview && /\.html?$/i.test(file) ? markPreview(asText(bytes)) : bytes
      input.take({ page, ...stage(file, content), profile: input.intern(undefined) })
    } catch (cause) {
      passLost(cause)
      fail(page, error('DL6002', { path: file, reason: reasonOf(cause) }, ownerOf(made)))
    }
    advance(1)
  }

  function settle(
    page: number,
    outcome: PageOutcome,
    missing: number[],
    profileOf: (reads: Reads) => number,
  ): void {
    if (outcome.state === 'failed') fail(page, outcome.diagnostic)
    else if (outcome.state === 'lost') missing.push(page)
    else if (outcome.state !== 'tried') {
      const { state, written, reads } = outcome
      input.take({ page, state, written, profile: profileOf(reads) })
    }
  }

  /** Props become plain data only here, a batch at a time. A page whose props cannot is reported and left out. */
  function* tasks(
    numbers: readonly number[],
    setup: string,
    sent: Map<RenderTask, readonly number[]>,
  ): Iterable<RenderTask> {
    let jobs: PageJob[] = []
    let batch: number[] = []
    let weight = 0
    const cut = (): RenderTask => {
      const task: RenderTask = { kind: 'render', setup, jobs }
      sent.set(task, batch)
      jobs = []
      batch = []
      weight = 0
      return task
    }
    for (const page of numbers) {
      const made = pages.page(page) as TemplatePage
      try {
        jobs.push(jobOf(made, recovered))
        batch.push(page)
        weight += made.body ? 1 : listWeight
      } catch (cause) {
        passLost(cause)
        fail(page, error('DL4004', { name: made.path, reason: reasonOf(cause) }, ownerOf(made)))
      }
      if (weight >= batchWeight) yield cut()
    }
    if (batch.length > 0) yield cut()
  }
}

/** Numbers of reads: those that are one object, as most of a batch's are, are looked up once. */
function createProfiles(intern: RenderInput['intern']): (reads: Reads) => number {
  const known = new Map<Reads, number>()
  return reads => {
    const number = known.get(reads) ?? intern(reads)
    known.set(reads, number)
    return number
  }
}

/** Does a list of things bit by bit: an equal share at each of so many calls, or all that are left. */
function createMeter<T>(items: readonly T[], calls: number, act: (item: T) => void) {
  let done = 0
  return (amount: 'share' | 'all'): void => {
    const until = amount === 'all' ? items.length : done + Math.ceil(items.length / calls)
    while (done < Math.min(until, items.length)) act(items[done++]!)
  }
}

export function jobOf(
  { path, template, props, body, owner }: TemplatePage,
  recovered: ReadonlyMap<string, Locator>,
): PageJob {
  return {
    file: outputPath(path),
    address: path,
    template,
    props: plain(props) as PageJob['props'],
    body: body && {
      into: body.into,
      locator: recovered.get(body.file) ?? body.locator,
      slots: body.slots,
    },
    owner,
  }
}

/** One file for all tasks; its name tells setups apart, since threads keep the last one that they opened. */
function writeSetup(input: RenderInput): string {
  const { files, scratch, target, templates, constants, widgets, tables, environment } = input
  const { templates: texts, constants: values, widgets: lists, assets, tables: data } = environment
  const name = digestText(
    JSON.stringify([[...texts], [...values], [...lists], [...assets], [...data], target ?? null]),
  )
  const path = join(scratch, `render-${name}.bin`)
  if (files.stat(path)) return path
  const setup: RenderSetup = {
    templates,
    constants: plain(constants) as RenderSetup['constants'],
    widgets: plain(widgets) as RenderSetup['widgets'],
    assets: input.assets,
    tables: Object.fromEntries(tables.tables),
    preview: input.preview,
    ...(target ? { target: { out: target.out, stage: target.stage, fresh: target.fresh } } : {}),
  }
  files.write(path, serialize(setup))
  return path
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

export function textOf({ body }: Extract<Page, { readonly body: string | (() => string) }>): string {
  return typeof body === 'string' ? body : body()
}

const asText = (content: string | Uint8Array): string =>
  typeof content === 'string' ? content : Buffer.from(content).toString('utf8')

function readCopy(files: Files, from: string, file: string): Uint8Array {
  const bytes = files.read(from)
  if (!bytes) throw new Error(`${file} is gone`)
  return bytes
}

function ownerOf({ owner }: Page): { readonly file?: string } {
  return owner === undefined ? {} : { file: owner }
}
