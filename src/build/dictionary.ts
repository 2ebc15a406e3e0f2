// The terms that the articles of a segment say, each once, in the order in which they were met: beside the segment, in a
// file that is only added to. A number stays what it is, so that what was packed once is read for ever.
import * as fs from 'node:fs'
import { dirname } from 'node:path'
import { spread } from '../base/stamp.js'

export interface Dictionary {
  /** Of a term, which is added when it is new. */
  number(term: number): number
  /** The term of a number; undefined beyond the end. */
  term(number: number): number | undefined
  /** Others see what was added from then on. */
  flush(): void
}

const bytesPerTerm = Uint32Array.BYTES_PER_ELEMENT

/** The file of one writer. Cost: a pass over the terms that it has. */
export function openDictionary(path: string): Dictionary {
  let terms = readDictionary(path)
  let size = terms.length
  let written = size
  let slots = fill(terms, size)

  /** Open addressing: numbers plus one; 0 for a free slot. */
  function slotOf(term: number): number {
    const mask = slots.length - 1
    let at = spread(term) & mask
    while (slots[at] !== 0 && terms[slots[at]! - 1] !== term) at = (at + 1) & mask
    return at
  }
  return {
    number(term) {
      const at = slotOf(term)
      if (slots[at] !== 0) return slots[at]! - 1
      if (size === terms.length) {
        const larger = new Uint32Array(Math.max(4_096, size * 2))
        larger.set(terms)
        terms = larger
      }
      terms[size++] = term
      slots[at] = size
      if (size * 2 > slots.length) slots = fill(terms, size)
      return size - 1
    },
    term: number => (number < size ? terms[number] : undefined),
    flush() {
      if (written === size) return
      fs.mkdirSync(dirname(path), { recursive: true })
      const file = fs.openSync(path, 'a')
      try {
        // Less than a term is left of a write that was cut short.
        const whole = Math.floor(fs.fstatSync(file).size / bytesPerTerm) * bytesPerTerm
        fs.ftruncateSync(file, Math.min(whole, written * bytesPerTerm))
        const bytes = Buffer.from(
          terms.buffer,
          terms.byteOffset + written * bytesPerTerm,
          (size - written) * bytesPerTerm,
        )
        for (let done = 0; done < bytes.length; ) done += fs.writeSync(file, bytes, done)
        written = size
      } finally {
        fs.closeSync(file)
      }
    },
  }
}

function fill(terms: Uint32Array, size: number): Uint32Array {
  let length = 1 << 13
  while (length < size * 4) length *= 2
  const slots = new Uint32Array(length)
  for (let n = 0; n < size; n++) {
    let at = spread(terms[n]!) & (length - 1)
    // A term that stands twice keeps its first number.
    while (slots[at] !== 0 && terms[slots[at]! - 1] !== terms[n]) at = (at + 1) & (length - 1)
    if (slots[at] === 0) slots[at] = n + 1
  }
  return slots
}

/** As it stands; empty when it is not there. */
export function readDictionary(path: string): Uint32Array {
  try {
    const bytes = fs.readFileSync(path)
    const terms = new Uint32Array(Math.floor(bytes.length / bytesPerTerm))
    new Uint8Array(terms.buffer).set(bytes.subarray(0, terms.byteLength))
    return terms
  } catch {
    return new Uint32Array(0)
  }
}
