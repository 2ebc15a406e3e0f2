// Diagnostics as text: for a terminal, for CI annotations, as JSON. All take diagnostics that are already
// located and sorted.
import { digestText } from '../base/digest.js'
import { compareText } from '../base/order.js'
import { type DiagnosticCode, hintOf, messageOf } from './codes.js'
import type { Diagnostic, Severity } from './diagnostic.js'
import type { Frame } from './frame.js'

/** A diagnostic with its words and its place in the file. */
export interface Report {
  readonly code: DiagnosticCode
  readonly severity: Severity
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly message: string
  /** What to do, the suggestion first. */
  readonly hint?: string
  /** The hint without the suggestion, where the frame's marker makes it. */
  readonly advice?: string
  readonly frame?: Frame
}

export function toReport(diagnostic: Diagnostic, frame?: Frame): Report {
  const hint = hintOf(diagnostic.code, diagnostic.args)
  const guess = diagnostic.suggestion === undefined ? undefined : `Did you mean "${diagnostic.suggestion}"?`
  const more = diagnostic.more ? ` (and ${diagnostic.more} more like it)` : ''
  const hints = [guess, hint].filter(part => part !== undefined).join(' ')
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    ...(diagnostic.file === undefined ? {} : { file: diagnostic.file }),
    ...(frame ? { line: frame.line, column: frame.column, frame } : {}),
    message: messageOf(diagnostic.code, diagnostic.args) + more,
    ...(hints === '' ? {} : { hint: hints }),
    ...(hint === undefined ? {} : { advice: hint }),
  }
}

/** By file, then place, then code; reports about the whole site come first. */
export function sortReports(reports: readonly Report[]): Report[] {
  return [...reports].sort(
    (a, b) =>
      compareText(a.file ?? '', b.file ?? '') ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      compareText(a.code, b.code) ||
      compareText(a.message, b.message),
  )
}

/** Colours of a terminal; the identity where there is none. */
export interface Ink {
  error(text: string): string
  warning(text: string): string
  good(text: string): string
  strong(text: string): string
  faint(text: string): string
}

export const plainInk: Ink = {
  error: t => t,
  warning: t => t,
  good: t => t,
  strong: t => t,
  faint: t => t,
}

export function formatPretty(reports: readonly Report[], ink: Ink = plainInk): string {
  return reports
    .map(report => {
      const place = [report.file, report.line, report.column].filter(part => part !== undefined).join(':')
      const head = [
        ...(place === '' ? [] : [ink.strong(place)]),
        `${report.severity === 'error' ? ink.error('error') : ink.warning('warning')} ${ink.faint(report.code)}`,
        oneLine(report.message),
      ].join('  ')
      const frame = (report.frame?.lines ?? []).map(
        line => `  ${line.startsWith('>') ? line : ink.faint(line)}`,
      )
      const advice = frame.length > 0 ? report.advice : report.hint
      return [head, ...frame, ...(advice === undefined ? [] : [`  ${oneLine(advice)}`])].join('\n')
    })
    .join('\n\n')
}

/** Workflow commands of GitHub Actions ("Workflow commands", setting a warning or error message). */
export function formatGithub(reports: readonly Report[]): string {
  return reports
    .map(report => {
      const properties = [
        ...(report.file === undefined ? [] : [`file=${escapeProperty(report.file)}`]),
        ...(report.line === undefined ? [] : [`line=${report.line}`, `col=${report.column ?? 1}`]),
        `title=${report.code}`,
      ].join(',')
      const message = [report.message, report.hint].filter(part => part !== undefined).join('\n')
      return `::${report.severity} ${properties}::${escapeData(message)}`
    })
    .join('\n')
}

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C')
}

/** Code Quality report of GitLab ("Code Quality report format", a subset of Code Climate's specification). The
 *  fingerprint leaves the line out, so that a problem that moved is the same problem. */
export function toGitlab(reports: readonly Report[]): GitlabIssue[] {
  const seen = new Map<string, number>()
  return reports.map(({ code, severity, file = '.', line = 1, message, hint }) => {
    const key = `${code}\n${file}\n${message}`
    const count = (seen.get(key) ?? 0) + 1
    seen.set(key, count)
    return {
      description: [message, hint].filter(part => part !== undefined).join(' '),
      check_name: code,
      fingerprint: digestText(`${key}\n${count}`),
      severity: severity === 'error' ? 'major' : 'minor',
      location: { path: file, lines: { begin: line } },
    }
  })
}

export interface GitlabIssue {
  readonly description: string
  readonly check_name: string
  readonly fingerprint: string
  readonly severity: 'major' | 'minor'
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } }
}

/** The shape of `build --json` and `check --format json`. */
export interface JsonReport {
  readonly code: string
  readonly severity: Severity
  readonly file: string | null
  readonly line: number | null
  readonly column: number | null
  readonly message: string
  readonly hint: string | null
}

export function toJson(reports: readonly Report[]): JsonReport[] {
  return reports.map(report => ({
    code: report.code,
    severity: report.severity,
    file: report.file ?? null,
    line: report.line ?? null,
    column: report.column ?? null,
    message: report.message,
    hint: report.hint ?? null,
  }))
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replace(/[\u0000-\u001f\u007f]/g, '�')
}
