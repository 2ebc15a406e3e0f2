// Why an article stands in the list of another: the parts of its score, and the terms that both share.
import { createRanker, type Scored } from './rank.js'
import type { RelatedPlan } from './update.js'
import { queryTerms } from './vectors.js'

export interface Reason {
  /** Undefined for one that an editor put there. */
  readonly scored: Scored | undefined
  /** Hashes of the shared terms, that which counts most first. */
  readonly terms: readonly number[]
}

/** @param n @param other places by date. Cost: a product of two vectors. */
export function explainRelated(
  { index, context, seats }: Pick<RelatedPlan, 'index' | 'context' | 'seats'>,
  n: number,
  other: number,
): Reason {
  const [seat, otherSeat] = [seats[n]!, seats[other]!]
  const scored = createRanker(index, context).pair(seat, otherSeat)
  const [a, b] = [index.vector(seat), index.vector(otherSeat)]
  const weights = new Map(Array.from(b.terms, (term, i) => [term, b.weights[i]!]))
  const shared = Array.from(a.terms.subarray(0, queryTerms), (term, i) => ({
    term,
    weight: a.weights[i]! * (weights.get(term) ?? 0),
  }))
  const terms = shared
    .filter(({ weight }) => weight > 0)
    .sort((x, y) => y.weight - x.weight || x.term - y.term)
    .map(({ term }) => term)
  return { scored, terms }
}
