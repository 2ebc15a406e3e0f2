import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPageTable, digestSite, siteOf } from '../../../src/build/page-table.js'

const digit = fc.constantFrom(...'0123456789abcdef')
const digest = fc.array(digit, { minLength: 16, maxLength: 16 }).map(digits => digits.join(''))
const files = fc.uniqueArray(fc.record({ path: fc.string({ unit: 'grapheme' }), digest }), {
  selector: ({ path }) => path,
})

const row = (file: string, keyLow: number, of: string) => ({
  file,
  keyHigh: 1,
  keyLow,
  stampHigh: 2,
  stampLow: 3,
  digest: of,
  size: 4,
  modifiedMs: 5,
  profile: 0,
})

test('a site has one digest, whether a table or a list tells its files, and in whatever order', () => {
  fc.assert(
    fc.property(files, digest, (list, other) => {
      const table = createPageTable()
      // The first one was something else before.
      for (const [n, { path, digest: of }] of list.entries())
        table.add(row(path, n, n === 0 && of !== other ? other : of))
      if (list.length > 0) {
        expect(table.site === digestSite(list)).toBe(list[0]!.digest === other)
        table.replace(0, row(list[0]!.path, 0, list[0]!.digest))
      }
      expect(digestSite(list)).toBe(table.site)
      expect(digestSite([...list].reverse())).toBe(siteOf(table.saved()))
    }),
  )
})
