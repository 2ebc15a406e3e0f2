// All parsed documents of a site. Articles live in columns (typed arrays and text heaps): at 100,000 articles
// objects would cost a gigabyte, columns some fifty megabytes. Bodies are not here; a locator says where they lie.
// A row is one version of one file and never changes: an edited file is a new row, and its old row is dead.
import {
  createListColumn,
  createNamePool,
  createNumberColumn,
  createTextColumn,
  type NamePool,
  type Numbers,
  type SavedLists,
  type SavedText,
} from '../base/columns.js'
import type { WrittenDate } from '../base/dates.js'
import { type Digest, digestText } from '../base/digest.js'
import { createRowIndex } from '../base/row-index.js'
import { halvesOf, hashText, hexOf } from '../base/stamp.js'
import type { Body, Slot } from '../markdown/body.js'
import type { Article, Author, Picture, Section, SitePage, StorylinePage } from './article.js'
import { type ArticleKind, articleKinds, type Exclusion, exclusions } from './kinds.js'

/** Where a piece lies (a body with the article's details, or its terms): bytes `offset` to `offset + length` of a
 *  segment. */
export interface Locator {
  readonly segment: number
  readonly offset: number
  readonly length: number
  /** CRC-32 of those bytes. */
  readonly check: number
}

/** A slot as the model sees it. */
export type SlotTarget = Pick<Slot, 'kind' | 'target' | 'offset'>

/** A parsed document on its way to the library: everything but the body's text, which has been put away. */
export type Shelved<D extends { readonly body: Body }> = Omit<D, 'body' | 'terms'> & {
  /** Of everything that its own page shows of it: another file may leave the same, and one file another. */
  readonly digest: Digest
  readonly locator: Locator
  readonly slots: readonly SlotTarget[]
  readonly ids: readonly string[]
}

export type ShelvedArticle = Shelved<Article> & {
  /** See `sketchSize`; four cells a number, as the column has it: an array of bytes for each article on its way here
   *  would be a hundred thousand small pieces of memory. */
  readonly sketch: readonly number[]
  /** Where its terms lie for the time of this build. */
  readonly termsLocator: Locator
}
export type ShelvedDocument =
  | ShelvedArticle
  | Shelved<SitePage>
  | Shelved<Author>
  | Shelved<Section>
  | Shelved<StorylinePage>
export type ShelvedPage = Exclude<ShelvedDocument, ShelvedArticle>

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

/** Bits of `Library.flags`. */
export const Flag = {
  draft: 1,
  /** The `status` is not usable. */
  unusable: 2,
  /** Only points elsewhere. */
  redirect: 4,
  /** Has related.pin or related.hide. */
  edited: 8,
  aliases: 16,
  canonical: 32,
  image: 64,
  url: 128,
  dayOnly: 256,
  /** `exclude` for each of `exclusions`, in order. */
  excluded: 512,
} as const

export const excludedFlag = (from: Exclusion): number => Flag.excluded << exclusions.indexOf(from)

/** Bare columns, for passes over all rows. Dead rows are in them. */
export interface LibraryViews {
  readonly dead: Uint8Array
  readonly flags: Uint16Array
  readonly region: Int32Array
  readonly source: Int32Array
  readonly series: Int32Array
  readonly regions: SavedLists<Uint32Array>
  readonly topics: SavedLists<Uint32Array>
  readonly authors: SavedLists<Uint32Array>
  readonly sketches: SavedLists<Uint32Array>
  readonly cardHigh: Uint32Array
  readonly cardLow: Uint32Array
  readonly digestHigh: Uint32Array
  readonly digestLow: Uint32Array
  readonly pathHash: Uint32Array
  readonly updated: Float64Array
  readonly embargo: Float64Array
  readonly expires: Float64Array
}

export interface Library {
  /** Rows, dead ones included. */
  readonly size: number
  /** Rows that are not dead. */
  readonly living: number
  alive(row: number): boolean
  /** Row of a file, by path below the content folder; -1 when it is no article. */
  find(path: string): number
  /** Names as written (regions, sources, topics, authors, series, languages, kickers), each once. */
  readonly names: NamePool
  views(): LibraryViews
  path(row: number): string
  title(row: number): string
  summary(row: number): string
  slug(row: number): string
  rest(row: number): ArticleRest
  digest(row: number): string
  flags(row: number): number
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
  hasSlots(row: number): boolean
  slots(row: number): readonly SlotTarget[]
  /** Ids in the body, targets of `#…`. */
  ids(row: number): readonly string[]
  /** `sketchSize` bytes. */
  sketch(row: number): Uint8Array
  locator(row: number): Locator
  /** Of what was taken in since the library was opened; undefined for what was kept: its terms are in the index. */
  termsLocator(row: number): Locator | undefined
  /** Numbers of the segments that the bodies of rows and other documents lie in. */
  segments(): ReadonlySet<number>
  readonly pages: readonly Shelved<SitePage>[]
  readonly authorPages: readonly Shelved<Author>[]
  readonly sections: readonly Shelved<Section>[]
  readonly storylinePages: readonly Shelved<StorylinePage>[]
}

/** A library that files come to and go from. */
export interface OpenLibrary extends Library {
  /** Takes a document in; one of the same path goes. @returns the row of an article, -1 for others. */
  add(document: ShelvedDocument): number
  remove(path: string): void
  /** The body of a row was put away anew. */
  move(path: string, locator: Locator): void
  /** A copy of some rows, in the order given. */
  gather(rows: Uint32Array): OpenLibrary
  saved(): SavedLibrary
}

export interface SavedLibrary {
  readonly names: readonly string[]
  readonly others: readonly ShelvedPage[]
  readonly texts: Readonly<Record<TextName, SavedText>>
  readonly numbers: Readonly<Record<NumberName, Numbers>>
  readonly lists: Readonly<Record<ListName, SavedLists<Uint32Array>>>
}

const slotKinds = ['link', 'image', 'media', 'block', 'table'] as const
const none = Number.NaN
const noOffset = 0x7fff

const textNames = ['path', 'title', 'summary', 'slug', 'rest', 'slots', 'ids'] as const
type TextName = (typeof textNames)[number]

const listNames = ['regions', 'topics', 'authors', 'sketch'] as const
type ListName = (typeof listNames)[number]

const numberTypes = {
  dead: Uint8Array,
  flags: Uint16Array,
  kind: Uint8Array,
  minutes: Uint16Array,
  region: Int32Array,
  source: Int32Array,
  series: Int32Array,
  lang: Int32Array,
  kicker: Int32Array,
  cardHigh: Uint32Array,
  cardLow: Uint32Array,
  digestHigh: Uint32Array,
  digestLow: Uint32Array,
  pathHash: Uint32Array,
  date: Float64Array,
  dateZone: Int16Array,
  updated: Float64Array,
  updatedZone: Int16Array,
  embargo: Float64Array,
  embargoZone: Int16Array,
  expires: Float64Array,
  expiresZone: Int16Array,
  segment: Uint32Array,
  offset: Float64Array,
  length: Uint32Array,
  check: Uint32Array,
} as const
type NumberName = keyof typeof numberTypes
type NumberColumns = {
  readonly [N in NumberName]: ReturnType<
    typeof createNumberColumn<InstanceType<(typeof numberTypes)[N]> & Numbers>
  >
}
type DateName = 'date' | 'updated' | 'embargo' | 'expires'

const locatorNames = ['segment', 'offset', 'length', 'check'] as const
type LocatorColumns = Pick<NumberColumns, (typeof locatorNames)[number]>

function locatorColumns({ segment, offset, length, check }: LocatorColumns) {
  return {
    push(locator: Locator): void {
      segment.push(locator.segment)
      offset.push(locator.offset)
      length.push(locator.length)
      check.push(locator.check)
    },
    get: (row: number): Locator => ({
      segment: segment.get(row),
      offset: offset.get(row),
      length: length.get(row),
      check: check.get(row),
    }),
    set(row: number, locator: Locator): void {
      segment.set(row, locator.segment)
      offset.set(row, locator.offset)
      length.set(row, locator.length)
      check.set(row, locator.check)
    },
  }
}

const byName = <K extends string, T>(names: readonly K[], make: (name: K) => T): Record<K, T> =>
  Object.fromEntries(names.map(name => [name, make(name)])) as Record<K, T>

export function createLibrary(saved?: SavedLibrary): OpenLibrary {
  const names = createNamePool(saved?.names)
  const text = byName(textNames, name => createTextColumn(saved?.texts[name]))
  const lists = byName(listNames, name => createListColumn(Uint32Array, saved?.lists[name]))
  const number = byName(Object.keys(numberTypes) as NumberName[], name =>
    createNumberColumn(numberTypes[name] as new (length: number) => Numbers, saved?.numbers[name]),
  ) as unknown as NumberColumns
  const others = new Map((saved?.others ?? []).map(document => [document.path, document]))
  const savedRows = saved?.texts.path.ends.length ?? 0
  const rowOfPath = createRowIndex(number.pathHash)
  let living = savedRows
  for (let row = 0; row < savedRows; row++) living -= number.dead.get(row)

  const nameId = (name: string | undefined): number => (name === undefined ? -1 : names.id(name))
  const nameIds = (list: readonly string[]): number[] => list.map(name => names.id(name))

  function putDate(name: DateName, date: WrittenDate | undefined): void {
    number[name].push(date?.wall ?? none)
    // The lowest bit says that only a day was written.
    number[`${name}Zone`].push((date?.offset ?? noOffset >> 1) * 2 + (date?.dayOnly ? 1 : 0))
  }
  function getDate(name: DateName, row: number): WrittenDate | undefined {
    const wall = number[name].get(row)
    if (Number.isNaN(wall)) return undefined
    const zone = number[`${name}Zone`].get(row)
    return {
      wall,
      offset: zone >> 1 === noOffset >> 1 ? null : zone >> 1,
      dayOnly: (zone & 1) === 1,
    }
  }

  const bodies = locatorColumns(number)
  // Not kept: by rows that came since.
  const terms = locatorColumns(
    byName(locatorNames, name => createNumberColumn<Numbers>(numberTypes[name])) as LocatorColumns,
  )

  function addArticle(article: ShelvedArticle): number {
    const row = text.path.length
    const card = halvesOf(cardDigest(article))
    const digest = halvesOf(article.digest)
    text.path.push(article.path)
    text.title.push(article.title)
    text.summary.push(article.summary)
    text.slug.push(article.slug)
    text.rest.push(packRest(article))
    text.slots.push(packSlots(article.slots))
    text.ids.push(article.ids.join('\n'))
    for (const name of ['date', 'updated', 'embargo', 'expires'] as const) putDate(name, article[name])
    number.dead.push(0)
    number.flags.push(flagsOf(article))
    number.kind.push(articleKinds.indexOf(article.type))
    number.minutes.push(article.minutes)
    number.region.push(nameId(article.region))
    number.source.push(nameId(article.source))
    number.series.push(nameId(article.series))
    number.lang.push(nameId(article.lang))
    number.kicker.push(nameId(article.kicker))
    number.cardHigh.push(card[0])
    number.cardLow.push(card[1])
    number.digestHigh.push(digest[0])
    number.digestLow.push(digest[1])
    number.pathHash.push(hashText(article.path))
    lists.regions.push(nameIds(article.regions))
    lists.topics.push(nameIds(article.topics))
    lists.authors.push(nameIds(article.authors))
    lists.sketch.push(article.sketch)
    bodies.push(article.locator)
    terms.push(article.termsLocator)
    rowOfPath.add(row)
    living++
    return row
  }

  const find = (path: string): number =>
    rowOfPath.find(hashText(path), row => number.dead.get(row) === 0 && text.path.get(row) === path)
  function remove(path: string): void {
    others.delete(path)
    const row = find(path)
    if (row < 0) return
    number.dead.set(row, 1)
    living--
  }
  function othersOf<K extends ShelvedPage['kind']>(kind: K): Extract<ShelvedPage, { readonly kind: K }>[] {
    return [...others.values()]
      .filter((document): document is Extract<ShelvedPage, { readonly kind: K }> => document.kind === kind)
      .sort(byPath)
  }
  const library: OpenLibrary = {
    get size() {
      return text.path.length
    },
    get living() {
      return living
    },
    alive: row => number.dead.get(row) === 0,
    find,
    names,
    views: () => ({
      dead: number.dead.view(),
      flags: number.flags.view(),
      region: number.region.view(),
      source: number.source.view(),
      series: number.series.view(),
      regions: lists.regions.saved(),
      topics: lists.topics.saved(),
      authors: lists.authors.saved(),
      sketches: lists.sketch.saved(),
      cardHigh: number.cardHigh.view(),
      cardLow: number.cardLow.view(),
      digestHigh: number.digestHigh.view(),
      digestLow: number.digestLow.view(),
      pathHash: number.pathHash.view(),
      updated: number.updated.view(),
      embargo: number.embargo.view(),
      expires: number.expires.view(),
    }),
    path: row => text.path.get(row),
    title: row => text.title.get(row),
    summary: row => text.summary.get(row),
    slug: row => text.slug.get(row),
    rest: row => unpackRest(text.rest.get(row)),
    digest: row => hexOf(number.digestHigh.get(row), number.digestLow.get(row)),
    flags: row => number.flags.get(row),
    date: row => getDate('date', row)!,
    updated: row => getDate('updated', row),
    embargo: row => getDate('embargo', row),
    expires: row => getDate('expires', row),
    kind: row => articleKinds[number.kind.get(row)]!,
    draft: row => (number.flags.get(row) & Flag.draft) !== 0,
    usable: row => (number.flags.get(row) & Flag.unusable) === 0,
    minutes: row => number.minutes.get(row),
    region: row => number.region.get(row),
    source: row => number.source.get(row),
    series: row => number.series.get(row),
    lang: row => number.lang.get(row),
    kicker: row => number.kicker.get(row),
    regions: row => lists.regions.get(row),
    topics: row => lists.topics.get(row),
    authors: row => lists.authors.get(row),
    hasSlots: row => !text.slots.isEmpty(row),
    slots: row => unpackSlots(text.slots.get(row)),
    ids: row => (text.ids.isEmpty(row) ? [] : text.ids.get(row).split('\n')),
    sketch(row) {
      const cells = lists.sketch.get(row)
      return new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength)
    },
    locator: bodies.get,
    termsLocator: row => (row < savedRows ? undefined : terms.get(row - savedRows)),
    segments: () =>
      new Set([
        ...new Set(number.segment.view()),
        ...[...others.values()].map(({ locator }) => locator.segment),
      ]),
    get pages() {
      return othersOf('page')
    },
    get authorPages() {
      return othersOf('author')
    },
    get sections() {
      return othersOf('section')
    },
    get storylinePages() {
      return othersOf('storyline')
    },
    add(document) {
      remove(document.path)
      if (document.kind === 'article') return addArticle(document)
      others.set(document.path, document)
      return -1
    },
    remove,
    move(path, locator) {
      const other = others.get(path)
      if (other) others.set(path, { ...other, locator })
      const row = find(path)
      if (row >= 0) bodies.set(row, locator)
    },
    gather(rows) {
      return createLibrary({
        names: names.names(),
        others: [...others.values()].sort(byPath),
        texts: byName(textNames, name => text[name].gather(rows).saved()),
        numbers: byName(Object.keys(numberTypes) as NumberName[], name => number[name].gather(rows).view()),
        lists: byName(listNames, name => lists[name].gather(rows).saved()),
      })
    },
    saved: () => ({
      names: names.names(),
      others: [...others.values()].sort(byPath),
      texts: byName(textNames, name => text[name].saved()),
      numbers: byName(Object.keys(numberTypes) as NumberName[], name => number[name].view()),
      lists: byName(listNames, name => lists[name].saved()),
    }),
  }
  return library
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}

/** Digest of what the file alone says of its card; addresses, names and sizes are added by the model. The path
 *  is in, since a file may move and keep its address. */
function cardDigest(article: ShelvedArticle): string {
  const { path, title, summary, headlines, kicker, type, minutes, updated, image, redirect, id } = article
  return digestText(
    JSON.stringify([
      path,
      title,
      summary,
      headlines.short,
      kicker,
      type,
      minutes,
      article.date.dayOnly,
      updated,
      image?.alt,
      redirect,
      id,
    ]),
  )
}

function flagsOf(article: ShelvedArticle): number {
  let flags = 0
  if (article.draft) flags |= Flag.draft
  if (article.status !== 'usable') flags |= Flag.unusable
  if (article.redirect !== undefined) flags |= Flag.redirect
  if (article.pin.length + article.hide.length > 0) flags |= Flag.edited
  if (article.aliases.length > 0) flags |= Flag.aliases
  if (article.canonical !== undefined) flags |= Flag.canonical
  if (article.image !== undefined) flags |= Flag.image
  if (article.url !== undefined) flags |= Flag.url
  if (article.date.dayOnly) flags |= Flag.dayOnly
  for (const from of article.exclude) flags |= excludedFlag(from)
  return flags
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
