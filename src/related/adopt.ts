// New versions of articles that say what the old ones said, to ranking: another author, another picture, a correction.
// Such a version takes the seat of the one before, and no list is ranked.
import type { TermCounts } from '../markdown/terms.js'
import type { EntryReader } from './entries.js'
import type { RelatedInput, RelatedState } from './state.js'

/** With more versions than these it is not worth looking: reading the terms of both costs what it may save. */
const mostVersions = 64

/** The kept rows by seat, with new rows where only the row differs. What else a seat stands for (instant, region,
 *  source, topics, eligibility) is compared as that of every seat is.
 *  Cost: two passes over bare numbers, and the terms of new and old versions.
 *  @param entries of the kept seats. */
export function adoptRows(
  input: RelatedInput,
  past: Pick<RelatedState, 'rows'>,
  entries: EntryReader,
): Int32Array {
  const { rows } = input
  let most = 0
  for (const row of past.rows) if (row > most) most = row
  for (const row of rows) if (row > most) most = row
  const isThere = new Uint8Array(most + 1)
  for (const row of rows) isThere[row] = 1
  const left: number[] = []
  for (let seat = 0; seat < past.rows.length; seat++) {
    const row = past.rows[seat]!
    if (row < 0) continue
    if (isThere[row] === 0) left.push(seat)
    else isThere[row] = 2
  }
  if (left.length === 0 || left.length > mostVersions) return past.rows
  const fresh: number[] = []
  for (const row of rows) if (isThere[row] === 1) fresh.push(row)
  if (fresh.length > mostVersions) return past.rows
  const pairs = left.flatMap(seat => {
    const old = past.rows[seat]!
    const row = fresh.find(candidate => input.isSameFile(candidate, old))
    return row !== undefined && isSame(input.sketch(row), input.sketch(old)) ? [{ seat, row }] : []
  })
  if (pairs.length === 0) return past.rows
  const adopted = past.rows.slice()
  entries.prepare(pairs.map(({ seat }) => seat))
  for (const { seat, row } of pairs)
    if (saysTheSame(input.terms(row), entries.entry(seat).document)) adopted[seat] = row
  return adopted
}

/** In whatever order. */
function saysTheSame(a: TermCounts, b: TermCounts): boolean {
  if (a.terms.length !== b.terms.length) return false
  const counts = new Map(Array.from(a.terms, (term, i) => [term, a.counts[i]]))
  return b.terms.every((term, i) => counts.get(term) === b.counts[i])
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.every((cell, i) => cell === b[i])
