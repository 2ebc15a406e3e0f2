// The lines of a manifest as bytes: found by path, compared by digest, without an object a file. A push compares a hundred
// thousand of them with the page table, and changes a few.
import { createNumberColumn } from '../base/columns.js'
import type { Digest } from '../base/digest.js'
import { hexOf } from '../base/stamp.js'

export interface ManifestLines {
  readonly size: number
  /** Number of the line of a path in UTF-8; -1 for none. */
  find(path: Uint8Array): number
  /** The halves of the digest of a line's file. */
  high(n: number): number
  low(n: number): number
  /** In bytes. */
  bytes(n: number): number
  path(n: number): string
  digest(n: number): Digest
  /** The text of lines from one number to another (exclusive). */
  text(from: number, to: number): Uint8Array
}

const [newline, blank, zero, nine, letterA, letterF] = [0x0a, 0x20, 0x30, 0x39, 0x61, 0x66]

/** Undefined when a line is not `<16 hex digits> <bytes> <path>`, or two are of one path. Cost: two looks at each byte. */
export function indexLines(text: Buffer): ManifestLines | undefined {
  const starts = startsOf(text)
  const size = starts.length - 1
  const pathStarts = new Uint32Array(size)
  const sizes = new Float64Array(size)
  const high = new Uint32Array(size)
  const low = new Uint32Array(size)
  let room = 1_024
  while (room < size * 2) room *= 2
  const slots = new Int32Array(room).fill(-1)
  const endOf = (n: number): number => starts[n + 1]! - 1
  const isSamePath = (n: number, from: number, to: number): boolean =>
    endOf(n) - pathStarts[n]! === to - from && text.compare(text, from, to, pathStarts[n]!, endOf(n)) === 0
  for (let n = 0; n < size; n++) {
    const start = starts[n]!
    const end = starts[n + 1]! - 1
    let at = start
    for (let digit = 0; digit < 16; digit++, at++) {
      const value = hexValue(text[at]!)
      if (value < 0) return undefined
      if (digit < 8) high[n] = (high[n]! << 4) | value
      else low[n] = (low[n]! << 4) | value
    }
    if (text[at++] !== blank) return undefined
    const digits = at
    for (; text[at]! >= zero && text[at]! <= nine; at++) sizes[n] = sizes[n]! * 10 + text[at]! - zero
    if (at === digits || text[at++] !== blank || at >= end) return undefined
    pathStarts[n] = at
    let slot = hashOf(text, at, end) & (room - 1)
    for (; slots[slot] !== -1; slot = (slot + 1) & (room - 1))
      if (isSamePath(slots[slot]!, at, end)) return undefined
    slots[slot] = n
  }
  return {
    size,
    find(path) {
      let slot = hashOf(path, 0, path.length) & (room - 1)
      for (; slots[slot] !== -1; slot = (slot + 1) & (room - 1)) {
        const n = slots[slot]!
        if (isSame(text, pathStarts[n]!, endOf(n), path)) return n
      }
      return -1
    },
    high: n => high[n]!,
    low: n => low[n]!,
    bytes: n => sizes[n]!,
    path: n => text.toString('utf8', pathStarts[n]!, endOf(n)),
    digest: n => hexOf(high[n]!, low[n]!),
    text: (from, to) => text.subarray(starts[from]!, starts[to]!),
  }
}

/** Where each line begins, and where the last one ends. */
function startsOf(text: Buffer): Uint32Array {
  const starts = createNumberColumn(Uint32Array)
  starts.push(0)
  for (let at = text.indexOf(newline); at >= 0; at = text.indexOf(newline, at + 1)) starts.push(at + 1)
  return starts.view()
}

function hexValue(byte: number): number {
  if (byte >= zero && byte <= nine) return byte - zero
  return byte >= letterA && byte <= letterF ? byte - letterA + 10 : -1
}

/** FNV-1a; equal hashes are looked at again. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  return hash ^ (hash >>> 15)
}

function isSame(text: Uint8Array, from: number, to: number, path: Uint8Array): boolean {
  if (to - from !== path.length) return false
  for (let i = 0; i < path.length; i++) if (text[from + i] !== path[i]) return false
  return true
}
