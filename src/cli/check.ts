// dateline check: everything but writing.
import { build } from '../build/build.js'
import { formatGithub, toJson } from '../diagnostics/reporters.js'
import { type SiteOptionsGiven, toBuildOptions } from './options.js'
import { printReports, summarise } from './report.js'

export interface CheckGiven extends SiteOptionsGiven {
  readonly format: 'pretty' | 'github' | 'json'
}

/** Goes on after errors of single files, so that one run shows the mistakes of all stages. */
export async function runCheck(given: CheckGiven): Promise<0 | 1> {
  const result = await build({ ...toBuildOptions(given), keepGoing: true, write: false })
  const reports = given.quiet ? result.reports.filter(report => report.severity === 'error') : result.reports
  switch (given.format) {
    case 'github':
      if (reports.length > 0) process.stdout.write(`${formatGithub(reports)}\n`)
      break
    case 'json':
      process.stdout.write(`${JSON.stringify({ articles: result.articles, diagnostics: toJson(reports) })}\n`)
      break
    case 'pretty':
      printReports(reports, { quiet: given.quiet, all: true })
  }
  if (!given.quiet) process.stderr.write(summarise(result, undefined))
  return result.ok ? 0 : 1
}
