// The list of all built-in outputs, in the order in which they claim addresses.

import { calendarPages } from './archive.js'
import { aliasPages, articlePages, documentPages } from './articles.js'
import { directoryPages } from './directories.js'
import { feedPages } from './feeds.js'
import { homePage } from './home.js'
import { authorPages, groupPages, regionPages } from './lists.js'
import { notFoundPage } from './not-found.js'
import type { NamedOutput } from './page.js'
import { relatedPages } from './related.js'
import { robotsPage, sitemapPages } from './sitemaps.js'

export const builtInOutputs: readonly NamedOutput[] = [
  { name: 'articles', output: articlePages },
  { name: 'pages', output: documentPages },
  { name: 'home', output: homePage },
  { name: 'regions', output: regionPages },
  { name: 'lists', output: groupPages },
  { name: 'authors', output: authorPages },
  { name: 'archive', output: calendarPages },
  { name: 'directories', output: directoryPages },
  { name: 'related', output: relatedPages },
  { name: 'feeds', output: feedPages },
  { name: 'sitemaps', output: sitemapPages },
  { name: 'robots', output: robotsPage },
  { name: '404', output: notFoundPage },
  { name: 'aliases', output: aliasPages },
]
