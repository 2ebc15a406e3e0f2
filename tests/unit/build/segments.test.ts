import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstScratch, nextSegment, openSegments, sweepSegments } from '../../../src/build/segments.js'
import { makeFolder } from '../../support/site.js'

const folders = () => ({ kept: makeFolder(), scratch: makeFolder() })

describe('segments', () => {
  it('give back what was put in, also from another thread’s segment and after growing', () => {
    const place = folders()
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (pieces, number) => {
          const own = openSegments(place, number * 2)
          const other = openSegments(place, number * 2 + 1)
          const large = new Uint8Array(2_100_000).fill(7)
          const locators = [...pieces, large, new Uint8Array([1])].map(piece => own.append(piece))
          const elsewhere = other.append(new Uint8Array([2, 3]))
          own.flush()
          other.flush()
          expect(locators.slice(0, pieces.length).map(locator => [...other.read(locator)!])).toEqual(
            pieces.map(piece => [...piece]),
          )
          expect([...other.read(locators.at(-1)!)!]).toEqual([1])
          expect(Buffer.compare(other.read(locators.at(-2)!)!, large)).toBe(0)
          expect([...own.read(elsewhere)!]).toEqual([2, 3])
          own.close()
          other.close()
        },
      ),
      { numRuns: 8 },
    )
  })

  it('add to a segment that is there', () => {
    const place = folders()
    const first = openSegments(place, 4)
    const one = first.append(Buffer.from('one'))
    first.close()
    const second = openSegments(place, 4)
    const two = second.append(Buffer.from('two'))
    second.flush()
    expect([one, two].map(locator => second.read(locator)!.toString())).toEqual(['one', 'two'])
    second.close()
  })

  it.each([
    ['cut short', (path: string) => truncateSync(path, 5)],
    [
      'changed by a bit',
      (path: string) => {
        const bytes = readFileSync(path)
        bytes[3]! ^= 1
        writeFileSync(path, bytes)
      },
    ],
    ['empty', (path: string) => writeFileSync(path, '')],
  ])('have nothing to give when one was %s', (_, damage) => {
    const place = folders()
    const segments = openSegments(place, 1)
    const locator = segments.append(Buffer.from('a body of some length'))
    segments.flush()
    damage(join(place.kept, '1.seg'))
    expect(segments.read(locator)).toBeUndefined()
    segments.close()
  })

  it('have nothing to give when one is not there', () => {
    const segments = openSegments(folders(), 1)
    expect(segments.read({ segment: 9, offset: 0, length: 3, check: 1 })).toBeUndefined()
  })

  it('of one build go with its scratch folder', () => {
    const place = folders()
    const segments = openSegments(place, firstScratch)
    const locator = segments.append(Buffer.from('x'))
    segments.flush()
    expect(segments.read(locator)!.toString()).toBe('x')
    expect(readdirSync(place.kept)).toEqual([])
    segments.close()
  })

  it('are numbered on, and swept where nothing points', () => {
    const { kept, scratch } = folders()
    expect(nextSegment(kept, scratch)).toBe(0)
    for (const name of ['0.seg', '3.seg', '11.seg', 'other.txt']) writeFileSync(join(kept, name), 'x')
    expect(nextSegment(kept)).toBe(12)
    sweepSegments(kept, new Set([3]), 11)
    expect(readdirSync(kept).sort()).toEqual(['11.seg', '3.seg', 'other.txt'])
  })
})
