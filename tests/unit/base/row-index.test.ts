import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createNumberColumn } from '../../../src/base/columns.js'
import { createRowIndex } from '../../../src/base/row-index.js'

const anyRow = (): boolean => true

test('finds the first row with a hash that is wanted', () => {
  const hashes = createNumberColumn(Uint32Array)
  hashes.pushAll([7, 0, 7, 0xffffffff, 1024, 7])
  const index = createRowIndex(hashes)
  expect(index.find(7, anyRow)).toBe(0)
  expect(index.find(7, row => row > 0)).toBe(2)
  expect(index.find(7, row => row > 5)).toBe(-1)
  expect(index.find(0, anyRow)).toBe(1)
  expect(index.find(0xffffffff, anyRow)).toBe(3)
  expect(index.find(8, anyRow)).toBe(-1)
})

test('only rows of that very hash are asked about, also where others have its place', () => {
  const hashes = createNumberColumn(Uint32Array)
  for (let n = 0; n < 300; n++) hashes.push(5 + n * 0x10000)
  const index = createRowIndex(hashes)
  for (const row of [0, 1, 150, 299]) {
    const asked: number[] = []
    index.find(5 + row * 0x10000, candidate => asked.push(candidate) === 0)
    expect(asked).toEqual([row])
  }
})

test('an empty one', () => {
  expect(createRowIndex(createNumberColumn(Uint32Array)).find(0, anyRow)).toBe(-1)
})

test('rows that come later are found, whether it was asked before or not, and however many they are', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(40), { maxLength: 700 }), { maxLength: 8 }), batches => {
      const hashes = createNumberColumn(Uint32Array)
      const index = createRowIndex(hashes)
      const first = new Map<number, number>()
      for (const batch of batches) {
        for (const hash of batch) {
          if (!first.has(hash)) first.set(hash, hashes.length)
          hashes.push(hash)
          index.add(hashes.length - 1)
        }
        for (let hash = 0; hash <= 40; hash++) expect(index.find(hash, anyRow)).toBe(first.get(hash) ?? -1)
      }
    }),
    { numRuns: 40 },
  )
})

test('it grows with its column', () => {
  const hashes = createNumberColumn(Uint32Array)
  const index = createRowIndex(hashes)
  for (let n = 0; n < 20_000; n++) {
    hashes.push(n * 3)
    index.add(n)
    if (n % 1000 === 0) expect(index.find(n * 3, anyRow)).toBe(n)
  }
  for (let n = 0; n < 20_000; n += 7) expect(index.find(n * 3, anyRow)).toBe(n)
})
