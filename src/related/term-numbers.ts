// The terms of articles as numbers of a partition. An article of the partition itself has them already; for the windows
// that reach into a neighbour, a table leads from the terms of the one to those of the other.
import { placeOf } from '../base/search.js'
import type { Listed } from './entries.js'

export interface TermNumbers {
  /** Of what an article says or asks for; -1 for a term that no article of the partition has. */
  of(list: Listed): ArrayLike<number>
}

/** After so many look-ups a table pays. */
const lookupsForTable = 2_000

/** @param terms of the partition, rising. @param others dictionaries of all partitions, which are met again and again;
 *  that of an article in none is met once, and need not rise. */
export function createTermNumbers(terms: Uint32Array, others: ReadonlySet<Uint32Array>): TermNumbers {
  const tables = new Map<Uint32Array, Int32Array>()
  const lookups = new Map<Uint32Array, number>()
  const tableFor = (dictionary: Uint32Array, looks: number): Int32Array | undefined => {
    const known = tables.get(dictionary)
    if (known || !others.has(dictionary)) return known
    const count = (lookups.get(dictionary) ?? 0) + looks
    lookups.set(dictionary, count)
    if (count <= lookupsForTable) return undefined
    const table = translate(dictionary, terms)
    tables.set(dictionary, table)
    return table
  }
  return {
    of({ dictionary, numbers }) {
      if (dictionary === terms) return numbers
      const table = tableFor(dictionary, numbers.length)
      const found = new Int32Array(numbers.length)
      for (let i = 0; i < found.length; i++)
        found[i] = table ? table[numbers[i]!]! : placeOf(terms, dictionary[numbers[i]!]!)
      return found
    },
  }
}

/** Cost: a pass over the terms of both. @param from rising. @param to rising.
 *  @returns the place in `to` of each of `from`; -1 for one that is not there. */
export function translate(from: Uint32Array, to: Uint32Array): Int32Array {
  const places = new Int32Array(from.length)
  for (let n = 0, place = 0; n < from.length; n++) {
    while (place < to.length && to[place]! < from[n]!) place++
    places[n] = to[place] === from[n] ? place : -1
  }
  return places
}
