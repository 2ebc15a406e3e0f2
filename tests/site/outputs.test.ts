// What the site consists of: every kind of page, its address, and what must not be on it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { links, named, parsePage, select, textOf, withClass } from '../support/html.js'
import { article, buildHere, makeSite, page, readTree } from '../support/site.js'

const config = (more = '') => `export default {
  title: 'The Paper', url: 'https://paper.example/news/', timeZone: 'America/New_York', description: 'A paper.',
  regions: ['Europe', { name: 'Asia-Pacific', aliases: ['APAC'] }],
  sources: ['Staff', { name: 'Wire & Sons', key: 'wire', url: 'https://wire.example/' }],
  ${more}
}
`

const small = {
  'dateline.config.mjs': config(),
  'content/2026/03/barge.md': article(
    {
      title: '"Barge & <lock>"',
      region: 'Europe',
      source: 'Wire & Sons',
      topics: '[Rivers, Trade]',
      authors: '[ana]',
      series: 'The Rhine',
      summary: 'A barge is stuck.',
      aliases: '[/old/barge.html, old/barge-two]',
      date: '2026-03-04T23:30',
    },
    'The barge.\n\n## Later\n\nSee [the ferry](ferry.md) and [a page](/about/), [away](https://else.example/).',
  ).replace('title: "Barge & <lock>"', 'title: \'"Barge & <lock>"\''),
  'content/2026/03/ferry.md': article(
    { title: 'Ferry', region: 'APAC', topics: '[Rivers]', authors: '[ana, Bo Ek]', series: 'The Rhine' },
    'The ferry.',
  ),
  'content/2025/12/old.md': article(
    { title: 'Old story', region: 'Europe', date: '2025-12-31T23:00' },
    'Old text.',
  ),
  'content/2026/04/secret.md': article(
    {
      title: 'Zebra secret',
      date: '2026-03-01',
      embargo: '2027-01-01T00:00Z',
      region: 'Europe',
      topics: '[Zebras]',
    },
    'Zebra plan.',
  ),
  'content/2026/04/draft.md': article({ title: 'Zebra draft', draft: 'true' }),
  'content/2026/04/killed.md': article({ title: 'Zebra killed', status: 'canceled' }),
  'content/2026/04/gone.md': article({ title: 'Zebra gone', expires: '2026-04-01' }),
  'content/2026/04/future.md': article({ title: 'Zebra future', date: '2027-02-02' }),
  'content/pages/about.md':
    '---\ntitle: About us\naliases: [/impressum/]\n---\n\nWe are. Write to [Ana](../authors/ana.md).\n',
  'content/authors/ana.md':
    '---\nname: Ana Ash\nrole: Reporter\nbio: Writes.\n---\n\nAna writes about rivers.\n',
  'content/regions/europe/_index.md': '---\ntitle: Europe\n---\n\nNews from between the seas.\n',
  'public/robots-extra.txt': 'x',
}

describe('the outputs', () => {
  it('stand at their addresses, with the base path in every link and nowhere in the tree', async () => {
    const root = makeSite(small)
    const { code, result } = await buildHere(root)
    expect(result.diagnostics).toEqual([])
    expect(code).toBe(0)
    const files = new Set(readTree(join(root, 'dist')).keys())
    const expected = [
      'index.html',
      '404.html',
      'robots.txt',
      'sitemap.xml',
      'feed.xml',
      'robots-extra.txt',
      'assets/style.css',
      '2026/03/barge/index.html',
      '2026/03/ferry/index.html',
      '2025/12/old/index.html',
      '2026/index.html',
      '2026/03/index.html',
      '2025/12/index.html',
      'regions/europe/index.html',
      'regions/europe/feed.xml',
      'regions/europe/2026/03/index.html',
      'regions/asia-pacific/index.html',
      'topics/rivers/index.html',
      'topics/rivers/feed.xml',
      'sources/wire/index.html',
      'authors/ana/index.html',
      'authors/ana/feed.xml',
      'authors/bo-ek/index.html',
      'series/the-rhine/index.html',
      'series/the-rhine/feed.xml',
      'about/index.html',
      'related/index.html',
      'related/related.json',
      'related/europe/index.html',
      'related/europe/2026/03/index.html',
      'sitemaps/2026-03.xml',
      'sitemaps/2025-12.xml',
      'sitemaps/pages.xml',
      'old/barge.html',
      'old/barge-two/index.html',
      'impressum/index.html',
    ]
    expect(expected.filter(path => !files.has(path))).toEqual([])
    for (const path of files) {
      if (!path.endsWith('.html')) continue
      for (const href of links(parsePage(page(root, `/${path}`)))) {
        if (
          href.startsWith('#') ||
          href.startsWith('https://else.example') ||
          href.startsWith('https://wire.example')
        )
          continue
        expect(href, path).toMatch(/^\/news\//)
        const target = decodeURI(href.slice('/news'.length)).replace(/#.*$/, '')
        expect(
          existsSync(join(root, 'dist', target.endsWith('/') ? `${target}index.html` : target)),
          `${path}: ${href}`,
        ).toBe(true)
      }
    }
  })

  it('leave no trace of what readers must not see', async () => {
    const root = makeSite(small)
    const { result } = await buildHere(root)
    expect(result).toMatchObject({
      articles: 3,
      found: 8,
      hidden: 5,
      nextChange: '2026-12-31T19:00:00-05:00',
    })
    for (const [path, bytes] of readTree(join(root, 'dist'))) {
      expect(path.toLowerCase()).not.toContain('zebra')
      expect(bytes.toLowerCase(), path).not.toContain('zebra')
    }
  })

  it('escape a title with quotes and angle brackets everywhere', async () => {
    const root = makeSite(small)
    await buildHere(root)
    const html = parsePage(page(root, '/2026/03/barge/'))
    expect(textOf(select(html, named('h1'))[0]!)).toBe('"Barge & <lock>"')
    const feed = new XMLParser({ ignoreAttributes: false }).parse(page(root, '/feed.xml')) as {
      rss: { channel: { item: { title: string; link: string; pubDate: string }[] } }
    }
    const item = feed.rss.channel.item.find(({ link }) => link.includes('barge'))!
    expect(
      item.title
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&amp;/g, '&')
        .replace(/&quot;/g, '"'),
    ).toBe('"Barge & <lock>"')
    expect(item.link).toBe('https://paper.example/news/2026/03/barge/')
    // 23:30 in New York is the next day in UTC; the address keeps the newsroom's day.
    expect(item.pubDate).toBe('Thu, 05 Mar 2026 04:30:00 +0000')
  })

  it('are well-formed XML, with the site’s own addresses', async () => {
    const root = makeSite(small)
    await buildHere(root)
    for (const [path, bytes] of readTree(join(root, 'dist'))) {
      if (!path.endsWith('.xml')) continue
      expect(XMLValidator.validate(Buffer.from(bytes, 'latin1').toString('utf8')), path).toBe(true)
    }
    expect(page(root, '/sitemap.xml')).toContain('<loc>https://paper.example/news/sitemaps/2026-03.xml</loc>')
    expect(page(root, '/robots.txt')).toContain('Sitemap: https://paper.example/news/sitemap.xml')
    expect(page(root, '/old/barge.html')).toMatch(/http-equiv="refresh"[^>]*\/news\/2026\/03\/barge\//)
  })

  it('link articles, pages and authors, mark links that lead away, and show byline and source', async () => {
    const root = makeSite(small)
    await buildHere(root)
    const html = page(root, '/2026/03/barge/')
    expect(html).toContain('<a href="/news/2026/03/ferry/">the ferry</a>')
    expect(html).toContain('<a href="/news/about/">a page</a>')
    expect(html).toMatch(/<a href="https:\/\/else\.example\/" class="outside" rel="noopener">away<\/a>/)
    expect(html).toContain('<a href="/news/authors/ana/" rel="author">Ana Ash</a>')
    expect(html).toContain('<a href="/news/sources/wire/">Wire &amp; Sons</a>')
    expect(page(root, '/about/')).toContain('<a href="/news/authors/ana/">Ana</a>')
    expect(page(root, '/regions/europe/')).toContain('News from between the seas.')
    expect(page(root, '/authors/ana/')).toContain('Ana writes about rivers.')
  })

  it('page a long list by months, oldest first, and never change a full page', async () => {
    const stories = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, n) => [
          `content/s${n}.md`,
          article(
            {
              title: `Story ${n}`,
              date: `2026-03-${String(1 + Math.floor(n / 2)).padStart(2, '0')}`,
              region: 'Europe',
              topics: '[Rivers]',
            },
            `Text ${n}.`,
          ),
        ]),
      )
    const sized = {
      'dateline.config.mjs': config('pageSizes: { list: 5, archive: 10 }, related: { limit: 0 },'),
    }
    const older = makeSite({ ...sized, ...stories(40) })
    const newer = makeSite({ ...sized, ...stories(45) })
    await buildHere(older)
    await buildHere(newer)
    const before = readTree(join(older, 'dist'))
    const after = readTree(join(newer, 'dist'))
    for (const list of ['regions/europe/2026/03/', '2026/03/', 'topics/rivers/1/', 'sources/the-paper/1/'])
      expect([...after.keys()]).toContain(`${list}index.html`)
    // Pages 1 to 3 of each list were full; the fourth was full as well, and learns that there is a fifth.
    const full = ['', '2/', '3/'].flatMap(number => [`regions/europe/2026/03/${number}`, `2026/03/${number}`])
    const numbered = ['1/', '2/', '3/'].flatMap(number => [
      `topics/rivers/${number}`,
      `sources/the-paper/${number}`,
    ])
    for (const path of [...full, ...numbered]) {
      expect(after.get(`${path}index.html`), path).toBeDefined()
      expect(after.get(`${path}index.html`), path).toBe(before.get(`${path}index.html`))
    }
    expect(after.has('regions/europe/2026/03/5/index.html')).toBe(true)
    const titles = (path: string) => select(parsePage(page(newer, path)), withClass('headline')).map(textOf)
    expect(titles('/topics/rivers/1/')).toEqual(Array.from({ length: 10 }, (_, n) => `Story ${9 - n}`))
  })

  it('take the front page from the editors, and fill what they leave open', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 9 }, (_, n) => [
        `content/s${n}.md`,
        article(
          { title: `Story ${n}`, date: `2026-03-0${n + 1}`, region: n % 2 ? 'Europe' : 'Asia-Pacific' },
          `Text ${n}.`,
        ),
      ]),
    )
    const root = makeSite({
      'dateline.config.mjs': config(),
      ...files,
      'content/draft.md': article({ title: 'Draft', draft: 'true' }),
      'content/_front.yml':
        'lead:\n  - path: s2.md\nsecondary:\n  - path: s0.md\n    until: 2026-11-23\n  - s1.md\n  - path: s2.md\n  - draft.md\n  - s33.md\nband:\n  title: Rivers\n  articles: [s3.md, s4.md]\n',
      'content/_front.europe.yml': 'lead: s5.md\n',
    })
    const { code, result } = await buildHere(root)
    expect(code).toBe(0)
    expect(
      result.diagnostics.map(({ file, line, code: id, hint }) => [
        file,
        line,
        id,
        hint?.includes('Did you mean "s3.md"') ?? false,
      ]),
    ).toEqual([
      ['content/_front.yml', 7, 'DL3003', false],
      ['content/_front.yml', 8, 'DL3003', false],
      ['content/_front.yml', 9, 'DL3003', true],
    ])
    const home = parsePage(page(root, '/'))
    const main = select(home, named('main'))[0]!
    const headlines = select(main, e => /^h[2-4]$/.test(e.tagName) && withClass('headline')(e)).map(textOf)
    expect(headlines[0]).toBe('Story 2')
    expect(headlines).toContain('Story 1')
    expect(textOf(main)).toContain('Rivers')
    expect(new Set(headlines).size).toBe(headlines.length)
    expect(headlines).toHaveLength(9)
    const europe = select(parsePage(page(root, '/regions/europe/')), withClass('headline')).map(textOf)
    expect(europe[0]).toBe('Story 5')
    expect(europe.filter(title => title === 'Story 5')).toHaveLength(1)
  })

  it('name both sides of an address that two things claim', async () => {
    const cases: readonly [Record<string, string>, string][] = [
      [{ 'content/a/same.md': article({}), 'content/b/same.md': article({}) }, 'content/a/same.md'],
      [{ 'content/a.md': article({ url: '/x/' }), 'content/b.md': article({ url: '/X/' }) }, 'content/a.md'],
      [
        {
          'content/a.md': article({ url: '/about/' }),
          'content/pages/about.md': '---\ntitle: About\n---\nx',
        },
        'content/a.md',
      ],
      [{ 'content/a.md': article({}), 'public/2026/03/a/index.html': 'mine' }, 'content/a.md'],
      [{ 'content/a.md': article({}), 'public/index.html': 'mine' }, 'the page /'],
      [{ 'content/a.md': article({ aliases: '[/related/]' }) }, 'the page /related/'],
      [{ 'content/a.md': article({ url: '/feed.xml' }) }, 'content/a.md'],
      [{ 'content/a.md': article({}), 'public/2026': 'a file where a folder must be' }, 'content/a.md'],
    ]
    for (const [files, other] of cases) {
      const { code, result } = await buildHere(makeSite(files))
      expect([other, code]).toEqual([other, 1])
      const clashes = result.diagnostics.filter(({ code: id }) => id === 'DL3001')
      expect(clashes.length, other).toBeGreaterThan(0)
      expect(clashes[0]!.message).toContain(other)
    }
  })

  it('lead from a list to all lists of its kind, wherever the patterns put them', async () => {
    const root = makeSite({
      'content/a.md': article({ title: 'A', date: '2026-03-01', topics: '[Rail]', authors: '[Ann]' }),
      'dateline.config.mjs':
        "export default { title: 'P', url: 'https://p.example/', addresses: { topics: '/themes/:key/', authors: '/:key/' } }\n",
    })
    const { code } = await buildHere(root)
    expect(code).toBe(0)
    expect(page(root, '/themes/rail/')).toContain('<p class="kicker"><a href="/themes/">Topics</a></p>')
    expect(page(root, '/themes/')).toContain('href="/themes/rail/"')
    // There is no page above these: no dead link.
    expect(page(root, '/ann/')).toContain('<p class="kicker">Authors</p>')
  })

  it('refuse addresses that leave the output folder or cannot be a file', async () => {
    for (const url of [
      '../escape',
      '/a/../../b',
      '%2e%2e/x',
      '//evil.example/x',
      'https://evil.example/x',
      '/con/',
      '/a\\\\b/',
      '/a:b/',
      '/..%2fx/',
    ]) {
      const root = makeSite({ 'content/a.md': article({ url: JSON.stringify(url) }) })
      const { code, result } = await buildHere(root)
      expect([url, code, result.diagnostics[0]?.code, result.diagnostics[0]?.line]).toEqual([
        url,
        1,
        'DL1012',
        4,
      ])
    }
  })

  it('publish pictures that visible articles show, with their sizes, and no others', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg==',
      'base64',
    )
    const root = makeSite({
      'content/2026/03/story/index.md': article(
        { title: 'Pictures', image: '{ src: lead.png, alt: Lead, caption: A lead, credit: Me }' },
        '![Below](deep/two.png "The caption")\n\n![Public](/pics/pub.png)\n\n![Gone](gone.png)',
      ),
      'content/2026/03/story/lead.png': png,
      'content/2026/03/story/deep/two.png': png,
      'content/2026/03/story/unused.png': png,
      'content/2026/03/draft.md': article({ title: 'D', draft: 'true' }, '![s](secret.png)'),
      'content/2026/03/secret.png': png,
      'public/pics/pub.png': png,
    })
    const { result } = await buildHere(root)
    expect(result.diagnostics.map(({ code, line }) => [code, line])).toEqual([['DL2004', 11]])
    const html = page(root, '/2026/03/story/')
    expect(html).toContain(
      '<img src="/media/2026/03/story/deep/two.png" alt="Below" width="3" height="2" loading="lazy" decoding="async">',
    )
    expect(html).toContain('<figcaption>The caption</figcaption>')
    expect(html).toContain('src="/pics/pub.png"')
    expect(html).toContain('<span class="missing-image">Gone</span>')
    expect(html).toMatch(/<img[^>]*src="\/media\/2026\/03\/story\/lead\.png"/)
    const media = [...readTree(join(root, 'dist')).keys()].filter(path => path.startsWith('media/'))
    expect(media).toEqual(['media/2026/03/story/deep/two.png', 'media/2026/03/story/lead.png'])
  })

  it('put pinned articles first and leave hidden ones out', async () => {
    const text = 'Grain ships wait at the strait for inspection.'
    const root = makeSite({
      'content/a.md': article({ title: 'Grain A', related: '{ pin: [d.md, nope.md], hide: [b.md] }' }, text),
      'content/b.md': article({ title: 'Grain B' }, text),
      'content/c.md': article({ title: 'Grain C' }, text),
      'content/d.md': article({ title: 'Opera review' }, 'A night of song.'),
    })
    const { result } = await buildHere(root)
    expect(result.diagnostics.map(({ code, line }) => [code, line])).toEqual([['DL3004', 4]])
    const json = JSON.parse(page(root, '/related/related.json')) as {
      path: string
      related: { path: string }[]
    }[]
    expect(json.find(({ path }) => path === 'a.md')!.related.map(({ path }) => path)).toEqual([
      'd.md',
      'c.md',
    ])
  })
})
