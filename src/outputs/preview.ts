// What a preview has of its own among its files, and which files of public/ it does without.
import type { Site } from '../site/site.js'
import type { Page } from './page.js'

/** Files of public/ that tell a host how to serve the paper itself: its domain, its redirects, its headers. On a
 *  preview's host they would lead to the paper, or take the place of the preview's own. */
export const forTheLiveHost: ReadonlySet<string> = new Set(['CNAME', '_headers', '_redirects'])

/** Read by Netlify and Cloudflare Pages: no file is indexed, also those that are no page. */
export function* previewHeaders(_: Site): Iterable<Page> {
  yield { path: '/_headers', body: '/*\n  X-Robots-Tag: noindex\n' }
}
