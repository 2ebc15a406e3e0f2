import { describe, expect, it } from 'vitest'
import { suggest, surely } from '../../../src/base/suggest.js'
import { checkRows } from '../../support/rows.js'

describe('suggest', () => {
  checkRows<readonly [word: string, candidates: readonly string[]], string | undefined>(
    [
      [['Asia-Pasific', ['Europe', 'Asia-Pacific']], 'Asia-Pacific'],
      [['Eurpoe', ['Europe', 'America']], 'Europe'],
      [['europe', ['Europe']], 'Europe'],
      [['Cafe', ['Café']], 'Café'],
      [['asia pacific', ['Asia-Pacific']], 'Asia-Pacific'],
      [['Mars', ['Europe', 'America']], undefined, 'nothing near'],
      [['abcdef', ['abcxyz']], undefined, 'more than a third of the letters differ'],
      [['ab', ['ax']], 'ax', 'one letter may differ in a short word'],
      [['ab', ['xy']], undefined],
      [['titel', ['title']], 'title', 'letters that changed places are one slip'],
      [['ba', ['ab']], 'ab'],
      [['', ['a']], undefined],
      [['   ', ['a']], undefined],
      [['cat', []], undefined],
      [['cat', ['hat', 'bat']], 'bat', 'ties go to the first in code-unit order'],
      [['cats', ['bats', 'cats']], 'cats', 'the nearest wins'],
    ],
    ([word, candidates], expected) => expect(suggest(word, candidates)).toBe(expected),
  )
})

describe('what was surely meant', () => {
  const regions = ['America', 'Asia-Pacific', 'Europe', 'Austria', 'Australia']
  it.each<[word: string, meant: string | undefined]>([
    ['Eurpoe', 'Europe'],
    ['europe', 'Europe'],
    ['“Europe”', 'Europe'],
    ['Asia Pacific', 'Asia-Pacific'],
    ['Asia-Pasific', 'Asia-Pacific'],
    // Two letters, or two that it may be.
    ['Eurxpx', undefined],
    ['Austrlia', undefined],
    ['Mars', undefined],
    ['', undefined],
  ])('%s', (word, meant) => {
    expect(
      surely(
        word,
        regions.map(name => [name, name]),
      ),
    ).toBe(meant)
  })

  it('is one thing, however it is spelled', () => {
    expect(
      surely('Asia-Pazific', [
        ['Asia-Pacific', 'Asia'],
        ['Asia-Pasific', 'Asia'],
      ]),
    ).toBe('Asia')
    expect(surely('UE', [['EU', 'Europe']])).toBeUndefined()
  })
})
