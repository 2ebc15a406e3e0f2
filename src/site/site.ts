// The Site: one value that outputs read. Views on the model's columns, groups in display order, related lists,
// resolved slots. Nothing in it changes once it is built.
import type { Zone } from '../base/dates.js'
import { type Digest, digestValue } from '../base/digest.js'
import { type Stamp, type Stamps, startStamp } from '../base/stamp.js'
import type { Author, Picture, Section, SitePage, StorylinePage } from '../content/article.js'
import type { Exclusion } from '../content/kinds.js'
import {
  excludedFlag,
  Flag,
  type Locator,
  type Shelved,
  type ShelvedArticle,
  type SlotTarget,
} from '../content/library.js'
import { type Diagnostic, error, warning } from '../diagnostics/diagnostic.js'
import type { SlotValue } from '../markdown/body.js'
import { type BlockIndex, findFaultsToCome, noBlocks } from './blocks.js'
import type { Card, CardData, CardImage } from './card.js'
import { type CardRefs, createCards, refsOfModel } from './cards.js'
import { collectDocuments, createLinkIndex, type PageAddress, sectionPath } from './documents.js'
import type { Entity } from './entities.js'
import { type FrontFile, type FrontResult, fillFront } from './front-page.js'
import { collectMembers, collectMonths, type Group, type Month } from './groups.js'
import { type LinkContext, resolveSlots } from './links.js'
import type { MediaFile, MediaIndex } from './media.js'
import type { Model } from './model.js'
import type { SiteOptions } from './options.js'
import { recast } from './recast.js'
import { type RelatedItem, type RelatedLists, relatedOf, stampRelated } from './related-lists.js'
import { type Resolution, type Resolutions, resolveDocument } from './resolutions.js'
import { type ChangedMedia, type OtherTarget, resolveAll, type SitePast } from './resolve-all.js'
import type { Hidden } from './schedule.js'
import { collectStorylines, type FoundStoryline, findStorylines, type Storyline } from './storylines.js'
import { contentPath, fillPattern, hrefOf, type SitePath } from './urls.js'

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
  /** Why readers do not see the article of a file, and until when; undefined when they do, or when there is none. */
  stateOf(file: string): { readonly reason: Hidden; readonly until?: number } | undefined
  /** Path of the article's file below the content folder. */
  file(n: number): string
  /** Place of the visible article of a file; -1 for none. */
  find(file: string): number
  /** What the slots of another version of an article's text lead to. */
  resolve(n: number, slots: readonly SlotTarget[]): readonly SlotValue[]
  /** What the card of another version of an article shows; undefined where that changes more than the article's own
   *  page and its place in lists. */
  recast(n: number, version: ShelvedArticle): CardData | undefined
  instant(n: number): number
  updated(n: number): number
  locator(n: number): Locator
  digest(n: number): string
  slots(n: number): readonly SlotValue[]
  template(n: number): string | undefined
  aliases(n: number): readonly string[]
  excluded(n: number, from: Exclusion): boolean
  feedId(n: number): string | undefined
  canonical(n: number): string | undefined
  redirect(n: number): string | undefined
  related(n: number): readonly RelatedItem[]
  /** Place of the older article whose story the one at a place goes on with; -1 for none. */
  parent(n: number): number
  /** Number of the article's region in `regions`; -1 for none. */
  region(n: number): number
  /** What is compared on every push, by place: see `SiteStamps`. */
  readonly stamps: SiteStamps
  readonly months: readonly Month[]
  readonly regions: readonly Group[]
  readonly topics: readonly Group[]
  readonly sources: readonly Group[]
  readonly authors: readonly Group[]
  readonly series: readonly Group[]
  /** Those that have a page: that with the newest article first. */
  readonly storylines: readonly Storyline[]
  /** Those of them that an article is part of. */
  storylinesOf(n: number): readonly Storyline[]
  /** What editors wrote of the one with a key. */
  storylinePage(key: string): SiteDocument<Shelved<StorylinePage>> | undefined
  /** All that there are, also without a page, by the age of their first article. */
  findStorylines(): readonly FoundStoryline[]
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

/** Stamps of what an article shows, so that a page's inputs can be compared without being made. */
export interface SiteStamps {
  /** Everything that its card shows. */
  readonly cards: Stamps
  /** Its related list: cards and scores. */
  readonly related: Stamps
  /** The file that its text was parsed from, and what its slots lead to. */
  bodyHigh(n: number): number
  bodyLow(n: number): number
  slotsHigh(n: number): number
  slotsLow(n: number): number
  /** Bits of `Flag`, as the file has them. */
  flags(n: number): number
  /** `keyOfFile` of its address. */
  keyHigh(n: number): number
  keyLow(n: number): number
  /** Of its address as it is written. */
  exactHigh(n: number): number
  exactLow(n: number): number
  /** What every page of the site says of the site: address, language, title. */
  readonly site: Stamp
  /** Of all settings that the Site has: what any page may say of them. */
  readonly options: Digest
}

export interface SiteParts {
  readonly media: MediaIndex
  readonly blocks?: BlockIndex | undefined
  readonly fronts: readonly FrontFile[]
  readonly related: RelatedLists
  readonly past?: SitePast | undefined
  readonly changedMedia?: ChangedMedia | undefined
}

/** The Site, and what of it the next build may keep. */
export interface BuiltSite {
  readonly site: Site
  readonly resolutions: Resolutions
  readonly others: readonly OtherTarget[]
  /** What there is to say of the links, pictures and blocks of an article that is not on the site, by library row. */
  look(row: number): readonly Diagnostic[]
}

const noStorylines: readonly Storyline[] = []

const nothingChanged: ChangedMedia = { content: [], public: [] }

/** Composes the Site. Cost: some passes over bare columns; text is decoded for what is stale. */
export function buildSite(model: Model, parts: SiteParts): BuiltSite {
  const { library, options, memory, rows } = model
  const { zone } = options
  const href = (path: SitePath) => hrefOf(path, options.base)
  const diagnostics: Diagnostic[] = []
  const size = rows.length
  const address = options.addresses
  const documents = collectDocuments(model, diagnostics)
  const storylines = collectStorylines(model, parts.related)
  diagnostics.push(...storylines.diagnostics)
  const context: LinkContext = {
    siteUrl: options.url,
    base: options.base,
    mediaAddress: file =>
      file.from === 'public' ? `/${file.path}` : fillPattern(address.media, { path: file.path }),
    links: createLinkIndex(model, documents.pages, storylines.published),
    media: parts.media,
    blocks: parts.blocks ?? noBlocks,
    shown: path => `${options.contentFolder}/${path}`,
  }
  const others = otherTargets(model, documents.pages, storylines.published)
  const resolutions = resolveAll(model, others, context, parts.past, parts.changedMedia ?? nothingChanged)
  const usedMedia = new Set(resolutions.mediaOf(rows))
  const pending: { file: string; path: SitePath; target: string; offset: number }[] = []
  const take = (file: string, resolution: Resolution): void => {
    for (const link of resolution.pending) pending.push({ file: context.shown(file), ...link })
    diagnostics.push(...resolution.diagnostics)
  }
  for (const row of rows) if (resolutions.speaks(row)) take(library.path(row), resolutions.get(row))
  diagnostics.push(...findFaultsToCome(model, context.blocks, context.shown))

  const refs = refsOfModel(model)
  const { card, stamps: cardStamps } = createCards(model, refs, resolutions)
  const members = collectMembers(model)
  const groupsOf = (
    kind: Group['kind'],
    entities: readonly Entity[],
    pattern: string,
    keepEmpty: boolean,
  ): Group[] => collectGroups(kind, entities, pattern, keepEmpty, members[kind], refs)
  const regions = groupsOf('region', model.regions.all, address.regions, options.regions.length > 0)
  const flags = library.views().flags
  const flagsOf = (n: number): number => flags[rows[n]!]!
  const fronts = fillFronts(model, parts.fronts, regions, flagsOf)
  diagnostics.push(...fronts.diagnostics)

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
    const origin = { file: document.path, path }
    const { resolution } = resolveDocument(
      origin,
      document.slots,
      { picture: document.image, field },
      context,
    )
    for (const file of resolution.media) usedMedia.add(file)
    take(document.path, resolution)
    return { document, path, slots: resolution.values, image: resolution.image }
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

  const storylinePages = new Map(
    storylines.published.flatMap(({ key, path, page }) =>
      page ? [[key, withBody(page, path)] as const] : [],
    ),
  )
  const storylinesOf = new Map<number, Storyline[]>()
  for (const storyline of storylines.published)
    for (const n of storyline.members) storylinesOf.set(n, [...(storylinesOf.get(n) ?? []), storyline])

  const slotsOf = (row: number): readonly SlotValue[] => {
    if (!resolutions.isAlone(row)) return resolutions.get(row).values
    const origin = { file: library.path(row), path: model.path(row) }
    return resolveSlots(origin, library.slots(row), context).values
  }
  /** A picture that no page shows yet is no file of the site. */
  const picture = (version: ShelvedArticle) => {
    const origin = { file: version.path, path: '/' }
    const asked = { picture: version.image, field: 'image' }
    const { resolution } = resolveDocument(origin, [], asked, context)
    return resolution.media.every(file => usedMedia.has(file)) && resolution.diagnostics.length === 0
      ? { image: resolution.image }
      : undefined
  }
  let articles: readonly Card[] | undefined
  const regionPlaces = new Map(regions.map((group, place) => [group.entity.number, place]))
  const rest = (n: number) => library.rest(rows[n]!)
  const updatedAt = memory.updated.view()
  const site: Site = {
    options,
    zone,
    now: model.now,
    size,
    hidden: model.hiddenCounts,
    get articles() {
      articles ??= Object.freeze(Array.from({ length: size }, (_, i) => card(size - 1 - i)))
      return articles
    },
    card,
    path: n => model.path(rows[n]!),
    stateOf(file) {
      const row = library.find(file)
      const reason = row < 0 ? undefined : model.hidden(row)
      if (reason === undefined) return undefined
      const start = memory.start.get(row)
      return { reason, ...(start > model.now ? { until: start } : {}) }
    },
    file: n => library.path(rows[n]!),
    find(file) {
      const row = library.find(file)
      return row < 0 ? -1 : model.places[row]!
    },
    resolve: (n, slots) =>
      resolveSlots({ file: library.path(rows[n]!), path: model.path(rows[n]!) }, slots, context).values,
    recast: (n, version) => recast({ model, refs, picture }, n, card(n).data, version),
    instant: n => model.instants[n]!,
    updated: n => Math.max(model.instants[n]!, updatedAt[rows[n]!]! || Number.NEGATIVE_INFINITY),
    locator: n => library.locator(rows[n]!),
    digest: n => library.digest(rows[n]!),
    slots: n => slotsOf(rows[n]!),
    template: n => rest(n).template,
    aliases: n => ((flagsOf(n) & Flag.aliases) === 0 ? [] : (rest(n).aliases ?? [])),
    excluded: (n, from) => (flagsOf(n) & excludedFlag(from)) !== 0,
    feedId: n => rest(n).id,
    canonical: n => ((flagsOf(n) & Flag.canonical) === 0 ? undefined : rest(n).canonical),
    redirect: n => ((flagsOf(n) & Flag.redirect) === 0 ? undefined : rest(n).redirect),
    related: n => relatedOf(parts.related, n),
    parent: n => parts.related.parents[n]!,
    region: n => regionPlaces.get(model.region[n]!) ?? -1,
    stamps: {
      cards: cardStamps,
      related: stampRelated(parts.related, cardStamps, options.ownRegionMargin),
      ...bodyStamps(model, resolutions),
      flags: flagsOf,
      site: stampSite(options),
      options: digestValue({ ...options, zone: options.zone.name }),
    },
    months: collectMonths(model),
    regions,
    topics: groupsOf('topic', model.topics.all, address.topics, false),
    sources: groupsOf('source', model.sources.all, address.sources, false),
    authors: groupsOf('author', model.authors.all, address.authors, true),
    series: groupsOf('series', model.series.all, address.series, false),
    storylines: storylines.published,
    storylinesOf: n => storylinesOf.get(n) ?? noStorylines,
    storylinePage: key => storylinePages.get(key),
    findStorylines: () => findStorylines(model, parts.related),
    front: fronts.front,
    regionFront: key => fronts.byRegion.get(key),
    pages,
    author: key => authorPages.get(key),
    section: path => sections.get(path),
    media: [...usedMedia]
      .map(path => ({ from: 'content', path }) as const)
      .map(file => ({ file, path: context.mediaAddress(file) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    pending,
    href,
    diagnostics: [...model.diagnostics, ...diagnostics],
    until: Math.min(model.until, fronts.until),
  }
  const look = (row: number): readonly Diagnostic[] => {
    const origin = { file: library.path(row), path: memory.address.get(row) }
    const picture = library.rest(row).image
    return resolveDocument(origin, library.slots(row), { picture, field: 'image' }, context).resolution
      .diagnostics
  }
  return { site, resolutions, others, look }
}

function stampSite({ url, language, title, preview }: SiteOptions): Stamp {
  const stamp = startStamp().text(url).text(language).text(title)
  return preview ? stamp.text('preview') : stamp
}

function bodyStamps(model: Model, resolutions: Resolutions) {
  const { rows } = model
  const { digestHigh, digestLow } = model.library.views()
  const keyHigh = model.memory.keyHigh.view()
  const keyLow = model.memory.keyLow.view()
  const exactHigh = model.memory.exactHigh.view()
  const exactLow = model.memory.exactLow.view()
  return {
    bodyHigh: (n: number) => digestHigh[rows[n]!]!,
    bodyLow: (n: number) => digestLow[rows[n]!]!,
    slotsHigh: (n: number) => resolutions.valuesHigh(rows[n]!),
    slotsLow: (n: number) => resolutions.valuesLow(rows[n]!),
    keyHigh: (n: number) => keyHigh[rows[n]!]!,
    keyLow: (n: number) => keyLow[rows[n]!]!,
    exactHigh: (n: number) => exactHigh[rows[n]!]!,
    exactLow: (n: number) => exactLow[rows[n]!]!,
  }
}

function otherTargets(
  model: Model,
  pages: readonly PageAddress[],
  storylines: readonly Storyline[],
): OtherTarget[] {
  const { library, options } = model
  return [
    ...pages.map(({ page, path }) => ({ file: page.path, path, digest: page.digest })),
    ...library.authorPages.map(page => ({
      file: page.path,
      path: fillPattern(options.addresses.authors, { key: page.key }),
      digest: page.digest,
    })),
    ...storylines.flatMap(({ page, path }) => (page ? [{ file: page.path, path, digest: page.digest }] : [])),
  ]
}

function collectGroups(
  kind: Group['kind'],
  entities: readonly Entity[],
  pattern: string,
  keepEmpty: boolean,
  members: readonly Uint32Array[],
  refs: CardRefs,
): Group[] {
  return entities.flatMap(entity =>
    members[entity.number]!.length === 0 && !keepEmpty
      ? []
      : [
          {
            kind,
            entity,
            path: fillPattern(pattern, { key: entity.key }),
            ref: refs[kind][entity.number]!,
            members: members[entity.number]!,
          },
        ],
  )
}

function fillFronts(
  model: Model,
  files: readonly FrontFile[],
  regions: readonly Group[],
  flagsOf: (n: number) => number,
) {
  const { library, options } = model
  const notOnFronts = excludedFlag('home') | Flag.redirect
  const newest = (places: { readonly length: number; at(i: number): number }, most: number): number[] => {
    const result: number[] = []
    for (let i = places.length - 1; i >= 0 && result.length < most; i--) {
      const n = places.at(i)
      if ((flagsOf(n) & notOnFronts) === 0) result.push(n)
    }
    return result
  }
  const frontOf = (
    front: FrontFile | undefined,
    places: { readonly length: number; at(i: number): number },
    secondary: number,
  ): FrontResult =>
    fillFront(front, {
      zone: options.zone,
      now: model.now,
      find(path) {
        const row = library.find(contentPath(path, options.contentFolder))
        if (row < 0) return undefined
        const place = model.places[row]!
        return place >= 0 ? { n: place } : { hidden: model.hidden(row) ?? 'not published' }
      },
      paths() {
        const paths: string[] = []
        for (let row = 0; row < library.size; row++) if (library.alive(row)) paths.push(library.path(row))
        return paths.sort()
      },
      newest: newest(places, 200),
      sizes: { lead: 1, secondary },
    })
  const diagnostics: Diagnostic[] = []
  const front = frontOf(
    files.find(file => file.region === undefined),
    { length: model.rows.length, at: i => i },
    4,
  )
  const byRegion = new Map<string, FrontResult>()
  for (const file of files) {
    if (file.region === undefined) continue
    const region = regions.find(candidate => candidate.entity.key === file.region)
    if (region) {
      const places = { length: region.members.length, at: (i: number) => region.members[i]! }
      byRegion.set(file.region, frontOf(file, places, 0))
    } else {
      const near = model.regions.suggest(file.region)
      diagnostics.push(
        error('DL1003', { value: file.region }, { file: file.file, ...(near ? { suggestion: near } : {}) }),
      )
    }
  }
  const results = [front, ...byRegion.values()]
  return {
    front,
    byRegion,
    diagnostics: [...results.flatMap(result => result.diagnostics), ...diagnostics],
    until: Math.min(...results.map(result => result.until)),
  }
}
