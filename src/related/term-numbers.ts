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

/** @param terms of the partition, rising. */
export function createTermNumbers(terms: Uint32Array): TermNumbers {
  const tables = new Map<Uint32Array, Int32Array>()
  const lookups = new Map<Uint32Array, number>()
  return {
    of({ dictionary, numbers }) {
      if (dictionary === terms) return numbers
      const table = tables.get(dictionary)
      if (table) return Int32Array.from(numbers, number => table[number]!)
      const count = (lookups.get(dictionary) ?? 0) + numbers.length
      lookups.set(dictionary, count)
      if (count > lookupsForTable) tables.set(dictionary, translate(dictionary, terms))
      return Int32Array.from(numbers, number => placeOf(terms, dictionary[number]!))
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
