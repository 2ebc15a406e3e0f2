// build --watch: files' events in, builds out. A mistake is printed and waited upon; nothing a file holds ends
// the process.
import { resolve } from 'node:path'
import { build } from '../build/build.js'
import { type BuildOptions, type BuildResult, outFolder } from '../build/options.js'
import { createSessions } from '../build/session.js'
import { startDrive } from './drive.js'
import { formatFailure } from './failure.js'
import { projectFolder, watchFolder } from './watch-files.js'

/** Nothing is shown before it is built, so nobody rests. */
const pace = { settleMs: 40, waveMs: 200, restMs: 0 }

/** Builds once, then again after every change, until the process is interrupted. */
export async function watch(options: BuildOptions, onResult: (result: BuildResult) => void): Promise<void> {
  const root = resolve(options.root ?? '.')
  const sessions = createSessions()
  const complain = (cause: unknown) => void process.stderr.write(formatFailure(cause))
  const drive = startDrive(
    {
      show: () => Promise.resolve(false),
      async build() {
        onResult(await build({ ...options, sessions }))
      },
      async onFailure(cause) {
        // Our own bug, or a disk that is gone: said, and tried again at the next change.
        complain(cause)
        await sessions.reset()
      },
    },
    pace,
  )
  const folder = projectFolder(root, [resolve(root, outFolder(options))])
  const files = watchFolder(folder, drive.change, complain)
  await new Promise<void>(done => {
    process.once('SIGINT', done)
    process.once('SIGTERM', done)
  })
  files.close()
  await drive.close()
  await sessions.reset()
}
