// Why an article stands in the list of another: the parts of its score, and the terms that both share.
import { createEntryReader } from './entries.js'
import { createMultiplier, createScorer, type Scored } from './score.js'
import type { RelatedPlan } from './state.js'
import { type Entry, weightsOf } from './weights.js'

export interface Reason {
  /** Undefined for one that an editor put there. */
  readonly scored: Scored | undefined
  /** Hashes of the terms that one asks for and the other says, that which counts most first. */
  readonly terms: readonly number[]
}

/** @returns why the article at a place is related to that at another one. It holds what it has read.
 *  Cost: the postings of a partition for the first articles, nothing for their neighbours. */
export function createExplainer({
  index,
  context,
  seats,
}: Pick<RelatedPlan, 'index' | 'context' | 'seats'>): (n: number, other: number) => Reason {
  const entries = createEntryReader(index.base, index.added)
  const scorer = createScorer(index, context.options)
  return (n, other) => {
    const [seat, otherSeat] = [seats[n]!, seats[other]!]
    const [own, its] = [entries.entry(seat), entries.entry(otherSeat)]
    scorer.begin(seat)
    return { scored: scorer.explain(otherSeat, createMultiplier(own)(its)), terms: sharedTerms(own, its) }
  }
}

function sharedTerms(a: Entry, b: Entry): readonly number[] {
  const products = new Map<number, number>()
  const take = ({ query }: Entry, { document }: Entry): void => {
    const said = weightsOf(document)
    const weights = new Map(Array.from(document.terms, (term, i) => [term, said[i]!]))
    for (const [i, term] of query.terms.entries()) {
      const product = query.weights[i]! * (weights.get(term) ?? 0)
      if (product > 0) products.set(term, (products.get(term) ?? 0) + product)
    }
  }
  take(a, b)
  take(b, a)
  return [...products].sort(([one, x], [other, y]) => y - x || one - other).map(([term]) => term)
}
