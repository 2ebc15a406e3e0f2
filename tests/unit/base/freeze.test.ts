import { expect, test } from 'vitest'
import { deepFreeze } from '../../../src/base/freeze.js'

test('goes all the way down', () => {
  const value = { a: { b: [{ c: 1 }] }, f: () => 1, n: null }
  expect(deepFreeze(value)).toBe(value)
  const { a } = value
  for (const part of [value, a, a.b, a.b[0]]) expect(Object.isFrozen(part)).toBe(true)
})
