// Inline or worker threads behind one type: a batch goes in, its result comes out.
import type { ShelfPlan } from './shelves.js'
import type { ResultOf, Task, Workshop } from './tasks.js'

export interface Pool {
  /** 0: everything runs in this thread. */
  readonly threads: number
  run<T extends Task>(task: T): Promise<ResultOf<T>>
  /** This thread, which works beside the others. */
  readonly here?: Pick<Pool, 'run'>
  close(): Promise<void>
}

/** What a thread needs to make its own workshop; plain data. */
export interface ThreadSetup {
  /** The bundled config, imported again in the thread, since functions cannot be sent. */
  readonly configModule: string
  readonly configFile: string
  readonly siteFiles: readonly { readonly file: string; readonly name: string; readonly data: unknown }[]
  readonly shown: string
  readonly shelves: ShelfPlan
}

/** Tasks at each thread, one of them under way: so many that it does not wait while this thread does one, and takes in
 *  what was done. */
const tasksAhead = 3

export function inlinePool(workshop: Workshop): Pool {
  return {
    threads: 0,
    run: task => workshop.run(task),
    async close() {
      workshop.close()
    },
  }
}

/** @param here does tasks in this thread when all others have enough: a thread less than there are cores, and each has a
 *  compiler and a collector of its own. */
export function threadPool(threads: number, setup: ThreadSetup, here: Pick<Pool, 'run'>): Pool {
  // Most builds have no threads, and do not load what drives them.
  const pool = import('tinypool').then(
    ({ Tinypool }) =>
      new Tinypool({
        filename: new URL('../build/worker.js', import.meta.url).href,
        minThreads: threads,
        maxThreads: threads,
        workerData: setup,
        concurrentTasksPerWorker: tasksAhead,
        // Parsing and rendering leave much that is soon forgotten. A larger nursery saves work of the collector, a
        // bound on the rest makes it tidy up in time: without one a thread's heap grows as long as there is memory.
        resourceLimits: { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 192 },
      }),
  )
  return {
    threads,
    here,
    run: async task => (await pool).run(task),
    close: async () => (await pool).destroy(),
  }
}

/** Tasks that this thread may have done while one that came before them is under way in another. */
const mostWaiting = 3

/** Runs tasks with a bounded number under way; results are handed over in order, as they come. Where all threads have
 *  enough to do, this one does the next task itself: it would wait for them otherwise.
 *  @param ahead tasks at each thread: two where there are a few long ones, so that this thread gets its share of them. */
export async function runAll<T extends Task>(
  pool: Pool,
  tasks: Iterable<T>,
  receive: (result: ResultOf<T>, task: T) => void,
  ahead = tasksAhead,
): Promise<void> {
  interface Under {
    readonly task: T
    readonly result: Promise<ResultOf<T>>
    ended: boolean
  }
  const under: Under[] = []
  const most = pool.threads * ahead
  const held = most + (pool.here ? mostWaiting : 0)
  let failed = false
  let away = 0
  const settle = async (): Promise<void> => {
    const { task, result } = under.shift()!
    receive(await result, task)
  }
  const begin = (task: T, by: Pick<Pool, 'run'>): Promise<unknown> => {
    const result = by.run(task)
    const begun = { task, result, ended: false }
    under.push(begun)
    // A rejection is seen when its turn comes; until then it must not count as unhandled.
    return result
      .catch(() => {
        failed = true
      })
      .finally(() => {
        begun.ended = true
      })
  }
  try {
    for (const task of tasks) {
      // Whoever waits is told when its turn comes; nothing more is begun.
      if (failed) break
      if (!pool.here || away < most) {
        away++
        void begin(task, pool).finally(() => away--)
      } else {
        await begin(task, pool.here)
        // What has come from the threads meanwhile is taken in.
        await new Promise(turn => setImmediate(turn))
      }
      while (under[0]?.ended || under.length > held) await settle()
    }
    while (under.length > 0) await settle()
  } finally {
    await Promise.allSettled(under.map(({ result }) => result))
  }
}

/** Cuts a list into batches. */
export function* batches<T>(items: readonly T[], size: number): Iterable<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size)
}
