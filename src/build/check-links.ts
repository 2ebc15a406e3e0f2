// Links to addresses of this site, checked when every page is known.
import { pathKey } from '../base/slug.js'
import { suggest } from '../base/suggest.js'
import { type Diagnostic, warning } from '../diagnostics/diagnostic.js'
import type { Page } from '../outputs/page.js'
import type { Site } from '../site/site.js'
import { outputPath } from '../site/urls.js'

export function checkLinks(site: Site, pages: readonly Page[]): Diagnostic[] {
  if (site.pending.length === 0) return []
  const known = new Set(pages.map(page => pathKey(outputPath(page.path))))
  const exists = (path: string): boolean =>
    known.has(pathKey(outputPath(path))) || known.has(pathKey(outputPath(`${path}/`)))
  let addresses: readonly string[] | undefined
  return site.pending.flatMap(({ file, path, target, offset }) => {
    if (exists(path)) return []
    // Suggestions are looked for in small sites only: each one costs a pass over all addresses.
    addresses ??= pages.length <= 2_000 ? pages.map(page => page.path) : []
    const near = suggest(path, addresses)
    const place = offset < 0 ? {} : { place: { kind: 'span', start: offset, end: offset + 1 } as const }
    return [
      warning('DL2009', { target }, { file, ...place, ...(near === undefined ? {} : { suggestion: near }) }),
    ]
  })
}
