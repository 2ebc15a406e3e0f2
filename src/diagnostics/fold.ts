// Folding: what holds for a whole site is said once, with a count and the first place.
import { compareText } from '../base/order.js'
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
