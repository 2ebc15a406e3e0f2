// The quality of Related News on an open set: 1,804 posts with the links that their editors put between them.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createZone, resolveDate } from '../../src/base/dates.js'
import { hashText } from '../../src/base/stamp.js'
import { defaultRelatedOptions } from '../../src/related/score.js'
import type { RelatedInput } from '../../src/related/state.js'
import { planRelated, rankSeats } from '../../src/related/update.js'
import { createDesk, makeLibrary } from '../support/library.js'

const folder = fileURLToPath(new URL('../../../shared/data/related-dev', import.meta.url))

test.skipIf(!existsSync(folder))(
  'recall at 5 over the editors’ links, topics hidden, is at least .44',
  { timeout: 300_000 },
  async () => {
    const articles = join(folder, 'articles')
    const files = readdirSync(articles).map(path => ({
      path,
      text: readFileSync(join(articles, path), 'utf8'),
    }))
    const desk = await createDesk()
    const library = await makeLibrary(files, desk)
    expect(library.size).toBe(1804)
    const zone = createZone('UTC')
    const instants = Array.from({ length: library.size }, (_, row) => resolveDate(library.date(row), zone))
    const rows = instants
      .map((_, row) => row)
      .sort((a, b) => instants[a]! - instants[b]! || (library.path(a) < library.path(b) ? -1 : 1))
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

    const recall = (topics: (n: number) => Uint32Array): number => {
      const input: RelatedInput = {
        rows: Uint32Array.from(rows),
        instants: Float64Array.from(rows, row => instants[row]!),
        terms: row => desk.terms(library, row),
        sketch: library.sketch,
        isSameFile: () => false,
        region: () => 0,
        source: () => 0,
        topics,
        topicSum: () => 0,
        eligible: () => true,
        isApart: () => false,
        without: new Map(),
      }
      const options = { ...defaultRelatedOptions, limit: 10, perRegion: 10, minScore: 0 }
      const { index, context, stale, state } = planRelated(input, options, 'key', undefined)
      // Everything is new: a seat is a place.
      const { ends, items } = rankSeats(index, context, stale, state.without)
      let sum = 0
      for (const [n, wanted] of partners) {
        const list = items.subarray(n === 0 ? 0 : ends[n - 1], ends[n])
        sum += list.subarray(0, 5).filter(item => wanted.has(item)).length / Math.min(5, wanted.size)
      }
      return sum / partners.size
    }
    // Topics would give the answer away: nine in ten links join posts that share one.
    const hidden = recall(() => new Uint32Array(0))
    const shown = recall(n =>
      Uint32Array.from(library.topics(rows[n]!), id => hashText(library.names.name(id))).sort(),
    )
    console.log(
      `related-dev, ${partners.size} articles: recall@5 ${hidden.toFixed(4)} with topics hidden, ${shown.toFixed(4)} with topics`,
    )
    expect(hidden).toBeGreaterThanOrEqual(0.44)
  },
)
