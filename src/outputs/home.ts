// The front page: the editors' slots, then the newest of each region.
import type { Card } from '../site/card.js'
import type { Site } from '../site/site.js'
import type { SitePath } from '../site/urls.js'
import { yearsOf } from './archive.js'
import { frontBlock, introBody, newestOf } from './blocks.js'
import { pageMeta } from './meta.js'
import type { Page } from './page.js'

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
