// What a host answers with where there is no page.
import type { Site } from '../site/site.js'
import { places } from './archive.js'
import { newestOf } from './blocks.js'
import { pageMeta } from './meta.js'
import type { Page } from './page.js'

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
