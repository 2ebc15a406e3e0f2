// Links to addresses of this site, checked when every page is known.
import { suggest } from '../base/suggest.js'
import { type Diagnostic, warning } from '../diagnostics/diagnostic.js'
import { createAbsence } from '../outputs/outputs.js'
import type { PageList } from '../outputs/page.js'
import type { Site } from '../site/site.js'

export function checkLinks(site: Site, pages: PageList): Diagnostic[] {
  const isAbsent = createAbsence(site)
  let addresses: readonly string[] | undefined
  return site.pending.flatMap(({ file, path, target, offset }) => {
    if (pages.find(path) >= 0 || pages.find(`${path}/`) >= 0 || isAbsent(path)) return []
    // Suggestions are looked for in small sites only: each one costs a pass over all addresses.
    addresses ??= pages.size <= 2_000 ? Array.from({ length: pages.size }, (_, i) => pages.path(i)) : []
    const near = suggest(path, addresses)
    const place = offset < 0 ? {} : { place: { kind: 'span', start: offset, end: offset + 1 } as const }
    return [
      warning('DL2009', { target }, { file, ...place, ...(near === undefined ? {} : { suggestion: near }) }),
    ]
  })
}
