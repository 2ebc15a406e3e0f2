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

export default async function run<T extends Task>(task: T): Promise<ResultOf<T>> {
  return (await workshop).run(task)
}
