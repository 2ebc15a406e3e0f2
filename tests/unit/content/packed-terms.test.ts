import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packTerms, unpackTerms } from '../../../src/content/packed-terms.js'
import { sketchSize, type TermCounts } from '../../../src/markdown/terms.js'

const counted = fc
  .uniqueArray(fc.tuple(fc.nat(0xffffffff), fc.integer({ min: 1, max: 0xffff })), {
    selector: ([term]) => term,
  })
  .map(pairs => ({
    terms: Uint32Array.from(pairs, ([term]) => term),
    counts: Uint16Array.from(pairs, ([, count]) => count),
    sketch: Uint8Array.from({ length: sketchSize }, (_, cell) => pairs.length + cell),
  }))

/** Numbers in the order of first use. */
function createNumbers(known: readonly number[] = []) {
  const terms = [...known]
  const numbers = new Map(terms.map((term, n) => [term, n]))
  return {
    terms,
    number(term: number): number {
      const found = numbers.get(term)
      if (found !== undefined) return found
      numbers.set(term, terms.length)
      return terms.push(term) - 1
    },
  }
}

/** In the order of terms: that of the bytes is the dictionary's. */
function sorted({ terms, counts, sketch }: TermCounts) {
  const pairs = Array.from(terms, (term, i) => [term, counts[i]!] as const)
  return { pairs: pairs.sort(([a], [b]) => a - b), sketch: [...sketch] }
}

test('terms come back with their counts, wherever their bytes lie', () => {
  fc.assert(
    fc.property(counted, fc.array(fc.nat(0xffffffff)), fc.nat(9), (terms, others, offset) => {
      const numbers = createNumbers([...new Set(others)])
      const bytes = packTerms(terms, numbers.number)
      // Out of a segment: a view at any offset, also one that no array of larger numbers could begin at.
      const segment = new Uint8Array(offset + bytes.length + 5).fill(0xaa)
      segment.set(bytes, offset)
      const back = unpackTerms(segment.subarray(offset, offset + bytes.length), n => numbers.terms[n])
      expect(sorted(back!)).toEqual(sorted(terms))
    }),
  )
})

test('numbers of any size', () => {
  const terms = {
    terms: Uint32Array.of(7, 8, 9),
    counts: Uint16Array.of(0xffff, 127, 128),
    sketch: new Uint8Array(32),
  }
  const numbers = new Map([
    [7, 0xffffffff],
    [8, 0],
    [9, 0x80],
  ])
  const back = unpackTerms(
    packTerms(terms, term => numbers.get(term)!),
    number => [...numbers].find(([, n]) => n === number)?.[0],
  )
  expect(sorted(back!)).toEqual(sorted(terms))
})

test('a term that is said often in an archive takes two bytes', () => {
  const terms = Uint32Array.from({ length: 200 }, (_, n) => n * 0x1000003)
  const numbers = createNumbers([...terms])
  const packed = packTerms(
    { terms, counts: new Uint16Array(200).fill(1), sketch: new Uint8Array(sketchSize) },
    numbers.number,
  )
  expect(packed.length).toBe(sketchSize + 4 + 2 + 200 * 2)
})

test('another dictionary, a shorter one or a piece cut short reads as nothing', () => {
  const terms = {
    terms: Uint32Array.of(70, 80, 90),
    counts: Uint16Array.of(1, 2, 3),
    sketch: new Uint8Array(32),
  }
  const bytes = packTerms(terms, createNumbers().number)
  const read = (dictionary: readonly number[], some = bytes) => unpackTerms(some, n => dictionary[n])
  expect(read([70, 80, 90])).toBeDefined()
  expect(read([70, 80, 91])).toBeUndefined()
  expect(read([70, 80])).toBeUndefined()
  expect(read([])).toBeUndefined()
  for (let length = 0; length < bytes.length; length++)
    expect(read([70, 80, 90], bytes.subarray(0, length)), `${length} bytes`).toBeUndefined()
})
