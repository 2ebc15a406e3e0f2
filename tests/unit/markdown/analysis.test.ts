import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { analysedLanguage, loadAnalysis } from '../../../src/markdown/analysis.js'
import { checkRows } from '../../support/rows.js'

describe('what a language tag comes down to', () => {
  checkRows<string, string>(
    [
      ['en', 'en'],
      ['pt-BR', 'pt'],
      ['PT_br', 'pt'],
      ['nb-NO', 'no'],
      ['zh-Hans', 'zh'],
      ['cy', '', 'one that is read as it is written'],
      ['', ''],
      ['constructor', ''],
    ],
    (tag, expected) => expect(analysedLanguage(tag)).toBe(expected),
  )
})

describe('forms of one word have one stem', () => {
  checkRows<readonly [language: string, ...words: string[]], undefined>(
    [
      [['en', 'government', 'governments'], undefined],
      [['es', 'elección', 'elecciones'], undefined],
      [['fr', 'élection', 'élections', "l'élection", 'd’élections'], undefined],
      [['de', 'wahl', 'wahlen'], undefined],
      [['pt', 'governo', 'governos'], undefined],
      [['tr', 'hükümet', 'hükümetler'], undefined],
      [['ru', 'выборы', 'выборов'], undefined],
      [['ar', 'الحكومة', 'حكومة'], undefined],
      [['it', 'elezione', 'elezioni', "dell'elezione"], undefined],
      [['nl', 'verkiezing', 'verkiezingen'], undefined],
      [['sv', 'regering', 'regeringar'], undefined],
    ],
    async ([language, ...words]) => {
      const { reduce } = await loadAnalysis(language)
      expect(new Set(words.map(reduce)).size).toBe(1)
    },
  )
})

test.each([
  ['en', 'the'],
  ['es', 'los'],
  ['fr', 'dans'],
  ['de', 'nicht'],
  ['pt', 'uma'],
  ['tr', 'ile'],
  ['ru', 'что'],
  ['ar', 'على'],
])('%s: "%s" is a stop word', async (language, word) => {
  expect((await loadAnalysis(language)).reduce(word)).toBeUndefined()
})

test('an accent apart from its letter is the same word', async () => {
  const { reduce } = await loadAnalysis('fr')
  expect(reduce('e\u0301lection')).toBe(reduce('élection'))
})

test('Turkish has two kinds of i', async () => {
  expect((await loadAnalysis('tr')).lower('IĞDIR')).toBe('ığdır')
  expect((await loadAnalysis('en')).lower('IRAN')).toBe('iran')
})

test('no word is too odd for any language', async () => {
  const all = await Promise.all(
    [
      'ar',
      'da',
      'de',
      'el',
      'en',
      'es',
      'fi',
      'fr',
      'hu',
      'it',
      'nl',
      'no',
      'pt',
      'ro',
      'ru',
      'sv',
      'tr',
      '',
    ].map(loadAnalysis),
  )
  const letters = fc.string({ unit: fc.constantFrom(..."aeiouyщьأةıİßñçğ’'\u0301xst"), minLength: 1 })
  fc.assert(
    fc.property(fc.oneof(letters, fc.string({ unit: 'grapheme', minLength: 1 })), word => {
      for (const { reduce, lower } of all) expect(() => reduce(lower(word))).not.toThrow()
    }),
  )
})
