// Puts a file beside the site, to be moved in later, unless the site has it already with the same bytes.
import { join } from 'node:path'
import { digestText } from '../base/digest.js'
import type { Files } from './files.js'
import type { Written } from './page-table.js'

export interface StagePlace {
  /** The site as it stands. */
  readonly out: string
  /** Where files wait to be moved into it. */
  readonly stage: string
  /** There is no site yet: nothing to compare with. */
  readonly fresh: boolean
}

export interface Staged {
  readonly state: 'written' | 'unchanged'
  readonly written: Written
}

export type Stager = (file: string, content: Uint8Array | string) => Staged

/** Texts up to this many code units are encoded into memory that is used again. */
const mostScratch = 1 << 18

/** @returns a function with scratch memory of its own: one a thread. */
export function createStager(files: Files, { out, stage, fresh }: StagePlace): Stager {
  const encode = createEncoder()
  return (file, content) => {
    const bytes = typeof content === 'string' ? encode(content) : content
    const digest = digestText(bytes)
    if (!fresh) {
      const present = join(out, file)
      const stat = files.stat(present)
      if (stat?.size === bytes.length) {
        const old = files.read(present)
        if (old && Buffer.compare(old, bytes) === 0)
          return { state: 'unchanged', written: { ...stat, digest } }
      }
    }
    const staged = join(stage, file)
    files.write(staged, bytes)
    const { modifiedMs } = files.stat(staged) ?? { modifiedMs: Number.NaN }
    return { state: 'written', written: { size: bytes.length, modifiedMs, digest } }
  }
}

/** UTF-8 of a text. What comes back is good until the next text: a buffer of its own for each page cost three times
 *  the encoding (Node 20), and was left to the collector. */
export function createEncoder(): (text: string) => Uint8Array {
  let scratch: Buffer | undefined
  return text => {
    if (text.length > mostScratch) return Buffer.from(text)
    // No code unit takes more than three bytes (RFC 3629).
    scratch ??= Buffer.allocUnsafeSlow(mostScratch * 3)
    return scratch.subarray(0, scratch.write(text))
  }
}
