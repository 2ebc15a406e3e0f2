// dateline check: everything but writing.
import { baselineName, writeBaseline } from '../build/baseline.js'
import { build } from '../build/build.js'
import { createNodeFiles } from '../build/node-files.js'
import { formatGithub, toGitlab, toJson } from '../diagnostics/reporters.js'
import type { KnownProblem } from '../diagnostics/rules.js'
import { type SiteOptionsGiven, toBuildOptions } from './options.js'
import { mostAlike, printReports, printUntold, summarise } from './report.js'

export interface CheckGiven extends SiteOptionsGiven {
  readonly format: 'pretty' | 'github' | 'gitlab' | 'json'
  /** Print every warning, however many are alike. */
  readonly all: boolean
  /** Write the baseline: what is there today is known from then on. */
  readonly baseline: boolean
  /** A commit to compare with. */
  readonly base?: string
  /** Ask other sites. */
  readonly external: boolean
  readonly externalMost: number
  readonly externalSeconds: number
  readonly externalPrivate: boolean
  /** Mend what has one right answer. */
  readonly fix: boolean
  /** Show what `fix` would do, and do nothing. */
  readonly dryRun: boolean
  readonly yes: boolean
}

/** Goes on after errors of single files, so that one run shows the mistakes of all stages. */
export async function runCheck(given: CheckGiven): Promise<0 | 1> {
  // What people read is summed up; what machines read is whole.
  const sumsUp = !given.all && (given.format === 'pretty' || given.format === 'github')
  const more = {
    ...(sumsUp ? { mostAlike } : {}),
    ...(given.base === undefined ? {} : { since: given.base }),
    ...(given.external
      ? {
          outside: {
            allowPrivate: given.externalPrivate,
            most: given.externalMost,
            secondsInAll: given.externalSeconds,
          },
        }
      : {}),
  }
  const look = (mend: boolean) =>
    build({
      ...toBuildOptions(given),
      ...more,
      keepGoing: true,
      withhold: false,
      write: false,
      advise: true,
      mend,
    })
  const result = given.fix
    ? await (await import('./fix.js')).mendAll(given, () => look(true))
    : await look(false)
  if (given.baseline && !result.problems.some(({ code }) => code.startsWith('DL5')))
    return keepBaseline(result.problems)
  const reports = given.quiet ? result.reports.filter(report => report.severity === 'error') : result.reports
  switch (given.format) {
    case 'github':
      if (reports.length > 0) process.stdout.write(`${formatGithub(reports)}\n`)
      if (!given.quiet) printUntold(result.untold)
      break
    case 'gitlab':
      process.stdout.write(`${JSON.stringify(toGitlab(reports))}\n`)
      break
    case 'json':
      process.stdout.write(`${JSON.stringify({ articles: result.articles, diagnostics: toJson(reports) })}\n`)
      break
    case 'pretty':
      printReports(reports, { quiet: given.quiet, all: true, untold: result.untold })
  }
  if (!given.quiet) process.stderr.write(summarise(result, undefined))
  if (!given.quiet && result.mended > 0)
    process.stderr.write(
      `${result.mended} of the baseline mended: "dateline check --baseline" takes ${result.mended === 1 ? 'it' : 'them'} out.\n`,
    )
  return result.ok ? 0 : 1
}

function keepBaseline(problems: readonly KnownProblem[]): 0 {
  // Of the config and the output folder nothing is ever known and left.
  const ofArchive = problems.filter(({ code }) => /^DL[1-4]/.test(code))
  const count = writeBaseline(createNodeFiles(), process.cwd(), ofArchive)
  process.stderr.write(
    `${baselineName}: ${count === 1 ? 'one problem is' : `${count} problems are`} known from now on. Commit it.\n`,
  )
  return 0
}
