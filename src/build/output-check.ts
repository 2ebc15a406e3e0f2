// Whether the files of dist/ are as the page table says: there, of the same size, of the same time. Every file is
// looked at, at each build. A thread does it while this one does other things; this one helps when it has time. It
// begins when git has answered: before that git has work enough for two cores, and everybody waits for it.
import * as fs from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Stretch } from '../base/stretch.js'
import type { SavedTable } from './page-table.js'

/** Plain data and shared memory, ready to cross to a thread. */
export interface CheckWork {
  readonly out: string
  readonly heap: Stretch<Uint8Array>
  readonly tail: Uint8Array
  readonly ends: Uint32Array
  readonly size: Float64Array
  readonly modifiedMs: Float64Array
  /** One byte an entry: 1 where the file is as it was written. Shared. */
  readonly flags: Uint8Array
  /** The first entry that nobody has taken yet. Shared. */
  readonly next: Int32Array
  /** 1 when the thread may begin. Shared. */
  readonly begun: Int32Array
}

export interface OutputCheck {
  /** The thread, which is ready by then, begins. */
  begin(): void
  /** Of all entries, when all have been looked at. */
  flags(): Promise<Uint8Array>
}

/** Below this many files a thread costs more than it saves. */
const threadFrom = 4_000
/** Files that a thread takes at a time: some milliseconds. */
const portion = 1_024

/** Cost: one `stat` a file. */
export function startOutputCheck(out: string, table: SavedTable): OutputCheck {
  const total = table.files.ends.length
  const work: CheckWork = {
    out,
    ...table.files,
    size: table.numbers.size as Float64Array,
    modifiedMs: table.numbers.modifiedMs as Float64Array,
    flags: new Uint8Array(new SharedArrayBuffer(total)),
    next: new Int32Array(new SharedArrayBuffer(4)),
    begun: new Int32Array(new SharedArrayBuffer(4)),
  }
  const aside = total < threadFrom ? undefined : inThread(work)
  const begin = (): void => {
    Atomics.store(work.begun, 0, 1)
    Atomics.notify(work.begun, 0)
  }
  return {
    begin,
    async flags() {
      begin()
      while (checkPortion(work));
      await aside?.finish()
      return work.flags
    },
  }
}

/** A build that ends without asking does not wait for the thread; one that asks does. */
function inThread(work: CheckWork): { finish(): Promise<void> } {
  const worker = new Worker(new URL('../build/output-check-worker.js', import.meta.url), { workerData: work })
  worker.unref()
  const done = new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve())
    worker.once('error', reject)
  })
  // Whoever waits for it is told; a build that ends before that must not be.
  done.catch(() => {})
  return {
    finish() {
      worker.ref()
      return done.finally(() => worker.unref())
    },
  }
}

/** Whatever the reason, a file that cannot be looked at is not as it was. */
function statOf(path: string): fs.Stats | undefined {
  try {
    return fs.statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** Takes the next files that nobody has looked at; false when there are none. */
export function checkPortion({ out, heap, tail, ends, size, modifiedMs, flags, next }: CheckWork): boolean {
  const from = Atomics.add(next, 0, portion)
  const to = Math.min(ends.length, from + portion)
  if (from >= to) return false
  const end = ends[to - 1]!
  const start = from === 0 ? 0 : ends[from - 1]!
  // The names of the portion, from both parts.
  const text = Buffer.concat([
    heap.subarray(Math.min(start, heap.length), Math.min(end, heap.length)),
    tail.subarray(Math.max(0, start - heap.length), Math.max(0, end - heap.length)),
  ])
  const base = join(out, '/')
  for (let entry = from; entry < to; entry++) {
    const file = text.toString('utf8', (entry === 0 ? 0 : ends[entry - 1]!) - start, ends[entry]! - start)
    const stat = statOf(base + file)
    if (stat && stat.size === size[entry] && stat.mtimeMs === modifiedMs[entry] && stat.isFile())
      flags[entry] = 1
  }
  return true
}
