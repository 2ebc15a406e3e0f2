import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TermCounts } from '../../../src/markdown/terms.js'
import { epochAt, epochSizes, memberOf, openEpoch, rarity } from '../../../src/related/epochs.js'
import { checkRows } from '../../support/rows.js'
import { countsOf } from './archive.js'

describe('sizes of epochs', () => {
  checkRows<number, readonly number[]>(
    [
      [0, [0]],
      [1, [1]],
      [511, [511]],
      [512, [512]],
      [1023, [512]],
      [1024, [512, 1024]],
      [2047, [512, 1024]],
      [4096, [512, 1024, 2048, 4096]],
    ],
    (articles, sizes) => expect(epochSizes(articles)).toEqual(sizes),
  )
})

describe('the epoch of an article with so many before its month', () => {
  checkRows<number, number>(
    [
      [0, 0],
      [512, 0],
      [1023, 0],
      [1024, 1],
      [2047, 1],
      [2048, 2],
      [65_535, 6],
      [65_536, 7],
    ],
    (before, epoch) => expect(epochAt(before)).toBe(epoch),
  )

  test('is always one that there is, and that it does not stand in itself', () => {
    fc.assert(
      fc.property(fc.nat(300_000), fc.nat(300_000), (before, later) => {
        const sizes = epochSizes(before + 1 + later)
        const epoch = epochAt(before)
        expect(epoch).toBeLessThan(sizes.length)
        if (epoch > 0) expect(memberOf(before, sizes)).toBeGreaterThan(epoch)
      }),
    )
  })
})

describe('the first epoch that holds a place', () => {
  checkRows<number, number>(
    [
      [0, 0],
      [511, 0],
      [512, 1],
      [1023, 1],
      [1024, 2],
      [9999, 2],
    ],
    (place, epoch) => expect(memberOf(place, [512, 1024])).toBe(epoch),
  )
})

describe('rarity', () => {
  checkRows<readonly [documents: number, size: number], number>(
    [
      [[1, 512], 9],
      [[0, 512], 9, 'a term that no article of the epoch has is as rare as one of a single article'],
      [[2, 512], 8],
      [[3, 512], 7.5, 'to half an octave'],
      [[128, 512], 2],
      [[256, 512], 1],
      [[257, 512], 0, 'in more than half: common'],
      [[100, 200], 1, 'in so few articles a share says nothing'],
      [[199, 200], 0.5, 'all but one'],
      [[5, 5], 0, 'in all'],
      [[0, 0], 0],
    ],
    ([documents, size], expected) => expect(rarity(documents, size)).toBe(expected),
  )
})

test('counting in and out gives the table that counting all over gives', () => {
  const list = fc
    .uniqueArray(fc.nat(30), { maxLength: 12 })
    .map(terms => countsOf(...terms.map(term => [term, 1 + (term % 3)] as const)))
  const empty = { size: 512, length: 0, terms: new Uint32Array(0), documents: new Uint32Array(0) }
  const count = (lists: readonly TermCounts[]) => {
    const epoch = openEpoch(empty)
    for (const article of lists) epoch.count(article, 1)
    return epoch.saved()
  }
  fc.assert(
    fc.property(fc.array(list), fc.array(list), fc.array(list), (stay, go, come) => {
      const epoch = openEpoch(count([...stay, ...go]))
      for (const article of go) epoch.count(article, -1)
      for (const article of come) epoch.count(article, 1)
      const expected = count([...come, ...stay])
      expect(epoch.saved()).toEqual(expected)
      for (let term = 0; term <= 31; term++)
        expect(epoch.documents(term)).toBe(openEpoch(expected).documents(term))
    }),
  )
})

test('a table that nothing came to is saved as it was, and never written to', () => {
  const saved = {
    size: 512,
    length: 900,
    terms: Uint32Array.of(3, 0xffffffff),
    documents: Uint32Array.of(4, 1),
  }
  const epoch = openEpoch(saved)
  expect([3, 4, 0xffffffff].map(epoch.documents)).toEqual([4, 0, 1])
  expect(epoch.saved()).toBe(saved)
  epoch.count(countsOf([3, 2], [9, 40]), 1)
  epoch.count(countsOf([0xffffffff, 1]), -1)
  expect(epoch.saved()).toEqual({
    size: 512,
    length: 941,
    terms: Uint32Array.of(3, 9),
    documents: Uint32Array.of(5, 1),
  })
  expect([...saved.documents]).toEqual([4, 1])
})

test('the average length of a text is rounded to half octaves, and never nothing', () => {
  const averageOf = (length: number, size = 512) =>
    openEpoch({ size, length, terms: new Uint32Array(0), documents: new Uint32Array(0) }).average
  expect(averageOf(512 * 64)).toBe(64)
  expect(averageOf(512 * 70)).toBe(64)
  expect(averageOf(512 * 80)).toBeCloseTo(64 * Math.SQRT2, 6)
  expect(averageOf(0)).toBe(1)
  expect(averageOf(0, 0)).toBe(1)
})
