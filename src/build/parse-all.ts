// Parse what is stale, gather everything in a library. No body is held: it lies in its thread's segment.
import { createLibraryBuilder, type Library } from '../content/library.js'
import { type Diagnostic, hasErrors, warning } from '../diagnostics/diagnostic.js'
import type { DocumentFile } from './discover.js'
import type { Files } from './files.js'
import { batches, runAll } from './pool.js'
import type { Session } from './session.js'
import type { Shop } from './shop.js'
import type { ParsedFile } from './tasks.js'

export interface ParsedAll {
  readonly library: Library
  readonly diagnostics: readonly Diagnostic[]
  /** Files that were really read and parsed. */
  readonly parsed: number
}

/** Files a task: large enough to be worth sending, small enough to keep all threads busy to the end. */
const batchSize = 64

export async function parseAll(
  documents: readonly DocumentFile[],
  { pool, session }: Shop,
  files: Files,
  onProgress: (done: number, total: number) => void,
): Promise<ParsedAll> {
  const builder = createLibraryBuilder()
  const diagnostics: Diagnostic[] = []
  const stale: DocumentFile[] = []
  let fallback: string | undefined
  // The library's order is that of the files, whatever thread parsed them: later ties are broken by it.
  const shelve = (file: ParsedFile): void => {
    diagnostics.push(...file.diagnostics)
    if (file.document && !hasErrors(file.diagnostics)) builder.add(file.document)
  }
  if (session) {
    for (const file of documents) if (!isKept(file, files, session)) stale.push(file)
  } else stale.push(...documents)
  let done = documents.length - stale.length
  const tasks = [...batches(stale, batchSize)].map(batch => ({ kind: 'parse', files: batch }) as const)
  await runAll(pool, tasks, (result, task) => {
    fallback ??= result.fallback
    for (const [n, file] of result.files.entries()) {
      if (session) keep(task.files[n]!, file, files, session)
      else shelve(file)
    }
    done += result.files.length
    onProgress(done, documents.length)
  })
  if (session) {
    const present = new Set(documents.map(file => file.path))
    for (const path of session.files.keys()) if (!present.has(path)) session.files.delete(path)
    for (const file of documents) {
      const kept = session.files.get(file.path)
      if (kept) shelve(kept.parsed)
    }
  }
  if (fallback !== undefined) diagnostics.push(warning('DL5006', { reason: fallback }))
  return { library: builder.finish(), diagnostics, parsed: stale.length }
}

function isKept(file: DocumentFile, files: Files, session: Session): boolean {
  const kept = session.files.get(file.path)
  const stat = kept && files.stat(file.absolute)
  return stat !== undefined && stat.size === kept!.size && stat.modifiedMs === kept!.modifiedMs
}

function keep(file: DocumentFile, parsed: ParsedFile, files: Files, session: Session): void {
  const stat = files.stat(file.absolute)
  if (stat) session.files.set(file.path, { ...stat, parsed })
}
