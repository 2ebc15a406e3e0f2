// What people see on standard error: mistakes, a summary, our own bugs.
import pc from 'picocolors'
import type { BuildResult } from '../build/options.js'
import type { Untold } from '../diagnostics/fold.js'
import { formatPretty, type Ink, type Report } from '../diagnostics/reporters.js'

/** Warnings that a build prints before it only counts the rest; errors are all printed. */
const mostWarnings = 40
/** Warnings of one code that a check prints before it only counts the rest. */
export const mostAlike = 20

export function terminalInk(colour: boolean): Ink {
  const { red, yellow, green, bold, dim } = pc.createColors(colour)
  return { error: red, warning: yellow, good: green, strong: bold, faint: dim }
}

export function wantsColour(stream: { readonly isTTY?: boolean }): boolean {
  const { env } = process
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  return (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0') || stream.isTTY === true
}

/** @param options.all prints every warning that there is a report of.
 *  @param options.untold warnings that there is none of. */
export function printReports(
  reports: readonly Report[],
  options: { readonly quiet: boolean; readonly all: boolean; readonly untold?: readonly Untold[] },
): void {
  const errors = reports.filter(report => report.severity === 'error')
  const warnings = options.quiet ? [] : reports.filter(report => report.severity === 'warning')
  const shown = options.all ? warnings : warnings.slice(0, mostWarnings)
  const ink = terminalInk(wantsColour(process.stderr))
  const text = formatPretty([...shown, ...errors], ink)
  if (text !== '') process.stderr.write(`${text}\n\n`)
  if (warnings.length > shown.length) {
    process.stderr.write(
      `${ink.faint(`… and ${warnings.length - shown.length} more warnings; "dateline check" lists them all.`)}\n\n`,
    )
  }
  if (!options.quiet) printUntold(options.untold ?? [])
  // Of what is printed last, which is the worst and what is still on the screen.
  const code = [...shown, ...errors].at(-1)?.code
  if (code !== undefined && !options.quiet)
    process.stderr.write(`${ink.faint(`"dateline explain ${code}" says more; so for each code.`)}\n\n`)
}

export function printUntold(untold: readonly Untold[]): void {
  const { faint } = terminalInk(wantsColour(process.stderr))
  for (const { code, count } of untold)
    process.stderr.write(
      `${faint(`… and ${plural(count, 'more warning')} ${code}; "dateline check --all" lists them all.`)}\n\n`,
    )
}

export function plural(n: number, one: string): string {
  return `${n.toLocaleString('en-GB')} ${one}${n === 1 ? '' : 's'}`
}

export function summarise(result: BuildResult, folder: string | undefined): string {
  const ink = terminalInk(wantsColour(process.stderr))
  const errors = result.reports.filter(report => report.severity === 'error').length
  const untold = result.untold.reduce((sum, { count }) => sum + count, 0)
  const warnings = result.reports.length - errors + untold
  const steps = Object.entries(result.ms)
    .filter(([name, ms]) => name !== 'total' && ms >= 1)
    .map(([name, ms]) => `${name} ${ms}`)
    .join(', ')
  const lines = [
    `${plural(result.articles, 'article')}, ${plural(result.pages, 'file')} in ${(result.ms.total / 1000).toFixed(2)} s ${ink.faint(`(ms: ${steps})`)}`,
    ...(result.hidden > 0
      ? [
          `${plural(result.hidden, 'article')} not published: ${Object.entries(result.hiddenBy)
            .map(([reason, count]) => `${count} ${reason}`)
            .join(', ')}`,
        ]
      : []),
    ...describeWithheld(result),
    ...(folder === undefined ? [] : [describeOutput(result, folder)]),
    ...(result.nextChange === null ? [] : [`changes by itself at ${result.nextChange}`]),
    ...(result.known === 0 ? [] : [`${plural(result.known, 'known problem')} of the baseline`]),
    ...(errors + warnings === 0
      ? []
      : [
          `${errors > 0 ? ink.error(plural(errors, 'error')) : 'no errors'}, ${warnings > 0 ? ink.warning(plural(warnings, 'warning')) : 'no warnings'}`,
        ]),
  ]
  return `${lines.join('\n')}\n`
}

function describeWithheld({ withheld, published }: BuildResult): string[] {
  if (withheld.length === 0 || !published) return []
  const kept = withheld.filter(({ version }) => version !== undefined).length
  const parts = [
    ...(kept > 0 ? [`${plural(kept, 'file')} in error at the last good version`] : []),
    ...(kept < withheld.length ? [`${plural(withheld.length - kept, 'file')} in error left out`] : []),
  ]
  return [parts.join(', ')]
}

function describeOutput(result: BuildResult, folder: string): string {
  if (!result.published) return `${folder} is as it was`
  return `${folder}: ${result.written} written, ${result.unchanged} unchanged, ${result.removed} removed`
}
