// What an editor sees at the desk: the workspace as pages, the last good one where today's cannot be made, and what
// each open browser is told after a change.
import { realpathSync } from 'node:fs'
import { extname, resolve, sep } from 'node:path'
import { hexOf } from '../base/stamp.js'
import type { Made } from '../build/render-one.js'
import type { View, Workspace } from '../build/workspace.js'
import type { SitePath } from '../site/urls.js'
import { type Bar, collectBar } from './bar.js'
import { type Browser, createBrowsers, type Problem, toProblem } from './browsers.js'
import type { Changed } from './drive.js'
import type { Answer, Desk } from './serve.js'

export interface OpenDesk extends Desk {
  /** Edits of single files were patched into pages: texts into those at `paths`, templates and assets into all. */
  patched(paths: readonly SitePath[], changed: ReadonlySet<string>): void
  /** The site was prepared anew. */
  prepared(changed: Changed): void
  close(): void
}

/** Pages of which the last good version is kept. */
const mostKept = 64
/** Files that pages show, and that are not part of a page's text. */
const shownFiles = /^\.(?:png|jpe?g|gif|svg|webp|avif|ico|mp4|webm|mp3|woff2?|m?js)$/i

/** @param edit opens a file at a line. */
export function openDesk(
  workspace: Workspace,
  edit: (place: string) => Promise<string | undefined>,
): OpenDesk {
  const browsers = createBrowsers()
  /** HTML by path, the oldest first. */
  const lastGood = new Map<SitePath, string>()
  /** Mistakes that are only met when a page is made. */
  const faulty = new Map<SitePath, readonly Problem[]>()
  /** Files that browsers have been told of since the last preparation. */
  const told = new Set<string>()
  let open: () => void
  const ready = new Promise<void>(done => {
    open = done
  })

  const find = (path: SitePath): number => workspace.view()?.prepared.pages.find(path) ?? -1
  const siteProblems = (): readonly Problem[] =>
    workspace
      .reports()
      .filter(({ severity }) => severity === 'error')
      .map(toProblem)
  const tellProblems = (browser: Browser): void =>
    browser.tell({ kind: 'problems', problems: [...siteProblems(), ...(faulty.get(browser.path) ?? [])] })

  /** What a page is made of, so that it is fetched again only when that is something else. */
  function identityOf(path: SitePath): string {
    const view = workspace.view()
    const page = find(path)
    if (!view || page < 0) return 'missing'
    if (faulty.has(path)) return 'faulty'
    const { high, low } = view.prepared.pages.stamps
    return `${hexOf(high[page]!, low[page]!)} ${view.surroundings}`
  }

  /** What changed beside the pages themselves. */
  function readKinds(changed: Changed): { readonly styles: boolean; readonly reload: boolean } {
    const { contentFolder = 'content' } = workspace.view()?.prepared.loaded.config ?? {}
    const served = ['public/', 'templates/assets/', `${contentFolder}/`]
    const endings = (changed === 'all' ? [] : [...changed])
      .filter(name => !told.has(name) && served.some(folder => name.startsWith(folder)))
      .map(name => extname(name))
    return {
      styles: endings.includes('.css'),
      reload: endings.some(ending => shownFiles.test(ending)),
    }
  }

  async function answerPage(number: number, path: SitePath): Promise<Answer> {
    const made = await workspace.render(number)
    if (made.kind === 'copy') return { kind: 'file', source: made.source, path }
    if (made.kind === 'text') return { kind: 'text', text: made.text, path }
    if (made.kind === 'failed') return answerFault(made, path)
    if (faulty.delete(path)) for (const browser of browsers.at(path)) tellProblems(browser)
    keep(path, made.html)
    const { target } = made.props
    return made.template === 'redirect' && typeof target === 'string'
      ? { kind: 'html', status: 302, html: made.html, headers: { location: encodeURI(decodeURI(target)) } }
      : { kind: 'html', status: 200, html: made.html }
  }

  async function answerFault(
    made: Extract<Made, { readonly kind: 'failed' }>,
    path: SitePath,
  ): Promise<Answer> {
    faulty.set(path, (await workspace.report(made)).map(toProblem))
    for (const browser of browsers.at(path)) {
      browser.shows = 'faulty'
      tellProblems(browser)
    }
    const html = lastGood.get(path)
    return html === undefined ? blank(500) : { kind: 'html', status: 200, html }
  }

  function keep(path: SitePath, html: string): void {
    lastGood.delete(path)
    lastGood.set(path, html)
    if (lastGood.size > mostKept) lastGood.delete(lastGood.keys().next().value!)
  }

  return {
    ready,
    find,
    get base() {
      return workspace.view()?.prepared.loaded.config.site.base ?? '/'
    },
    page: answerPage,
    async missing(path) {
      // A story in error is not on the site: what it last was stays, with its mistake over it.
      const kept = siteProblems().length > 0 ? lastGood.get(path) : undefined
      if (kept !== undefined) return { kind: 'html', status: 200, html: kept }
      const number = find('/404.html')
      const made = number < 0 ? undefined : await workspace.render(number)
      return made?.kind === 'html' ? { kind: 'html', status: 404, html: made.html } : blank(404)
    },
    follow(response, path) {
      const page = find(path)
      const file = page < 0 ? undefined : workspace.view()!.prepared.pages.owner(page)
      tellProblems(browsers.open(response, path, file, identityOf(path)))
    },
    async bar(path): Promise<Bar> {
      const view = workspace.view()
      const page = find(path)
      return view && page >= 0 ? collectBar(workspace, view, page) : { related: [], warnings: [] }
    },
    async openFile(file, line) {
      const { root } = workspace
      const inside = (path: string): boolean => path.startsWith(root + sep)
      const path = resolve(root, file)
      try {
        if (!inside(path) || !inside(realpathSync(path))) return 'That is no file of this project.'
      } catch {
        return 'The file is not there.'
      }
      return edit(`${path}:${Number.isInteger(line) && line > 0 ? line : 1}`)
    },
    patched(paths, changed) {
      const { styles, reload } = readKinds(changed)
      for (const name of changed) told.add(name)
      // A template may be what was wrong.
      if (changed.size > paths.length) faulty.clear()
      for (const browser of browsers.all) {
        if (reload) browser.tell({ kind: 'reload' })
        if (styles) browser.tell({ kind: 'styles' })
        const now = paths.includes(browser.path) ? 'patched' : identityOf(browser.path)
        if (now === 'patched' || now !== browser.shows) browser.tell({ kind: 'update' })
        browser.shows = now
      }
    },
    prepared(changed) {
      const view = workspace.view()
      open()
      const { styles, reload } = readKinds(changed)
      told.clear()
      // A template may be what was wrong.
      faulty.clear()
      for (const browser of browsers.all) {
        tellProblems(browser)
        const to = view && movedTo(browser, view)
        if (to !== undefined) browser.tell({ kind: 'move', to })
        else if (reload) browser.tell({ kind: 'reload' })
        else {
          const now = identityOf(browser.path)
          if (now !== browser.shows) browser.tell({ kind: 'update' })
          browser.shows = now
          if (styles) browser.tell({ kind: 'styles' })
        }
      }
    },
    close: browsers.close,
  }
}

/** Where the story of a browser's page is now, when that is elsewhere. */
function movedTo({ path, file }: Browser, { prepared }: View): string | undefined {
  const { pages, sources, loaded } = prepared
  if (file === undefined || pages.find(path) >= 0) return undefined
  const { site } = sources
  const n = site.find(file.slice(loaded.config.contentFolder.length + 1))
  return n < 0 ? undefined : site.href(site.path(n))
}

/** Nothing to show yet: the script puts the mistakes over it, and fetches the page when there is one. */
function blank(status: number): Answer {
  return {
    kind: 'html',
    status,
    html: '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>dateline</title></head>\n<body>\n</body>\n</html>\n',
  }
}
