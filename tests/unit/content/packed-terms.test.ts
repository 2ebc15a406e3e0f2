import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packTerms, unpackTerms } from '../../../src/content/packed-terms.js'
import { sketchSize } from '../../../src/markdown/terms.js'

const counted = fc.array(fc.tuple(fc.nat(0xffffffff), fc.integer({ min: 1, max: 0xffff }))).map(pairs => ({
  terms: Uint32Array.from(pairs, ([term]) => term),
  counts: Uint16Array.from(pairs, ([, count]) => count),
  sketch: Uint8Array.from({ length: sketchSize }, (_, cell) => pairs.length + cell),
}))

test('terms come back as they were, wherever their bytes lie', () => {
  fc.assert(
    fc.property(counted, fc.nat(9), (terms, offset) => {
      const bytes = packTerms(terms)
      expect(bytes.length).toBe(sketchSize + terms.terms.length * 6)
      // Out of a segment: a view at any offset, also one that no array of larger numbers could begin at.
      const segment = new Uint8Array(offset + bytes.length + 5).fill(0xaa)
      segment.set(bytes, offset)
      expect(unpackTerms(segment.subarray(offset, offset + bytes.length))).toEqual(terms)
    }),
  )
})

test('the bytes are the same on every machine', () => {
  const sketch = Uint8Array.from({ length: sketchSize }, (_, cell) => cell)
  const bytes = packTerms({ terms: Uint32Array.of(0x01020304, 5), counts: Uint16Array.of(0x0607, 8), sketch })
  expect([...bytes]).toEqual([...sketch, 4, 3, 2, 1, 5, 0, 0, 0, 7, 6, 8, 0])
})
