// A hash table from keys to rows of a column of hashes: open addressing in one typed array, made when it is
// first asked. Rows with one hash are told apart by whoever asks.

export interface RowIndex {
  /** Takes in a row whose hash was just pushed. */
  add(row: number): void
  /** The first row with this hash that `wanted` accepts; -1 when there is none. */
  find(hash: number, wanted: (row: number) => boolean): number
}

export function createRowIndex(hashes: { readonly length: number; get(row: number): number }): RowIndex {
  let slots: Int32Array | undefined
  const put = (table: Int32Array, row: number): void => {
    const mask = table.length - 1
    let slot = hashes.get(row) & mask
    while (table[slot] !== -1) slot = (slot + 1) & mask
    table[slot] = row
  }
  function build(): Int32Array {
    let size = 1024
    while (size < hashes.length * 3) size *= 2
    const table = new Int32Array(size).fill(-1)
    for (let row = 0; row < hashes.length; row++) put(table, row)
    slots = table
    return table
  }
  return {
    add(row) {
      if (slots && row * 2 < slots.length) put(slots, row)
      else slots = undefined
    },
    find(hash, wanted) {
      const table = slots ?? build()
      const mask = table.length - 1
      for (let slot = hash & mask; table[slot] !== -1; slot = (slot + 1) & mask) {
        const row = table[slot]!
        if (hashes.get(row) === hash && wanted(row)) return row
      }
      return -1
    },
  }
}
