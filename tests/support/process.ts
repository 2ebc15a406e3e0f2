// A command that runs until somebody ends it, as an editor has it in a terminal; it goes with the test.
import { spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'
import { clock, command } from './site.js'

export interface RunningCommand {
  /** All that was printed so far. */
  printed(): string
  alive(): boolean
  /** Interrupts it; resolves with its exit code. */
  stop(): Promise<number | null>
}

export function startCommand(root: string, args: readonly string[]): RunningCommand {
  const child = spawn(process.execPath, [command, ...args, '--now', clock], {
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
  return {
    printed: () => printed,
    alive: () => code === undefined,
    stop() {
      child.kill('SIGINT')
      return ended
    },
  }
}
