// Epochs brought up to date with the articles that they count, and the articles whose queries are others for it.
import type { TermCounts } from '../markdown/terms.js'
import type { EntryReader } from './entries.js'
import { countEpochs, type Epoch, openEpoch, rarity } from './epochs.js'
import { numberTerms, startOf } from './postings.js'
import type { RelatedIndex } from './seats.js'
import type { RelatedInput, RelatedState } from './state.js'

export interface Recounted {
  readonly epochs: readonly Epoch[]
  /** Per epoch the terms whose rarity is another one now. */
  readonly flipped: readonly ReadonlySet<number>[]
  /** Texts are longer or shorter on average than they were: every weight of an epoch is another one. */
  readonly otherLength: boolean
}

/** An article that comes to some epochs, or leaves them. */
interface Move {
  readonly row: number
  readonly seat: number | undefined
  /** First epoch that counted it, and first that does. */
  readonly from: number
  readonly to: number
}

/** Where the articles of a plan come from. */
export interface Origins {
  readonly seatOfRow: SeatFinder
  /** Of the article at a place. */
  termsAt(n: number): TermCounts
  /** Of the seats that there were. */
  readonly entries: EntryReader
}

export interface SeatFinder {
  get(row: number): number | undefined
}

/** Cost: a comparison an article, and the terms of those that came to an epoch or left it. */
export function recount(
  input: RelatedInput,
  past: RelatedState,
  sizes: readonly number[],
  { seatOfRow, termsAt, entries }: Origins,
): Recounted {
  const { rows } = input
  const count = (size: number) => countEpochs(termsAt, [size])[0]!
  const isKept = (e: number): boolean => past.epochs[e]?.size === sizes[e]
  const epochs = sizes.map((size, n) => openEpoch(isKept(n) ? past.epochs[n]! : count(size)))
  const averages = epochs.map(({ average }) => average)
  const old = epochs.map(() => new Map<number, number>())
  const moves: Move[] = []
  const move = ({ row, seat, from, to }: Move): void => {
    const article = seat === undefined ? input.terms(row) : entries.entry(seat).document
    for (let e = Math.min(from, to); e < Math.max(from, to); e++) {
      // A table that was counted just now has it right already.
      if (e >= epochs.length || !isKept(e)) continue
      for (const term of article.terms) if (!old[e]!.has(term)) old[e]!.set(term, epochs[e]!.documents(term))
      epochs[e]!.count(article, from > to ? 1 : -1)
    }
  }
  const beyond = sizes.length
  const met = new Uint8Array(past.rows.length)
  for (let n = 0, epoch = 0; n < rows.length; n++) {
    while (epoch < sizes.length && n >= sizes[epoch]!) epoch++
    const seat = seatOfRow.get(rows[n]!)
    if (seat !== undefined) met[seat] = 1
    const from = seat === undefined ? beyond : Math.min(past.member[seat]!, beyond)
    if (from !== epoch) moves.push({ row: rows[n]!, seat, from, to: epoch })
  }
  for (let seat = 0; seat < past.rows.length; seat++) {
    if (past.rows[seat]! < 0 || met[seat] === 1) continue
    const from = Math.min(past.member[seat]!, beyond)
    if (from < beyond) moves.push({ row: past.rows[seat]!, seat, from, to: beyond })
  }
  entries.prepare(moves.flatMap(({ seat }) => seat ?? []))
  moves.forEach(move)
  const flipped = epochs.map((epoch, e) => {
    const terms = new Set<number>()
    for (const [term, documents] of old[e]!)
      if (rarity(documents, epoch.size) !== rarity(epoch.documents(term), epoch.size)) terms.add(term)
    return terms
  })
  return { epochs, flipped, otherLength: epochs.some(({ average }, e) => average !== averages[e]) }
}

/** Seats that may ask for something else now: those of an epoch that say a term whose rarity has changed in it.
 *  Cost: the postings of those terms, and a look at the terms of what came since the base. */
export function findReweighed(
  { base, added }: RelatedIndex,
  epochOf: Uint8Array,
  flipped: readonly ReadonlySet<number>[],
): ReadonlySet<number> {
  const found = new Set<number>()
  const all = new Set(flipped.flatMap(terms => [...terms]))
  if (all.size === 0) return found
  const take = (seat: number, term: number): void => {
    if (flipped[epochOf[seat]!]?.has(term)) found.add(seat)
  }
  for (const { first, terms, said } of base.partitions) {
    const number = numberTerms(terms)
    for (const term of all) {
      const n = number(term)
      if (terms[n] !== term) continue
      for (const seat of said.seats.subarray(startOf(said.ends, n), said.ends[n]!)) take(first + seat, term)
    }
  }
  for (const [n, { document }] of added.entries())
    for (const term of document.terms) if (all.has(term)) take(base.size + n, term)
  return found
}
