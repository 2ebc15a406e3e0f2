// Document frequencies, frozen in epochs. How rare a term is would change with every article, and with it every
// weight in the archive. So it is counted over the first 512 · 2^k articles by date; an article takes the
// largest such epoch that was complete before its month began. A new article then changes no weight but its
// own, and an edit of an old one changes few, since rarities are rounded to half octaves.

/** Size of the first epoch; smaller archives use what there is. */
const firstEpoch = 512
/** Terms in more than this share of an epoch say nothing of what an article is about. */
const commonShare = 0.25
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
  /** Takes an article in, or out. */
  count(terms: Uint32Array, by: 1 | -1): void
  saved(): SavedEpoch
}

export interface SavedEpoch {
  readonly size: number
  /** Rising. */
  readonly terms: Uint32Array
  readonly documents: Uint32Array
}

/** A kept table and what came to it since. */
export function openEpoch(saved: SavedEpoch): Epoch {
  const changes = new Map<number, number>()
  const { size, terms } = saved
  const kept = (term: number): number => {
    const at = find(terms, term)
    return at < 0 ? 0 : saved.documents[at]!
  }
  return {
    size,
    documents: term => kept(term) + (changes.get(term) ?? 0),
    count(list, by) {
      for (const term of list) changes.set(term, (changes.get(term) ?? 0) + by)
    },
    saved() {
      if (changes.size === 0) return saved
      const all = new Map<number, number>()
      terms.forEach((term, i) => void all.set(term, saved.documents[i]!))
      for (const [term, by] of changes) all.set(term, (all.get(term) ?? 0) + by)
      const sorted = Uint32Array.from([...all.keys()].filter(term => all.get(term)! > 0)).sort()
      return { size, terms: sorted, documents: Uint32Array.from(sorted, term => all.get(term)!) }
    },
  }
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

function find(sorted: Uint32Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return sorted[low] === value ? low : -1
}
