// dateline dev: the site on this machine, with every draft, as it is while it is being written.
import { spawn } from 'node:child_process'
import type { Told } from '../dev/dev.js'
import { startDev } from '../dev/dev.js'
import { formatFailure } from '../dev/failure.js'
import { type SiteOptionsGiven, toBuildOptions } from './options.js'
import { createProgress } from './progress.js'
import { printReports } from './report.js'

export interface DevGiven extends SiteOptionsGiven {
  readonly port: number
  readonly open: boolean
}

export async function runDev(given: DevGiven): Promise<0> {
  const { root = process.cwd(), ...options } = toBuildOptions(given)
  const progress = createProgress(given.quiet, process.stderr)
  const say = (text: string): void => {
    if (!given.quiet) process.stderr.write(`${text}\n`)
  }
  const dev = await startDev({
    ...options,
    root,
    port: given.port,
    onProgress: progress.onProgress,
    onPrepared(told) {
      progress.stop()
      printReports(told.reports, { quiet: true, all: true })
      say(describe(told))
    },
    onFailure: cause => void process.stderr.write(formatFailure(cause)),
    edit: openInEditor,
  })
  if (given.port !== 0 && dev.port !== given.port) say(`port ${given.port} is taken; this is ${dev.port}`)
  void dev.ready.then(() => {
    const url = `http://localhost:${dev.port}${dev.base()}`
    say(`the site, with all that is not published yet: ${url}`)
    if (given.open) openInBrowser(url)
  })
  await new Promise<void>(done => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      // The command line's own listener leaves at once; here something is kept first. A second signal still does.
      process.removeAllListeners(signal)
      process.once(signal, () => done())
    }
  })
  await dev.close()
  return 0
}

function describe({ articles, reports, ms }: Told): string {
  const errors = reports.filter(({ severity }) => severity === 'error').length
  const mistakes = errors === 0 ? '' : `, ${errors} ${errors === 1 ? 'mistake' : 'mistakes'}`
  return `${articles.toLocaleString('en-GB')} articles in ${Math.round(ms)} ms${mistakes}`
}

/** The one that is running, or that VISUAL or EDITOR names. @returns why it could not be opened. */
async function openInEditor(place: string): Promise<string | undefined> {
  const { default: launchEditor } = await import('launch-editor')
  return new Promise(done => {
    launchEditor(place, (_, reason) => done(reason ?? 'No editor was found; name one in EDITOR.'))
    // It says nothing when all is well.
    setTimeout(() => done(undefined), 1_000).unref()
  })
}

function openInBrowser(url: string): void {
  const [program, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url]
  const child = spawn(program!, args, { stdio: 'ignore', detached: true })
  child.once('error', () => {})
  child.unref()
}
