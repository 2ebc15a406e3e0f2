import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spread } from '../../../src/base/stamp.js'
import { LostStore, type Stretch } from '../../../src/base/stretch.js'
import { openContainer, readContainer, writeContainer } from '../../../src/build/container.js'
import { createNodeFiles } from '../../../src/build/node-files.js'
import { makeFolder } from '../../support/site.js'

const files = createNodeFiles()
const names = { lazy: new Set(['heap', 'seats']), rising: new Set(['ends', 'seats']) }
/** Large enough to be read in blocks. */
const long = Uint32Array.from({ length: 400_000 }, (_, n) => Math.imul(n, 0x9e3779b1) >>> 0)

describe('a container', () => {
  it('gives back plain values, maps, numbers that JSON does not know, and arrays of every kind', () => {
    const folder = makeFolder()
    const number = fc.oneof(
      fc.double(),
      fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -1),
    )
    const array = fc.oneof(
      fc.uint8Array(),
      fc.uint16Array(),
      fc.int16Array(),
      fc.uint32Array(),
      fc.int32Array(),
      fc.float32Array(),
      fc.float64Array(),
    )
    const leaf = fc.oneof(
      number.filter(value => !Object.is(value, -0) && !Number.isNaN(value)),
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      array,
    )
    const value = fc.dictionary(
      fc
        .oneof(fc.constantFrom('$array', '$map', '$$', 'heap', 'ends'), fc.string())
        .filter(key => key !== '__proto__'),
      fc.oneof(
        leaf,
        fc.array(leaf),
        fc.dictionary(fc.constantFrom('a', '$b'), leaf),
        fc.array(fc.tuple(fc.integer(), leaf)).map(entries => new Map(entries)),
      ),
    )
    fc.assert(
      fc.property(value, given => {
        const path = join(folder, 'any.bin')
        writeContainer(files, path, given, names)
        expect(readContainer(files, path)).toEqual({ ...given })
      }),
      { numRuns: 60 },
    )
  })

  it('reads a large array in blocks, and names its file instead of writing it again', () => {
    const folder = makeFolder()
    const [first, second, third] = ['1.bin', '2.bin', '3.bin'].map(name => join(folder, name)) as [
      string,
      string,
      string,
    ]
    expect(writeContainer(files, first, { heap: long, small: new Uint8Array([1, 2]) }, names).needs).toEqual(
      [],
    )
    const read = (path: string) =>
      readContainer(files, path) as { heap: Stretch<Uint32Array>; small: Uint8Array }
    expect(writeContainer(files, second, { ...read(first), more: 1 }, names).needs).toEqual(['1.bin'])
    expect(writeContainer(files, third, { ...read(second), more: 2 }, names).needs).toEqual(['1.bin'])
    expect(readFileSync(third).length).toBeLessThan(4_000)
    const { heap, small } = read(third)
    expect(heap.length).toBe(long.length)
    expect([...small]).toEqual([1, 2])
    for (const [from, to] of [
      [0, 1],
      [16_383, 16_385],
      [5, 5],
      [399_999, 400_000],
      [100, 300_000],
      [0, 400_000],
    ] as const)
      expect(heap.subarray(from, to)).toEqual(long.subarray(from, to))
  })

  it('names what did not change, and holds of the rest what is new: generation after generation', () => {
    const folder = makeFolder()
    const path = (n: number) => join(folder, `${n}.bin`)
    let value = {
      same: long.slice(0, 9_000),
      ends: Uint32Array.from({ length: 9_000 }, (_, n) => n * 3),
      deep: [{ reals: Float64Array.from({ length: 7_000 }, (_, n) => n / 7) }],
      text: new Uint8Array(Buffer.from('a record of some kind\n'.repeat(2_000))),
      heap: long,
    }
    writeContainer(files, path(0), value, names)
    for (let n = 1; n < 7; n++) {
      const open = openContainer(files, path(n - 1))!
      expect(open.value).toEqual({ ...value, heap: expect.anything() })
      const before = open.value as typeof value
      const text = Buffer.from(before.text)
      value = {
        ...before,
        ends: Uint32Array.from([...before.ends, before.ends.at(-1)! + n]),
        deep: [{ reals: before.deep[0]!.reals.with(n * 1_000, Number.NaN) }],
        text: new Uint8Array(
          Buffer.concat([text.subarray(0, 22 * n), Buffer.from(`number ${n}\n`), text.subarray(22 * n)]),
        ),
      }
      expect(writeContainer(files, path(n), value, names, open).needs).toEqual(['0.bin'])
      expect(statSync(path(n)).size).toBeLessThan(6_000)
    }
    const last = readContainer(files, path(6)) as typeof value
    expect({ ...last, heap: 0 }).toEqual({ ...value, heap: 0 })
    expect(last.heap.subarray(399_000, 400_000)).toEqual(long.subarray(399_000))
  })

  it('holds an array whole where it is another altogether, of another type, or small', () => {
    const folder = makeFolder()
    const [first, second] = [join(folder, '1.bin'), join(folder, '2.bin')]
    const before = {
      a: long.slice(0, 1_000),
      b: long.slice(0, 1_000),
      c: long.slice(0, 10),
      d: long.slice(9),
    }
    writeContainer(files, first, before)
    const after = { a: long.slice(5_000, 6_000), b: new Float64Array(1_000), c: long.slice(0, 10) }
    expect(writeContainer(files, second, after, undefined, openContainer(files, first)!).needs).toEqual([])
    expect(readContainer(files, second)).toEqual(after)
  })

  it('holds everything again before half of the files that it names is needed by nobody', () => {
    const folder = makeFolder()
    const path = (n: number) => join(folder, `${n}.bin`)
    const random = (seed: number) => Uint32Array.from({ length: 60_000 }, (_, n) => spread(n ^ (seed << 20)))
    writeContainer(files, path(0), { heap: long, a: random(0), b: random(1), c: random(2) }, names)
    const needs: (readonly string[])[] = []
    for (let n = 1; n < 8; n++) {
      const open = openContainer(files, path(n - 1))!
      const value = {
        ...(open.value as object),
        a: random(3 * n),
        b: random(3 * n + 1),
        c: random(3 * n + 2),
      }
      needs.push(writeContainer(files, path(n), value, names, open).needs)
      const named = new Set(needs.at(-1))
      for (const name of readdirSync(folder))
        if (!named.has(name) && name !== `${n}.bin`) rmSync(join(folder, name))
      const read = readContainer(files, path(n)) as { heap: Stretch<Uint32Array>; c: Uint32Array }
      expect(read.c).toEqual(random(3 * n + 2))
      expect(read.heap.subarray(399_000, 400_000)).toEqual(long.subarray(399_000))
    }
    const size = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
    expect(size).toBeLessThan(2 * (long.byteLength + 3 * 240_000) + 10_000)
    expect(needs[0]).toEqual(['0.bin'])
  })

  it.each([
    ['that it takes runs from', 'before'],
    ['of its own runs', 'after'],
  ])('with a damaged block %s reads as nothing', (_, which) => {
    const folder = makeFolder()
    const [first, second] = [join(folder, 'before.bin'), join(folder, 'after.bin')]
    writeContainer(files, first, { a: long.slice(0, 50_000) })
    const open = openContainer(files, first)!
    const changed = long.slice(0, 50_000).fill(0, 100, 700)
    writeContainer(files, second, { a: changed }, undefined, open)
    expect(readContainer(files, second)).toEqual({ a: changed })
    flip(join(folder, `${which}.bin`), readFileSync(join(folder, `${which}.bin`)).length - 100)
    expect(readContainer(files, second)).toBeUndefined()
    rmSync(first)
    expect(readContainer(files, second)).toBeUndefined()
  })

  it.each([
    ['read at once', Uint32Array.from({ length: 200_000 }, (_, n) => n * 20_000)],
    ['read in blocks', Uint16Array.from({ length: 900_000 }, (_, n) => (n * 3) % 65_536)],
  ])('writes a rising array as steps, which come back: %s', (_, array) => {
    const path = join(makeFolder(), 'x.bin')
    writeContainer(files, path, { seats: array }, names)
    const { seats } = readContainer(files, path) as { seats: Stretch<typeof array> }
    for (const [from, to] of [
      [0, 5],
      [32_766, 32_770],
      [150_000, 199_999],
    ] as const)
      expect(seats.subarray(from, to)).toEqual(array.subarray(from, to))
    expect(seats.subarray(0, seats.length)).toEqual(array)
    const plain = join(makeFolder(), 'x.bin')
    writeContainer(files, plain, { other: array }, names)
    const packed = (file: string) => deflateSync(readFileSync(file)).length
    expect(packed(path)).toBeLessThan(packed(plain) / 2)
  })

  it.each<[string, (path: string) => void]>([
    ['cut short', path => truncateSync(path, 40)],
    ['empty', path => writeFileSync(path, '')],
    ['of another kind', path => writeFileSync(path, 'something else altogether, longer than a prelude')],
    ['with a changed header', path => flip(path, 30)],
    ['with a changed array', path => flip(path, readFileSync(path).length - 3)],
    [
      'with an absurd length',
      path => {
        const bytes = readFileSync(path)
        bytes.writeUInt32LE(0xfffffff0, 8)
        writeFileSync(path, bytes)
      },
    ],
  ])('that is %s reads as nothing', (_, damage) => {
    const path = join(makeFolder(), 'x.bin')
    writeContainer(files, path, { a: Float64Array.from([1, 2, 3]) })
    damage(path)
    expect(readContainer(files, path)).toBeUndefined()
  })

  it('that is not there reads as nothing', () => {
    expect(readContainer(files, join(makeFolder(), 'none.bin'))).toBeUndefined()
  })

  it('with a damaged block says so when that block is looked at', () => {
    const path = join(makeFolder(), 'x.bin')
    writeContainer(files, path, { heap: long }, names)
    flip(path, readFileSync(path).length - 100)
    const { heap } = readContainer(files, path) as { heap: Stretch<Uint32Array> }
    expect(heap.subarray(0, 10)).toEqual(long.subarray(0, 10))
    expect(() => heap.subarray(399_990, 400_000)).toThrow(LostStore)
    truncateSync(path, 100_000)
    expect(() => heap.subarray(200_000, 200_001)).toThrow(LostStore)
  })
})

function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes[at]! ^= 0x10
  writeFileSync(path, bytes)
}
