// Typed arrays as they lie in a file of the store: where, of what type, with a checksum for each block. Those that rise,
// or do in runs, lie as the steps from one number to the next, block by block, the lower bytes of all numbers of a block
// before the upper ones: not smaller here, but to whoever compresses the file, as CI does.
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { LostStore, type Stretch } from '../base/stretch.js'
import type { Files } from './files.js'

const types = {
  u8: Uint8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const
export type TypeName = keyof typeof types
export type AnyArray = InstanceType<(typeof types)[TypeName]>

/** In bytes; a multiple of every element's size. */
export const blockSize = 1 << 16
/** Blocks of one array that are held: twenty megabytes, more than the seats of a partition of the related index take. */
const mostBlocks = 320

/** Bytes of a file. */
export interface Place {
  /** From the beginning of the file. */
  readonly offset: number
  /** In bytes. */
  readonly length: number
  /** CRC-32 of each block. */
  readonly checks: readonly number[]
}

/** An array of a file. */
export interface Stored extends Place {
  readonly type: TypeName
  /** Each number of a block but the first is the step from the one before, and bytes lie by their worth. */
  readonly steps?: true
}

/** An array of a file of the same folder. */
export interface Reference extends Stored {
  readonly file: string
}

export function typeOf(array: AnyArray): TypeName {
  const found = (Object.keys(types) as TypeName[]).find(name => array instanceof types[name])
  if (found === undefined) throw new TypeError('an array of a kind that is not kept')
  return found
}

export const sizeOf = (type: TypeName): number => types[type].BYTES_PER_ELEMENT

export const bytesOf = (array: AnyArray): Uint8Array =>
  new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength)

export function viewOf(type: TypeName, bytes: Uint8Array): AnyArray {
  const Type = types[type]
  const aligned = bytes.byteOffset % Type.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice()
  return new Type(aligned.buffer as ArrayBuffer, aligned.byteOffset, bytes.length / Type.BYTES_PER_ELEMENT)
}

export function checksOf(bytes: Uint8Array): number[] {
  const checks: number[] = []
  for (let at = 0; at < bytes.length; at += blockSize) checks.push(crc32(bytes.subarray(at, at + blockSize)))
  return checks
}

/** Whether bytes are those that were written. */
export function isWhole(bytes: Uint8Array, { length, checks }: Place): boolean {
  if (bytes.length !== length || checks.length !== Math.ceil(length / blockSize)) return false
  return checks.every((check, n) => crc32(bytes.subarray(n * blockSize, (n + 1) * blockSize)) === check)
}

export const hasSteps = (array: AnyArray): boolean =>
  array instanceof Uint16Array || array instanceof Uint32Array

/** Each block by itself. Steps wrap around, so that any numbers come back. */
export function packSteps(array: AnyArray): Uint8Array {
  const bytes = new Uint8Array(array.byteLength)
  const width = array.BYTES_PER_ELEMENT
  const size = blockSize / width
  for (let start = 0; start < array.length; start += size) {
    const to = Math.min(array.length, start + size)
    const planes = Array.from({ length: width }, (_, n) => start * width + n * (to - start))
    if (width === 2) packPair(array, start, to, bytes, planes as [number, number])
    else packFour(array, start, to, bytes, planes as [number, number, number, number])
  }
  return bytes
}

// One loop a width: a loop over the bytes of each number takes four times as long, and this is every push's.

function packPair(
  array: ArrayLike<number>,
  from: number,
  to: number,
  bytes: Uint8Array,
  [a, b]: readonly [number, number],
): void {
  for (let i = from, k = 0, last = 0; i < to; i++, k++) {
    const step = array[i]! - last
    last = array[i]!
    bytes[a + k] = step
    bytes[b + k] = step >>> 8
  }
}

function packFour(
  array: ArrayLike<number>,
  from: number,
  to: number,
  bytes: Uint8Array,
  [a, b, c, d]: readonly [number, number, number, number],
): void {
  for (let i = from, k = 0, last = 0; i < to; i++, k++) {
    const step = array[i]! - last
    last = array[i]!
    bytes[a + k] = step
    bytes[b + k] = step >>> 8
    bytes[c + k] = step >>> 16
    bytes[d + k] = step >>> 24
  }
}

/** The numbers of whole blocks. @param room numbers that the memory has behind them. */
export function unpackSteps(type: TypeName, bytes: Uint8Array, room = 0): AnyArray {
  const length = bytes.length / sizeOf(type)
  const array = new types[type](length + room).subarray(0, length)
  const width = array.BYTES_PER_ELEMENT
  const size = blockSize / width
  for (let start = 0; start < array.length; start += size) {
    const to = Math.min(array.length, start + size)
    const [length, at] = [to - start, start * width]
    const plane = (n: number): Uint8Array => bytes.subarray(at + n * length, at + (n + 1) * length)
    if (width === 2) unpackPair(array as Uint16Array, start, plane(0), plane(1))
    else unpackFour(array as Uint32Array, start, plane(0), plane(1), plane(2), plane(3))
  }
  return array
}

function unpackPair(array: Uint16Array, from: number, a: Uint8Array, b: Uint8Array): void {
  for (let k = 0, last = 0; k < a.length; k++) {
    last = (last + (a[k]! | (b[k]! << 8))) & 0xffff
    array[from + k] = last
  }
}

function unpackFour(
  array: Uint32Array,
  from: number,
  a: Uint8Array,
  b: Uint8Array,
  c: Uint8Array,
  d: Uint8Array,
): void {
  for (let k = 0, last = 0; k < a.length; k++) {
    last = (last + (a[k]! | (b[k]! << 8) | (c[k]! << 16) | (d[k]! << 24))) | 0
    array[from + k] = last
  }
}

/** A large array of a file, read block by block. */
export class LazyArray implements Stretch<AnyArray> {
  readonly #files: Files
  readonly #path: string
  readonly #blocks = new Map<number, Uint8Array>()
  readonly reference: Reference
  readonly length: number

  constructor(files: Files, folder: string, reference: Reference) {
    this.#files = files
    this.#path = join(folder, reference.file)
    this.reference = reference
    this.length = reference.length / sizeOf(reference.type)
  }

  subarray(from: number, to: number): AnyArray {
    const { type } = this.reference
    const size = sizeOf(type)
    const [start, end] = [from * size, Math.min(to, this.length) * size]
    const first = Math.floor(start / blockSize)
    if (end <= (first + 1) * blockSize) {
      const at = start - first * blockSize
      return viewOf(
        type,
        end <= start ? new Uint8Array(0) : this.#block(first).subarray(at, at + end - start),
      )
    }
    const bytes = new Uint8Array(end - start)
    for (let block = first; block * blockSize < end; block++) {
      const begin = block * blockSize
      const part = this.#block(block).subarray(Math.max(0, start - begin), end - begin)
      bytes.set(part, Math.max(0, begin - start))
    }
    return viewOf(type, bytes)
  }

  /** The bytes as they lie in the file, block by block, for another file. */
  *stored(): Iterable<Uint8Array> {
    const blocks = Math.ceil(this.reference.length / blockSize)
    for (let n = 0; n < blocks; n++) yield this.#read(n)
  }

  #block(n: number): Uint8Array {
    const known = this.#blocks.get(n)
    if (known) return known
    const { type, steps } = this.reference
    const bytes = this.#read(n)
    const block = steps ? bytesOf(unpackSteps(type, bytes)) : bytes
    if (this.#blocks.size >= mostBlocks) this.#blocks.clear()
    this.#blocks.set(n, block)
    return block
  }

  #read(n: number): Uint8Array {
    const { offset, length, checks, file } = this.reference
    const size = Math.min(blockSize, length - n * blockSize)
    const bytes = this.#files.readPart(this.#path, offset + n * blockSize, size)
    if (bytes?.length !== size || crc32(bytes) !== checks[n]) throw new LostStore(`${file} is damaged`)
    return bytes
  }
}
