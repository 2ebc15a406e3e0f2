// The Site: one value that outputs read. Views on the model's columns, groups in display order, related lists,
// resolved slots. Nothing in it changes once it is built.
import { calendar, type Zone } from '../base/dates.js'
import type { Author, Picture, Section, SitePage } from '../content/article.js'
import type { Locator, Shelved, SlotTarget } from '../content/library.js'
import { type Diagnostic, error, warning } from '../diagnostics/diagnostic.js'
import type { SlotValue } from '../markdown/body.js'
import type { RelatedInput } from '../related/postings.js'
import { Card, type CardData, type CardImage, type Ref } from './card.js'
import type { Entity } from './entities.js'
import { type FrontFile, type FrontResult, fillFront } from './front-page.js'
import {
  findMedia,
  type LinkContext,
  type LinkIndex,
  type LinkTarget,
  type Origin,
  type ResolvedSlots,
  resolveSlots,
} from './links.js'
import type { MediaFile, MediaIndex } from './media.js'
import type { Model } from './model.js'
import type { SiteOptions } from './options.js'
import { contentPath, fillPattern, hrefOf, readAddress, type SitePath } from './urls.js'

/** Articles that share a region, topic, source, author or series. */
export interface Group {
  readonly kind: 'region' | 'topic' | 'source' | 'author' | 'series'
  readonly entity: Entity
  readonly path: SitePath
  readonly ref: Ref
  /** Places, oldest first. */
  readonly members: Uint32Array
}

/** The articles of one month lie together: places `from` to `to` (exclusive). */
export interface Month {
  readonly year: number
  readonly month: number
  readonly from: number
  readonly to: number
}

export interface RelatedItem {
  readonly n: number
  readonly score: number
}

/** A page that is not an article, or an author's text, or a section's: a document with a body. */
export interface SiteDocument<D> {
  readonly document: D
  readonly path: SitePath
  readonly slots: readonly SlotValue[]
  readonly image?: CardImage | undefined
}

export interface Site {
  readonly options: SiteOptions
  readonly zone: Zone
  readonly now: number
  readonly size: number
  /** All visible articles, newest first. */
  readonly articles: readonly Card[]
  card(n: number): Card
  path(n: number): SitePath
  /** Path of the article's file below the content folder. */
  file(n: number): string
  instant(n: number): number
  updated(n: number): number
  locator(n: number): Locator
  digest(n: number): string
  slots(n: number): readonly SlotValue[]
  template(n: number): string | undefined
  aliases(n: number): readonly string[]
  excluded(n: number, from: 'feeds' | 'home' | 'related' | 'search'): boolean
  feedId(n: number): string | undefined
  canonical(n: number): string | undefined
  redirect(n: number): string | undefined
  related(n: number): readonly RelatedItem[]
  readonly months: readonly Month[]
  readonly regions: readonly Group[]
  readonly topics: readonly Group[]
  readonly sources: readonly Group[]
  readonly authors: readonly Group[]
  readonly series: readonly Group[]
  readonly front: FrontResult
  regionFront(key: string): FrontResult | undefined
  readonly pages: readonly SiteDocument<Shelved<SitePage>>[]
  author(key: string): SiteDocument<Shelved<Author>> | undefined
  /** The introduction of the list at an address. */
  section(path: SitePath): SiteDocument<Shelved<Section>> | undefined
  /** Files of the content folder that a visible page shows, with their addresses. */
  readonly media: readonly { readonly file: MediaFile; readonly path: SitePath }[]
  /** Links to addresses that must be pages or files; checked when all are known. */
  readonly pending: readonly {
    readonly file: string
    readonly path: SitePath
    readonly target: string
    readonly offset: number
  }[]
  href(path: SitePath): string
  readonly diagnostics: readonly Diagnostic[]
  /** The next instant (ms) at which the site changes by itself. */
  readonly until: number
}

/** What Related News reads of the model. */
export function relatedInput(model: Model): RelatedInput {
  return {
    size: model.rows.length,
    terms: n => model.library.terms(model.rows[n]!),
    instant: n => model.instants[n]!,
    region: n => model.region[n]!,
    topics: n => model.topicsOf[n]!,
    eligible: n =>
      !model.library.rest(model.rows[n]!).exclude?.includes('related') &&
      model.library.rest(model.rows[n]!).redirect === undefined,
  }
}

export interface Editorial {
  /** Places that the editor put into an article's list, in order. */
  readonly pins: readonly number[]
  readonly hidden: ReadonlySet<number>
}

/** `related.pin` and `related.hide`, by place; with a diagnostic for each path that cannot be used. */
export function readEditorial(model: Model): {
  readonly byPlace: ReadonlyMap<number, Editorial>
  readonly diagnostics: readonly Diagnostic[]
} {
  const byPlace = new Map<number, Editorial>()
  const diagnostics: Diagnostic[] = []
  model.rows.forEach((row, n) => {
    const { pin = [], hide = [] } = model.library.rest(row)
    if (pin.length + hide.length === 0) return
    const find = (paths: readonly string[], field: 'pin' | 'hide'): number[] =>
      paths.flatMap((path, i) => {
        const target = model.rowOfFile.get(contentPath(path, model.options.contentFolder))
        const place = target === undefined ? -1 : model.places[target]!
        if (place >= 0 && place !== n) return [place]
        const reason =
          target === undefined
            ? 'there is no such article'
            : place === n
              ? 'it is this article itself'
              : `it is ${model.hidden.get(target) ?? 'not published'}`
        const file = `${model.options.contentFolder}/${model.library.path(row)}`
        diagnostics.push(
          warning(
            'DL3004',
            { field: `related.${field}`, path, reason },
            { file, place: { kind: 'value', path: ['related', field, i] } },
          ),
        )
        return []
      })
    byPlace.set(n, { pins: [...new Set(find(pin, 'pin'))], hidden: new Set(find(hide, 'hide')) })
  })
  return { byPlace, diagnostics }
}

export interface SiteParts {
  readonly media: MediaIndex
  readonly fronts: readonly FrontFile[]
  readonly related: (n: number) => readonly RelatedItem[]
}

/** Composes the Site. Cost: one pass over the visible articles for slots and groups. */
export function buildSite(model: Model, parts: SiteParts): Site {
  const { library, options } = model
  const { zone } = options
  const href = (path: SitePath) => hrefOf(path, options.base)
  const diagnostics: Diagnostic[] = []
  const size = model.rows.length
  const cards: (Card | undefined)[] = new Array<Card | undefined>(size)

  const address = options.addresses
  const refs = {
    region: refsOf(model.regions.all, address.regions, href),
    topic: refsOf(model.topics.all, address.topics, href),
    source: refsOf(model.sources.all, address.sources, href),
    author: refsOf(model.authors.all, address.authors, href),
    series: refsOf(model.series.all, address.series, href),
  }
  const mediaAddress = (file: MediaFile): SitePath =>
    file.from === 'public' ? `/${file.path}` : fillPattern(address.media, { path: file.path })
  const documents = collectDocuments(model, diagnostics)
  const context: LinkContext = {
    siteUrl: options.url,
    base: options.base,
    mediaAddress,
    links: createLinkIndex(model, documents.pages),
    media: parts.media,
    shown: path => `${options.contentFolder}/${path}`,
  }

  const usedMedia = new Map<string, MediaFile>()
  const pending: { file: string; path: SitePath; target: string; offset: number }[] = []
  function resolve(origin: Origin, slots: readonly SlotTarget[]): readonly SlotValue[] {
    if (slots.length === 0) return noSlots
    const resolved: ResolvedSlots = resolveSlots(origin, slots, context)
    for (const file of resolved.media) usedMedia.set(`${file.from}/${file.path}`, file)
    for (const link of resolved.pending) pending.push({ file: context.shown(origin.file), ...link })
    diagnostics.push(...resolved.diagnostics)
    return resolved.values
  }

  const slots: (readonly SlotValue[])[] = []
  for (let n = 0; n < size; n++) {
    const row = model.rows[n]!
    slots.push(resolve({ file: library.path(row), path: model.paths[row]! }, library.slots(row)))
  }

  function cardData(n: number): CardData {
    const row = model.rows[n]!
    const rest = library.rest(row)
    const updated = library.updated(row)
    const kicker = library.kicker(row)
    const title = library.title(row)
    return {
      url: href(model.paths[row]!),
      path: library.path(row),
      title,
      shortTitle: rest.short ?? title,
      dek: library.summary(row),
      kicker: kicker < 0 ? undefined : library.names.name(kicker),
      kind: library.kind(row),
      date: model.instants[n]!,
      dayOnly: library.date(row).dayOnly,
      updated: updated && { date: instantOf(updated, zone), dayOnly: updated.dayOnly },
      region: refs.region[model.region[n]!],
      source: refs.source[model.source[n]!]!,
      topics: model.topicsOf[n]!.map(number => refs.topic[number]!),
      authors: model.authorsOf[n]!.map(number => refs.author[number]!),
      series: refs.series[model.seriesOf[n]!],
      image: imageOf(library.path(row), rest.image),
      minutes: library.minutes(row),
      lang: model.languages[row] || undefined,
    }
  }

  /** A picture as written, with the address and size of its file; undefined when there is no such file. */
  function imageOf(path: string, image: Picture | undefined): CardImage | undefined {
    if (!image) return undefined
    const alt = image.alt ?? ''
    if (/^https?:\/\//i.test(image.src)) return { url: image.src, alt }
    const file = findMedia(path, image.src, parts.media)
    return file && { url: href(mediaAddress(file)), alt, width: file.width, height: file.height }
  }

  /** Notes the file of a picture as one that is published, or reports that it is missing. */
  function useImage(path: string, image: Picture | undefined, field: string): void {
    if (!image || /^https?:\/\//i.test(image.src)) return
    const file = findMedia(path, image.src, parts.media)
    if (file) usedMedia.set(`${file.from}/${file.path}`, file)
    else {
      const place = { kind: 'value', path: [field] } as const
      diagnostics.push(warning('DL2004', { src: image.src }, { file: context.shown(path), place }))
    }
  }
  for (const row of model.rows) useImage(library.path(row), library.rest(row).image, 'image')

  const card = (n: number): Card => {
    cards[n] ??= new Card({ cardData }, n)
    return cards[n]
  }
  const group = (
    kind: Group['kind'],
    entities: readonly Entity[],
    pattern: string,
    lists: ReadonlyMap<number, readonly number[]>,
    keepEmpty: boolean,
  ): Group[] =>
    entities.flatMap(entity => {
      const members = Uint32Array.from(lists.get(entity.number) ?? [])
      return members.length === 0 && !keepEmpty
        ? []
        : [
            {
              kind,
              entity,
              path: fillPattern(pattern, { key: entity.key }),
              ref: refs[kind][entity.number]!,
              members,
            },
          ]
    })
  const lists = collectMembers(model)
  const months = collectMonths(model)
  const newest = (places: ArrayLike<number>, most: number): number[] => {
    const result: number[] = []
    for (let i = places.length - 1; i >= 0 && result.length < most; i--) {
      const n = places[i]!
      if (
        !library.rest(model.rows[n]!).exclude?.includes('home') &&
        library.rest(model.rows[n]!).redirect === undefined
      )
        result.push(n)
    }
    return result
  }
  const frontOf = (front: FrontFile | undefined, places: ArrayLike<number>, secondary: number): FrontResult =>
    fillFront(front, {
      zone,
      now: model.now,
      find(path) {
        const row = model.rowOfFile.get(contentPath(path, options.contentFolder))
        if (row === undefined) return undefined
        const place = model.places[row]!
        return place >= 0 ? { n: place } : { hidden: model.hidden.get(row) ?? 'not published' }
      },
      paths: () => model.rowOfFile.keys(),
      newest: newest(places, 200),
      sizes: { lead: 1, secondary },
    })
  const everything = Uint32Array.from({ length: size }, (_, n) => n)
  const front = frontOf(
    parts.fronts.find(file => file.region === undefined),
    everything,
    4,
  )
  const regionGroups = group(
    'region',
    model.regions.all,
    address.regions,
    lists.region,
    options.regions.length > 0,
  )
  const regionFronts = new Map<string, FrontResult>()
  for (const file of parts.fronts) {
    if (file.region === undefined) continue
    const region = regionGroups.find(candidate => candidate.entity.key === file.region)
    if (region) regionFronts.set(file.region, frontOf(file, region.members, 0))
    else {
      const near = model.regions.suggest(file.region)
      diagnostics.push(
        error('DL1003', { value: file.region }, { file: file.file, ...(near ? { suggestion: near } : {}) }),
      )
    }
  }
  diagnostics.push(...front.diagnostics, ...[...regionFronts.values()].flatMap(result => result.diagnostics))

  const withBody = <
    D extends {
      readonly path: string
      readonly slots: readonly SlotTarget[]
      readonly image?: Picture | undefined
    },
  >(
    document: D,
    path: SitePath,
    field = 'image',
  ): SiteDocument<D> => {
    useImage(document.path, document.image, field)
    return {
      document,
      path,
      slots: resolve({ file: document.path, path }, document.slots),
      image: imageOf(document.path, document.image),
    }
  }
  const pages = documents.pages.map(({ page, path }) => withBody(page, path))
  const authorPages = new Map(
    library.authorPages.map(page => [
      page.key,
      withBody(page, fillPattern(address.authors, { key: page.key }), 'photo'),
    ]),
  )
  const sections = new Map<SitePath, SiteDocument<Shelved<Section>>>()
  for (const section of library.sections) {
    const path = sectionPath(section.path, model)
    if (path === undefined) {
      if (!section.blank)
        diagnostics.push(
          warning(
            'DL1014',
            { reason: 'no list of the site has the address of this section' },
            { file: context.shown(section.path) },
          ),
        )
    } else if (!section.draft && section.lang === undefined) sections.set(path, withBody(section, path))
  }

  let articles: readonly Card[] | undefined
  const until = [front, ...regionFronts.values()].reduce(
    (earliest, result) => Math.min(earliest, result.until),
    model.until,
  )
  const rest = (n: number) => library.rest(model.rows[n]!)
  return {
    options,
    zone,
    now: model.now,
    size,
    get articles() {
      articles ??= Object.freeze(Array.from({ length: size }, (_, i) => card(size - 1 - i)))
      return articles
    },
    card,
    path: n => model.paths[model.rows[n]!]!,
    file: n => library.path(model.rows[n]!),
    instant: n => model.instants[n]!,
    updated: n => {
      const updated = library.updated(model.rows[n]!)
      return updated ? Math.max(model.instants[n]!, instantOf(updated, zone)) : model.instants[n]!
    },
    locator: n => library.locator(model.rows[n]!),
    digest: n => library.digest(model.rows[n]!),
    slots: n => slots[n]!,
    template: n => rest(n).template,
    aliases: n => rest(n).aliases ?? [],
    excluded: (n, from) => rest(n).exclude?.includes(from) ?? false,
    feedId: n => rest(n).id,
    canonical: n => rest(n).canonical,
    redirect: n => rest(n).redirect,
    related: parts.related,
    months,
    regions: regionGroups,
    topics: group('topic', model.topics.all, address.topics, lists.topic, false),
    sources: group('source', model.sources.all, address.sources, lists.source, false),
    authors: group('author', model.authors.all, address.authors, lists.author, true),
    series: group('series', model.series.all, address.series, lists.series, false),
    front,
    regionFront: key => regionFronts.get(key),
    pages,
    author: key => authorPages.get(key),
    section: path => sections.get(path),
    media: [...usedMedia.values()]
      .filter(file => file.from === 'content')
      .map(file => ({ file, path: mediaAddress(file) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    pending,
    href,
    diagnostics: [...model.diagnostics, ...diagnostics],
    until,
  }
}

const noSlots: readonly SlotValue[] = []

function instantOf(date: { readonly wall: number; readonly offset: number | null }, zone: Zone): number {
  return date.offset === null ? zone.instant(date.wall) : date.wall - date.offset * 60_000
}

function refsOf(entities: readonly Entity[], pattern: string, href: (path: SitePath) => string): Ref[] {
  return entities.map(({ key, name }) =>
    Object.freeze({ key, name, url: href(fillPattern(pattern, { key })) }),
  )
}

function collectMembers(
  model: Model,
): Readonly<Record<Group['kind'], ReadonlyMap<number, readonly number[]>>> {
  const lists = {
    region: new Map<number, number[]>(),
    topic: new Map<number, number[]>(),
    source: new Map<number, number[]>(),
    author: new Map<number, number[]>(),
    series: new Map<number, number[]>(),
  }
  const put = (kind: Group['kind'], number: number, n: number): void => {
    if (number < 0) return
    const list = lists[kind].get(number)
    if (list) list.push(n)
    else lists[kind].set(number, [n])
  }
  for (let n = 0; n < model.rows.length; n++) {
    if (model.library.rest(model.rows[n]!).redirect !== undefined) continue
    put('region', model.region[n]!, n)
    for (const number of model.furtherRegions[n]!) put('region', number, n)
    for (const number of model.topicsOf[n]!) put('topic', number, n)
    for (const number of model.authorsOf[n]!) put('author', number, n)
    put('source', model.source[n]!, n)
    put('series', model.seriesOf[n]!, n)
  }
  return lists
}

function collectMonths(model: Model): Month[] {
  const months: Month[] = []
  for (let n = 0; n < model.rows.length; n++) {
    const { year, month } = calendar(model.instants[n]!, model.options.zone)
    const last = months.at(-1)
    if (last && last.year === year && last.month === month) months[months.length - 1] = { ...last, to: n + 1 }
    else months.push({ year, month, from: n, to: n + 1 })
  }
  return months
}

interface PageAddress {
  readonly page: Shelved<SitePage>
  readonly path: SitePath
}

function collectDocuments(
  model: Model,
  diagnostics: Diagnostic[],
): { readonly pages: readonly PageAddress[] } {
  const { library, options } = model
  const pages: PageAddress[] = []
  for (const page of library.pages) {
    if (page.draft) continue
    const file = `${options.contentFolder}/${page.path}`
    const lang =
      page.lang === undefined || page.lang === options.language ? '' : `/${page.lang.toLowerCase()}`
    if (page.url === undefined) {
      pages.push({ page, path: lang + fillPattern(options.addresses.pages, { slug: page.slug }) })
      continue
    }
    const read = readAddress(page.url, options.url)
    if ('fault' in read) {
      diagnostics.push(
        error(
          'DL1012',
          { field: 'url', value: page.url, reason: read.fault },
          { file, place: { kind: 'value', path: ['url'] } },
        ),
      )
    } else pages.push({ page, path: read.path })
  }
  return { pages }
}

/** A section's folder is a list's address (`regions/europe/_index.md`), or a region's key, or the whole site. */
function sectionPath(file: string, model: Model): SitePath | undefined {
  const { addresses } = model.options
  const folder = file.split('/').slice(0, -1)
  if (folder.length === 0) return '/'
  const [kind, key] = folder as [string, string | undefined]
  if (folder.length === 2 && key !== undefined) {
    const sets = {
      regions: model.regions,
      topics: model.topics,
      sources: model.sources,
      series: model.series,
      authors: model.authors,
    }
    const set = sets[kind as keyof typeof sets]
    if (set?.byKey(key)) return fillPattern(addresses[kind as keyof typeof sets], { key })
  }
  if (folder.length === 1) {
    if (model.regions.byKey(kind)) return fillPattern(addresses.regions, { key: kind })
    if (['regions', 'topics', 'sources', 'series', 'authors', 'related'].includes(kind)) return `/${kind}/`
  }
  return undefined
}

function createLinkIndex(model: Model, pages: readonly PageAddress[]): LinkIndex {
  const { library } = model
  const targetOf = (row: number): LinkTarget => {
    const hidden =
      model.hidden.get(row) ?? (model.paths[row] === '' ? 'left out because of an error' : undefined)
    return { path: model.paths[row]!, hidden, ids: () => library.ids(row) }
  }
  const pageTarget = ({ page, path }: PageAddress): LinkTarget => ({ path, ids: () => page.ids })
  const pageByFile = new Map(pages.map(entry => [entry.page.path, entry]))
  const rowByAddress = new Map<SitePath, number>()
  for (let row = 0; row < library.size; row++)
    if (model.paths[row] !== '') rowByAddress.set(model.paths[row]!, row)
  const pageByAddress = new Map(pages.map(entry => [entry.path, entry]))
  let byName: Map<string, number | undefined> | undefined
  return {
    file(path) {
      const row = model.rowOfFile.get(path)
      if (row !== undefined) return targetOf(row)
      const page = pageByFile.get(path)
      if (page) return pageTarget(page)
      const author = library.authorPages.find(candidate => candidate.path === path)
      return (
        author && {
          path: fillPattern(model.options.addresses.authors, { key: author.key }),
          ids: () => undefined,
        }
      )
    },
    name(name) {
      byName ??= namesOf(model)
      const row = byName.get(name)
      return row === undefined ? undefined : targetOf(row)
    },
    address(path) {
      const row = rowByAddress.get(path)
      if (row !== undefined) return targetOf(row)
      const page = pageByAddress.get(path)
      return page && pageTarget(page)
    },
    names: () => namesOf(model).keys(),
  }
}

/** File name → row; undefined when several files have it. */
function namesOf(model: Model): Map<string, number | undefined> {
  const names = new Map<string, number | undefined>()
  for (const [path, row] of model.rowOfFile) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    names.set(name, names.has(name) ? undefined : row)
  }
  return names
}
