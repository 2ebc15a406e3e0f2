// The one order of strings in dateline: by UTF-16 code unit, the same on every machine and in every locale.

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Compares by a key derived from each item; ties keep their order, since `sort` is stable. */
export function by<T>(key: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => compareText(key(a), key(b))
}
