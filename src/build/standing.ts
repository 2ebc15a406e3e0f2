// The output folder as it stands when a build begins, against what the page table says of it.
import { join } from 'node:path'
import { digestText } from '../base/digest.js'
import type { Files } from './files.js'
import type { OutputCheck } from './output-check.js'
import { createPageTable, type SavedTable } from './page-table.js'
import type { Standing } from './publish.js'
import type { StoreRecord } from './store.js'
import { listFiles, readMarker, type Target } from './write.js'

export interface KeptOutput {
  readonly record: StoreRecord
  readonly pages: SavedTable
}

/** Of a build that writes nothing: every page that is known counts as being there. */
export function assumeStanding(kept: KeptOutput | undefined): Standing {
  return { table: createPageTable(kept?.pages), asWritten: () => true, present: undefined }
}

/** @param checked where the files are known by size and time; else every file is listed, and those of the table
 *  are read and compared by digest. */
export async function readStanding(
  files: Files,
  target: Target,
  kept: KeptOutput | undefined,
  checked: OutputCheck | undefined,
): Promise<Standing> {
  if (target.fresh) return { table: createPageTable(kept?.pages), asWritten: () => false, present: undefined }
  if (!kept)
    return { table: createPageTable(), asWritten: () => false, present: listFiles(files, target.out) }
  const table = createPageTable(kept.pages)
  // Another build may have been at work before this one had the lock.
  if (checked && readMarker(files, target.out, target.markerName) === kept.record.site) {
    const flags = await checked.flags()
    return { table, asWritten: entry => flags[entry] === 1, present: undefined }
  }
  const present = listFiles(files, target.out)
  const there = new Set(present)
  return {
    table,
    present,
    asWritten(entry) {
      const file = table.file(entry)
      if (!there.has(file)) return false
      const path = join(target.out, file)
      const stat = files.stat(path)
      if (stat?.size !== table.bytes(entry)) return false
      const bytes = files.read(path)
      if (!bytes || digestText(bytes) !== table.digest(entry)) return false
      table.touch(entry, stat.modifiedMs)
      return true
    },
  }
}
