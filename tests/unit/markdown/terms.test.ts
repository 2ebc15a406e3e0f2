import { describe, expect, test } from 'vitest'
import { createTermCounter, readingMinutes, type TermCounts } from '../../../src/markdown/terms.js'
import { checkRows } from '../../support/rows.js'

const countOf = (text: string, weight = 1): TermCounts => {
  const counter = createTermCounter()
  counter.add(text, weight)
  return counter.take()
}
/** The terms of texts are told apart by comparing them with those of known words. */
const termOf = (word: string): number => countOf(word).terms[0]!

describe('words and ideographs', () => {
  checkRows<string, readonly [words: number, ideographs: number]>(
    [
      ['', [0, 0]],
      ['one two  three', [3, 0]],
      ["don’t it's", [2, 0], 'an apostrophe is within a word'],
      ['well-known', [2, 0]],
      ['3.5 million', [3, 0]],
      ['Crème brûlée', [2, 0]],
      ['cafe\u0301', [1, 0], 'a combining mark is within a word'],
      ['Новости дня', [2, 0]],
      ['أخبار اليوم', [2, 0]],
      ['한국 뉴스', [2, 0]],
      ['日本語', [0, 3]],
      ['東京でnews', [1, 3]],
      ['ไทย', [0, 3]],
      ['— … !', [0, 0]],
      ['😀', [1, 0], 'halves of a pair are letters'],
      ['𝒳𝒴 a', [2, 0]],
    ],
    (text, [words, ideographs]) => {
      expect(createTermCounter().add(text, 1)).toEqual({ words, ideographs })
    },
  )
})

describe('terms', () => {
  test('letter case and apostrophes do not make another term', () => {
    expect(termOf('Europe')).toBe(termOf('EUROPE'))
    expect(termOf('dont')).toBe(termOf('don’t'))
    expect(termOf('Europe')).not.toBe(termOf('europa'))
  })

  test('one letter is no term', () => {
    expect(countOf('a b c').terms).toHaveLength(0)
  })

  test('in order of first occurrence, with counts', () => {
    const { terms, counts } = countOf('red blue red green red')
    expect([...terms]).toEqual(['red', 'blue', 'green'].map(termOf))
    expect([...counts]).toEqual([3, 1, 1])
  })

  test('each occurrence counts its weight', () => {
    const counter = createTermCounter()
    counter.add('red blue', 1)
    counter.add('red', 3)
    expect([...counter.take().counts]).toEqual([4, 1])
  })

  test('pairs of ideographs, not across anything else', () => {
    expect(countOf('日本語').terms).toHaveLength(2)
    expect([...countOf('日本 日本').counts]).toEqual([2])
    expect(countOf('日、本').terms).toHaveLength(0)
    expect(countOf('日a本').terms).toHaveLength(0)
  })

  test('a count stops at the most that fits', () => {
    const counter = createTermCounter()
    counter.add('red', 70_000)
    expect([...counter.take().counts]).toEqual([65_535])
  })
})

test('take() starts anew', () => {
  const counter = createTermCounter()
  counter.add('red blue', 1)
  counter.take()
  expect(counter.take().terms).toHaveLength(0)
  counter.add('blue', 1)
  expect([...counter.take().terms]).toEqual([termOf('blue')])
})

test('more than 2,048 distinct terms, again and again', () => {
  const counter = createTermCounter()
  const words = Array.from({ length: 10_000 }, (_, n) => `word${n}`)
  for (let round = 0; round < 2; round++) {
    counter.add(`${words.join(' ')} ${words[9_999]}`, 1)
    const { terms, counts } = counter.take()
    // Hashes of 32 bits: a clash among ten thousand is possible, more than a few are not.
    expect(terms.length).toBeGreaterThan(9_990)
    expect(new Set(terms).size).toBe(terms.length)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10_001)
    expect(counts[terms.indexOf(termOf('word9999'))]).toBe(2)
  }
})

describe('readingMinutes', () => {
  checkRows<readonly [words: number, ideographs: number], number>(
    [
      [[0, 0], 1],
      [[10, 0], 1],
      [[345, 0], 2],
      [[1150, 0], 5],
      [[0, 1500], 3],
      [[230, 500], 2],
    ],
    ([words, ideographs], expected) => expect(readingMinutes({ words, ideographs })).toBe(expected),
  )
})
