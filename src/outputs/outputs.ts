// The list of all built-in outputs, in the order in which they claim addresses; and what of it a preview has.
import type { Preview } from '../site/schedule.js'
import type { Site } from '../site/site.js'
import type { SitePath } from '../site/urls.js'
import { calendarPages } from './archive.js'
import { aliasPages, articlePages, documentPages } from './articles.js'
import { directoryPages } from './directories.js'
import { feedPages } from './feeds.js'
import { homePage } from './home.js'
import { authorPages, groupPages, regionPages } from './lists.js'
import { notFoundPage } from './not-found.js'
import type { NamedOutput } from './page.js'
import { previewHeaders } from './preview.js'
import { relatedPages } from './related.js'
import { robotsPage, sitemapPages } from './sitemaps.js'
import { storylinePages } from './storylines.js'

/** What search engines and feed readers fetch. A preview is nothing for them. */
const forMachines: readonly NamedOutput[] = [
  { name: 'feeds', output: feedPages },
  { name: 'sitemaps', output: sitemapPages },
]

const builtInOutputs: readonly NamedOutput[] = [
  { name: 'articles', output: articlePages },
  { name: 'pages', output: documentPages },
  { name: 'home', output: homePage },
  { name: 'regions', output: regionPages },
  { name: 'lists', output: groupPages },
  { name: 'authors', output: authorPages },
  { name: 'storylines', output: storylinePages },
  { name: 'archive', output: calendarPages },
  { name: 'directories', output: directoryPages },
  { name: 'related', output: relatedPages },
  ...forMachines,
  { name: 'robots', output: robotsPage },
  { name: '404', output: notFoundPage },
  { name: 'aliases', output: aliasPages },
]

export function outputsFor(preview: Preview | undefined): readonly NamedOutput[] {
  if (!preview) return builtInOutputs
  const headers = { name: 'headers', output: previewHeaders }
  const shown = builtInOutputs.filter(output => preview.withFeeds || !forMachines.includes(output))
  return [...shown, headers]
}

/** Addresses that links may have although a preview has no file there. */
export function createAbsence(site: Site): (path: SitePath) => boolean {
  let paths: ReadonlySet<string> | undefined
  return path => {
    if (site.options.preview?.withFeeds !== false) return false
    paths ??= new Set(
      forMachines.flatMap(({ output }) =>
        [...output(site)].flatMap(emission =>
          'path' in emission && !('size' in emission) ? [emission.path] : [],
        ),
      ),
    )
    return paths.has(path) || path.endsWith('/related.json')
  }
}
