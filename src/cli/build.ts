// dateline build
import { writeFileSync } from 'node:fs'
import { build } from '../build/build.js'
import { type BuildResult, outFolder } from '../build/options.js'
import { toJson } from '../diagnostics/reporters.js'
import { tidyWhenLarge } from './heap.js'
import { type SiteOptionsGiven, toBuildOptions } from './options.js'
import { createProgress } from './progress.js'
import { printReports, summarise } from './report.js'

export interface BuildGiven extends SiteOptionsGiven {
  readonly out?: string
  readonly cache: boolean
  readonly watch: boolean
  readonly json: boolean
  readonly changes?: string
  readonly delta?: string
  readonly base?: string
  readonly host?: string
}

export async function runBuild(given: BuildGiven): Promise<0 | 1 | 2 | 3> {
  if (given.base !== undefined && given.delta === undefined) {
    process.stderr.write('error: --base goes with --delta\n')
    return 2
  }
  if (given.preview && given.delta !== undefined) {
    process.stderr.write('error: --delta is of the site that readers get, and does not go with --preview\n')
    return 2
  }
  const options = {
    ...toBuildOptions(given),
    ...(given.out === undefined ? {} : { out: given.out }),
    cache: given.cache,
    ...(given.host === undefined ? {} : { host: given.host }),
    ...(given.delta === undefined
      ? {}
      : { delta: { folder: given.delta, ...(given.base === undefined ? {} : { base: given.base }) } }),
  }
  const folder = given.delta ?? outFolder(options)
  if (given.watch) {
    const { watch } = await import('../dev/watch.js')
    await watch(options, result => report(result, given, folder))
    return 0
  }
  const progress = createProgress(given.quiet, process.stderr)
  const onProgress = tidyWhenLarge(progress.onProgress)
  const result = await build({ ...options, onProgress }).finally(() => progress.stop())
  report(result, given, folder)
  if (given.changes !== undefined)
    writeFileSync(given.changes, `${JSON.stringify(result.changes, null, 1)}\n`)
  if (given.json) process.stdout.write(`${JSON.stringify(toJsonResult(result))}\n`)
  return exitCodeOf(result)
}

/** 3: everything is published but what is in error. */
export function exitCodeOf({ ok, published, withheld }: BuildResult): 0 | 1 | 3 {
  if (ok) return 0
  return published && withheld.length > 0 ? 3 : 1
}

function report(result: BuildResult, given: BuildGiven, folder: string): void {
  printReports(result.reports, { quiet: given.quiet, all: false })
  if (!given.quiet) process.stderr.write(summarise(result, folder))
}

/** The documented shape of `build --json`. */
export function toJsonResult(result: BuildResult) {
  const { articles, found, hidden, hiddenBy, pages, written, removed, unchanged, ms, counters, nextChange } =
    result
  const { withheld } = result
  return {
    articles,
    found,
    hidden,
    hiddenBy,
    pages,
    written,
    removed,
    unchanged,
    ms,
    counters,
    nextChange,
    withheld,
    diagnostics: toJson(result.reports),
  }
}
