import { describe, expect } from 'vitest'
import { suggest } from '../../../src/base/suggest.js'
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
