import { describe, expect, test } from 'vitest'
import {
  buildPartition,
  joinPartitions,
  mostSeats,
  type Partition,
  wholeOf,
} from '../../../src/related/postings.js'
import { createChance } from './archive.js'

const entries = Array.from({ length: 90 }, (_, n) => {
  const chance = createChance(n)
  const terms = Uint32Array.from(
    new Set(Array.from({ length: chance(12) }, () => Math.imul(chance(40), 0x9e3779b1) >>> 0)),
  )
  return {
    document: { terms, counts: Uint8Array.from(terms, () => 1 + chance(255)), norm: chance(256) },
    query: {
      terms: terms.slice(0, 3),
      weights: Uint16Array.from(terms.slice(0, 3), () => 1 + chance(60_000)),
    },
  }
})

/** Plain, for a comparison. */
const shown = ({ said, asked, ...rest }: Partition) => ({
  ...rest,
  terms: [...rest.terms],
  norms: [...rest.norms],
  said: [said.ends, wholeOf(said).seats, wholeOf(said).amounts].map(array => [...array]),
  asked: [asked.ends, wholeOf(asked).seats, wholeOf(asked).amounts].map(array => [...array]),
})

describe('partitions that follow each other', () => {
  test.each([
    [0, 30, 60, 90],
    [0, 1, 1, 90],
    [0, 90],
  ])('as one are what all articles together give: cut at %j', (...cuts: number[]) => {
    const parts = cuts.slice(1).map((to, i) => buildPartition(cuts[i]!, entries.slice(cuts[i], to)))
    expect(joinPartitions(parts).map(shown)).toEqual([shown(buildPartition(0, entries))])
  })

  test('are several where they are too many for one', () => {
    const parts = [0, 30, 60].map(from => buildPartition(from, entries.slice(from, from + 30)))
    const large = { ...parts[0]!, size: mostSeats - 59 }
    const [first, second, ...none] = joinPartitions([large, ...parts.slice(1)])
    expect([first!.size, second!.size, none]).toEqual([mostSeats - 29, 30, []])
    expect(shown(second!)).toEqual(shown(parts[2]!))
  })

  test('stay apart where together they would be too large', () => {
    const part = buildPartition(0, entries)
    const parts = [
      { ...part, size: mostSeats - 1 },
      { ...part, first: mostSeats - 1, size: 2 },
    ]
    expect(joinPartitions(parts)).toEqual(parts)
  })
})
