// A push costs what it changes: the work for one article is the same in a site of 1,000 and in one of 20,000.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BuildResult } from '../../src/build/options.js'
import { loadBuild } from '../support/lib.js'
import { article, makeFolder, plainConfig, readTree, run, writeFiles } from '../support/site.js'

const build = await loadBuild()
const now = Date.UTC(2026, 10, 24, 12)
const dayMs = 86_400_000
const regions = ['Europe', 'America', 'Africa']

/** Article `n` before today, three a day. Four in a row share rare words; everything else is an article's own. */
function story(n: number): { readonly path: string; readonly text: string } {
  const date = new Date(now - dayMs - Math.floor(n / 3) * dayMs)
  const shared = `cluster${Math.floor(n / 4)}`
  const text = article(
    {
      title: `Story ${shared}a own${n}`,
      date: date.toISOString().slice(0, 10),
      region: regions[n % 3]!,
      topics: [`topic ${n % 7}`],
      authors: [`author ${n % 5}`],
    },
    `${shared}a ${shared}b ${shared}c word${n}x word${n}y word${n}z`,
  )
  return { path: `content/${date.getUTCFullYear()}/s${n}.md`, text }
}

const edits = {
  'one new article': (root: string) =>
    writeFiles(root, {
      'content/new.md': article(
        {
          title: 'New cluster2a',
          date: '2026-11-24',
          region: 'Europe',
          topics: ['topic 1'],
          authors: ['author 2'],
        },
        'cluster2a cluster2b cluster2c fresh',
      ),
    }),
  'one edited body': (root: string) => {
    const { path, text } = story(41)
    writeFileSync(join(root, path), `${text}\nA word more.\n`)
  },
  'one edited title': (root: string) => {
    const { path, text } = story(53)
    writeFileSync(join(root, path), text.replace('title: Story', 'title: Tale'))
  },
  'one deleted article': (root: string) => rmSync(join(root, story(62).path)),
  nothing: () => {},
} as const

type Cost = Pick<BuildResult, 'written' | 'removed' | 'counters'>

async function costs(count: number): Promise<Record<string, Cost>> {
  const root = makeFolder()
  writeFiles(root, {
    'dateline.config.mjs': plainConfig,
    ...Object.fromEntries(
      Array.from({ length: count }, (_, n) => story(n)).map(({ path, text }) => [path, text]),
    ),
  })
  expect((await build({ root, now })).articles).toBe(count)
  const found: Record<string, Cost> = {}
  for (const [name, edit] of Object.entries(edits)) {
    edit(root)
    const { written, removed, counters, ok } = await build({ root, now })
    expect(ok).toBe(true)
    found[name] = { written, removed, counters }
  }
  if (count <= 1_000) {
    const clean = makeFolder()
    await build({ root, now, cache: false, out: join(clean, 'dist') })
    expect(readTree(join(root, 'dist'))).toEqual(readTree(join(clean, 'dist')))
  }
  // As a process of its own, which must not end before it has looked at every file.
  for (let again = 0; again < 3; again++)
    expect((await run(root, ['build', '--json', '--quiet'])).stdout).toContain('"written":0')
  return found
}

describe('a push', () => {
  const measured: { small?: Record<string, Cost>; large?: Record<string, Cost> } = {}
  it('is measured at 1,000 and at 20,000 articles', { timeout: 300_000 }, async () => {
    measured.small = await costs(1_000)
    measured.large = await costs(20_000)
    console.log(JSON.stringify(measured, null, 1))
  })

  it.each(Object.keys(edits))('with %s does the same work in both', name => {
    const [small, large] = [measured.small![name]!, measured.large![name]!]
    const { bytes: smallBytes, ...smallWork } = small.counters
    const { bytes: largeBytes, ...largeWork } = large.counters
    expect({ ...large, counters: largeWork }).toEqual({ ...small, counters: smallWork })
    // Some lists name the months of the archive.
    expect(largeBytes).toBeLessThanOrEqual(smallBytes * 1.5)
  })

  it('with nothing writes nothing, and each edit stays within its budget', () => {
    const written = Object.fromEntries(
      Object.entries(measured.large!).map(([name, cost]) => [name, cost.written]),
    )
    expect(written.nothing).toBe(0)
    expect(written['one new article']).toBeLessThanOrEqual(60)
    for (const [name, count] of Object.entries(written)) expect(count, name).toBeLessThanOrEqual(60)
    expect(measured.large!['one edited body']!.counters.parsed).toBe(1)
  })
})
