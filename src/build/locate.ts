// Diagnostics get their lines: each file that has something to report is read once more, and a key or value
// is looked up in it. Only here; a build without mistakes pays nothing, and of what is told a thousand times only the
// first ones come here.
import { resolve } from 'node:path'
import { lineStarts } from '../base/lines.js'
import { once } from '../base/once.js'
import { compareText } from '../base/order.js'
import { splitFrontMatter } from '../content/front-matter.js'
import { type FieldSources, writtenNames } from '../content/names.js'
import { findPlainField, type Span } from '../content/plain-fields.js'
import type { Diagnostic, Place } from '../diagnostics/diagnostic.js'
import { drawFrame } from '../diagnostics/frame.js'
import { type Report, sortReports, toReport } from '../diagnostics/reporters.js'
import type { Files } from './files.js'

/** Loaded when a value takes it: it costs more than the rest of a check's reports. */
type Positions = () => Promise<typeof import('../content/positions.js')>

export async function toReports(
  diagnostics: readonly Diagnostic[],
  files: Files,
  root: string,
  sources: FieldSources = {},
): Promise<Report[]> {
  const positions = once(() => import('../content/positions.js'))
  const reports: Report[] = []
  let last: { readonly file: string; readonly text: string | undefined } | undefined
  for (const diagnostic of [...diagnostics].sort((a, b) => compareText(a.file ?? '', b.file ?? ''))) {
    const { file, place, suggestion } = diagnostic
    if (file !== undefined && place && last?.file !== file)
      last = { file, text: readText(files, resolve(root, file)) }
    const text = file === undefined || !place ? undefined : last?.text
    const span = text === undefined ? undefined : await spanOf(file!, text, place!, positions, sources)
    const note = suggestion === undefined ? undefined : `did you mean "${suggestion}"?`
    reports.push(toReport(diagnostic, span && drawFrame(text!, span.start, span.end, note)))
  }
  return sortReports(unique(reports))
}

/** The same words at the same place are one report, however many articles led to them. */
function unique(reports: readonly Report[]): Report[] {
  const seen = new Set<string>()
  return reports.filter(report => {
    const key = JSON.stringify([report.code, report.file, report.line, report.column, report.message])
    return seen.has(key) ? false : seen.add(key)
  })
}

function readText(files: Files, path: string): string | undefined {
  try {
    const bytes = files.read(path)
    return bytes && Buffer.from(bytes).toString('utf8')
  } catch {
    return undefined
  }
}

async function spanOf(
  file: string,
  text: string,
  place: Place,
  positions: Positions,
  sources: FieldSources,
): Promise<Span | undefined> {
  if (place.kind === 'span') return place
  if (place.kind === 'line') {
    const start = (lineStarts(text)[place.line - 1] ?? 0) + place.column - 1
    const rest = /^[^\r\n]*/.exec(text.slice(start))![0].trimEnd()
    return { start, end: start + Math.max(1, rest.length) }
  }
  if (/\.(?:ya?ml|json)$/i.test(file))
    return (await positions()).findInYaml(text, place.path, place.kind) ?? { start: 0, end: 1 }
  if (/\.[cm]?[jt]s$/i.test(file)) return findInCode(text, place)
  const front = splitFrontMatter(text)
  if (front.kind !== 'found') return { start: 0, end: 1 }
  const { split } = front
  const block = text.slice(split.start, split.end)
  // The model names a field by its own name; the file may have it under another, or in other letters.
  const [field, ...rest] = place.path
  const names = typeof field === 'string' ? writtenNames(field, sources) : [field!]
  const standing = names.filter(name => typeof name === 'number' || block.includes(name))
  for (const name of standing) {
    const path = [name, ...rest]
    const plain = split.language === 'toml' ? undefined : findPlainField(block, path, place.kind)
    if (plain) return { start: split.start + plain.start, end: split.start + plain.end }
    const found = (await positions()).findInFrontMatter(text, split, path, place.kind)
    if (found) return found
  }
  return { start: split.start, end: split.start + 1 }
}

/** Names of a path one after the other, each as a key of an object literal; close enough for a config. */
function findInCode(
  text: string,
  place: { readonly kind: 'key' | 'value'; readonly path: readonly (string | number)[] },
): { readonly start: number; readonly end: number } | undefined {
  let from = 0
  let found: { start: number; end: number } | undefined
  for (const step of place.path) {
    if (typeof step === 'number') continue
    const name = step.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    const key = new RegExp(`(?<=^|[{,\\s])["']?${name}["']?(?=\\s*[:(,}])`, 'g')
    key.lastIndex = from
    const match = key.exec(text)
    if (!match) break
    const start = match.index
    found = { start, end: start + match[0].length }
    from = found.end
  }
  if (!found || place.kind === 'key') return found
  const value = /^\s*:\s*("[^"\n]*"|'[^'\n]*'|`[^`\n]*`|[^,\n}\]]+)/.exec(text.slice(found.end))
  if (!value) return found
  const start = found.end + value[0].length - value[1]!.length
  return { start, end: start + value[1]!.trimEnd().length }
}
