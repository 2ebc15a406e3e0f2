// A preview shows what readers do not see yet, says so, and is kept apart from the site.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { article, buildJson, makeSite, plainConfig, readTree, run, writeFiles } from '../support/site.js'

const quay =
  'The quay was rebuilt with granite from the old lighthouse after the storm broke the harbour wall.'
const stories = {
  'content/published.md': article(
    { title: 'Published', date: '2026-11-01', region: 'Harbour', topics: ['Quay'] },
    `${quay} See [the draft](draft.md), [the secret](embargoed.md) and [the feed](/feed.xml).`,
  ),
  'content/draft.md': article(
    { title: 'A draft', date: '2026-11-02', draft: true, region: 'Harbour', topics: ['Quay'] },
    `After the storm, masons take granite from the lighthouse to the broken harbour wall, and the quay waits.`,
  ),
  'content/future.md': article(
    { title: 'Tomorrow', date: '2026-11-25T08:30', region: 'Harbour', topics: ['Quay'] },
    quay,
  ),
  'content/embargoed.md': article({
    title: 'The secret',
    date: '2026-11-03',
    embargo: '2026-11-26T06:00',
    region: 'Harbour',
  }),
  'content/secret-draft.md': article({
    title: 'The secret draft',
    date: '2026-11-03',
    draft: true,
    embargo: '2026-11-27T06:00',
  }),
  'content/withheld.md': article({ title: 'Withheld', date: '2026-11-04', status: 'withheld', draft: true }),
  'content/expired.md': article({ title: 'Expired', date: '2026-11-04', expires: '2026-11-05', draft: true }),
  'dateline.config.mjs': `export default { title: 'The Paper', url: 'https://paper.example/', timeZone: 'Europe/Lisbon' }\n`,
}

const pages = (root: string) =>
  [...readTree(join(root, 'preview'))].filter(([path]) => path.endsWith('.html'))
const read = (root: string, path: string) => readFileSync(join(root, 'preview', path), 'utf8')
const has = (root: string, path: string) => existsSync(join(root, 'preview', path))
const banner = (html: string) => /<aside class="preview-banner"[^>]*>\s*<p>(.*?)<\/p>/s.exec(html)?.[1]

describe('build --preview', () => {
  it('shows drafts and stories of a date to come, each under a banner', async () => {
    const root = makeSite(stories)
    expect((await run(root, ['build', '--preview'])).code).toBe(0)
    expect(banner(read(root, '2026/11/draft/index.html'))).toBe('Draft: readers do not see this story.')
    expect(banner(read(root, '2026/11/future/index.html'))).toBe(
      'To be published at November 25, 2026 at 08:30 (Europe/Lisbon).',
    )
    expect(banner(read(root, '2026/11/published/index.html'))).toBeUndefined()
    for (const slug of ['embargoed', 'secret-draft', 'withheld', 'expired'])
      expect(has(root, `2026/11/${slug}`), slug).toBe(false)
    expect(pages(root).filter(([, html]) => html.includes('secret') && !html.includes('the secret'))).toEqual(
      [],
    )
    expect(existsSync(join(root, 'dist'))).toBe(false)
  })

  it('shows stories under embargo when that is asked for', async () => {
    const root = makeSite(stories)
    expect((await run(root, ['build', '--preview', '--include-embargoed'])).code).toBe(0)
    expect(banner(read(root, '2026/11/embargoed/index.html'))).toBe(
      'Under embargo until November 26, 2026 at 06:00 (Europe/Lisbon).',
    )
    expect(banner(read(root, '2026/11/secret-draft/index.html'))).toBe(
      'Draft: readers do not see this story. Not before November 27, 2026 at 06:00 (Europe/Lisbon).',
    )
    for (const slug of ['withheld', 'expired']) expect(has(root, `2026/11/${slug}`), slug).toBe(false)
  })

  it('marks them in lists and Related News, and links lead to them', async () => {
    const root = makeSite(stories)
    const { stderr } = await run(root, ['build', '--preview'])
    const home = read(root, 'index.html')
    expect(home).toContain('<span class="unpublished">Draft</span>')
    expect(home).toContain('<span class="unpublished">Scheduled</span>')
    const published = read(root, '2026/11/published/index.html')
    expect(published).toContain('<a href="/2026/11/draft/">the draft</a>')
    expect(published).toMatch(/class="related[\s\S]*A draft[\s\S]*<span class="unpublished">Draft<\/span>/)
    // One under embargo is plain text, as on the site.
    expect(published).not.toContain('/2026/11/embargoed/')
    // The feed is only of the site: a link to it is no mistake.
    expect(stderr).not.toContain('DL2009')
  })

  it('is nothing for search engines and feed readers', async () => {
    const root = makeSite({
      ...stories,
      'public/google123.html': '<p>verified</p>',
      'content/old.md': article({ aliases: ['/gone/'] }),
    })
    await run(root, ['build', '--preview'])
    const all = pages(root)
    expect(all.length).toBeGreaterThan(10)
    for (const [path, html] of all) {
      expect(html.match(/<meta name="robots" content="noindex">/g), path).toHaveLength(1)
      expect(html, path).not.toMatch(/rel="canonical"|og:url|rel="alternate"|\/feed\.xml"><\/a>/)
    }
    expect(read(root, 'robots.txt')).toBe('User-agent: *\nDisallow: /\n')
    expect(read(root, '_headers')).toBe('/*\n  X-Robots-Tag: noindex\n')
    expect([...readTree(join(root, 'preview')).keys()].filter(path => /\.(?:xml|json)$/.test(path))).toEqual(
      [],
    )
  })

  it('marks pages of templates that know nothing of it', async () => {
    const root = makeSite({
      ...stories,
      'templates/article.eta':
        '<!doctype html>\n<title><%= it.article.title %></title>\n<link rel=canonical href="<%= it.page.canonical %>">\n<p>Text</p>',
    })
    await run(root, ['build', '--preview'])
    const html = read(root, '2026/11/draft/index.html')
    expect(html).toMatch(/^<!doctype html>\n<meta name="robots" content="noindex">\n/)
    expect(banner(html)).toBeDefined()
  })

  it('leaves out what tells the live host how to serve the paper', async () => {
    const root = makeSite({
      ...stories,
      'public/CNAME': 'paper.example\n',
      'public/_redirects': '/* https://paper.example/:splat 301!\n',
      'public/_headers': '/*\n  X-Frame-Options: DENY\n',
      'public/logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    })
    expect((await run(root, ['build', '--preview'])).code).toBe(0)
    expect(has(root, 'CNAME')).toBe(false)
    expect(has(root, '_redirects')).toBe(false)
    expect(read(root, '_headers')).toContain('noindex')
    expect(has(root, 'logo.svg')).toBe(true)
    expect((await run(root, ['build'])).code).toBe(0)
    expect(readFileSync(join(root, 'dist/_headers'), 'utf8')).toContain('DENY')
  })
})

describe('a preview beside the site', () => {
  it('leaves the site, its store and its clock as they were', async () => {
    const root = makeSite(stories)
    await run(root, ['build'])
    const before = readTree(join(root, 'dist'))
    const kept = () => [
      readTree(join(root, '.dateline/store')),
      readFileSync(join(root, '.dateline/next-change.json'), 'utf8'),
    ]
    const store = kept()
    await run(root, ['build', '--preview', '--include-embargoed'])
    expect(readTree(join(root, 'dist'))).toEqual(before)
    expect(kept()).toEqual(store)
    const { result } = await buildJson(root)
    expect(result).toMatchObject({ written: 0, counters: { parsed: 0, rendered: 0 } })
    expect([...before.values()].filter(text => text.includes('A draft'))).toEqual([])
  })

  it('is not built in its place, nor the other way round', async () => {
    const root = makeSite(stories)
    await run(root, ['build'])
    const site = readTree(join(root, 'dist'))
    const refused = await run(root, ['build', '--preview', '--out', 'dist'])
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('a preview must not take its place')
    expect(readTree(join(root, 'dist'))).toEqual(site)
    await run(root, ['build', '--preview'])
    expect((await run(root, ['build', '--out', 'preview'])).code).toBe(1)
    expect(has(root, '2026/11/draft/index.html')).toBe(true)
    expect((await run(root, ['build', '--preview', '--delta', 'upload'])).code).toBe(2)
    expect(readdirSync(root)).not.toContain('upload')
  })

  it('is, after any change, what a clean preview is', async () => {
    const root = makeSite(stories)
    const build = async (...more: string[]) => {
      expect((await run(root, ['build', '--preview', ...more])).code).toBe(0)
      const verdict = await run(root, ['verify', '--preview', ...more])
      expect(verdict.stderr).toContain('as a clean build makes them')
    }
    await build()
    writeFiles(root, {
      'content/draft.md': stories['content/draft.md'].replace('draft: true\n', ''),
      'content/published.md': stories['content/published.md'].replace(
        'title: Published',
        'title: Published\ndraft: true',
      ),
    })
    await build()
    expect(banner(read(root, '2026/11/draft/index.html'))).toBeUndefined()
    expect(banner(read(root, '2026/11/published/index.html'))).toBeDefined()
    await build('--include-embargoed')
    expect(read(root, '2026/11/published/index.html')).toContain('<a href="/2026/11/embargoed/">')
    // Time alone: what was to come is there, and its mark is gone.
    await build('--now', '2026-11-28T00:00:00Z')
    expect(banner(read(root, '2026/11/embargoed/index.html'))).toBeUndefined()
    expect(has(root, '2026/11/secret-draft/index.html')).toBe(true)
    await build()
    expect(has(root, '2026/11/secret-draft/index.html')).toBe(false)
  })
})

describe('why --preview', () => {
  it('gives a line of Markdown a story, with the address in the preview', async () => {
    const root = makeSite({
      ...stories,
      'content/published.md': article({ title: 'A [new] *quay*', date: '2026-11-01' }),
    })
    const files = ['published', 'draft', 'future', 'embargoed', 'withheld'].map(name => `content/${name}.md`)
    const { stdout } = await run(root, [
      'why',
      '--preview',
      '--markdown',
      '--at',
      'https://pr-7.pages.example/',
      ...files,
    ])
    expect(stdout.split('\n')).toEqual([
      '- [A \\[new\\] \\*quay\\*](https://pr-7.pages.example/2026/11/published/)',
      '- [A draft](https://pr-7.pages.example/2026/11/draft/): a draft',
      '- [Tomorrow](https://pr-7.pages.example/2026/11/future/): to be published at 2026-11-25T08:30:00Z (Europe/Lisbon)',
      '- `content/embargoed.md` is not shown: it is under embargo, until 2026-11-26T06:00:00Z (Europe/Lisbon)',
      '- `content/withheld.md` is not shown: it is a draft',
      '',
    ])
    const words = await run(root, ['why', '--preview', 'content/future.md'])
    expect(words.stdout).toContain('the preview has it at https://paper.example/2026/11/future/')
  })
})

it('a site without stories to come has the same lists in a preview', async () => {
  const root = makeSite({ 'dateline.config.mjs': plainConfig, 'content/a.md': article({}) })
  expect((await run(root, ['build', '--preview'])).code).toBe(0)
  expect(pages(root).filter(([, html]) => html.includes('class="unpublished"'))).toEqual([])
})

it('begins with what the builds of the site know, and is what it would be without', async () => {
  const root = makeSite(stories)
  await buildJson(root)
  const preview = ['--preview', '--include-embargoed']
  const first = await buildJson(root, preview)
  expect(first.result.counters.parsed).toBe(0)
  const clean = await buildJson(root, [...preview, '--no-cache', '--out', 'clean'])
  expect(clean.result.counters.parsed).toBeGreaterThan(6)
  expect(first.result.diagnostics).toEqual(clean.result.diagnostics)
  expect(readTree(join(root, 'preview'))).toEqual(readTree(join(root, 'clean')))
  // From then on each keeps its own.
  writeFiles(root, { 'content/draft.md': article({ title: 'Another draft', draft: true }) })
  expect((await buildJson(root, preview)).result.counters.parsed).toBe(1)
  expect((await buildJson(root)).result.counters.parsed).toBe(1)
  expect(readdirSync(join(root, '.dateline')).filter(name => /^preview\.\d/.test(name))).toEqual([])
})
