// Document frequencies in flat arrays: term hash → dense number → in how many articles it stands.

export interface TermTable {
  readonly size: number
  /** Dense number of a term, made when it is new. */
  insert(term: number): number
  /** Dense number of a term; -1 when it is not there. */
  find(term: number): number
}

/** An open-addressing hash table of 32-bit terms; about 12 bytes a term, no objects. */
export function createTermTable(expected: number): TermTable {
  let capacity = 1024
  while (capacity < expected * 2) capacity *= 2
  let keys = new Uint32Array(capacity)
  let numbers = new Int32Array(capacity).fill(-1)
  let size = 0

  // Terms are hashes already, but of a weak kind: a multiplication spreads them (Knuth 6.4).
  const slotOf = (term: number): number => {
    let slot = (Math.imul(term, 0x9e3779b1) >>> 0) & (capacity - 1)
    while (numbers[slot] !== -1 && keys[slot] !== term) slot = (slot + 1) & (capacity - 1)
    return slot
  }
  function grow(): void {
    const [oldKeys, oldNumbers] = [keys, numbers]
    capacity *= 2
    keys = new Uint32Array(capacity)
    numbers = new Int32Array(capacity).fill(-1)
    for (let i = 0; i < oldNumbers.length; i++) {
      if (oldNumbers[i] === -1) continue
      const slot = slotOf(oldKeys[i]!)
      keys[slot] = oldKeys[i]!
      numbers[slot] = oldNumbers[i]!
    }
  }
  return {
    get size() {
      return size
    },
    insert(term) {
      let slot = slotOf(term)
      if (numbers[slot] !== -1) return numbers[slot]!
      if (size * 2 >= capacity) {
        grow()
        slot = slotOf(term)
      }
      keys[slot] = term
      numbers[slot] = size
      return size++
    },
    find(term) {
      return numbers[slotOf(term)]!
    },
  }
}
