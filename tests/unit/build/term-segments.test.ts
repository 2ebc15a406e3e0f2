import { appendFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDictionary, readDictionary } from '../../../src/build/dictionary.js'
import { sweepSegments } from '../../../src/build/segments.js'
import { openTermSegments } from '../../../src/build/term-segments.js'
import { sketchSize, type TermCounts } from '../../../src/markdown/terms.js'
import { makeFolder } from '../../support/site.js'

const folders = () => ({ kept: makeFolder(), scratch: makeFolder() })

/** Says `count` terms from `first` on. */
const says = (first: number, count: number): TermCounts => ({
  terms: Uint32Array.from({ length: count }, (_, i) => Math.imul(first + i, 0x9e3779b1) >>> 0),
  counts: new Uint16Array(count).fill(2),
  sketch: new Uint8Array(sketchSize).fill(first),
})
const shown = (terms: TermCounts | undefined) =>
  terms && {
    terms: [...terms.terms].sort((a, b) => a - b),
    counts: [...terms.counts],
    sketch: [...terms.sketch],
  }

describe('terms in segments', () => {
  it('are read by their writer at once, by others when it has flushed, also what came after a first look', () => {
    const place = folders()
    const own = openTermSegments(place, 1)
    const other = openTermSegments(place, 2)
    const first = own.append(says(0, 300))
    own.flush()
    expect(shown(own.read(first))).toEqual(shown(says(0, 300)))
    expect(shown(other.read(first))).toEqual(shown(says(0, 300)))
    const second = own.append(says(200, 9000))
    own.flush()
    expect(shown(other.read(second))).toEqual(shown(says(200, 9000)))
    expect(shown(other.read(first))).toEqual(shown(says(0, 300)))
    own.close()
    other.close()
  })

  it('are added to, and say what they said', () => {
    const place = folders()
    const before = openTermSegments(place, 4)
    const one = before.append(says(0, 100))
    before.flush()
    before.close()
    const after = openTermSegments(place, 4)
    const two = after.append(says(50, 100))
    after.flush()
    expect([one, two].map(locator => shown(after.read(locator)))).toEqual(
      [says(0, 100), says(50, 100)].map(shown),
    )
    after.close()
    // 150 terms in all, each once.
    expect(readDictionary(join(place.kept, '4.dict')).length).toBe(150)
  })

  it.each([
    ['gone', (path: string) => rmSync(path)],
    ['cut short', (path: string) => truncateSync(path, 40)],
    [
      'changed by a bit',
      (path: string) => {
        const bytes = readFileSync(path)
        bytes[17]! ^= 4
        writeFileSync(path, bytes)
      },
    ],
  ])('are lost with a dictionary that is %s', (_, damage) => {
    const place = folders()
    const own = openTermSegments(place, 1)
    const at = own.append(says(3, 60))
    own.flush()
    own.close()
    damage(join(place.kept, '1.dict'))
    const reader = openTermSegments(place, 2)
    expect(reader.read(at)).toBeUndefined()
    reader.close()
  })

  it('go with their dictionary when nothing points into them', () => {
    const { kept, scratch } = folders()
    for (const number of [1, 2, 3]) {
      const segments = openTermSegments({ kept, scratch }, number)
      segments.append(says(number, 5))
      segments.flush()
      segments.close()
    }
    sweepSegments(kept, new Set([2]), 3)
    expect(readdirSync(kept).sort()).toEqual(['2.dict', '2.seg', '3.dict', '3.seg'])
  })
})

describe('a dictionary', () => {
  it('numbers in the order of first use, also after thousands, and after it was opened again', () => {
    const path = join(makeFolder(), 'new/1.dict')
    const first = openDictionary(path)
    const terms = [0, 0xffffffff, ...says(7, 20_000).terms]
    expect(terms.map(first.number)).toEqual(terms.map((_, n) => n))
    first.flush()
    first.flush()
    const again = openDictionary(path)
    expect(terms.map(again.number)).toEqual(terms.map((_, n) => n))
    expect(again.number(0xfffffffe)).toBe(terms.length)
    expect([0, 1, terms.length, terms.length + 1].map(again.term)).toEqual([
      0,
      0xffffffff,
      0xfffffffe,
      undefined,
    ])
  })

  it('goes on behind a write that was cut short', () => {
    const path = join(makeFolder(), '1.dict')
    const first = openDictionary(path)
    first.number(11)
    first.number(12)
    first.flush()
    appendFileSync(path, Buffer.from([1, 2, 3]))
    const again = openDictionary(path)
    again.number(13)
    again.flush()
    expect([...readDictionary(path)]).toEqual([11, 12, 13])
  })
})
