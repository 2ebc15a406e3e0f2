// Where the work of one build is done: a pool, a folder for what is put away, and in a watch the memory of
// earlier builds.
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { digestValue } from '../base/digest.js'
import type { Files } from './files.js'
import type { BuildOptions } from './options.js'
import { inlinePool, type Pool, threadPool } from './pool.js'
import type { LoadedSite } from './read-config.js'
import { createScratch, removeScratch, type Session } from './session.js'
import { openSegments } from './store.js'
import { createWorkshop } from './tasks.js'

export interface Shop {
  readonly pool: Pool
  readonly scratch: string
  /** Only in a watch. */
  readonly session?: Session
  /** Ends what this build alone has opened. */
  close(): Promise<void>
}

/** Below this many files threads cost more to start than they save (measured on two cores, 2026-11). */
const threadsFrom = 400

export async function openShop(
  site: LoadedSite,
  documents: number,
  root: string,
  files: Files,
  options: BuildOptions,
): Promise<Shop> {
  const open = (scratch: string) => openPool(site, documents, scratch, files, options.workers)
  if (options.sessions) {
    // A watch goes on with its pool as long as the config is the same.
    const key = digestValue({
      module: site.module,
      siteFiles: site.siteFiles,
      content: site.config.contentFolder,
    })
    const session = await options.sessions.of(key, open)
    return { pool: session.pool, scratch: session.scratch, session, close: async () => {} }
  }
  const scratch = createScratch(root)
  const pool = open(scratch)
  return {
    pool,
    scratch,
    async close() {
      await pool.close()
      removeScratch(scratch)
    },
  }
}

function openPool(
  site: LoadedSite,
  documents: number,
  scratch: string,
  files: Files,
  wanted: number | undefined,
): Pool {
  const { config, module, file, siteFiles } = site
  const segments = join(scratch, 'segments')
  // More threads than these only wait for each other.
  const most = Math.max(4, availableParallelism() * 2)
  const chosen = wanted ?? (documents < threadsFrom ? 0 : availableParallelism())
  const threads = module === undefined ? 0 : Math.min(chosen, most)
  if (threads === 0 || module === undefined) {
    return inlinePool(createWorkshop(config, config.contentFolder, files, openSegments(segments, 0)))
  }
  return threadPool(threads, {
    configModule: module,
    configFile: file,
    siteFiles,
    shown: config.contentFolder,
    segments,
  })
}
