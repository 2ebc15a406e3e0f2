// Whether the files of dist/ are as the page table says: there, of the same size, of the same time. Every file is
// looked at, at each build; half of them in a second thread.
import * as fs from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { SavedTable } from './page-table.js'

/** Plain data, ready to cross to a thread. */
export interface OutputCheck {
  readonly out: string
  readonly heap: Uint8Array
  readonly ends: Uint32Array
  readonly size: Float64Array
  readonly modifiedMs: Float64Array
  readonly from: number
  readonly to: number
}

/** Below this many files a thread costs more than it saves. */
const threadFrom = 8_000

/** One byte an entry of the table: 1 where the file is as it was written. Cost: one `stat` a file. */
export async function checkOutput(out: string, table: SavedTable): Promise<Uint8Array> {
  const total = table.files.ends.length
  const check = {
    out,
    ...table.files,
    size: table.numbers.size as Float64Array,
    modifiedMs: table.numbers.modifiedMs as Float64Array,
  }
  if (total < threadFrom) return checkRange({ ...check, from: 0, to: total })
  const half = total >> 1
  const other = inThread({ ...check, from: half, to: total })
  // The thread starts while this one works.
  const own = checkRange({ ...check, from: 0, to: half })
  const result = new Uint8Array(total)
  result.set(own)
  result.set(await other, half)
  return result
}

/** The same without holding this thread up. */
export async function checkOutputAside(out: string, table: SavedTable): Promise<Uint8Array> {
  const total = table.files.ends.length
  const size = table.numbers.size as Float64Array
  const modifiedMs = table.numbers.modifiedMs as Float64Array
  const check = { out, ...table.files, size, modifiedMs, from: 0, to: total }
  return total < threadFrom ? checkRange(check) : inThread(check)
}

function inThread(check: OutputCheck): Promise<Uint8Array> {
  return new Promise((done, failed) => {
    const worker = new Worker(new URL('./output-check-worker.js', import.meta.url), { workerData: check })
    worker.once('message', done)
    worker.once('error', failed)
  })
}

export function checkRange({ out, heap, ends, size, modifiedMs, from, to }: OutputCheck): Uint8Array {
  const text = Buffer.from(heap.buffer, heap.byteOffset, heap.byteLength)
  const result = new Uint8Array(to - from)
  const base = join(out, '/')
  for (let entry = from; entry < to; entry++) {
    const file = text.toString('utf8', entry === 0 ? 0 : ends[entry - 1]!, ends[entry]!)
    const stat = fs.statSync(base + file, { throwIfNoEntry: false })
    if (stat && stat.size === size[entry] && stat.mtimeMs === modifiedMs[entry] && stat.isFile())
      result[entry - from] = 1
  }
  return result
}
