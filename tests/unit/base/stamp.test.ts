import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digestText } from '../../../src/base/digest.js'
import {
  createStamps,
  halvesOf,
  hashText,
  hexOf,
  type Stamp,
  spread,
  startStamp,
} from '../../../src/base/stamp.js'

type Mix = (stamp: Stamp) => Stamp

test.each<[about: string, Mix, Mix]>([
  ['nothing, and zero', s => s, s => s.number(0)],
  ['one zero, and two', s => s.number(0), s => s.number(0).number(0)],
  ['a number and its negative', s => s.number(1), s => s.number(-1)],
  ['another order', s => s.number(1).number(2), s => s.number(2).number(1)],
  ['the last bit of a real number', s => s.real(1), s => s.real(1 + Number.EPSILON)],
  ['zero, and no number', s => s.real(0), s => s.real(Number.NaN)],
  ['a millisecond', s => s.real(1e12), s => s.real(1e12 + 1)],
  ['a text cut elsewhere', s => s.text('ab').text('c'), s => s.text('a').text('bc')],
  ['an empty text, and none', s => s.text(''), s => s],
  ['an empty text on the other side', s => s.text('ab').text(''), s => s.text('').text('ab')],
  ['one letter, and two that look like it', s => s.text('\u00e9'), s => s.text('e\u0301')],
  ['halves swapped', s => s.pair(1, 2), s => s.pair(2, 1)],
  ['digests', s => s.digest('00000000ffffffff'), s => s.digest('ffffffff00000000')],
  ['kinds of stamps', s => s.restart(1).number(5), s => s.restart(2).number(5)],
])('stamps differ by %s', (_, one, other) => {
  expect(one(startStamp()).hex()).not.toBe(other(startStamp()).hex())
})

test('equal parts are equal stamps, on a stamp that was used before, too', () => {
  const parts = fc.array(fc.oneof(fc.string(), fc.integer(), fc.double()))
  const used = startStamp(9)
  const mix = (stamp: Stamp, list: readonly (string | number)[]): string => {
    for (const part of list) {
      if (typeof part === 'string') stamp.text(part)
      else if (Number.isInteger(part)) stamp.number(part)
      else stamp.real(part)
    }
    return stamp.hex()
  }
  fc.assert(
    fc.property(parts, fc.nat(), (list, seed) => {
      expect(mix(used.restart(seed), list)).toBe(mix(startStamp(seed), list))
    }),
  )
})

test('a digest counts as its two halves', () => {
  const digest = digestText('x')
  expect(startStamp().digest(digest).hex()).toBe(
    startStamp()
      .pair(...halvesOf(digest))
      .hex(),
  )
})

test('hex and halves are two forms of one thing', () => {
  fc.assert(
    fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), (high, low) => {
      expect(hexOf(high, low)).toMatch(/^[0-9a-f]{16}$/)
      expect(halvesOf(hexOf(high, low))).toEqual([high, low])
    }),
  )
  const stamp = startStamp().text('x')
  expect(stamp.hex()).toBe(hexOf(stamp.high, stamp.low))
})

test('a hundred thousand small parts: no two stamps are one, and each half is spread', () => {
  const stamp = startStamp()
  const seen = new Set<string>()
  const halves = [new Set<number>(), new Set<number>()]
  for (let n = 0; n < 100_000; n++) {
    const { high, low } = stamp
      .restart(1)
      .number(n % 300)
      .number(Math.floor(n / 300))
      .number(-1)
    seen.add(hexOf(high, low))
    halves[0]!.add(high & 0xffff)
    halves[1]!.add(low & 0xffff)
  }
  expect(seen.size).toBe(100_000)
  // 100,000 balls into 65,536 boxes fill 51,290 of them.
  for (const half of halves) expect(half.size).toBeGreaterThan(50_000)
})

test('a hash of a text is 32 bits without a sign', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const hash = hashText(text)
      expect(hash).toBe(hash >>> 0)
    }),
  )
  const paths = Array.from({ length: 50_000 }, (_, n) => `2026/03/story-${n}.md`)
  expect(new Set(paths.map(hashText)).size).toBeGreaterThan(49_990)
})

test('stamps of a pass', () => {
  const { high, low } = createStamps(3)
  expect([high.length, low.length, high[2], low[2]]).toEqual([3, 3, 0, 0])
})

test('sums of spread numbers tell sets apart', () => {
  const sums = new Set<number>()
  let pairs = 0
  for (let a = 0; a < 60; a++)
    for (let b = a + 1; b < 60; b++) {
      sums.add((spread(a) + spread(b)) >>> 0)
      pairs++
    }
  expect(sums.size).toBe(pairs)
})
