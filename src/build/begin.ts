// What every build begins with, before anything large is loaded: who we are, what the last build kept, and git's
// list of the tree, asked for at once since it takes as long as everything else.
import { join, relative, resolve } from 'node:path'
import { type Digest, digestValue } from '../base/digest.js'
import type { Preview } from '../site/schedule.js'
import { readEngine } from './engine.js'
import type { Files } from './files.js'
import { type GitTree, readGitTree } from './git.js'
import { createNodeFiles } from './node-files.js'
import { type BuildOptions, outFolder } from './options.js'
import { type OutputCheck, startOutputCheck } from './output-check.js'
import { type SavedTable, siteOf } from './page-table.js'
import { seedStore } from './seed-store.js'
import { openStore, readBoot, type Store } from './store.js'
import { hasJournal, markerFor, readMarker } from './write.js'

export interface Beginning {
  readonly root: string
  readonly files: Files
  /** The clock of the build, ms since 1970. */
  readonly now: number
  /** When it began, by `performance.now()`. */
  readonly startedMs: number
  readonly engine: Digest
  readonly store: Store
  /** Undefined where git does not list the tree. */
  readonly git: Promise<GitTree | undefined>
  /** The output folder is the one that the last build left: what its table says, and the look at its files. */
  readonly output: CheckedOutput | undefined
  /** Output folder, from the root. */
  readonly out: string
  /** Why the store cannot be written: then what a build puts away goes elsewhere, and nothing is kept. */
  readonly aside?: string
  /** Of what was asked for and shapes the result. */
  readonly options: Digest
  /** Whether the file of a key was on the site when that was last looked at; by default what the store says. */
  readonly known?: (high: number, low: number) => boolean
}

export interface CheckedOutput {
  readonly pages: SavedTable
  readonly check: OutputCheck
}

/** Nothing in these is an input. */
const foreignFolders = ['node_modules', '.dateline', '.git'] as const

export function begin(options: BuildOptions): Beginning {
  const startedMs = performance.now()
  const root = resolve(options.root ?? '.')
  const out = outFolder(options)
  const inside = relative(root, resolve(root, out)).split('\\').join('/')
  const files = createNodeFiles()
  const written = new Set([...(inside.startsWith('..') ? [] : [inside]), ...writtenFolders(files, root)])
  const git = readGitTree(root, [...foreignFolders, ...written])
  const engine = readEngine()
  const store = openOwnStore(files, root, engine, options)
  const { configFile, content, host, keepGoing = false, preview } = options
  const output =
    options.write === false || options.delta ? undefined : checkLast(files, root, out, store, options.preview)
  void git.then(() => output?.check.begin())
  return {
    root,
    files,
    now: options.now ?? Date.now(),
    startedMs,
    engine,
    store,
    git,
    output,
    out,
    options: digestValue({ configFile, content, host, keepGoing, preview }),
  }
}

/** An editor's machine has a store of its own, too: a preview is built while `dateline dev` runs. */
function storeName(preview: Preview | undefined): string {
  if (!preview) return 'store'
  return preview.withFeeds ? 'dev' : 'preview'
}

/** Where this and other builds leave their sites, by their markers: thousands of files, which git need not list. */
function writtenFolders(files: Files, root: string): string[] {
  const usual = [undefined, { embargoed: false, withFeeds: false }]
  return usual.flatMap(preview => {
    const name = outFolder(preview ? { preview } : {})
    return readMarker(files, join(root, name), markerFor(preview)) === undefined ? [] : [name]
  })
}

function openOwnStore(files: Files, root: string, engine: Digest, { preview, cache }: BuildOptions): Store {
  const folder = (of?: Preview) => join(root, '.dateline', storeName(of))
  const own = openStore(files, folder(preview), engine)
  return preview && !own.record && cache !== false ? seedStore(files, folder(), own, engine) : own
}

/** Files are known by size and time where the last build left this very folder, on a machine that has run since. */
function checkLast(
  files: Files,
  root: string,
  out: string,
  store: Store,
  preview: Preview | undefined,
): CheckedOutput | undefined {
  const { record } = store
  const folder = resolve(root, out)
  if (!record || record.out !== out || record.boot !== readBoot()) return undefined
  if (hasJournal(files, folder) || readMarker(files, folder, markerFor(preview)) !== record.site)
    return undefined
  const pages = store.readPages()
  if (!pages || siteOf(pages) !== record.site) return undefined
  return { pages, check: startOutputCheck(folder, pages) }
}
