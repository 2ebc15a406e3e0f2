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

/** The same, sought from a guess outwards in steps that double: a few looks side by side where the guess is near
 *  (Bentley and Yao, An almost optimal algorithm for unbounded searching, 1976).
 *  @param guess from `from` to below `to`. */
export function lowerBoundNear(
  sorted: Sorted,
  least: number,
  guess: number,
  from: number,
  to: number,
): number {
  let low = guess
  let high = guess
  for (let step = 1; low > from && sorted[low - 1]! >= least; step *= 2) {
    high = low
    low = Math.max(from, low - step)
  }
  for (let step = 1; high < to && sorted[high]! < least; step *= 2) {
    low = high + 1
    high = Math.min(to, high + step)
  }
  return lowerBound(sorted, least, low, high)
}

/** The place of a value; -1 for one that is not there. @param sorted rising. */
export function placeOf(sorted: Sorted, value: number, from = 0, to = sorted.length): number {
  const place = lowerBound(sorted, value, from, to)
  return place < to && sorted[place] === value ? place : -1
}
