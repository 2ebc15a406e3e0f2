// What an output is: a function from the Site to pages; and the check that no two pages share a file.
import { pathKey, segmentFault } from '../base/slug.js'
import type { Locator } from '../content/library.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import type { SlotValue } from '../markdown/body.js'
import type { Site } from '../site/site.js'
import { outputPath, type SitePath } from '../site/urls.js'

export type Props = Readonly<Record<string, unknown>>

/** A body that is linked into a page's props when it is rendered. */
export interface BodyRef {
  /** The prop that receives the details and `html`. */
  readonly into: string
  readonly locator: Locator
  /** Of the file that the body was parsed from: stands for the body in the page's digest. */
  readonly digest: string
  readonly slots: readonly SlotValue[]
}

/** An HTML page: a template and its props. */
export interface TemplatePage {
  readonly path: SitePath
  readonly template: string
  readonly props: Props
  readonly body?: BodyRef | undefined
  /** The file that an editor would open, for diagnostics; path from the project's root. */
  readonly owner?: string | undefined
}

/** A feed, a sitemap, a table: its text is made here. Made late, when it is about to be written. */
export interface TextPage {
  readonly path: SitePath
  readonly body: string | (() => string)
  readonly owner?: string | undefined
}

/** A file of the content folder or public/ under an address. */
export interface CopyPage {
  readonly path: SitePath
  readonly copy: { readonly from: 'content' | 'public' | 'theme'; readonly path: string }
  readonly owner?: string | undefined
}

export type Page = TemplatePage | TextPage | CopyPage

/** Every kind of page on the site, and whatever a config adds, is one of these. */
export type Output = (site: Site) => Iterable<Page>

export interface NamedOutput {
  readonly name: string
  readonly output: Output
}

export interface Collected {
  readonly pages: readonly Page[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Runs the outputs and refuses pages that would share a file, also where only letter case or Unicode form
 *  differs. The first in order stays: articles before lists before files of public/. */
export function collectPages(site: Site, outputs: readonly NamedOutput[]): Collected {
  const pages: Page[] = []
  const diagnostics: Diagnostic[] = []
  const taken = new Map<string, Page>()
  const folders = new Map<string, Page>()
  for (const { name, output } of outputs) {
    try {
      for (const page of output(site)) add(page, name)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      diagnostics.push(error('DL4004', { name, reason }))
    }
  }
  for (const [key, page] of taken) {
    const below = folders.get(key)
    if (below) diagnostics.push(clash(page, below, '(as a folder)'))
  }
  return { pages, diagnostics }

  function add(page: Page, name: string): void {
    const file = outputPath(page.path)
    const fault = file
      .split('/')
      .map(segmentFault)
      .find(reason => reason !== undefined)
    if (fault !== undefined || !page.path.startsWith('/')) {
      const reason = fault ?? 'no slash at its beginning'
      diagnostics.push(
        error(
          'DL1012',
          { field: name, value: page.path, reason },
          page.owner === undefined ? {} : { file: page.owner },
        ),
      )
      return
    }
    const key = pathKey(file)
    const other = taken.get(key)
    if (other) {
      diagnostics.push(clash(page, other))
      return
    }
    taken.set(key, page)
    for (let slash = key.lastIndexOf('/'); slash > 0; slash = key.lastIndexOf('/', slash - 1)) {
      const folder = key.slice(0, slash)
      if (folders.has(folder)) break
      folders.set(folder, page)
    }
    pages.push(page)
  }
}

function clash(page: Page, other: Page, how = ''): Diagnostic {
  const named = other.owner ?? `the page ${other.path}`
  return error(
    'DL3001',
    { address: page.path, other: `${named}${how === '' ? '' : ` ${how}`}` },
    page.owner === undefined ? {} : { file: page.owner },
  )
}
