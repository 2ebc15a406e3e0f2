// A running `dateline dev`, as an editor has it: the command in a project, and what it prints.
import { type RunningCommand, startCommand } from './process.js'

export interface RunningDev extends RunningCommand {
  readonly url: string
  readonly port: number
}

export async function startDev(root: string, args: readonly string[] = ['--port', '0']): Promise<RunningDev> {
  return reachDev(startCommand(root, ['dev', ...args]))
}

/** Waits until it says where the site is. */
export async function reachDev(dev: RunningCommand): Promise<RunningDev> {
  await until(() => dev.printed().includes('http://localhost:'), 60_000)
  const [, url, port] = /(http:\/\/localhost:(\d+)\/\S*)/.exec(dev.printed())!
  return { ...dev, url: url!, port: Number(port) }
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
