import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTermCounter } from '../../../src/markdown/terms.js'
import { buildRelatedIndex, type RelatedInput } from '../../../src/related/postings.js'
import {
  createRanker,
  defaultRelatedOptions,
  type RelatedOptions,
  rankRange,
  weights,
} from '../../../src/related/rank.js'

const dayMs = 86_400_000

interface Given {
  readonly text: string
  readonly day?: number
  readonly region?: number
  readonly topics?: readonly number[]
  readonly eligible?: boolean
}

function toInput(articles: readonly Given[]): RelatedInput {
  const counter = createTermCounter()
  const terms = articles.map(({ text }) => {
    counter.add(text, 1)
    return counter.take()
  })
  return {
    size: articles.length,
    terms: n => terms[n]!,
    instant: n => (articles[n]!.day ?? n) * dayMs,
    region: n => articles[n]!.region ?? -1,
    topics: n => articles[n]!.topics ?? [],
    eligible: n => articles[n]!.eligible ?? true,
  }
}

const rank = (
  articles: readonly Given[],
  n: number,
  options: Partial<RelatedOptions> = {},
  hidden?: ReadonlySet<number>,
) =>
  createRanker(buildRelatedIndex(toInput(articles)), { ...defaultRelatedOptions, ...options }).rank(n, hidden)
const places = (items: readonly { readonly n: number }[]) => items.map(({ n }) => n)

/** Ten stories about the river, each with some words of its own; two about a vote. */
const river = Array.from({ length: 10 }, (_, n) => ({
  text: `river barge lock water level number${n}`,
  day: 0,
  region: n % 2,
}))
const archive: readonly Given[] = [
  ...river,
  { text: 'vote ballot count', day: 0 },
  { text: 'vote ballot recount', day: 0 },
]

describe('rank', () => {
  test('what says the same stands first, and never the article itself', () => {
    expect(places(rank(archive, 10))[0]).toBe(11)
    for (const n of archive.keys()) expect(places(rank(archive, n, { limit: 50 }))).not.toContain(n)
  })

  test('at most `limit`', () => {
    for (const limit of [0, 1, 3, 6]) expect(rank(archive, 0, { limit })).toHaveLength(limit)
  })

  test('equal scores: the newest first', () => {
    const same = Array.from({ length: 6 }, () => ({ text: 'river barge lock', day: 0 }))
    expect(places(rank([...same, { text: 'vote', day: 0 }], 2))).toEqual([5, 4, 3, 1, 0])
  })

  test('per region at most `perRegion`, the best of each', () => {
    const items = rank(archive, 0, { limit: 4, perRegion: 2, minScore: 0 })
    const count = (region: number) => items.filter(({ n }) => archive[n]!.region === region).length
    expect([count(0), count(1)]).toEqual([2, 2])
  })

  test('perRegion yields where fewer than `limit` would be left', () => {
    const one = archive.map(article => ({ ...article, region: 3 }))
    expect(rank(one, 0, { limit: 6, perRegion: 2 })).toHaveLength(6)
  })

  test('articles without a region are no region', () => {
    const none = archive.map(({ text, day = 0 }) => ({ text, day }))
    expect(places(rank(none, 0, { limit: 5, perRegion: 1 }))).toEqual([9, 8, 7, 6, 5])
  })

  test('hidden articles leave their place to the next', () => {
    const all = places(rank(archive, 0, { limit: 3 }))
    const without = places(rank(archive, 0, { limit: 3 }, new Set([all[0]!])))
    expect(without).not.toContain(all[0])
    expect(without.slice(0, 2)).toEqual(all.slice(1))
  })

  test('what may not stand in lists does not, but has a list of its own', () => {
    const some = archive.map((article, n) => ({ ...article, eligible: n !== 5 }))
    for (const n of some.keys()) expect(places(rank(some, n, { limit: 50 }))).not.toContain(5)
    expect(rank(some, 5)).not.toEqual([])
  })

  test('nothing below minScore', () => {
    for (const minScore of [0, 0.1, 0.3, 0.6, 1])
      for (const { score } of rank(archive, 0, { minScore, limit: 50 }))
        expect(score).toBeGreaterThanOrEqual(minScore)
    expect(rank(archive, 0, { minScore: 1 })).toEqual([])
  })

  test('nothing that shares neither word, topic nor region', () => {
    const apart = [
      { text: 'river barge' },
      { text: 'vote ballot' },
      { text: 'river lock' },
      { text: 'ballot box' },
    ]
    expect(places(rank(apart, 0, { minScore: 0 }))).toEqual([2])
    expect(rank([{ text: 'river' }], 0)).toEqual([])
  })

  test('the parts add up, best first', () => {
    const rich = archive.map((article, n) => ({
      ...article,
      day: n * 40,
      topics: n % 3 === 0 ? [1, 2] : [2],
    }))
    const items = rank(rich, 3, { limit: 20, minScore: 0 })
    expect(items.length).toBeGreaterThan(5)
    for (const [i, { score, text, topics, region, time }] of items.entries()) {
      expect(text + topics + region + time).toBeCloseTo(score, 4)
      expect(text).toBeLessThanOrEqual(weights.text + 1e-6)
      expect(topics).toBeLessThanOrEqual(weights.topics + 1e-6)
      if (i > 0) expect(score).toBeLessThanOrEqual(items[i - 1]!.score)
    }
  })

  test('topics, region and nearness in time each raise a score', () => {
    const base: Given[] = [
      { text: 'river barge', day: 0, region: 0, topics: [1] },
      { text: 'river lock', day: 0 },
      { text: 'vote', day: 0 },
    ]
    const scoreWith = (change: Partial<Given>) =>
      rank([base[0]!, { ...base[1]!, ...change }, base[2]!], 0, { minScore: 0 }).find(({ n }) => n === 1)!
        .score
    const plain = scoreWith({})
    expect(scoreWith({ topics: [1] })).toBeCloseTo(plain + weights.topics, 3)
    expect(scoreWith({ region: 0 })).toBeCloseTo(plain + weights.region, 3)
    expect(scoreWith({ day: 365 })).toBeCloseTo(plain - weights.time * (1 - 1 / Math.E), 3)
  })
})

describe('the same on every thread', () => {
  const index = buildRelatedIndex(
    toInput(
      Array.from({ length: 1500 }, (_, n) => ({
        text: `word${n % 97} word${n % 89} word${n % 83} common`,
        day: n,
        region: n % 4,
        topics: [n % 7],
      })),
    ),
  )

  test('ranges give what single ranks give, wherever they are cut', () => {
    const ranker = createRanker(index, defaultRelatedOptions)
    for (const [from, to] of [
      [0, 100],
      [700, 701],
      [1400, 1500],
    ] as const) {
      const { ends, items, scores } = rankRange(index, defaultRelatedOptions, from, to)
      for (let n = from; n < to; n++) {
        const start = n === from ? 0 : ends[n - from - 1]!
        const single = ranker.rank(n)
        expect([...items.subarray(start, ends[n - from])]).toEqual(places(single))
        expect([...scores.subarray(start, ends[n - from])]).toEqual(
          single.map(({ score }) => Math.fround(score)),
        )
      }
    }
  })

  test('a ranker remembers nothing between calls', () => {
    const used = createRanker(index, defaultRelatedOptions)
    for (let n = 0; n < 1500; n += 7) used.rank(n)
    expect(used.rank(750)).toEqual(createRanker(index, defaultRelatedOptions).rank(750))
  })

  test('the order of an article’s topics does not matter', () => {
    const withTopics = (topics: readonly number[]) => archive.map(article => ({ ...article, topics }))
    expect(rank(withTopics([1, 2, 3]), 0)).toEqual(rank(withTopics([3, 1, 2]), 0))
  })

  test('the index lies in shared memory', () => {
    for (const value of Object.values(index))
      if (typeof value !== 'number') expect((value as Uint8Array).buffer).toBeInstanceOf(SharedArrayBuffer)
  })
})

test('any archive: lists keep their promises', () => {
  const word = fc.constantFrom(...'river barge lock vote ballot storm flood train strike ferry'.split(' '))
  const article = fc.record({
    text: fc.array(word, { maxLength: 8 }).map(words => words.join(' ')),
    day: fc.nat(3000),
    region: fc.integer({ min: -1, max: 3 }),
    topics: fc.uniqueArray(fc.nat(5), { maxLength: 3 }),
    eligible: fc.boolean(),
  })
  const options = fc.record({
    limit: fc.nat(8),
    perRegion: fc.integer({ min: 1, max: 4 }),
    minScore: fc.constantFrom(0, 0.05, 0.2),
  })
  fc.assert(
    fc.property(fc.array(article, { maxLength: 40 }), options, (given, chosen) => {
      const articles = given.sort((a, b) => a.day - b.day)
      const ranker = createRanker(buildRelatedIndex(toInput(articles)), chosen)
      for (const n of articles.keys()) {
        const items = ranker.rank(n)
        expect(items.length).toBeLessThanOrEqual(chosen.limit)
        expect(new Set(places(items)).size).toBe(items.length)
        for (const item of items) {
          expect(item.n).not.toBe(n)
          expect(articles[item.n]!.eligible).toBe(true)
          expect(item.score).toBeGreaterThanOrEqual(chosen.minScore)
        }
        const sorted = [...items].sort((a, b) => b.score - a.score || b.n - a.n)
        expect(items).toEqual(sorted)
      }
    }),
  )
})
