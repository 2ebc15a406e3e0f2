// Which files of a folder changed: paths, as they change. One watch a folder, not a file: an archive has few folders
// and very many files (chokidar, which watches each file, took 26 s and 900 MB for 100,000; 2026-11).
import * as fs from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Changed } from './drive.js'

export interface FileWatch {
  close(): void
}

export interface WatchedFolder {
  /** Absolute. */
  readonly folder: string
  /** Paths from it, with slashes, that do not matter; of a folder all that is in it. */
  ignores(path: string): boolean
}

/** What editors and systems leave beside files for a moment. */
const passing = /(?:^|\/)(?:\.[^/]*|[^/]*~|[^/]*\.(?:sw[a-z]|tmp|bak)|4913|#[^/]*#)$/i

/** @param onChange is told `all` where folders come and go, since what was in them cannot be told one by one. */
export function watchFolder(
  { folder, ignores }: WatchedFolder,
  onChange: (changed: Changed) => void,
  onFailure: (cause: unknown) => void,
): FileWatch {
  const watchers = new Map<string, fs.FSWatcher>()
  const matters = (path: string): boolean => !ignores(path) && !/(?:^|\/)node_modules(?:\/|$)/.test(path)
  // These systems watch a whole tree by themselves.
  const whole = process.platform === 'darwin' || process.platform === 'win32'
  let failed = false

  function fail(cause: unknown): void {
    // The limit of watches is met once for each folder; it is said once.
    if (!failed) onFailure(cause)
    failed = true
  }
  function watch(path: string): void {
    if (watchers.has(path)) return
    try {
      const watcher = fs.watch(join(folder, path), { recursive: whole }, (_, name) => {
        if (name !== null) happened(path === '' ? toSlashes(name) : `${path}/${toSlashes(name)}`)
      })
      watcher.on('error', () => forget(path))
      watchers.set(path, watcher)
    } catch (cause) {
      // A folder that is gone again is no failure.
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') fail(cause)
      return
    }
    if (!whole) for (const inside of foldersIn(path)) watch(inside)
  }
  function foldersIn(path: string): string[] {
    try {
      return fs
        .readdirSync(join(folder, path), { withFileTypes: true })
        .flatMap(entry => (entry.isDirectory() ? [path === '' ? entry.name : `${path}/${entry.name}`] : []))
        .filter(matters)
    } catch {
      return []
    }
  }
  function forget(path: string): void {
    for (const [known, watcher] of watchers) {
      if (known !== path && !known.startsWith(`${path}/`)) continue
      watcher.close()
      watchers.delete(known)
    }
  }
  function happened(path: string): void {
    if (!matters(path)) return
    const stats = fs.lstatSync(join(folder, path), { throwIfNoEntry: false })
    if (stats?.isDirectory()) {
      if (whole ? false : watchers.has(path)) return
      watch(path)
      onChange('all')
    } else if (!stats && watchers.has(path)) {
      forget(path)
      onChange('all')
    } else if (!passing.test(path)) onChange(new Set([path]))
  }

  watch('')
  return {
    close() {
      for (const watcher of watchers.values()) watcher.close()
      watchers.clear()
    },
  }
}

const toSlashes = (path: string): string => (sep === '/' ? path : path.split(sep).join('/'))

/** Everything of a project but what dateline itself writes. @param out folders that builds write. */
export function projectFolder(root: string, out: readonly string[]): WatchedFolder {
  const written = out.map(folder => toSlashes(relative(root, folder)))
  const own = /^(?:\.git|\.dateline|\.[^/]*\.dateline-(?:stage|lock)[^/]*)(?:\/|$)/
  return {
    folder: root,
    ignores: path =>
      own.test(path) || written.some(folder => path === folder || path.startsWith(`${folder}/`)),
  }
}
