// Related lists of all articles: ranked in batches, in threads over shared memory; then what editors pinned.
import { buildRelatedIndex } from '../related/postings.js'
import { createRanker, type RankedRange, type RelatedOptions } from '../related/rank.js'
import { type Editorial, relatedInput } from '../site/editorial.js'
import type { Model } from '../site/model.js'
import type { RelatedItem } from '../site/site.js'
import { type Pool, runAll } from './pool.js'

export interface RankedAll {
  list(n: number): readonly RelatedItem[]
  readonly ranked: number
}

const batchSize = 512

export async function rankAll(
  model: Model,
  editorial: ReadonlyMap<number, Editorial>,
  pool: Pool,
  options: RelatedOptions,
  onProgress: (done: number, total: number) => void,
): Promise<RankedAll> {
  const size = model.rows.length
  if (options.limit === 0 || size === 0) return { list: () => [], ranked: 0 }
  const index = buildRelatedIndex(relatedInput(model))
  const tasks = Array.from({ length: Math.ceil(size / batchSize) }, (_, i) => ({
    kind: 'rank' as const,
    index,
    options,
    from: i * batchSize,
    to: Math.min(size, (i + 1) * batchSize),
  }))
  const ranges: RankedRange[] = []
  await runAll(pool, tasks, (range, task) => {
    ranges.push(range)
    onProgress(task.to, size)
  })
  const ranker = createRanker(index, options)
  const byHand = new Map<number, readonly RelatedItem[]>()
  for (const [n, { pins, hidden }] of editorial) {
    const without = new Set([...hidden, ...pins])
    // A pinned item stands before every other one, so its score is more than any other can be.
    const pinned = pins.map(pin => ({ n: pin, score: 1 }))
    byHand.set(n, [...pinned, ...ranker.rank(n, without)].slice(0, Math.max(options.limit, pinned.length)))
  }
  return {
    ranked: size,
    list(n) {
      const edited = byHand.get(n)
      if (edited) return edited
      const range = ranges[Math.floor(n / batchSize)]!
      const at = n - range.from
      const items: RelatedItem[] = []
      for (let i = at === 0 ? 0 : range.ends[at - 1]!; i < range.ends[at]!; i++) {
        items.push({ n: range.items[i]!, score: Math.round(range.scores[i]! * 10_000) / 10_000 })
      }
      return items
    },
  }
}
