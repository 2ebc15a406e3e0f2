// What is wrong, as a value. A diagnostic carries a code, its arguments and a place; words, lines and
// columns come last, when it is printed.
import type { AnyArgs, CodeArgs, DiagnosticCode } from './codes.js'

export type Severity = 'error' | 'warning'

/** Where in a file: a span of offsets, or the path of a front-matter key or value, which is looked up in the
 *  file only when the diagnostic is printed. */
export type Place =
  | { readonly kind: 'span'; readonly start: number; readonly end: number }
  | { readonly kind: 'key' | 'value'; readonly path: readonly (string | number)[] }
  | { readonly kind: 'line'; readonly line: number; readonly column: number }

/** `was` stands at `start`, and `text` belongs there. */
export interface TextEdit {
  readonly start: number
  readonly was: string
  readonly text: string
}

/** The one right answer, where there is one: a change of some places of the text; or another value in the place of
 *  one that stands, alone or in a list, where the diagnostic points; or another name for the key there; or an earlier address that is
 *  added to the others. */
export type Fix =
  | { readonly kind: 'text'; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'value' | 'key'; readonly was: string; readonly text: string }
  | { readonly kind: 'alias'; readonly text: string }

export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: Severity
  /** What the code's words take; `error` and `warning` see to it that they fit. */
  readonly args: AnyArgs
  /** Path from the project's root, with slashes; undefined when it is about the whole site. */
  readonly file?: string
  readonly place?: Place
  /** What was meant, probably: shown as "did you mean". */
  readonly suggestion?: string
  readonly fix?: Fix
  /** How many more of this kind were folded into this one. */
  readonly more?: number
  /** It stands in the site's baseline: the article is still left out for an error, but nothing fails for it. */
  readonly known?: boolean
  /** An earlier version stands in for the file, or it is left out: it stops nothing. */
  readonly withheld?: boolean
}

type Details = Pick<Diagnostic, 'file' | 'place' | 'suggestion' | 'fix' | 'more'>

export function error<C extends DiagnosticCode>(
  code: C,
  args: CodeArgs<C>,
  details: Details = {},
): Diagnostic {
  return { code, severity: 'error', args: args as AnyArgs, ...details }
}

export function warning<C extends DiagnosticCode>(
  code: C,
  args: CodeArgs<C>,
  details: Details = {},
): Diagnostic {
  return { code, severity: 'warning', args: args as AnyArgs, ...details }
}

/** Errors that make a build fail, whether or not the rest is published. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity, known }) => severity === 'error' && !known)
}

/** Errors that keep a site from being published. */
export function blocks(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity, known, withheld }) => severity === 'error' && !known && !withheld)
}
