// dateline verify: proves on a user's own site that an incremental build gives what a clean one gives.

import { outFolder } from '../build/options.js'
import { verify } from '../build/verify.js'
import { type SiteOptionsGiven, toBuildOptions } from './options.js'
import { printReports } from './report.js'

export interface VerifyGiven extends SiteOptionsGiven {
  readonly out?: string
}

export async function runVerify(given: VerifyGiven): Promise<0 | 1> {
  const options = { ...toBuildOptions(given), ...(given.out === undefined ? {} : { out: given.out }) }
  const verdict = await verify(options)
  printReports(verdict.reports, { quiet: true, all: true })
  if (verdict.different.length === 0) {
    if (verdict.ok && !given.quiet)
      process.stderr.write(`${verdict.files} files, all as a clean build makes them\n`)
    return verdict.ok ? 0 : 1
  }
  const [first] = verdict.different
  const lines = [
    `error: ${verdict.different.length} of ${verdict.files} files of ${outFolder(options)} are not as a clean build makes them`,
    `  first: ${first!.file} (${first!.how})`,
    ...(first!.inputs ?? []).map(input => `    reads ${input}`),
    '  "dateline build --no-cache" mends the site. If nobody changed the folder by hand, this is a bug of dateline.',
  ]
  process.stderr.write(`${lines.join('\n')}\n`)
  return 1
}
