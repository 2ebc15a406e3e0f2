import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTermCounters } from '../../../src/markdown/terms.js'
import { createExplainer } from '../../../src/related/explain.js'
import { createRanker, type Item, type KeptLists, type Ranked } from '../../../src/related/rank.js'
import { defaultRelatedOptions, type RelatedOptions } from '../../../src/related/score.js'
import type { RelatedPlan } from '../../../src/related/state.js'
import { planRelated, rankSeats } from '../../../src/related/update.js'
import { type Entry, inputOf } from './archive.js'

const dayMs = 86_400_000

interface Given {
  readonly text: string
  readonly day?: number
  /** Hash of a region; 0 for none. */
  readonly region?: number
  readonly source?: number
  readonly topics?: readonly number[]
  readonly eligible?: boolean
}

const counter = await createTermCounters()('')

/** Everything new: the seat of an article is its place. */
function plan(articles: readonly Given[], options: Partial<RelatedOptions> = {}): RelatedPlan {
  const entries = articles.map(
    ({ text, day, region = 0, source = 0, topics = [], eligible = true }, n): Entry => {
      counter.add(text, 1, 'body')
      return { terms: counter.take(), instant: (day ?? n) * dayMs, region, source, topics, eligible }
    },
  )
  return planRelated(inputOf(entries), { ...defaultRelatedOptions, ...options }, 'key', undefined)
}

function rank(
  articles: readonly Given[],
  n: number,
  options?: Partial<RelatedOptions>,
  hidden?: ReadonlySet<number>,
): readonly Item[] {
  const { index, context } = plan(articles, options)
  return createRanker(index, context).rank(n, hidden).items
}
/** Lists as they are kept. */
function keep(ranked: readonly Ranked[], limit: number): KeptLists {
  const lists = {
    limit,
    lengths: Uint8Array.from(ranked, list => list.items.length),
    items: new Uint32Array(ranked.length * limit),
    scores: new Float32Array(ranked.length * limit),
    thresholds: Float32Array.from(ranked, ({ threshold }) => threshold),
    parentScores: Float32Array.from(ranked, ({ parent }) => parent?.score ?? 0),
  }
  for (const [seat, { items }] of ranked.entries())
    for (const [k, item] of items.entries()) {
      lists.items[seat * limit + k] = item.seat
      lists.scores[seat * limit + k] = item.score
    }
  return lists
}
const places = (items: readonly Item[]) => items.map(({ seat }) => seat)

/** Ten stories about the river, each with some words of its own; two about a vote. */
const river = Array.from({ length: 10 }, (_, n) => ({
  text: `river barge lock water level number${n}`,
  day: 0,
  region: 1 + (n % 2),
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
    const count = (region: number) => items.filter(({ seat }) => archive[seat]!.region === region).length
    expect([count(1), count(2)]).toEqual([2, 2])
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
    const rated = plan(rich, { limit: 20, minScore: 0 })
    const { index, context } = rated
    const explain = createExplainer(rated)
    const { items } = createRanker(index, context).rank(3)
    expect(items.length).toBeGreaterThan(5)
    const { weights } = defaultRelatedOptions
    for (const [i, { seat, score }] of items.entries()) {
      const scored = explain(3, seat).scored!
      expect(scored.score).toBe(score)
      const { text, topics, region, source, nearness } = scored
      expect(((text + topics + region + source) * (1 + nearness)) / 2).toBeCloseTo(score, 4)
      expect(text).toBeLessThanOrEqual(weights.text + 1e-6)
      expect(topics).toBeLessThanOrEqual(weights.topics + 1e-6)
      if (i > 0) expect(score).toBeLessThanOrEqual(items[i - 1]!.score)
    }
  })

  test('topics, region, source and nearness in time each raise a score', () => {
    const base: Given[] = [
      { text: 'river barge', day: 0, region: 5, source: 6, topics: [1] },
      { text: 'river lock', day: 0 },
      { text: 'vote', day: 0 },
    ]
    const scoreWith = (change: Partial<Given>) =>
      rank([base[0]!, { ...base[1]!, ...change }, base[2]!], 0, { minScore: 0 }).find(
        ({ seat }) => seat === 1,
      )!.score
    const plain = scoreWith({})
    const { weights, fadeDays } = defaultRelatedOptions
    expect(scoreWith({ topics: [1] })).toBeCloseTo(plain + weights.topics, 3)
    expect(scoreWith({ region: 5 })).toBeCloseTo(plain + weights.region, 3)
    expect(scoreWith({ source: 6 })).toBeCloseTo(plain + weights.source, 3)
    expect(scoreWith({ day: fadeDays })).toBeCloseTo((plain * (1 + 1 / Math.E)) / 2, 3)
  })
})

test('the limit of a region yields only when all others have been looked at', () => {
  // A hundred of one region say more than the three of others.
  const story = 'flood gauge levee breach'
  const articles = [
    { text: story, day: 0, region: 1 },
    ...Array.from({ length: 100 }, (_, n) => ({ text: `${story} day${n}`, day: n % 10, region: 1 })),
    ...[2, 3, 0].map(region => ({ text: 'flood elsewhere, and a vote, a count, a ballot', day: 90, region })),
    ...Array.from({ length: 400 }, (_, n) => ({ text: `vote${n % 40} count${n % 30}`, day: n, region: 4 })),
  ]
  const { index, context } = plan(articles)
  const { items } = createRanker(index, context).rank(0)
  expect(items.map(({ seat }) => articles[seat]!.region)).toEqual([1, 1, 1, 1, 0, 3])
})

describe('thresholds', () => {
  const thresholdOf = (articles: readonly Given[], n: number, options: Partial<RelatedOptions>) => {
    const { index, context } = plan(articles, options)
    return createRanker(index, context).rank(n)
  }

  test('a full list can be changed from the score of its last item on', () => {
    const { items, threshold } = thresholdOf(archive, 0, { limit: 3, perRegion: 10 })
    expect(threshold).toBe(items.at(-1)!.score)
  })

  test.each([
    ['a list that is not full', { limit: 50, perRegion: 50 }, 0],
    ['one that is full because perRegion yielded', { limit: 8, perRegion: 3 }, 0],
    ['no list at all can never be changed', { limit: 0 }, Number.POSITIVE_INFINITY],
  ] as const)('%s', (_, options, expected) => {
    expect(thresholdOf(archive, 0, options).threshold).toBe(expected)
  })

  test('`entered` names the lists that an article stands in, and few others', () => {
    const articles = Array.from({ length: 500 }, (_, n) => ({
      text: `word${n % 97} word${n % 89} word${n % 7}`,
      day: n,
      region: 1 + (n % 4),
      topics: [n % 5],
      eligible: n % 9 !== 0,
    }))
    const { index, context } = plan(articles, { limit: 5, minScore: 0.1 })
    const ranker = createRanker(index, context)
    const ranked = articles.map((_, n) => ranker.rank(n))
    const lists = keep(ranked, 5)
    for (const seat of [0, 9, 100, 255, 256, 499]) {
      const entered = ranker.entered(seat, lists)
      // Looked at the other way round: in which lists does it stand?
      const expected = [...articles.keys()].filter(n => ranked[n]!.items.some(item => item.seat === seat))
      expect(entered.sort((a, b) => a - b)).toEqual(expect.arrayContaining(expected))
      if (articles[seat]!.eligible) expect(expected.length).toBeGreaterThan(0)
      else expect(entered).toEqual([])
    }
  })

  test('where all are of one region, an article enters the lists that it stands in, not all that it has a word with', () => {
    const articles = Array.from({ length: 600 }, (_, n) => ({
      text: `word${n % 97} word${n % 89} word${n % 7}`,
      day: n,
      region: 1,
    }))
    const { index, context } = plan(articles)
    const ranker = createRanker(index, context)
    const ranked = articles.map((_, n) => ranker.rank(n))
    const lists = keep(ranked, defaultRelatedOptions.limit)
    for (const seat of [5, 300, 599]) {
      const standsIn = articles.filter((_, n) => ranked[n]!.items.some(item => item.seat === seat)).length
      expect(ranker.entered(seat, lists).length).toBeLessThan(2 * standsIn + 10)
    }
  })
})

describe('the older article whose story an article goes on with', () => {
  const follows = { text: 0.4, days: 30, founder: 0.67 }
  const parentOf = (articles: readonly Given[], n: number, options: Partial<RelatedOptions> = {}) => {
    const { index, context } = plan(articles, { follows, ...options })
    return createRanker(index, context).rank(n).parent?.seat
  }
  const flood = (day: number, more: Partial<Given> = {}): Given => ({
    text: `flood gauge levee breach day${day}`,
    day,
    ...more,
  })
  const story = [flood(0), flood(3), flood(5), { text: 'vote ballot count', day: 6 }, flood(9), flood(60)]

  test('the nearest that says enough; never a younger one, and none across a gap', () => {
    expect(story.map((_, n) => parentOf(story, n))).toEqual([undefined, 0, 1, undefined, 2, undefined])
  })

  test('also where the list holds no older ones, or is full of younger ones', () => {
    expect(parentOf(story, 4, { newer: false, limit: 1 })).toBe(2)
    const crowded = [...story, ...Array.from({ length: 9 }, () => flood(10))]
    expect(parentOf(crowded, 4)).toBe(2)
  })

  test('a text told twice has the first one for its parent, though it never lists it', () => {
    const text = Array.from({ length: 60 }, (_, n) => `word${n}`).join(' ')
    const twice = [...archive.map(article => ({ ...article, day: 0 })), { text, day: 1 }, { text, day: 2 }]
    const { index, context } = plan(twice, { follows })
    const { items, parent } = createRanker(index, context).rank(13)
    expect(parent?.seat).toBe(12)
    expect(places(items)).not.toContain(12)
  })

  test('what may not stand in lists follows nothing and is not followed', () => {
    const withHidden = [
      flood(0),
      flood(3, { eligible: false }),
      flood(5),
      { text: 'vote ballot count', day: 6 },
    ]
    expect(withHidden.map((_, n) => parentOf(withHidden, n))).toEqual([undefined, undefined, 0, undefined])
  })

  test('`entered` names every article that would have another parent', () => {
    const { index, context } = plan(story, { follows, limit: 1, minScore: 0 })
    const ranker = createRanker(index, context)
    const lists = keep(
      story.map((_, n) => ({ ...ranker.rank(n), items: [], threshold: Number.POSITIVE_INFINITY })),
      1,
    )
    expect(ranker.entered(2, lists)).toEqual([4])
    expect(ranker.entered(5, lists)).toEqual([])
  })
})

describe('the same on every thread', () => {
  const articles = Array.from({ length: 1500 }, (_, n) => ({
    text: `word${n % 97} word${n % 89} word${n % 83} common`,
    day: n,
    region: 1 + (n % 4),
    topics: [n % 7],
  }))
  const { index, context, stale } = plan(articles)

  test('some seats give what single ranks give, wherever they are cut', () => {
    const ranker = createRanker(index, context)
    expect([...stale]).toEqual([...articles.keys()])
    for (const [from, to] of [
      [0, 100],
      [700, 702],
      [1400, 1500],
    ] as const) {
      const ranked = rankSeats(index, context, stale.subarray(from, to), new Map([[701, [700, 702]]]))
      for (let n: number = from; n < to; n++) {
        const start = n === from ? 0 : ranked.ends[n - from - 1]!
        const single = ranker.rank(n, n === 701 ? new Set([700, 702]) : undefined)
        expect([...ranked.items.subarray(start, ranked.ends[n - from])]).toEqual(places(single.items))
        expect([...ranked.scores.subarray(start, ranked.ends[n - from])]).toEqual(
          single.items.map(({ score }) => Math.fround(score)),
        )
        expect(ranked.thresholds[n - from]).toBe(Math.fround(single.threshold))
      }
    }
  })

  test('a ranker remembers nothing between calls', () => {
    const used = createRanker(index, context)
    const none = keep(
      articles.map(() => ({ items: [], threshold: 0, parent: undefined })),
      defaultRelatedOptions.limit,
    )
    for (let n = 0; n < 1500; n += 7) used.rank(n)
    for (let n = 0; n < 1500; n += 70) used.entered(n, none)
    expect(used.rank(750)).toEqual(createRanker(index, context).rank(750))
  })

  test('the order of an article’s topics does not matter', () => {
    const withTopics = (topics: readonly number[]) => archive.map(article => ({ ...article, topics }))
    expect(rank(withTopics([1, 2, 3]), 0)).toEqual(rank(withTopics([3, 1, 2]), 0))
  })

  test('the base and the places lie in shared memory', () => {
    const { partitions, ...flat } = index.base
    for (const value of [flat, ...partitions, context].flatMap(part => Object.values(part)))
      if (ArrayBuffer.isView(value)) expect(value.buffer).toBeInstanceOf(SharedArrayBuffer)
  })
})

test('any archive: lists keep their promises', () => {
  const word = fc.constantFrom(...'river barge lock vote ballot storm flood train strike ferry'.split(' '))
  const article = fc.record({
    text: fc.array(word, { maxLength: 8 }).map(words => words.join(' ')),
    day: fc.nat(3000),
    region: fc.nat(4),
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
      const { index, context } = plan(articles, chosen)
      const ranker = createRanker(index, context)
      for (const n of articles.keys()) {
        const { items } = ranker.rank(n)
        expect(items.length).toBeLessThanOrEqual(chosen.limit)
        expect(new Set(places(items)).size).toBe(items.length)
        for (const item of items) {
          expect(item.seat).not.toBe(n)
          expect(articles[item.seat]!.eligible).toBe(true)
          expect(item.score).toBeGreaterThanOrEqual(chosen.minScore)
        }
        const sorted = [...items].sort((a, b) => b.score - a.score || b.seat - a.seat)
        expect(items).toEqual(sorted)
      }
    }),
  )
})
