// What a site adds of its own: config files, settings that editors change, templates, plug-ins, widgets, outputs.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { build } from '../../lib/index.js'
import { article, buildHere, makeSite, page, readTree, run, writeFiles } from '../support/site.js'

const base = { 'content/a.md': article({ title: 'Alpha', region: 'Europe' }, 'Alpha text with *stress*.') }

describe('the config', () => {
  it.each([
    [
      'dateline.config.ts',
      "import { defineConfig } from 'dateline-news'\nimport { title } from './parts/title'\nconst url: string = 'https://p.example/'\nexport default defineConfig({ title, url })\n",
    ],
    [
      'dateline.config.mjs',
      "import { title } from './parts/title.ts'\nexport default { title, url: 'https://p.example/' }\n",
    ],
    [
      'dateline.config.js',
      "import { title } from './parts/title.ts'\nexport default { title, url: 'https://p.example/' }\n",
    ],
  ])('loads as %s, with imports of its own', async (name, text) => {
    const root = makeSite({
      ...base,
      [name]: text,
      'parts/title.ts': "export const title: string = 'Typed Times'\n",
    })
    const { code } = await buildHere(root)
    expect(code).toBe(0)
    expect(page(root, '/')).toContain('<title>Typed Times</title>')
  })

  it.each([
    [
      "export default {\n  title: 'P',\n  url: 'https://p.example/',\n  titel: 'x',\n}\n",
      'dateline.config.mjs:4:3',
      'DL5001',
      'did you mean "title"?',
    ],
    [
      "export default {\n  title: 'P',\n  url: 'p.example',\n}\n",
      'dateline.config.mjs:3:8',
      'DL5002',
      'absolute address',
    ],
    [
      "export default {\n  title: 'P',\n  url: 'https://p.example/',\n  markdown: { html: 'sanitise' },\n}\n",
      'dateline.config.mjs:4:21',
      'DL5002',
      'sanitize, allow, escape',
    ],
    [
      "export default {\n  title: 'P',\n  url: 'https://p.example/',\n  pageSizes: { lists: 3 },\n}\n",
      'dateline.config.mjs:4:16',
      'DL5001',
      'did you mean "list"?',
    ],
    ["export default { title: 'P' }\n", 'dateline.config.mjs', 'DL5002', '"url" is wrong: it is missing'],
    ["export default {\n  title: 'P',,\n}\n", 'dateline.config.mjs:2:14', 'DL5003', 'Expected identifier'],
    ["throw new Error('no luck')\n", 'dateline.config.mjs', 'DL5003', 'no luck'],
    ['export const x = 1\n', 'dateline.config.mjs', 'DL5003', 'does not export'],
  ])('%j is a diagnostic with its place', async (text, place, code, words) => {
    const root = makeSite({ ...base, 'dateline.config.mjs': text })
    const { code: exit, stderr } = await run(root, ['build'])
    expect(exit).toBe(1)
    expect(stderr).toContain(`${place}  error ${code}`)
    expect(stderr).toContain(words)
  })

  it('takes what editors change from content/_site, through the same rules', async () => {
    const root = makeSite({
      ...base,
      'content/_site/regions.yml': '- name: Europe\n  aliases: [EU]\n- Africa\n',
      'content/_site/strings.yml': 'relatedNews: Lesen Sie auch\n',
      'content/_site/settings.yml': 'description: A paper\ntimeZone: Europe/Lisbon\n',
      'content/b.md': article({ title: 'Beta', region: 'EU' }),
    })
    const { code, result } = await buildHere(root)
    expect(result.diagnostics).toEqual([])
    expect(code).toBe(0)
    expect(page(root, '/related/')).toContain('Lesen Sie auch')
    expect(page(root, '/regions/europe/')).toContain('Beta')

    writeFiles(root, {
      'content/_site/settings.yml': 'description: A paper\ntimeZone: Europe/Lisboa\n',
      'content/_site/regionen.yml': '- x\n',
      'content/_site/topics.yml': '- name: a\n  kee: b\n',
      'content/_site/sources.yml': 'a: [\n',
    })
    const broken = await buildHere(root)
    expect(broken.code).toBe(1)
    expect(broken.result.diagnostics.map(({ file, line, code: id }) => [file, line, id])).toEqual([
      ['content/_site/regionen.yml', null, 'DL5001'],
      ['content/_site/settings.yml', 2, 'DL5002'],
      ['content/_site/sources.yml', 1, 'DL1006'],
      ['content/_site/topics.yml', 2, 'DL5001'],
    ])
  })

  it('takes a config as a value through the API, and two sites in one process keep apart', async () => {
    const one = makeSite(base)
    const two = makeSite({ 'content/z.md': article({ title: 'Zulu', region: 'Polar' }) })
    const now = Date.parse('2026-11-24T00:00:00Z')
    const config = (title: string) => ({
      title,
      url: 'https://p.example/',
      content: { transform: (data: Record<string, unknown>) => ({ ...data, kicker: title }) },
    })
    const [first, second] = await Promise.all([
      build({ root: one, config: config('One'), now }),
      build({ root: two, config: config('Two'), now }),
    ])
    expect([first.ok, second.ok]).toEqual([true, true])
    expect(page(one, '/2026/03/a/')).toContain('One')
    expect(page(two, '/2026/03/z/')).toContain('Two')
    const before = readTree(join(one, 'dist'))
    await build({ root: one, config: config('One'), now })
    expect(readTree(join(one, 'dist'))).toEqual(before)
  })

  it('reads fields under a newsroom’s own names, with defaults', async () => {
    const root = makeSite({
      'dateline.config.mjs': `export default { title: 'P', url: 'https://p.example/', regions: ['World', 'Europe'],
        content: { fields: { topics: ['desk-tags'], region: { from: ['desk'], default: 'World' } }, transform: (data, file) => ({ ...data, kicker: file.path }) } }`,
      'content/a.md': article({ title: 'A', desk: 'Europe', 'desk-tags': '[Rivers]' }),
      'content/b.md': article({ title: 'B' }),
    })
    const { code } = await buildHere(root)
    expect(code).toBe(0)
    expect(page(root, '/topics/rivers/')).toContain('>A<')
    expect(page(root, '/regions/world/')).toContain('>B<')
    expect(page(root, '/2026/03/a/')).toContain('a.md')
  })
})

describe('templates', () => {
  it('are overridden file by file, chosen in front matter, and see props, constants and helpers', async () => {
    const root = makeSite({
      'content/a.md': article({
        title: 'Alpha',
        template: 'long-read',
        extra: '{ mood: blue }',
        weather: 'rain',
      }),
      'content/b.md': article({ title: 'Beta' }),
      'templates/long-read.eta':
        '<% layout("layout") %>LONG <%= it.article.title %> <%= it.article.extra.mood %> <%= it.article.extra.weather %> <%= it.site.title %> <%= it.date(it.article, "month") %> <%~ it.article.html %>',
      'templates/partials/footer.eta': '<footer>MY FOOTER</footer>',
      'templates/assets/style.css': 'body { color: teal }\n',
      'templates/assets/extra.css': 'p { color: teal }\n',
    })
    const { code, result } = await buildHere(root)
    expect(result.diagnostics).toEqual([])
    expect(code).toBe(0)
    expect(page(root, '/2026/03/a/')).toContain('LONG Alpha blue rain The Paper March 2026 <p>Some words')
    expect(page(root, '/2026/03/b/')).toContain('MY FOOTER')
    expect(page(root, '/assets/style.css')).toContain('teal')
    expect(page(root, '/assets/extra.css')).toContain('teal')
  })

  it.each([
    ['<p>\n<%= it.article.nothing.here %>\n</p>', 'templates/odd.eta:2:1', 'DL4001', "reading 'here'"],
    ['<% if (true) { %>\n<p>', 'templates/odd.eta', 'DL4001', ''],
    ['one\n<%= include("partials/none") %>', 'templates/odd.eta:2:1', 'DL4002', 'partials/none'],
    ['<%= new Date() %>', 'templates/odd.eta:1:1', 'DL4001', '"Date" cannot be used'],
    ['<%= Math.random() %>', 'templates/odd.eta:1:1', 'DL4001', 'not a function'],
    ['<%= process.env.HOME %>', 'templates/odd.eta:1:1', 'DL4001', '"process" cannot be used'],
    ['<% it.article.title = "x" %>', 'templates/odd.eta:1:1', 'DL4001', 'read only'],
    ['<%= it.widgets.latets.length %>', 'templates/odd.eta', 'DL4003', 'latets'],
  ])('%j is an error that names template, line and page', async (text, place, code, words) => {
    const root = makeSite({ 'content/a.md': article({ template: 'odd' }), 'templates/odd.eta': text })
    const { code: exit, stderr } = await run(root, ['build'])
    expect(exit).toBe(1)
    expect(stderr).toContain(place)
    expect(stderr).toContain(code)
    expect(stderr).toContain('content/a.md')
    expect(stderr).toContain(words)
  })

  it('that do not exist are reported where they were asked for', async () => {
    const { code, result } = await buildHere(makeSite({ 'content/a.md': article({ template: 'fancy' }) }))
    expect(code).toBe(1)
    expect(result.diagnostics[0]).toMatchObject({ code: 'DL4002', file: 'content/a.md', line: 4, column: 11 })
  })
})

describe('plug-ins, widgets and outputs', () => {
  const config = `
const shout = () => tree => { const visit = node => { if (node.type === 'text') node.value = node.value.toUpperCase(); for (const child of node.children ?? []) visit(child) }; visit(tree) }
const mark = options => tree => { for (const node of tree.children) if (node.tagName === 'p') node.properties.dataMark = options.mark }
export default {
  title: 'P', url: 'https://p.example/',
  markdown: { remarkPlugins: [shout], rehypePlugins: [[mark, { mark: 'yes' }]] },
  widgets: { latest: site => site.articles.slice(0, 2), count: site => site.articles.length },
  outputs: [
    function* list(site) {
      yield { path: '/list.json', body: JSON.stringify(site.articles.map(card => card.title)) }
      yield { path: '/extra/', template: 'extra', props: { cards: site.articles } }
    },
  ],
}
`
  const files = {
    'dateline.config.mjs': config,
    'content/a.md': article({ title: 'Alpha' }, 'quiet words'),
    'content/b.md': article({ title: 'Beta', date: '2026-03-05' }),
    'templates/extra.eta':
      '<ul><% for (const card of it.cards) { %><li><%= card.title %></li><% } %></ul><% for (const card of it.widgets.latest) { %>[<%= card.title %>]<% } %><%= it.widgets.count %>',
  }

  it.each(['0', '2'])('work inline and in threads (%s)', async threads => {
    const root = makeSite(files)
    const { code, result } = await buildHere(root, { workers: Number(threads) })
    expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(code).toBe(0)
    expect(page(root, '/2026/03/a/')).toContain('<p data-mark="yes">QUIET WORDS</p>')
    expect(JSON.parse(page(root, '/list.json'))).toEqual(['Beta', 'Alpha'])
    expect(page(root, '/extra/')).toBe('<ul><li>Beta</li><li>Alpha</li></ul>[Beta][Alpha]2')
  })

  it('that throw are diagnostics, and so is an output that claims a taken address', async () => {
    const root = makeSite({
      'content/a.md': article({}),
      'dateline.config.mjs': `export default { title: 'P', url: 'https://p.example/',
        markdown: { remarkPlugins: [() => () => { throw new Error('plug-in broke') }] },
        widgets: { bad: () => { throw new Error('widget broke') } },
        outputs: [function broken() { throw new Error('output broke') }, function* greedy() { yield { path: '/index.html', body: 'x' } }] }`,
    })
    const { code, stderr } = await run(root, ['build', '--keep-going'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/content\/a\.md:6:1 {2}error DL2008 {2}.*plug-in broke/)
    expect(stderr).toMatch(/error DL4004 {2}"widgets\.bad" of the config failed: widget broke/)
    expect(stderr).toMatch(/error DL4004 {2}"broken" of the config failed: output broke/)
    expect(stderr).toMatch(/DL3001 {2}\/index\.html is also the address of the page \//)
  })
})
