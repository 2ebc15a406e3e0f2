import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Stretch } from '../../../src/base/stretch.js'
import { createEntryReader, readEntries } from '../../../src/related/entries.js'
import { buildPartition } from '../../../src/related/postings.js'
import { buildBase, type Seat } from '../../../src/related/seats.js'
import type { Entry } from '../../../src/related/weights.js'

const term = fc.oneof(fc.nat(12), fc.integer({ min: 0, max: 0xffffffff }))
const anyEntry: fc.Arbitrary<Entry> = fc
  .record({
    said: fc.uniqueArray(fc.tuple(term, fc.integer({ min: 1, max: 255 })), {
      selector: ([one]) => one,
      maxLength: 20,
    }),
    asks: fc.array(fc.integer({ min: 1, max: 0xffff }), { maxLength: 6 }),
    norm: fc.nat(255),
  })
  .map(({ said, asks, norm }) => {
    const terms = Uint32Array.from(said, ([one]) => one).sort()
    const weights = Uint16Array.from(asks).subarray(0, terms.length)
    return {
      document: { terms, counts: Uint8Array.from(said.slice(0, terms.length), ([, count]) => count), norm },
      query: { terms: terms.slice(0, weights.length), weights },
    }
  })

const partwise = <A extends Uint8Array | Uint16Array>(array: Stretch<A>): Stretch<A> => ({
  length: array.length,
  subarray: (from, to) => array.subarray(from, to).slice() as A,
})

const facts = (entry: Entry, n: number): Seat => ({
  ...entry,
  instant: n,
  region: 0,
  source: 0,
  topics: new Uint32Array(0),
  eligible: true,
})

describe('what was inverted', () => {
  test('is read back as it was: all of it, some, and from a file', () => {
    fc.assert(
      fc.property(
        fc.array(anyEntry, { maxLength: 12 }),
        fc.nat(1_000),
        fc.array(fc.nat()),
        (given, first, some) => {
          const made = buildPartition(first, given)
          const { said, asked } = made
          const partition = {
            ...made,
            said: { ...said, seats: partwise(said.seats), amounts: partwise(said.amounts) },
            asked: { ...asked, seats: partwise(asked.seats), amounts: partwise(asked.amounts) },
          }
          const all = readEntries(partition)
          expect(given.map((_, n) => all(first + n))).toEqual(given)
          if (given.length === 0) return
          const wanted = [...new Set(some.map(n => n % given.length))]
          const read = readEntries(
            partition,
            wanted.map(n => first + n),
          )
          expect(wanted.map(n => read(first + n))).toEqual(wanted.map(n => given[n]))
        },
      ),
    )
  })

  test('by seat of the index, whatever is asked for, in whatever order', () => {
    const given = fc.array(anyEntry, { minLength: 6, maxLength: 20 })
    fc.assert(
      fc.property(
        given,
        fc.array(fc.tuple(fc.boolean(), fc.array(fc.nat(), { minLength: 1 }))),
        (entries, looks) => {
          const [a, b] = [entries.length >> 2, entries.length >> 1]
          const cuts = [0, a, b, entries.length - 1]
          const partitions = [0, 1, 2].map(n => buildPartition(cuts[n]!, entries.slice(cuts[n], cuts[n + 1])))
          const seats = entries.map(facts)
          const base = buildBase(entries.length - 1, n => seats[n]!, partitions)
          const reader = createEntryReader(base, seats.slice(-1))
          for (const [together, places] of looks) {
            const wanted = places.map(place => place % entries.length)
            if (together) reader.prepare(wanted)
            for (const seat of wanted) expect(reader.entry(seat)).toMatchObject(entries[seat]!)
          }
        },
      ),
    )
  })
})
