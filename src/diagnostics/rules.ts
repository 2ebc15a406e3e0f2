// What a site makes of diagnostics: a warning may be silenced, raised to an error, or kept for newer articles; and
// what an archive was known to have when a baseline was written is no news. Errors stay errors: what they name cannot
// be built.
import { type DiagnosticCode, messageOf } from './codes.js'
import type { Diagnostic, Severity } from './diagnostic.js'

export interface Rule {
  readonly severity: Severity | 'off'
  /** Articles from before this instant (ms since 1970) are left alone. */
  readonly since?: number | undefined
}

const advised: readonly DiagnosticCode[] = [
  ...(['DL1024', 'DL1025', 'DL1026', 'DL1028', 'DL1029', 'DL2018', 'DL2020'] as const),
  ...(['DL3009', 'DL3010', 'DL3011', 'DL3012'] as const),
]

/** Codes that come as warnings, if not always. The others name what cannot be built. */
export const warnings: ReadonlySet<DiagnosticCode> = new Set([
  ...(['DL1009', 'DL1010', 'DL1011', 'DL1014', 'DL1015', 'DL1016', 'DL1017', 'DL1018', 'DL1019'] as const),
  ...(['DL1004', 'DL2001', 'DL2002', 'DL2003', 'DL2004', 'DL2005', 'DL2006', 'DL2007', 'DL2008'] as const),
  ...([
    'DL2009',
    'DL2010',
    'DL2014',
    'DL2015',
    'DL2019',
    'DL2021',
    'DL3002',
    'DL3003',
    'DL3004',
    'DL3005',
    'DL3006',
  ] as const),
  ...(['DL3008', 'DL3014', 'DL3015', 'DL3016', 'DL3017', 'DL4005', 'DL5006', 'DL6005', 'DL6007'] as const),
  ...advised,
])

/** Advice: told by `dateline check` alone, unless a rule names it. */
export const advice: ReadonlySet<DiagnosticCode> = new Set(advised)

export type Rules = ReadonlyMap<DiagnosticCode, Rule>

/** A problem as a baseline knows it: by what is said of which file, wherever in the file it stands. */
export interface KnownProblem {
  readonly file: string
  readonly code: string
  readonly message: string
}

export type Baseline = ReadonlySet<string>

export interface Judgement {
  readonly rules: Rules
  readonly baseline: Baseline
  /** When the article of a file was published, ms since 1970; undefined for other files, and where it is not known. */
  dateOf(file: string): number | undefined
  /** Advice is asked for. */
  readonly advises: boolean
}

/** @returns the diagnostics as the site wants them. What stands in the baseline is marked `known`. */
export function judge(
  diagnostics: readonly Diagnostic[],
  { rules, baseline, dateOf, advises }: Judgement,
): Diagnostic[] {
  return diagnostics.flatMap(diagnostic => {
    const severity = severityOf(diagnostic)
    if (severity === 'off') return []
    const ruled = severity === diagnostic.severity ? diagnostic : { ...diagnostic, severity }
    const known = baseline.size > 0 && baseline.has(keyOf(problemOf(ruled)))
    return [known ? { ...ruled, known } : ruled]
  })

  function severityOf({ code, severity, file }: Diagnostic): Severity | 'off' {
    const rule = severity === 'warning' ? rules.get(code) : undefined
    if (!rule) return advice.has(code) && !advises ? 'off' : severity
    const date = rule.since === undefined || file === undefined ? undefined : dateOf(file)
    return date !== undefined && date < rule.since! ? 'off' : rule.severity
  }
}

export function problemOf({ file = '', code, args }: Diagnostic): KnownProblem {
  return { file, code, message: messageOf(code, args) }
}

export function toBaseline(problems: readonly KnownProblem[]): Baseline {
  return new Set(problems.map(keyOf))
}

export function keyOf({ file, code, message }: KnownProblem): string {
  return `${file}\n${code}\n${message}`
}
