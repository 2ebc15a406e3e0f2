// Related News as pages show it: grouped by region on an article, and the index of the whole site.
import { type Stamp, startStamp } from '../base/stamp.js'
import type { Card, Ref } from '../site/card.js'
import type { Group } from '../site/groups.js'
import type { RelatedItem } from '../site/related-lists.js'
import type { Site } from '../site/site.js'
import { fillPattern, type SitePath } from '../site/urls.js'
import { absolute, pageMeta } from './meta.js'
import type { Emission, LatePage } from './page.js'
import { stampGroup } from './page-groups.js'

export interface RelatedGroup {
  /** Undefined: articles without a region. */
  readonly region?: Ref | undefined
  readonly cards: readonly Card[]
}

/** What an article's page shows under Related News: its items by region; groups are ordered by their best item, items
 *  within one by score. Its own region stands first where it is nearly as good as the best, which is what its readers
 *  came for. */
export function relatedOnPage(site: Site, n: number): RelatedGroup[] {
  const items = site.related(n)
  const best = items.at(0)?.score ?? 0
  const regionOf = (place: number) => site.card(place).data.region?.key ?? ''
  const own = regionOf(n)
  const bestOfOwn = items.find(item => regionOf(item.n) === own)
  const ownFirst = own !== '' && bestOfOwn && best - bestOfOwn.score <= site.options.ownRegionMargin
  return relatedGroups(site, ownFirst ? [bestOfOwn, ...items.filter(item => item !== bestOfOwn)] : items)
}

/** @param items best first. */
function relatedGroups(site: Site, items: readonly RelatedItem[]): RelatedGroup[] {
  const groups = new Map<string, { region: Ref | undefined; cards: Card[] }>()
  for (const { n } of items) {
    const card = site.card(n)
    const key = card.data.region?.key ?? ''
    const group = groups.get(key)
    if (group) group.cards.push(card)
    else groups.set(key, { region: card.data.region, cards: [card] })
  }
  return [...groups.values()]
}

/** What a region's page shows under Related News: what its newest articles lead to, the articles on the page
 *  itself left out. An item's score is the sum over those articles. */
export function regionRelated(site: Site, members: Uint32Array, shown: number): RelatedGroup[] {
  const onPage = new Set(Array.from(members.slice(-shown)))
  const scores = new Map<number, number>()
  for (const n of onPage) {
    for (const item of site.related(n)) {
      if (!onPage.has(item.n)) scores.set(item.n, (scores.get(item.n) ?? 0) + item.score)
    }
  }
  const items = [...scores].map(([n, score]) => ({ n, score })).sort((a, b) => b.score - a.score || b.n - a.n)
  return relatedGroups(site, items.slice(0, site.options.related.limit))
}

/** An article and its own related items, the same as on its page. */
export interface RelatedEntry {
  readonly card: Card
  readonly related: readonly RelatedGroup[]
}

export interface RelatedMonth {
  readonly year: number
  readonly month: number
  /** The first article's date, for a label in the site's language. */
  readonly date: number
  readonly url: string
  readonly entries: readonly RelatedEntry[]
}

export interface RelatedSection {
  readonly region?: Ref | undefined
  readonly url: string
  readonly months: readonly RelatedMonth[]
  /** There are older entries, on the section's own pages. */
  readonly more: boolean
}

interface Part {
  readonly region: Ref | undefined
  readonly key: string
  readonly path: SitePath
  /** Places of the articles whose first region it is, oldest first. */
  readonly members: Uint32Array
}

/** `/related/`, `/related/:region/` and `/related/:region/:year/:month/`, with `related.json` beside each. An
 *  article stands in the section of its own region, and in its month, whatever its further regions are. */
export function* relatedPages(site: Site): Iterable<Emission> {
  const { addresses, pageSizes } = site.options
  const parts = collectParts(site)
  const shares = parts.map(part => ({ part, members: part.members.subarray(-pageSizes.related) }))
  const toItem = createItems(site)
  yield* indexPage(site, toItem, addresses.related, site.options.strings.relatedNews!, shares)
  for (const part of parts) {
    const group = `related:${part.key}`
    const told = { path: part.path, region: part.region }
    const stamp = stampGroup(site, group, told, part.members, part.members)
    yield { group, stamp, list: () => partPages(site, toItem, part) }
  }
}

function* partPages(site: Site, toItem: (n: number) => string, part: Part): Iterable<LatePage> {
  const months = monthsOf(site, part.members)
  const title = `${site.options.strings.relatedNews}: ${nameOf(site, part)}`
  const archive = months.map(({ year, month, members }) => ({
    year,
    month,
    date: site.instant(members[0]!),
    url: site.href(monthPath(part, year, month)),
  }))
  const newest = [{ part, members: part.members.subarray(-site.options.pageSizes.archive) }]
  yield* indexPage(site, toItem, part.path, title, newest, part.region?.key, archive.reverse())
  for (const { year, month, members } of months) {
    const whole = [{ part, members, more: false }]
    yield* indexPage(site, toItem, monthPath(part, year, month), title, whole, part.region?.key)
  }
}

function collectParts(site: Site): Part[] {
  const { addresses } = site.options
  // The last list is that of articles without a region.
  const byRegion: number[][] = Array.from({ length: site.regions.length + 1 }, () => [])
  for (let n = 0; n < site.size; n++) {
    if (site.redirect(n) !== undefined) continue
    const region = site.region(n)
    byRegion[region < 0 ? site.regions.length : region]!.push(n)
  }
  const part = (key: string, region: Ref | undefined, members: readonly number[]): Part => ({
    region,
    key,
    path: fillPattern(addresses.relatedRegion, { region: key }),
    members: Uint32Array.from(members),
  })
  const parts = site.regions.map((group: Group, i) => part(group.entity.key, group.ref, byRegion[i]!))
  const otherKey = site.regions.some(group => group.entity.key === 'other') ? 'without-region' : 'other'
  return [...parts, part(otherKey, undefined, byRegion.at(-1)!)].filter(
    candidate => candidate.members.length > 0,
  )
}

function nameOf(site: Site, part: Part): string {
  return part.region?.name ?? site.options.strings.otherNews!
}

interface PartMonth {
  readonly year: number
  readonly month: number
  readonly members: Uint32Array
}

/** Articles by month, oldest first. */
function monthsOf(site: Site, members: Uint32Array): PartMonth[] {
  const months: PartMonth[] = []
  let at = 0
  for (const { year, month, to } of site.months) {
    const start = at
    while (at < members.length && members[at]! < to) at++
    if (at > start) months.push({ year, month, members: members.subarray(start, at) })
  }
  return months
}

function monthPath(part: Part, year: number, month: number): SitePath {
  return `${part.path}${year}/${String(month).padStart(2, '0')}/`
}

/** What an index page shows of a part. */
interface Share {
  readonly part: Part
  /** Oldest first. */
  readonly members: Uint32Array
  /** There are older ones; by default when not all are shown. */
  readonly more?: boolean
}

function sectionOf(site: Site, { part, members, more }: Share): RelatedSection {
  const months = monthsOf(site, members)
    .reverse()
    .map(({ year, month, members: places }) => ({
      year,
      month,
      date: site.instant(places[0]!),
      url: site.href(monthPath(part, year, month)),
      entries: Array.from(places)
        .reverse()
        .map(n => ({ card: site.card(n), related: relatedOnPage(site, n) })),
    }))
  return {
    region: part.region,
    url: site.href(part.path),
    months,
    more: more ?? members.length < part.members.length,
  }
}

interface ArchiveMonth {
  readonly year: number
  readonly month: number
  readonly date: number
  readonly url: string
}

function* indexPage(
  site: Site,
  toItem: (n: number) => string,
  path: SitePath,
  title: string,
  shares: readonly Share[],
  region?: string,
  archive: readonly ArchiveMonth[] = [],
): Iterable<LatePage> {
  const stamp = stampIndex(site, path, title, shares, archive)
  yield {
    path,
    form: 'template',
    stamp,
    make: () => ({
      path,
      template: 'related',
      props: {
        page: pageMeta(site, {
          kind: 'related',
          path,
          title,
          description: site.options.strings.relatedIntro,
          region,
        }),
        sections: shares.map(share => sectionOf(site, share)),
        archive,
      },
    }),
  }
  if (site.options.preview?.withFeeds === false) return
  const json = `${path}related.json`
  yield {
    path: json,
    form: 'text',
    stamp,
    make: () => ({ path: json, body: relatedJson(site, toItem, shares) }),
  }
}

function stampIndex(
  site: Site,
  path: SitePath,
  title: string,
  shares: readonly Share[],
  archive: readonly ArchiveMonth[],
): Stamp {
  const { cards, related, site: common } = site.stamps
  const stamp = startStamp(6)
    .pair(common.high, common.low)
    .text(path)
    .text(title)
    .text(site.options.strings.relatedIntro!)
  for (const { part, members, more } of shares) {
    stamp
      .text(part.region?.name ?? '')
      .text(part.path)
      .number((more ?? members.length < part.members.length) ? 1 : 0)
    for (const n of members) stamp.pair(cards.high[n]!, cards.low[n]!).pair(related.high[n]!, related.low[n]!)
  }
  for (const { date, url } of archive) stamp.real(date).text(url)
  return stamp
}

/** Items that are kept. Those of an archive would take tens of megabytes, and lists point at what is near in time. */
const mostItems = 10_000

/** An article as JSON; it stands in its own entries, and in those of all that lead to it. */
function createItems(site: Site): (n: number) => string {
  const items = new Map<number, string>()
  return n => {
    const known = items.get(n)
    if (known !== undefined) return known
    const { url, path, title, region, date } = site.card(n).data
    const item = JSON.stringify({
      url: absolute(site, url),
      path,
      title,
      region: region?.name ?? null,
      date: new Date(date).toISOString(),
    })
    if (items.size >= mostItems) items.clear()
    items.set(n, item)
    return item
  }
}

/** One entry an article, the newest of each part first: its address, and its related items with score, best first. */
function relatedJson(site: Site, toItem: (n: number) => string, shares: readonly Share[]): string {
  const withMember = (item: string, name: string, value: string) => `${item.slice(0, -1)},"${name}":${value}}`
  const entries = shares.flatMap(({ members }) =>
    Array.from(members, n => {
      const related = site
        .related(n)
        .map(item => withMember(toItem(item.n), 'score', JSON.stringify(item.score)))
      return withMember(toItem(n), 'related', `[${related.join(',')}]`)
    }).reverse(),
  )
  // A line an article: small, and a diff of two deploys can be read.
  return `[\n${entries.join(',\n')}\n]\n`
}
