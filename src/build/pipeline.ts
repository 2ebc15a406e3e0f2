// The whole program on one screen: discover → parse → model → outputs → render → write. Each step is timed.
import { availableParallelism } from 'node:os'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { digestValue } from '../base/digest.js'
import { type Config, resolveConfig, type SettingsFile } from '../config/config.js'
import type { UserConfig } from '../config/define.js'
import { type Diagnostic, error, hasErrors } from '../diagnostics/diagnostic.js'
import type { Report } from '../diagnostics/reporters.js'
import { fileOutputs } from '../outputs/files.js'
import { directoryLinks } from '../outputs/lists.js'
import { isRightToLeft } from '../outputs/meta.js'
import { builtInOutputs } from '../outputs/outputs.js'
import { collectPages, type Page } from '../outputs/page.js'
import { nextChange } from '../outputs/sitemaps.js'
import { buildModel } from '../site/model.js'
import { buildSite, readEditorial, type Site } from '../site/site.js'
import { checkLinks } from './check-links.js'
import { discoverContent, discoverFiles } from './discover.js'
import { foldRepeats } from './fold.js'
import { createMediaIndex } from './images.js'
import { findConfig, loadConfig, readYamlFiles } from './load-config.js'
import { toReports } from './locate.js'
import { createNodeFiles } from './node-files.js'
import { parseAll } from './parse-all.js'
import { inlinePool, type Pool, threadPool } from './pool.js'
import { rankAll } from './rank-all.js'
import { renderAll, runWidgets } from './render-all.js'
import { createScratch, removeScratch, type Session, type Sessions } from './session.js'
import { openSegments } from './store.js'
import { createWorkshop } from './tasks.js'
import { loadTheme } from './theme.js'
import { discard, openTarget, type Target } from './write.js'

export interface BuildOptions {
  /** The project's folder; the current one by default. */
  readonly root?: string
  /** Path of the config file, from the root. */
  readonly configFile?: string
  /** A config in place of a file. Such a build uses no threads, since functions cannot be sent to one. */
  readonly config?: UserConfig
  /** In place of the config's content folder, from the root. */
  readonly content?: string
  /** The output folder, from the root. */
  readonly out?: string
  /** The clock, ms since 1970. */
  readonly now?: number
  /** Threads beside the main one; chosen by the size of the site when undefined. */
  readonly workers?: number
  /** Publish what has no errors. */
  readonly keepGoing?: boolean
  /** False: everything but writing. */
  readonly write?: boolean
  readonly onProgress?: (progress: Progress) => void
  /** What a watch keeps between builds. */
  readonly sessions?: Sessions
}

export interface Progress {
  readonly step: StepName
  readonly done: number
  readonly total: number
}

export type StepName = 'config' | 'discover' | 'parse' | 'model' | 'related' | 'outputs' | 'render' | 'write'

export interface BuildResult {
  /** No errors. With `keepGoing` the site may have been written all the same. */
  readonly ok: boolean
  /** The output folder holds this build. */
  readonly published: boolean
  /** Articles that readers see. */
  readonly articles: number
  /** Files of articles that were found, and how many of them are not visible for a reason that is no error. */
  readonly found: number
  readonly hidden: number
  /** Files of the site. */
  readonly pages: number
  readonly written: number
  readonly removed: number
  readonly unchanged: number
  readonly counters: Counters
  readonly ms: Readonly<Record<'total' | StepName, number>>
  readonly reports: readonly Report[]
  /** When the site next changes by itself, in the site's zone. */
  readonly nextChange: string | null
}

/** Work that was really done: what a push costs. */
export interface Counters {
  readonly parsed: number
  readonly ranked: number
  readonly rendered: number
}

/** Below this many files threads cost more to start than they save (measured on two cores, 2026-11). */
const threadsFrom = 400

export async function build(options: BuildOptions = {}): Promise<BuildResult> {
  const run = createRun(options)
  try {
    return await run.steps()
  } finally {
    await run.close()
  }
}

/** Builds the Site without rendering or writing anything: what `dateline related` looks at. */
export async function inspect<T>(
  options: BuildOptions,
  look: (site: Site) => T,
): Promise<{ readonly value?: T; readonly reports: readonly Report[]; readonly ok: boolean }> {
  const run = createRun({ ...options, write: false })
  try {
    const prepared = await run.prepare()
    const reports = await run.reports()
    return prepared ? { value: look(prepared.site), reports, ok: !run.failed() } : { reports, ok: false }
  } finally {
    await run.close()
  }
}

interface LoadedSite {
  readonly config: Config
  /** From the root. */
  readonly file: string
  /** The bundled config; undefined for one that was handed over as a value. */
  readonly module?: string
  readonly siteFiles: readonly SettingsFile[]
}

function createRun(options: BuildOptions) {
  const root = resolve(options.root ?? '.')
  const now = options.now ?? Date.now()
  const files = createNodeFiles()
  const started = performance.now()
  const ms: Partial<Record<StepName, number>> = {}
  const diagnostics: Diagnostic[] = []
  const cache = join(root, '.dateline')
  let pool: Pool | undefined
  let session: Session | undefined
  let scratch: string | undefined

  async function step<T>(name: StepName, act: () => T | Promise<T>): Promise<T> {
    const from = performance.now()
    try {
      return await act()
    } finally {
      ms[name] = (ms[name] ?? 0) + performance.now() - from
    }
  }
  const progress = (name: StepName) => (done: number, total: number) =>
    options.onProgress?.({ step: name, done, total })
  /** Without `keepGoing` the first step with errors is the last one that matters: later ones would only repeat it. */
  const stops = () => hasErrors(diagnostics) && !options.keepGoing
  const faulty = () =>
    new Set(
      diagnostics.flatMap(item => (item.severity === 'error' && item.file !== undefined ? [item.file] : [])),
    )

  async function readConfig(): Promise<LoadedSite | undefined> {
    let raw: unknown = options.config
    let file = 'dateline.config.ts'
    let module: string | undefined
    if (raw === undefined) {
      const path = findConfig(root, options.configFile)
      if (path === undefined) {
        diagnostics.push(error('DL5004', { looked: options.configFile ?? root }))
        return undefined
      }
      const loading = await loadConfig(path, root, join(cache, 'config'), files)
      if ('diagnostic' in loading) {
        diagnostics.push(loading.diagnostic)
        return undefined
      }
      ;({ raw, file, module } = loading.loaded)
    }
    const folder = contentFolder(raw)
    if (options.content !== undefined && isMap(raw))
      raw = { ...raw, content: { ...(isMap(raw.content) ? raw.content : {}), folder } }
    const found = discoverFiles(files, join(resolve(root, folder), '_site'), `${folder}/_site`, root)
    const settings = readYamlFiles(files, found.found, `${folder}/_site`)
    const resolved = resolveConfig(raw, file, settings.read)
    diagnostics.push(...found.diagnostics, ...settings.diagnostics, ...resolved.diagnostics)
    return (
      resolved.config && {
        config: resolved.config,
        file,
        ...(module === undefined ? {} : { module }),
        siteFiles: settings.read,
      }
    )
  }

  /** Known before the config is checked, since settings stand in it. */
  function contentFolder(raw: unknown): string {
    if (options.content !== undefined) return shorten(options.content)
    const content = isMap(raw) && isMap(raw.content) ? raw.content.folder : undefined
    return typeof content === 'string' && content !== '' ? content.replace(/\/+$/, '') : 'content'
  }

  function shorten(path: string): string {
    const absolute = resolve(root, path)
    const inside = relative(root, absolute)
    return inside !== '' && !inside.startsWith('..') && !isAbsolute(inside)
      ? inside.split('\\').join('/')
      : absolute
  }

  /** Everything up to the Site and its pages. */
  async function prepare() {
    const loaded = await step('config', readConfig)
    if (!loaded || stops()) return undefined
    const { config } = loaded
    const shown = config.contentFolder
    const folder = resolve(root, shown)

    const tree = await step('discover', () =>
      discoverContent(files, folder, shown, { endings: config.endings }, root),
    )
    const publicTree = discoverFiles(files, join(root, 'public'), 'public', root)
    const fronts = readYamlFiles(files, tree.fronts, shown)
    diagnostics.push(...tree.diagnostics, ...publicTree.diagnostics, ...fronts.diagnostics)
    if (files.list(folder) === undefined)
      diagnostics.push(error('DL1019', { reason: 'the content folder is not there' }, { file: shown }))

    const workers = await startPool(loaded, tree.documents.length)
    const parsed = await step('parse', () =>
      parseAll(tree.documents, workers, files, session, progress('parse')),
    )
    diagnostics.push(...parsed.diagnostics)
    if (stops()) return undefined

    const media = createMediaIndex(tree.media, publicTree.found)
    const frontFiles = fronts.read.map(({ file, name, data }) => ({
      file,
      region: /^_front\.(.+)$/.exec(name)?.[1],
      data,
    }))
    const buildOnce = async (): Promise<Site> => {
      const model = await step('model', () => buildModel(parsed.library, config.site, now, faulty()))
      const editorial = readEditorial(model)
      const related = await step('related', () =>
        rankAll(model, editorial.byPlace, workers, config.site.related, progress('related')),
      )
      const built = await step('model', () =>
        buildSite(model, { media, fronts: frontFiles, related: related.list }),
      )
      modelDiagnostics = [...editorial.diagnostics, ...built.diagnostics]
      ranked = related.ranked
      return built
    }
    let modelDiagnostics: readonly Diagnostic[] = []
    let ranked = 0
    let site = await buildOnce()
    if (options.keepGoing && hasErrors(modelDiagnostics)) {
      // What the model found wrong is left out, and the rest is put together again without it.
      diagnostics.push(...modelDiagnostics.filter(item => item.severity === 'error'))
      site = await buildOnce()
    }
    diagnostics.push(...modelDiagnostics)

    const theme = loadTheme(files, root)
    diagnostics.push(...theme.diagnostics)
    const collected = await step('outputs', () =>
      collectPages(site, [
        ...builtInOutputs,
        ...config.outputs,
        ...fileOutputs(
          publicTree.found.map(({ path }) => path),
          [...theme.assets.keys()].sort(),
        ),
      ]),
    )
    diagnostics.push(...collected.diagnostics, ...checkLinks(site, collected.pages))
    return {
      config,
      site,
      pages: collected.pages,
      theme,
      tree,
      parsed: parsed.parsed,
      ranked,
      workers,
      folder,
    }
  }

  /** A watch goes on with its pool as long as the config is the same. */
  async function startPool(loaded: LoadedSite, documents: number): Promise<Pool> {
    const open = (folder: string) => openPool(loaded, documents, folder)
    if (!options.sessions) {
      scratch = createScratch(root)
      pool = open(scratch)
      return pool
    }
    const key = digestValue({
      module: loaded.module,
      siteFiles: loaded.siteFiles,
      content: loaded.config.contentFolder,
    })
    session = await options.sessions.of(key, open)
    return session.pool
  }

  function openPool(
    { config, module, file, siteFiles }: LoadedSite,
    documents: number,
    folder: string,
  ): Pool {
    const shown = config.contentFolder
    const segments = join(folder, 'segments')
    const threads =
      module === undefined ? 0 : (options.workers ?? (documents < threadsFrom ? 0 : availableParallelism()))
    if (threads === 0 || module === undefined)
      return inlinePool(createWorkshop(config, shown, files, openSegments(segments, 0)))
    return threadPool(threads, { configModule: module, configFile: file, siteFiles, shown, segments })
  }

  const reports = () => toReports(foldRepeats(diagnostics), files, root)

  async function steps(): Promise<BuildResult> {
    const prepared = await prepare()
    if (!prepared || stops()) return result({ prepared })
    const { config, site, pages, theme, workers } = prepared
    const out = resolve(root, options.out ?? 'dist')
    let target: Target | undefined
    if (options.write !== false) {
      const opened = openTarget(files, out, root, options.out ?? 'dist', [
        prepared.folder,
        join(root, 'public'),
        join(root, 'templates'),
      ])
      if ('diagnostic' in opened) {
        diagnostics.push(opened.diagnostic)
        return result({ prepared })
      }
      target = opened.target
    }
    const widgets = runWidgets(config.widgets, site)
    diagnostics.push(...widgets.diagnostics)
    const constants = siteConstants(config, site, pages)
    const rendered = await step('render', () =>
      renderAll({
        pages,
        pool: workers,
        files,
        templates: theme.templates,
        constants,
        widgets: widgets.values,
        target,
        scratch: session?.scratch ?? scratch!,
        session,
        sourceOf: copy =>
          copy.from === 'theme'
            ? theme.assets.get(copy.path)!
            : join(copy.from === 'public' ? join(root, 'public') : prepared.folder, copy.path),
        onProgress: progress('render'),
      }),
    )
    diagnostics.push(...rendered.diagnostics)
    if (!target) return result({ prepared, rendered })
    if (stops()) {
      discard(files, target)
      return result({ prepared, rendered })
    }
    const written = await step('write', () => rendered.commit(target))
    diagnostics.push(...written.diagnostics)
    const done = written.diagnostics.length === 0
    if (done) {
      files.write(
        join(cache, 'next-change.json'),
        `${JSON.stringify({ now: new Date(now).toISOString(), nextChange: nextChange(site) })}\n`,
      )
    }
    return result({ prepared, rendered, written: { removed: written.removed, done } })
  }

  interface Outcome {
    readonly prepared?: Awaited<ReturnType<typeof prepare>>
    readonly rendered?: Awaited<ReturnType<typeof renderAll>>
    readonly written?: { readonly removed: number; readonly done: boolean }
  }

  async function result({ prepared, rendered, written }: Outcome): Promise<BuildResult> {
    const found = prepared?.tree.documents.filter(file => file.facts.kind === 'article').length ?? 0
    const articles = prepared?.site.size ?? 0
    const inError = new Set(
      [...faulty()].filter(file =>
        prepared?.tree.documents.some(
          document =>
            `${prepared.config.contentFolder}/${document.path}` === file && document.facts.kind === 'article',
        ),
      ),
    )
    const located = await reports()
    return {
      ok: !hasErrors(diagnostics),
      published: written?.done ?? false,
      articles,
      found,
      hidden: Math.max(0, found - articles - inError.size),
      pages: prepared?.pages.length ?? 0,
      written: rendered?.written ?? 0,
      unchanged: rendered?.unchanged ?? 0,
      removed: written?.removed ?? 0,
      counters: {
        parsed: prepared?.parsed ?? 0,
        ranked: prepared?.ranked ?? 0,
        rendered: rendered?.rendered ?? 0,
      },
      ms: {
        config: 0,
        discover: 0,
        parse: 0,
        model: 0,
        related: 0,
        outputs: 0,
        render: 0,
        write: 0,
        ...rounded(ms),
        total: Math.round(performance.now() - started),
      },
      reports: located,
      nextChange: prepared ? nextChange(prepared.site) : null,
    }
  }

  return {
    steps,
    prepare,
    failed: () => hasErrors(diagnostics),
    reports,
    async close() {
      await pool?.close()
      if (scratch !== undefined) removeScratch(scratch)
    },
  }
}

/** What templates see as `it.site`. Nothing in it may change with every article. */
function siteConstants(config: Config, site: Site, pages: readonly Page[]): Record<string, unknown> {
  const icon = ['/favicon.svg', '/favicon.ico', '/favicon.png'].find(path =>
    pages.some(page => page.path === path),
  )
  return {
    ...config.constants,
    dir: isRightToLeft(config.site.language) ? 'rtl' : 'ltr',
    regions: site.regions.map(group => ({ ...group.ref })),
    directories: directoryLinks(site),
    pages: site.pages.map(({ document, path }) => ({ title: document.title, url: site.href(path) })),
    related: site.href(config.site.addresses.related),
    icon: icon && site.href(icon),
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function rounded(ms: Partial<Record<StepName, number>>): Partial<Record<StepName, number>> {
  return Object.fromEntries(Object.entries(ms).map(([name, value]) => [name, Math.round(value)]))
}
