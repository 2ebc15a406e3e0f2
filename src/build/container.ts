// The file format of the store: plain values and typed arrays in one file, with checksums. A file that is cut
// short, or has a byte changed, reads as nothing.
//
//   16 bytes   "DLST", version, length of the header, CRC-32 of the header (32-bit little-endian each)
//   header     JSON: the value, with typed arrays named by number; each array's type, offset, length, checks
//   arrays     each from a multiple of 8, so that they are read as views, without a copy; small ones first
//
// Large arrays under names that the writer gives are read in blocks, when they are looked at. Each block has a CRC-32. One
// that was read from a file and did not change is not written again: the new file names the old one. So a push reads and
// writes little more than what it changes. Arrays that rise, or do in runs, are written as the steps from one number to
// the next, block by block, the lower bytes of all numbers of a block before the upper ones: not smaller here, but to
// whoever compresses the file, as CI does.
import { basename, dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { LostStore, type Stretch } from '../base/stretch.js'
import type { Files } from './files.js'

const magic = 0x54534c44
const version = 4

const types = {
  u8: Uint8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const
type TypeName = keyof typeof types
type AnyArray = InstanceType<(typeof types)[TypeName]>

/** In bytes; a multiple of every element's size. */
const blockSize = 1 << 16
/** Arrays of fewer bytes than these are read at once, whatever their name. */
const largeFrom = 1 << 20
/** Blocks of one array that are held: twenty megabytes, more than the seats of a partition of the related index take. */
const mostBlocks = 320

interface Section {
  readonly type: TypeName
  /** From the beginning of the arrays. */
  readonly offset: number
  /** In bytes. */
  readonly length: number
  /** CRC-32 of each block. */
  readonly checks: readonly number[]
  /** Read in blocks. */
  readonly lazy?: true
  /** Each number of a block but the first is the step from the one before, and bytes lie by their worth. */
  readonly steps?: true
}

/** Where an array lies that another file holds. */
interface Reference extends Section {
  readonly file: string
}

export interface WrittenContainer {
  /** Names of the files beside it that it needs. */
  readonly needs: readonly string[]
}

/** Names of members that are not written as the others are. */
export interface MemberNames {
  /** Stretches: their readers look at parts only. */
  readonly lazy: ReadonlySet<string>
  /** Arrays whose numbers mostly rise. */
  readonly rising: ReadonlySet<string>
}

/** Cost: the bytes of all arrays that do not lie in another file already. */
export function writeContainer(
  files: Files,
  path: string,
  value: unknown,
  { lazy, rising }: MemberNames = { lazy: new Set(), rising: new Set() },
): WrittenContainer {
  const arrays: { readonly array: AnyArray; readonly late: boolean; readonly rises: boolean }[] = []
  const needs = new Set<string>()
  const packed = pack(value, {
    put: (array, name) =>
      arrays.push({
        array,
        late: lazy.has(name) && array.byteLength >= largeFrom,
        rises: rising.has(name) && hasSteps(array),
      }) - 1,
    refer(array) {
      needs.add(array.reference.file)
      return array.reference
    },
  })
  // The small ones lie together, to be read at once.
  const order = [...arrays.keys()].sort((a, b) => Number(arrays[a]!.late) - Number(arrays[b]!.late) || a - b)
  const sections: Section[] = []
  const pieces: Uint8Array[] = []
  let offset = 0
  for (const n of order) {
    const { array, late, rises } = arrays[n]!
    const bytes = rises ? packSteps(array) : bytesOf(array)
    sections[n] = {
      type: typeOf(array),
      offset,
      length: bytes.length,
      checks: checksOf(bytes),
      ...(late ? { lazy: true } : {}),
      ...(rises ? { steps: true } : {}),
    }
    const padding = (8 - (bytes.length % 8)) % 8
    pieces.push(bytes, new Uint8Array(padding))
    offset += bytes.length + padding
  }
  const header = Buffer.from(JSON.stringify({ value: packed, sections }))
  const prelude = Buffer.alloc(16)
  prelude.writeUInt32LE(magic, 0)
  prelude.writeUInt32LE(version, 4)
  prelude.writeUInt32LE(header.length, 8)
  prelude.writeUInt32LE(crc32(header), 12)
  const start = Buffer.alloc(startOf(header.length) - 16 - header.length)
  files.writePieces(path, [prelude, header, start, ...pieces])
  return { needs: [...needs].sort() }
}

const bytesOf = (array: AnyArray): Uint8Array =>
  new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength)

const hasSteps = (array: AnyArray): boolean => array instanceof Uint16Array || array instanceof Uint32Array

/** Each block by itself. Steps wrap around, so that any numbers come back. */
function packSteps(array: AnyArray): Uint8Array {
  const bytes = new Uint8Array(array.byteLength)
  const width = array.BYTES_PER_ELEMENT
  const size = blockSize / width
  for (let start = 0; start < array.length; start += size) {
    const block = array.subarray(start, start + size)
    const { length } = block
    const to = start * width
    for (let i = 0, last = 0; i < length; i++) {
      const step = block[i]! - last
      last = block[i]!
      for (let byte = 0; byte < width; byte++) bytes[to + byte * length + i] = step >>> (8 * byte)
    }
  }
  return bytes
}

/** The numbers of whole blocks. */
function unpackSteps(type: TypeName, bytes: Uint8Array): AnyArray {
  const array = new types[type](bytes.length / types[type].BYTES_PER_ELEMENT)
  const width = array.BYTES_PER_ELEMENT
  const size = blockSize / width
  for (let start = 0; start < array.length; start += size) {
    const length = Math.min(size, array.length - start)
    const from = start * width
    for (let i = 0, last = 0; i < length; i++) {
      for (let byte = 0; byte < width; byte++) last += bytes[from + byte * length + i]! << (8 * byte)
      array[start + i] = last
    }
  }
  return array
}

const startOf = (headerLength: number): number => Math.ceil((16 + headerLength) / 8) * 8

function checksOf(bytes: Uint8Array): number[] {
  const checks: number[] = []
  for (let at = 0; at < bytes.length; at += blockSize) checks.push(crc32(bytes.subarray(at, at + blockSize)))
  return checks
}

/** Undefined when the file is not there, is damaged, or is of another version. Large arrays are looked at later:
 *  what is wrong with them is a `LostStore` then. */
export function readContainer(files: Files, path: string): unknown {
  const prelude = files.readPart(path, 0, 16)
  if (!prelude || prelude.length < 16) return undefined
  const view = new DataView(prelude.buffer, prelude.byteOffset, prelude.byteLength)
  if (view.getUint32(0, true) !== magic || view.getUint32(4, true) !== version) return undefined
  const length = view.getUint32(8, true)
  const header = files.readPart(path, 16, length)
  if (header?.length !== length || crc32(header) !== view.getUint32(12, true)) return undefined
  const { value, sections } = JSON.parse(Buffer.from(header).toString('utf8')) as {
    value: unknown
    sections: readonly Section[]
  }
  const start = startOf(length)
  const small = sections.filter(section => !section.lazy)
  const end = Math.max(0, ...small.map(section => section.offset + section.length))
  const bytes = files.readPart(path, start, end)
  if (bytes?.length !== end) return undefined
  const arrays: Stretch<AnyArray>[] = []
  for (const section of sections) {
    if (section.lazy) {
      const reference = { ...section, offset: start + section.offset, file: basename(path) }
      arrays.push(new LazyArray(files, dirname(path), reference))
      continue
    }
    const piece = bytes.subarray(section.offset, section.offset + section.length)
    const checks = checksOf(piece)
    if (checks.length !== section.checks.length || checks.some((check, n) => check !== section.checks[n]))
      return undefined
    arrays.push(section.steps ? unpackSteps(section.type, piece) : viewOf(section.type, piece))
  }
  return unpack(value, arrays, reference => new LazyArray(files, dirname(path), reference))
}

function viewOf(type: TypeName, bytes: Uint8Array): AnyArray {
  const Type = types[type]
  const aligned = bytes.byteOffset % Type.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice()
  return new Type(aligned.buffer as ArrayBuffer, aligned.byteOffset, bytes.length / Type.BYTES_PER_ELEMENT)
}

/** A large array of a file, read block by block. */
class LazyArray implements Stretch<AnyArray> {
  readonly #files: Files
  readonly #path: string
  readonly #blocks = new Map<number, Uint8Array>()
  readonly reference: Reference
  readonly length: number

  constructor(files: Files, folder: string, reference: Reference) {
    this.#files = files
    this.#path = join(folder, reference.file)
    this.reference = reference
    this.length = reference.length / types[reference.type].BYTES_PER_ELEMENT
  }

  subarray(from: number, to: number): AnyArray {
    const { type } = this.reference
    const size = types[type].BYTES_PER_ELEMENT
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

  #block(n: number): Uint8Array {
    const known = this.#blocks.get(n)
    if (known) return known
    const { type, offset, length, checks, file, steps } = this.reference
    const size = Math.min(blockSize, length - n * blockSize)
    const bytes = this.#files.readPart(this.#path, offset + n * blockSize, size)
    if (bytes?.length !== size || crc32(bytes) !== checks[n]) throw new LostStore(`${file} is damaged`)
    const block = steps ? bytesOf(unpackSteps(type, bytes)) : bytes
    if (this.#blocks.size >= mostBlocks) this.#blocks.clear()
    this.#blocks.set(n, block)
    return block
  }
}

function typeOf(array: AnyArray): TypeName {
  const found = (Object.keys(types) as TypeName[]).find(name => array instanceof types[name])
  if (found === undefined) throw new TypeError('an array of a kind that is not kept')
  return found
}

interface Packer {
  put(array: AnyArray, name: string): number
  refer(lazy: LazyArray): Reference
}

/** Values that JSON has no form for become objects with one key that begins with `$`. */
function pack(value: unknown, packer: Packer, name = ''): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) }
  if (value === null || typeof value !== 'object') return value
  if (value instanceof LazyArray) return { $reference: packer.refer(value) }
  if (ArrayBuffer.isView(value)) return { $array: packer.put(value as AnyArray, name) }
  if (value instanceof Map) return { $map: [...value].map(entry => pack(entry, packer)) }
  if (Array.isArray(value)) return value.map(member => pack(member, packer))
  const copy: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value))
    copy[key.startsWith('$') ? `$${key}` : key] = pack(member, packer, key)
  return copy
}

function unpack(
  value: unknown,
  arrays: readonly Stretch<AnyArray>[],
  open: (reference: Reference) => LazyArray,
): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(member => unpack(member, arrays, open))
  const entries = Object.entries(value)
  if (entries.length === 1) {
    const [key, member] = entries[0]!
    if (key === '$number') return Number(member)
    if (key === '$array') return arrays[member as number]
    if (key === '$reference') return open(member as Reference)
    if (key === '$map') return new Map(unpack(member, arrays, open) as [unknown, unknown][])
  }
  const copy: Record<string, unknown> = {}
  for (const [key, member] of entries)
    copy[key.startsWith('$$') ? key.slice(1) : key] = unpack(member, arrays, open)
  return copy
}
