// Lists: the front page, regions, topics, sources, authors, series, the archive by year and month. A list's
// first page has the newest; older articles are on archive pages that are full once and then never change.
import type { Card, Ref } from '../site/card.js'
import type { FrontResult } from '../site/front-page.js'
import type { Group, Month, Site } from '../site/site.js'
import { fillPattern, type SitePath } from '../site/urls.js'
import { type PageKind, pageMeta } from './meta.js'
import type { BodyRef, Page } from './page.js'
import { regionRelated } from './related.js'

export interface ListHead {
  readonly kind: Group['kind'] | 'archive'
  readonly title: string
  readonly description: string
  readonly url: string
}

export interface ArchiveLink {
  /** For a month: its first article's date. */
  readonly date?: number | undefined
  /** For a numbered page: its number, oldest first. */
  readonly number?: number | undefined
  readonly url: string
}

export interface FrontBlock {
  readonly lead: readonly Card[]
  readonly secondary: readonly Card[]
  readonly band?: { readonly title: string; readonly cards: readonly Card[] } | undefined
}

/** `/`: the editors' front page, then the newest of each region. */
export function* homePage(site: Site): Iterable<Page> {
  const path: SitePath = '/'
  const { options } = site
  const front = frontBlock(site, site.front)
  const onFront = new Set(
    [...front.lead, ...front.secondary, ...(front.band?.cards ?? [])].map(card => card.n),
  )
  const regions = site.regions.map(group => ({
    region: group.ref,
    cards: newestOf(
      site,
      group.members,
      options.pageSizes.frontRegion,
      n => !onFront.has(n) && !site.excluded(n, 'home'),
    ),
  }))
  const shown = new Set([...onFront, ...regions.flatMap(({ cards }) => cards.map(card => card.n))])
  const latest: Card[] = []
  for (let n = site.size - 1; n >= 0 && latest.length < options.pageSizes.list / 2; n--) {
    if (!shown.has(n) && !site.excluded(n, 'home') && site.redirect(n) === undefined)
      latest.push(site.card(n))
  }
  const section = site.section(path)
  const feed = { path: '/feed.xml', title: options.title }
  yield {
    path,
    template: 'home',
    props: {
      page: pageMeta(site, {
        kind: 'home',
        path,
        title: options.title,
        description: options.description,
        feed,
        image: front.lead[0]?.data.image,
      }),
      ...front,
      regions: regions.filter(({ cards }) => cards.length > 0),
      latest,
      years: yearsOf(site).reverse(),
      intro: section && { title: section.document.title },
    },
    body: introBody(site, path),
  }
}

export interface YearLink {
  readonly year: number
  readonly url: string
}

/** The years of the archive, oldest first. */
function yearsOf(site: Site): YearLink[] {
  const years = [...new Set(site.months.map(month => month.year))]
  return years.map(year => ({
    year,
    url: site.href(fillPattern(site.options.addresses.year, { year: String(year) })),
  }))
}

function frontBlock(site: Site, { slots }: FrontResult): FrontBlock {
  const cards = (places: readonly number[]) => places.map(n => site.card(n))
  return {
    lead: cards(slots.lead),
    secondary: cards(slots.secondary),
    band: slots.band && { title: slots.band.title, cards: cards(slots.band.articles) },
  }
}

function newestOf(site: Site, members: Uint32Array, most: number, keep: (n: number) => boolean): Card[] {
  const cards: Card[] = []
  for (let i = members.length - 1; i >= 0 && cards.length < most; i--) {
    if (keep(members[i]!)) cards.push(site.card(members[i]!))
  }
  return cards
}

function introBody(site: Site, path: SitePath): BodyRef | undefined {
  const section = site.section(path)
  return (
    section && {
      into: 'intro',
      locator: section.document.locator,
      digest: section.document.digest,
      slots: section.slots,
    }
  )
}

/** `/regions/:key/`: the region's own front where it has one, the newest, its Related News, and its months. */
export function* regionPages(site: Site): Iterable<Page> {
  const { pageSizes } = site.options
  for (const group of site.regions) {
    const frontResult = site.regionFront(group.entity.key)
    const front = frontResult && frontBlock(site, frontResult)
    const led = new Set(front?.lead.map(card => card.n))
    const cards = newestOf(site, group.members, pageSizes.list, n => !led.has(n))
    const months = monthArchives(site, group)
    const links = months
      .map(month => ({ date: site.instant(month.members[0]!), url: site.href(month.path) }))
      .reverse()
    yield list(site, group, cards, links, {
      front,
      related: regionRelated(site, group.members, pageSizes.list),
    })
    yield* monthPages(site, group, months)
  }
}

/** Topics, sources and series: the newest, then numbered pages, oldest first. */
export function* groupPages(site: Site): Iterable<Page> {
  for (const group of [...site.topics, ...site.sources, ...site.series]) yield* numberedList(site, group, {})
}

/** `/authors/:key/`: who the author is, and what he or she wrote. */
export function* authorPages(site: Site): Iterable<Page> {
  for (const group of site.authors) {
    const author = site.author(group.entity.key)
    const body: BodyRef | undefined = author && {
      into: 'author',
      locator: author.document.locator,
      digest: author.document.digest,
      slots: author.slots,
    }
    const links = author?.document.links ?? []
    yield* numberedList(
      site,
      group,
      { author: { name: group.entity.name, role: author?.document.role, links, image: author?.image } },
      body,
    )
  }
}

function* numberedList(
  site: Site,
  group: Group,
  more: Readonly<Record<string, unknown>>,
  body?: BodyRef,
): Iterable<Page> {
  const { pageSizes } = site.options
  const cards = newestOf(site, group.members, pageSizes.list, () => true)
  const pages =
    group.members.length > pageSizes.list ? Math.ceil(group.members.length / pageSizes.archive) : 0
  const pathOf = (number: number): SitePath => `${group.path}${number}/`
  const links = Array.from({ length: pages }, (_, i) => ({
    number: pages - i,
    url: site.href(pathOf(pages - i)),
  }))
  yield list(site, group, cards, links, more, body)
  for (let number = 1; number <= pages; number++) {
    const members = group.members.slice((number - 1) * pageSizes.archive, number * pageSizes.archive)
    yield archivePage(site, headOf(site, group), pathOf(number), members, {
      number,
      region: undefined,
      older: number > 1 ? { number: number - 1, url: site.href(pathOf(number - 1)) } : undefined,
      newer: number < pages ? { number: number + 1, url: site.href(pathOf(number + 1)) } : undefined,
    })
  }
}

function headOf(site: Site, group: Group): ListHead {
  return {
    kind: group.kind,
    title: group.entity.name,
    description: group.entity.description ?? '',
    url: site.href(group.path),
  }
}

function list(
  site: Site,
  group: Group,
  cards: readonly Card[],
  archive: readonly ArchiveLink[],
  more: Readonly<Record<string, unknown>>,
  body: BodyRef | undefined = introBody(site, group.path),
): Page {
  const section = site.section(group.path)
  const feed = hasFeed(group)
    ? { path: `${group.path}feed.xml`, title: `${site.options.title}: ${group.entity.name}` }
    : undefined
  return {
    path: group.path,
    template: group.kind === 'region' ? 'region' : group.kind === 'author' ? 'author' : 'list',
    props: {
      page: pageMeta(site, {
        kind: group.kind as PageKind,
        path: group.path,
        title: group.entity.name,
        description: group.entity.description ?? '',
        feed,
        region: group.kind === 'region' ? group.entity.key : undefined,
      }),
      list: headOf(site, group),
      cards,
      archive,
      homepage: group.entity.homepage,
      intro: section && { title: section.document.title },
      ...more,
    },
    body,
  }
}

/** Sources are where stories come from, not a beat that one follows: no feed. */
export function hasFeed(group: Group): boolean {
  return group.kind !== 'source' && group.members.length > 0
}

interface MonthArchive {
  readonly path: SitePath
  readonly members: Uint32Array
  readonly month: Month
}

/** The months of a group, oldest first. */
function monthArchives(site: Site, group: Group): MonthArchive[] {
  const archives: MonthArchive[] = []
  let at = 0
  for (const month of site.months) {
    const start = at
    while (at < group.members.length && group.members[at]! < month.to) at++
    if (at > start)
      archives.push({
        path: `${group.path}${monthSegment(month)}`,
        members: group.members.subarray(start, at),
        month,
      })
  }
  return archives
}

function monthSegment({ year, month }: Month): string {
  return `${year}/${String(month).padStart(2, '0')}/`
}

function* monthPages(site: Site, group: Group, months: readonly MonthArchive[]): Iterable<Page> {
  for (const [i, archive] of months.entries()) {
    yield* pagedArchive(site, headOf(site, group), archive.path, archive.members, {
      month: site.instant(archive.members[0]!),
      region: group.kind === 'region' ? group.entity.key : undefined,
      older: linkTo(site, months[i - 1]),
      newer: linkTo(site, months[i + 1]),
    })
  }
}

function linkTo(site: Site, archive: MonthArchive | undefined): ArchiveLink | undefined {
  return archive && { date: site.instant(archive.members[0]!), url: site.href(archive.path) }
}

interface ArchiveLinks {
  /** A date in the month, for an archive of one. */
  readonly month?: number
  readonly number?: number
  readonly region: string | undefined
  readonly older: ArchiveLink | undefined
  readonly newer: ArchiveLink | undefined
}

/** A month in pages of the archive's size, numbered oldest first: page 1 is the month's own address. */
function* pagedArchive(
  site: Site,
  head: ListHead,
  path: SitePath,
  members: Uint32Array,
  links: ArchiveLinks,
): Iterable<Page> {
  const size = site.options.pageSizes.archive
  const pages = Math.max(1, Math.ceil(members.length / size))
  const pathOf = (number: number): SitePath => (number === 1 ? path : `${path}${number}/`)
  for (let number = 1; number <= pages; number++) {
    const neighbour = (other: number): ArchiveLink => ({ number: other, url: site.href(pathOf(other)) })
    yield archivePage(site, head, pathOf(number), members.subarray((number - 1) * size, number * size), {
      ...links,
      ...(pages > 1 ? { number } : {}),
      older: number > 1 ? neighbour(number - 1) : links.older,
      newer: number < pages ? neighbour(number + 1) : links.newer,
    })
  }
}

function archivePage(
  site: Site,
  head: ListHead,
  path: SitePath,
  members: Uint32Array,
  links: ArchiveLinks,
): Page {
  const cards = Array.from(members, n => site.card(n)).reverse()
  return {
    path,
    template: 'archive',
    props: {
      page: pageMeta(site, { kind: 'archive', path, title: head.title, region: links.region }),
      list: head,
      cards,
      month: links.month,
      number: links.number,
      older: links.older,
      newer: links.newer,
    },
  }
}

/** `/:year/` lists the months, `/:year/:month/` their articles. */
export function* calendarPages(site: Site): Iterable<Page> {
  const { addresses, strings } = site.options
  const archives = site.months.map(month => ({
    path: fillPattern(addresses.month, {
      year: String(month.year),
      month: String(month.month).padStart(2, '0'),
    }),
    members: places(site, month.from, month.to),
    month,
  }))
  const years = yearsOf(site)
  const yearPath = (year: number): SitePath => fillPattern(addresses.year, { year: String(year) })
  for (const [i, { year }] of years.entries()) {
    const months = archives.filter(archive => archive.month.year === year)
    yield {
      path: yearPath(year),
      template: 'year',
      props: {
        page: pageMeta(site, { kind: 'year', path: yearPath(year), title: `${strings.archive} ${year}` }),
        year,
        months: months.map(archive => ({
          date: site.instant(archive.month.from),
          url: site.href(archive.path),
        })),
        older: years[i - 1],
        newer: years[i + 1],
      },
    }
  }
  for (const [i, archive] of archives.entries()) {
    const head: ListHead = {
      kind: 'archive',
      title: strings.archive!,
      description: '',
      url: site.href(yearPath(archive.month.year)),
    }
    yield* pagedArchive(site, head, archive.path, archive.members, {
      month: site.instant(archive.month.from),
      region: undefined,
      older: linkTo(site, archives[i - 1]),
      newer: linkTo(site, archives[i + 1]),
    })
  }
}

function places(site: Site, from: number, to: number): Uint32Array {
  const list: number[] = []
  for (let n = from; n < to; n++) if (site.redirect(n) === undefined) list.push(n)
  return Uint32Array.from(list)
}

interface Directory {
  readonly key: string
  readonly title: string
  readonly path: SitePath
  readonly groups: readonly Group[]
}

function directoriesOf(site: Site): Directory[] {
  const { strings } = site.options
  const all: readonly ['regions' | 'topics' | 'sources' | 'authors' | 'series', readonly Group[], string][] =
    [
      ['regions', site.regions, strings.regions!],
      ['topics', site.topics, strings.topics!],
      ['sources', site.sources, strings.sources!],
      ['authors', site.authors, strings.authors!],
      ['series', site.series, strings.series!],
    ]
  return all
    .filter(([key, groups]) => groups.length > 0 && directoryPath(site.options.addresses[key]) !== '/')
    .map(([key, groups, title]) => ({ key, title, path: directoryPath(site.options.addresses[key]), groups }))
}

/** What stands above all lists of a kind: `/topics/:key/` without its key. */
function directoryPath(pattern: string): SitePath {
  return pattern.slice(0, pattern.indexOf(':')).replace(/[^/]*$/, '')
}

/** What templates see of the site's own lists (`site.directories`). */
export function directoryLinks(site: Site): Ref[] {
  return directoriesOf(site).map(({ key, title, path }) => ({ key, name: title, url: site.href(path) }))
}

/** The pages that list all regions, topics, sources, authors and series, for people and crawlers. */
export function* directoryPages(site: Site): Iterable<Page> {
  for (const { title, path, groups } of directoriesOf(site)) {
    const section = site.section(path)
    yield {
      path,
      template: 'directory',
      props: {
        page: pageMeta(site, { kind: 'page', path, title }),
        entries: groups.map(
          group =>
            ({ ...group.ref, description: group.entity.description ?? '' }) satisfies Ref & {
              description: string
            },
        ),
        intro: section && { title: section.document.title },
      },
      body: introBody(site, path),
    }
  }
}

export function* notFoundPage(site: Site): Iterable<Page> {
  const path = '/404.html'
  const latest = newestOf(
    site,
    places(site, Math.max(0, site.size - 20), site.size),
    5,
    n => !site.excluded(n, 'home'),
  )
  yield {
    path,
    template: '404',
    props: {
      page: pageMeta(site, { kind: 'not-found', path, title: site.options.strings.notFound!, noindex: true }),
      latest,
    },
  }
}
