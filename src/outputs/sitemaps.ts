// Sitemaps, one a month of articles and one of everything else, under an index; and robots.txt. A new article
// rewrites its month's sitemap and the index.
import { isoInZone } from '../base/dates.js'
import type { Site } from '../site/site.js'
import type { SitePath } from '../site/urls.js'
import { absolute } from './meta.js'
import type { Page } from './page.js'
import { renderXml } from './xml.js'

const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9'
/** The protocol's limit on the addresses of one file. */
const most = 50_000

interface Part {
  readonly path: SitePath
  readonly urls: readonly { readonly loc: string; readonly lastmod?: string }[]
}

export function* sitemapPages(site: Site): Iterable<Page> {
  const parts = [...listPart(site), ...monthParts(site)]
  for (const part of parts) {
    yield { path: part.path, body: () => renderXml({ urlset: { '@xmlns': namespace, url: part.urls } }) }
  }
  yield {
    path: '/sitemap.xml',
    body: () =>
      renderXml({
        sitemapindex: {
          '@xmlns': namespace,
          sitemap: parts.map(part => {
            const lastmod = part.urls.reduce<string | undefined>(
              (latest, url) => (url.lastmod && (!latest || url.lastmod > latest) ? url.lastmod : latest),
              undefined,
            )
            return { loc: absolute(site, site.href(part.path)), ...(lastmod ? { lastmod } : {}) }
          }),
        },
      }),
  }
}

function* monthParts(site: Site): Iterable<Part> {
  for (const { year, month, from, to } of site.months) {
    const urls: { loc: string; lastmod: string }[] = []
    for (let n = from; n < to; n++) {
      if (site.redirect(n) !== undefined || site.canonical(n) !== undefined) continue
      // In UTC, so that the latest of a part can be told by comparing text.
      const lastmod = new Date(site.updated(n)).toISOString().replace('.000Z', 'Z')
      urls.push({ loc: absolute(site, site.href(site.path(n))), lastmod })
    }
    for (let start = 0; start < urls.length; start += most) {
      const piece = start === 0 ? '' : `-${start / most + 1}`
      yield {
        path: `/sitemaps/${year}-${String(month).padStart(2, '0')}${piece}.xml`,
        urls: urls.slice(start, start + most),
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
  for (const page of site.pages) paths.push(page.path)
  const urls = [...new Set(paths)].map(path => ({ loc: absolute(site, site.href(path)) }))
  for (let start = 0; start < urls.length; start += most) {
    yield {
      path: `/sitemaps/pages${start === 0 ? '' : `-${start / most + 1}`}.xml`,
      urls: urls.slice(start, start + most),
    }
  }
}

/** RFC 9309. A host reads it at its root only; under a base path it says what the root's should. */
export function* robotsPage(site: Site): Iterable<Page> {
  yield {
    path: '/robots.txt',
    body: `User-agent: *\nAllow: /\n\nSitemap: ${absolute(site, site.href('/sitemap.xml'))}\n`,
  }
}

/** When the site next changes by itself, for a scheduler; `null` for never. */
export function nextChange(site: Site): string | null {
  return Number.isFinite(site.until) ? isoInZone(site.until, site.zone) : null
}
