// The output folder as it stands when a build begins, against what the page table says of it.
import { join } from 'node:path'
import { digestText } from '../base/digest.js'
import type { Files } from './files.js'
import { checkOutputAside } from './output-check.js'
import { createPageTable, type SavedTable } from './page-table.js'
import type { Standing } from './publish.js'
import { readBoot, type StoreRecord } from './store.js'
import { listFiles, readMarker, type Target } from './write.js'

export interface KeptOutput {
  readonly record: StoreRecord
  readonly pages: SavedTable
}

/** Of a build that writes nothing: every page that is known counts as being there. */
export function assumeStanding(kept: KeptOutput | undefined): Standing {
  return { table: createPageTable(kept?.pages), asWritten: () => true, present: undefined }
}

/** Files are known by size and time where the last build left this very folder, on a machine that has run since.
 *  Else every file is listed, and those of the table are read and compared by digest.
 *  @param out from the root, as the record has it. */
export async function readStanding(
  files: Files,
  target: Target,
  out: string,
  kept: KeptOutput | undefined,
): Promise<Standing> {
  if (target.fresh) return { table: createPageTable(kept?.pages), asWritten: () => false, present: undefined }
  if (!kept)
    return { table: createPageTable(), asWritten: () => false, present: listFiles(files, target.out) }
  const table = createPageTable(kept.pages)
  const { record } = kept
  if (record.out === out && record.boot === readBoot() && readMarker(files, target.out) === record.site) {
    const flags = await checkOutputAside(target.out, kept.pages)
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
