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

/** What was surely meant: the same but for case, accents, blanks and the marks around it, or, in a word of five letters
 *  and more, one slip away, while nothing else is near.
 *  @param spellings with what each of them stands for. */
export function surely(
  word: string,
  spellings: Iterable<readonly [spelling: string, meant: string]>,
): string | undefined {
  const wanted = fold(bare(word))
  const near = new Map<string, number>()
  for (const [spelling, meant] of spellings) {
    const folded = fold(spelling)
    const apart = wanted === folded ? 0 : isSwap(wanted, folded) ? 1 : distance(wanted, folded)
    if (apart <= Math.max(2, Math.floor(wanted.length / 3)))
      near.set(meant, Math.min(apart, near.get(meant) ?? apart))
  }
  const same = [...near].filter(([, apart]) => apart === 0)
  const [only, ...others] = same.length > 0 ? same : near
  if (!only || others.length > 0) return undefined
  return only[1] === 0 || (only[1] === 1 && wanted.length >= 5) ? only[0] : undefined
}

/** Without quotes around it, of whichever kind. */
function bare(word: string): string {
  return word.replace(/^["'“”„‘’‚«»]+|["'“”„‘’‚«»]+$/gu, '')
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
