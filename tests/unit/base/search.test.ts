import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lowerBound, lowerBoundNear, placeOf } from '../../../src/base/search.js'

const number = fc.integer({ min: -20, max: 20 })

test('a value is found where it stands first, or where it would stand', () => {
  fc.assert(
    fc.property(fc.array(number), number, fc.nat(30), fc.nat(30), (list, value, a, b) => {
      const sorted = Float64Array.from(list).sort()
      const [from, to] = [Math.min(a, b, list.length), Math.min(Math.max(a, b), list.length)]
      const found = sorted.findIndex((item, n) => n >= from && n < to && item >= value)
      const bound = found < 0 ? to : found
      expect(lowerBound(sorted, value, from, to)).toBe(bound)
      expect(placeOf(sorted, value, from, to)).toBe(bound < to && sorted[bound] === value ? bound : -1)
    }),
  )
})

test('from a guess it is found as well, however wrong', () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 60 }), number, fc.nat(), (list, value, guess) => {
      const sorted = Float64Array.from(list).sort()
      const [from, to] = [guess % 3 === 0 ? 0 : guess % list.length, list.length]
      const near = from + (guess % (to - from))
      expect(lowerBoundNear(sorted, value, near, from, to)).toBe(lowerBound(sorted, value, from, to))
    }),
  )
})

test('all of an array is searched by default', () => {
  const sorted = Uint32Array.of(3, 0x80000000, 0xffffffff)
  expect([0, 3, 4, 0xffffffff].map(value => lowerBound(sorted, value))).toEqual([0, 0, 1, 2])
  expect([0, 3, 4, 0xffffffff].map(value => placeOf(sorted, value))).toEqual([-1, 0, -1, 2])
})
