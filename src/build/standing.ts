// The output folder as it stands when a build begins, against what the page table says of it.
import { join } from 'node:path'
import { digestText } from '../base/digest.js'
import type { Files } from './files.js'
import type { OutputCheck } from './output-check.js'
import type { PageTable } from './page-table.js'
import type { Standing } from './publish.js'
import type { StoreRecord } from './store.js'
import { listFiles, readMarker, type Target } from './write.js'

/** What the last build wrote: with nothing in its table where nothing is known. */
export interface KeptOutput {
  readonly record: StoreRecord | undefined
  readonly table: PageTable
}

/** Of a build that writes nothing: every page that is known counts as being there. */
export function assumeStanding({ table }: KeptOutput): Standing {
  return { table, asWritten: () => true, present: undefined }
}

/** @param checked where the files are known by size and time; else every file is listed, and those of the table
 *  are read and compared by digest. */
export async function readStanding(
  files: Files,
  target: Target,
  { record, table }: KeptOutput,
  checked: OutputCheck | undefined,
): Promise<Standing> {
  if (target.fresh) return { table, asWritten: () => false, present: undefined }
  if (!record) return { table, asWritten: () => false, present: listFiles(files, target.out) }
  // Another build may have been at work before this one had the lock.
  if (checked && readMarker(files, target.out, target.markerName) === record.site) {
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
