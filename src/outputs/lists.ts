// Lists: regions, topics, sources, authors, series. A list's first page has the newest; older articles are on
// archive pages.
import type { Card } from '../site/card.js'
import type { Group } from '../site/groups.js'
import type { Site } from '../site/site.js'
import type { SitePath } from '../site/urls.js'
import { type ArchiveLink, archivePage, headOf, monthArchives, monthPages } from './archive.js'
import { frontBlock, introBody, newestOf } from './blocks.js'
import { type PageKind, pageMeta } from './meta.js'
import type { BodyRef, Emission, Page } from './page.js'
import { regionRelated } from './related.js'

/** `/regions/:key/`: the region's own front where it has one, the newest, its Related News, and its months. */
export function* regionPages(site: Site): Iterable<Emission> {
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
export function* groupPages(site: Site): Iterable<Emission> {
  for (const group of [...site.topics, ...site.sources, ...site.series]) yield* numberedList(site, group, {})
}

/** `/authors/:key/`: who the author is, and what he or she wrote. */
export function* authorPages(site: Site): Iterable<Emission> {
  for (const group of site.authors) {
    const author = site.author(group.entity.key)
    const body: BodyRef | undefined = author && {
      into: 'author',
      locator: author.document.locator,
      file: author.document.path,
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
): Iterable<Emission> {
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
