// The batch functions of parsing, ranking and rendering: plain data in and out, the same inline and in a
// thread. A `Workshop` holds what is expensive to make: the Markdown processor, the templates.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize } from 'node:v8'
import type { Config } from '../config/config.js'
import type { Parser } from '../content/context.js'
import type { Locator, ShelvedDocument } from '../content/library.js'
import { parseDocument } from '../content/parse.js'
import { type Diagnostic, error, warning } from '../diagnostics/diagnostic.js'
import type { SlotValue } from '../markdown/body.js'
import { createMarkdown } from '../markdown/markdown.js'
import { createParser, type ParserName } from '../markdown/parser.js'
import { createTermCounter } from '../markdown/terms.js'
import type { RelatedIndex } from '../related/postings.js'
import { type RankedRange, type RelatedOptions, rankRange } from '../related/rank.js'
import { createHelpers } from '../render/helpers.js'
import { type Details, renderPage } from '../render/page.js'
import type { Reads } from '../render/reads.js'
import { createTemplates, TemplateFault, type Templates } from '../render/templates.js'
import type { DocumentFile } from './discover.js'
import type { Files } from './files.js'
import type { Segments } from './store.js'

export interface ParseTask {
  readonly kind: 'parse'
  readonly files: readonly DocumentFile[]
}

export interface ParsedFile {
  readonly path: string
  readonly document?: ShelvedDocument
  readonly diagnostics: readonly Diagnostic[]
}

export interface ParseResult {
  readonly parser: ParserName
  /** Why the wished parser was not used. */
  readonly fallback?: string
  readonly files: readonly ParsedFile[]
}

export interface RankTask {
  readonly kind: 'rank'
  readonly index: RelatedIndex
  readonly options: RelatedOptions
  readonly from: number
  readonly to: number
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
  /** Undefined: nothing is written, the pages are only tried. */
  readonly target?: { readonly out: string; readonly stage: string; readonly fresh: boolean }
}

export type PageOutcome =
  | { readonly file: string; readonly state: 'written' | 'unchanged' | 'tried'; readonly reads: Reads }
  | { readonly file: string; readonly state: 'failed'; readonly diagnostic: Diagnostic }

export interface RenderResult {
  readonly pages: readonly PageOutcome[]
}

export type Task = ParseTask | RankTask | RenderTask
export type ResultOf<T extends Task> = T extends ParseTask
  ? ParseResult
  : T extends RankTask
    ? RankedRange
    : RenderResult

export interface Workshop {
  run<T extends Task>(task: T): Promise<ResultOf<T>>
  close(): void
}

/** @param shown the content folder as diagnostics name it. */
export function createWorkshop(config: Config, shown: string, files: Files, segments: Segments): Workshop {
  // Made when they are first needed: a thread that only renders loads no parser.
  const lazy: {
    parser?: Promise<Parser>
    rendering?: {
      readonly setup: string
      readonly templates: Templates
      readonly target: RenderSetup['target']
    }
  } = {}

  async function makeParser(): Promise<Parser> {
    const markdown = createMarkdown(
      await createParser(config.parser, undefined, config.markdown.remarkPlugins),
      config.markdown,
    )
    return { markdown, terms: createTermCounter(), options: config.content }
  }

  async function parse(task: ParseTask): Promise<ParseResult> {
    lazy.parser ??= makeParser()
    const parser = await lazy.parser
    const parsed: ParsedFile[] = []
    for (const file of task.files) parsed.push(await parseFile(file, parser))
    // Any thread may render what this one has parsed.
    segments.flush()
    const { name, fallback } = parser.markdown.parser
    return { parser: name, ...(fallback === undefined ? {} : { fallback }), files: parsed }
  }

  async function parseFile(file: DocumentFile, parser: Parser): Promise<ParsedFile> {
    const named = `${shown}/${file.path}`
    let bytes: Uint8Array | undefined
    try {
      bytes = files.read(file.absolute)
    } catch (cause) {
      return { path: file.path, diagnostics: [error('DL1019', { reason: reasonOf(cause) }, { file: named })] }
    }
    if (bytes === undefined)
      return { path: file.path, diagnostics: [warning('DL1019', { reason: 'it is gone' }, { file: named })] }
    const { document, diagnostics } = await parseDocument(
      { path: file.path, bytes },
      file.facts,
      file.html,
      named,
      parser,
    )
    if (!document) return { path: file.path, diagnostics }
    const { body, ...rest } = document
    const { terms: _, path: __, ...kept } = rest as typeof rest & { terms?: unknown }
    const locator = segments.append(JSON.stringify({ ...kept, body }))
    const shelved = {
      ...rest,
      locator,
      slots: body.slots.map(({ kind, target, offset }) => ({ kind, target, offset })),
      ids: body.ids,
    } as unknown as ShelvedDocument
    return { path: file.path, document: shelved, diagnostics }
  }

  function render(task: RenderTask): RenderResult {
    if (lazy.rendering?.setup !== task.setup) {
      const setup = deserialize(readFileSync(task.setup)) as RenderSetup
      const templates = createTemplates(setup.templates, {
        constants: setup.constants,
        widgets: setup.widgets,
        helpers: createHelpers(config.helpers),
      })
      lazy.rendering = { setup: task.setup, templates, target: setup.target }
    }
    const { templates, target } = lazy.rendering
    return { pages: task.jobs.map(job => renderJob(job, templates, target)) }
  }

  function renderJob(job: PageJob, templates: Templates, target: RenderSetup['target']): PageOutcome {
    try {
      const details = job.body && (JSON.parse(segments.read(job.body.locator)) as Details)
      const { html, reads } = renderPage(
        {
          template: job.template,
          props: job.props,
          body: job.body && { into: job.body.into, details: details!, slots: job.body.slots },
        },
        templates,
      )
      if (!target) return { file: job.file, state: 'tried', reads }
      return { file: job.file, state: stage(files, target, job.file, html), reads }
    } catch (cause) {
      return { file: job.file, state: 'failed', diagnostic: renderFault(cause, job) }
    }
  }

  return {
    async run(task) {
      switch (task.kind) {
        case 'parse':
          return (await parse(task)) as ResultOf<typeof task>
        case 'rank':
          return rankRange(task.index, task.options, task.from, task.to) as ResultOf<typeof task>
        case 'render':
          return render(task) as ResultOf<typeof task>
        default:
          throw new TypeError('unknown task')
      }
    },
    close: () => segments.close(),
  }
}

/** Writes a file beside the site, unless the site has it already with the same bytes. */
export function stage(
  files: Files,
  target: NonNullable<RenderSetup['target']>,
  file: string,
  content: Uint8Array | string,
): 'written' | 'unchanged' {
  if (target.fresh) {
    files.write(join(target.stage, file), content)
    return 'written'
  }
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const present = join(target.out, file)
  if (files.stat(present)?.size === bytes.length) {
    const old = files.read(present)
    if (old && Buffer.compare(old, bytes) === 0) return 'unchanged'
  }
  files.write(join(target.stage, file), bytes)
  return 'written'
}

function renderFault(cause: unknown, job: PageJob): Diagnostic {
  if (!(cause instanceof TemplateFault)) {
    return error('DL6002', { path: job.file, reason: reasonOf(cause) })
  }
  const page = job.owner ?? job.address
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
  return cause.kind === 'widget'
    ? error('DL4003', { widget: String(cause.cause), page }, { file, ...place })
    : error('DL4001', { template: cause.template, page, reason: cause.reason }, { file, ...place })
}

export function reasonOf(cause: unknown): string {
  const { code, message } = cause as { code?: string; message?: string }
  const known: Readonly<Record<string, string>> = {
    ENOSPC: 'the disk is full',
    EACCES: 'the permission is missing',
    EPERM: 'the permission is missing',
    EROFS: 'the file system is read-only',
    EISDIR: 'a folder is in its place',
    ENOTDIR: 'a file is in the place of one of its folders',
    EMFILE: 'too many files are open',
    ENAMETOOLONG: 'its name is too long',
  }
  return (code === undefined ? undefined : known[code]) ?? (message ?? String(cause)).split('\n')[0]!
}
