// Sitemaps, one a month of articles and one of everything else, under an index; and robots.txt. A new article
// rewrites its month's sitemap and the index.
import { isoInZone } from '../base/dates.js'
import { type Stamp, startStamp } from '../base/stamp.js'
import { Flag } from '../content/library.js'
import type { Site } from '../site/site.js'
import type { SitePath } from '../site/urls.js'
import { absolute } from './meta.js'
import type { Emission, Page } from './page.js'
import { renderXml } from './xml.js'

const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9'
/** The protocol's limit on the addresses of one file. */
const most = 50_000

interface Part {
  readonly path: SitePath
  readonly stamp: Stamp
  /** The latest change of a member, ms since 1970; undefined for lists. */
  readonly latest?: number
  urls(): readonly { readonly loc: string; readonly lastmod?: string }[]
}

export function* sitemapPages(site: Site): Iterable<Emission> {
  const parts = [...listPart(site), ...monthParts(site)]
  for (const { path, stamp, urls } of parts) {
    yield {
      path,
      form: 'text',
      stamp,
      make: () => ({ path, body: renderXml({ urlset: { '@xmlns': namespace, url: urls() } }) }),
    }
  }
  const path = '/sitemap.xml'
  const stamp = startStamp(8).pair(site.stamps.site.high, site.stamps.site.low)
  for (const part of parts) stamp.text(part.path).real(part.latest ?? Number.NaN)
  yield {
    path,
    form: 'text',
    stamp,
    make: () => ({
      path,
      body: renderXml({
        sitemapindex: {
          '@xmlns': namespace,
          sitemap: parts.map(part => ({
            loc: absolute(site, site.href(part.path)),
            ...(part.latest === undefined ? {} : { lastmod: inUtc(part.latest) }),
          })),
        },
      }),
    }),
  }
}

const inUtc = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z')

function* monthParts(site: Site): Iterable<Part> {
  const { stamps } = site
  for (const { year, month, from, to } of site.months) {
    const listed: number[] = []
    for (let n = from; n < to; n++)
      if ((stamps.flags(n) & (Flag.redirect | Flag.canonical)) === 0) listed.push(n)
    for (let start = 0; start < listed.length; start += most) {
      const piece = start === 0 ? '' : `-${start / most + 1}`
      const members = listed.slice(start, start + most)
      const stamp = startStamp(9).pair(stamps.site.high, stamps.site.low)
      let latest = Number.NEGATIVE_INFINITY
      for (const n of members) {
        const updated = site.updated(n)
        if (updated > latest) latest = updated
        stamp.pair(stamps.exactHigh(n), stamps.exactLow(n)).real(updated)
      }
      yield {
        path: `/sitemaps/${year}-${String(month).padStart(2, '0')}${piece}.xml`,
        stamp,
        latest,
        urls: () =>
          members.map(n => ({
            loc: absolute(site, site.href(site.path(n))),
            lastmod: inUtc(site.updated(n)),
          })),
      }
    }
  }
}

/** Lists carry no date: it would change them with every article. */
function* listPart(site: Site): Iterable<Part> {
  const paths: SitePath[] = ['/', site.options.addresses.related]
  for (const group of [...site.regions, ...site.topics, ...site.sources, ...site.authors, ...site.series]) {
    if (group.members.length > 0) paths.push(group.path)
  }
  for (const { path } of site.storylines) paths.push(path)
  for (const page of site.pages) paths.push(page.path)
  const urls = [...new Set(paths)].map(path => ({ loc: absolute(site, site.href(path)) }))
  for (let start = 0; start < urls.length; start += most) {
    const piece = urls.slice(start, start + most)
    const stamp = startStamp(9)
    for (const { loc } of piece) stamp.text(loc)
    yield {
      path: `/sitemaps/pages${start === 0 ? '' : `-${start / most + 1}`}.xml`,
      stamp,
      urls: () => piece,
    }
  }
}

/** RFC 9309. A host reads it at its root only; under a base path it says what the root's should. */
export function* robotsPage(site: Site): Iterable<Page> {
  const rule =
    site.options.preview?.withFeeds === false
      ? 'Disallow: /\n'
      : `Allow: /\n\nSitemap: ${absolute(site, site.href('/sitemap.xml'))}\n`
  yield { path: '/robots.txt', body: `User-agent: *\n${rule}` }
}

/** When the site next changes by itself, for a scheduler; `null` for never. */
export function nextChange(site: Site): string | null {
  return Number.isFinite(site.until) ? isoInZone(site.until, site.zone) : null
}
