// The whole program on one screen: discover → parse → model → outputs → render → write. Each step is timed. What
// an earlier build kept goes into a step and makes it short; it never changes what comes out.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { digestValue } from '../base/digest.js'
import { LostStore } from '../base/stretch.js'
import type { FieldSources } from '../content/names.js'
import { blocks, type Diagnostic, hasErrors, warning } from '../diagnostics/diagnostic.js'
import { keepFirst } from '../diagnostics/fold.js'
import { judge } from '../diagnostics/rules.js'
import { fileOutputs } from '../outputs/files.js'
import { outputsFor } from '../outputs/outputs.js'
import { collectPages } from '../outputs/page.js'
import type { Site } from '../site/site.js'
import type { Beginning } from './begin.js'
import { checkLinks } from './check-links.js'
import { siteConstants } from './constants.js'
import { commitDelta, deltaStanding } from './delta.js'
import { digestSurroundings, type Surroundings } from './environment.js'
import { findFixes } from './fixes.js'
import { foldRepeats } from './fold.js'
import { FoundLate, findLateFaults, type LateFaults, noLateFaults } from './late-faults.js'
import { toReports } from './locate.js'
import { takeLock } from './lock.js'
import { digestsOf, readsNothing } from './memo.js'
import { openOutput, overLimits } from './open-output.js'
import type { BuildOptions, BuildResult, Inspection, StepName } from './options.js'
import { createPageTable, siteOf } from './page-table.js'
import { publish } from './publish.js'
import { type LoadedSite, readSiteConfig } from './read-config.js'
import { reasonOf } from './reasons.js'
import { remember } from './remember.js'
import { renderAll } from './render-all.js'
import { composeResult, type Outcome } from './result.js'
import { createScratch, removeScratch } from './scratch.js'
import { planShelves } from './shelves.js'
import { openShop } from './shop.js'
import { inContent } from './site-files.js'
import { buildSources, type DateOf, type SourceInput } from './sources.js'
import { assumeStanding, type KeptOutput, readStanding } from './standing.js'
import { type SavedSite, withoutRecord } from './store.js'
import { loadTheme } from './theme.js'
import { readUnsure } from './unchanged.js'
import { runWidgets } from './widgets.js'
import { commit } from './write.js'

export function runBuild(options: BuildOptions, beginning: Beginning): Promise<BuildResult> {
  return runOnce(options, beginning, run => run.steps())
}

/** What was kept may turn out to be damaged only when it is looked at: then everything is made anew. */
async function runOnce<T>(
  options: BuildOptions,
  beginning: Beginning,
  act: (run: ReturnType<typeof createRun>) => Promise<T>,
  late: LateFaults = noLateFaults,
): Promise<T> {
  const run = createRun(options, beginning, late)
  try {
    return await act(run)
  } catch (cause) {
    if (cause instanceof FoundLate) {
      await run.close()
      return runOnce(options, beginning, act, cause.faults)
    }
    const again = beginAgain(cause, beginning)
    if (!again) throw cause
    await run.close()
    return runOnce(options, again, act, late)
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
  look: (prepared: Prepared) => T | Promise<T>,
): Promise<Inspection<T>> {
  return runOnce({ ...options, write: false }, beginning, async run => {
    const prepared = await run.prepare()
    const reports = await run.reports()
    return prepared ? { value: await look(prepared), reports, ok: !run.failed() } : { reports, ok: false }
  })
}

export type Prepared = NonNullable<Awaited<ReturnType<ReturnType<typeof createRun>['prepare']>>>

function createRun(options: BuildOptions, beginning: Beginning, late: LateFaults) {
  const { root, files, now, startedMs, engine, store } = beginning
  const usesStore = options.cache !== false
  const { advise = false } = options
  const ms: Partial<Record<StepName, number>> = {}
  const diagnostics: Diagnostic[] = []
  const closing: (() => void | Promise<void>)[] = []
  let fieldSources: FieldSources = {}
  let judgeNow = (found: readonly Diagnostic[]): readonly Diagnostic[] => found

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
  const report = (...found: readonly (readonly Diagnostic[])[]) => diagnostics.push(...judgeNow(found.flat()))
  /** Everything up to the Site and its pages. Goes on after errors in files, so that one run shows them all. */
  async function prepare() {
    const loaded = await step('config', () => readSiteConfig(files, root, options, engine, diagnostics))
    if (!loaded || hasErrors(diagnostics)) return undefined
    const { config } = loaded
    fieldSources = config.content.fields
    const judgeBy = (found: readonly Diagnostic[], dateOf: DateOf) =>
      judge(found, { rules: config.rules, baseline: loaded.baseline, dateOf, advises: advise })
    judgeNow = found => judgeBy(found, () => undefined)
    const theme = loadTheme(files, root)
    report(theme.diagnostics)
    const { aside } = beginning
    if (aside !== undefined) report([warning('DL6005', { reason: aside })])
    const keeps =
      options.keeps ?? (usesStore && options.write !== false && aside === undefined && takeStore())
    const { shop, scratch, firstSegment } = await openWorkplace(loaded, keeps)
    const git = await step('discover', () => beginning.git)
    const unsure = git && readUnsure(files, root, git)
    const past = usesStore ? await step('discover', () => store.readSite()) : undefined
    const kept = readKept(usesStore && past !== undefined)
    const input = {
      beginning,
      loaded,
      git,
      theme,
      shop,
      park: keeps && !options.sessions ? store.park : undefined,
      keepGoing: options.keepGoing ?? false,
      withholds: withholds(loaded),
      late,
      scratch,
      judge: judgeBy,
      advise,
      step,
      progress,
    }
    const sources = await buildWithOneParser(input, past)
    diagnostics.push(...sources.diagnostics)
    judgeNow = found => judgeBy(found, sources.dateOf)

    const { site } = sources
    const assets = new Map(
      [...theme.assets.keys()].map(path => [path, sources.copied({ from: 'theme', path })] as const),
    )
    // Addresses with digests are there when some template has the word for them.
    const asked = [...theme.templates.values()].some(text => text.includes('assetWithDigest'))
    const fileOutput = fileOutputs(sources.found.publicFiles, theme.assets, asked ? assets : undefined)
    const outputs = [...outputsFor(config.site.preview), ...config.outputs, ...fileOutput]
    const isKnown = beginning.known ?? ((high, low) => kept.table.find(high, low) >= 0)
    const collected = await step('outputs', () =>
      collectPages(site, outputs, sources.copied, isKnown, past?.groups),
    )
    const { pages, groups } = collected
    report(collected.diagnostics, checkLinks(site, pages))
    if (options.since !== undefined) {
      const { compareWithBase } = await import('./compare-base.js')
      const { folders, document } = sources.found
      const reader = { files, config, shop, scratch, beginning, folders, site, pages }
      const absolute = (path: string) => document(path)?.absolute
      report(await compareWithBase(options.since, { ...reader, shown: inContent(config), absolute }))
    }
    if (options.outside) {
      const { checkOutside } = await import('./check-outside.js')
      report(await checkOutside(sources.outsideLinks(), options.outside, { files, root, now }))
    }
    const widgets = runWidgets(config.widgets, site)
    report(widgets.diagnostics)
    const surroundings: Surroundings = {
      templates: theme.templates,
      constants: siteConstants(config, site, pages),
      widgets: widgets.values,
      tables: sources.tables,
      assets,
    }
    return {
      store,
      loaded,
      theme,
      sources,
      pages,
      saved: (nowMs: number): SavedSite => ({ ...sources.saved(nowMs), groups }),
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

  function withholds({ config }: LoadedSite): boolean {
    return config.withholds && options.withhold !== false
  }

  /** @throws FoundLate when files of the content folder are in error that were in order up to here. */
  function lookForLateFaults({ loaded, sources }: Prepared): void {
    if (!withholds(loaded) || options.keepGoing || options.write === false) return
    const faults = findLateFaults(diagnostics, late, loaded.config.contentFolder, sources)
    if (faults) throw new FoundLate(faults)
  }

  /** Files parsed by another parser than the kept ones: then all are parsed again. */
  async function buildWithOneParser(input: Omit<SourceInput, 'past'>, past: SavedSite | undefined) {
    const sources = await buildSources({ ...input, past })
    if (!sources.unusable) return sources
    return buildSources({ ...input, past: past && { ...past, parse: { ...past.parse, key: undefined } } })
  }

  function readKept(usable: boolean): KeptOutput {
    const { record } = store
    const pages = usable && record ? (beginning.output?.pages ?? store.readPages()) : undefined
    // A table of another generation knows nothing of what the last build wrote.
    return pages && siteOf(pages) === record?.site
      ? { record, table: createPageTable(pages) }
      : { record: undefined, table: createPageTable() }
  }

  /** One build at a time writes the store; another one does without. */
  function takeStore(): boolean {
    const lock = takeLock(`${store.folder}.lock`)
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
    lookForLateFaults(prepared)
    // A site with errors is rendered all the same, to show the templates' mistakes too; it is not written.
    const writes = options.write !== false && (options.keepGoing || !blocks(diagnostics))
    const opened = writes ? openOutput(beginning, options, loaded.config.contentFolder) : undefined
    if (opened && 'diagnostic' in opened) {
      report([opened.diagnostic])
      return result({ prepared })
    }
    if (opened) closing.push(opened.close)
    const { target, base } = opened ?? {}
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
      faulty: blocks(diagnostics),
      judge: found => judgeNow(found),
      step,
      commit: (into, table, change) =>
        base ? commitDelta(files, into, base, table, change, now) : commit(files, into, change),
      render: (stale, take) =>
        renderAll({
          pages,
          stale,
          take,
          shop,
          files,
          scratch,
          preview: options.preview !== undefined,
          ...surroundings,
          environment,
          target,
          sourceOf: sources.sourceOf,
          recover: sources.recover,
          intern: reads => standing.table.intern(reads ? digestsOf(reads, environment) : readsNothing),
          onProgress: progress('render'),
        }),
    })
    diagnostics.push(...published.diagnostics)
    lookForLateFaults(prepared)
    report(published.table ? overLimits(options.host, published.table) : [])
    const whole = await result({ prepared, published })
    if (!published.done) return whole
    const trouble = await step('keep', () => remember(beginning, prepared, published, whole))
    if (trouble) report([trouble])
    return result({ prepared, published })
  }

  const news = () => foldRepeats(diagnostics.filter(({ known }) => !known))
  const reports = () => toReports(news(), files, root, fieldSources)

  const result = async (outcome: Outcome): Promise<BuildResult> => {
    const { kept, untold } = keepFirst(news(), options.mostAlike ?? Number.POSITIVE_INFINITY)
    return composeResult(outcome, {
      diagnostics,
      reports: await toReports(kept, files, root, fieldSources),
      untold,
      fixes: options.mend ? await findFixes(diagnostics, files, root, fieldSources) : [],
      ms: { ...ms, total: performance.now() - startedMs },
    })
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
