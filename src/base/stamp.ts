// Stamps: 64-bit digests of many small numbers, for what is compared on every push. Two 32-bit lanes of
// multiply-and-xorshift mixing (the finaliser of MurmurHash3, Appleby 2011); no protection against people who
// look for collisions, which is why texts come in by a stretch of SHA-256 or as they stand, never alone.
import type { Digest } from './digest.js'

export interface Stamp {
  /** Begins anew: one stamp serves a pass over many rows. */
  restart(seed: number): Stamp
  /** A whole number of up to 32 bits; others are cut. */
  number(value: number): Stamp
  /** Any number, all 64 bits of it. */
  real(value: number): Stamp
  pair(high: number, low: number): Stamp
  text(text: string): Stamp
  /** 16 hex digits, as digests are written. */
  digest(value: Digest): Stamp
  readonly high: number
  readonly low: number
  hex(): Digest
}

const scratch = (): { readonly reals: Float64Array; readonly words: Uint32Array } => {
  const reals = new Float64Array(1)
  return { reals, words: new Uint32Array(reals.buffer) }
}

/** @param seed tells kinds of stamps apart, so that equal parts of two kinds are not equal stamps. */
export function startStamp(seed = 0): Stamp {
  let high = 0
  let low = 0
  let bits: ReturnType<typeof scratch> | undefined
  const mix = (value: number): void => {
    high = Math.imul(high ^ value, 0x85ebca6b)
    high = Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
    high ^= high >>> 16
    low = Math.imul(low ^ (value + 0x27d4eb2f), 0x9e3779b1)
    low = Math.imul(low ^ (low >>> 15), 0x2c1b3c6d)
    low = (low ^ (low >>> 12)) + high
  }
  const stamp: Stamp = {
    restart(from) {
      high = Math.imul(from ^ 0x9e3779b9, 0x85ebca6b)
      low = Math.imul(from ^ 0x7f4a7c15, 0xc2b2ae35)
      return stamp
    },
    number(value) {
      mix(value | 0)
      return stamp
    },
    real(value) {
      bits ??= scratch()
      bits.reals[0] = value
      mix(bits.words[0]! | 0)
      mix(bits.words[1]! | 0)
      return stamp
    },
    pair(first, second) {
      mix(first | 0)
      mix(second | 0)
      return stamp
    },
    text(text) {
      mix(text.length)
      for (let i = 0; i < text.length; i++) mix(text.charCodeAt(i))
      return stamp
    },
    digest(value) {
      mix(Number.parseInt(value.slice(0, 8), 16) | 0)
      mix(Number.parseInt(value.slice(8), 16) | 0)
      return stamp
    },
    get high() {
      return high >>> 0
    },
    get low() {
      return low >>> 0
    },
    hex: () => hexOf(high >>> 0, low >>> 0),
  }
  return stamp.restart(seed)
}

export function hexOf(high: number, low: number): Digest {
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
}

/** The two halves of a digest as it is written. */
export function halvesOf(digest: Digest): readonly [high: number, low: number] {
  return [Number.parseInt(digest.slice(0, 8), 16), Number.parseInt(digest.slice(8, 16), 16)]
}

/** One stamp a row, in two flat arrays. */
export interface Stamps {
  readonly high: Uint32Array
  readonly low: Uint32Array
}

export function createStamps(size: number): Stamps {
  return { high: new Uint32Array(size), low: new Uint32Array(size) }
}

/** Spreads a number over 32 bits (the finaliser of MurmurHash3), so that sums of spread numbers tell sets apart: two
 *  pairs of plain ones often have one sum. */
export function spread(value: number): number {
  let mixed = value | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** 32 bits of a text for a hash table (FNV-1a, over code units); equal texts are looked at again. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}
