// Times whole commands, in turn, so that a slow minute of the machine hits all of them; and their peak memory,
// summed over a command's processes.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export interface Command {
  readonly name: string
  readonly argv: readonly [string, ...string[]]
  readonly cwd: string
  /** Before each run; not timed. */
  readonly before?: () => void
  /** Ended after so many seconds; by default never. */
  readonly limitSeconds?: number
}

export interface Sample {
  readonly seconds: number
  readonly peakMb: number
  /** It was ended at its limit: it would have taken longer. */
  readonly cut?: boolean
}

export async function runOnce(command: Command): Promise<Sample> {
  command.before?.()
  const [program, ...rest] = command.argv
  const from = performance.now()
  const child = spawn(program, rest, {
    cwd: command.cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2000)
  })
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, groupMemory(child.pid!))
  }, 25)
  const limit = command.limitSeconds
  const state = { cut: false }
  const end = () => {
    state.cut = true
    process.kill(-child.pid!, 'SIGKILL')
  }
  const clock = limit === undefined ? undefined : setTimeout(end, limit * 1000)
  const code = await new Promise<number | null>((done, failed) => {
    child.once('error', failed)
    child.once('exit', done)
  })
  clearInterval(timer)
  clearTimeout(clock)
  const seconds = (performance.now() - from) / 1000
  if (state.cut) return { seconds, peakMb: peak / 1024, cut: true }
  if (code !== 0) throw new Error(`${command.name} ended with ${code}:\n${errors}`)
  return { seconds, peakMb: peak / 1024 }
}

/** Resident memory in KB of all processes of a group (Linux; 0 elsewhere). */
function groupMemory(group: number): number {
  let total = 0
  for (const name of readProcesses()) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      // proc(5): pgrp is field 5, rss (in pages of 4 KB) field 24; counting here begins at field 3.
      if (Number(fields[2]) === group) total += Number(fields[21]) * 4
    } catch {
      // The process has ended meanwhile.
    }
  }
  return total
}

function readProcesses(): string[] {
  try {
    return readdirSync('/proc').filter(name => /^\d+$/.test(name))
  } catch {
    return []
  }
}

/** Runs the commands in turn, `rounds` times each. */
export async function compare(
  commands: readonly Command[],
  rounds: number,
): Promise<ReadonlyMap<string, readonly Sample[]>> {
  const samples = new Map<string, Sample[]>(commands.map(command => [command.name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const command of commands) {
      const own = samples.get(command.name)!
      // What did not end once need not fail to end again.
      own.push(own[0]?.cut ? own[0] : await runOnce(command))
    }
  }
  return samples
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Median of the ratios of runs that stood side by side. */
export function ratio(a: readonly Sample[], b: readonly Sample[]): number {
  return median(a.map((sample, n) => sample.seconds / b[n]!.seconds))
}
