// A bounded map that forgets what was not asked for lately: two generations, of which the older one goes when the
// younger one is full.

export interface Recent<K, V> {
  get(key: K): V | undefined
  set(key: K, value: V): void
}

/** @param most entries that are held; at least half of them are the ones used last. */
export function createRecent<K, V>(most: number): Recent<K, V> {
  let young = new Map<K, V>()
  let old = new Map<K, V>()
  function set(key: K, value: V): void {
    if (young.size >= most / 2) {
      old = young
      young = new Map()
    }
    young.set(key, value)
  }
  return {
    get(key) {
      const known = young.get(key)
      if (known !== undefined) return known
      const older = old.get(key)
      if (older !== undefined) set(key, older)
      return older
    },
    set,
  }
}
