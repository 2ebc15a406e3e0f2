// Words and terms of a text, in one pass: how many words there are to read, and which terms an article is
// about. A term is the hash of a word's stem, so that no dictionary is needed and lists merge. Two names in a row
// ("White House") are a term of their own. Beside them a sketch, by which two tellings of one story are known.
import { spread } from '../base/stamp.js'
import { type Analysis, analysedLanguage, loadAnalysis } from './analysis.js'

/** Distinct terms, by hash, with how often each occurs: 1 to 255, which also stands for more. Parallel arrays. */
export interface TermCounts {
  readonly terms: Uint32Array
  readonly counts: Uint8Array
}

/** What was counted of a whole article. Terms are in order of first occurrence. */
export interface CountedText extends TermCounts {
  /** See `sketchSize`. */
  readonly sketch: Uint8Array
}

/** Cells of a sketch. The text's runs of three words are hashed and shared out among the cells; each keeps eight bits of
 *  the least hash that fell to it, 0 for none: the share of cells that are the same in two texts estimates the share
 *  of runs that they have in common. Source: one permutation hashing, Li, Owen and Zhang 2012; b-bit minwise hashing,
 *  Li and König 2010. */
export const sketchSize = 32

export interface TextMeasure {
  readonly words: number
  /** Letters of scripts written without blanks between words. */
  readonly ideographs: number
}

/** Which part of an article a text is. Headlines in title case have capitals everywhere, so they tell no names. */
export type TextRole = 'body' | 'heading'

enum Unit {
  Unknown = 0,
  Separator = 1,
  Letter = 2,
  /** A script without blanks between words: each pair of neighbours is a term, or what the language's words are. */
  Dense = 3,
  /** Within a word, and not part of the term: apostrophes, combining marks kept apart. */
  Inner = 4,
}

export interface TermCounter {
  /** Counts the terms of `text`, each `weight` times. The body goes into the sketch as well.
   *  @param note is told of each word that is counted as a term by itself. */
  add(text: string, weight: number, role?: TextRole, note?: (term: number, word: string) => void): TextMeasure
  /** What was counted since the last call, for one article. */
  take(): CountedText
}

/** An article has no more terms than these: those that are said most often. */
const mostTerms = 512

const fnvOffset = 0x811c9dc5
const fnvPrime = 0x01000193

/** Words whose stems are remembered: a power of two. */
const rememberedStems = 1 << 16

/** One per thread and language: it keeps the class of each character and the stems of the words that it has met, and
 *  its table, which is open addressing in typed arrays: counting is the largest part of parsing that is ours. */
export function createTermCounter(analysis: Analysis): TermCounter {
  const classes = new Uint8Array(0x10000)
  let capacity = 4096
  let slots = new Int32Array(capacity).fill(-1)
  let terms = new Uint32Array(capacity / 2)
  let counts = new Uint32Array(capacity / 2)
  let size = 0
  const stems = createStems(analysis)
  const sketch = createSketch()
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
    add(text, weight, role = 'heading', note) {
      const lower = analysis.lower(text)
      // Some letters have a lower case of two: then capitals are not told from the rest.
      const names = role === 'body' && lower.length === text.length
      let words = 0
      let ideographs = 0
      let hash = fnvOffset
      let check = 0
      let letters = 0
      let from = -1
      let dense = -1
      let previous = 0
      // The word before, where it is a name: its term and where it ended.
      let nameTerm = 0
      let nameEnd = -1
      if (role === 'body') sketch.begin()
      const endWord = (end: number): void => {
        words++
        if (role === 'body') sketch.add(hash)
        const term = letters > 1 ? stems.of(hash >>> 0, check, lower, from, end) : 0
        const isName = names && term !== 0 && text.charCodeAt(from) !== lower.charCodeAt(from)
        if (term !== 0) {
          count(term, weight)
          note?.(term, text.slice(from, end))
        }
        if (isName && nameTerm !== 0 && from === nameEnd + 1 && text.charCodeAt(nameEnd) === space)
          count(joinTerms(nameTerm, term), weight)
        nameTerm = isName ? term : 0
        nameEnd = end
        hash = fnvOffset
        check = 0
        letters = 0
        from = -1
      }
      const endDense = (end: number): void => {
        for (const { segment, isWordLike } of analysis.segment!(lower.slice(dense, end)))
          if (isWordLike) {
            const term = hashWord(segment)
            count(term, weight)
            note?.(term, segment)
          }
        dense = -1
      }
      for (let i = 0; i <= lower.length; i++) {
        const unit = i === lower.length ? space : lower.charCodeAt(i)
        let kind = classes[unit]!
        if (kind === Unit.Unknown) {
          kind = classify(unit)
          classes[unit] = kind
        }
        if (kind === Unit.Letter) {
          if (from < 0) from = i
          hash = Math.imul(hash ^ unit, fnvPrime)
          check = Math.imul(check + unit + 1, 0x85ebca6b) ^ (check >>> 15)
          letters++
          previous = 0
          if (dense >= 0) endDense(i)
          continue
        }
        if (kind === Unit.Inner && from >= 0) {
          check = Math.imul(check + unit + 1, 0x85ebca6b) ^ (check >>> 15)
          continue
        }
        if (from >= 0) endWord(i)
        if (kind === Unit.Dense) {
          ideographs++
          if (previous !== 0) {
            const pair = Math.imul(Math.imul(fnvOffset ^ previous, fnvPrime) ^ unit, fnvPrime) >>> 0
            if (role === 'body') sketch.add(pair)
            if (!analysis.segment) count(pair, weight)
          }
          if (analysis.segment && dense < 0) dense = i
          previous = unit
        } else {
          previous = 0
          if (dense >= 0) endDense(i)
        }
      }
      return { words, ideographs }
    },
    take() {
      const kept = size > mostTerms ? most(counts.subarray(0, size), mostTerms) : undefined
      const length = kept?.length ?? size
      const result = {
        terms: new Uint32Array(length),
        counts: new Uint8Array(length),
        sketch: sketch.take(),
      }
      for (let n = 0; n < length; n++) {
        const at = kept ? kept[n]! : n
        result.terms[n] = terms[at]!
        result.counts[n] = Math.min(0xff, counts[at]!)
      }
      slots.fill(-1)
      size = 0
      return result
    },
  }
}

const space = 32

/** Places of the largest counts, rising; of equal ones the first. */
function most(counts: Uint32Array, length: number): Uint32Array {
  const places = Uint32Array.from(counts.keys())
  return places
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, length)
    .sort()
}

function hashWord(word: string): number {
  let hash = fnvOffset
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), fnvPrime)
  return hash >>> 0 || 1
}

/** The term of two names in a row. */
function joinTerms(first: number, second: number): number {
  return Math.imul(Math.imul(first ^ 0x9e3779b1, 0x85ebca6b) ^ second, 0xc2b2ae35) >>> 0 || 1
}

/** Words → terms. A word is looked up by two hashes, 64 bits together, so that no text is made of one that was met
 *  before, and none is taken for another: what was met before depends on the thread. */
function createStems(analysis: Analysis) {
  const words = new Uint32Array(rememberedStems)
  const checks = new Int32Array(rememberedStems)
  const found = new Uint32Array(rememberedStems)
  return {
    /** 0 for a stop word. @param word hash of its letters. @param check another one, of everything in it. */
    of(word: number, check: number, text: string, from: number, end: number): number {
      const slot = (word ^ (word >>> 16)) & (rememberedStems - 1)
      if (words[slot] === word && checks[slot] === check) return found[slot]!
      const stem = analysis.reduce(text.slice(from, end))
      const term = stem === undefined ? 0 : hashWord(stem)
      words[slot] = word
      checks[slot] = check
      found[slot] = term
      return term
    },
  }
}

function createSketch() {
  const least = new Uint32Array(sketchSize).fill(0xffffffff)
  const met = new Uint8Array(sketchSize)
  let first = 0
  let second = 0
  let run = 0
  return {
    begin(): void {
      run = 0
    },
    add(word: number): void {
      run++
      if (run > 2) {
        const hash = spread(joinTerms(joinTerms(first, second), word))
        const cell = hash & (sketchSize - 1)
        met[cell] = 1
        if (hash < least[cell]!) least[cell] = hash
      }
      first = second
      second = word
    },
    take(): Uint8Array {
      const cells = least.map((hash, cell) => (met[cell] === 0 ? 0 : 1 + ((hash >>> 5) % 255)))
      least.fill(0xffffffff)
      met.fill(0)
      return Uint8Array.from(cells)
    },
  }
}

/** A counter for each language, made when it is first asked for. One set a thread. @returns by language tag. */
export function createTermCounters(): (tag: string) => Promise<TermCounter> {
  const counters = new Map<string, Promise<TermCounter>>()
  return tag => {
    const language = analysedLanguage(tag)
    const counter = counters.get(language) ?? loadAnalysis(language).then(createTermCounter)
    counters.set(language, counter)
    return counter
  }
}

/** Minutes to read, at least one: 230 words or 500 ideographs a minute (Brysbaert 2019; W3C i18n notes). */
export function readingMinutes(measure: TextMeasure): number {
  return Math.max(1, Math.round(measure.words / 230 + measure.ideographs / 500))
}
