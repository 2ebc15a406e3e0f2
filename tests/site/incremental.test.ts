// Single changes that a careless key would miss: after each the site is what a clean build makes of it.
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BuildOptions } from '../../src/build/options.js'
import { loadBuild } from '../support/lib.js'
import {
  article,
  copyProject,
  makeFolder,
  makeSite,
  readTree,
  run,
  type SiteFiles,
  writeFiles,
} from '../support/site.js'

const build = await loadBuild()
const now = Date.UTC(2026, 10, 24, 12)
const base = (more = '', head = '') =>
  `${head}\nexport default { title: 'P', url: 'https://p.example/', ${more} }\n`
const one = article({ title: 'One', date: '2026-01-05', region: 'Europe' }, 'Text with <b>bold</b>.')

function inGit(root: string): void {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=a@p.example', ...args], {
      cwd: root,
      stdio: 'pipe',
    })
  writeFiles(root, { '.gitignore': 'dist/\n.dateline/\nnode_modules/\n' })
  git('init', '-q')
  git('add', '-A')
  git('commit', '-qm', 'all')
}

async function expectClean(root: string, options: BuildOptions = {}): Promise<void> {
  const asked = { now, workers: 0, keepGoing: true, ...options }
  const found = await build({ root, ...asked })
  const clean = copyProject(root)
  const wanted = await build({ root: clean, ...asked })
  const codes = (result: typeof found) =>
    result.reports.map(({ code, file, message }) => `${code} ${file} ${message}`)
  expect(codes(found)).toEqual(codes(wanted))
  expect(found.published).toBe(true)
  expect(readTree(join(root, 'dist'))).toEqual(readTree(join(clean, 'dist')))
}

const plugin = (mark: string) =>
  `export const shout = () => tree => { tree.children.push({ type: 'paragraph', children: [{ type: 'text', value: 'Shout${mark}' }] }) }\n`

describe('a change of', () => {
  it.each<[what: string, before: SiteFiles, after: SiteFiles]>([
    [
      'a plug-in alone',
      {
        'dateline.config.mjs': base(
          'markdown: { remarkPlugins: [shout] }',
          "import { shout } from './shout.mjs'",
        ),
        'shout.mjs': plugin('!'),
      },
      { 'shout.mjs': plugin('?') },
    ],
    [
      'how HTML is treated',
      { 'dateline.config.mjs': base("markdown: { html: 'sanitize' }") },
      { 'dateline.config.mjs': base("markdown: { html: 'escape' }") },
    ],
    [
      'a transform',
      { 'dateline.config.mjs': base("content: { transform: data => ({ ...data, kicker: 'A' }) }") },
      { 'dateline.config.mjs': base("content: { transform: data => ({ ...data, kicker: 'B' }) }") },
    ],
    [
      'the content folder',
      { 'other/two.md': article({ title: 'Two' }) },
      { 'dateline.config.mjs': base("content: { folder: 'other' }") },
    ],
    [
      'the letter case of an address',
      { 'content/special.md': article({ title: 'S', url: '/Special/' }) },
      { 'content/special.md': article({ title: 'S', url: '/special/' }) },
    ],
    [
      'what an import means',
      {
        'dateline.config.mjs':
          "import { t } from './t'\nexport default { title: t, url: 'https://p.example/' }\n",
        't.js': "export const t = 'Old'\n",
      },
      { 't.ts': "export const t: string = 'New'\n" },
    ],
    [
      'a picture whose name was written in another Unicode form',
      { 'content/p.md': article({ title: 'Pic' }, '![A](/e\u0301clair.png)') },
      { 'public/\u00e9clair.png': 'x' },
    ],
    [
      'a constant that a template only looks for',
      {
        'templates/own.eta': "<%= 'icon' in it.site ? 'ICON' : 'none' %>",
        'content/t.md': article({ title: 'T', template: 'own' }),
      },
      { 'public/favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' },
    ],
    [
      'a widget that has a digest of its own',
      {
        'dateline.config.mjs': base("widgets: { w: site => ({ digest: 'x', n: site.size }) }"),
        'templates/own.eta': '<%= it.widgets.w.n %>',
        'content/t.md': article({ title: 'T', template: 'own' }),
      },
      { 'content/new.md': article({ title: 'New' }) },
    ],
    [
      'an address of an output to one that is none',
      { 'dateline.config.mjs': base("outputs: [() => [{ path: '/r/x.txt', body: 'x' }]]") },
      { 'dateline.config.mjs': base("outputs: [() => [{ path: 'r/x.txt', body: 'x' }]]") },
    ],
    [
      'a file that would be a folder of another',
      {},
      { 'content/r.md': article({ title: 'R', url: '/robots.txt/' }) },
    ],
    ['a word of the interface', {}, { 'dateline.config.mjs': base("strings: { relatedNews: 'More' }") }],
    [
      'the description of a region',
      { 'dateline.config.mjs': base("regions: ['Europe']") },
      { 'dateline.config.mjs': base("regions: [{ name: 'Europe', description: 'West and east.' }]") },
    ],
    ['an asset', { 'templates/assets/style.css': 'a{}' }, { 'templates/assets/style.css': 'b{}' }],
    [
      'an asset whose digest stands in addresses',
      {
        'templates/own.eta': "<%= it.assetWithDigest('x.css') %>",
        'templates/assets/x.css': 'a{}',
        'content/t.md': article({ title: 'T', template: 'own' }),
      },
      { 'templates/assets/x.css': 'b{}' },
    ],
    [
      'a template that fails, after which its pages are not there',
      { 'templates/own.eta': '<p>fine</p>', 'content/t.md': article({ title: 'T', template: 'own' }) },
      { 'templates/own.eta': '<% throw new Error("no") %>' },
    ],
  ])('%s', async (_, before, after) => {
    for (const git of [false, true]) {
      const root = makeSite({ 'dateline.config.mjs': base(), 'content/one.md': one, ...before })
      if (git) inGit(root)
      await build({ root, now, workers: 0, keepGoing: true })
      writeFiles(root, after)
      await expectClean(root)
      // And back.
      for (const path of Object.keys(after)) rmSync(join(root, path))
      writeFiles(root, { 'dateline.config.mjs': base(), ...before })
      await expectClean(root)
    }
  })

  it('the content folder of the command line', async () => {
    const root = makeSite({
      'content/one.md': one,
      'content/sub/two.md': article({ title: 'Two' }),
      'other/three.md': article({ title: 'Three' }),
    })
    await build({ root, now })
    for (const content of ['other', 'content/sub', 'content']) await expectClean(root, { content })
  })

  it('a variable of the environment that the config reads', async () => {
    const root = makeSite({
      'dateline.config.mjs':
        "export default { title: process.env.DATELINE_TEST_TITLE ?? 'P', url: 'https://p.example/' }\n",
      'content/one.md': one,
    })
    inGit(root)
    const title = async (value: string) => {
      expect((await run(root, ['build', '--quiet'], { DATELINE_TEST_TITLE: value })).code).toBe(0)
      return /<title>(.*?)<\/title>/.exec(readFileSync(join(root, 'dist/index.html'), 'utf8'))![1]
    }
    expect([await title('A'), await title('B'), await title('B'), await title('A')]).toEqual([
      'A',
      'B',
      'B',
      'A',
    ])
  })
})

it('a page that fails never shows what has been put under embargo since', async () => {
  const failing =
    '<% if (it.cards.length === 1) throw new Error("no") %><% it.cards.forEach(card => { %><%= card.title %><% }) %>'
  const root = makeSite({
    'templates/list.eta': failing,
    'content/a.md': article({ title: 'Open', topics: 'Rivers' }),
    'content/b.md': article({ title: 'Secret', topics: 'Rivers' }),
  })
  await build({ root, now, workers: 0 })
  expect(readFileSync(join(root, 'dist/topics/rivers/index.html'), 'utf8')).toContain('Secret')
  writeFiles(root, {
    'content/b.md': article({ title: 'Secret', topics: 'Rivers', embargo: '2027-01-01T00:00:00Z' }),
  })
  await expectClean(root)
  expect(existsSync(join(root, 'dist/topics/rivers/index.html'))).toBe(false)
})

it('a widget or word that makes more than a thousand pages again is named, with their number', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 1_010 }, (_, n) => [
      `content/story-${n}.md`,
      article({ title: `Story ${n}` }, `Text ${n}.`),
    ]),
  )
  const widget = (word: string): string =>
    base(`related: { limit: 0 }, widgets: { latest: () => ['${word}'] }`)
  const root = makeSite({
    'dateline.config.mjs': widget('one'),
    'templates/article.eta': '<%= it.widgets.latest[0] %>',
    ...many,
  })
  const first = await build({ root, now, workers: 0 })
  expect(first.reports.filter(({ code }) => code === 'DL4005')).toEqual([])
  writeFiles(root, { 'dateline.config.mjs': widget('two') })
  const second = await build({ root, now, workers: 0 })
  expect(second.published).toBe(true)
  const [warning] = second.reports.filter(({ code }) => code === 'DL4005')
  expect(warning?.severity).toBe('warning')
  expect(warning?.message).toMatch(/latest.*1,?010|1,?010.*latest/)
})

describe('"unchanged" is not said', () => {
  it('of templates that git does not list', async () => {
    const outside = makeFolder()
    mkdirSync(join(outside, 'partials'))
    const footer = (text: string) =>
      writeFileSync(join(outside, 'partials/footer.eta'), `<footer>${text}</footer>`)
    footer('one')
    const root = makeSite({ 'content/one.md': one })
    symlinkSync(outside, join(root, 'templates'))
    inGit(root)
    await build({ root, now, workers: 0 })
    footer('two')
    await build({ root, now, workers: 0 })
    expect(readFileSync(join(root, 'dist/index.html'), 'utf8')).toContain('<footer>two</footer>')
  })

  it('of a repository within this one', async () => {
    const root = makeSite({ 'content/one.md': one })
    inGit(root)
    writeFiles(root, { 'templates/partials/footer.eta': '<footer>one</footer>' })
    execFileSync('git', ['init', '-q'], { cwd: join(root, 'templates') })
    await build({ root, now, workers: 0 })
    writeFiles(root, { 'templates/partials/footer.eta': '<footer>two</footer>' })
    await build({ root, now, workers: 0 })
    expect(readFileSync(join(root, 'dist/index.html'), 'utf8')).toContain('<footer>two</footer>')
  })

  it('of a content folder outside that is still empty', async () => {
    const outside = makeFolder()
    const root = makeSite({})
    inGit(root)
    await build({ root, now, content: outside })
    writeFiles(outside, { 'x.md': article({ title: 'X' }) })
    expect((await build({ root, now, content: outside })).articles).toBe(1)
  })

  it('when nothing changed it is, and costs no parsing', async () => {
    const root = makeSite({ 'content/one.md': one })
    inGit(root)
    await build({ root, now, workers: 0 })
    const again = await build({ root, now, workers: 0 })
    expect(again).toMatchObject({ ok: true, published: true, articles: 1, written: 0, removed: 0 })
    expect(again.ms.config + again.ms.model).toBe(0)
    rmSync(join(root, 'dist/index.html'))
    expect((await build({ root, now, workers: 0 })).changes.written).toEqual(['index.html'])
  })
})

describe('the output folder', () => {
  it('loses a page that a page table of an older generation does not know', async () => {
    const root = makeSite({ 'content/one.md': one })
    await build({ root, now })
    writeFiles(root, { 'content/secret.md': article({ title: 'Secret' }) })
    await build({ root, now })
    const store = join(root, '.dateline/store')
    cpSync(join(store, 'pages-1.bin'), join(store, 'pages-2.bin'))
    rmSync(join(root, 'content/secret.md'))
    await expectClean(root)
  })

  it('is mended where a file stands in place of a folder, or a folder in place of a file', async () => {
    const root = makeSite({ 'content/one.md': one })
    await build({ root, now })
    rmSync(join(root, 'dist/2026/01/one'), { recursive: true })
    writeFileSync(join(root, 'dist/2026/01/one'), 'x')
    await expectClean(root)
    rmSync(join(root, 'dist/robots.txt'))
    mkdirSync(join(root, 'dist/robots.txt/in'), { recursive: true })
    await expectClean(root)
  })

  it('is not blocked by a lock of a process that had our number', async () => {
    const root = makeSite({ 'content/one.md': one })
    writeFileSync(join(root, '.dist.dateline-lock'), `${process.pid} 1`)
    await expectClean(root)
    expect(existsSync(join(root, '.dist.dateline-lock'))).toBe(false)
  })

  it('follows the clock forwards and back', async () => {
    const root = makeSite({
      'content/one.md': one,
      'content/soon.md': article(
        { title: 'Soon', date: '2026-11-20', embargo: '2026-11-25T00:00:00Z' },
        '[one](one.md)',
      ),
      'content/links.md': article({ title: 'Links' }, '[soon](soon.md)'),
      'content/gone.md': article({ title: 'Gone', expires: '2026-11-26T00:00:00Z' }),
    })
    for (const day of [24, 25, 26, 27, 24, 26]) await expectClean(root, { now: Date.UTC(2026, 10, day, 12) })
    expect(readTree(join(root, 'dist')).has('2026/03/gone/index.html')).toBe(false)
  })
})

describe('a delta', () => {
  const folderOf = (root: string, name: string) =>
    existsSync(join(root, name)) ? [...readTree(join(root, name)).keys()] : []

  it('holds what differs from the manifest that was deployed, whatever was built since', async () => {
    const root = makeSite({
      'content/one.md': one,
      'content/two.md': article({ title: 'Two', date: '2026-01-06' }),
    })
    const delta = (base?: string) => build({ root, now, delta: { folder: 'up', ...(base ? { base } : {}) } })
    await delta()
    expect(folderOf(root, 'up/changed')).toEqual([])
    const first = folderOf(root, 'up/new')
    expect(first).toContain('2026/01/one/index.html')
    expect(readFileSync(join(root, 'up/delete.txt'), 'utf8')).toBe('')
    cpSync(join(root, 'up/manifest.txt'), join(root, 'deployed.txt'))

    // A deployment that failed: the next delta holds its changes, too.
    writeFiles(root, { 'content/three.md': article({ title: 'Three', date: '2026-01-07' }) })
    await delta('deployed.txt')
    writeFiles(root, { 'content/one.md': `${one}\nMore.\n` })
    rmSync(join(root, 'content/two.md'))
    await delta('deployed.txt')
    expect(folderOf(root, 'up/new')).toContain('2026/01/three/index.html')
    expect(folderOf(root, 'up/changed')).toContain('2026/01/one/index.html')
    expect(readFileSync(join(root, 'up/delete.txt'), 'utf8')).toContain('2026/01/two/index.html\n')

    // What is deployed, and the delta on top of it, are the site.
    const host = makeFolder()
    await build({ root, now, cache: false, out: join(host, 'clean') })
    const clean = readTree(join(host, 'clean'))
    clean.delete('.dateline-site')
    const manifest = readFileSync(join(root, 'up/manifest.txt'), 'utf8').trim().split('\n').slice(2)
    expect(manifest.map(line => line.split(' ').slice(2).join(' '))).toEqual([...clean.keys()])
    for (const part of ['new', 'changed'])
      for (const [path, bytes] of readTree(join(root, 'up', part))) expect(clean.get(path), path).toBe(bytes)

    cpSync(join(root, 'up/manifest.txt'), join(root, 'deployed.txt'))
    await delta('deployed.txt')
    expect([...folderOf(root, 'up/new'), ...folderOf(root, 'up/changed')]).toEqual([])
  })

  it('is empty at once where nothing changed since, as a scheduler’s run finds it', async () => {
    const root = makeSite({
      'content/one.md': article({ title: 'One', template: 'own' }),
      'templates/own.eta': "<%= it.assetWithDigest('x.css') %>",
      'templates/assets/x.css': 'a{}',
    })
    inGit(root)
    const delta = (at = now) => build({ root, now: at, delta: { folder: 'up', base: 'deployed.txt' } })
    /** What went up is what is deployed; a checkout has no folder of an earlier delta. */
    const deploy = (): void => {
      renameSync(join(root, 'up/manifest.txt'), join(root, 'deployed.txt'))
      rmSync(join(root, 'up'), { recursive: true })
    }
    writeFileSync(join(root, 'deployed.txt'), 'dateline 1\n')
    const first = await delta()
    expect(first.counters.rendered).toBeGreaterThan(0)
    deploy()

    // The manifest is another one, the site is not.
    const again = await delta()
    expect([again.ok, again.articles, again.counters.rendered, again.ms.outputs]).toEqual([true, 1, 0, 0])
    expect(again.changes).toEqual({ written: [], removed: [] })
    expect(folderOf(root, 'up')).toEqual(['delete.txt', 'manifest.txt'])
    expect(readFileSync(join(root, 'up/manifest.txt'), 'utf8')).toBe(
      readFileSync(join(root, 'deployed.txt'), 'utf8'),
    )
    deploy()

    // An asset whose thirty days are over leaves the host all the same.
    const gone = `left 2026-10-01 0123456789abcdef 3 assets/y.0123456789abcdef.css\n`
    const deployed = readFileSync(join(root, 'deployed.txt'), 'utf8')
    // As others write it, who do not say which site it is of.
    const plain = deployed.replace(/^site .*\n/m, '')
    writeFileSync(join(root, 'deployed.txt'), plain + gone)
    expect((await delta()).changes.removed).toEqual(['assets/y.0123456789abcdef.css'])
    expect(readFileSync(join(root, 'up/manifest.txt'), 'utf8')).toBe(deployed)
    deploy()

    // What the host lacks is made again.
    writeFileSync(join(root, 'deployed.txt'), plain.replace(/.* index\.html\n/, ''))
    expect((await delta()).changes.written).toEqual(['index.html'])
    expect(folderOf(root, 'up/new')).toEqual(['index.html'])
    rmSync(join(root, 'up'), { recursive: true })

    // A manifest that is none, or a part of one, is refused, and a folder of something else stays.
    writeFileSync(join(root, 'deployed.txt'), deployed.replace(/.* index\.html\n/, ''))
    expect((await delta()).reports.map(({ code }) => code)).toEqual(['DL6006'])
    writeFileSync(join(root, 'deployed.txt'), 'no manifest')
    expect((await delta()).reports.map(({ code }) => code)).toEqual(['DL6006'])
    writeFileSync(join(root, 'deployed.txt'), deployed)
    writeFiles(root, { 'up/mine.txt': 'x' })
    expect((await delta()).reports.map(({ code }) => code)).toEqual(['DL6001'])
    expect(readFileSync(join(root, 'up/mine.txt'), 'utf8')).toBe('x')
  })

  it('keeps yesterday’s assets on the host for thirty days', async () => {
    const root = makeSite({
      'content/one.md': article({ title: 'One', template: 'own' }),
      'templates/own.eta': "<%= it.assetWithDigest('x.css') %>",
      'templates/assets/x.css': 'a{}',
    })
    const day = 86_400_000
    const delta = async (at: number) => {
      await build({
        root,
        now: at,
        delta: { folder: 'up', ...(existsSync(join(root, 'deployed.txt')) ? { base: 'deployed.txt' } : {}) },
      })
      renameSync(join(root, 'up/manifest.txt'), join(root, 'deployed.txt'))
      const removed = readFileSync(join(root, 'up/delete.txt'), 'utf8')
      rmSync(join(root, 'up'), { recursive: true })
      return removed
    }
    await delta(now)
    const old = /assets\/x\.[0-9a-f]{16}\.css/.exec(readFileSync(join(root, 'deployed.txt'), 'utf8'))![0]
    writeFiles(root, { 'templates/assets/x.css': 'b{}' })
    expect(await delta(now + day)).toBe('')
    expect(readFileSync(join(root, 'deployed.txt'), 'utf8')).toMatch(
      new RegExp(`\\nleft 2026-11-25 [0-9a-f]{16} 3 ${old}\\n`),
    )
    expect(await delta(now + 20 * day)).toBe('')
    expect(await delta(now + 32 * day)).toBe(`${old}\n`)
    expect(readFileSync(join(root, 'deployed.txt'), 'utf8')).not.toContain(old)
  })

  it.each([
    ['a manifest that is not there', 'none.txt', 'DL6006'],
    ['a file that is no manifest', 'content/one.md', 'DL6006'],
  ])('refuses %s', async (_, path, code) => {
    const root = makeSite({ 'content/one.md': one })
    const { ok, reports } = await build({ root, now, delta: { folder: 'up', base: path } })
    expect(ok).toBe(false)
    expect(reports.map(report => report.code)).toEqual([code])
  })

  it('does not overwrite a folder that is none, and warns of a host’s limits', async () => {
    const root = makeSite({
      'content/one.md': one,
      'up/mine.txt': 'x',
      'public/large.bin': Buffer.alloc(27 * 2 ** 20),
    })
    const refused = await build({ root, now, delta: { folder: 'up' } })
    expect(refused.reports.map(({ code }) => code)).toEqual(['DL6001'])
    expect(readFileSync(join(root, 'up/mine.txt'), 'utf8')).toBe('x')
    const limits = await build({ root, now, host: 'cloudflare' })
    expect(limits.reports.map(({ code, message }) => [code, message.includes('large.bin')])).toEqual([
      ['DL6007', true],
    ])
  })
})

describe('dateline why and verify', () => {
  it('name what changed and what did not, and why an article is not there', async () => {
    const root = makeSite({
      'content/one.md': one,
      'content/two.md': article({ title: 'Two', date: '2026-01-06', region: 'Europe' }),
      'content/secret.md': article({ title: 'Secret', embargo: '2027-01-01T00:00:00Z' }),
      'templates/partials/footer.eta': '<footer>one</footer>',
    })
    const why = async (page: string) => (await run(root, ['why', page])).stdout
    expect((await run(root, ['why', '/'])).code).toBe(1)
    await run(root, ['build', '--quiet'])
    expect(await why('/2026/01/one/')).toContain('Nothing that it depends on changed')
    writeFiles(root, { 'content/two.md': article({ title: 'Three', date: '2026-01-06', region: 'Europe' }) })
    const today = await why('dist/2026/01/one/index.html')
    expect(today).toContain('It is made again, because of:\n')
    expect(today).toContain('  next.title: "Two" → "Three"\n')
    expect(await why('content/two.md')).toContain('its text (two.md)')
    await run(root, ['build', '--quiet'])
    // Nothing since then: what that build saw.
    const before = await why('/2026/01/one/')
    expect(before).toMatch(/to that of .*: It is made again, because of:\n/)
    expect(before).toContain('  next.title: "Two" → "Three"\n')
    writeFiles(root, { 'templates/partials/footer.eta': '<footer>two</footer>' })
    expect(await why('/2026/01/one/')).toContain('  template partials/footer\n')
    expect(await why('content/secret.md')).toBe(
      'content/secret.md is not published: it is under embargo, until 2027-01-01T00:00:00Z (UTC).\n',
    )
    expect(await why('/nowhere/')).toContain('is no page of this site')
  })

  it('tell where stories are, without any earlier build', async () => {
    const root = makeSite({
      'dateline.config.mjs': base("timeZone: 'Europe/Lisbon'"),
      'content/one.md': one,
      'content/late.md': article({ title: 'Late', date: '2027-07-01T08:00' }),
      'content/draft.md': article({ title: 'Draft', draft: true }),
      'content/bad.md': article({ title: 'Bad', date: 'soon' }),
    })
    const files = ['one', 'late', 'draft', 'bad'].map(name => `content/${name}.md`)
    const { code, stdout } = await run(root, ['why', ...files])
    expect(code).toBe(0)
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'content/one.md is published at https://p.example/2026/01/one/',
      'content/late.md is not published: it is dated in the future, until 2027-07-01T08:00:00+01:00 (Europe/Lisbon).',
      'content/draft.md is not published: it is a draft.',
      'content/bad.md is not published: it is left out because of an error.',
    ])
    expect(stdout).toContain('content/bad.md:3:7  error  DL1005'.replace('error  ', 'error '))
  })

  it('prove a site, and find what somebody changed by hand', async () => {
    const root = makeSite({ 'content/one.md': one })
    await run(root, ['build', '--quiet'])
    expect(await run(root, ['verify'])).toMatchObject({ code: 0 })
    writeFileSync(join(root, 'dist/index.html'), 'altered')
    const { code, stderr } = await run(root, ['verify'])
    expect(code).toBe(1)
    expect(stderr).toContain('first: index.html (other bytes)')
    expect(stderr).toContain('reads template home')
  })
})
