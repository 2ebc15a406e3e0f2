// Why an article stands in the list of another: the parts of its score, and the terms that both share.
import { createEntryReader } from './entries.js'
import { type Scored, scorePair } from './score.js'
import type { RelatedPlan } from './state.js'
import { type Document, type Query, weightsOf } from './weights.js'

export interface Reason {
  /** Undefined for one that an editor put there. */
  readonly scored: Scored | undefined
  /** Hashes of the terms that one asks for and the other says, that which counts most first. */
  readonly terms: readonly number[]
}

/** @param n @param other places by date. Cost: the postings of their partitions. */
export function explainRelated(
  { index, context, seats }: Pick<RelatedPlan, 'index' | 'context' | 'seats'>,
  n: number,
  other: number,
): Reason {
  const [seat, otherSeat] = [seats[n]!, seats[other]!]
  const entries = createEntryReader(index.base, index.added)
  entries.prepare([seat, otherSeat])
  const [own, its] = [entries.entry(seat), entries.entry(otherSeat)]
  const scored = scorePair(index, context.options, entries.entry, [seat, otherSeat])
  const products = new Map<number, number>()
  const take = (asks: Query, says: Document): void => {
    const said = weightsOf(says)
    const weights = new Map(Array.from(says.terms, (term, i) => [term, said[i]!]))
    for (const [i, term] of asks.terms.entries()) {
      const product = asks.weights[i]! * (weights.get(term) ?? 0)
      if (product > 0) products.set(term, (products.get(term) ?? 0) + product)
    }
  }
  take(own.query, its.document)
  take(its.query, own.document)
  const terms = [...products].sort(([a, x], [b, y]) => y - x || a - b).map(([term]) => term)
  return { scored, terms }
}
