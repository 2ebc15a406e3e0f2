// The whole program on one screen: discover → parse → model → outputs → render → write. Each step is timed. What
// an earlier build kept goes into a step and makes it short; it never changes what comes out.
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { digestValue } from '../base/digest.js'
import { LostStore } from '../base/stretch.js'
import type { FieldSources } from '../content/names.js'
import { type Diagnostic, error, hasErrors, warning } from '../diagnostics/diagnostic.js'
import { fileOutputs } from '../outputs/files.js'
import { builtInOutputs } from '../outputs/outputs.js'
import { collectPages } from '../outputs/page.js'
import { nextChange } from '../outputs/sitemaps.js'
import type { Site } from '../site/site.js'
import type { Beginning } from './begin.js'
import { checkLinks } from './check-links.js'
import { siteConstants } from './constants.js'
import { commitDelta, deltaStanding, manifestFiles, openDelta, readBase } from './delta.js'
import { digestSurroundings, type Surroundings } from './environment.js'
import { foldRepeats } from './fold.js'
import type { CodeInput } from './load-config.js'
import { toReports } from './locate.js'
import { takeLock } from './lock.js'
import { hostLimits, type Manifest, passedLimits } from './manifest.js'
import { digestsOf, readsNothing } from './memo.js'
import type { BuildOptions, BuildResult, Inspection, StepName } from './options.js'
import { createPageTable, type SavedTable, siteOf } from './page-table.js'
import { type Published, publish } from './publish.js'
import { type LoadedSite, readSiteConfig } from './read-config.js'
import { reasonOf } from './reasons.js'
import { renderAll } from './render-all.js'
import { createScratch, removeScratch } from './scratch.js'
import { sweepSegments } from './segments.js'
import { planShelves } from './shelves.js'
import { openShop } from './shop.js'
import { buildSources, type SourceInput, type Sources } from './sources.js'
import { assumeStanding, type KeptOutput, readStanding } from './standing.js'
import { readBoot, type SavedSite, withoutRecord } from './store.js'
import { loadTheme, type Theme } from './theme.js'
import { readUnsure } from './unchanged.js'
import { valuesOf } from './variables.js'
import { runWidgets } from './widgets.js'
import { commit, openTarget, type Target } from './write.js'

export function runBuild(options: BuildOptions, beginning: Beginning): Promise<BuildResult> {
  return runOnce(options, beginning, run => run.steps())
}

/** What was kept may turn out to be damaged only when it is looked at: then everything is made anew. */
async function runOnce<T>(
  options: BuildOptions,
  beginning: Beginning,
  act: (run: ReturnType<typeof createRun>) => Promise<T>,
): Promise<T> {
  const run = createRun(options, beginning)
  try {
    return await act(run)
  } catch (cause) {
    const again = beginAgain(cause, beginning)
    if (!again) throw cause
    await run.close()
    return runOnce(options, again, act)
  } finally {
    await run.close()
  }
}

/** Where the store stands in the way, the site is built without it. */
function beginAgain(cause: unknown, beginning: Beginning): Beginning | undefined {
  const without = { ...beginning, output: undefined, store: withoutRecord(beginning.store) }
  if (cause instanceof LostStore) return beginning.store.record ? without : undefined
  const unwritable = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM'].includes(
    (cause as { code?: string }).code ?? '',
  )
  return unwritable && beginning.aside === undefined ? { ...without, aside: reasonOf(cause) } : undefined
}

export async function runInspection<T>(
  options: BuildOptions,
  beginning: Beginning,
  look: (site: Site) => T,
): Promise<Inspection<T>> {
  return runPreparation(options, beginning, ({ sources }) => look(sources.site))
}

/** Everything up to the pages; then somebody looks at them. */
export async function runPreparation<T>(
  options: BuildOptions,
  beginning: Beginning,
  look: (prepared: Prepared) => T,
): Promise<Inspection<T>> {
  return runOnce({ ...options, write: false }, beginning, async run => {
    const prepared = await run.prepare()
    const reports = await run.reports()
    return prepared ? { value: look(prepared), reports, ok: !run.failed() } : { reports, ok: false }
  })
}

export type Prepared = NonNullable<Awaited<ReturnType<ReturnType<typeof createRun>['prepare']>>>

function createRun(options: BuildOptions, beginning: Beginning) {
  const { root, files, now, startedMs, engine, store } = beginning
  const usesStore = options.cache !== false
  const ms: Partial<Record<StepName, number>> = {}
  const diagnostics: Diagnostic[] = []
  const closing: (() => void | Promise<void>)[] = []
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
    const loaded = await step('config', () => readSiteConfig(files, root, options, engine, diagnostics))
    if (!loaded || hasErrors(diagnostics)) return undefined
    const { config } = loaded
    fieldSources = config.content.fields
    const theme = loadTheme(files, root)
    report(theme.diagnostics)
    const { aside } = beginning
    if (aside !== undefined) report([warning('DL6005', { reason: aside })])
    const keeps = usesStore && options.write !== false && aside === undefined && takeStore()
    const { shop, scratch, firstSegment } = await openWorkplace(loaded, keeps)
    const git = await step('discover', () => beginning.git)
    const unsure = git && readUnsure(files, root, git)
    const past = usesStore ? await step('discover', () => store.readSite()) : undefined
    const kept = usesStore && store.record && past ? readKept() : undefined
    const input = {
      beginning,
      loaded,
      git,
      theme,
      shop,
      keepGoing: options.keepGoing ?? false,
      step,
      progress,
    }
    const sources = await buildWithOneParser(input, past)
    report(sources.diagnostics)

    const { site } = sources
    const assets = new Map(
      [...theme.assets.keys()].map(path => [path, sources.copied({ from: 'theme', path })] as const),
    )
    // Addresses with digests are there when some template has the word for them.
    const asked = [...theme.templates.values()].some(text => text.includes('assetWithDigest'))
    const fileOutput = fileOutputs(sources.publicFiles, theme.assets, asked ? assets : undefined)
    const outputs = [...builtInOutputs, ...config.outputs, ...fileOutput]
    const table = createPageTable(kept?.pages)
    const isKnown = (high: number, low: number): boolean => table.find(high, low) >= 0
    const collected = await step('outputs', () => collectPages(site, outputs, sources.copied, isKnown))
    const { pages } = collected
    report(collected.diagnostics, checkLinks(site, pages))
    const widgets = runWidgets(config.widgets, site)
    report(widgets.diagnostics)
    const surroundings: Surroundings = {
      templates: theme.templates,
      constants: siteConstants(config, site, pages),
      widgets: widgets.values,
      assets,
    }
    return {
      loaded,
      theme,
      sources,
      pages,
      outputs,
      surroundings,
      shop,
      scratch,
      firstSegment,
      kept,
      keeps,
      git,
      unsure,
    }
  }

  /** Files parsed by another parser than the kept ones: then all are parsed again. */
  async function buildWithOneParser(input: Omit<SourceInput, 'past'>, past: SavedSite | undefined) {
    const sources = await buildSources({ ...input, past })
    if (!sources.unusable) return sources
    return buildSources({ ...input, past: past && { ...past, parse: { ...past.parse, key: undefined } } })
  }

  function readKept(): KeptOutput | undefined {
    const pages = beginning.output?.pages ?? store.readPages()
    // A table of another generation knows nothing of what the last build wrote.
    return pages && siteOf(pages) === store.record!.site ? { record: store.record!, pages } : undefined
  }

  /** One build at a time writes the store; another one does without. */
  function takeStore(): boolean {
    const lock = takeLock(join(root, '.dateline', 'store.lock'))
    if ('holder' in lock) return false
    closing.push(() => lock.release())
    return true
  }

  async function openWorkplace(loaded: LoadedSite, keeps: boolean) {
    const open = () => {
      const place =
        beginning.aside === undefined ? join(root, '.dateline', 'tmp') : join(tmpdir(), 'dateline')
      const scratch = createScratch(place)
      const plan = planShelves(store.folder, scratch, keeps)
      const shop = openShop(loaded, plan, files, options.workers)
      const close = async () => {
        await shop.close()
        removeScratch(scratch)
      }
      return { shop, scratch, firstSegment: plan.first, close }
    }
    if (options.sessions) {
      const { module, siteFiles, config } = loaded
      return options.sessions.of(
        digestValue({ module, siteFiles, content: config.contentFolder, keeps }),
        open,
      )
    }
    const workplace = open()
    closing.push(workplace.close)
    return workplace
  }

  async function steps(): Promise<BuildResult> {
    const prepared = await prepare()
    if (!prepared) return result({})
    const { loaded, sources, pages, surroundings, shop, scratch, kept } = prepared
    // A site with errors is rendered all the same, to show the templates' mistakes too; it is not written.
    const writes = options.write !== false && (options.keepGoing || !hasErrors(diagnostics))
    const opened = writes ? openOutput(loaded.config.contentFolder) : undefined
    if (writes && !opened) return result({ prepared })
    const target = opened?.target
    const base = opened?.base
    const environment = digestSurroundings(loaded.config, surroundings)
    const standing = await step('render', () =>
      base
        ? deltaStanding(base, kept)
        : target
          ? readStanding(files, target, kept, beginning.output?.check)
          : assumeStanding(kept),
    )
    const published = await publish({
      files,
      pages,
      environment,
      standing,
      target,
      keepGoing: options.keepGoing ?? false,
      faulty: hasErrors(diagnostics),
      step,
      commit: (into, table, change) =>
        base ? commitDelta(files, into, base, table, change, now) : commit(files, into, change),
      render: stale =>
        renderAll({
          pages,
          stale,
          shop,
          files,
          scratch,
          ...surroundings,
          environment,
          target,
          sourceOf: sources.sourceOf,
          recover: sources.recover,
          intern: reads => standing.table.intern(reads ? digestsOf(reads, environment) : readsNothing),
          onProgress: progress('render'),
        }),
    })
    report(published.diagnostics, published.table ? overLimits(published.table) : [])
    const whole = await result({ prepared, published })
    const said = diagnostics.length
    if (published.done) await step('keep', () => keep(prepared, published, whole))
    return {
      ...whole,
      ...(diagnostics.length > said ? { reports: await reports() } : {}),
      ms: wholeMs({ ...noTime, ...ms, total: performance.now() - startedMs }),
    }
  }

  /** Keeps what the next build can use. That this fails costs the next build time, and is said. */
  function keep(
    { sources, loaded, theme, surroundings, keeps, firstSegment, git, unsure }: Prepared,
    { table }: Published,
    whole: BuildResult,
  ): void {
    const { until } = sources.site
    const clock = { now: new Date(now).toISOString(), nextChange: whole.nextChange }
    try {
      if (beginning.aside === undefined)
        files.write(join(root, '.dateline/next-change.json'), `${JSON.stringify(clock)}\n`)
      if (!keeps || !table) return
      const record = {
        options: beginning.options,
        tree: isKnown(sources, loaded) && git ? git.fingerprint : '',
        unsure: unsure ?? [],
        code: [...loaded.inputs, ...sources.inputs, ...theme.inputs, ...assetInputs(theme, surroundings)].map(
          ([path, digest]) => [relative(root, resolve(root, path)), digest] as const,
        ),
        environment: valuesOf(loaded.environment ?? []),
        until: Number.isFinite(until) ? until : null,
        out: beginning.out,
        site: siteOf(table),
        boot: readBoot(),
        result: { ...whole, changes: { written: [], removed: [] } },
      }
      store.save(record, now, sources.saved(Date.now()), table)
      const { bodies, terms } = sources.segments()
      sweepSegments(join(store.folder, 'bodies'), bodies, firstSegment)
      sweepSegments(join(store.folder, 'terms'), terms, firstSegment)
    } catch (cause) {
      report([warning('DL6005', { reason: reasonOf(cause) })])
    }
  }

  /** What the host that was named does not take. */
  function overLimits(table: SavedTable): Diagnostic[] {
    const limit = options.host === undefined ? undefined : hostLimits[options.host]
    if (!limit) return []
    return passedLimits(manifestFiles(createPageTable(table)).values(), limit).map(reason =>
      warning('DL6007', { host: limit.host, reason }),
    )
  }

  /** Whether everything that the site is made of is in the record, so that "unchanged" can be said at a glance. */
  function isKnown(sources: Sources, { module, code, environment, inputs }: LoadedSite): boolean {
    const inside = inputs.every(([path]) => !path.startsWith('..'))
    return sources.listed && module !== undefined && code !== undefined && environment !== undefined && inside
  }

  interface Opened {
    readonly target: Target
    /** Only of a delta. */
    readonly base?: Manifest
  }

  function openOutput(contentFolder: string): Opened | undefined {
    const refuse = (diagnostic: Diagnostic): undefined => void report([diagnostic])
    const { delta } = options
    const shown = delta?.folder ?? beginning.out
    const out = resolve(root, shown)
    const lock = takeLock(join(dirname(out), `.${basename(out)}.dateline-lock`))
    if ('holder' in lock) return refuse(error('DL6004', { folder: shown, holder: String(lock.holder) }))
    closing.push(() => lock.release())
    if (delta) {
      const path = delta.base === undefined ? undefined : resolve(root, delta.base)
      const read = readBase(files, path, delta.base ?? '')
      if ('diagnostic' in read) return refuse(read.diagnostic)
      const opened = openDelta(files, out, shown)
      return 'target' in opened ? { target: opened.target, base: read.base } : refuse(opened.diagnostic)
    }
    const readFolders = [resolve(root, contentFolder), join(root, 'public'), join(root, 'templates')]
    const opened = openTarget(files, out, root, shown, readFolders)
    return 'target' in opened ? opened : refuse(opened.diagnostic)
  }

  const reports = () => toReports(foldRepeats(diagnostics), files, root, fieldSources)

  interface Outcome {
    readonly prepared?: Prepared
    readonly published?: Published
  }

  async function result({ prepared, published }: Outcome): Promise<BuildResult> {
    const inError = faulty()
    const site = prepared?.sources.site
    const shown = prepared?.loaded.config.contentFolder
    const found = (prepared?.sources.tree.documents ?? []).filter(({ kind }) => kind === 'article')
    const articles = site?.size ?? 0
    const refused = found.filter(({ path }) => inError.has(`${shown}/${path}`)).length
    const changes = published?.changes ?? { written: [], removed: [] }
    const pages = prepared?.pages.size ?? 0
    return {
      ok: !hasErrors(diagnostics),
      published: published?.done ?? false,
      articles,
      found: found.length,
      hidden: Math.max(0, found.length - articles - refused),
      hiddenBy: Object.fromEntries(
        [...(site?.hidden ?? [])].filter(([reason]) => reason !== 'left out because of an error'),
      ),
      pages,
      written: changes.written.length,
      unchanged: published?.unchanged ?? 0,
      removed: changes.removed.length,
      counters: {
        parsed: prepared?.sources.parsed ?? 0,
        ranked: prepared?.sources.ranked ?? 0,
        ...(published?.counters ?? { rendered: 0, bytes: 0 }),
      },
      ms: wholeMs({ ...noTime, ...ms, total: performance.now() - startedMs }),
      reports: await reports(),
      nextChange: site ? nextChange(site) : null,
      changes,
    }
  }

  return {
    steps,
    prepare,
    failed: () => hasErrors(diagnostics),
    reports,
    async close() {
      for (const end of closing.splice(0).reverse()) await end()
    },
  }
}

/** Assets may be links to files that git does not list. */
function assetInputs({ assets }: Theme, { assets: digests }: Surroundings): CodeInput[] {
  return [...assets].map(([name, path]) => [path, digests.get(name)!] as const)
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
  keep: 0,
}

function wholeMs<K extends string>(ms: Readonly<Record<K, number>>): Record<K, number> {
  return Object.fromEntries(
    Object.entries<number>(ms).map(([name, value]) => [name, Math.round(value)]),
  ) as Record<K, number>
}
