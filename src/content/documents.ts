// Front matter and a compiled body → an article, a page, an author, a section.

import { isInUse, type WrittenDate } from '../base/dates.js'
import { digestBlob } from '../base/digest.js'
import { segmentFault, slugify } from '../base/slug.js'
import { type Diagnostic, error, hasErrors, type Place, warning } from '../diagnostics/diagnostic.js'
import type { CompiledMarkdown } from '../markdown/markdown.js'
import { readingMinutes } from '../markdown/terms.js'
import type {
  Article,
  Author,
  FileFacts,
  ParsedDocument,
  Section,
  SitePage,
  StorylinePage,
} from './article.js'
import type { Context } from './context.js'
import { type CheckedFields, checkFields } from './fields.js'
import { dateOfAddress } from './file-name.js'
import {
  articleFields,
  authorFields,
  type FieldRule,
  pageFields,
  sectionFields,
  storylineFields,
} from './schema.js'
import { fallbackDate, readCorrections, readDates } from './written-dates.js'

/** Undefined where an error leaves nothing to publish; why is among the context's diagnostics. */
export function buildDocument(context: Context): ParsedDocument | undefined {
  return builders[context.facts.kind](context)
}

const builders: Readonly<Record<FileFacts['kind'], (context: Context) => ParsedDocument | undefined>> = {
  article: parseArticle,
  page: parsePage,
  author: parseAuthor,
  section: parseSection,
  storyline: parseStoryline,
}

/** Search engines show some 160 characters of a summary; a dek of the print tradition is a little longer. */
const searchResult = 160
const longestSummary = 200

/** A draft may still lack its date; nobody sees it before it has one. */
const undated = { wall: 0, offset: 0, dayOnly: true } as const

function parseArticle(context: Context): Article | undefined {
  const { source, facts, shown, compiled, diagnostics, terms } = context
  const checked = check(context, articleFields)
  const { values, keys } = checked
  const dates = readDates(values, keys, context)
  const draft = values.draft === true || facts.draft
  const date =
    dates.date ??
    facts.date ??
    (values.url === undefined ? undefined : dateOfAddress(values.url)) ??
    fallbackDate(dates, context) ??
    (draft && !keys.has('date') ? undated : undefined)
  const title = values.title || (draft ? facts.slug || 'untitled' : undefined)
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
  const measure = terms.add(compiled.text, 1, 'body')
  // A headline says in few words what the text says in many. A dek often repeats what the text begins with.
  terms.add(title, 5)
  if (values.summary !== undefined) terms.add(values.summary, 1)
  const redirect = redirectOf(context)
  // A draft is not finished; its author knows.
  if (isBlank(compiled) && !draft && !hasErrors(diagnostics)) {
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
  diagnostics.push(...adviseFields(values.summary, { ...dates, date }, shown))
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
    digest: digestBlob(source.bytes),
    title,
    summary,
    hasDek: values.summary !== undefined,
    body: compiled.body,
    lang: values.lang ?? facts.lang,
    draft,
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
    terms: terms.take(),
  }
}

/** What `dateline check` says of single fields that are in order. */
function* adviseFields(
  summary: string | undefined,
  dates: Readonly<Record<'date', WrittenDate> & Partial<Record<string, WrittenDate | undefined>>>,
  shown: string,
): Iterable<Diagnostic> {
  const at = (field: string) => ({ file: shown, place: { kind: 'value', path: [field] } }) as const
  if (summary !== undefined && summary.length > longestSummary)
    yield warning('DL1024', { length: summary.length, most: searchResult }, at('summary'))
  if (dates.embargo?.offset === null) yield warning('DL1025', {}, at('embargo'))
  for (const [field, written] of Object.entries(dates))
    if (written && written.offset !== null && !isInUse(written.offset))
      yield warning('DL1026', { field }, at(field))
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

function parseStoryline(context: Context): StorylinePage {
  const checked = check(context, storylineFields)
  const { values } = checked
  return {
    ...common(context, checked),
    kind: 'storyline',
    key: context.facts.slug,
    title: values.title ?? '',
    summary: values.summary ?? '',
    lang: context.facts.lang,
    draft: values.draft === true,
    image: values.image,
    pin: values.pin ?? [],
    hide: values.hide ?? [],
  }
}

function common(context: Context, checked: CheckedFields<Record<string, FieldRule>>) {
  return {
    path: context.source.path,
    digest: digestBlob(context.source.bytes),
    body: context.compiled.body,
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
