// Growing columns: a text heap, lists of numbers, and interned names. They hold what dateline knows of an
// archive in a few flat buffers instead of an object an article.

/** Strings one behind the other in one UTF-8 buffer; read back on demand. */
export interface TextColumn {
  readonly length: number
  push(text: string): void
  get(row: number): string
  /** Bytes in use. */
  readonly bytes: number
}

export function createTextColumn(): TextColumn {
  let heap = Buffer.alloc(4096)
  let used = 0
  const ends = createNumberColumn(Uint32Array)
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
      return heap.toString('utf8', row === 0 ? 0 : ends.get(row - 1), ends.get(row))
    },
  }
}

type Numbers = Uint8Array | Uint16Array | Int16Array | Int32Array | Uint32Array | Float64Array

/** A typed array that grows; `view()` is the part in use. */
export interface NumberColumn<A extends Numbers> {
  readonly length: number
  push(value: number): void
  pushAll(values: ArrayLike<number>): void
  get(row: number): number
  set(row: number, value: number): void
  view(): A
}

export function createNumberColumn<A extends Numbers>(type: new (length: number) => A): NumberColumn<A> {
  let values = new type(256)
  let length = 0
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
  }
}

/** Lists of numbers, one a row, in compressed-sparse-row form. */
export interface ListColumn<A extends Numbers> {
  readonly length: number
  push(values: ArrayLike<number>): void
  /** A view, not a copy. */
  get(row: number): A
}

export function createListColumn<A extends Numbers>(type: new (length: number) => A): ListColumn<A> {
  const items = createNumberColumn(type)
  const ends = createNumberColumn(Uint32Array)
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

export function createNamePool(): NamePool {
  const names: string[] = []
  const ids = new Map<string, number>()
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
