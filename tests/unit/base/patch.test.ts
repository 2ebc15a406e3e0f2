import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyPatch, findPatch, joinPatches, ownBytes, type Patch } from '../../../src/base/patch.js'
import { spread } from '../../../src/base/stamp.js'

const made = (before: Uint8Array, patch: Patch, after: Uint8Array): Uint8Array => {
  const room = new Uint8Array(after.length)
  const mine = Buffer.concat([...ownBytes(patch, after)])
  expect(applyPatch(before, patch, mine, room)).toBe(true)
  return room
}
const own = (patch: Patch): number =>
  patch.reduce((sum, n, k) => (patch[k + 1] === -1 && k % 2 === 0 ? sum + n : sum), 0)

/** Some kilobytes, of few or of many different ones. */
const bytes = fc
  .tuple(fc.integer({ min: 2_000, max: 9_000 }), fc.integer(), fc.constantFrom(2, 256))
  .map(([length, seed, kinds]) => Uint8Array.from({ length }, (_, n) => spread(n ^ seed) % kinds))
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  out: fc.integer({ min: 0, max: 40 }),
  come: fc.uint8Array({ maxLength: 40 }),
})
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never
const edited = (before: Uint8Array, edits: readonly Edit[]): Uint8Array =>
  edits.reduce((now, { at, out, come }) => {
    const from = Math.floor(at * now.length)
    return Buffer.concat([now.subarray(0, from), come, now.subarray(from + out)])
  }, before)

describe('a patch', () => {
  it('makes the new bytes of the old ones, whatever was changed, put in or taken out', () => {
    fc.assert(
      fc.property(bytes, fc.array(edit, { maxLength: 4 }), (before, edits) => {
        const after = edited(before, edits)
        const patch = findPatch(before, after)
        if (patch) expect(Buffer.compare(made(before, patch, after), after)).toBe(0)
      }),
    )
  })

  it.each<[string, (before: Uint8Array) => Uint8Array, number]>([
    ['nothing changed', before => before.slice(), 0],
    ['one byte changed', before => before.with(70_000, 7 ^ before[70_000]!), 1],
    ['bytes came at the end', before => Buffer.concat([before, new Uint8Array(9)]), 9],
    [
      'a record came in',
      before => edited(before, [{ at: 0.4, out: 0, come: new Uint8Array(90).fill(9) }]),
      90,
    ],
    ['a record went out', before => edited(before, [{ at: 0.4, out: 90, come: new Uint8Array(0) }]), 0],
    [
      'records came and went at several places',
      before =>
        edited(before, [
          { at: 0.1, out: 0, come: new Uint8Array(60).fill(9) },
          { at: 0.5, out: 70, come: new Uint8Array(0) },
          { at: 0.9, out: 50, come: new Uint8Array(55).fill(3) },
        ]),
      400,
    ],
  ])('has few bytes of its own where %s', (_, change, most) => {
    const before = Uint8Array.from({ length: 100_000 }, (_, n) => spread(n))
    const after = change(before)
    const patch = findPatch(before, after)!
    expect(own(patch)).toBeLessThanOrEqual(most)
    expect(patch.length).toBeLessThan(20)
    expect(Buffer.compare(made(before, patch, after), after)).toBe(0)
  })

  it('is none where most is another, or in too many pieces', () => {
    const before = new Uint8Array(10_000)
    expect(findPatch(before, new Uint8Array(10_000).fill(1))).toBeUndefined()
    const spotted = before.map((_, n) => (n % 100 === 0 ? 1 : 0))
    expect(findPatch(before, spotted)).toBeDefined()
    const long = new Uint8Array(1_000_000)
    expect(
      findPatch(
        long,
        long.map((_, n) => (n % 1_500 === 0 ? 1 : 0)),
      ),
    ).toBeUndefined()
  })

  it('after another is one patch of the first bytes', () => {
    fc.assert(
      fc.property(
        bytes,
        fc.array(edit, { maxLength: 3 }),
        fc.array(edit, { maxLength: 3 }),
        (first, one, two) => {
          const second = edited(first, one)
          const third = edited(second, two)
          const [a, b] = [findPatch(first, second), findPatch(second, third)]
          if (!a || !b) return
          const joined = joinPatches(a, b)
          expect(joined.length).toBeLessThanOrEqual(a.length + b.length + 2)
          expect(Buffer.compare(made(first, joined, third), third)).toBe(0)
        },
      ),
    )
  })

  it('of other bytes is refused, and nothing outside of them is read', () => {
    const after = new Uint8Array(10)
    const mine = new Uint8Array(3)
    expect(applyPatch(new Uint8Array(7), [7, 0, 3, -1], mine, after)).toBe(true)
    for (const patch of [
      [8, 0, 3, -1],
      [7, 1, 3, -1],
      [7, 0, 2, -1],
      [7, 0],
      [-1, 0, 11, -1],
      [Number.NaN, 0],
    ])
      expect(applyPatch(new Uint8Array(7), patch, mine, after)).toBe(false)
  })
})
