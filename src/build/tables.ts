// The tables of `content/data/`, by name: the path below it without the ending. Without such files nothing is read.
import { type Digest, digestBlob, digestText } from '../base/digest.js'
import { readTable, type Table } from '../content/table.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import type { FoundFile } from './discover.js'
import type { Files } from './files.js'
import type { CodeInput } from './load-config.js'

export interface Tables {
  readonly tables: ReadonlyMap<string, Table>
  /** Of those that can be read. */
  readonly digests: ReadonlyMap<string, Digest>
  /** Every name, and whether its table can be read. */
  readonly readable: ReadonlyMap<string, boolean>
  readonly diagnostics: readonly Diagnostic[]
  /** With the digests of the bytes that were read. */
  readonly inputs: readonly CodeInput[]
}

/** Cost: reads and parses every table at every build that has something to do.
 *  @param shown the content folder as diagnostics name it. */
export async function readTables(files: Files, found: readonly FoundFile[], shown: string): Promise<Tables> {
  const tables = new Map<string, Table>()
  const digests = new Map<string, Digest>()
  const readable = new Map<string, boolean>()
  const first = new Map<string, string>()
  const diagnostics: Diagnostic[] = []
  const inputs: CodeInput[] = []
  for (const { path, absolute } of found) {
    const file = `${shown}/${path}`
    const bytes = files.read(absolute) ?? new Uint8Array()
    inputs.push([absolute, digestBlob(bytes)])
    const name = path.slice('data/'.length).replace(/\.\w+$/, '')
    const other = first.get(name)
    if (other !== undefined) {
      const reason = `${other} is the table "${name}" already`
      diagnostics.push(error('DL1023', { reason }, { file }))
      continue
    }
    first.set(name, file)
    const table = await readTable(
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
      path,
    )
    readable.set(name, !('reason' in table))
    if ('reason' in table) {
      diagnostics.push(error('DL1023', { reason: table.reason }, { file, place: table.place }))
      continue
    }
    tables.set(name, table)
    digests.set(name, digestText(`${/\.csv$/i.test(path) ? 'csv' : 'maps'} ${digestBlob(bytes)}`))
  }
  return { tables, digests, readable, diagnostics, inputs }
}
