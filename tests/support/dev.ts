// A running `dateline dev`, as an editor has it: the command in a project, and what it prints.
import { spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'
import { clock, command } from './site.js'

export interface RunningDev {
  readonly url: string
  readonly port: number
  /** What was printed so far. */
  printed(): string
  readonly alive: () => boolean
  /** Interrupts it; resolves with its exit code. */
  stop(): Promise<number | null>
}

export async function startDev(root: string, args: readonly string[] = ['--port', '0']): Promise<RunningDev> {
  const child = spawn(process.execPath, [command, 'dev', '--now', clock, ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
    })
  let code: number | null | undefined
  const ended = new Promise<number | null>(done =>
    child.once('exit', exit => {
      code = exit
      done(exit)
    }),
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  await until(() => printed.includes('http://localhost:'), 60_000)
  const [, url, port] = /(http:\/\/localhost:(\d+)\/\S*)/.exec(printed)!
  return {
    url: url!,
    port: Number(port),
    printed: () => printed,
    alive: () => code === undefined,
    stop() {
      child.kill('SIGINT')
      return ended
    },
  }
}

/** Waits until `reached` holds; gives the ms that it took. */
export async function until(reached: () => boolean | Promise<boolean>, limitMs = 20_000): Promise<number> {
  const from = performance.now()
  while (!(await reached())) {
    if (performance.now() - from > limitMs) throw new Error('it did not happen')
    await new Promise(done => setTimeout(done, 5))
  }
  return Math.round(performance.now() - from)
}
