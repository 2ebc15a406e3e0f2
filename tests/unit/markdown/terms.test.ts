import { describe, expect, test } from 'vitest'
import { type CountedText, createTermCounters, readingMinutes } from '../../../src/markdown/terms.js'
import { tellTheSame } from '../../../src/related/rank.js'
import { checkRows } from '../../support/rows.js'

const counters = createTermCounters()
/** Words as they are written, and English. */
const [plain, english, japanese] = await Promise.all(['', 'en', 'ja'].map(counters))
const countOf = (text: string, counter = plain!): CountedText => {
  counter.add(text, 1, 'body')
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
      expect(plain!.add(text, 1)).toEqual({ words, ideographs })
      plain!.take()
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
    const counter = plain!
    counter.add('red blue', 1)
    counter.add('red', 3)
    expect([...counter.take().counts]).toEqual([4, 1])
  })

  test('two names in a row are a term of their own, in a text and not in a headline', () => {
    const [white, house, both] = countOf('a White House').terms
    expect([white, house]).toEqual(['white', 'house'].map(termOf))
    expect([...countOf('the White House and the White House').terms]).toContain(both)
    expect([...countOf('the white house').terms]).not.toContain(both)
    expect([...countOf('the House White').terms]).not.toContain(both)
    expect([...countOf('the White, House').terms]).not.toContain(both)
    expect([...countOf('the White\nHouse').terms]).not.toContain(both)
    plain!.add('White House', 5)
    expect(plain!.take().terms).toHaveLength(2)
  })

  test('one stem for the forms of a word, and no stop words', () => {
    const one = countOf('the election', english)
    expect(one.terms).toHaveLength(1)
    for (const text of ['Elections', 'of the elections', "the election's"])
      expect([...countOf(text, english).terms]).toEqual([...one.terms])
    expect(countOf("they don't, and it’s not that", english).terms).toHaveLength(0)
  })

  test('what was met before changes nothing', () => {
    const texts = ["dont it's", 'don’t its', 'don t', 'Dont ITS', "d'ont i'ts"]
    const fresh = texts.map(text => [...countOf(text).terms])
    const again = [...texts].reverse().map(text => [...countOf(text).terms])
    expect(again.reverse()).toEqual(fresh)
  })

  test('words of a language without blanks are found, where the language is known', () => {
    const { terms } = countOf('知事が発表した', japanese)
    const [said] = countOf('発表', japanese).terms
    expect([...terms]).toContain(said)
    expect(countOf('知事が発表した').terms).toHaveLength(6)
  })

  test('no more terms than 512: those said most often', () => {
    const words = Array.from({ length: 600 }, (_, n) => `word${n}`)
    const { terms, counts } = countOf(`${words.join(' ')} ${words.slice(300).join(' ')}`)
    expect(terms).toHaveLength(512)
    expect(counts.filter(count => count === 2)).toHaveLength(300)
    expect([...terms].slice(0, 212)).toEqual(words.slice(0, 212).map(termOf))
  })

  test('pairs of ideographs, not across anything else', () => {
    expect(countOf('日本語').terms).toHaveLength(2)
    expect([...countOf('日本 日本').counts]).toEqual([2])
    expect(countOf('日、本').terms).toHaveLength(0)
    expect(countOf('日a本').terms).toHaveLength(0)
  })

  test('a count stops at the most that fits', () => {
    const counter = plain!
    counter.add('red', 70_000)
    expect([...counter.take().counts]).toEqual([255])
  })
})

test('take() starts anew', () => {
  const counter = plain!
  counter.add('red blue', 1)
  counter.take()
  expect(counter.take().terms).toHaveLength(0)
  counter.add('blue', 1)
  expect([...counter.take().terms]).toEqual([termOf('blue')])
})

test('more than 2,048 distinct words, again and again', () => {
  const words = Array.from({ length: 10_000 }, (_, n) => `word${n}`)
  for (let round = 0; round < 2; round++) {
    const { terms, counts } = countOf(`${words.join(' ')} ${words[9_999]}`)
    expect(new Set(terms).size).toBe(512)
    expect(counts[terms.indexOf(termOf('word9999'))]).toBe(2)
  }
})

describe('sketches', () => {
  const story = (n: number) =>
    Array.from({ length: 200 }, (_, i) => `w${(i * i * 31 + n * 7919 + i * (n + 1)) % 997}`)
  const sketchOf = (words: readonly string[]) => countOf(words.join(' ')).sketch
  const same = (a: readonly string[], b: readonly string[]) => tellTheSame(sketchOf(a), sketchOf(b))

  test('a story is known again in another case, with other punctuation, and with an update', () => {
    const told = story(1)
    expect(same(told, told)).toBe(true)
    expect(countOf(told.join(', ').toUpperCase()).sketch).toEqual(sketchOf(told))
    expect(same(told, ['update', 'at', 'noon', ...told, 'more', 'to', 'follow'])).toBe(true)
    expect(same(told, [...told.slice(0, 80), 'changed', ...told.slice(84)])).toBe(true)
  })

  test('other stories are others, also about the same', () => {
    for (let n = 2; n < 40; n++) expect(same(story(1), story(n))).toBe(false)
    const told = story(1)
    expect(same(told, [...told].reverse())).toBe(false)
  })

  test('a line is no evidence', () => {
    expect(same(['a', 'short', 'line', 'of', 'text'], ['a', 'short', 'line', 'of', 'text'])).toBe(false)
    expect(same([], [])).toBe(false)
  })

  test('headlines are no part of it', () => {
    plain!.add('one two three four five six seven eight nine ten eleven twelve', 5)
    expect(plain!.take().sketch.every(cell => cell === 0)).toBe(true)
  })
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
