import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openTermShelf } from '../../../src/build/term-shelf.js'
import type { TermCounts } from '../../../src/markdown/terms.js'
import { makeFolder } from '../../support/site.js'

/** Says `count` terms from `first` on. */
const says = (first: number, count: number): TermCounts => ({
  terms: Uint32Array.from({ length: count }, (_, i) => Math.imul(first + i, 0x9e3779b1) >>> 0),
  counts: Uint8Array.from({ length: count }, (_, i) => 1 + (i % 255)),
})

it('terms are read by their writer at once, by others when it has flushed', () => {
  const place = makeFolder()
  const own = openTermShelf(place, 1)
  const other = openTermShelf(place, 2)
  const given = [says(0, 300), says(7, 1), says(0, 0), says(200, 9_000)]
  const places = given.map(own.append)
  own.flush()
  for (const shelf of [own, other]) expect(places.map(shelf.read)).toEqual(given)
  own.close()
  other.close()
})

it('what was changed on the way is lost, not wrong', () => {
  const place = makeFolder()
  const own = openTermShelf(place, 1)
  const at = own.append(says(3, 60))
  own.close()
  const path = join(place, `${at.segment}.seg`)
  const bytes = readFileSync(path)
  bytes[17]! ^= 4
  writeFileSync(path, bytes)
  const reader = openTermShelf(place, 2)
  expect(reader.read(at)).toBeUndefined()
  appendFileSync(path, 'more')
  expect(reader.read({ ...at, segment: 9 })).toBeUndefined()
  reader.close()
})
