// Growing columns: a text heap, lists of numbers, and interned names. They hold what dateline knows of an
// archive in a few flat buffers instead of an object an article.
import type { Stretch } from './stretch.js'

/** Strings one behind the other in one UTF-8 buffer; read back on demand. */
export interface TextColumn {
  readonly length: number
  push(text: string): void
  get(row: number): string
  /** A text in UTF-8, not to be written to. */
  raw(row: number): Uint8Array
  /** Whether a row holds the empty text; decodes nothing. */
  isEmpty(row: number): boolean
  /** Bytes in use. */
  readonly bytes: number
  /** The column as it is kept: views, not copies. */
  saved(): SavedText
  /** A new column of some rows, in the order given. */
  gather(rows: Uint32Array): TextColumn
}

export interface SavedText {
  /** Bytes of the rows that were there when the column was opened; read in parts where it lies in a file. */
  readonly heap: Stretch<Uint8Array>
  /** Bytes of the rows that came since. */
  readonly tail: Uint8Array
  readonly ends: Uint32Array
}

/** A column that is all tail, as a new one is, in the form in which it need not be written again. */
export function settle(saved: SavedText): SavedText {
  return saved.heap.length > 0 ? saved : { heap: saved.tail, tail: new Uint8Array(0), ends: saved.ends }
}

export function createTextColumn(saved?: SavedText): TextColumn {
  const base: Stretch<Uint8Array> = saved?.heap ?? new Uint8Array(0)
  let tail = saved
    ? Buffer.from(saved.tail.buffer, saved.tail.byteOffset, saved.tail.byteLength)
    : Buffer.alloc(0)
  let used = tail.length
  const ends = createNumberColumn(Uint32Array, saved?.ends)
  const startOf = (row: number): number => (row === 0 ? 0 : ends.get(row - 1))
  /** Rows lie whole in one of the two. */
  const bytesOf = (row: number): Uint8Array => {
    const [from, to] = [startOf(row), ends.get(row)]
    return to <= base.length ? base.subarray(from, to) : tail.subarray(from - base.length, to - base.length)
  }
  return {
    get length() {
      return ends.length
    },
    get bytes() {
      return base.length + used
    },
    push(text) {
      const most = text.length * 3
      if (used + most > tail.length) {
        const size = used + Buffer.byteLength(text)
        if (size > tail.length) {
          const larger = Buffer.alloc(Math.max(4096, tail.length * 2, size))
          tail.copy(larger, 0, 0, used)
          tail = larger
        }
      }
      used += tail.write(text, used)
      ends.push(base.length + used)
    },
    get(row) {
      const bytes = bytesOf(row)
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
    },
    raw: bytesOf,
    isEmpty: row => startOf(row) === ends.get(row),
    saved: () => ({ heap: base, tail: tail.subarray(0, used), ends: ends.view() }),
    gather(rows) {
      let size = 0
      for (const row of rows) size += ends.get(row) - startOf(row)
      const copy = new Uint8Array(size)
      const copyEnds = new Uint32Array(rows.length)
      let at = 0
      for (let n = 0; n < rows.length; n++) {
        const bytes = bytesOf(rows[n]!)
        copy.set(bytes, at)
        at += bytes.length
        copyEnds[n] = at
      }
      return createTextColumn({ heap: copy, tail: new Uint8Array(0), ends: copyEnds })
    },
  }
}

export type Numbers =
  | Uint8Array
  | Uint16Array
  | Int16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array

/** A typed array that grows; `view()` is the part in use. */
export interface NumberColumn<A extends Numbers> {
  readonly length: number
  push(value: number): void
  pushAll(values: ArrayLike<number>): void
  get(row: number): number
  set(row: number, value: number): void
  /** The part in use; good until the next `push`. */
  view(): A
  gather(rows: Uint32Array): NumberColumn<A>
}

/** Room that is made in a kept column when the first row comes. */
const kept = 1_024

/** @param saved what an earlier column held; copied before it is written to. */
export function createNumberColumn<A extends Numbers>(
  type: new (length: number) => A,
  saved?: A,
): NumberColumn<A> {
  let values = saved ?? new type(256)
  let length = saved?.length ?? 0
  function reserve(size: number): void {
    if (size <= values.length) return
    // To a kept column few rows come, if any; a new one doubles.
    const room = values === saved ? kept : values.length
    move(Math.max(values.length + room, size))
  }
  function move(size: number): void {
    const larger = new type(size)
    larger.set(values)
    values = larger
  }
  return {
    get length() {
      return length
    },
    push(value) {
      reserve(length + 1)
      values[length++] = value
    },
    pushAll(more) {
      reserve(length + more.length)
      values.set(more, length)
      length += more.length
    },
    get(row) {
      return values[row]!
    },
    set(row, value) {
      if (values === saved) move(values.length)
      values[row] = value
    },
    view() {
      return values.subarray(0, length) as A
    },
    gather(rows) {
      const copy = new type(rows.length)
      for (let n = 0; n < rows.length; n++) copy[n] = values[rows[n]!]!
      return createNumberColumn(type, copy)
    },
  }
}

/** Lists of numbers, one a row, in compressed-sparse-row form. */
export interface ListColumn<A extends Numbers> {
  readonly length: number
  push(values: ArrayLike<number>): void
  /** A view, not a copy. */
  get(row: number): A
  saved(): SavedLists<A>
  gather(rows: Uint32Array): ListColumn<A>
}

/** Row r's list is `items` from `ends[r - 1]` (0 for the first) to `ends[r]`. */
export interface SavedLists<A extends Numbers> {
  readonly items: A
  readonly ends: Uint32Array
}

export function createListColumn<A extends Numbers>(
  type: new (length: number) => A,
  saved?: SavedLists<A>,
): ListColumn<A> {
  const items = createNumberColumn(type, saved?.items)
  const ends = createNumberColumn(Uint32Array, saved?.ends)
  return {
    get length() {
      return ends.length
    },
    push(values) {
      items.pushAll(values)
      ends.push(items.length)
    },
    get(row) {
      return items.view().subarray(row === 0 ? 0 : ends.get(row - 1), ends.get(row)) as A
    },
    saved: () => ({ items: items.view(), ends: ends.view() }),
    gather(rows) {
      const all = items.view()
      const bounds = ends.view()
      const copy = createListColumn(type)
      for (const row of rows) copy.push(all.subarray(row === 0 ? 0 : bounds[row - 1], bounds[row]))
      return copy
    },
  }
}

/** Names that occur often, kept once: a region as written, a topic, an author. */
export interface NamePool {
  readonly size: number
  /** The number of a name; the same name gives the same number. */
  id(name: string): number
  name(id: number): string
  names(): readonly string[]
}

/** @param known names of an earlier pool, in order. */
export function createNamePool(known: readonly string[] = []): NamePool {
  const names: string[] = [...known]
  const ids = new Map(names.map((name, id) => [name, id]))
  return {
    get size() {
      return names.length
    },
    id(name) {
      const known = ids.get(name)
      if (known !== undefined) return known
      ids.set(name, names.length)
      return names.push(name) - 1
    },
    name: id => names[id]!,
    names: () => names,
  }
}
