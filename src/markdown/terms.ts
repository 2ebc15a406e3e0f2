// Words and terms of a text, in one pass: how many words there are to read, and which terms an article is
// about. A term is the hash of a lower-cased word, so that no dictionary is needed and lists merge.

/** Distinct terms, by hash, with how often each occurs. Parallel arrays, in order of first occurrence. */
export interface TermCounts {
  readonly terms: Uint32Array
  readonly counts: Uint16Array
}

export interface TextMeasure {
  readonly words: number
  /** Letters of scripts written without blanks between words. */
  readonly ideographs: number
}

enum Unit {
  Unknown = 0,
  Separator = 1,
  Letter = 2,
  /** A script without blanks between words: each pair of neighbours is a term. */
  Dense = 3,
  /** Within a word, and not part of the term: apostrophes, combining marks kept apart. */
  Inner = 4,
}

export interface TermCounter {
  /** Counts the terms of `text`, each `weight` times. */
  add(text: string, weight: number): TextMeasure
  /** What was counted since the last call, for one article. */
  take(): TermCounts
}

const fnvOffset = 0x811c9dc5
const fnvPrime = 0x01000193

/** One per thread: it keeps the class of each character that it has met, and its table, which is open
 *  addressing in typed arrays: counting is the largest part of parsing that is ours. */
export function createTermCounter(): TermCounter {
  const classes = new Uint8Array(0x10000)
  let capacity = 4096
  let slots = new Int32Array(capacity).fill(-1)
  let terms = new Uint32Array(capacity / 2)
  let counts = new Uint32Array(capacity / 2)
  let size = 0
  function classify(unit: number): Unit {
    const letter = String.fromCharCode(unit)
    if (
      /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f]/.test(
        letter,
      ) &&
      /[\p{L}\p{M}]/u.test(letter)
    )
      return Unit.Dense
    if (/[\p{L}\p{N}]/u.test(letter)) return Unit.Letter
    // Halves of a surrogate pair: letters beyond the basic plane are rare enough to be hashed by halves.
    if (unit >= 0xd800 && unit <= 0xdfff) return Unit.Letter
    if (/[\p{M}'’ʼ]/u.test(letter)) return Unit.Inner
    return Unit.Separator
  }
  function slotOf(term: number): number {
    let slot = (Math.imul(term, 0x9e3779b1) >>> 0) & (capacity - 1)
    while (slots[slot] !== -1 && terms[slots[slot]!] !== term) slot = (slot + 1) & (capacity - 1)
    return slot
  }
  function count(term: number, weight: number): void {
    let slot = slotOf(term)
    if (slots[slot] === -1) {
      if (size * 2 >= capacity) {
        grow()
        slot = slotOf(term)
      }
      slots[slot] = size
      terms[size] = term
      counts[size++] = 0
    }
    counts[slots[slot]!]! += weight
  }
  function grow(): void {
    capacity *= 2
    const [oldTerms, oldCounts] = [terms, counts]
    terms = new Uint32Array(capacity / 2)
    counts = new Uint32Array(capacity / 2)
    terms.set(oldTerms)
    counts.set(oldCounts)
    slots = new Int32Array(capacity).fill(-1)
    for (let n = 0; n < size; n++) slots[slotOf(terms[n]!)] = n
  }
  return {
    add(text, weight) {
      const lower = text.toLowerCase()
      let words = 0
      let ideographs = 0
      let hash = fnvOffset
      let length = 0
      let previous = 0
      for (let i = 0; i <= lower.length; i++) {
        const unit = i === lower.length ? 32 : lower.charCodeAt(i)
        let kind = classes[unit]!
        if (kind === Unit.Unknown) {
          kind = classify(unit)
          classes[unit] = kind
        }
        if (kind === Unit.Letter) {
          hash = Math.imul(hash ^ unit, fnvPrime)
          length++
          previous = 0
          continue
        }
        if (kind === Unit.Inner && length > 0) continue
        if (length > 0) {
          words++
          if (length > 1) count(hash >>> 0, weight)
          hash = fnvOffset
          length = 0
        }
        if (kind === Unit.Dense) {
          ideographs++
          if (previous !== 0)
            count(Math.imul(Math.imul(fnvOffset ^ previous, fnvPrime) ^ unit, fnvPrime) >>> 0, weight)
          previous = unit
        } else previous = 0
      }
      return { words, ideographs }
    },
    take() {
      const result = { terms: terms.slice(0, size), counts: new Uint16Array(size) }
      for (let n = 0; n < size; n++) result.counts[n] = Math.min(0xffff, counts[n]!)
      slots.fill(-1)
      size = 0
      return result
    },
  }
}

/** Minutes to read, at least one: 230 words or 500 ideographs a minute (Brysbaert 2019; W3C i18n notes). */
export function readingMinutes(measure: TextMeasure): number {
  return Math.max(1, Math.round(measure.words / 230 + measure.ideographs / 500))
}
