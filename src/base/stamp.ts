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

/** The bits of a number, between two lines of `real`; it holds nothing for anybody. */
const reals = new Float64Array(1)
const words = new Uint32Array(reals.buffer)

/** An archive has thousands of stamps at a time, one for each list page: two numbers each, and no closures. */
class Mixer implements Stamp {
  #high = 0
  #low = 0

  restart(seed: number): this {
    this.#high = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b)
    this.#low = Math.imul(seed ^ 0x7f4a7c15, 0xc2b2ae35)
    return this
  }
  number(value: number): this {
    this.#mix(value | 0)
    return this
  }
  real(value: number): this {
    reals[0] = value
    this.#mix(words[0]! | 0)
    this.#mix(words[1]! | 0)
    return this
  }
  pair(high: number, low: number): this {
    this.#mix(high | 0)
    this.#mix(low | 0)
    return this
  }
  text(text: string): this {
    this.#mix(text.length)
    for (let i = 0; i < text.length; i++) this.#mix(text.charCodeAt(i))
    return this
  }
  digest(value: Digest): this {
    const [high, low] = halvesOf(value)
    return this.pair(high, low)
  }
  get high(): number {
    return this.#high >>> 0
  }
  get low(): number {
    return this.#low >>> 0
  }
  hex(): Digest {
    return hexOf(this.high, this.low)
  }

  #mix(value: number): void {
    let high = Math.imul(this.#high ^ value, 0x85ebca6b)
    high = Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
    high ^= high >>> 16
    let low = Math.imul(this.#low ^ (value + 0x27d4eb2f), 0x9e3779b1)
    low = Math.imul(low ^ (low >>> 15), 0x2c1b3c6d)
    this.#high = high
    this.#low = ((low ^ (low >>> 12)) + high) | 0
  }
}

/** @param seed tells kinds of stamps apart, so that equal parts of two kinds are not equal stamps. */
export function startStamp(seed = 0): Stamp {
  return new Mixer().restart(seed)
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
