// Thread entry: the same batch functions as inline, with a workshop of the thread's own.
import { pathToFileURL } from 'node:url'
import { threadId, workerData } from 'node:worker_threads'
import { resolveConfig } from '../config/config.js'
import { createNodeFiles } from './node-files.js'
import type { ThreadSetup } from './pool.js'
import { openShelves } from './shelves.js'
import { createWorkshop, type ResultOf, type Task, type Workshop } from './tasks.js'

async function openWorkshop(setup: ThreadSetup): Promise<Workshop> {
  const module = (await import(pathToFileURL(setup.configModule).href)) as { default?: unknown }
  const { config } = resolveConfig(module.default, setup.configFile, setup.siteFiles)
  if (!config) throw new Error('the config has errors in a thread that it had not outside')
  return createWorkshop(config, setup.shown, createNodeFiles(), openShelves(setup.shelves, threadId))
}

// The pool hands its own data over first, then ours.
const [, setup] = workerData as readonly [unknown, ThreadSetup]
const workshop = openWorkshop(setup)

let last: Promise<unknown> = workshop

/** One task after the other. Those that wait here are there so that the thread goes on at once; done side by side they
 *  would end together, and the thread would wait for more. */
export default function run<T extends Task>(task: T): Promise<ResultOf<T>> {
  const result = last.then(async () => (await workshop).run(task))
  last = result.catch(() => {})
  return result
}
