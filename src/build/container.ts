// The file format of the store: plain values and typed arrays in one file, with checksums. A file that is cut
// short, or has a byte changed, reads as nothing.
//
//   16 bytes   "DLST", version, length of the header, CRC-32 of the header (32-bit little-endian each)
//   header     JSON: the value, with typed arrays named by number; where each array lies
//   arrays     each from a multiple of 8, so that they are read as views, without a copy; small ones first
//
// What did not change since the last file is not written again: the new one names the old one. Of a large array of
// which a few numbers changed it holds those, and which runs it takes from the old one (`base/patch.ts`). So a push
// writes what it changes. Large arrays under names that the writer gives are read in blocks, when they are looked at.
// A file that names others is written whole now and then, before what nobody needs any more is half of them.
import { basename, dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import {
  applyPatch,
  findPatch,
  isWorthIt,
  joinPatches,
  ownBytes,
  type Patch,
  staysInPlace,
} from '../base/patch.js'
import type { Files } from './files.js'
import {
  type AnyArray,
  bytesOf,
  checksOf,
  hasSteps,
  isWhole,
  LazyArray,
  type Place,
  packSteps,
  type Reference,
  type Stored,
  sizeOf,
  type TypeName,
  typeOf,
  unpackSteps,
  viewOf,
} from './stored-arrays.js'

const magic = 0x54534c44
const version = 5

/** Arrays of fewer bytes than these are read at once, whatever their name. */
const largeFrom = 1 << 20
/** Arrays of fewer bytes than these are written again: to say where they lie takes as much. */
const patchFrom = 1 << 10

/** An array that takes runs from one of another file. */
interface Patched {
  readonly type: TypeName
  /** In bytes. */
  readonly length: number
  readonly base: Reference
  readonly patch: Patch
  /** The bytes that are its own. */
  readonly own: Place & { readonly file: string }
}

/** In the header the offsets of what lies in the same file, which is not named, count from the beginning of the arrays. */
type Section = (Stored & { readonly lazy?: true }) | Reference | Patched

/** Where an array of an open container lies, all offsets from the beginning of a file. */
type Origin = Reference | Patched

/** What was read, and where it lies: for the next one to name. */
export interface OpenContainer {
  readonly value: unknown
  /** By path in the value: arrays as they were read, which nobody writes to. */
  readonly arrays: ReadonlyMap<string, { readonly array: AnyArray; readonly origin: Origin }>
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

const noNames: MemberNames = { lazy: new Set(), rising: new Set() }

/** @param past of the same folder: what did not change since lies there.
 *  Cost: a comparison with what was read, and the bytes that lie nowhere yet. */
export function writeContainer(
  files: Files,
  path: string,
  value: unknown,
  names: MemberNames = noNames,
  past?: OpenContainer,
): WrittenContainer {
  const whole = past && wastes(files, dirname(path), past, value)
  const draft = createDraft(names, whole ? undefined : past, whole === true)
  const packed = pack(value, draft)
  const { sections, pieces } = draft.finish()
  const header = Buffer.from(JSON.stringify({ value: packed, sections }))
  const prelude = Buffer.alloc(16)
  prelude.writeUInt32LE(magic, 0)
  prelude.writeUInt32LE(version, 4)
  prelude.writeUInt32LE(header.length, 8)
  prelude.writeUInt32LE(crc32(header), 12)
  const start = Buffer.alloc(startOf(header.length) - 16 - header.length)
  files.writePieces(path, chain([prelude, header, start], pieces))
  return { needs: draft.needs() }
}

const startOf = (headerLength: number): number => Math.ceil((16 + headerLength) / 8) * 8

function* chain<T>(...lists: readonly Iterable<T>[]): Iterable<T> {
  for (const list of lists) yield* list
}

/** Whether half of the files that a new one would name is needed by nobody. */
function wastes(files: Files, folder: string, { arrays }: OpenContainer, value: unknown): boolean {
  const used = new Map<string, Map<number, number>>()
  const use = ({ file, offset, length }: Place & { readonly file: string }): void => {
    const places = used.get(file) ?? new Map<number, number>()
    used.set(file, places.set(offset, length))
  }
  for (const { origin } of arrays.values()) {
    use('base' in origin ? origin.base : origin)
    if ('base' in origin) use(origin.own)
  }
  visitLazy(value, lazy => use(lazy.reference))
  let [live, all] = [0, 0]
  for (const [file, places] of used) {
    for (const length of places.values()) live += length
    all += files.stat(join(folder, file))?.size ?? 0
  }
  return all > 2 * live
}

function visitLazy(value: unknown, act: (lazy: LazyArray) => void): void {
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return
  if (value instanceof LazyArray) {
    act(value)
    return
  }
  for (const member of value instanceof Map ? [...value].flat() : Object.values(value)) visitLazy(member, act)
}

/** The arrays of a container to be: where each lies, and what has to be written for it.
 *  @param whole nothing is named that lies in another file. */
function createDraft(names: MemberNames, past: OpenContainer | undefined, whole: boolean) {
  /** Bytes to be written, and what is said of them when their place is known. */
  interface Piece {
    readonly n: number
    readonly late: boolean
    readonly length: number
    readonly bytes: Iterable<Uint8Array>
    section(offset: number): Section
  }
  const sections: (Section | undefined)[] = []
  const pieces: Piece[] = []
  const needed = new Set<string>()
  const name = (reference: Reference): Reference => {
    needed.add(reference.file)
    return reference
  }
  const add = (piece: Omit<Piece, 'n'>): number => {
    const n = sections.push(undefined) - 1
    pieces.push({ ...piece, n })
    return n
  }

  function put(array: AnyArray, path: string, member: string): number {
    const kept = array.byteLength >= patchFrom ? past?.arrays.get(path) : undefined
    const change = kept && compare(kept.array, array, kept.origin)
    if (change === 'same') return sections.push(nameOrigin(kept!.origin)) - 1
    const type = typeOf(array)
    if (change) {
      const own = Buffer.concat([...ownBytes(change, bytesOf(array))])
      const checks = checksOf(own)
      const { origin } = kept!
      const base = name('base' in origin ? origin.base : origin)
      return add({
        late: false,
        length: own.length,
        bytes: [own],
        section: offset => ({
          type,
          length: array.byteLength,
          base,
          patch: change,
          own: { file: '', offset, length: own.length, checks },
        }),
      })
    }
    const late = names.lazy.has(member) && array.byteLength >= largeFrom
    const steps = names.rising.has(member) && hasSteps(array)
    const bytes = steps ? packSteps(array) : bytesOf(array)
    const stored = { type, length: bytes.length, checks: checksOf(bytes), ...(steps ? { steps } : {}) }
    return add({
      late,
      length: bytes.length,
      bytes: [bytes],
      section: offset => ({ ...stored, offset, ...(late ? { lazy: late } : {}) }),
    })
  }

  function nameOrigin(origin: Origin): Section {
    if (!('base' in origin)) return name(origin)
    needed.add(origin.own.file)
    return { ...origin, base: name(origin.base) }
  }

  return {
    put,
    refer(lazy: LazyArray): unknown {
      if (!whole) return { $reference: name(lazy.reference) }
      const { file: _, ...stored } = lazy.reference
      const section = (offset: number): Section => ({ ...stored, offset, lazy: true })
      return { $array: add({ late: true, length: stored.length, bytes: lazy.stored(), section }) }
    },
    needs: () => [...needed].sort(),
    /** The small ones lie together, to be read at once. */
    finish() {
      const order = [...pieces].sort((a, b) => Number(a.late) - Number(b.late) || a.n - b.n)
      const bytes: Iterable<Uint8Array>[] = []
      let offset = 0
      for (const piece of order) {
        sections[piece.n] = piece.section(offset)
        const padding = (8 - (piece.length % 8)) % 8
        bytes.push(piece.bytes, [new Uint8Array(padding)])
        offset += piece.length + padding
      }
      return { sections, pieces: chain(...bytes) }
    },
  }
}

/** What makes the new array of the one that its file names; undefined where that is too much. */
function compare(before: AnyArray, after: AnyArray, origin: Origin): 'same' | Patch | undefined {
  if (isSameView(before, after)) return 'same'
  if (typeOf(before) !== typeOf(after)) return undefined
  const patch = findPatch(bytesOf(before), bytesOf(after))
  if (!patch) return undefined
  const isSame = before.byteLength === after.byteLength && patch.length <= 2 && patch[1] !== -1
  if (isSame) return 'same'
  const joined = 'base' in origin ? joinPatches(origin.patch, patch) : patch
  return isWorthIt(joined, after.byteLength) ? joined : undefined
}

const isSameView = (a: AnyArray, b: AnyArray): boolean =>
  a === b || (a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.byteLength === b.byteLength)

/** Undefined when the file is not there, is damaged, or is of another version, or one that it needs is. Large arrays
 *  are looked at later: what is wrong with them is a `LostStore` then. */
export function openContainer(files: Files, path: string): OpenContainer | undefined {
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
  const [folder, file] = [dirname(path), basename(path)]
  const reader = createReader(files, folder)
  const start = startOf(length)
  const origins = sections.map(section => placed(section, file, start))
  const read = sections.map((section, n) =>
    'lazy' in section && section.lazy
      ? new LazyArray(files, folder, origins[n] as Reference)
      : reader.read(origins[n]!),
  )
  if (read.includes(undefined)) return undefined
  const arrays = new Map<string, { readonly array: AnyArray; readonly origin: Origin }>()
  const unpacked = unpack(value, {
    array(n, at) {
      const array = read[n]!
      if (!(array instanceof LazyArray)) arrays.set(at, { array, origin: origins[n]! })
      return array
    },
    lazy: reference => new LazyArray(files, folder, reference),
  })
  return { value: unpacked, arrays }
}

export function readContainer(files: Files, path: string): unknown {
  return openContainer(files, path)?.value
}

/** With offsets from the beginning of the file. */
function placed(section: Section, file: string, start: number): Origin {
  if ('base' in section) {
    const { own } = section
    return own.file === '' ? { ...section, own: { ...own, offset: start + own.offset, file } } : section
  }
  if ('file' in section) return section
  const { lazy: _, ...stored } = section
  return { ...stored, offset: start + section.offset, file }
}

/** Reads arrays from several files. */
function createReader(files: Files, folder: string) {
  function bytes(place: Place & { readonly file: string }, room = 0): Uint8Array | undefined {
    const read = files.readPart(join(folder, place.file), place.offset, place.length, room)
    return read && isWhole(read, place) ? read : undefined
  }
  /** @param room bytes behind the array, in its memory. */
  function stored(reference: Reference, room = 0): AnyArray | undefined {
    const { type, steps } = reference
    const read = bytes(reference, steps ? 0 : room)
    if (!read) return undefined
    return steps ? unpackSteps(type, read, room / sizeOf(type)) : viewOf(type, read)
  }
  function patched({ type, length, base, patch, own: place }: Patched): AnyArray | undefined {
    const own = bytes(place)
    if (!own || length % sizeOf(type) !== 0) return undefined
    const stays = staysInPlace(patch)
    const before = stored(base, stays ? Math.max(0, length - base.length) : 0)
    if (!before) return undefined
    const after = stays
      ? new Uint8Array(before.buffer as ArrayBuffer, before.byteOffset, length)
      : new Uint8Array(length)
    return applyPatch(bytesOf(before), patch, own, after) ? viewOf(type, after) : undefined
  }
  return {
    read: (origin: Origin): AnyArray | undefined => ('base' in origin ? patched(origin) : stored(origin)),
  }
}

interface Packer {
  put(array: AnyArray, path: string, name: string): number
  refer(lazy: LazyArray): unknown
}

/** Values that JSON has no form for become objects with one key that begins with `$`. */
function pack(value: unknown, packer: Packer, path = '', name = ''): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) }
  if (value === null || typeof value !== 'object') return value
  if (value instanceof LazyArray) return packer.refer(value)
  if (ArrayBuffer.isView(value)) return { $array: packer.put(value as AnyArray, path, name) }
  const members = (list: readonly unknown[]): unknown[] =>
    list.map((member, n) => pack(member, packer, `${path}.${n}`))
  if (value instanceof Map) return { $map: members([...value]) }
  if (Array.isArray(value)) return members(value)
  const copy: Record<string, unknown> = {}
  for (const [key, member] of Object.entries(value))
    copy[key.startsWith('$') ? `$${key}` : key] = pack(member, packer, `${path}.${key}`, key)
  return copy
}

interface Unpacker {
  array(n: number, path: string): unknown
  lazy(reference: Reference): LazyArray
}

function unpack(value: unknown, unpacker: Unpacker, path = ''): unknown {
  if (value === null || typeof value !== 'object') return value
  const members = (list: readonly unknown[]): unknown[] =>
    list.map((member, n) => unpack(member, unpacker, `${path}.${n}`))
  if (Array.isArray(value)) return members(value)
  const entries = Object.entries(value)
  if (entries.length === 1) {
    const [key, member] = entries[0]!
    if (key === '$number') return Number(member)
    if (key === '$array') return unpacker.array(member as number, path)
    if (key === '$reference') return unpacker.lazy(member as Reference)
    if (key === '$map') return new Map(members(member as unknown[]) as [unknown, unknown][])
  }
  const copy: Record<string, unknown> = {}
  for (const [key, member] of entries) {
    const name = key.startsWith('$$') ? key.slice(1) : key
    copy[name] = unpack(member, unpacker, `${path}.${name}`)
  }
  return copy
}
