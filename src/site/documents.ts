// Files that are no articles: where pages and sections stand; and what links between files lead to.
import { createRowIndex } from '../base/row-index.js'
import { startStamp } from '../base/stamp.js'
import type { SitePage } from '../content/article.js'
import type { Shelved } from '../content/library.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import type { LinkIndex, LinkTarget } from './links.js'
import { hasAddress, type Model } from './model.js'
import type { Storyline } from './storylines.js'
import { fillPattern, keyOfFile, readAddress, type SitePath } from './urls.js'

export interface PageAddress {
  readonly page: Shelved<SitePage>
  readonly path: SitePath
}

export function collectDocuments(
  model: Model,
  diagnostics: Diagnostic[],
): { readonly pages: readonly PageAddress[] } {
  const { library, options } = model
  const pages: PageAddress[] = []
  for (const page of library.pages) {
    if (page.draft) continue
    const file = `${options.contentFolder}/${page.path}`
    const lang =
      page.lang === undefined || page.lang === options.language ? '' : `/${page.lang.toLowerCase()}`
    if (page.url === undefined) {
      pages.push({ page, path: lang + fillPattern(options.addresses.pages, { slug: page.slug }) })
      continue
    }
    const read = readAddress(page.url, options.url)
    if ('fault' in read) {
      diagnostics.push(
        error(
          'DL1012',
          { field: 'url', value: page.url, reason: read.fault },
          { file, place: { kind: 'value', path: ['url'] } },
        ),
      )
    } else pages.push({ page, path: read.path })
  }
  return { pages }
}

/** A section's folder is a list's address (`regions/europe/_index.md`), or a region's key, or the whole site. */
export function sectionPath(file: string, model: Model): SitePath | undefined {
  const { addresses } = model.options
  const folder = file.split('/').slice(0, -1)
  if (folder.length === 0) return '/'
  const [kind, key] = folder as [string, string | undefined]
  if (folder.length === 2 && key !== undefined) {
    const sets = {
      regions: model.regions,
      topics: model.topics,
      sources: model.sources,
      series: model.series,
      authors: model.authors,
    }
    const set = sets[kind as keyof typeof sets]
    if (set?.byKey(key)) return fillPattern(addresses[kind as keyof typeof sets], { key })
  }
  if (folder.length === 1) {
    if (model.regions.byKey(kind)) return fillPattern(addresses.regions, { key: kind })
    if (['regions', 'topics', 'sources', 'series', 'authors', 'storylines', 'related'].includes(kind))
      return `/${kind}/`
  }
  return undefined
}

export function createLinkIndex(
  model: Model,
  pages: readonly PageAddress[],
  storylines: readonly Storyline[],
): LinkIndex {
  const { library, memory, states } = model
  const targetOf = (row: number): LinkTarget => ({
    path: model.path(row),
    hidden: model.hidden(row),
    ids: () => library.ids(row),
  })
  const pageTarget = ({ page, path }: PageAddress): LinkTarget => ({ path, ids: () => page.ids })
  const pageByFile = new Map(pages.map(entry => [entry.page.path, entry]))
  const pageByAddress = new Map(pages.map(entry => [entry.path, entry]))
  const rowOfAddress = createRowIndex(memory.keyLow)
  const stamp = startStamp()
  let listByFile: ReadonlyMap<string, SitePath> | undefined
  let byName: Map<string, number | undefined> | undefined
  return {
    file(path) {
      const row = library.find(path)
      if (row >= 0) return targetOf(row)
      const page = pageByFile.get(path)
      if (page) return pageTarget(page)
      listByFile ??= new Map([
        ...library.authorPages.map(
          ({ path: file, key }) => [file, fillPattern(model.options.addresses.authors, { key })] as const,
        ),
        ...storylines.flatMap(one => (one.page ? [[one.page.path, one.path] as const] : [])),
      ])
      const list = listByFile.get(path)
      return list === undefined ? undefined : { path: list, ids: () => undefined }
    },
    name(name) {
      byName ??= namesOf(model)
      const row = byName.get(name)
      return row === undefined ? undefined : targetOf(row)
    },
    address(path) {
      const { high, low } = keyOfFile(stamp, path)
      const row = rowOfAddress.find(
        low,
        candidate =>
          memory.keyHigh.get(candidate) === high &&
          hasAddress(states[candidate]!) &&
          memory.address.get(candidate) === path,
      )
      if (row >= 0) return targetOf(row)
      const page = pageByAddress.get(path)
      return page && pageTarget(page)
    },
    // Suggestions are looked for in small sites only: each one costs a pass over all names.
    names: () => (library.living <= 2_000 ? [...namesOf(model).keys()].sort() : []),
  }
}

/** File name → row; undefined when several files have it. */
function namesOf(model: Model): Map<string, number | undefined> {
  const names = new Map<string, number | undefined>()
  for (let row = 0; row < model.library.size; row++) {
    if (!model.library.alive(row)) continue
    const path = model.library.path(row)
    const name = path.slice(path.lastIndexOf('/') + 1)
    names.set(name, names.has(name) ? undefined : row)
  }
  return names
}
