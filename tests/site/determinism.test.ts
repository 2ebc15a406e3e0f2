// Clean builds are equal to the byte: whatever the number of threads, the time zone, the locale, the order in
// which the file system lists its folders.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeArticles } from '../../bench/corpus.js'
import { makeSite, readTree, run, writeFiles } from '../support/site.js'

const config = `export default {
  title: 'The Paper', url: 'https://paper.example/', timeZone: 'America/New_York', language: 'de',
  regions: ['Africa', 'America', 'Asia-Pacific', 'Europe', 'Middle East', 'Polar'],
  pageSizes: { archive: 20 },
  widgets: { latest: site => site.articles.slice(0, 5) },
}
`

const articles = [...makeArticles(500)]
const oddities = {
  'content/2026/05/éclair.md':
    '---\ntitle: Éclair\ndate: 2026-05-01\nregion: Europe\n---\n\nSee [another](../../2026/05/ozean.md).\n',
  'content/2026/05/ozean.md': '---\ntitle: Ozean\ndate: 2026-05-01\nregion: Europe\n---\n\nText.\n',
}

async function buildWith(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  order = articles,
): Promise<Map<string, string>> {
  const files = Object.fromEntries(order.map(({ path, text }) => [`content/${path}`, text]))
  const root = makeSite({ 'dateline.config.mjs': config, ...files, ...oddities })
  const { code, stderr } = await run(root, ['build', '--quiet', ...args], env)
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return readTree(join(root, 'dist'))
}

describe('a clean build', () => {
  it('gives the same bytes with 0, 1 and 4 threads, in another zone and locale, in another order of files', async () => {
    const first = await buildWith(['--workers', '0'])
    expect(first.size).toBeGreaterThan(700)
    const variants: readonly [string, Promise<Map<string, string>>][] = [
      ['1 thread', buildWith(['--workers', '1'])],
      ['4 threads', buildWith(['--workers', '4'])],
      ['TZ', buildWith(['--workers', '0'], { TZ: 'Pacific/Auckland' })],
      ['LANG', buildWith(['--workers', '1'], { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' })],
      ['files made in another order', buildWith(['--workers', '4'], {}, [...articles].reverse())],
    ]
    for (const [name, variant] of variants) {
      const tree = await variant
      expect([...tree.keys()], name).toEqual([...first.keys()])
      for (const [path, bytes] of tree) if (bytes !== first.get(path)) expect.fail(`${name}: ${path} differs`)
    }
  })

  it('gives the same bytes over an older site as into an empty folder, and touches nothing the second time', async () => {
    const root = makeSite({
      'dateline.config.mjs': config,
      ...oddities,
      'content/old.md': '---\ntitle: Old\ndate: 2026-01-01\n---\nx\n',
    })
    await run(root, ['build', '--quiet'])
    writeFiles(root, {
      'content/old.md': '---\ntitle: New\ndate: 2026-02-01\n---\n\n[x](2026/05/ozean.md)\n',
    })
    const { stderr } = await run(root, ['build'])
    expect(stderr).toMatch(/dist: [1-9]\d* written, [1-9]\d* unchanged, [1-9]\d* removed/)
    const clean = makeSite({
      'dateline.config.mjs': config,
      ...oddities,
      'content/old.md': '---\ntitle: New\ndate: 2026-02-01\n---\n\n[x](2026/05/ozean.md)\n',
    })
    await run(clean, ['build', '--quiet'])
    expect(readTree(join(root, 'dist'))).toEqual(readTree(join(clean, 'dist')))
    expect((await run(root, ['build'])).stderr).toMatch(/dist: 0 written, \d+ unchanged, 0 removed/)
  })
})
