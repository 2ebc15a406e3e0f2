// build --watch: files' events in, builds out. A mistake is printed and waited upon; nothing a file holds ends
// the process.
import { resolve } from 'node:path'
import { watch as watchFiles } from 'chokidar'
import { build } from '../build/build.js'
import { type BuildOptions, type BuildResult, outFolder } from '../build/options.js'
import { createSessions } from '../build/session.js'
import { formatFailure } from './failure.js'
import { type LoopEvent, type LoopState, next } from './loop.js'

/** Silence after the last change before a build begins. */
const settleMs = 40

export interface WatchHandle {
  /** Ends the watch; resolves when the build under way is done. */
  close(): Promise<void>
}

/** Builds once, then again after every change, until the process is interrupted. */
export async function watch(options: BuildOptions, onResult: (result: BuildResult) => void): Promise<void> {
  const handle = await startWatch(options, onResult)
  await new Promise<void>(done => {
    process.once('SIGINT', done)
    process.once('SIGTERM', done)
  })
  await handle.close()
}

export async function startWatch(
  options: BuildOptions,
  onResult: (result: BuildResult) => void,
): Promise<WatchHandle> {
  const root = resolve(options.root ?? '.')
  const sessions = createSessions()
  let state: LoopState = 'building'
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  async function run(): Promise<void> {
    try {
      onResult(await build({ ...options, sessions }))
    } catch (cause) {
      // Our own bug, or a disk that is gone: said, and tried again at the next change.
      process.stderr.write(formatFailure(cause))
      await sessions.reset()
    }
  }
  function step(event: LoopEvent): void {
    const { state: following, action } = next(state, event)
    state = following
    if (action === 'start-timer') {
      clearTimeout(timer)
      timer = setTimeout(() => step('settled'), settleMs)
    } else if (action === 'build') {
      running = run().then(() => step('built'))
    } else if (action === 'stop') clearTimeout(timer)
  }

  const out = resolve(root, outFolder(options))
  const ignored = (path: string): boolean =>
    path === out ||
    path.startsWith(`${out}/`) ||
    /(?:^|\/)(?:node_modules|\.git|\.dateline|\.[^/]*\.dateline-stage)(?:\/|$)/.test(
      path.slice(root.length),
    ) ||
    /(?:~|\.sw[px]|\.tmp)$/.test(path)
  const watcher = watchFiles(root, { ignoreInitial: true, ignored, atomic: false })
  watcher.on('all', () => step('change'))
  watcher.on('error', cause => process.stderr.write(formatFailure(cause)))
  await new Promise<void>(done => void watcher.once('ready', done))
  running = run().then(() => step('built'))
  await running
  return {
    async close() {
      step('close')
      await watcher.close()
      await running
      await sessions.reset()
    },
  }
}
