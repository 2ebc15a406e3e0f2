import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTermCounters } from '../../../src/markdown/terms.js'
import { createExplainer } from '../../../src/related/explain.js'
import { defaultRelatedOptions } from '../../../src/related/score.js'
import { type Entry, inputOf, rankAll } from './archive.js'

const words = ['quay', 'crane', 'ferry', 'lighthouse', 'storm', 'granite', 'tide', 'harbour']

const counter = await createTermCounters()('')

function entries(texts: readonly (readonly string[])[]): Entry[] {
  return texts.map((text, n) => {
    counter.add(text.join(' '), 1)
    return {
      terms: counter.take(),
      instant: n * 86_400_000,
      region: 1 + (n % 2),
      source: n % 3,
      topics: [7],
      eligible: true,
    }
  })
}

const termOf = (word: string): number => {
  counter.add(word, 1)
  return counter.take().terms[0]!
}

describe('why an article is related', () => {
  it('has the score of the list, in its parts', () => {
    const archives = fc.array(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 12 }), {
      minLength: 2,
      maxLength: 12,
    })
    fc.assert(
      fc.property(archives, texts => {
        const plan = rankAll(inputOf(entries(texts)), defaultRelatedOptions)
        const { state } = plan
        const explain = createExplainer(plan)
        for (let n = 0; n < texts.length; n++) {
          for (let k = 0; k < state.lengths[n]!; k++) {
            const at = n * state.limit + k
            const { scored } = explain(n, state.items[at]!)
            expect(scored?.score).toBeCloseTo(state.scores[at]!, 6)
            const { text, topics, region, source, nearness } = scored!
            const parts = text + topics + region + source
            expect((parts * (1 + nearness)) / 2).toBeCloseTo(scored!.score, 3)
          }
        }
      }),
    )
  })

  it('names the terms that both have, and no other', () => {
    const texts = [
      ['quay', 'crane', 'storm'],
      ['quay', 'ferry', 'storm', 'storm'],
      ['tide', 'ferry'],
      ['granite', 'quay'],
    ]
    const plan = rankAll(inputOf(entries(texts)), defaultRelatedOptions)
    const explain = createExplainer(plan)
    const { terms } = explain(0, 1)
    expect(new Set(terms)).toEqual(new Set([termOf('quay'), termOf('storm')]))
    // The rarer one first.
    expect(terms[0]).toBe(termOf('storm'))
    expect(explain(0, 2).terms).toEqual([])
  })
})
