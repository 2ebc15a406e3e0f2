import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createListColumn,
  createNamePool,
  createNumberColumn,
  createTextColumn,
} from '../../../src/base/columns.js'

test('texts come back as they went in, whatever their script', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), texts => {
      const column = createTextColumn()
      for (const text of texts) column.push(text)
      expect(column.length).toBe(texts.length)
      expect(texts.map((_, row) => column.get(row))).toEqual(texts)
      expect(column.bytes).toBe(Buffer.byteLength(texts.join('')))
    }),
  )
})

test('a text column grows beyond its first buffer', () => {
  const column = createTextColumn()
  const texts = Array.from({ length: 400 }, (_, n) => `${n} 😀 ${'é漢'.repeat(n)}`)
  for (const text of texts) column.push(text)
  expect(texts.map((_, row) => column.get(row))).toEqual(texts)
})

test('one text may be larger than the buffer, or fill it to the last byte', () => {
  const column = createTextColumn()
  const texts = ['a'.repeat(4096), '', '漢'.repeat(5000), 'b']
  for (const text of texts) column.push(text)
  expect(texts.map((_, row) => column.get(row))).toEqual(texts)
})

test('numbers grow, are set, and are seen through the view', () => {
  const column = createNumberColumn(Int32Array)
  for (let n = 0; n < 1000; n++) column.push(-n)
  column.pushAll([7, 8])
  column.set(3, 42)
  expect(column.length).toBe(1002)
  expect(column.get(3)).toBe(42)
  expect(column.get(999)).toBe(-999)
  expect([...column.view().subarray(1000)]).toEqual([7, 8])
})

test('more numbers at once than twice the buffer', () => {
  const column = createNumberColumn(Float64Array)
  column.pushAll(Array.from({ length: 5000 }, (_, n) => n / 2))
  expect(column.length).toBe(5000)
  expect(column.get(4999)).toBe(2499.5)
})

test('lists keep their borders, empty ones too', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(0xffff))), lists => {
      const column = createListColumn(Uint16Array)
      for (const list of lists) column.push(list)
      expect(column.length).toBe(lists.length)
      expect(lists.map((_, row) => [...column.get(row)])).toEqual(lists)
    }),
  )
})

test('a name has one number', () => {
  const pool = createNamePool()
  const names = ['Europe', '__proto__', 'constructor', '', 'Europe', 'europe']
  expect(names.map(name => pool.id(name))).toEqual([0, 1, 2, 3, 0, 4])
  expect(pool.size).toBe(5)
  expect(pool.name(1)).toBe('__proto__')
  expect(pool.names()).toEqual(['Europe', '__proto__', 'constructor', '', 'europe'])
})
