// The pages that list all regions, topics, sources, authors and series, for people and crawlers.
import type { Ref } from '../site/card.js'
import type { Group } from '../site/groups.js'
import type { Site } from '../site/site.js'
import type { SitePath } from '../site/urls.js'
import { introBody } from './blocks.js'
import { pageMeta } from './meta.js'
import type { Page } from './page.js'

interface Directory {
  readonly key: string
  readonly title: string
  readonly path: SitePath
  readonly groups: readonly Group[]
}

function directoriesOf(site: Site): Directory[] {
  const { strings } = site.options
  const all: readonly ['regions' | 'topics' | 'sources' | 'authors' | 'series', readonly Group[], string][] =
    [
      ['regions', site.regions, strings.regions!],
      ['topics', site.topics, strings.topics!],
      ['sources', site.sources, strings.sources!],
      ['authors', site.authors, strings.authors!],
      ['series', site.series, strings.series!],
    ]
  return all
    .filter(([key, groups]) => groups.length > 0 && directoryPath(site.options.addresses[key]) !== '/')
    .map(([key, groups, title]) => ({ key, title, path: directoryPath(site.options.addresses[key]), groups }))
}

/** What stands above all lists of a kind: `/topics/:key/` without its key. */
function directoryPath(pattern: string): SitePath {
  return pattern.slice(0, pattern.indexOf(':')).replace(/[^/]*$/, '')
}

/** What templates see of the site's own lists (`site.directories`). */
export function directoryLinks(site: Site): Ref[] {
  return directoriesOf(site).map(({ key, title, path }) => ({ key, name: title, url: site.href(path) }))
}

/** The pages that list all regions, topics, sources, authors and series, for people and crawlers. */
export function* directoryPages(site: Site): Iterable<Page> {
  for (const { title, path, groups } of directoriesOf(site)) {
    const section = site.section(path)
    yield {
      path,
      template: 'directory',
      props: {
        page: pageMeta(site, { kind: 'page', path, title }),
        entries: groups.map(
          group =>
            ({ ...group.ref, description: group.entity.description ?? '' }) satisfies Ref & {
              description: string
            },
        ),
        intro: section && { title: section.document.title },
      },
      body: introBody(site, path),
    }
  }
}
