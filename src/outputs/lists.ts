// Lists: regions, topics, sources, authors, series. A list's first page has the newest; older articles are on
// archive pages.
import type { Card } from '../site/card.js'
import type { Group } from '../site/groups.js'
import type { Site } from '../site/site.js'
import type { SitePath } from '../site/urls.js'
import { type ArchiveLink, archivePage, headOf, monthArchives, monthPages } from './archive.js'
import { type FrontBlock, frontBlock, introBody, newestOf } from './blocks.js'
import { type PageKind, pageMeta } from './meta.js'
import type { BodyRef, Emission, LatePage, Page, PageGroup } from './page.js'
import { stampGroup } from './page-groups.js'
import { regionRelated } from './related.js'

/** `/regions/:key/`: the region's own front where it has one, the newest, its Related News, and its months. */
export function* regionPages(site: Site): Iterable<Emission> {
  for (const group of site.regions) {
    const front = site.regionFront(group.entity.key)
    // What its editors put there may be any article of the site.
    if (front) yield* regionList(site, group, frontBlock(site, front))
    else yield listed(site, group, undefined, () => regionList(site, group, undefined))
  }
}

function* regionList(site: Site, group: Group, front: FrontBlock | undefined): Iterable<Page | LatePage> {
  const { pageSizes } = site.options
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

/** Topics, sources and series: the newest, then numbered pages, oldest first. */
export function* groupPages(site: Site): Iterable<Emission> {
  for (const group of [...site.topics, ...site.sources, ...site.series])
    yield listed(site, group, undefined, () => numberedList(site, group, {}))
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
    const { role, links = [] } = author?.document ?? {}
    const more = { author: { name: group.entity.name, role, links, image: author?.image } }
    const told = { more, digest: body?.digest, slots: body?.slots, file: body?.file }
    yield listed(site, group, told, () => numberedList(site, group, more, body))
  }
}

/** The pages of a list, which change with its articles, its name and what is told of it. */
function listed(
  site: Site,
  { kind, entity, path, members }: Group,
  told: unknown,
  pages: () => Iterable<Page | LatePage>,
): PageGroup {
  const { key, name, description, homepage } = entity
  const section = site.section(path)
  const intro = section && [
    section.document.title,
    section.document.path,
    section.document.digest,
    section.slots,
  ]
  const group = `${kind}:${key}`
  const shown = kind === 'region' ? members.subarray(-site.options.pageSizes.list) : undefined
  const stamp = stampGroup(site, group, { name, description, homepage, path, intro, told }, members, shown)
  return { group, stamp, list: pages }
}

function* numberedList(
  site: Site,
  group: Group,
  more: Readonly<Record<string, unknown>>,
  body?: BodyRef,
): Iterable<Page | LatePage> {
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
