// Where the work of a build is done: in this thread while there is little of it, in others from then on.
import { availableParallelism } from 'node:os'
import type { Files } from './files.js'
import { inlinePool, type Pool, threadPool } from './pool.js'
import type { LoadedSite } from './read-config.js'
import { openShelves, type ShelfPlan } from './shelves.js'
import { createWorkshop, type Shelves } from './tasks.js'

export interface Shop {
  /** What a build puts away lies here; threads open them anew. */
  readonly shelves: Shelves
  /** Who does `work` files or pages. */
  pool(work: number): Pool
  /** Ends the threads, each of which holds tens of megabytes; what is done from now on may need them more. The next
   *  large work starts others. */
  rest(): Promise<void>
  close(): Promise<void>
}

/** Below this many files or pages threads cost more to start than they save (measured on two cores, 2026-11). */
const threadsFrom = 400

/** @param wanted threads beside the main one; chosen by the work when undefined. */
export function openShop(
  { config, module, file, siteFiles }: LoadedSite,
  plan: ShelfPlan,
  files: Files,
  wanted: number | undefined,
): Shop {
  const shelves = openShelves(plan, 0)
  const inline = inlinePool(createWorkshop(config, config.contentFolder, files, shelves))
  // More threads than these only wait for each other.
  const most = Math.max(4, availableParallelism() * 2)
  let threaded: Pool | undefined
  async function rest(): Promise<void> {
    await threaded?.close()
    threaded = undefined
  }
  return {
    shelves,
    pool(work) {
      const chosen = wanted ?? (work < threadsFrom ? 0 : Math.max(1, availableParallelism() - 1))
      const threads = module === undefined ? 0 : Math.min(chosen, most)
      if (threads === 0 || module === undefined) return inline
      const setup = {
        configModule: module,
        configFile: file,
        siteFiles,
        shown: config.contentFolder,
        shelves: plan,
      }
      threaded ??= threadPool(threads, setup, inline)
      return threaded
    },
    rest,
    async close() {
      await rest()
      await inline.close()
    },
  }
}
