// One build at a time in an output folder: a file beside it names the process that writes. A lock whose process
// is gone is nobody's.
import * as fs from 'node:fs'
import { dirname } from 'node:path'

export interface Lock {
  release(): void
}

/** @param path of the lock file. @returns the number of the process that holds it, when one does. */
export function takeLock(path: string): Lock | { readonly holder: number } {
  fs.mkdirSync(dirname(path), { recursive: true })
  // The second try is for a lock that was left behind.
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      fs.writeFileSync(path, String(process.pid), { flag: 'wx' })
      return { release: () => fs.rmSync(path, { force: true }) }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
      const holder = Number(readText(path))
      if (holder === process.pid || isRunning(holder)) return { holder }
      fs.rmSync(path, { force: true })
    }
  }
  return { holder: Number(readText(path)) }
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
