// Parse what is stale; everything else stays in the library as it is, and what was said of it is said again. No
// body is held: it lies in a segment.
import { createTextColumn, type SavedText, settle } from '../base/columns.js'
import type { Digest } from '../base/digest.js'
import type { OpenLibrary } from '../content/library.js'
import { type Diagnostic, hasErrors, warning } from '../diagnostics/diagnostic.js'
import { advice } from '../diagnostics/rules.js'
import type { ParserName } from '../markdown/parser.js'
import type { DocumentFile } from './discover.js'
import type { FileDigests } from './file-digests.js'
import { batches, runAll } from './pool.js'
import type { Shop } from './shop.js'
import type { ParsedFile, ParseTask } from './tasks.js'

/** What is kept of parsing beside the library. */
export interface ParsePast {
  /** Of `ParseInputs`; undefined where what the config's code is made of is not known. */
  readonly key: Digest | undefined
  readonly parser: ParserName
  readonly fallback?: string
  readonly said: SavedSaid
  /** Advice, which few builds ask for and most articles may have: later entries of a path count. */
  readonly advice: SavedSaid
  /** Files in error for which an earlier version was looked for: what is kept of them is not what they say. */
  readonly again: readonly string[]
}

/** What parsing said, by path below the content folder; a JSON list each. */
export interface SavedSaid {
  readonly paths: SavedText
  readonly texts: SavedText
}

export interface ParseInput {
  /** Those that may be others than at the last build. */
  readonly documents: readonly DocumentFile[]
  /** Any document that is there. */
  document(path: string): DocumentFile | undefined
  /** Paths of the last build that are not there; asked for when all documents have been compared. */
  gone(): readonly string[]
  readonly digests: FileDigests
  /** Of an earlier build with the same parse key, or empty. */
  readonly library: OpenLibrary
  readonly past: ParsePast | undefined
  /** A document as diagnostics name it. */
  shown(path: string): string
  /** Advice is asked for. */
  readonly advises: boolean
  readonly shop: Shop
  onProgress(done: number, total: number): void
}

export interface ParsedAll {
  readonly diagnostics: readonly Diagnostic[]
  /** Files that were really read and parsed. */
  readonly parsed: number
  /** The stale files were parsed with another parser than the kept ones: nothing of them may be used. */
  readonly otherParser: boolean
  /** @param again files that the next build parses again, whatever they are. */
  saved(key: Digest | undefined, again: readonly string[]): ParsePast
}

/** Files a task: large enough to be worth sending, small enough to keep all threads busy to the end. */
const batchSize = 64

/** Cost: a look-up a document that is given, and the parsing of what is stale. */
export async function parseAll(input: ParseInput): Promise<ParsedAll> {
  const { documents, digests, library, past, shop } = input
  const said = readSaid(past?.said)
  const advices = openAdvice(past?.advice)
  const stale: DocumentFile[] = []
  for (const file of documents) {
    const name = input.shown(file.path)
    // Where everything is parsed anyway, whoever parses a file brings its digest.
    const state = past ? digests.compare(name, file) : digests.expect(name, file) ? 'changed' : 'gone'
    // What is gone was listed, and is not there: left out of a sparse checkout, or deleted this instant.
    if (state === 'changed') stale.push(file)
  }
  for (const path of past?.again ?? []) {
    const file = stale.some(met => met.path === path) ? undefined : input.document(path)
    if (file && digests.compare(input.shown(path), file) !== 'gone') stale.push(file)
  }
  const used: { parser?: ParserName; fallback?: string | undefined } = past
    ? { parser: past.parser, fallback: past.fallback }
    : {}
  let otherParser = false
  let done = documents.length - stale.length
  const take = (file: ParsedFile, from: DocumentFile): void => {
    digests.correct(input.shown(file.path), from, file.digest)
    if (file.document && !hasErrors(file.diagnostics)) library.add(file.document)
    else library.remove(file.path)
    const serious = file.diagnostics.filter(({ code }) => !advice.has(code))
    if (serious.length > 0) said.set(file.path, serious)
    else said.delete(file.path)
    const rest = file.diagnostics.filter(({ code }) => advice.has(code))
    if (past || rest.length > 0) advices.set(file.path, rest)
  }
  await runAll(shop.pool(stale.length), parseTasks(stale), (result, task) => {
    if (past && result.parser !== past.parser) otherParser = true
    used.parser = result.parser
    used.fallback = result.fallback
    result.files.forEach((file, n) => void take(file, task.files[n]!))
    done += result.files.length
    input.onProgress(done, documents.length)
  })
  for (const path of input.gone()) {
    library.remove(path)
    said.delete(path)
    if (past) advices.set(path, [])
  }
  const diagnostics = [...said.values(), ...(input.advises ? advices.all().values() : [])].flat()
  if (used.fallback !== undefined) diagnostics.push(warning('DL5006', { reason: used.fallback }))
  const kept = createKeeper(used, said, advices, library)
  return { diagnostics, parsed: stale.length, otherParser, saved: kept }
}

export function* parseTasks(documents: readonly DocumentFile[]): Iterable<ParseTask> {
  for (const files of batches(documents, batchSize)) yield { kind: 'parse', files }
}

/** Apart from what else parsing knows, so that nobody holds the list of all files until the end. */
function createKeeper(
  used: { readonly parser?: ParserName; readonly fallback?: string | undefined },
  said: ReadonlyMap<string, readonly Diagnostic[]>,
  advices: ReturnType<typeof openAdvice>,
  library: OpenLibrary,
): ParsedAll['saved'] {
  return (key, again) => ({
    key,
    parser: used.parser ?? 'satteri',
    ...(used.fallback === undefined ? {} : { fallback: used.fallback }),
    said: saveSaid(said),
    advice: advices.saved(library.size),
    again,
  })
}

/** Taken in without being read. */
function openAdvice(past: SavedSaid | undefined) {
  const paths = createTextColumn(past?.paths)
  const texts = createTextColumn(past?.texts)
  const read = () => readSaid({ paths: paths.saved(), texts: texts.saved() })
  return {
    set(path: string, diagnostics: readonly Diagnostic[]): void {
      paths.push(path)
      texts.push(JSON.stringify(diagnostics))
    },
    all: read,
    /** @param most entries for which it is not worth looking which of them still count. */
    saved(most: number): SavedSaid {
      if (paths.length > 2 * most + 1_000) return saveSaid(read())
      return { paths: settle(paths.saved()), texts: settle(texts.saved()) }
    },
  }
}

function readSaid(past: SavedSaid | undefined): Map<string, readonly Diagnostic[]> {
  const said = new Map<string, readonly Diagnostic[]>()
  if (!past) return said
  const paths = createTextColumn(past.paths)
  const texts = createTextColumn(past.texts)
  for (let n = 0; n < paths.length; n++)
    said.set(paths.get(n), JSON.parse(texts.get(n)) as readonly Diagnostic[])
  return said
}

function saveSaid(said: ReadonlyMap<string, readonly Diagnostic[]>): SavedSaid {
  const paths = createTextColumn()
  const texts = createTextColumn()
  for (const [path, diagnostics] of said) {
    paths.push(path)
    texts.push(JSON.stringify(diagnostics))
  }
  return { paths: settle(paths.saved()), texts: settle(texts.saved()) }
}
