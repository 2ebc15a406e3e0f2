// The batch functions of parsing, ranking and rendering: plain data in and out, the same inline and in a
// thread. A `Workshop` holds what is expensive to make: the Markdown processor, the templates. What a task does
// not need is not loaded: most pushes parse one file and render a few dozen.
import { readFileSync } from 'node:fs'
import { deserialize } from 'node:v8'
import { digestBlob, digestText } from '../base/digest.js'
import type { Config } from '../config/config.js'
import type { Parser } from '../content/context.js'
import { readFacts } from '../content/file-name.js'
import type { Locator, ShelvedDocument } from '../content/library.js'
import type { parseDocument } from '../content/parse.js'
import type { Table } from '../content/table.js'
import { type Diagnostic, error, warning } from '../diagnostics/diagnostic.js'
import type { SlotValue } from '../markdown/body.js'
import type { ParserName } from '../markdown/parser.js'
import { sketchSize, type TermCounts } from '../markdown/terms.js'
import type { SavedEpoch } from '../related/epochs.js'
import type { Partition } from '../related/postings.js'
import type { RelatedOptions } from '../related/score.js'
import { type Base, openIndex, type Seat } from '../related/seats.js'
import type { RankedSeats } from '../related/state.js'
import { indexArticles, rankSeats } from '../related/update.js'
import { monthOf } from '../related/window.js'
import type { Details, renderPage } from '../render/page.js'
import type { Reads } from '../render/reads.js'
import type { BlockFault, TemplateFault, Templates } from '../render/templates.js'
import type { DocumentFile } from './discover.js'
import type { Files } from './files.js'
import type { Written } from './page-table.js'
import { reasonOf } from './reasons.js'
import type { Segments } from './segments.js'
import { createStager, type StagePlace, type Stager } from './stage.js'
import type { TermShelf } from './term-shelf.js'

export interface ParseTask {
  readonly kind: 'parse'
  readonly files: readonly DocumentFile[]
}

export interface ParsedFile {
  readonly path: string
  /** Of the bytes that were parsed; '' when there were none to read. */
  readonly digest: string
  readonly document?: ShelvedDocument
  readonly diagnostics: readonly Diagnostic[]
}

export interface ParseResult {
  readonly parser: ParserName
  /** Why the wished parser was not used. */
  readonly fallback?: string
  readonly files: readonly ParsedFile[]
}

export interface IndexTask {
  readonly kind: 'index'
  /** Place of the first article. */
  readonly first: number
  /** In shared memory. */
  readonly epochs: readonly SavedEpoch[]
  /** An article each: where its terms lie, and the epoch that weighs it. */
  readonly terms: readonly Locator[]
  readonly epochOf: Uint8Array
}

export interface IndexResult {
  /** Undefined: the terms of an article are lost. */
  readonly part?: Partition
}

export interface RankTask {
  readonly kind: 'rank'
  /** In shared memory, so that sending it copies nothing. */
  readonly base: Base
  readonly added: readonly Seat[]
  readonly options: RelatedOptions
  readonly places: Int32Array
  readonly articles: number
  /** Width of the window by month. */
  readonly widths: ReadonlyMap<number, number>
  readonly seats: Uint32Array
  /** By seat, `sketchSize` bytes each. */
  readonly sketches: Uint8Array
  readonly without: ReadonlyMap<number, readonly number[]>
}

/** One page to render. `file` is its path below the output folder. */
export interface PageJob {
  readonly file: string
  readonly address: string
  readonly template: string
  readonly props: Readonly<Record<string, unknown>>
  readonly body?:
    | { readonly into: string; readonly locator: Locator; readonly slots: readonly SlotValue[] }
    | undefined
  readonly owner?: string | undefined
}

export interface RenderTask {
  readonly kind: 'render'
  /** File with the render setup (`RenderSetup`, serialised by node:v8): the same for all tasks of a build. */
  readonly setup: string
  readonly jobs: readonly PageJob[]
}

/** What rendering needs and parsing does not know. */
export interface RenderSetup {
  readonly templates: ReadonlyMap<string, string>
  readonly constants: Readonly<Record<string, unknown>>
  readonly widgets: Readonly<Record<string, unknown>>
  readonly assets: ReadonlyMap<string, string>
  readonly tables: Readonly<Record<string, Table>>
  readonly preview: boolean
  /** Undefined: nothing is written, the pages are only tried. */
  readonly target?: StagePlace
}

export type PageOutcome =
  | { readonly file: string; readonly state: 'tried' }
  | {
      readonly file: string
      readonly state: 'written' | 'unchanged'
      readonly written: Written
      readonly reads: Reads
    }
  /** Its body was put away, and is not there any more. */
  | { readonly file: string; readonly state: 'lost' }
  | { readonly file: string; readonly state: 'failed'; readonly diagnostic: Diagnostic }

export interface RenderResult {
  readonly pages: readonly PageOutcome[]
}

export interface RankResult {
  readonly ranked: RankedSeats
}

export type Task = ParseTask | IndexTask | RankTask | RenderTask
export type ResultOf<T extends Task> = T extends ParseTask
  ? ParseResult
  : T extends IndexTask
    ? IndexResult
    : T extends RankTask
      ? RankResult
      : RenderResult

export interface Workshop {
  run<T extends Task>(task: T): Promise<ResultOf<T>>
  close(): void
}

export interface Shelves {
  readonly bodies: Segments
  readonly terms: TermShelf
}

interface Rendering {
  readonly setup: string
  readonly templates: Templates
  readonly preview: boolean
  /** Undefined: pages are only tried. */
  readonly stage: Stager | undefined
  readonly renderPage: typeof renderPage
  readonly TemplateFault: typeof TemplateFault
}

/** @param shown the content folder as diagnostics name it. */
export function createWorkshop(config: Config, shown: string, files: Files, shelves: Shelves): Workshop {
  // Made when they are first needed: a thread that only renders loads no parser.
  const lazy: {
    parsing?: Promise<{ readonly parser: Parser; readonly parseDocument: typeof parseDocument }>
    rendering?: Rendering
  } = {}

  async function openParsing() {
    const [{ parseDocument }, { createMarkdown }, { createParser }, { createTermCounters }] =
      await Promise.all([
        import('../content/parse.js'),
        import('../markdown/markdown.js'),
        import('../markdown/parser.js'),
        import('../markdown/terms.js'),
      ])
    const markdown = createMarkdown(
      await createParser(config.parser, undefined, config.markdown.remarkPlugins),
      config.markdown,
    )
    return { parser: { markdown, terms: createTermCounters(), options: config.content }, parseDocument }
  }

  async function parse(task: ParseTask): Promise<ParseResult> {
    lazy.parsing ??= openParsing()
    const { parser, parseDocument } = await lazy.parsing
    const parsed: ParsedFile[] = []
    for (const file of task.files) parsed.push(await parseFile(file, parser, parseDocument))
    // Any thread may render what this one has parsed.
    shelves.bodies.flush()
    shelves.terms.flush()
    // The native parser's memory is given back by callbacks of the event loop, which a thread that goes from task to
    // task never turns: nine kilobytes an article stayed (measured with satteri 0.10.5, 100,000 articles, 900 MB).
    await new Promise(turn => setImmediate(turn))
    const { name, fallback } = parser.markdown.parser
    return { parser: name, ...(fallback === undefined ? {} : { fallback }), files: parsed }
  }

  async function parseFile(
    file: DocumentFile,
    parser: Parser,
    parseBytes: typeof parseDocument,
  ): Promise<ParsedFile> {
    const { path } = file
    const named = `${shown}/${path}`
    let bytes: Uint8Array | undefined
    try {
      bytes = files.read(file.absolute)
    } catch (cause) {
      const diagnostic = error('DL1019', { reason: reasonOf(cause) }, { file: named })
      return { path, digest: '', diagnostics: [diagnostic] }
    }
    if (bytes === undefined) {
      const diagnostic = warning('DL1019', { reason: 'it is gone' }, { file: named })
      return { path, digest: '', diagnostics: [diagnostic] }
    }
    const { document, diagnostics } = await parseBytes(
      { path, bytes },
      readFacts(path, config),
      file.html,
      named,
      parser,
    )
    if (!document) return { path, digest: digestBlob(bytes), diagnostics }
    return { path, digest: document.digest, document: shelve(document, shelves), diagnostics }
  }

  async function render(task: RenderTask): Promise<RenderResult> {
    if (lazy.rendering?.setup !== task.setup) lazy.rendering = await openRendering(task.setup)
    const { rendering } = lazy
    return { pages: task.jobs.map(job => renderJob(job, rendering)) }
  }

  async function openRendering(setupFile: string): Promise<Rendering> {
    const [{ createTemplates, TemplateFault }, { createHelpers }, { renderPage }] = await Promise.all([
      import('../render/templates.js'),
      import('../render/helpers.js'),
      import('../render/page.js'),
    ])
    const setup = deserialize(readFileSync(setupFile)) as RenderSetup
    const templates = createTemplates(setup.templates, {
      constants: setup.constants,
      widgets: setup.widgets,
      helpers: createHelpers(config.helpers),
      assets: setup.assets,
      tables: setup.tables,
    })
    const stage = setup.target && createStager(files, setup.target)
    return { setup: setupFile, templates, preview: setup.preview, stage, renderPage, TemplateFault }
  }

  function renderJob(job: PageJob, rendering: Rendering): PageOutcome {
    const { templates, preview, stage, renderPage, TemplateFault } = rendering
    const { file } = job
    try {
      const kept = job.body && shelves.bodies.read(job.body.locator)
      if (job.body && !kept) return { file, state: 'lost' }
      const body = job.body && {
        into: job.body.into,
        details: JSON.parse(kept!.toString('utf8')) as Details,
        slots: job.body.slots,
      }
      const { html, reads } = renderPage(
        { template: job.template, props: job.props, body },
        templates,
        preview,
      )
      if (!stage) return { file, state: 'tried' }
      return { file, ...stage(file, html), reads }
    } catch (cause) {
      const diagnostic =
        cause instanceof TemplateFault
          ? templateDiagnostic(cause, job)
          : error('DL6002', { path: file, reason: reasonOf(cause) })
      return { file, state: 'failed', diagnostic }
    }
  }

  return {
    async run(task) {
      switch (task.kind) {
        case 'parse':
          return (await parse(task)) as ResultOf<typeof task>
        case 'index':
          return index(task, shelves.terms) as ResultOf<typeof task>
        case 'rank':
          return rank(task) as ResultOf<typeof task>
        case 'render':
          return (await render(task)) as ResultOf<typeof task>
        default:
          throw new TypeError('unknown task')
      }
    },
    close() {
      shelves.bodies.close()
      shelves.terms.close()
    },
  }
}

/** Puts the body and the terms of a document away. */
function shelve(
  document: NonNullable<Awaited<ReturnType<typeof parseDocument>>['document']>,
  { bodies, terms }: Shelves,
): ShelvedDocument {
  const { body, ...rest } = document
  const { path: _, digest: __, ...kept } = rest
  const isArticle = rest.kind === 'article'
  const details = Buffer.from(
    JSON.stringify(isArticle ? { ...kept, terms: undefined, body } : { ...kept, body }),
  )
  const shelved = {
    ...rest,
    // Of what parsing made of the file: the same bytes are another text under other settings or plug-ins.
    digest: digestText(details),
    locator: bodies.append(details),
    slots: body.slots.map(({ kind, target, offset }) => ({ kind, target, offset })),
    ids: body.ids,
  }
  return (
    isArticle
      ? {
          ...shelved,
          terms: undefined,
          sketch: [...new Uint32Array(rest.terms.sketch.slice().buffer)],
          termsLocator: terms.append(rest.terms),
        }
      : shelved
  ) as ShelvedDocument
}

function index({ first, epochs, terms, epochOf }: IndexTask, shelf: TermShelf): IndexResult {
  const articles: TermCounts[] = []
  for (const locator of terms) {
    const article = shelf.read(locator)
    if (!article) return {}
    articles.push(article)
  }
  return { part: indexArticles(first, articles, epochOf, epochs) }
}

function rank(task: RankTask): RankResult {
  const { base, added, options, places, articles, widths, seats, sketches, without } = task
  const index = openIndex(base, added)
  const width = (seat: number): number => widths.get(monthOf(index.instant(seat)))!
  const sketch = (seat: number) => sketches.subarray(seat * sketchSize, (seat + 1) * sketchSize)
  return { ranked: rankSeats(index, { options, places, articles, width, sketch }, seats, without) }
}

export function templateDiagnostic(cause: TemplateFault, job: PageJob): Diagnostic {
  const page = job.owner ?? job.address
  if (cause.kind === 'block') {
    const { block, offset, reason } = cause as BlockFault
    const place = { kind: 'span', start: offset, end: offset + block.length } as const
    const details = job.owner === undefined ? {} : { file: job.owner, place }
    return error('DL2017', { block, reason }, details)
  }
  if (cause.kind === 'missing' && cause.wantedBy === undefined) {
    // The editor's file asked for it, or an output did.
    const details =
      job.owner === undefined
        ? {}
        : { file: job.owner, place: { kind: 'value', path: ['template'] } as const }
    return error('DL4002', { template: cause.template, page }, details)
  }
  const file = `templates/${cause.wantedBy ?? cause.template}.eta`
  const place =
    cause.line === undefined ? {} : { place: { kind: 'line', line: cause.line, column: 1 } as const }
  if (cause.kind === 'missing') return error('DL4002', { template: cause.template, page }, { file, ...place })
  if (cause.kind === 'table') return error('DL4006', { table: String(cause.cause), page }, { file, ...place })
  return cause.kind === 'widget'
    ? error('DL4003', { widget: String(cause.cause), page }, { file, ...place })
    : error('DL4001', { template: cause.template, page, reason: cause.reason }, { file, ...place })
}
