// Diagnostics get their lines: each file that has something to report is read once more, and a key or value
// is looked up in it. Only here; a build without mistakes pays nothing.
import { resolve } from 'node:path'
import { lineStarts } from '../base/lines.js'
import { splitFrontMatter } from '../content/front-matter.js'
import { type FieldSources, writtenNames } from '../content/names.js'
import type { Diagnostic, Place } from '../diagnostics/diagnostic.js'
import { drawFrame, type Frame } from '../diagnostics/frame.js'
import { type Report, sortReports, toReport } from '../diagnostics/reporters.js'
import type { Files } from './files.js'

type Positions = typeof import('../content/positions.js')

export async function toReports(
  diagnostics: readonly Diagnostic[],
  files: Files,
  root: string,
  sources: FieldSources = {},
): Promise<Report[]> {
  const positions = diagnostics.some(({ place }) => place?.kind === 'key' || place?.kind === 'value')
    ? await import('../content/positions.js')
    : undefined
  const texts = new Map<string, string | undefined>()
  const textOf = (file: string): string | undefined => {
    if (!texts.has(file)) texts.set(file, readText(files, resolve(root, file)))
    return texts.get(file)
  }
  const reports = diagnostics.map(diagnostic => {
    const { file, place } = diagnostic
    const text = file === undefined || !place ? undefined : textOf(file)
    return toReport(
      diagnostic,
      text === undefined
        ? undefined
        : frameOf(file!, text, place!, positions, diagnostic.suggestion, sources),
    )
  })
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

function frameOf(
  file: string,
  text: string,
  place: Place,
  positions: Positions | undefined,
  suggestion: string | undefined,
  sources: FieldSources,
): Frame | undefined {
  const note = suggestion === undefined ? undefined : `did you mean "${suggestion}"?`
  const span = spanOf(file, text, place, positions, sources)
  return span && drawFrame(text, span.start, span.end, note)
}

function spanOf(
  file: string,
  text: string,
  place: Place,
  positions: Positions | undefined,
  sources: FieldSources,
): { readonly start: number; readonly end: number } | undefined {
  if (place.kind === 'span') return place
  if (place.kind === 'line') {
    const start = (lineStarts(text)[place.line - 1] ?? 0) + place.column - 1
    const rest = /^[^\r\n]*/.exec(text.slice(start))![0].trimEnd()
    return { start, end: start + Math.max(1, rest.length) }
  }
  if (/\.(?:ya?ml|json)$/i.test(file))
    return positions?.findInYaml(text, place.path, place.kind) ?? { start: 0, end: 1 }
  if (/\.[cm]?[jt]s$/i.test(file)) return findInCode(text, place)
  const front = splitFrontMatter(text)
  if (front.kind !== 'found') return { start: 0, end: 1 }
  const { split } = front
  // The model names a field by its own name; the file may have it under another, or in other letters.
  const [field, ...rest] = place.path
  const names = typeof field === 'string' ? writtenNames(field, sources) : [field!]
  for (const name of names) {
    const found = positions?.findInFrontMatter(text, split, [name, ...rest], place.kind)
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
