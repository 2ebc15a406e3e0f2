// Growing columns: a text heap, lists of numbers, and interned names. They hold what dateline knows of an
// archive in a few flat buffers instead of an object an article.

/** Strings one behind the other in one UTF-8 buffer; read back on demand. */
export interface TextColumn {
  readonly length: number
  push(text: string): void
  get(row: number): string
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
  readonly heap: Uint8Array
  readonly ends: Uint32Array
}

export function createTextColumn(saved?: SavedText): TextColumn {
  let heap = saved
    ? Buffer.from(saved.heap.buffer, saved.heap.byteOffset, saved.heap.byteLength)
    : Buffer.alloc(4096)
  let used = saved?.heap.length ?? 0
  const ends = createNumberColumn(Uint32Array, saved?.ends)
  const startOf = (row: number): number => (row === 0 ? 0 : ends.get(row - 1))
  return {
    get length() {
      return ends.length
    },
    get bytes() {
      return used
    },
    push(text) {
      const most = text.length * 3
      if (used + most > heap.length) {
        const size = used + Buffer.byteLength(text)
        if (size > heap.length) {
          const larger = Buffer.alloc(Math.max(heap.length * 2, size))
          heap.copy(larger, 0, 0, used)
          heap = larger
        }
      }
      used += heap.write(text, used)
      ends.push(used)
    },
    get(row) {
      return heap.toString('utf8', startOf(row), ends.get(row))
    },
    isEmpty: row => startOf(row) === ends.get(row),
    saved: () => ({ heap: heap.subarray(0, used), ends: ends.view() }),
    gather(rows) {
      let size = 0
      for (const row of rows) size += ends.get(row) - startOf(row)
      const copy = Buffer.alloc(size)
      const copyEnds = new Uint32Array(rows.length)
      let at = 0
      for (let n = 0; n < rows.length; n++) {
        at += heap.copy(copy, at, startOf(rows[n]!), ends.get(rows[n]!))
        copyEnds[n] = at
      }
      return createTextColumn({ heap: copy, ends: copyEnds })
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

/** @param saved what an earlier column held; it is written to when the column is. */
export function createNumberColumn<A extends Numbers>(
  type: new (length: number) => A,
  saved?: A,
): NumberColumn<A> {
  let values = saved ?? new type(256)
  let length = saved?.length ?? 0
  function reserve(size: number): void {
    if (size <= values.length) return
    const larger = new type(Math.max(values.length * 2, size))
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
