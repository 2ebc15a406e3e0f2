// Archives: months of a list and of the whole site, pages numbered oldest first. A page that is full never
// changes again, so nothing here shows a total, and a page's neighbours are found from its own place.
import { type Stamp, startStamp } from '../base/stamp.js'
import type { Group, Month } from '../site/groups.js'
import type { Site } from '../site/site.js'
import { fillPattern, type SitePath } from '../site/urls.js'
import { pageMeta } from './meta.js'
import type { Emission, LatePage, Page } from './page.js'
import { stampGroup } from './page-groups.js'

export interface ListHead {
  readonly kind: Group['kind'] | 'archive'
  readonly title: string
  readonly description: string
  readonly url: string
}

export function headOf(site: Site, group: Group): ListHead {
  return {
    kind: group.kind,
    title: group.entity.name,
    description: group.entity.description ?? '',
    url: site.href(group.path),
  }
}

export interface ArchiveLink {
  /** For a month: its first article's date. */
  readonly date?: number | undefined
  /** For a numbered page: its number, oldest first. */
  readonly number?: number | undefined
  readonly url: string
}

interface MonthArchive {
  readonly path: SitePath
  readonly members: Uint32Array
  readonly month: Month
}

/** The months of a group, oldest first. */
export function monthArchives(site: Site, group: Group): MonthArchive[] {
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

export function* monthPages(site: Site, group: Group, months: readonly MonthArchive[]): Iterable<LatePage> {
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
): Iterable<LatePage> {
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

export function archivePage(
  site: Site,
  head: ListHead,
  path: SitePath,
  members: Uint32Array,
  links: ArchiveLinks,
): LatePage {
  return {
    path,
    form: 'template',
    stamp: stampArchive(site, head, path, members, links),
    make: () => ({
      path,
      template: 'archive',
      props: {
        page: pageMeta(site, { kind: 'archive', path, title: head.title, region: links.region }),
        list: head,
        cards: Array.from(members, n => site.card(n)).reverse(),
        month: links.month,
        number: links.number,
        older: links.older,
        newer: links.newer,
      },
    }),
  }
}

function stampArchive(
  site: Site,
  head: ListHead,
  path: SitePath,
  members: Uint32Array,
  { month, number, region, older, newer }: ArchiveLinks,
): Stamp {
  const { cards, site: common } = site.stamps
  const stamp = startStamp(5)
    .pair(common.high, common.low)
    .text(path)
    .text(head.kind)
    .text(head.title)
    .text(head.description)
    .text(head.url)
    .text(region ?? '')
    .real(month ?? Number.NaN)
    .real(number ?? Number.NaN)
  for (const link of [older, newer])
    stamp
      .text(link?.url ?? '')
      .real(link?.date ?? Number.NaN)
      .real(link?.number ?? Number.NaN)
  for (const n of members) stamp.pair(cards.high[n]!, cards.low[n]!)
  return stamp
}

export interface YearLink {
  readonly year: number
  readonly url: string
}

/** The years of the archive, oldest first. */
export function yearsOf(site: Site): YearLink[] {
  const years = [...new Set(site.months.map(month => month.year))]
  return years.map(year => ({
    year,
    url: site.href(fillPattern(site.options.addresses.year, { year: String(year) })),
  }))
}

/** `/:year/` lists the months, `/:year/:month/` their articles. */
export function* calendarPages(site: Site): Iterable<Emission> {
  const { addresses } = site.options
  const archives = site.months.map(month => ({
    path: fillPattern(addresses.month, {
      year: String(month.year),
      month: String(month.month).padStart(2, '0'),
    }),
    members: places(site, month.from, month.to),
    month,
  }))
  const years = yearsOf(site)
  for (const [i, { year }] of years.entries()) {
    const own = archives.filter(archive => archive.month.year === year)
    const first = archives.indexOf(own[0]!)
    const around = {
      years: [years[i - 1], years[i + 1]],
      older: linkTo(site, archives[first - 1]),
      newer: linkTo(site, archives[first + own.length]),
    }
    const group = `calendar:${year}`
    const months = own.map(({ path, month: { month }, members }) => [path, month, members.length])
    const members = places(site, own[0]!.month.from, own.at(-1)!.month.to)
    // A month of nothing but redirects has a date all the same.
    const dates = own.map(({ month }) => site.instant(month.from))
    const stamp = stampGroup(site, group, { around, months, dates }, members)
    yield { group, stamp, list: () => yearPages(site, year, own, around) }
  }
}

interface Around {
  readonly years: readonly (YearLink | undefined)[]
  /** The months before and after those of the year. */
  readonly older: ArchiveLink | undefined
  readonly newer: ArchiveLink | undefined
}

function* yearPages(
  site: Site,
  year: number,
  archives: readonly MonthArchive[],
  around: Around,
): Iterable<Page | LatePage> {
  const { addresses, strings } = site.options
  const path = fillPattern(addresses.year, { year: String(year) })
  const [older, newer] = around.years
  yield {
    path,
    template: 'year',
    props: {
      page: pageMeta(site, { kind: 'year', path, title: `${strings.archive} ${year}` }),
      year,
      months: archives.map(archive => ({
        date: site.instant(archive.month.from),
        url: site.href(archive.path),
      })),
      older,
      newer,
    },
  }
  const head: ListHead = {
    kind: 'archive',
    title: strings.archive!,
    description: '',
    url: site.href(path),
  }
  for (const [i, archive] of archives.entries()) {
    yield* pagedArchive(site, head, archive.path, archive.members, {
      month: site.instant(archive.month.from),
      region: undefined,
      older: i === 0 ? around.older : linkTo(site, archives[i - 1]),
      newer: i === archives.length - 1 ? around.newer : linkTo(site, archives[i + 1]),
    })
  }
}

export function places(site: Site, from: number, to: number): Uint32Array {
  const list: number[] = []
  for (let n = from; n < to; n++) if (site.redirect(n) === undefined) list.push(n)
  return Uint32Array.from(list)
}
