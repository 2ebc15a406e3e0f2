// Related News as pages show it: grouped by region on an article, and the index of the whole site.
import type { Card, Ref } from '../site/card.js'
import type { Group } from '../site/groups.js'
import type { RelatedItem, Site } from '../site/site.js'
import { fillPattern, type SitePath } from '../site/urls.js'
import { absolute, pageMeta } from './meta.js'
import type { Page } from './page.js'

export interface RelatedGroup {
  /** Undefined: articles without a region. */
  readonly region?: Ref | undefined
  readonly cards: readonly Card[]
}

/** Items by region; groups are ordered by their best item, items within one by score. */
export function relatedGroups(site: Site, items: readonly RelatedItem[]): RelatedGroup[] {
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
  readonly members: readonly number[]
}

/** `/related/`, `/related/:region/` and `/related/:region/:year/:month/`, with `related.json` beside each. An
 *  article stands in the section of its own region, and in its month, whatever its further regions are. */
export function* relatedPages(site: Site): Iterable<Page> {
  const { addresses, pageSizes } = site.options
  const parts = collectParts(site)
  const sections = parts.map(part => sectionOf(site, part, part.members.slice(-pageSizes.related)))
  yield* indexPage(site, addresses.related, site.options.strings.relatedNews!, sections)
  for (const part of parts) {
    const months = monthsOf(site, part)
    const section = sectionOf(site, part, part.members.slice(-pageSizes.archive))
    const title = `${site.options.strings.relatedNews}: ${nameOf(site, part)}`
    const archive = months.map(({ year, month, members }) => ({
      year,
      month,
      date: site.instant(members[0]!),
      url: site.href(monthPath(part, year, month)),
    }))
    yield* indexPage(site, part.path, title, [section], part.region?.key, archive.reverse())
    for (const { year, month, members } of months) {
      yield* indexPage(
        site,
        monthPath(part, year, month),
        title,
        [{ ...sectionOf(site, part, members), more: false }],
        part.region?.key,
      )
    }
  }
}

function collectParts(site: Site): Part[] {
  const { addresses } = site.options
  const byRegion = new Map<string, number[]>()
  for (let n = 0; n < site.size; n++) {
    if (site.redirect(n) !== undefined) continue
    const key = site.card(n).data.region?.key ?? ''
    const list = byRegion.get(key)
    if (list) list.push(n)
    else byRegion.set(key, [n])
  }
  const part = (key: string, region: Ref | undefined, members: readonly number[]): Part => ({
    region,
    key,
    path: fillPattern(addresses.relatedRegion, { region: key }),
    members,
  })
  const parts = site.regions.map((group: Group) =>
    part(group.entity.key, group.ref, byRegion.get(group.entity.key) ?? []),
  )
  const rest = byRegion.get('')
  const otherKey = site.regions.some(group => group.entity.key === 'other') ? 'without-region' : 'other'
  return [...parts, ...(rest ? [part(otherKey, undefined, rest)] : [])].filter(
    candidate => candidate.members.length > 0,
  )
}

function nameOf(site: Site, part: Part): string {
  return part.region?.name ?? site.options.strings.otherNews!
}

interface PartMonth {
  readonly year: number
  readonly month: number
  readonly members: readonly number[]
}

/** A part's articles by month, oldest first. */
function monthsOf(site: Site, part: Pick<Part, 'members'>): PartMonth[] {
  const months: PartMonth[] = []
  let at = 0
  for (const { year, month, to } of site.months) {
    const start = at
    while (at < part.members.length && part.members[at]! < to) at++
    if (at > start) months.push({ year, month, members: part.members.slice(start, at) })
  }
  return months
}

function monthPath(part: Part, year: number, month: number): SitePath {
  return `${part.path}${year}/${String(month).padStart(2, '0')}/`
}

function sectionOf(site: Site, part: Part, members: readonly number[]): RelatedSection {
  const months = monthsOf(site, { members })
    .reverse()
    .map(({ year, month, members: places }) => ({
      year,
      month,
      date: site.instant(places[0]!),
      url: site.href(monthPath(part, year, month)),
      entries: [...places]
        .reverse()
        .map(n => ({ card: site.card(n), related: relatedGroups(site, site.related(n)) })),
    }))
  return {
    region: part.region,
    url: site.href(part.path),
    months,
    more: members.length < part.members.length,
  }
}

function* indexPage(
  site: Site,
  path: SitePath,
  title: string,
  sections: readonly RelatedSection[],
  region?: string,
  archive: readonly {
    readonly year: number
    readonly month: number
    readonly date: number
    readonly url: string
  }[] = [],
): Iterable<Page> {
  const page = pageMeta(site, {
    kind: 'related',
    path,
    title,
    description: site.options.strings.relatedIntro,
    region,
  })
  yield { path, template: 'related', props: { page, sections, archive } }
  yield { path: `${path}related.json`, body: () => relatedJson(site, sections) }
}

/** One entry an article: its address, and its related items with score, best first. */
function relatedJson(site: Site, sections: readonly RelatedSection[]): string {
  const item = (card: Card) => ({
    url: absolute(site, card.data.url),
    path: card.data.path,
    title: card.data.title,
    region: card.data.region?.name ?? null,
    date: new Date(card.data.date).toISOString(),
  })
  const entries = sections.flatMap(section =>
    section.months.flatMap(month =>
      month.entries.map(({ card }) => ({
        ...item(card),
        related: site.related(card.n).map(({ n, score }) => ({ ...item(site.card(n)), score })),
      })),
    ),
  )
  // A line an article: small, and a diff of two deploys can be read.
  return `[\n${entries.map(entry => JSON.stringify(entry)).join(',\n')}\n]\n`
}
