// Every pair on an index of Related News stands on the article's page, and the other way round.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeArticles } from '../../bench/corpus.js'
import { named, parsePage, select, withClass } from '../support/html.js'
import { article, buildJson, makeSite, page, projectRoot, readTree } from '../support/site.js'

function relatedOnPage(html: string): string[] {
  const [block] = select(parsePage(html), withClass('related'))
  return block
    ? select(block, named('li')).map(item => String(select(item, named('a'))[0]!.properties.href))
    : []
}

/** Article → related, as an index page lists them. */
function pairsOfIndex(html: string): Map<string, string[]> {
  const pairs = new Map<string, string[]>()
  let current: string[] = []
  for (const element of select(
    parsePage(html),
    e => e.tagName === 'h4' || (e.tagName === 'a' && withClass('headline')(e)),
  )) {
    if (element.tagName === 'h4') {
      current = []
      pairs.set(String(select(element, named('a'))[0]!.properties.href), current)
    } else current.push(String(element.properties.href))
  }
  return pairs
}

function check(root: string): number {
  const tree = readTree(join(root, 'dist'))
  const onIndexes = new Map<string, string[]>()
  for (const [path, bytes] of tree) {
    if (!path.startsWith('related/') || !path.endsWith('index.html')) continue
    const pairs = pairsOfIndex(Buffer.from(bytes, 'latin1').toString('utf8'))
    for (const [url, related] of pairs) {
      const onPage = relatedOnPage(page(root, decodeURI(url)))
      expect(related, `${path}: ${url}`).toEqual(onPage)
      onIndexes.set(url, related)
    }
    const json = JSON.parse(
      readFileSync(join(root, 'dist', path.replace('index.html', 'related.json')), 'utf8'),
    ) as {
      url: string
      related: { url: string; score: number }[]
    }[]
    for (const entry of json) {
      const listed = pairs.get(new URL(entry.url).pathname)!
      expect(new Set(entry.related.map(item => new URL(item.url).pathname))).toEqual(new Set(listed))
      expect(entry.related.map(item => item.score)).toEqual(
        entry.related.map(item => item.score).sort((a, b) => b - a),
      )
    }
  }
  const articles = [...tree.keys()].filter(
    path => /^\d{4}\/\d{2}\/[^/]+\/index\.html$/.test(path) && !/^\d{4}\/\d{2}\/\d+\//.test(path),
  )
  for (const path of articles) {
    const url = encodeURI(`/${path.replace('index.html', '')}`)
    const onPage = relatedOnPage(page(root, `/${path.replace('index.html', '')}`))
    if (onPage.length > 0) expect(onIndexes.get(url), url).toEqual(onPage)
  }
  return onIndexes.size
}

describe('the indexes of Related News', () => {
  it('hold exactly the pairs of the pages: 300 articles over many months, sections cut short', async () => {
    const files = Object.fromEntries(
      [...makeArticles(300)].map(({ path, text }) => [`content/${path}`, text]),
    )
    const root = makeSite({
      ...files,
      'dateline.config.mjs':
        "export default { title: 'P', url: 'https://p.example/', pageSizes: { related: 5, archive: 10 } }",
    })
    const { result } = await buildJson(root)
    expect(result.articles).toBe(300)
    expect(check(root)).toBe(300)
  })

  it('hold them for the demo newsroom', async () => {
    const root = makeSite({}, join(projectRoot, 'tests/sites/seed'))
    await buildJson(root)
    expect(check(root)).toBe(7)
  })

  it('keep articles without a region in a section of their own, last', async () => {
    const root = makeSite({
      'content/a.md': article(
        { title: 'Harbour tariffs rise', region: 'Europe' },
        'Harbour tariffs and cranes.',
      ),
      'content/b.md': article({ title: 'Harbour cranes stand still' }, 'Harbour tariffs and cranes again.'),
    })
    await buildJson(root)
    const sections = select(parsePage(page(root, '/related/')), named('h2'))
    expect(sections.length).toBeGreaterThanOrEqual(2)
    expect(
      readdirSync(join(root, 'dist/related')).filter(name =>
        statSync(join(root, 'dist/related', name)).isDirectory(),
      ),
    ).toEqual(['europe', 'other'])
    expect(check(root)).toBe(2)
  })
})
