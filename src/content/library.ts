// The library: what dateline knows of all articles, in columns. It is what parsing leaves for the model;
// bodies stay outside, behind a locator.
import {
  createListColumn,
  createNamePool,
  createNumberColumn,
  createTextColumn,
  type NamePool,
} from '../base/columns.js'
import type { WrittenDate } from '../base/dates.js'
import type { Body, Slot } from '../markdown/body.js'
import type { TermCounts } from '../markdown/terms.js'
import type { Article, Author, Picture, Section, SitePage } from './article.js'
import { type ArticleKind, articleKinds, type Exclusion } from './schema.js'

/** Where a body and the article's details are kept: bytes `offset` to `offset + length` of a segment. */
export interface Locator {
  readonly segment: number
  readonly offset: number
  readonly length: number
}

/** A slot as the model sees it. */
export type SlotTarget = Pick<Slot, 'kind' | 'target' | 'offset'>

/** A parsed document on its way to the library: everything but the body's text, which has been put away. */
export type Shelved<D extends { readonly body: Body }> = Omit<D, 'body'> & {
  readonly locator: Locator
  readonly slots: readonly SlotTarget[]
  readonly ids: readonly string[]
}

export type ShelvedArticle = Shelved<Article>
export type ShelvedDocument = ShelvedArticle | Shelved<SitePage> | Shelved<Author> | Shelved<Section>

/** What few articles have, or few places need. */
export interface ArticleRest {
  readonly url?: string | undefined
  readonly aliases?: readonly string[] | undefined
  readonly canonical?: string | undefined
  readonly template?: string | undefined
  readonly id?: string | undefined
  readonly exclude?: readonly Exclusion[] | undefined
  readonly pin?: readonly string[] | undefined
  readonly hide?: readonly string[] | undefined
  readonly image?: Picture | undefined
  readonly short?: string | undefined
  readonly redirect?: string | undefined
}

export interface Library {
  readonly size: number
  /** Names as written (regions, sources, topics, authors, series, languages, kickers), each once. */
  readonly names: NamePool
  path(row: number): string
  title(row: number): string
  summary(row: number): string
  slug(row: number): string
  rest(row: number): ArticleRest
  digest(row: number): string
  date(row: number): WrittenDate
  updated(row: number): WrittenDate | undefined
  embargo(row: number): WrittenDate | undefined
  expires(row: number): WrittenDate | undefined
  kind(row: number): ArticleKind
  draft(row: number): boolean
  /** The `status` is usable. */
  usable(row: number): boolean
  minutes(row: number): number
  /** Ids of names; -1 for none. */
  region(row: number): number
  source(row: number): number
  series(row: number): number
  lang(row: number): number
  kicker(row: number): number
  regions(row: number): Uint32Array
  topics(row: number): Uint32Array
  authors(row: number): Uint32Array
  slots(row: number): readonly SlotTarget[]
  /** Ids in the body, targets of `#…`. */
  ids(row: number): readonly string[]
  terms(row: number): TermCounts
  locator(row: number): Locator
  readonly pages: readonly Shelved<SitePage>[]
  readonly authorPages: readonly Shelved<Author>[]
  readonly sections: readonly Shelved<Section>[]
}

export interface LibraryBuilder {
  add(document: ShelvedDocument): void
  /** The builder must not be used afterwards. */
  finish(): Library
}

const slotKinds = ['link', 'image', 'media'] as const
const none = Number.NaN
const noOffset = 0x7fff

export function createLibraryBuilder(): LibraryBuilder {
  const names = createNamePool()
  const paths = createTextColumn()
  const titles = createTextColumn()
  const summaries = createTextColumn()
  const slugs = createTextColumn()
  const digests = createTextColumn()
  const rests = createTextColumn()
  const slotTexts = createTextColumn()
  const idTexts = createTextColumn()
  const dates = {
    date: createDateColumn(),
    updated: createDateColumn(),
    embargo: createDateColumn(),
    expires: createDateColumn(),
  }
  const flags = createNumberColumn(Uint8Array)
  const kinds = createNumberColumn(Uint8Array)
  const minutes = createNumberColumn(Uint16Array)
  const region = createNumberColumn(Int32Array)
  const source = createNumberColumn(Int32Array)
  const series = createNumberColumn(Int32Array)
  const lang = createNumberColumn(Int32Array)
  const kicker = createNumberColumn(Int32Array)
  const regions = createListColumn(Uint32Array)
  const topics = createListColumn(Uint32Array)
  const authors = createListColumn(Uint32Array)
  const terms = createListColumn(Uint32Array)
  const counts = createListColumn(Uint16Array)
  const segments = createNumberColumn(Uint16Array)
  const offsets = createNumberColumn(Float64Array)
  const lengths = createNumberColumn(Uint32Array)
  const pages: Shelved<SitePage>[] = []
  const authorPages: Shelved<Author>[] = []
  const sections: Shelved<Section>[] = []

  const nameId = (name: string | undefined): number => (name === undefined ? -1 : names.id(name))
  const nameIds = (list: readonly string[]): number[] => list.map(name => names.id(name))

  function addArticle(article: ShelvedArticle): void {
    paths.push(article.path)
    titles.push(article.title)
    summaries.push(article.summary)
    slugs.push(article.slug)
    digests.push(article.digest)
    rests.push(packRest(article))
    slotTexts.push(packSlots(article.slots))
    idTexts.push(article.ids.join('\n'))
    dates.date.push(article.date)
    dates.updated.push(article.updated)
    dates.embargo.push(article.embargo)
    dates.expires.push(article.expires)
    flags.push((article.draft ? 1 : 0) | (article.status === 'usable' ? 0 : 2))
    kinds.push(articleKinds.indexOf(article.type))
    minutes.push(article.minutes)
    region.push(nameId(article.region))
    source.push(nameId(article.source))
    series.push(nameId(article.series))
    lang.push(nameId(article.lang))
    kicker.push(nameId(article.kicker))
    regions.push(nameIds(article.regions))
    topics.push(nameIds(article.topics))
    authors.push(nameIds(article.authors))
    terms.push(article.terms.terms)
    counts.push(article.terms.counts)
    segments.push(article.locator.segment)
    offsets.push(article.locator.offset)
    lengths.push(article.locator.length)
  }

  return {
    add(document) {
      switch (document.kind) {
        case 'article':
          return addArticle(document)
        case 'page':
          pages.push(document)
          return
        case 'author':
          authorPages.push(document)
          return
        case 'section':
          sections.push(document)
      }
    },
    finish() {
      return {
        size: paths.length,
        names,
        path: row => paths.get(row),
        title: row => titles.get(row),
        summary: row => summaries.get(row),
        slug: row => slugs.get(row),
        digest: row => digests.get(row),
        rest: row => unpackRest(rests.get(row)),
        date: row => dates.date.get(row)!,
        updated: row => dates.updated.get(row),
        embargo: row => dates.embargo.get(row),
        expires: row => dates.expires.get(row),
        kind: row => articleKinds[kinds.get(row)]!,
        draft: row => (flags.get(row) & 1) !== 0,
        usable: row => (flags.get(row) & 2) === 0,
        minutes: row => minutes.get(row),
        region: row => region.get(row),
        source: row => source.get(row),
        series: row => series.get(row),
        lang: row => lang.get(row),
        kicker: row => kicker.get(row),
        regions: row => regions.get(row),
        topics: row => topics.get(row),
        authors: row => authors.get(row),
        slots: row => unpackSlots(slotTexts.get(row)),
        ids: row => (idTexts.get(row) === '' ? [] : idTexts.get(row).split('\n')),
        terms: row => ({ terms: terms.get(row), counts: counts.get(row) }),
        locator: row => ({ segment: segments.get(row), offset: offsets.get(row), length: lengths.get(row) }),
        pages: pages.sort(byPath),
        authorPages: authorPages.sort(byPath),
        sections: sections.sort(byPath),
      }
    },
  }
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}

function createDateColumn() {
  const walls = createNumberColumn(Float64Array)
  const zones = createNumberColumn(Int16Array)
  const days = createNumberColumn(Uint8Array)
  return {
    push(date: WrittenDate | undefined): void {
      walls.push(date?.wall ?? none)
      zones.push(date?.offset ?? noOffset)
      days.push(date?.dayOnly ? 1 : 0)
    },
    get(row: number): WrittenDate | undefined {
      const wall = walls.get(row)
      if (Number.isNaN(wall)) return undefined
      const zone = zones.get(row)
      return { wall, offset: zone === noOffset ? null : zone, dayOnly: days.get(row) === 1 }
    },
  }
}

function packRest(article: ShelvedArticle): string {
  const list = <T>(items: readonly T[]): readonly T[] | undefined => (items.length === 0 ? undefined : items)
  const rest: ArticleRest = {
    url: article.url,
    aliases: list(article.aliases),
    canonical: article.canonical,
    template: article.template,
    id: article.id,
    exclude: list(article.exclude),
    pin: list(article.pin),
    hide: list(article.hide),
    image: article.image,
    short: article.headlines.short,
    redirect: article.redirect,
  }
  const packed = JSON.stringify(rest)
  return packed === '{}' ? '' : packed
}

const emptyRest: ArticleRest = {}

function unpackRest(text: string): ArticleRest {
  return text === '' ? emptyRest : (JSON.parse(text) as ArticleRest)
}

function packSlots(slots: readonly SlotTarget[]): string {
  return slots.length === 0
    ? ''
    : JSON.stringify(slots.map(slot => [slotKinds.indexOf(slot.kind), slot.target, slot.offset]))
}

function unpackSlots(text: string): readonly SlotTarget[] {
  if (text === '') return []
  return (JSON.parse(text) as [number, string, number][]).map(([kind, target, offset]) => ({
    kind: slotKinds[kind]!,
    target,
    offset,
  }))
}
