// Fixes of diagnostics, file by file: what a text is and what it would be; and the writing of it, which spares every
// byte that is not at fault and a file that somebody else has changed meanwhile.
import { lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { compareText } from '../base/order.js'
import type { FieldSources } from '../content/names.js'
import type { Diagnostic, TextEdit } from '../diagnostics/diagnostic.js'
import type { Files } from './files.js'

/** What one file is, and what it would be. */
export interface FileFix {
  /** From the root. */
  readonly file: string
  readonly before: string
  readonly after: string
  /** Mistakes that are mended by it. */
  readonly count: number
}

/** By file. Of two changes that meet, the first is made; the other waits for a next time. */
export async function findFixes(
  diagnostics: readonly Diagnostic[],
  files: Files,
  root: string,
  sources: FieldSources,
): Promise<FileFix[]> {
  const byFile = new Map<string, Diagnostic[]>()
  for (const diagnostic of diagnostics) {
    const { fix, file } = diagnostic
    if (fix === undefined || file === undefined) continue
    const found = byFile.get(file)
    if (found) found.push(diagnostic)
    else byFile.set(file, [diagnostic])
  }
  if (byFile.size === 0) return []
  const { toEdits } = await import('../content/edits.js')
  const fixes: FileFix[] = []
  for (const [file, found] of [...byFile].sort(([a], [b]) => compareText(a, b))) {
    const before = readText(files, resolve(root, file))
    if (before === undefined) continue
    const wanted = found.flatMap(diagnostic => toEdits(before, diagnostic, sources) ?? [])
    const edits = withoutMeeting(wanted)
    const after = apply(before, edits)
    if (after !== before) fixes.push({ file, before, after, count: edits.length })
  }
  return fixes
}

/** Writes a fix in one step. @returns false when the file is not what it was any more; then nothing is done. */
export function writeFix(files: Files, root: string, { file, before, after }: FileFix): boolean {
  // A link stays one: what it leads to is written.
  const named = resolve(root, file)
  const path = lstatSync(named, { throwIfNoEntry: false })?.isSymbolicLink() ? realpathSync(named) : named
  if (readText(files, path) !== before) return false
  const beside = `${path}.${process.pid}.new`
  try {
    writeFileSync(beside, after, { mode: statSync(path).mode })
    if (readText(files, path) !== before) return false
    renameSync(beside, path)
    return true
  } finally {
    rmSync(beside, { force: true })
  }
}

/** Undefined for bytes that would not come back as they were. */
function readText(files: Files, path: string): string | undefined {
  const bytes = files.read(path)
  if (!bytes) return undefined
  const text = Buffer.from(bytes).toString('utf8')
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined
}

function withoutMeeting(edits: readonly TextEdit[]): TextEdit[] {
  const kept: TextEdit[] = []
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const last = kept.at(-1)
    if (!last || edit.start >= last.start + Math.max(1, last.was.length)) kept.push(edit)
  }
  return kept
}

function apply(text: string, edits: readonly TextEdit[]): string {
  let result = ''
  let from = 0
  for (const { start, was, text: changed } of edits) {
    result += text.slice(from, start) + changed
    from = start + was.length
  }
  return result + text.slice(from)
}
