import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPageTable, siteOf } from '../../../src/build/page-table.js'

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

test('a site has one digest, in whatever order its files came, and whatever they were before', () => {
  const tableOf = (list: readonly { readonly path: string; readonly digest: string }[]) => {
    const table = createPageTable()
    for (const [n, { path, digest: of }] of list.entries()) table.add(row(path, n, of))
    return table
  }
  fc.assert(
    fc.property(files, digest, (list, other) => {
      const table = tableOf(list)
      expect(siteOf(tableOf([...list].reverse()).saved())).toBe(table.site)
      if (list.length === 0) return
      const changed = tableOf([{ ...list[0]!, digest: other }, ...list.slice(1)])
      expect(changed.site === table.site).toBe(list[0]!.digest === other)
      changed.replace(0, row(list[0]!.path, 0, list[0]!.digest))
      expect(changed.site).toBe(table.site)
      // The last file leaves.
      expect(siteOf(table.saved([list.length - 1]))).toBe(tableOf(list.slice(0, -1)).site)
    }),
  )
})
