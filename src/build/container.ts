// The file format of the store: plain values and typed arrays in one file, with checksums. A file that is cut
// short, or has a byte changed, reads as nothing.
//
//   16 bytes   "DLST", version, length of the header, CRC-32 of the header (32-bit little-endian each)
//   header     JSON: the value, with typed arrays named by number; each array's type, offset, length, CRC-32
//   arrays     each from a multiple of 8, so that they are read as views, without a copy
import { crc32 } from 'node:zlib'
import type { Files } from './files.js'

const magic = 0x54534c44
const version = 1

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

interface Section {
  readonly type: TypeName
  readonly offset: number
  /** In bytes. */
  readonly length: number
  readonly check: number
}

/** Cost: the bytes of all arrays, written one after the other. @returns the size of the file. */
export function writeContainer(files: Files, path: string, value: unknown): number {
  const sections: Section[] = []
  const pieces: Uint8Array[] = []
  let offset = 0
  const put = (array: AnyArray): number => {
    const bytes = new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength)
    const type = typeOf(array)
    sections.push({ type, offset, length: bytes.length, check: crc32(bytes) })
    const padding = (8 - (bytes.length % 8)) % 8
    pieces.push(bytes, new Uint8Array(padding))
    offset += bytes.length + padding
    return sections.length - 1
  }
  const packed = pack(value, put)
  const header = Buffer.from(JSON.stringify({ value: packed, sections }))
  const prelude = Buffer.alloc(16)
  prelude.writeUInt32LE(magic, 0)
  prelude.writeUInt32LE(version, 4)
  prelude.writeUInt32LE(header.length, 8)
  prelude.writeUInt32LE(crc32(header), 12)
  const start = Buffer.alloc((8 - ((16 + header.length) % 8)) % 8)
  files.writePieces(path, [prelude, header, start, ...pieces])
  return 16 + header.length + start.length + offset
}

/** Undefined when the file is not there, is damaged, or is of another version. */
export function readContainer(files: Files, path: string): unknown {
  const bytes = files.read(path)
  if (!bytes || bytes.length < 16) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== magic || view.getUint32(4, true) !== version) return undefined
  const length = view.getUint32(8, true)
  const header = bytes.subarray(16, 16 + length)
  if (header.length !== length || crc32(header) !== view.getUint32(12, true)) return undefined
  const { value, sections } = JSON.parse(Buffer.from(header).toString('utf8')) as {
    value: unknown
    sections: readonly Section[]
  }
  const start = Math.ceil((16 + length) / 8) * 8
  const arrays: AnyArray[] = []
  for (const { type, offset, length: size, check } of sections) {
    const piece = bytes.subarray(start + offset, start + offset + size)
    if (piece.length !== size || crc32(piece) !== check) return undefined
    const Type = types[type]
    // Small files lie anywhere in a shared pool; what is not aligned is copied.
    const aligned = (bytes.byteOffset + start + offset) % Type.BYTES_PER_ELEMENT === 0 ? piece : piece.slice()
    arrays.push(new Type(aligned.buffer as ArrayBuffer, aligned.byteOffset, size / Type.BYTES_PER_ELEMENT))
  }
  return unpack(value, arrays)
}

function typeOf(array: AnyArray): TypeName {
  const found = (Object.keys(types) as TypeName[]).find(name => array instanceof types[name])
  if (found === undefined) throw new TypeError('an array of a kind that is not kept')
  return found
}

/** Values that JSON has no form for become objects with one key that begins with `$`. */
function pack(value: unknown, put: (array: AnyArray) => number): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) }
  if (value === null || typeof value !== 'object') return value
  if (ArrayBuffer.isView(value)) return { $array: put(value as AnyArray) }
  if (value instanceof Map) return { $map: [...value].map(entry => pack(entry, put)) }
  if (Array.isArray(value)) return value.map(member => pack(member, put))
  const copy: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value))
    copy[key.startsWith('$') ? `$${key}` : key] = pack(member, put)
  return copy
}

function unpack(value: unknown, arrays: readonly AnyArray[]): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(member => unpack(member, arrays))
  const entries = Object.entries(value)
  if (entries.length === 1) {
    const [key, member] = entries[0]!
    if (key === '$number') return Number(member)
    if (key === '$array') return arrays[member as number]
    if (key === '$map') return new Map(unpack(member, arrays) as [unknown, unknown][])
  }
  const copy: Record<string, unknown> = {}
  for (const [key, member] of entries)
    copy[key.startsWith('$$') ? key.slice(1) : key] = unpack(member, arrays)
  return copy
}
