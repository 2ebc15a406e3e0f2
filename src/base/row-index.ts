// A hash table from keys to rows of a column of hashes: open addressing in one typed array, made when it is worth it: a
// push asks for a few rows of 100,000, and going through the column for each costs less than the table. Rows with one
// hash are told apart by whoever asks.
import type { NumberColumn, Numbers } from './columns.js'

export interface RowIndex {
  /** Takes in a row whose hash was just pushed. */
  add(row: number): void
  /** The first row with this hash that `wanted` accepts; -1 when there is none. */
  find(hash: number, wanted: (row: number) => boolean): number
}

/** Questions from which on a table is worth it (measured at 100,000 rows: 50 microseconds each, or 10 ms). */
const questionsForTable = 64

export function createRowIndex(hashes: NumberColumn<Numbers>): RowIndex {
  let slots: Int32Array | undefined
  let questions = 0
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
      if (!slots && ++questions <= questionsForTable) {
        const all = hashes.view()
        let row = all.indexOf(hash)
        while (row >= 0 && !wanted(row)) row = all.indexOf(hash, row + 1)
        return row
      }
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
