// One build at a time in an output folder: a file beside it names the process that writes. A lock whose process
// is gone is nobody's.
import * as fs from 'node:fs'
import { dirname } from 'node:path'

export interface Lock {
  release(): void
}

/** A process by its number and its beginning, since numbers come again: in a container each build is number 1. */
const own = `${process.pid} ${Math.round(performance.timeOrigin)}`

/** @param path of the lock file. @returns the number of the process that holds it, when one does. */
export function takeLock(path: string): Lock | { readonly holder: number } {
  fs.mkdirSync(dirname(path), { recursive: true })
  // Written beside and linked, so that nobody finds a lock without a name in it.
  const mine = `${path}.${process.pid}`
  fs.writeFileSync(mine, own)
  try {
    // The second try is for a lock that was left behind.
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        fs.linkSync(mine, path)
        return { release: () => fs.rmSync(path, { force: true }) }
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
        const text = readText(path)
        const holder = Number(text.split(' ')[0])
        const alive = holder === process.pid ? text === own : isRunning(holder)
        if (alive) return { holder }
        fs.rmSync(path, { force: true })
      }
    }
    return { holder: Number(readText(path).split(' ')[0]) }
  } finally {
    fs.rmSync(mine, { force: true })
  }
}

function readText(path: string): string {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Whether a process is there, whoever owns it. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}
