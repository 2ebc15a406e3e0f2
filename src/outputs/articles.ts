// Article pages, the pages that are no articles, and redirects from earlier addresses.
import { createStamps, type Stamps, startStamp } from '../base/stamp.js'
import type { Card } from '../site/card.js'
import type { Site } from '../site/site.js'
import { readAddress, type SitePath } from '../site/urls.js'
import { pageMeta } from './meta.js'
import type { Emission, Page, PageRun, TemplatePage } from './page.js'
import { type RelatedGroup, relatedOnPage } from './related.js'
import { createBoxStamps, type StorylineBox, storylineBoxes } from './storylines.js'

export interface ArticleProps {
  readonly article: Card
  readonly related: readonly RelatedGroup[]
  /** Published storylines that it is part of. */
  readonly storylines: readonly StorylineBox[]
  /** Neighbours by date in the same region (the whole site where there is none). */
  readonly previous?: Card | undefined
  readonly next?: Card | undefined
}

export function* articlePages(site: Site): Iterable<Emission> {
  const neighbours = collectNeighbours(site)
  const { stamps } = site
  const run: PageRun = {
    size: site.size,
    path: n => site.path(n),
    keyHigh: stamps.keyHigh,
    keyLow: stamps.keyLow,
    stamps: stampArticles(site, neighbours),
    make(n) {
      const target = site.redirect(n)
      return target === undefined
        ? articlePage(site, n, neighbours)
        : redirectPage(site, site.path(n), targetUrl(site, target), ownerOf(site, n))
    },
    owner: n => ownerOf(site, n),
  }
  yield run
}

/** Everything that an article's page is made of. The template's name, the canonical address, a redirect's
 *  target come from the article's file, which the body's digest stands for. */
function stampArticles(site: Site, { previous, next }: Neighbours): Stamps {
  const { cards, related, bodyHigh, bodyLow, slotsHigh, slotsLow, site: common } = site.stamps
  const stamps = createStamps(site.size)
  const boxes = createBoxStamps(site)
  const stamp = startStamp()
  const neighbour = (n: number): void => {
    if (n < 0) stamp.number(-1)
    else stamp.pair(cards.high[n]!, cards.low[n]!)
  }
  for (let n = 0; n < site.size; n++) {
    stamp
      .restart(4)
      .pair(common.high, common.low)
      .pair(cards.high[n]!, cards.low[n]!)
      .pair(bodyHigh(n), bodyLow(n))
      .pair(slotsHigh(n), slotsLow(n))
      .pair(related.high[n]!, related.low[n]!)
    neighbour(previous[n]!)
    neighbour(next[n]!)
    boxes(n, stamp)
    stamps.high[n] = stamp.high
    stamps.low[n] = stamp.low
  }
  return stamps
}

function articlePage(site: Site, n: number, neighbours: Neighbours): TemplatePage {
  const card = site.card(n)
  const { data } = card
  const path = site.path(n)
  const related = relatedOnPage(site, n)
  const previous = neighbours.previous[n]!
  const next = neighbours.next[n]!
  const props: ArticleProps & { readonly page: unknown } = {
    page: pageMeta(site, {
      kind: 'article',
      path,
      title: data.title,
      description: data.dek,
      lang: data.lang,
      image: data.image,
      region: data.region?.key,
      canonical: site.canonical(n),
    }),
    article: card,
    related,
    storylines: storylineBoxes(site, n),
    previous: previous < 0 ? undefined : site.card(previous),
    next: next < 0 ? undefined : site.card(next),
  }
  return {
    path,
    template: site.template(n) ?? 'article',
    props: { ...props },
    body: {
      into: 'article',
      locator: site.locator(n),
      file: site.file(n),
      digest: site.digest(n),
      slots: site.slots(n),
    },
    owner: ownerOf(site, n),
  }
}

interface Neighbours {
  readonly previous: Int32Array
  readonly next: Int32Array
}

/** The articles just before and after each one in its region. */
function collectNeighbours(site: Site): Neighbours {
  const previous = new Int32Array(site.size).fill(-1)
  const next = new Int32Array(site.size).fill(-1)
  // One more, for articles without a region.
  const last = new Int32Array(site.regions.length + 1).fill(-1)
  for (let n = 0; n < site.size; n++) {
    if (site.redirect(n) !== undefined) continue
    const region = site.region(n) + 1
    const before = last[region]!
    if (before >= 0) {
      previous[n] = before
      next[before] = n
    }
    last[region] = n
  }
  return { previous, next }
}

/** Pages of `content/pages/`. */
export function* documentPages(site: Site): Iterable<Page> {
  for (const { document, path, slots, image } of site.pages) {
    const props = {
      page: pageMeta(site, {
        kind: 'page',
        path,
        title: document.title,
        description: document.summary,
        lang: document.lang,
      }),
      document: { title: document.title, summary: document.summary, image },
    }
    yield {
      path,
      template: document.template ?? 'page',
      props,
      body: {
        into: 'document',
        locator: document.locator,
        file: document.path,
        digest: document.digest,
        slots,
      },
      owner: `${site.options.contentFolder}/${document.path}`,
    }
  }
}

/** A page at each earlier address that sends readers on, for hosts that know no redirects. */
export function* aliasPages(site: Site): Iterable<Page> {
  for (let n = 0; n < site.size; n++) {
    for (const alias of site.aliases(n)) yield* aliasPage(site, alias, site.path(n), ownerOf(site, n))
  }
  for (const { document, path } of site.pages) {
    for (const alias of document.aliases)
      yield* aliasPage(site, alias, path, `${site.options.contentFolder}/${document.path}`)
  }
}

function* aliasPage(site: Site, alias: string, target: SitePath, owner: string): Iterable<Page> {
  const read = readAddress(alias, site.options.url)
  // An alias that is no address is reported by `collectPages`, as it stands.
  const path = 'path' in read ? read.path : (`/${alias}` as SitePath)
  // Site migrations list the article's own address among its old ones.
  if (path === target) return
  yield redirectPage(site, path, site.href(target), owner)
}

function redirectPage(site: Site, path: SitePath, target: string, owner: string): TemplatePage {
  const page = pageMeta(site, {
    kind: 'redirect',
    path,
    title: site.options.title,
    canonical: new URL(target, site.options.url).href,
    noindex: true,
  })
  return { path, template: 'redirect', props: { page, target }, owner }
}

function targetUrl(site: Site, target: string): string {
  if (/^https?:\/\//i.test(target)) return target
  const read = readAddress(target, site.options.url)
  return 'path' in read ? site.href(read.path) : site.href('/')
}

function ownerOf(site: Site, n: number): string {
  return `${site.options.contentFolder}/${site.file(n)}`
}
