// "Did you mean …?": one suggestion, and only when it is near.
import { distance } from 'fastest-levenshtein'
import { compareText } from './order.js'

/** The candidate nearest to `word`, letter case and accents ignored; undefined unless at most a third of
 *  the letters differ (and at least one letter may). Ties go to the first in code-unit order. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = fold(word)
  if (wanted === '') return undefined
  const limit = Math.max(1, Math.floor(wanted.length / 3))
  let best: string | undefined
  let bestDistance = limit + 1
  for (const candidate of [...candidates].sort(compareText)) {
    const folded = fold(candidate)
    const apart = wanted === folded ? 0 : isSwap(wanted, folded) ? 1 : distance(wanted, folded)
    if (apart < bestDistance) {
      best = candidate
      bestDistance = apart
    }
  }
  return best
}

/** Two neighbours that changed places (`titel`) are one slip, not two (Damerau 1964). */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim()
}
