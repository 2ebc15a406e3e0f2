// The one place that touches node:fs for files of the site.
import * as fs from 'node:fs'
import { dirname } from 'node:path'
import { by } from '../base/order.js'
import type { Entry, Files } from './files.js'

function codeOf(cause: unknown): string | undefined {
  return (cause as NodeJS.ErrnoException | null)?.code
}

/** Nothing is there; a link that leads round in a ring leads nowhere, too. */
const absent = ['ENOENT', 'ENOTDIR', 'ELOOP']

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (cause) {
    if (absent.includes(codeOf(cause) ?? '')) return undefined
    throw cause
  }
}

function kindOf(entry: fs.Dirent | fs.Stats): Entry['kind'] {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  return entry.isSymbolicLink() ? 'link' : 'other'
}

/** As many pieces as systems take in one call, and few enough to be held where they are read from another file. */
function* batches(pieces: Iterable<Uint8Array>): Iterable<readonly Uint8Array[]> {
  let batch: Uint8Array[] = []
  for (const piece of pieces) {
    if (piece.length > 0) batch.push(piece)
    if (batch.length < 512) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function writeAll(file: number, pieces: readonly Uint8Array[]): void {
  let rest = [...pieces]
  while (rest.length > 0) {
    let written = fs.writevSync(file, rest)
    while (rest.length > 0 && written >= rest[0]!.length) written -= rest.shift()!.length
    if (rest.length > 0) rest = [rest[0]!.subarray(written), ...rest.slice(1)]
  }
}

/** Each instance remembers which folders it has made, so that a folder is made once. */
export function createNodeFiles(): Files {
  const made = new Set<string>()
  function makeFolder(path: string): void {
    if (made.has(path)) return
    fs.mkdirSync(path, { recursive: true })
    made.add(path)
  }
  /** Makes the folder again when somebody removed it meanwhile. */
  function withFolder(path: string, act: () => void): void {
    makeFolder(dirname(path))
    try {
      act()
    } catch (cause) {
      if (codeOf(cause) !== 'ENOENT') throw cause
      made.clear()
      makeFolder(dirname(path))
      act()
    }
  }
  return {
    read: path => orUndefined(() => fs.readFileSync(path)),
    readPart: (path, offset, length, room = 0) =>
      orUndefined(() => {
        const file = fs.openSync(path, 'r')
        try {
          // Never more than there is, whatever a damaged header says.
          const size = Math.max(0, Math.min(length, fs.fstatSync(file).size - offset))
          const bytes = new Uint8Array(size + room).subarray(0, size)
          for (let done = 0; done < bytes.length; ) {
            const count = fs.readSync(file, bytes, done, bytes.length - done, offset + done)
            if (count === 0) return bytes.subarray(0, done)
            done += count
          }
          return bytes
        } finally {
          fs.closeSync(file)
        }
      }),
    stat: path =>
      orUndefined(() => {
        const stat = fs.statSync(path, { throwIfNoEntry: false })
        return stat && { size: stat.size, modifiedMs: stat.mtimeMs }
      }),
    list: path =>
      orUndefined(() =>
        fs
          .readdirSync(path, { withFileTypes: true })
          .map(entry => ({ name: entry.name, kind: kindOf(entry) }))
          .sort(by(entry => entry.name)),
      ),
    resolve: path =>
      orUndefined(() => {
        const real = fs.realpathSync(path)
        return { path: real, kind: kindOf(fs.statSync(real)) }
      }),
    write(path, bytes) {
      withFolder(path, () => fs.writeFileSync(path, bytes))
    },
    writePieces(path, pieces) {
      withFolder(path, () => {
        // Two builds may write one file, each the whole of it.
        const beside = `${path}.${process.pid}.new`
        try {
          const file = fs.openSync(beside, 'w')
          try {
            for (const batch of batches(pieces)) writeAll(file, batch)
          } finally {
            fs.closeSync(file)
          }
          fs.renameSync(beside, path)
        } catch (cause) {
          // The room is needed by others.
          fs.rmSync(beside, { force: true })
          throw cause
        }
      })
    },
    copy(from, to) {
      withFolder(to, () => fs.copyFileSync(from, to))
    },
    rename(from, to) {
      withFolder(to, () => fs.renameSync(from, to))
    },
    remove(path) {
      made.clear()
      orUndefined(() => fs.rmSync(path, { recursive: true, force: true }))
    },
    removeEmpty(path) {
      try {
        fs.rmdirSync(path)
        made.clear()
      } catch (cause) {
        if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR'].includes(codeOf(cause) ?? '')) throw cause
      }
    },
    makeFolder,
  }
}
