import { expect, test } from 'vitest'
import { late } from '../../../src/base/late.js'

test('a package is looked for when it is asked for, and is the same one each time', () => {
  const missing = late('no-such-package-of-ours')
  expect(() => missing()).toThrow(/no-such-package-of-ours/)
  const distances = late<{ readonly distance: (a: string, b: string) => number }>('fastest-levenshtein')
  expect(distances().distance('port', 'post')).toBe(1)
  expect(distances()).toBe(distances())
})
