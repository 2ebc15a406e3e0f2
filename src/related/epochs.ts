// Document frequencies, frozen in epochs. How rare a term is would change with every article, and with it every
// weight in the archive. So it is counted over the first 512 · 2^k articles by date; an article takes the
// largest such epoch that was complete before its month began. A new article then changes no weight but its
// own, and an edit of an old one changes few, since rarities are rounded to half octaves. The same is true of the
// average length of a text.
import { placeOf } from '../base/search.js'
import type { TermCounts } from '../markdown/terms.js'

/** Of a text, in terms. */
export function lengthOf(counts: Uint8Array): number {
  let length = 0
  for (const count of counts) length += count
  return length
}

/** Size of the first epoch; smaller archives use what there is. */
const firstEpoch = 512
/** Terms in more than this share of an epoch say nothing of what an article is about. Measured on the open set (recall
 *  at 5): a tenth .401, a quarter .437, a half .453. */
const commonShare = 0.5
/** Below this many articles a share is no evidence that a term is common. */
const smallEpoch = 200

/** Sizes of the epochs of an archive, in articles, rising; at least one. */
export function epochSizes(articles: number): number[] {
  const sizes = [Math.min(firstEpoch, articles)]
  for (let size = firstEpoch * 2; size <= articles; size *= 2) sizes.push(size)
  return sizes
}

/** Number of the epoch that an article uses. @param before articles before its month. */
export function epochAt(before: number): number {
  return before < firstEpoch * 2 ? 0 : Math.floor(Math.log2(before / firstEpoch))
}

/** Number of the first epoch that holds the article at a place; `sizes.length` when none does. */
export function memberOf(place: number, sizes: readonly number[]): number {
  const epoch = sizes.findIndex(size => place < size)
  return epoch < 0 ? sizes.length : epoch
}

/** In how many of an epoch's articles each term stands. */
export interface Epoch {
  readonly size: number
  /** 0 for a term that stands in none. */
  documents(term: number): number
  /** See `rarity`. */
  rarity(term: number): number
  /** Average length of a text in terms, rounded to half octaves. */
  readonly average: number
  /** Takes an article in, or out. */
  count(article: TermCounts, by: 1 | -1): void
  saved(): SavedEpoch
}

export interface SavedEpoch {
  readonly size: number
  /** Of all its texts together, in terms. */
  readonly length: number
  /** Rising. */
  readonly terms: Uint32Array
  readonly documents: Uint32Array
}

/** Counts epochs that begin with the same articles, each once.
 *  @param article at a place. @param sizes rising. */
export function countEpochs(article: (place: number) => TermCounts, sizes: readonly number[]): SavedEpoch[] {
  const epochs: SavedEpoch[] = []
  let last: SavedEpoch = { size: 0, length: 0, terms: new Uint32Array(0), documents: new Uint32Array(0) }
  for (const size of sizes) {
    const lists: Uint32Array[] = []
    let total = 0
    let { length } = last
    for (let place = last.size; place < size; place++) {
      const { terms, counts } = article(place)
      lists.push(terms)
      total += terms.length
      length += lengthOf(counts)
    }
    const all = new Uint32Array(total)
    let at = 0
    for (const list of lists) {
      all.set(list, at)
      at += list.length
    }
    last = { size, length, ...merge(last, countRuns(all.sort())) }
    epochs.push(last)
  }
  return epochs
}

type Counts = Pick<SavedEpoch, 'terms' | 'documents'>

function countRuns(sorted: Uint32Array): Counts {
  const terms = new Uint32Array(sorted.length)
  const documents = new Uint32Array(sorted.length)
  let used = 0
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) documents[used - 1]!++
    else {
      terms[used] = sorted[i]!
      documents[used++] = 1
    }
  }
  return { terms: terms.slice(0, used), documents: documents.slice(0, used) }
}

/** Sums two tables; what sums to nothing is left out. @param by changes, which may be negative as 32-bit numbers. */
function merge(kept: Counts, by: Counts): Counts {
  const most = kept.terms.length + by.terms.length
  const terms = new Uint32Array(most)
  const documents = new Uint32Array(most)
  let used = 0
  for (let i = 0, j = 0; i < kept.terms.length || j < by.terms.length; ) {
    const left = i < kept.terms.length ? kept.terms[i]! : Number.POSITIVE_INFINITY
    const right = j < by.terms.length ? by.terms[j]! : Number.POSITIVE_INFINITY
    const term = Math.min(left, right)
    let count = 0
    if (left === term) count = kept.documents[i++]!
    if (right === term) count = (count + by.documents[j++]!) | 0
    if (count <= 0) continue
    terms[used] = term
    documents[used++] = count
  }
  return { terms: terms.slice(0, used), documents: documents.slice(0, used) }
}

/** After so many look-ups a table of the terms' upper bits pays. */
const lookupsForTable = 2_000

/** A kept table and what came to it since. */
export function openEpoch(saved: SavedEpoch): Epoch {
  const changes = new Map<number, number>()
  const { size, terms } = saved
  let { length } = saved
  // By the number of documents; NaN where not asked yet.
  const rarities = new Float32Array(size + 1).fill(Number.NaN)
  let lookups = 0
  let starts: Uint32Array | undefined
  function kept(term: number): number {
    if (!starts && ++lookups > lookupsForTable) starts = startsOf(terms)
    const upper = term >>> 16
    const at = starts ? placeOf(terms, term, starts[upper], starts[upper + 1]) : placeOf(terms, term)
    return at < 0 ? 0 : saved.documents[at]!
  }
  const documents = (term: number): number => kept(term) + (changes.size === 0 ? 0 : (changes.get(term) ?? 0))
  return {
    size,
    documents,
    rarity(term) {
      const count = documents(term)
      if (count > size) return 0
      if (Number.isNaN(rarities[count])) rarities[count] = rarity(count, size)
      return rarities[count]!
    },
    get average() {
      return averageOf(length, size)
    },
    count(article, by) {
      for (const term of article.terms) changes.set(term, (changes.get(term) ?? 0) + by)
      length += by * lengthOf(article.counts)
    },
    saved() {
      const changed = [...changes].filter(([, by]) => by !== 0).sort(([a], [b]) => a - b)
      if (changed.length === 0 && length === saved.length) return saved
      const by = {
        terms: Uint32Array.from(changed, ([term]) => term),
        documents: Uint32Array.from(changed, ([, by]) => by >>> 0),
      }
      return { size, length, ...merge(saved, by) }
    },
  }
}

/** At least one: an archive may have no words at all. */
function averageOf(length: number, size: number): number {
  if (length <= size) return 1
  return 2 ** (Math.round(2 * Math.log2(length / size)) / 2)
}

/** Where the terms with each upper half begin. */
function startsOf(terms: Uint32Array): Uint32Array {
  const starts = new Uint32Array(0x10001)
  for (const term of terms) starts[(term >>> 16) + 1]!++
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
  return starts
}

/** How much a term says, in octaves of rarity, rounded to halves: log2(N / df). 0 for a term that is common,
 *  or that stands in all articles of a very small archive. Source: inverse document frequency, Spärck Jones
 *  1972; the rounding and the freezing are ours. */
export function rarity(documents: number, size: number): number {
  if (documents >= size || (size > smallEpoch && documents > size * commonShare)) return 0
  // All articles of a small archive are in the epoch, so what stands in one alone relates it to nothing; its
  // weight would only make the others' smaller.
  if (size <= smallEpoch && documents < 2) return 0
  // At least half an octave: in an archive of a few articles a word of all but one still joins them.
  return Math.max(1, Math.round(2 * Math.log2(size / Math.max(documents, 1)))) / 2
}
