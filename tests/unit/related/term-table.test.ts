import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTermTable } from '../../../src/related/term-table.js'

test('numbers are dense, in order of insertion, and found again', () => {
  const table = createTermTable(0)
  expect([7, 9, 7, 0, 0xffffffff, 9].map(term => table.insert(term))).toEqual([0, 1, 0, 2, 3, 1])
  expect([7, 9, 0, 0xffffffff].map(term => table.find(term))).toEqual([0, 1, 2, 3])
  expect(table.size).toBe(4)
})

test('a term that is not there is -1, also when the table is empty', () => {
  const table = createTermTable(0)
  expect(table.find(0)).toBe(-1)
  table.insert(1)
  expect(table.find(2)).toBe(-1)
  expect(table.size).toBe(1)
})

test('it grows beyond what was expected, and keeps its numbers', () => {
  const table = createTermTable(10)
  for (let n = 0; n < 20_000; n++) expect(table.insert(n * 65_536)).toBe(n)
  for (let n = 0; n < 20_000; n++) expect(table.find(n * 65_536)).toBe(n)
  expect(table.find(3)).toBe(-1)
})

test('it behaves as a Map', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(50), fc.nat(0xffffffff)), { maxLength: 3000 }), terms => {
      const table = createTermTable(0)
      const map = new Map<number, number>()
      for (const term of terms) {
        if (!map.has(term)) map.set(term, map.size)
        expect(table.insert(term)).toBe(map.get(term))
      }
      expect(table.size).toBe(map.size)
    }),
  )
})
