// Inline or worker threads behind one type: a batch goes in, its result comes out.
import type { ShelfPlan } from './shelves.js'
import type { ResultOf, Task, Workshop } from './tasks.js'

export interface Pool {
  /** 0: everything runs in this thread. */
  readonly threads: number
  run<T extends Task>(task: T): Promise<ResultOf<T>>
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

export function inlinePool(workshop: Workshop): Pool {
  return {
    threads: 0,
    run: task => workshop.run(task),
    async close() {
      workshop.close()
    },
  }
}

export function threadPool(threads: number, setup: ThreadSetup): Pool {
  // Most builds have no threads, and do not load what drives them.
  const pool = import('tinypool').then(
    ({ Tinypool }) =>
      new Tinypool({
        filename: new URL('../build/worker.js', import.meta.url).href,
        minThreads: threads,
        maxThreads: threads,
        workerData: setup,
        // One task waits at each thread while another runs, so that none idles until the main thread has a moment.
        concurrentTasksPerWorker: 2,
        // Parsing and rendering leave much that is soon forgotten. A larger nursery saves work of the collector, a
        // bound on the rest makes it tidy up in time: without one a thread's heap grows as long as there is memory.
        resourceLimits: { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 192 },
      }),
  )
  return {
    threads,
    run: async task => (await pool).run(task),
    close: async () => (await pool).destroy(),
  }
}

/** Runs tasks with a bounded number under way; results are handed over in order, as they come.
 *  @param width most tasks under way. */
export async function runAll<T extends Task>(
  pool: Pool,
  tasks: Iterable<T>,
  receive: (result: ResultOf<T>, task: T) => void,
  width = Math.max(1, pool.threads * 2),
): Promise<void> {
  const under: { readonly task: T; readonly result: Promise<ResultOf<T>> }[] = []
  const settle = async (): Promise<void> => {
    const { task, result } = under.shift()!
    receive(await result, task)
  }
  try {
    for (const task of tasks) {
      const result = pool.run(task)
      // A rejection is seen when its turn comes; until then it must not count as unhandled.
      result.catch(() => {})
      under.push({ task, result })
      if (under.length >= width) await settle()
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
