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

/** Rows in any order, some of them twice, some not at all. */
const pick = (length: number) =>
  length === 0
    ? fc.constant(new Uint32Array(0))
    : fc.array(fc.nat(length - 1)).map(rows => Uint32Array.from(rows))
const withPick = <T>(items: fc.Arbitrary<T>) =>
  fc.array(items).chain(list => fc.tuple(fc.constant(list), fc.array(items), pick(list.length)))

test('a text column that was saved goes on where it stood; the saved one stays as it was', () => {
  fc.assert(
    fc.property(withPick(fc.string({ unit: 'grapheme' })), ([texts, more, rows]) => {
      const column = createTextColumn()
      for (const text of texts) column.push(text)
      const saved = structuredClone(column.saved())
      const again = createTextColumn(saved)
      for (const text of more) again.push(text)
      const read = (from: typeof column) => Array.from({ length: from.length }, (_, row) => from.get(row))
      expect(read(again)).toEqual([...texts, ...more])
      expect(read(createTextColumn(saved))).toEqual(texts)
      const gathered = column.gather(rows)
      expect(read(gathered)).toEqual(Array.from(rows, row => texts[row]))
      for (const [n, row] of rows.entries()) expect(gathered.isEmpty(n)).toBe(texts[row] === '')
      for (const text of more) gathered.push(text)
      expect(read(gathered).slice(rows.length)).toEqual(more)
      expect(read(column)).toEqual(texts)
    }),
  )
})

test('a saved text column may lie somewhere in a larger buffer', () => {
  const column = createTextColumn()
  for (const text of ['zwölf', '', 'Boxkämpfer']) column.push(text)
  const { tail, ends } = column.saved()
  const large = new Uint8Array(tail.length + 20).fill(65)
  large.set(tail, 7)
  const nothing = new Uint8Array(0)
  const again = createTextColumn({ heap: nothing, tail: large.subarray(7, 7 + tail.length), ends })
  again.push('jagen')
  expect([0, 1, 2, 3].map(again.get)).toEqual(['zwölf', '', 'Boxkämpfer', 'jagen'])
  // What stands behind it belongs to others.
  expect(large.subarray(7 + tail.length).every(byte => byte === 65)).toBe(true)
})

test('a number column that was saved goes on; gathered rows are a copy', () => {
  fc.assert(
    fc.property(withPick(fc.integer({ min: -1000, max: 1000 })), ([numbers, more, rows]) => {
      const column = createNumberColumn(Int16Array)
      column.pushAll(numbers)
      const again = createNumberColumn(Int16Array, column.view().slice())
      for (const number of more) again.push(number)
      expect([...again.view()]).toEqual([...numbers, ...more])
      const gathered = column.gather(rows)
      expect([...gathered.view()]).toEqual(Array.from(rows, row => numbers[row]))
      if (rows.length > 0) gathered.set(0, 4242)
      gathered.push(7)
      expect(gathered.length).toBe(rows.length + 1)
      expect([...column.view()]).toEqual(numbers)
    }),
  )
})

test('what a column was opened with stays as it was, whatever is done to the column: the store compares with it', () => {
  const number = fc.integer({ min: 0, max: 1_000 })
  const edit = fc.record({ row: fc.nat(), value: number, push: fc.boolean() })
  fc.assert(
    fc.property(fc.array(number), fc.array(edit), (values, edits) => {
      const saved = Uint32Array.from(values)
      const column = createNumberColumn(Uint32Array, saved)
      const wanted = [...values]
      for (const { row, value, push } of edits) {
        if (push || wanted.length === 0) {
          column.push(value)
          wanted.push(value)
        } else {
          column.set(row % wanted.length, value)
          wanted[row % wanted.length] = value
        }
      }
      expect([...column.view()]).toEqual(wanted)
      expect([...saved]).toEqual(values)
      const lists = { items: Uint32Array.from(values), ends: Uint32Array.from(values, (_, n) => n + 1) }
      const list = createListColumn(Uint32Array, lists)
      for (const { value } of edits) list.push([value, value])
      expect(list.length).toBe(values.length + edits.length)
      expect(lists).toEqual({
        items: Uint32Array.from(values),
        ends: Uint32Array.from(values, (_, n) => n + 1),
      })
    }),
  )
})

test('a list column that was saved goes on; gathered rows are a copy', () => {
  fc.assert(
    fc.property(withPick(fc.array(fc.nat(0xffffffff), { maxLength: 5 })), ([lists, more, rows]) => {
      const column = createListColumn(Uint32Array)
      for (const list of lists) column.push(list)
      const again = createListColumn(Uint32Array, structuredClone(column.saved()))
      for (const list of more) again.push(list)
      const read = (from: typeof column) =>
        Array.from({ length: from.length }, (_, row) => [...from.get(row)])
      expect(read(again)).toEqual([...lists, ...more])
      const gathered = column.gather(rows)
      for (const list of more) gathered.push(list)
      expect(read(gathered)).toEqual([...Array.from(rows, row => lists[row]), ...more])
      expect(read(column)).toEqual(lists)
    }),
  )
})

test('a pool of known names keeps their numbers', () => {
  const known = ['Europe', 'Asia']
  const pool = createNamePool(known)
  expect(['Asia', 'Africa', 'Europe'].map(pool.id)).toEqual([1, 2, 0])
  expect(known).toEqual(['Europe', 'Asia'])
})
