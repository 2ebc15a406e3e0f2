import { describe, expect, test } from 'vitest'
import { createEntities, keyOf } from '../../../src/site/entities.js'
import { checkRows } from '../../support/rows.js'

const entry = (name: string, key: string, ...aliases: string[]) => ({ name, key, aliases })
const regions = createEntities(
  [
    entry('America', 'america'),
    entry('Asia-Pacific', 'asia-pacific', 'Asia-Pasific', 'APAC'),
    entry('Europe', 'eu'),
  ],
  new Map([['Mars', 1]]),
  false,
)

describe('names that an entry covers', () => {
  checkRows<string, string | undefined>(
    [
      ['Asia-Pacific', 'asia-pacific'],
      ['asia pacific', 'asia-pacific'],
      ['ASIA_PACIFIC', 'asia-pacific'],
      ['apac', 'asia-pacific', 'an alias'],
      ['Asia-Pasific', 'asia-pacific'],
      ['eu', 'eu', 'a key'],
      ['Europe', 'eu'],
      ['Mars', undefined, 'a closed list takes no more'],
      ['', undefined],
      ['constructor', undefined],
      ['__proto__', undefined],
    ],
    (name, key) => expect(regions.find(name)?.key).toBe(key),
  )
})

describe('suggestions', () => {
  checkRows<string, string | undefined>(
    [
      ['Eurpoe', 'Europe'],
      ['Asia-Pacfic', 'Asia-Pacific'],
      ['Asia-Pasifik', 'Asia-Pacific', 'an alias that is near suggests its name'],
      ['Mars', undefined],
    ],
    (name, expected) => expect(regions.suggest(name)).toBe(expected),
  )
})

describe('an open set takes names from articles', () => {
  checkRows<readonly [entries: readonly string[], used: Readonly<Record<string, number>>], readonly string[]>(
    [
      [[[], {}], []],
      [[['B'], { a: 1, b: 5, C: 1 }], ['b:B', 'a:a', 'c:C'], 'entries first, in their order; then by name'],
      [
        [[], { climate: 2, Climate: 5, CLIMATE: 1 }],
        ['climate:Climate'],
        'called by the most frequent spelling',
      ],
      [[[], { climate: 1, Climate: 1 }], ['climate:Climate'], 'ties by code unit'],
      [[[], { 'a-b': 1, 'a b': 1 }], ['a-b:a b'], 'one key is one thing'],
      [
        [[], { 'C++': 1, C: 1, 'C#': 1 }],
        ['c:C', 'c-sharp:C#', 'c-plus-plus:C++'],
      ],
      [[[], { café: 1, 'cafe\u0301': 3 }], ['café:cafe\u0301']],
      [
        [[], { '!!!': 1, '???': 1 }],
        [`${keyOf('!!!')}:!!!`, `${keyOf('???')}:???`],
        'names that leave no slug',
      ],
      [[['Climate'], { climate: 9 }], ['climate:Climate'], 'an entry keeps its name'],
      [
        [[], { __proto__x: 1, constructor: 2 }],
        ['constructor:constructor', 'proto-x:__proto__x'],
      ],
    ],
    ([entries, used], expected) => {
      const set = createEntities(
        entries.map(name => entry(name, name.toLowerCase())),
        new Map(Object.entries(used)),
        true,
      )
      expect(set.all.map(({ key, name }) => `${key}:${name}`)).toEqual(expected)
      expect(set.all.map(({ number }) => number)).toEqual(expected.map((_, n) => n))
      for (const name of Object.keys(used)) expect(set.find(name), name).toBeDefined()
    },
  )

  test('the order of articles does not matter', () => {
    const names: [string, number][] = [
      ['b', 1],
      ['A', 2],
      ['B', 1],
      ['a', 2],
      ['ä', 1],
    ]
    const forward = createEntities([], new Map(names), true)
    const backward = createEntities([], new Map([...names].reverse()), true)
    expect(forward.all).toEqual(backward.all)
  })
})

describe('keyOf', () => {
  test('a name that leaves no slug gets a stable key', () => {
    expect(keyOf('!!!')).toMatch(/^x-[0-9a-f]{8}$/)
    expect(keyOf('!!!')).toBe(keyOf('!!!'))
    expect(keyOf('!!!')).not.toBe(keyOf('???'))
  })
})
