// The pages that list all regions, topics, sources, authors, series and storylines, for people and crawlers.
import type { Ref } from '../site/card.js'
import type { Group } from '../site/groups.js'
import type { Addresses } from '../site/options.js'
import type { Site } from '../site/site.js'
import type { SitePath } from '../site/urls.js'
import { introBody } from './blocks.js'
import { pageMeta } from './meta.js'
import type { Page } from './page.js'

interface Entry extends Ref {
  readonly description: string
}

interface Directory {
  readonly key: string
  readonly title: string
  readonly path: SitePath
  readonly entries: readonly Entry[]
}

function directoriesOf(site: Site): Directory[] {
  const { strings, addresses } = site.options
  const ofGroups = (groups: readonly Group[]): Entry[] =>
    groups.map(({ ref, entity }) => ({ ...ref, description: entity.description ?? '' }))
  // They grow with the archive, so only the newest are listed.
  const ofStorylines = site.storylines
    .slice(0, site.options.pageSizes.archive)
    .map(({ key, title, dek, path }): Entry => ({ key, name: title, url: site.href(path), description: dek }))
  const all: readonly (readonly [keyof Addresses, readonly Entry[], string])[] = [
    ['regions', ofGroups(site.regions), strings.regions!],
    ['topics', ofGroups(site.topics), strings.topics!],
    ['sources', ofGroups(site.sources), strings.sources!],
    ['authors', ofGroups(site.authors), strings.authors!],
    ['series', ofGroups(site.series), strings.series!],
    ['storylines', ofStorylines, strings.storylines!],
  ]
  return all
    .map(([key, entries, title]) => ({ key, title, path: directoryPath(addresses[key]), entries }))
    .filter(({ entries, path }) => entries.length > 0 && path !== '/')
}

/** What stands above all lists of a kind: `/topics/:key/` without its key. */
function directoryPath(pattern: string): SitePath {
  return pattern.slice(0, pattern.indexOf(':')).replace(/[^/]*$/, '')
}

/** What templates see of the site's own lists (`site.directories`). */
export function directoryLinks(site: Site): Ref[] {
  return directoriesOf(site).map(({ key, title, path }) => ({ key, name: title, url: site.href(path) }))
}

/** The pages that list all regions, topics, sources, authors, series and storylines, for people and crawlers. */
export function* directoryPages(site: Site): Iterable<Page> {
  for (const { title, path, entries } of directoriesOf(site)) {
    const section = site.section(path)
    yield {
      path,
      template: 'directory',
      props: {
        page: pageMeta(site, { kind: 'page', path, title }),
        entries,
        intro: section && { title: section.document.title },
      },
      body: introBody(site, path),
    }
  }
}
