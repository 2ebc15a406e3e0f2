// What an archive says a thousand times is reported once, with a count and its first place.
import { compareText } from '../base/order.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { foldDiagnostics } from '../diagnostics/fold.js'

export function foldRepeats(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return foldShortcodes(foldDiagnostics(diagnostics, keyOf))
}

/** Undefined: each one counts for itself. */
function keyOf(diagnostic: Diagnostic): string | undefined {
  const { code, args } = diagnostic
  switch (code) {
    case 'DL1009':
      return `${code} ${String(args.first)} ${String(args.second)}`
    case 'DL1010':
      return `${code} ${String(args.key)}`
    case 'DL1004':
      return `${code} ${String(args.value)}`
    case 'DL2009':
      return `${code} ${String(args.target)}`
    case 'DL2001':
      // Left by the tags of another generator, which are reported themselves.
      return args.target === '' ? code : undefined
    case 'DL2014':
      return `${code} ${String(args.reason)}`
    case 'DL1028':
      return `${code} ${String(args.what)} ${String(args.written)}`
    case 'DL1029':
    case 'DL2010':
    case 'DL1018':
      return code
    default:
      return undefined
  }
}

/** One report a kind of shortcode: how many there are, in how many files. */
function foldShortcodes(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const kept: Diagnostic[] = []
  const kinds = new Map<string, Diagnostic[]>()
  for (const diagnostic of diagnostics) {
    if (diagnostic.code !== 'DL2007') {
      kept.push(diagnostic)
      continue
    }
    const kind = String(diagnostic.args.kind)
    const list = kinds.get(kind)
    if (list) list.push(diagnostic)
    else kinds.set(kind, [diagnostic])
  }
  for (const list of kinds.values()) {
    const [first] = list.sort((a, b) => compareText(a.file ?? '', b.file ?? ''))
    const files = new Set(list.map(({ file }) => file)).size
    if (first) kept.push({ ...first, args: { ...first.args, count: list.length, files } })
  }
  return kept
}
