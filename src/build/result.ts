// What a build tells of itself.
import { compareText } from '../base/order.js'
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.js'
import type { Untold } from '../diagnostics/fold.js'
import type { Report } from '../diagnostics/reporters.js'
import { type Baseline, keyOf, problemOf } from '../diagnostics/rules.js'
import type { PageList } from '../outputs/page.js'
import { nextChange } from '../outputs/sitemaps.js'
import type { FileFix } from './fixes.js'
import type { BuildResult, StepName, Withheld } from './options.js'
import type { Published } from './publish.js'
import type { LoadedSite } from './read-config.js'
import { below } from './site-files.js'
import type { Sources } from './sources.js'

/** As far as the build came. */
export interface Outcome {
  readonly prepared?: { readonly loaded: LoadedSite; readonly sources: Sources; readonly pages: PageList }
  readonly published?: Published
}

export interface Told {
  readonly diagnostics: readonly Diagnostic[]
  readonly reports: readonly Report[]
  readonly untold: readonly Untold[]
  readonly fixes: readonly FileFix[]
  readonly ms: Partial<Readonly<Record<StepName, number>>> & { readonly total: number }
}

export function composeResult(
  { prepared, published }: Outcome,
  { diagnostics, reports, untold, fixes, ms }: Told,
): BuildResult {
  const site = prepared?.sources.site
  const shown = prepared?.loaded.config.contentFolder
  const inError = new Set(
    diagnostics.flatMap(({ severity, file }) => (severity === 'error' && file !== undefined ? [file] : [])),
  )
  const files = prepared?.sources.found
  const found = files?.articles ?? 0
  const articles = site?.size ?? 0
  const standIns = prepared?.sources.standIns
  const refused = below(`${shown}/`, [...inError]).filter(
    path => files?.document(path)?.kind === 'article' && !standIns?.has(path),
  ).length
  const changes = published?.changes ?? { written: [], removed: [] }
  return {
    ok: !hasErrors(diagnostics),
    published: published?.done ?? false,
    articles,
    found,
    hidden: Math.max(0, found - articles - refused),
    hiddenBy: Object.fromEntries(
      [...(site?.hidden ?? [])].filter(([reason]) => reason !== 'left out because of an error'),
    ),
    pages: prepared?.pages.size ?? 0,
    written: changes.written.length,
    unchanged: published?.unchanged ?? 0,
    removed: changes.removed.length,
    counters: {
      parsed: prepared?.sources.parsed ?? 0,
      ranked: prepared?.sources.ranked ?? 0,
      ...(published?.counters ?? { rendered: 0, bytes: 0 }),
    },
    ms: inWholeMs({ ...noTime, ...ms }),
    reports,
    untold,
    withheld: withheldFiles(diagnostics, prepared),
    fixes,
    ...problemsOf(diagnostics, prepared?.loaded.baseline),
    nextChange: site ? nextChange(site) : null,
    changes,
  }
}

function withheldFiles(
  diagnostics: readonly Diagnostic[],
  prepared: Outcome['prepared'],
): readonly Withheld[] {
  if (!prepared) return []
  const folder = `${prepared.loaded.config.contentFolder}/`
  const files = new Set(diagnostics.flatMap(({ withheld, file }) => (withheld && file ? [file] : [])))
  return [...files].sort(compareText).map(file => {
    const [path] = below(folder, [file])
    const version = path === undefined ? undefined : prepared.sources.standIns?.version(path)
    return version ? { file, version: { commit: version.commit, date: version.date } } : { file }
  })
}

function problemsOf(
  diagnostics: readonly Diagnostic[],
  baseline: Baseline = new Set(),
): Pick<BuildResult, 'problems' | 'known' | 'mended'> {
  const known = new Set(diagnostics.filter(item => item.known).map(item => keyOf(problemOf(item))))
  return { problems: diagnostics.map(problemOf), known: known.size, mended: baseline.size - known.size }
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

function inWholeMs<K extends string>(ms: Readonly<Record<K, number>>): Record<K, number> {
  return Object.fromEntries(
    Object.entries<number>(ms).map(([name, value]) => [name, Math.round(value)]),
  ) as Record<K, number>
}
