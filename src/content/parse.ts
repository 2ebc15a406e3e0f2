// Source → document + diagnostics. Never fails: an editor's mistake is a value beside the result.
import { readDate, type WrittenDate } from '../base/dates.js'
import { digestText } from '../base/digest.js'
import { segmentFault, slugify } from '../base/slug.js'
import { type Diagnostic, error, hasErrors, type Place, warning } from '../diagnostics/diagnostic.js'
import { type Body, emptyBody } from '../markdown/body.js'
import type { CompiledMarkdown, MarkdownCompiler } from '../markdown/markdown.js'
import { readingMinutes, type TermCounter } from '../markdown/terms.js'
import type {
  Article,
  Author,
  Correction,
  FileFacts,
  ParsedDocument,
  Section,
  SitePage,
  Source,
} from './article.js'
import { type CheckedFields, checkFields } from './fields.js'
import { dateOfAddress } from './file-name.js'
import { readFrontMatter } from './front-matter.js'
import type { FieldSources } from './names.js'
import { articleFields, authorFields, type FieldRule, pageFields, sectionFields } from './schema.js'

export interface ContentOptions {
  readonly fields: FieldSources
  /** Reads prose dates ("May 5th, 2016") instead of refusing them with a suggestion. */
  readonly proseDates: boolean
  /** The escape hatch: sees and may change the front matter before anything else does. */
  readonly transform?: (
    data: Record<string, unknown>,
    file: { readonly path: string },
  ) => Record<string, unknown>
}

/** What one thread parses with. */
export interface Parser {
  readonly markdown: MarkdownCompiler
  readonly terms: TermCounter
  readonly options: ContentOptions
}

export interface Parsed {
  /** Undefined when an error left nothing to publish. */
  readonly document?: ParsedDocument | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** @param shown the path that diagnostics name: from the project's root, not from the content folder. */
export async function parseDocument(
  source: Source,
  facts: FileFacts,
  html: boolean,
  shown: string,
  parser: Parser,
): Promise<Parsed> {
  const decoded = decode(source.bytes, shown)
  if (decoded.diagnostic) return { diagnostics: [decoded.diagnostic] }
  const { text } = decoded
  const front = readFrontMatter(text, shown)
  if (front.diagnostics.length > 0) return { diagnostics: front.diagnostics }
  if (html && !front.split) {
    return {
      diagnostics: [
        warning('DL1014', { reason: 'an HTML file without front matter is not an article' }, { file: shown }),
      ],
    }
  }
  const transformed = transform(front.data, source.path, shown, parser.options)
  if (transformed.diagnostic) return { diagnostics: [transformed.diagnostic] }

  const diagnostics: Diagnostic[] = []
  const compiled = await compile(
    text.slice(front.body),
    front.body,
    source.path,
    html,
    shown,
    parser,
    diagnostics,
  )
  const context: Context = {
    source,
    facts,
    shown,
    text,
    data: transformed.data,
    compiled,
    diagnostics,
    parser,
  }
  const document = builders[facts.kind](context)
  return { document, diagnostics }
}

interface Context {
  readonly source: Source
  readonly facts: FileFacts
  readonly shown: string
  readonly text: string
  readonly data: Readonly<Record<string, unknown>>
  readonly compiled: CompiledMarkdown
  readonly diagnostics: Diagnostic[]
  readonly parser: Parser
}

const builders: Readonly<Record<FileFacts['kind'], (context: Context) => ParsedDocument | undefined>> = {
  article: parseArticle,
  page: parsePage,
  author: parseAuthor,
  section: parseSection,
}

function decode(
  bytes: Uint8Array,
  shown: string,
):
  | { readonly text: string; readonly diagnostic?: undefined }
  | { readonly text: string; readonly diagnostic: Diagnostic } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    const start = firstInvalid(bytes, text)
    return {
      text,
      diagnostic: error('DL1013', {}, { file: shown, place: { kind: 'span', start, end: start + 1 } }),
    }
  }
}

/** Offset of the first replacement character that the file does not hold itself. */
function firstInvalid(bytes: Uint8Array, text: string): number {
  let at = 0
  for (let start = text.indexOf('\ufffd'); start >= 0; start = text.indexOf('\ufffd', start + 1)) {
    at = start
    const before = Buffer.byteLength(text.slice(0, start))
    if (bytes[before] !== 0xef || bytes[before + 1] !== 0xbf || bytes[before + 2] !== 0xbd) break
  }
  return Math.max(0, at)
}

function transform(
  data: Readonly<Record<string, unknown>>,
  path: string,
  shown: string,
  options: ContentOptions,
) {
  if (!options.transform) return { data }
  try {
    const result: unknown = options.transform(structuredClone(data) as Record<string, unknown>, { path })
    if (result === null || typeof result !== 'object' || Array.isArray(result))
      throw new Error('it did not return a map of fields')
    return { data: result as Record<string, unknown> }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return { data, diagnostic: error('DL1020', { reason }, { file: shown }) }
  }
}

async function compile(
  text: string,
  base: number,
  path: string,
  html: boolean,
  shown: string,
  parser: Parser,
  diagnostics: Diagnostic[],
): Promise<CompiledMarkdown> {
  try {
    const compiled = await parser.markdown.compile(text, { path, base, html })
    for (const code of compiled.shortcodes) {
      diagnostics.push(
        warning(
          'DL2007',
          { kind: code.kind, example: clip(code.text), count: 1, files: 1 },
          { file: shown, place: span(code.offset, code.text.length) },
        ),
      )
    }
    if (compiled.forbidden.length > 0) {
      diagnostics.push(
        warning('DL2006', { what: compiled.forbidden.join(', ') }, { file: shown, place: span(base, 1) }),
      )
    }
    for (const image of compiled.unlabelled) {
      diagnostics.push(
        warning(
          'DL2005',
          { src: image.target },
          { file: shown, place: span(Math.max(base, image.offset), 1) },
        ),
      )
    }
    for (const message of compiled.messages) {
      diagnostics.push(
        warning('DL2008', { reason: message.reason }, { file: shown, place: span(message.offset, 1) }),
      )
    }
    return compiled
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    diagnostics.push(
      error(
        'DL2008',
        { reason: reason.split('\n')[0]! },
        { file: shown, place: span(base + Math.max(0, text.search(/\S/)), 1) },
      ),
    )
    return {
      body: emptyBody,
      excerpt: '',
      text: '',
      shortcodes: [],
      forbidden: [],
      unlabelled: [],
      messages: [],
    }
  }
}

function span(start: number, length: number): Place {
  return { kind: 'span', start, end: start + length }
}

function clip(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 60)}…` : line
}

function parseArticle(context: Context): Article | undefined {
  const { source, facts, shown, compiled, diagnostics, parser } = context
  const checked = check(context, articleFields)
  const { values, keys } = checked
  const dates = readDates(values, keys, context)
  const date =
    dates.date ??
    facts.date ??
    (values.url === undefined ? undefined : dateOfAddress(values.url)) ??
    fallbackDate(dates, context)
  const title = values.title
  if (title === undefined || title === '') reportMissing('title', context, checked)
  if (date === undefined && !keys.has('date')) reportMissing('date', context, checked)
  const slugFault = values.slug === undefined ? undefined : faultOfSlug(values.slug)
  if (slugFault !== undefined) {
    const place: Place = { kind: 'value', path: [keys.get('slug') ?? 'slug'] }
    diagnostics.push(
      error('DL1012', { field: 'slug', value: values.slug!, reason: slugFault }, { file: shown, place }),
    )
  }
  if (title === undefined || title === '' || date === undefined) return undefined

  const summary = values.summary ?? excerptOf(compiled.excerpt)
  const measure = parser.terms.add(compiled.text, 1)
  // Headline and dek say in few words what the text says in many.
  parser.terms.add(title, 3)
  if (values.summary !== undefined) parser.terms.add(values.summary, 2)
  const redirect = redirectOf(context)
  if (isBlank(compiled) && !hasErrors(diagnostics)) {
    diagnostics.push(
      redirect === undefined
        ? warning('DL1015', {}, { file: shown })
        : warning(
            'DL1016',
            { target: redirect },
            { file: shown, place: { kind: 'key', path: ['redirect_to'] } },
          ),
    )
  }
  if (values.image && values.image.alt === undefined && keys.get('image') === 'image') {
    diagnostics.push(
      warning(
        'DL2005',
        { src: values.image.src },
        { file: shown, place: { kind: 'value', path: ['image'] } },
      ),
    )
  }
  return {
    kind: 'article',
    path: source.path,
    digest: digestText(source.bytes),
    title,
    summary,
    hasDek: values.summary !== undefined,
    body: compiled.body,
    lang: values.lang ?? facts.lang,
    draft: values.draft === true || facts.draft,
    image: values.image,
    extra: extraOf(checked),
    date,
    updated: dates.updated,
    embargo: dates.embargo,
    expires: dates.expires,
    region: values.region,
    regions: values.regions ?? [],
    source: values.source,
    topics: unique(values.topics ?? []),
    authors: unique(values.authors ?? []),
    series: values.series,
    kicker: values.kicker,
    type: values.kind ?? 'news',
    dateline: values.dateline,
    headlines: values.headlines ?? {},
    corrections: readCorrections(values.corrections ?? [], context),
    pin: values.related?.pin ?? [],
    hide: values.related?.hide ?? [],
    exclude: values.exclude ?? [],
    slug: slugify(values.slug ?? '') || facts.slug || slugify(title) || 'untitled',
    url: values.url,
    aliases: values.aliases ?? [],
    canonical: values.canonical,
    template: values.template,
    id: values.id,
    status: values.status ?? 'usable',
    redirect: isBlank(compiled) ? redirect : undefined,
    words: measure.words + measure.ideographs,
    minutes: readingMinutes(measure),
    terms: parser.terms.take(),
  }
}

function parsePage(context: Context): SitePage | undefined {
  const { source, facts, compiled } = context
  const checked = check(context, pageFields)
  const { values } = checked
  if (values.title === undefined || values.title === '') {
    reportMissing('title', context, checked)
    return undefined
  }
  return {
    ...common(context, checked),
    kind: 'page',
    path: source.path,
    title: values.title,
    summary: values.summary ?? excerptOf(compiled.excerpt),
    slug: slugify(values.slug ?? '') || facts.slug,
    url: values.url,
    aliases: values.aliases ?? [],
    template: values.template,
    lang: values.lang ?? facts.lang,
    draft: values.draft === true || facts.draft,
    image: values.image,
  }
}

function parseAuthor(context: Context): Author | undefined {
  const checked = check(context, authorFields)
  const { values } = checked
  if (values.name === undefined || values.name === '') {
    reportMissing('name', context, checked)
    return undefined
  }
  return {
    ...common(context, checked),
    kind: 'author',
    key: context.facts.slug,
    title: values.name,
    summary: values.bio ?? excerptOf(context.compiled.excerpt),
    role: values.role,
    links: values.links ?? [],
    image: values.photo,
    draft: false,
  }
}

function parseSection(context: Context): Section {
  const checked = check(context, sectionFields)
  const { values } = checked
  return {
    ...common(context, checked),
    kind: 'section',
    blank: isBlank(context.compiled),
    title: values.title ?? '',
    summary: values.summary ?? '',
    lang: context.facts.lang,
    draft: values.draft === true,
    image: values.image,
  }
}

function common(context: Context, checked: CheckedFields<Record<string, FieldRule>>) {
  return {
    path: context.source.path,
    digest: digestText(context.source.bytes),
    body: context.compiled.body as Body,
    extra: extraOf(checked),
  }
}

function check<F extends Record<string, FieldRule>>(context: Context, rules: F): CheckedFields<F> {
  const checked = checkFields(context.data, rules, context.parser.options.fields, context.shown)
  context.diagnostics.push(...checked.diagnostics)
  return checked
}

/** A key that is nearly the missing field's name is probably it. */
function reportMissing(
  field: string,
  context: Context,
  checked: CheckedFields<Record<string, FieldRule>>,
): void {
  if (
    context.diagnostics.some(
      diagnostic => diagnostic.severity === 'error' && isAbout(diagnostic, checked.keys.get(field)),
    )
  )
    return
  const place: Place = { kind: 'span', start: 0, end: Math.max(1, context.text.search(/[\r\n]|$/)) }
  context.diagnostics.push(error('DL1001', { field }, { file: context.shown, place }))
}

function isAbout(diagnostic: Diagnostic, key: string | undefined): boolean {
  return (
    key !== undefined &&
    diagnostic.place !== undefined &&
    'path' in diagnostic.place &&
    diagnostic.place.path[0] === key
  )
}

type DateField = 'date' | 'updated' | 'embargo' | 'expires'
type ReadDates = { readonly [K in DateField]: WrittenDate | undefined }

function readDates(
  values: { readonly [K in DateField]?: string | undefined },
  keys: ReadonlyMap<string, string>,
  context: Context,
): ReadDates {
  const read = (field: DateField): WrittenDate | undefined => {
    const value = values[field]
    return value === undefined
      ? undefined
      : readWritten(value, keys.get(field) ?? field, [keys.get(field) ?? field], context)
  }
  return { date: read('date'), updated: read('updated'), embargo: read('embargo'), expires: read('expires') }
}

function readWritten(
  value: string,
  name: string,
  path: readonly (string | number)[],
  context: Context,
): WrittenDate | undefined {
  const reading = readDate(value)
  if (reading.ok && (!reading.prose || context.parser.options.proseDates)) return reading.date
  if (/[^0-9\P{Nd}]/u.test(value)) {
    context.diagnostics.push(
      error('DL1021', { found: value }, { file: context.shown, place: { kind: 'value', path } }),
    )
    return undefined
  }
  const iso = reading.ok ? isoOf(reading.date) : reading.iso
  context.diagnostics.push(
    error(
      'DL1005',
      { field: name, value, ...(iso === undefined ? {} : { iso }) },
      { file: context.shown, place: { kind: 'value', path } },
    ),
  )
  return undefined
}

function isoOf(date: WrittenDate): string {
  const stamp = new Date(date.wall).toISOString()
  return date.dayOnly ? stamp.slice(0, 10) : stamp.slice(0, 16)
}

function fallbackDate(dates: ReadDates, context: Context): WrittenDate | undefined {
  if (!dates.updated || context.diagnostics.some(diagnostic => diagnostic.code === 'DL1005')) return undefined
  context.diagnostics.push(warning('DL1018', { field: 'date', used: 'updated' }, { file: context.shown }))
  return dates.updated
}

function readCorrections(
  written: readonly { readonly date: string; readonly text: string }[],
  context: Context,
): Correction[] {
  return written.flatMap((correction, n) => {
    const date = readWritten(correction.date, 'corrections', ['corrections', n, 'date'], context)
    return date ? [{ date, text: correction.text }] : []
  })
}

/** A slug is made safe by slugifying; one that tries to be a path was meant as something else, and is refused. */
function faultOfSlug(slug: string): string | undefined {
  if (/[/\\]/.test(slug)) return 'a slash, and a slug is one part of an address'
  return segmentFault(slug)
}

function redirectOf(context: Context): string | undefined {
  const target = context.data.redirect_to ?? context.data.redirect
  const [only] = Array.isArray(target) ? target : [target]
  return typeof only === 'string' && only !== '' ? only : undefined
}

function isBlank(compiled: CompiledMarkdown): boolean {
  return compiled.text.trim() === '' && compiled.body.slots.length === 0
}

function extraOf(checked: CheckedFields<Record<string, FieldRule>>): Readonly<Record<string, unknown>> {
  const { extra } = checked.values as { readonly extra?: unknown }
  const own =
    extra !== null && typeof extra === 'object' && !Array.isArray(extra)
      ? (extra as Record<string, unknown>)
      : extra === undefined
        ? {}
        : { extra }
  return { ...checked.others, ...own }
}

/** A dek made from a text: its first sentences, up to 220 letters. */
function excerptOf(text: string): string {
  if (text.length <= 220) return text
  const cut = text.slice(0, 220)
  const sentence = Math.max(
    cut.lastIndexOf('. '),
    cut.lastIndexOf('! '),
    cut.lastIndexOf('? '),
    cut.lastIndexOf('。'),
  )
  if (sentence > 80) return cut.slice(0, sentence + 1)
  const word = cut.lastIndexOf(' ')
  return `${cut.slice(0, word > 120 ? word : 219).replace(/[\ud800-\udbff]$/, '')}…`
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)]
}
