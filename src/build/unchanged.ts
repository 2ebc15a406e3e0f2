// Whether there is anything to do at all. The root of it: what git says of the tree, the few files that git does
// not vouch for, the code of the config, the clock, and every file of the output folder.
import { join, resolve } from 'node:path'
import { digestBlob } from '../base/digest.js'
import type { Beginning } from './begin.js'
import type { Files } from './files.js'
import type { GitTree } from './git.js'
import type { BuildOptions, BuildResult, Changes } from './options.js'
import type { StoreRecord } from './store.js'
import { valuesOf } from './variables.js'

/** With more unsure files than these, reading them here would only be done again by the build. */
const mostUnsure = 2_000

/** The last result, when a build would give it again. Cost: git's answer, and one `stat` a file of the site; for a delta a
 *  comparison with the manifest. */
export async function findUnchanged(
  beginning: Beginning,
  options: BuildOptions,
): Promise<BuildResult | undefined> {
  const { files, store, startedMs } = beginning
  const { record } = store
  if (!record || options.config !== undefined || options.cache === false || options.write === false)
    return undefined
  if (!isSameAsk(beginning, record)) return undefined
  if (!beginning.output && !options.delta) return undefined
  const tree = await beginning.git
  if (!tree || !isSameTree(files, beginning.root, tree, record, options.delta?.base)) return undefined
  if (!(await isSameHistory(beginning.root, record))) return undefined
  const changes = await findNoChanges(beginning, options)
  return changes && repeatResult(record, changes, performance.now() - startedMs)
}

/** What was written last time is all there: in the output folder, or on the host. */
async function findNoChanges(beginning: Beginning, options: BuildOptions): Promise<Changes | undefined> {
  if (options.delta) return (await import('./empty-delta.js')).writeEmptyDelta(beginning, options)
  const flags = await beginning.output?.check.flags()
  return flags && !flags.includes(0) ? noChanges : undefined
}

const noChanges: Changes = { written: [], removed: [] }

function repeatResult({ result }: StoreRecord, changes: Changes, totalMs: number): BuildResult {
  const ms = Object.fromEntries(Object.keys(result.ms).map(name => [name, 0])) as BuildResult['ms']
  return {
    ...result,
    written: changes.written.length,
    removed: changes.removed.length,
    unchanged: result.pages,
    counters: { parsed: 0, ranked: 0, rendered: 0, bytes: 0 },
    ms: { ...ms, total: Math.round(totalMs) },
    changes,
  }
}

function isSameAsk({ now, options, out }: Beginning, record: StoreRecord): boolean {
  return (
    record.tree !== '' &&
    JSON.stringify(valuesOf(record.environment.map(([name]) => name))) ===
      JSON.stringify(record.environment) &&
    record.options === options &&
    record.out === out &&
    now >= record.last.now &&
    (record.until === null || now < record.until)
  )
}

/** The same files may have another past: then another version stands in for one in error. */
async function isSameHistory(root: string, { history }: StoreRecord): Promise<boolean> {
  return history === undefined || (await import('./history.js')).openHistory(root).state() === history
}

/** @param base the manifest that was handed over. Beside the config it is no part of the site, and differs with each
 *  deployment; in a folder it may be. */
function isSameTree(
  files: Files,
  root: string,
  tree: GitTree,
  record: StoreRecord,
  base: string | undefined,
): boolean {
  if (tree.fingerprint !== record.tree) return false
  const unsure = tree.unsure()
  if (unsure.length !== record.unsure.length || unsure.length > mostUnsure) return false
  // What lies in a repository within this one is nobody's to say here.
  if (unsure.some(path => files.list(join(root, path)) !== undefined)) return false
  const same = record.unsure.every(
    ([path, digest], n) =>
      unsure[n] === path &&
      ((path === base && !path.includes('/')) || digestOf(files, join(root, path)) === digest),
  )
  return same && record.code.every(([path, digest]) => digestOf(files, resolve(root, path)) === digest)
}

/** What git does not vouch for, as it is now; null for what is not there. */
export function readUnsure(files: Files, root: string, tree: GitTree): StoreRecord['unsure'] {
  const unsure = tree.unsure()
  return unsure.length > mostUnsure
    ? []
    : unsure.map(path => [path, digestOf(files, join(root, path))] as const)
}

function digestOf(files: Files, path: string): string | null {
  try {
    const bytes = files.read(path)
    return bytes ? digestBlob(bytes) : null
  } catch {
    return null
  }
}
