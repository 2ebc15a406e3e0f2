// What a watch keeps between builds: the pool with its warm processors, parsed files, rendered pages by their
// inputs. A new config makes a new session, so that nothing of an old one can be in a result.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning } from './lock.js'
import type { KeptPage } from './memo.js'
import type { Pool } from './pool.js'
import type { ParsedFile } from './tasks.js'

export interface KeptFile {
  readonly size: number
  readonly modifiedMs: number
  readonly parsed: ParsedFile
}

/** The state that one config's builds share. */
export interface Session {
  readonly pool: Pool
  /** For segments and render setups. */
  readonly scratch: string
  /** By path below the content folder. */
  readonly files: Map<string, KeptFile>
  /** By path below the output folder. */
  readonly pages: Map<string, KeptPage>
}

export interface Sessions {
  /** The session of the config that `key` names; the one before it is closed.
   *  @param open makes the pool of a new one. */
  of(key: string, open: (scratch: string) => Pool): Promise<Session>
  reset(): Promise<void>
}

/** Makes a folder for what one build or session puts away. */
export function createScratch(root: string): string {
  const folder = join(root, '.dateline', 'tmp')
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

export function createSessions(root: string): Sessions {
  let current: { readonly key: string; readonly session: Session } | undefined
  async function reset(): Promise<void> {
    const last = current
    current = undefined
    if (!last) return
    await last.session.pool.close()
    removeScratch(last.session.scratch)
  }
  return {
    reset,
    async of(key, open) {
      if (current?.key === key) return current.session
      await reset()
      const scratch = createScratch(root)
      const session: Session = { pool: open(scratch), scratch, files: new Map(), pages: new Map() }
      current = { key, session }
      return session
    },
  }
}
