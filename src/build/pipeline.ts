// The whole program on one screen: discover → parse → model → outputs → render → write. Each step is timed.
import { basename, dirname, join, resolve } from 'node:path'
import type { FieldSources } from '../content/names.js'
import { type Diagnostic, error, hasErrors } from '../diagnostics/diagnostic.js'
import type { Report } from '../diagnostics/reporters.js'
import { fileOutputs } from '../outputs/files.js'
import { builtInOutputs } from '../outputs/outputs.js'
import { type CopyPage, collectPages } from '../outputs/page.js'
import { nextChange } from '../outputs/sitemaps.js'
import { readEditorial } from '../site/editorial.js'
import type { FrontFile } from '../site/front-page.js'
import { buildModel } from '../site/model.js'
import { buildSite, type Site } from '../site/site.js'
import { checkLinks } from './check-links.js'
import { siteConstants } from './constants.js'
import { discoverContent, discoverFiles } from './discover.js'
import { foldRepeats } from './fold.js'
import { createMediaIndex } from './images.js'
import { readYamlFiles } from './load-config.js'
import { toReports } from './locate.js'
import { takeLock } from './lock.js'
import { createNodeFiles } from './node-files.js'
import type { BuildOptions, BuildResult, StepName } from './options.js'
import { parseAll } from './parse-all.js'
import { rankAll } from './rank-all.js'
import { readSiteConfig } from './read-config.js'
import { renderAll, runWidgets } from './render-all.js'
import { openShop } from './shop.js'
import { loadTheme } from './theme.js'
import { discard, openTarget, type Target } from './write.js'

export async function build(options: BuildOptions = {}): Promise<BuildResult> {
  const run = createRun(options)
  try {
    return await run.steps()
  } finally {
    await run.close()
  }
}

export interface Inspection<T> {
  readonly value?: T
  readonly reports: readonly Report[]
  readonly ok: boolean
}

/** Builds the Site without rendering or writing anything: what `dateline related` looks at. */
export async function inspect<T>(options: BuildOptions, look: (site: Site) => T): Promise<Inspection<T>> {
  const run = createRun({ ...options, write: false })
  try {
    const prepared = await run.prepare()
    const reports = await run.reports()
    return prepared ? { value: look(prepared.site), reports, ok: !run.failed() } : { reports, ok: false }
  } finally {
    await run.close()
  }
}

type Prepared = NonNullable<Awaited<ReturnType<ReturnType<typeof createRun>['prepare']>>>

function createRun(options: BuildOptions) {
  const root = resolve(options.root ?? '.')
  const now = options.now ?? Date.now()
  const files = createNodeFiles()
  const started = performance.now()
  const ms: Partial<Record<StepName, number>> = {}
  const diagnostics: Diagnostic[] = []
  const closing: (() => Promise<void>)[] = []
  let fieldSources: FieldSources = {}

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
  const report = (...found: readonly (readonly Diagnostic[])[]) => diagnostics.push(...found.flat())
  /** Files (as diagnostics name them) that an error keeps from being published. */
  const faulty = () =>
    new Set(
      diagnostics.flatMap(item => (item.severity === 'error' && item.file !== undefined ? [item.file] : [])),
    )

  /** Everything up to the Site and its pages. Goes on after errors in files, so that one run shows them all. */
  async function prepare() {
    const loaded = await step('config', () => readSiteConfig(files, root, options, diagnostics))
    if (!loaded || hasErrors(diagnostics)) return undefined
    const { config } = loaded
    fieldSources = config.content.fields
    const folder = resolve(root, config.contentFolder)

    const tree = await step('discover', () =>
      discoverContent(files, folder, config.contentFolder, config, root),
    )
    const publicTree = discoverFiles(files, join(root, 'public'), 'public', root, true)
    const fronts = readYamlFiles(files, tree.fronts, config.contentFolder)
    const theme = loadTheme(files, root)
    report(tree.diagnostics, publicTree.diagnostics, fronts.diagnostics, theme.diagnostics)

    const shop = await openShop(loaded, tree.documents.length, root, files, options)
    closing.push(shop.close)
    const parsed = await step('parse', () => parseAll(tree.documents, shop, files, progress('parse')))
    report(parsed.diagnostics)

    const media = createMediaIndex(tree.media, publicTree.found)
    const putTogether = async () => {
      const model = await step('model', () => buildModel(parsed.library, config.site, now, faulty()))
      const editorial = readEditorial(model)
      const related = await step('related', () =>
        rankAll(model, editorial.byPlace, shop.pool, config.site.related, progress('related')),
      )
      const site = await step('model', () =>
        buildSite(model, { media, fronts: fronts.read.map(toFront), related: related.list }),
      )
      return { site, ranked: related.ranked, diagnostics: [...editorial.diagnostics, ...site.diagnostics] }
    }
    let model = await putTogether()
    // What the model found wrong is left out, and the rest is put together again without it, until nothing new
    // is found; each round leaves out a file at least.
    for (let known = faulty().size; options.keepGoing && hasErrors(model.diagnostics); ) {
      report(model.diagnostics.filter(item => item.severity === 'error'))
      const now = faulty().size
      model = await putTogether()
      if (now === known) break
      known = now
    }
    report(model.diagnostics)
    const { site } = model

    const outputs = [...builtInOutputs, ...config.outputs, ...fileOutputs(publicTree.found, theme.assets)]
    const collected = await step('outputs', () => collectPages(site, outputs))
    report(collected.diagnostics, checkLinks(site, collected.pages))
    return {
      config,
      site,
      pages: collected.pages,
      theme,
      tree,
      parsed: parsed.parsed,
      ranked: model.ranked,
      shop,
      folder,
    }
  }

  async function steps(): Promise<BuildResult> {
    const prepared = await prepare()
    if (!prepared) return result({})
    const { config, site, pages, theme, shop } = prepared
    const widgets = runWidgets(config.widgets, site)
    report(widgets.diagnostics)
    // A site with errors is rendered all the same, to show the templates' mistakes too; it is not written.
    const writes = options.write !== false && (options.keepGoing || !hasErrors(diagnostics))
    const target = writes ? openOutput(prepared) : undefined
    if (writes && !target) return result({ prepared })
    const rendered = await step('render', () =>
      renderAll({
        pages,
        shop,
        files,
        templates: theme.templates,
        constants: siteConstants(config, site, pages),
        widgets: widgets.values,
        target,
        sourceOf: copy => sourceOf(prepared, copy),
        onProgress: progress('render'),
      }),
    )
    report(rendered.diagnostics)
    if (!target) return result({ prepared, rendered })
    if (hasErrors(diagnostics) && !options.keepGoing) {
      discard(files, target)
      return result({ prepared, rendered })
    }
    const written = await step('write', () => rendered.commit(target))
    report(written.diagnostics)
    const published = written.diagnostics.length === 0
    if (published) {
      const clock = { now: new Date(now).toISOString(), nextChange: nextChange(site) }
      files.write(join(root, '.dateline/next-change.json'), `${JSON.stringify(clock)}\n`)
    }
    return result({ prepared, rendered, removed: written.removed, published })
  }

  function openOutput({ folder }: Prepared): Target | undefined {
    const shown = options.out ?? 'dist'
    const readFolders = [folder, join(root, 'public'), join(root, 'templates')]
    const out = resolve(root, shown)
    const lock = takeLock(join(dirname(out), `.${basename(out)}.dateline-lock`))
    if ('holder' in lock) {
      report([error('DL6004', { folder: shown, holder: String(lock.holder) })])
      return undefined
    }
    closing.push(async () => lock.release())
    const opened = openTarget(files, out, root, shown, readFolders)
    if ('target' in opened) return opened.target
    report([opened.diagnostic])
    return undefined
  }

  function sourceOf({ theme, folder }: Prepared, copy: CopyPage['copy']): string {
    if (copy.from === 'theme') return theme.assets.get(copy.path)!
    return join(copy.from === 'public' ? join(root, 'public') : folder, copy.path)
  }

  const reports = () => toReports(foldRepeats(diagnostics), files, root, fieldSources)

  interface Outcome {
    readonly prepared?: Prepared
    readonly rendered?: Awaited<ReturnType<typeof renderAll>>
    readonly removed?: number
    readonly published?: boolean
  }

  async function result({
    prepared,
    rendered,
    removed = 0,
    published = false,
  }: Outcome): Promise<BuildResult> {
    const inError = faulty()
    const shown = prepared?.config.contentFolder
    const found = (prepared?.tree.documents ?? []).filter(({ facts }) => facts.kind === 'article')
    const articles = prepared?.site.size ?? 0
    const refused = found.filter(({ path }) => inError.has(`${shown}/${path}`)).length
    return {
      ok: !hasErrors(diagnostics),
      published,
      articles,
      found: found.length,
      hidden: Math.max(0, found.length - articles - refused),
      hiddenBy: Object.fromEntries(
        [...(prepared?.site.hidden ?? [])].filter(([reason]) => reason !== 'left out because of an error'),
      ),
      pages: prepared?.pages.length ?? 0,
      written: published ? (rendered?.written ?? 0) : 0,
      unchanged: rendered?.unchanged ?? 0,
      removed,
      counters: {
        parsed: prepared?.parsed ?? 0,
        ranked: prepared?.ranked ?? 0,
        rendered: rendered?.rendered ?? 0,
      },
      ms: wholeMs({ ...noTime, ...ms, total: performance.now() - started }),
      reports: await reports(),
      nextChange: prepared ? nextChange(prepared.site) : null,
    }
  }

  return {
    steps,
    prepare,
    failed: () => hasErrors(diagnostics),
    reports,
    async close() {
      for (const end of closing) await end()
    },
  }
}

const noTime: Readonly<Record<StepName, number>> = {
  config: 0,
  discover: 0,
  parse: 0,
  model: 0,
  related: 0,
  outputs: 0,
  render: 0,
  write: 0,
}

function wholeMs<K extends string>(ms: Readonly<Record<K, number>>): Record<K, number> {
  return Object.fromEntries(
    Object.entries<number>(ms).map(([name, value]) => [name, Math.round(value)]),
  ) as Record<K, number>
}

/** `_front.europe.yml` is the front page of the region `europe`. */
function toFront({
  file,
  name,
  data,
}: {
  readonly file: string
  readonly name: string
  readonly data: unknown
}): FrontFile {
  const region = /^_front\.(.+)$/.exec(name)?.[1]
  return { file, data, ...(region === undefined ? {} : { region }) }
}
