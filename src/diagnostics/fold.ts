// Folding: what holds for a whole site is said once, with a count and the first place.
import { compareText } from '../base/order.js'
import { type DiagnosticCode, messageOf } from './codes.js'
import type { Diagnostic } from './diagnostic.js'

/** Keeps of the diagnostics for which `key` gives the same text only the first by file name, and counts the rest in
 *  `more`. Diagnostics without a key are kept as they are. */
export function foldDiagnostics(
  diagnostics: readonly Diagnostic[],
  key: (diagnostic: Diagnostic) => string | undefined,
): Diagnostic[] {
  const kept: Diagnostic[] = []
  const groups = new Map<string, Diagnostic[]>()
  for (const diagnostic of diagnostics) {
    const name = key(diagnostic)
    if (name === undefined) {
      kept.push(diagnostic)
      continue
    }
    const group = groups.get(name)
    if (group) group.push(diagnostic)
    else groups.set(name, [diagnostic])
  }
  for (const group of groups.values()) {
    const [first, ...rest] = group.sort((a, b) => compareText(a.file ?? '', b.file ?? ''))
    if (first) kept.push(rest.length === 0 ? first : { ...first, more: rest.length })
  }
  return kept
}

/** Warnings of one code that are not told, since there are very many. */
export interface Untold {
  readonly code: DiagnosticCode
  readonly count: number
}

/** Of the warnings of each code the first `most` by file, and how many more there are; errors are all kept. */
export function keepFirst(
  diagnostics: readonly Diagnostic[],
  most: number,
): { readonly kept: readonly Diagnostic[]; readonly untold: readonly Untold[] } {
  const counts = new Map<DiagnosticCode, number>()
  const told = new Set<string>()
  const kept = [...diagnostics]
    .sort((a, b) => compareText(a.file ?? '', b.file ?? ''))
    .filter(({ code, severity, file, place, args }) => {
      if (severity === 'error') return true
      // The same words at the same place are one warning.
      const key = JSON.stringify([code, file, place, messageOf(code, args)])
      if (told.has(key)) return false
      told.add(key)
      const count = (counts.get(code) ?? 0) + 1
      counts.set(code, count)
      return count <= most
    })
  const untold = [...counts]
    .filter(([, count]) => count > most)
    .map(([code, count]) => ({ code, count: count - most }))
  return { kept, untold: untold.sort((a, b) => compareText(a.code, b.code)) }
}
