// A site that is kept in memory while its files change: what `dateline dev` shows. Nothing is written but the store.
// A change is taken in by a preparation, which is that of a build with everything at hand that it made before; an
// edit of a text alone is first shown by a patch of its page, which parses one file.

import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { digestText } from '../base/digest.js'
import { LostStore } from '../base/stretch.js'
import { hasErrors } from '../diagnostics/diagnostic.js'
import type { Report } from '../diagnostics/reporters.js'
import type { Details } from '../render/page.js'
import type { Templates } from '../render/templates.js'
import type { SitePath } from '../site/urls.js'
import { outputPath } from '../site/urls.js'
import { type Beginning, begin } from './begin.js'
import { type DocumentFile, sortByClass } from './discover.js'
import { digestEnvironment, digestSurroundings } from './environment.js'
import { toReports } from './locate.js'
import { takeLock } from './lock.js'
import type { BuildOptions, Progress } from './options.js'
import { createPageTable, siteOf } from './page-table.js'
import { type Prepared, runPreparation } from './pipeline.js'
import { type Made, openTemplates, type PagePatch, readDetails, renderOne } from './render-one.js'
import { composeResult } from './result.js'
import { sweepSegments } from './segments.js'
import { createSessions } from './session.js'
import { below } from './site-files.js'
import { openStore, type SavedSite } from './store.js'
import { loadTheme, type Theme } from './theme.js'
import { type WatchedTree, watchTree } from './watched-tree.js'

export interface WorkspaceOptions extends Pick<BuildOptions, 'configFile' | 'content' | 'now' | 'workers'> {
  readonly root: string
  readonly onProgress?: (progress: Progress) => void
}

/** The site as it was last prepared without an error that leaves none. */
export interface View {
  readonly prepared: Prepared
  readonly templates: Templates
  /** Of everything beside its props that a page may read. */
  readonly surroundings: string
  /** The clock of the preparation. */
  readonly now: number
}

export interface Workspace {
  readonly root: string
  /** Undefined while there was none that could be shown. */
  view(): View | undefined
  /** Of the last preparation. */
  reports(): readonly Report[]
  /** Takes in what changed. @param changed paths from the root; `all` where nobody knows. */
  prepare(changed: ReadonlySet<string> | 'all'): Promise<void>
  /** Shows another version of an article's text on its page. @param file from the root.
   *  @returns the page; undefined for what only a preparation can take in. */
  patch(file: string): Promise<SitePath | undefined>
  /** Shows another version of a template or an asset on all pages. @param file from the root.
   *  @returns false for what only a preparation can take in. */
  retheme(file: string): boolean
  /** Loads what the first edit needs, before it comes. */
  warm(): Promise<void>
  /** @param number of the page in the view's list. */
  render(number: number): Promise<Made>
  /** The text of a page; undefined for one without, or one that is lost. */
  details(number: number): Promise<Details | undefined>
  /** A mistake with its line, as the reports have it. */
  report(made: Extract<Made, { readonly kind: 'failed' }>): Promise<readonly Report[]>
  /** Nothing was kept of an earlier start. */
  isNew(): boolean
  /** Puts what is known into the store, for the next start. */
  save(): void
  close(): Promise<void>
}

/** A file that is an article by its name; nothing else is looked up, since a list of all files is not at hand. */
function articleAt({ loaded }: Prepared, path: string, absolute: string): DocumentFile | undefined {
  // A link is another file's.
  if (!lstatSync(absolute, { throwIfNoEntry: false })?.isFile()) return undefined
  return sortByClass([{ path, absolute }], loaded.config).documents.find(({ kind }) => kind === 'article')
}

/** With more changes than these git is asked anew. */
const mostNoted = 500

export function openWorkspace(given: WorkspaceOptions): Workspace {
  const sessions = createSessions()
  const preview = { embargoed: true, withFeeds: true }
  const asked: BuildOptions = { ...given, preview, write: false, sessions }
  const first = begin(asked)
  const { root, files } = first
  const lock = takeLock(`${first.store.folder}.lock`)
  const options: BuildOptions = { ...asked, keeps: !('holder' in lock) }
  let beginning: Beginning = first
  let tree: WatchedTree | undefined
  let noted = 0
  let memory: SavedSite | undefined
  let view: View | undefined
  let reports: readonly Report[] = []
  let unsaved = false
  const patches = new Map<SitePath, PagePatch>()

  /** Git's answer is asked for at once, and waited for by whoever needs it. */
  async function openTree(): Promise<void> {
    const git = await beginning.git
    tree = git && watchTree(root, git)
    noted = 0
  }

  function nextBeginning(): Beginning {
    const pages = view?.prepared.pages
    const { store } = beginning
    return {
      ...beginning,
      now: given.now ?? Date.now(),
      startedMs: performance.now(),
      git: Promise.resolve(tree?.tree),
      output: undefined,
      store: memory ? { ...store, readSite: () => memory, readPages: () => undefined } : store,
      ...(pages ? { known: (high: number, low: number) => pages.has(high, low) } : {}),
    }
  }

  async function prepareOnce(): Promise<void> {
    const now = nextBeginning()
    // What is kept for the next time is a part of it: that may meet what is lost, too.
    const done = await runPreparation(options, now, prepared => ({
      prepared,
      saved: prepared.saved(Date.now()),
    }))
    reports = done.reports
    if (!done.value) return
    memory = done.value.saved
    view = openView(done.value.prepared, now.now)
    unsaved = true
    patches.clear()
  }

  /** Templates stay compiled as long as what they may read stays the same. */
  function openView(prepared: Prepared, now: number): View {
    const surroundings = digestEnvironment(digestSurroundings(prepared.loaded.config, prepared.surroundings))
    const templates = view?.surroundings === surroundings ? view.templates : openTemplates(prepared)
    return { prepared, templates, surroundings, now }
  }

  return {
    root,
    view: () => view,
    reports: () => reports,
    async prepare(changed) {
      if (changed === 'all' || noted + changed.size > mostNoted) {
        if (tree || view) beginning = begin(asked)
        await openTree()
      } else {
        if (!tree && !view) await openTree()
        tree?.note(changed)
        noted += changed.size
      }
      try {
        await prepareOnce()
      } catch (cause) {
        // What is in memory leans on files of the store; when those are gone, everything is made anew.
        if (!(cause instanceof LostStore) || !memory) throw cause
        memory = undefined
        await prepareOnce()
      }
    },
    async patch(name) {
      if (!view) return undefined
      const { prepared } = view
      const { site } = prepared.sources
      const [path] = below(`${site.options.contentFolder}/`, [name])
      const n = path === undefined ? -1 : site.find(path)
      if (path === undefined || n < 0) return undefined
      const file = articleAt(prepared, path, join(root, name))
      if (!file) return undefined
      const { files: parsed } = await prepared.shop.pool(1).run({ kind: 'parse', files: [file] })
      const { document, diagnostics = [] } = parsed[0] ?? {}
      if (document?.kind !== 'article' || hasErrors(diagnostics)) return undefined
      const card = site.recast(n, document)
      if (!card) return undefined
      const { title, dek, image, region } = card
      patches.set(site.path(n), {
        locator: document.locator,
        slots: site.resolve(n, document.slots),
        page: { title, description: dek, image, region: region?.key },
        card,
      })
      return site.path(n)
    },
    retheme(name) {
      // What a block's template says of its attributes is checked in the texts.
      if (!view || !name.startsWith('templates/') || name.startsWith('templates/blocks/')) return false
      const theme = loadTheme(files, root)
      const { prepared } = view
      const listed = ({ templates, assets }: Theme) => JSON.stringify([[...templates.keys()], [...assets]])
      // One that came or went is another list of files.
      if (hasErrors(theme.diagnostics) || listed(theme) !== listed(prepared.theme)) return false
      const surroundings = { ...prepared.surroundings, templates: theme.templates }
      view = openView({ ...prepared, theme, surroundings }, view.now)
      return true
    },
    async warm() {
      // Of some article, so that the parser has run once.
      const { prepared } = view ?? {}
      const { site, found } = prepared?.sources ?? {}
      const file = site && site.size > 0 ? found?.document(site.file(site.size - 1)) : undefined
      await prepared?.shop.pool(1).run({ kind: 'parse', files: file ? [file] : [] })
    },
    async render(number) {
      const { prepared, templates } = view!
      return renderOne(prepared, templates, number, patches.get(prepared.pages.path(number)))
    },
    async details(number) {
      const { prepared } = view!
      const page = prepared.pages.page(number)
      if (!('template' in page) || !page.body) return undefined
      const locator = patches.get(page.path)?.locator ?? page.body.locator
      return readDetails(prepared, locator, page.body.file).catch(() => undefined)
    },
    report: ({ diagnostic }) =>
      toReports([diagnostic], files, root, view?.prepared.loaded.config.content.fields ?? {}),
    isNew: () => first.store.record === undefined && memory === undefined,
    save() {
      if (!unsaved || !view || !options.keeps) return
      const { prepared, now } = view
      const { sources, pages } = prepared
      const table = createPageTable()
      const blank = { stampHigh: 0, stampLow: 0, size: 0, modifiedMs: 0, digest: digestText(''), profile: 0 }
      for (let page = 0; page < pages.size; page++)
        table.add({
          ...blank,
          file: outputPath(pages.path(page)),
          keyHigh: pages.keys.high[page]!,
          keyLow: pages.keys.low[page]!,
        })
      const saved = table.saved()
      const told = { diagnostics: [], reports: [], untold: [], fixes: [], ms: { total: 0 } }
      const record = {
        options: first.options,
        // Never "nothing has changed": what a server shows it has to make.
        tree: '',
        unsure: [],
        code: [],
        environment: [],
        until: null,
        out: '',
        site: siteOf(saved),
        boot: '',
        result: composeResult({ prepared }, told),
      }
      const store = openStore(files, first.store.folder, first.engine)
      try {
        store.save(record, now, prepared.saved(Date.now()), saved)
      } catch (cause) {
        if (!(cause instanceof LostStore)) throw cause
        // The next server makes everything anew.
        store.forget()
        return
      }
      sweepSegments(join(first.store.folder, 'bodies'), sources.segments(), prepared.firstSegment)
      unsaved = false
    },
    async close() {
      await sessions.reset()
      if (!('holder' in lock)) lock.release()
    },
  }
}
