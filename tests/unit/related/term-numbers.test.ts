import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTermNumbers, translate } from '../../../src/related/term-numbers.js'

const terms = fc
  .uniqueArray(fc.oneof(fc.nat(12), fc.integer({ min: 0, max: 0xffffffff })), { maxLength: 20 })
  .map(list => Uint32Array.from(list).sort())

test('a table leads from the terms of one dictionary to those of another', () => {
  fc.assert(
    fc.property(terms, terms, (from, to) => {
      expect([...translate(from, to)]).toEqual(Array.from(from, term => to.indexOf(term)))
    }),
  )
})

test('what an article says is known by its number, with few look-ups and with many', () => {
  const dictionary = Uint32Array.from({ length: 600 }, (_, n) => n * 3)
  const partition = Uint32Array.from({ length: 400 }, (_, n) => n * 2)
  const numbers = Uint32Array.from({ length: 300 }, (_, n) => n * 2)
  const known = createTermNumbers(partition, new Set([dictionary]))
  const amounts = new Uint8Array(numbers.length)
  for (let times = 0; times < 20; times++)
    expect(Array.from(known.of({ dictionary, numbers, amounts }))).toEqual(
      Array.from(numbers, number => partition.indexOf(dictionary[number]!)),
    )
  expect(known.of({ dictionary: partition, numbers, amounts })).toBe(numbers)
})

test('those of an article that is in no partition, in whatever order they stand', () => {
  const known = createTermNumbers(Uint32Array.of(1, 2, 3), new Set())
  const own = {
    dictionary: Uint32Array.of(3, 1, 9),
    numbers: Uint32Array.of(0, 1, 2),
    amounts: new Uint8Array(3),
  }
  for (let times = 0; times < 1_000; times++) expect(Array.from(known.of(own))).toEqual([2, 0, -1])
})
