import { describe, expect, test } from 'vitest'
import { defaultRelatedOptions } from '../../../src/related/score.js'
import { findFounders, recallFounders, settleFounders } from '../../../src/related/storylines.js'
import { countsOf, createChance, type Entry, inputOf, rankAll } from './archive.js'

/** Seats that lie as places do. @param pairs that say enough of each other: `seat founder`. */
function follow(
  parents: readonly number[],
  pairs: readonly string[] = [],
  { apart = [] as readonly number[], verdicts = new Int32Array(parents.length) } = {},
) {
  const all = Uint32Array.from(parents.keys())
  const asked: string[] = []
  const followed = {
    seats: all,
    places: Int32Array.from(all),
    parents: Int32Array.from(parents),
    verdicts,
    isApart: (n: number) => apart.includes(n),
  }
  const founders = findFounders(followed, (seat, founder) => {
    asked.push(`${seat} ${founder}`)
    return pairs.includes(`${seat} ${founder}`)
  })
  return { founders: [...founders], asked, verdicts, followed }
}

describe('the founder of each article', () => {
  test.each([
    ['nothing is followed: each is its own', [-1, -1, -1], [], [0, 1, 2], []],
    ['who follows the founder is not asked again', [-1, 0, 0], [], [0, 0, 0], []],
    ['a chain, each of which says enough of the founder', [-1, 0, 1, 2], ['2 0', '3 0'], [0, 0, 0, 0], 2],
    ['one that says too little founds another storyline', [-1, 0, 1], [], [0, 0, 2], ['2 0']],
    ['and who follows it belongs there', [-1, 0, 1, 2], [], [0, 0, 2, 2], ['2 0']],
    ['two storylines beside one another', [-1, -1, 0, 1, 2], ['4 0'], [0, 1, 0, 1, 0], ['4 0']],
  ] as const)('%s', (_, parents, pairs, founders, asked) => {
    const found = follow(parents, pairs)
    expect(found.founders).toEqual(founders)
    if (typeof asked === 'number') expect(found.asked).toHaveLength(asked)
    else expect(found.asked).toEqual(asked)
  })

  test('a series set by hand is in no storyline, and what follows it stays with the others', () => {
    const pairs = ['2 0', '3 0']
    expect(follow([-1, 0, 1, 2], pairs, { apart: [1] }).founders).toEqual([0, -1, 0, 0])
    expect(follow([-1, 0, 1, 2], pairs, { apart: [0, 1] }).founders).toEqual([-1, -1, 2, 2])
    expect(follow([-1, 0, 1], [], { apart: [1] }).founders).toEqual([0, -1, 2])
  })

  test('what was compared is not compared again, until there is another founder', () => {
    const pairs = ['2 0', '3 0', '2 1', '3 1']
    const first = follow([-1, 0, 1, 2], pairs)
    expect(first.asked).toEqual(['2 0', '3 0'])
    const again = follow([-1, 0, 1, 2], pairs, { verdicts: first.verdicts })
    expect([again.founders, again.asked]).toEqual([first.founders, []])
    // The first article has gone: the second begins the story now.
    const later = follow([-1, -1, 1, 2], pairs, { verdicts: again.verdicts })
    expect([later.founders, later.asked]).toEqual([[0, 1, 1, 1], ['3 1']])
  })

  test('recalling compares nothing, and changes nothing of what is kept', () => {
    const { followed, founders, verdicts } = follow([-1, 0, 1, 2], ['2 0'])
    const before = [...verdicts]
    expect([...recallFounders(followed)]).toEqual(founders)
    expect([...verdicts]).toEqual(before)
  })
})

describe('storylines of an archive', () => {
  const chance = createChance(4)
  /** An article of a day that says some of a stock of words. */
  const says = (day: number, words: readonly number[], more: Partial<Entry> = {}): Entry => ({
    terms: countsOf(
      ...words.map(word => [word, 2] as const),
      ...Array.from({ length: 30 }, () => [1_000 + chance(1 << 20), 1] as const),
    ),
    instant: day * 86_400_000,
    region: 0,
    source: 0,
    topics: [],
    eligible: true,
    ...more,
  })
  const stock = (from: number, count: number): number[] => Array.from({ length: count }, (_, n) => from + n)
  /** Each says half of what the one before says: after some steps nothing of the first is left. */
  const drift = Array.from({ length: 8 }, (_, n) => says(n, stock(n * 6, 18)))
  const settle = (entries: readonly Entry[], follows = {}) => {
    const options = { ...defaultRelatedOptions, follows: { ...defaultRelatedOptions.follows, ...follows } }
    const input = inputOf(entries)
    return [...settleFounders(rankAll(input, options), input.isApart)]
  }

  test('a chain of small steps does not end at another subject', () => {
    const founders = settle(drift, { text: 0.2 })
    expect(founders.slice(0, 2)).toEqual([0, 0])
    expect(founders.at(-1)).toBeGreaterThan(0)
    expect(settle(drift, { text: 0.2, founder: 0 })).toEqual(drift.map(() => 0))
  })

  test('a new article changes no older one', () => {
    const before = settle(drift, { text: 0.2 })
    const after = settle([...drift, says(9, stock(0, 60))], { text: 0.2 })
    expect(after.slice(0, before.length)).toEqual(before)
  })

  test('what comes after the longest gap begins anew', () => {
    const others = Array.from({ length: 20 }, (_, n) => says(n + 1, stock(100 * (n + 1), 18)))
    const twice = [says(0, stock(0, 18)), ...others, says(70, stock(0, 18))]
    expect(settle(twice).at(-1)).toBe(21)
    expect(settle(twice, { days: 80 }).at(-1)).toBe(0)
  })
})
