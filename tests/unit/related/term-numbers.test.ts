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
  const known = createTermNumbers(partition)
  const amounts = new Uint8Array(numbers.length)
  for (let times = 0; times < 20; times++)
    expect(Array.from(known.of({ dictionary, numbers, amounts }))).toEqual(
      Array.from(numbers, number => partition.indexOf(dictionary[number]!)),
    )
  expect(known.of({ dictionary: partition, numbers, amounts })).toBe(numbers)
})
