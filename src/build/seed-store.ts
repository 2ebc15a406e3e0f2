// A first preview, and a first `dateline dev`, begin with what the builds of the site know: a copy of their store, which
// goes its own way from then on. To parse and rank everything once more would take much longer.
import * as fs from 'node:fs'
import type { Digest } from '../base/digest.js'
import type { Files } from './files.js'
import { takeLock } from './lock.js'
import { openStore, type Store } from './store.js'

/** @param from the store of the site; what another engine kept there is no use.
 *  @param empty has nothing usable in it. @returns what to begin with. */
export function seedStore(files: Files, from: string, empty: Store, engine: Digest): Store {
  if (!openStore(files, from, engine).record) return empty
  const { folder } = empty
  const begun = `${folder}.${process.pid}`
  let lock: ReturnType<typeof takeLock> | undefined
  try {
    lock = takeLock(`${folder}.lock`)
    // Somebody is at work there, and needs no copy.
    if ('holder' in lock) return empty
    // Where the file system can, blocks are shared until they change.
    fs.cpSync(from, begun, { recursive: true, mode: fs.constants.COPYFILE_FICLONE })
    fs.rmSync(folder, { recursive: true, force: true })
    fs.renameSync(begun, folder)
    return openStore(files, folder, engine)
  } catch {
    // It costs time, not the preview.
    fs.rmSync(begun, { recursive: true, force: true })
    return empty
  } finally {
    if (lock && 'release' in lock) lock.release()
  }
}
