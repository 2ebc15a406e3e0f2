// The quality of Related News on an open set: 1,804 posts with the links that their editors put between them.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createZone, resolveDate } from '../../src/base/dates.js'
import { buildRelatedIndex } from '../../src/related/postings.js'
import { createRanker, defaultRelatedOptions } from '../../src/related/rank.js'
import { makeLibrary } from '../support/library.js'

const folder = fileURLToPath(new URL('../../../shared/data/related-dev', import.meta.url))

test.skipIf(!existsSync(folder))(
  'recall at 5 over the editors’ links, topics hidden, is at least .33',
  { timeout: 300_000 },
  async () => {
    const articles = join(folder, 'articles')
    const files = readdirSync(articles).map(path => ({
      path,
      text: readFileSync(join(articles, path), 'utf8'),
    }))
    const library = await makeLibrary(files)
    expect(library.size).toBe(1804)
    const zone = createZone('UTC')
    const instants = Array.from({ length: library.size }, (_, row) => resolveDate(library.date(row), zone))
    const rows = instants
      .map((_, row) => row)
      .sort((a, b) => instants[a]! - instants[b]! || (library.path(a) < library.path(b) ? -1 : 1))
    const index = buildRelatedIndex({
      size: rows.length,
      terms: n => library.terms(rows[n]!),
      instant: n => instants[rows[n]!]!,
      region: () => -1,
      // They would give the answer away: nine in ten links join posts that share one.
      topics: () => [],
      eligible: () => true,
    })
    const places = new Map(rows.map((row, n) => [library.path(row).replace(/\.md$/, ''), n]))

    const partners = new Map<number, Set<number>>()
    const link = (a: number, b: number) => partners.set(a, (partners.get(a) ?? new Set()).add(b))
    for (const line of readFileSync(join(folder, 'links.tsv'), 'utf8').trim().split('\n').slice(1)) {
      const [from, to] = line.split('\t').map(name => places.get(name.trim().replace(/\.md$/, '')))
      if (from === undefined || to === undefined) throw new Error(`no article for ${line}`)
      link(from, to)
      link(to, from)
    }
    expect(partners.size).toBe(1104)

    const ranker = createRanker(index, { ...defaultRelatedOptions, limit: 10, perRegion: 10, minScore: 0 })
    let sum = 0
    for (const [n, wanted] of partners) {
      const found = ranker
        .rank(n)
        .slice(0, 5)
        .filter(item => wanted.has(item.n)).length
      sum += found / Math.min(5, wanted.size)
    }
    const recall = sum / partners.size
    console.log(`related-dev, topics hidden: recall@5 ${recall.toFixed(4)} over ${partners.size} articles`)
    expect(recall).toBeGreaterThanOrEqual(0.33)
  },
)
