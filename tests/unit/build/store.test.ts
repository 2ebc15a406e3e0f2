import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openSegments } from '../../../src/build/store.js'
import { makeFolder } from '../../support/site.js'

describe('segments', () => {
  it('give back what was put in, also from another thread’s segment and after growing', () => {
    const folder = makeFolder()
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (texts, number) => {
          const own = openSegments(folder, number * 2)
          const other = openSegments(folder, number * 2 + 1)
          const locators = [...texts, 'é'.repeat(700_000), 'after'].map(text => own.append(text))
          const elsewhere = other.append('other')
          own.flush()
          other.flush()
          const wanted = texts.map(text => Buffer.from(text).toString())
          expect(locators.slice(0, texts.length).map(locator => other.read(locator))).toEqual(wanted)
          expect(other.read(locators.at(-1)!)).toBe('after')
          expect(other.read(locators.at(-2)!)).toHaveLength(700_000)
          expect(own.read(elsewhere)).toBe('other')
          own.close()
          other.close()
        },
      ),
      { numRuns: 8 },
    )
  })

  it('say so when a segment was cut short', () => {
    const folder = makeFolder()
    const segments = openSegments(folder, 1)
    const locator = segments.append('a body of some length')
    segments.flush()
    truncateSync(join(folder, '1.seg'), 5)
    expect(() => segments.read(locator)).toThrow('ends before')
    segments.close()
  })
})
