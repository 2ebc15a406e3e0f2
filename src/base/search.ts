// Binary search in sorted numbers.

type Sorted = Float64Array | Uint32Array | Uint16Array

/** The first place with a value that is not below `least`. A loop of its own: it is called for each term of each text.
 *  @param sorted rising. */
export function lowerBound(sorted: Sorted, least: number, from = 0, to = sorted.length): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}

/** The place of a value; -1 for one that is not there. @param sorted rising. */
export function placeOf(sorted: Sorted, value: number, from = 0, to = sorted.length): number {
  const place = lowerBound(sorted, value, from, to)
  return place < to && sorted[place] === value ? place : -1
}
