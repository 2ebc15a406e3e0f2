// The Site: one value that outputs read. Views on the model's columns, groups in display order, related lists,
// resolved slots. Nothing in it changes once it is built.
import { resolveDate, type Zone } from '../base/dates.js'
import type { Author, Picture, Section, SitePage } from '../content/article.js'
import type { Locator, Shelved, SlotTarget } from '../content/library.js'
import { type Diagnostic, error, warning } from '../diagnostics/diagnostic.js'
import type { SlotValue } from '../markdown/body.js'
import { Card, type CardData, type CardImage } from './card.js'
import { collectDocuments, createLinkIndex, sectionPath } from './documents.js'
import type { Entity } from './entities.js'
import { type FrontFile, type FrontResult, fillFront } from './front-page.js'
import { collectMembers, collectMonths, type Group, type Month, refsOf } from './groups.js'
import { findMedia, type LinkContext, type Origin, type ResolvedSlots, resolveSlots } from './links.js'
import type { MediaFile, MediaIndex } from './media.js'
import type { Model } from './model.js'
import type { SiteOptions } from './options.js'
import type { Hidden } from './schedule.js'
import { contentPath, fillPattern, hrefOf, type SitePath } from './urls.js'

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
  /** How many articles are not visible, by reason; those left out because of an error are among them. */
  readonly hidden: ReadonlyMap<Hidden, number>
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
      updated:
        updated &&
        laterThan(model.instants[n]!, { date: resolveDate(updated, zone), dayOnly: updated.dayOnly }),
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
    hidden: countReasons(model.hidden),
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
      return updated ? Math.max(model.instants[n]!, resolveDate(updated, zone)) : model.instants[n]!
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

function countReasons(hidden: ReadonlyMap<number, Hidden>): ReadonlyMap<Hidden, number> {
  const counts = new Map<Hidden, number>()
  for (const reason of [...hidden.values()].sort()) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return counts
}

const noSlots: readonly SlotValue[] = []

/** Some archives carry a last change from before the publication: it says nothing. */
function laterThan<T extends { readonly date: number }>(published: number, updated: T): T | undefined {
  return updated.date > published ? updated : undefined
}
