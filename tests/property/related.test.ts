// The reverse update is exact: whatever is edited, the lists that are kept are those that ranking everything
// anew gives. And it is worth it: a new article leaves most lists alone.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sketchSize } from '../../src/markdown/terms.js'
import { foldRelated } from '../../src/related/fold.js'
import { defaultRelatedOptions, type RelatedOptions } from '../../src/related/score.js'
import type { RelatedInput, RelatedPlan, RelatedState } from '../../src/related/state.js'
import { recallFounders, settleFounders } from '../../src/related/storylines.js'
import { planRelated } from '../../src/related/update.js'
import {
  createChance,
  type Entry,
  finish,
  inputOf,
  inTwoPartitions,
  rankAll,
} from '../unit/related/archive.js'

/** A longer search: `RUNS=200 npx vitest run tests/property/related.test.ts`. */
const runs = Number(process.env.RUNS ?? 12)

/** An article as it stands in an archive: a row of the library, seen or not, with a path that sorts. */
interface Filed extends Entry {
  readonly path: number
}

/** What a test edits: rows come and are never changed; those that are not in `seen` are dead or hidden. */
interface Archive {
  rows: Filed[]
  seen: Set<number>
  /** Articles with lists edited by hand: path → paths to leave out. */
  readonly hidden: Map<number, readonly number[]>
  nextPath: number
}

/** The days of an archive, and how much it says. */
interface Shape {
  readonly days: number
  /** So many of the articles fall into the first days. */
  readonly crowd?: { readonly articles: number; readonly days: number }
  readonly words: readonly [least: number, most: number]
}

const wide: Shape = { days: 1400, words: [6, 75] }
/** The third month has 2,000 articles before it, or some less or more: then its window is another one. */
const crowded: Shape = { days: 420, crowd: { articles: 2000, days: 60 }, words: [4, 12] }

/** A text of words as rare as those of a language: few are common, most stand in one or two articles.
 *  @param n number of the article in its archive. */
function makeEntry(seed: number, { days, crowd, words }: Shape, n: number): Omit<Filed, 'path'> {
  const chance = createChance(seed)
  const length = words[0] + chance(words[1] - words[0])
  const terms = new Map<number, number>()
  for (let i = 0; i < length; i++) {
    const span = 1 << (4 + chance(13))
    // Spread over the bits, as hashes are.
    const term = Math.imul(1 + chance(span), 0x9e3779b1) >>> 0
    terms.set(term, (terms.get(term) ?? 0) + 1)
  }
  const day = n < (crowd?.articles ?? 0) ? chance(crowd!.days) : (crowd?.days ?? 0) + chance(days)
  return {
    instant: (15_000 + day) * 86_400_000,
    region: chance(5),
    source: chance(3),
    topics: [...new Set([1 + chance(9), 1 + chance(9)])].slice(chance(3)),
    eligible: chance(12) > 0,
    apart: chance(20) === 0,
    terms: {
      terms: Uint32Array.from(terms.keys()),
      counts: Uint8Array.from(terms.values()),
      // One story in three is told by several, each cell of whose sketch is another one's now and then.
      sketch: Uint8Array.from({ length: sketchSize }, (_, cell) =>
        seed % 3 === 0 ? 1 + ((seed >>> 8) % 7) + (chance(4) === 0 ? cell : 0) : 1 + chance(255),
      ),
    },
  }
}

function makeArchive(seed: number, size: number, shape: Shape): Archive {
  const rows = Array.from({ length: size }, (_, n) => ({ ...makeEntry(seed + n, shape, n), path: n * 8 }))
  // Stories told again on another day, perhaps far away; and twins, whose scores are equal.
  for (let n = 12; n < size; n += 5) rows[n] = { ...rows[n]!, terms: rows[n - 9]!.terms }
  for (let n = 10; n < size; n += 25) rows[n] = { ...rows[n - 7]!, path: n * 8 }
  return { rows, seen: new Set(rows.keys()), hidden: new Map(), nextPath: size * 8 }
}

/** The rows that are seen, by date and then path, as the model gives them. */
function readArchive({ rows, seen, hidden }: Archive): RelatedInput {
  const order = [...seen].sort((a, b) => rows[a]!.instant - rows[b]!.instant || rows[a]!.path - rows[b]!.path)
  const places = new Map(order.map((row, n) => [rows[row]!.path, n]))
  const without = [...hidden].flatMap(([path, others]) => {
    const found = others.flatMap(other => places.get(other) ?? []).sort((a, b) => a - b)
    const place = places.get(path)
    return place === undefined ? [] : [[place, found] as const]
  })
  return inputOf(rows, { order, without: new Map(without) })
}

const edits = [
  'add',
  'copy',
  'remove',
  'hide',
  'text',
  'again',
  'date',
  'fields',
  'config',
  'hand',
  'clear',
] as const

interface Edit {
  readonly kind: (typeof edits)[number]
  readonly at: number
  readonly seed: number
}

function applyEdit(archive: Archive, { kind, at, seed }: Edit, shape: Shape): void {
  const { rows, seen, hidden } = archive
  const living = [...seen]
  const row = living[at % living.length]!
  const old = rows[row]!
  const made = makeEntry(seed, shape, at % rows.length)
  const file = (entry: Filed): void => void seen.add(rows.push(entry) - 1)
  const replace = (entry: Filed): void => {
    seen.delete(row)
    file(entry)
  }
  switch (kind) {
    case 'add':
      // Between the paths there are, so that it may sort before others of its day.
      file({ ...made, path: (at % archive.nextPath) + 1 / (2 + archive.nextPath++) })
      break
    case 'copy':
      file({ ...old, path: archive.nextPath++ })
      break
    case 'remove':
      seen.delete(row)
      break
    case 'hide': {
      // One goes out of sight, and one that was comes back with the row that it had: an embargo, an expiry.
      const paths = new Set(living.map(other => rows[other]!.path))
      const back = rows.findIndex((entry, n) => n > at % rows.length && !paths.has(entry.path))
      if (back >= 0) seen.add(back)
      seen.delete(row)
      break
    }
    case 'text':
      replace({ ...old, terms: made.terms })
      break
    case 'again':
      // Something that ranking does not read.
      replace({ ...old })
      break
    case 'date':
      replace({ ...old, instant: made.instant })
      break
    case 'fields':
      replace({
        ...old,
        region: made.region,
        source: made.source,
        topics: made.topics,
        eligible: made.eligible,
        apart: made.apart === true,
      })
      break
    case 'config':
      // The row is the same; its region and topics were given other keys.
      rows[row] = { ...old, region: made.region, topics: made.topics }
      break
    case 'hand':
      hidden.set(
        old.path,
        [1, 2, 3].map(step => rows[living[(at + step * seed) % living.length]!]!.path),
      )
      break
    case 'clear':
      hidden.delete([...hidden.keys()][at % Math.max(hidden.size, 1)]!)
      break
  }
}

/** The library is gathered: its rows lie in another order, and the dead ones are gone.
 *  @returns new row of each old one; -1 for none. */
function gather(archive: Archive, seed: number): Int32Array {
  const chance = createChance(seed)
  const living = [...archive.seen].map(row => ({ row, key: chance(1 << 20) }))
  living.sort((a, b) => a.key - b.key)
  const moved = new Int32Array(archive.rows.length).fill(-1)
  for (const [n, { row }] of living.entries()) moved[row] = n
  archive.rows = living.map(({ row }) => archive.rows[row]!)
  archive.seen = new Set(archive.rows.keys())
  return moved
}

/** Each place's list, items as places, with its scores, its threshold, its parent and the founder of its storyline. */
function listsOf(plan: RelatedPlan, { isApart }: RelatedInput): string[] {
  const { state, seats, context } = plan
  const founders = settleFounders(plan, isApart)
  const kept = { ...state, seats, places: context.places, isApart }
  expect(recallFounders(kept)).toEqual(founders)
  return Array.from(seats, (seat, n) => {
    const items: string[] = []
    for (let k = 0; k < state.lengths[seat]!; k++) {
      const cell = seat * state.limit + k
      items.push(`${context.places[state.items[cell]!]}:${state.scores[cell]!.toFixed(4)}`)
    }
    const parent = state.parents[seat]!
    const followed = parent < 0 ? '' : `${context.places[parent]}:${state.parentScores[seat]!.toFixed(4)}`
    return `${items.join(' ')} | ${state.thresholds[seat]!.toFixed(4)} | ${followed} | ${founders[n]}`
  })
}

type After = 'nothing' | 'fold' | 'fold and gather' | 'gather'

interface Step {
  readonly edits: readonly Edit[]
  readonly after: After
  readonly seed: number
}

const edit = fc.record({ kind: fc.constantFrom(...edits), at: fc.nat(), seed: fc.nat() })
const stepOf = (most: number): fc.Arbitrary<Step> =>
  fc.record({
    edits: fc.array(edit, { minLength: 1, maxLength: most, size: 'max' }),
    after: fc.constantFrom<After>('nothing', 'nothing', 'fold', 'fold and gather', 'gather'),
    seed: fc.nat(),
  })
const anyOptions: fc.Arbitrary<RelatedOptions> = fc.constantFrom(
  defaultRelatedOptions,
  { ...defaultRelatedOptions, limit: 3, perRegion: 1, minScore: 0, fadeDays: 30 },
  { ...defaultRelatedOptions, perRegion: 2, minScore: 0.2, newer: false },
  { ...defaultRelatedOptions, limit: 20, perRegion: 20, minScore: 0.12 },
  { ...defaultRelatedOptions, limit: 2, newer: false, follows: { text: 0.05, days: 400, founder: 1 } },
)

/** Plans that kept what there was, and all. */
interface Tally {
  kept: number
  all: number
  /** Articles in the storyline of another one, and such as were kept out of one by its founder. */
  joined: number
  refused: number
}

function follow(archive: Archive, options: RelatedOptions, steps: readonly Step[], shape: Shape): Tally {
  const tally = { kept: 0, all: 0, joined: 0, refused: 0 }
  let state: RelatedState | undefined
  for (const { edits: list, after, seed } of [{ edits: [], after: 'nothing', seed: 0 } as Step, ...steps]) {
    for (const one of list) applyEdit(archive, one, shape)
    const input = readArchive(archive)
    const plan = planRelated(input, options, 'key', state)
    finish(plan)
    const lists = listsOf(plan, input)
    expect(lists).toEqual(listsOf(rankAll(input, options), input))
    tally.joined += lists.filter((list, n) => !list.endsWith(` ${n}`) && !list.endsWith(' -1')).length
    tally.refused += plan.state.verdicts.filter(verdict => verdict < 0).length
    if (!plan.fresh) tally.kept++
    tally.all++
    // A large archive has several partitions.
    state = plan.fresh && seed % 2 === 0 ? { ...plan.state, base: inTwoPartitions(plan) } : plan.state
    if (after.startsWith('fold')) state = foldRelated(plan, input.rows)
    if (after.endsWith('gather')) {
      const moved = gather(archive, seed)
      state = { ...state, rows: state.rows.map(row => (row < 0 ? -1 : moved[row]!)) }
    }
  }
  return tally
}

describe('kept lists are those of a clean ranking', () => {
  const search = (shape: Shape, sizes: fc.Arbitrary<number>, steps: number, most: number, count: number) => {
    const tally = { kept: 0, all: 0, joined: 0, refused: 0 }
    fc.assert(
      fc.property(
        fc.nat(1 << 20),
        sizes,
        anyOptions,
        fc.array(stepOf(most), { minLength: steps, maxLength: steps }),
        (seed, size, options, list) => {
          const { kept, all, joined, refused } = follow(makeArchive(seed, size, shape), options, list, shape)
          tally.kept += kept
          tally.all += all - 1
          tally.joined += joined
          tally.refused += refused
        },
      ),
      // Shrinking costs a minute, and a shorter history is enough.
      { numRuns: count, endOnFailure: true },
    )
    // Else nothing was tried. Below 513 articles, and where an epoch's edits go far, all are ranked anew.
    expect(tally.kept / tally.all).toBeGreaterThan(0.25)
    expect(Math.min(tally.joined, tally.refused)).toBeGreaterThan(0)
  }

  test('any edits, around the border of the first two epochs', { timeout: 300_000 }, () => {
    const sizes = fc.oneof(
      fc.integer({ min: 420, max: 700 }),
      fc.integer({ min: 508, max: 518 }),
      fc.integer({ min: 1018, max: 1034 }),
    )
    search(wide, sizes, 6, 5, runs)
  })

  test('any edits, where they make windows wider and narrower', { timeout: 300_000 }, () => {
    search(crowded, fc.integer({ min: 2290, max: 2310 }), 4, 8, Math.ceil(runs / 4))
  })
})

describe('what one edit costs', () => {
  const shape: Shape = { days: 1400, words: [40, 70] }

  // An epoch that counts the article gives some terms another rarity: every list with such an article in it,
  // or for it, is made again.
  test.each([
    ['of today', 1500, 40],
    ['of a day after all epochs', 1200, 60],
    ['of a day that an epoch counts', 700, 500],
  ] as const)('a new article %s leaves most of 1,501 lists alone', (_, day, most) => {
    const archive = makeArchive(5, 1500, shape)
    const first = rankAll(readArchive(archive), defaultRelatedOptions)
    const instant = (15_000 + day) * 86_400_000
    archive.seen.add(
      archive.rows.push({ ...makeEntry(77, shape, 0), instant, eligible: true, path: archive.nextPath }) - 1,
    )
    const plan = planRelated(readArchive(archive), defaultRelatedOptions, 'key', first.state)
    expect(plan.fresh).toBe(false)
    expect(plan.stale.length).toBeGreaterThan(0)
    expect(plan.stale.length).toBeLessThan(most)
  })

  test('nothing new: nothing to do', () => {
    const archive = makeArchive(9, 600, wide)
    archive.hidden.set(80, [160, 240])
    const input = readArchive(archive)
    const first = rankAll(input, defaultRelatedOptions)
    const folded = foldRelated(first, input.rows)
    for (const state of [first.state, folded])
      expect([...planRelated(input, defaultRelatedOptions, 'key', state).stale]).toEqual([])
  })

  test('new versions that say the same: nothing', () => {
    const archive = makeArchive(9, 600, wide)
    const first = rankAll(readArchive(archive), defaultRelatedOptions)
    for (const at of [3, 50, 51, 599]) {
      applyEdit(archive, { kind: 'again', at, seed: 1 }, wide)
      const plan = planRelated(readArchive(archive), defaultRelatedOptions, 'key', first.state)
      expect([plan.fresh, ...plan.stale]).toEqual([false])
      expect(plan.state.rows.length).toBe(600)
    }
    // Another region is something that ranking reads.
    applyEdit(archive, { kind: 'fields', at: 5, seed: 3 }, wide)
    const plan = planRelated(readArchive(archive), defaultRelatedOptions, 'key', first.state)
    expect(plan.stale.length).toBeGreaterThan(0)
  })

  test('other options, or other code: everything', () => {
    const input = readArchive(makeArchive(9, 600, wide))
    const first = rankAll(input, defaultRelatedOptions)
    expect(planRelated(input, defaultRelatedOptions, 'another key', first.state).fresh).toBe(true)
  })
})
