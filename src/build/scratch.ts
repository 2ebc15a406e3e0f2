// A folder for what one build or watch puts away for itself.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning } from './lock.js'

/** @param folder made where it is not there. */
export function createScratch(folder: string): string {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) {
    // What a killed build could not clear away.
    const owner = /^build-(\d+)-/.exec(name)
    if (owner && !isRunning(Number(owner[1]))) removeScratch(join(folder, name))
  }
  return mkdtempSync(join(folder, `build-${process.pid}-`))
}

export function removeScratch(scratch: string): void {
  rmSync(scratch, { recursive: true, force: true })
}
