// `onError: 'withhold'`: an article in error does not stop the others. Its last version without an error stays, unless
// the file of today says that readers must not see it; and all of it is the same with and without a cache.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commit, git, makeRepository } from '../support/git.js'
import { loadBuild, loadBuildCommand } from '../support/lib.js'
import {
  article,
  buildJson,
  clock,
  execute,
  makeFolder,
  makeSite,
  page,
  readTree,
  run,
  type SiteFiles,
  writeFiles,
} from '../support/site.js'

const config = (more = '') =>
  `export default { title: 'P', url: 'https://p.example/', regions: ['Europe', 'America'], onError: 'withhold', ${more} }\n`
const good = (text: string, fields: Readonly<Record<string, unknown>> = {}) =>
  article({ title: 'Rhine', date: '2026-11-20', region: 'Europe', ...fields }, text)
const unreadable = (more = '') => `---\ntitle: Rhine: broken\ndate: 2026-11-20\n${more}---\n\nBroken text.\n`

const first: SiteFiles = {
  'dateline.config.mjs': config(),
  'content/rhine.md': good('The first text.'),
  'content/other.md': article(
    { title: 'Other', date: '2026-11-19', region: 'Europe' },
    'See [it](rhine.md).',
  ),
}

const rhine = (root: string, at = '/2026/11/rhine/') =>
  existsSync(join(root, 'dist', at, 'index.html'))
    ? /<p>([^<]*text[^<]*)<\/p>/.exec(page(root, at))?.[1]
    : undefined

const buildSite = await loadBuild()
const { exitCodeOf } = await loadBuildCommand()

/** Builds with what is kept, then without, which must give the same. */
async function build(root: string, now = clock) {
  const options = { root, now: Date.parse(now), workers: 0 }
  const result = await buildSite(options)
  const clean = await buildSite({ ...options, cache: false, out: 'clean' })
  expect(exitCodeOf(clean)).toBe(exitCodeOf(result))
  if (clean.published) {
    expect(readTree(join(root, 'clean'))).toEqual(readTree(join(root, 'dist')))
    rmSync(join(root, 'clean'), { recursive: true })
  }
  const { reports } = result
  return { code: exitCodeOf(result), codes: reports.map(({ code }) => code), reports }
}

/** A site with one good commit, then one more, built after each. */
async function afterChange(files: SiteFiles, gone: readonly string[] = [], before: SiteFiles = first) {
  const root = makeRepository(before)
  expect((await build(root)).code).toBe(0)
  commit(root, files, gone)
  return { root, ...(await build(root)) }
}

describe('an article in error', () => {
  it.each<[what: string, text: string | Uint8Array]>([
    ['that cannot be read', unreadable()],
    ['with an unreadable date', good('New text.', { date: 'soon' })],
    ['with an unknown region', good('New text.', { region: 'Eurpoe' })],
    ['with an unknown block', good('New text.\n\n::nota')],
    ['with an unsafe address', good('New text.', { url: '/a/../../b/' })],
    ['with a template that is not there', good('New text.', { template: 'featur' })],
    ['with a table that has no such column', good('New text.\n\n::table{data=ports columns="Harbour"}')],
    ['that is not UTF-8', Buffer.from(good('Naïve text.'), 'latin1')],
    ['with the marks of a merge', good('<<<<<<< HEAD\nOne text.\n=======\nAnother text.\n>>>>>>> desk')],
    ['without a title', '---\ndate: 2026-11-20\n---\n\nNew text.\n'],
  ])('%s keeps its last version', async (_, text) => {
    const before = { ...first, 'content/data/ports.csv': 'Port,Berths\nBasel,12\n' }
    const { root, code, codes } = await afterChange(
      {
        'content/rhine.md': text,
        'content/new.md': article({ title: 'New', date: '2026-11-21', region: 'Europe' }),
      },
      [],
      before,
    )
    expect(code).toBe(3)
    expect(codes).toContain('DL3016')
    expect(rhine(root)).toBe('The first text.')
    // Everything else is published, with its links.
    expect(page(root, '/2026/11/other/')).toContain('href="/2026/11/rhine/"')
    expect(page(root, '/2026/11/new/')).toContain('New')
  })

  it('keeps the newest of several, skipping those in error', async () => {
    const root = makeRepository(first)
    commit(root, { 'content/rhine.md': good('The second text.') })
    commit(root, { 'content/rhine.md': good('The third text.', { date: 'never' }) })
    commit(root, { 'content/rhine.md': good('The fourth text.', { region: 'Nowhere' }) })
    commit(root, { 'content/rhine.md': unreadable() })
    expect((await build(root)).code).toBe(3)
    expect(rhine(root)).toBe('The second text.')
  })

  it('keeps one from another line of history', async () => {
    const root = makeRepository(first)
    git(root, 'switch', '-q', '-c', 'desk')
    commit(root, { 'content/rhine.md': good('A text of the desk.') })
    git(root, 'switch', '-q', 'main')
    commit(root, { 'content/other.md': article({ title: 'Other', date: '2026-11-19', region: 'Europe' }) })
    git(root, 'merge', '-q', '--no-ff', '-m', 'Merge', 'desk')
    commit(root, { 'content/rhine.md': unreadable() })
    expect((await build(root)).code).toBe(3)
    expect(rhine(root)).toBe('A text of the desk.')
  })

  it('keeps one from before it was renamed, at the address of today', async () => {
    const root = makeRepository(first)
    git(root, 'mv', 'content/rhine.md', 'content/river.md')
    commit(root)
    commit(root, { 'content/river.md': good('The first text.', { date: 'soon' }) })
    rmSync(join(root, 'content/other.md'))
    expect((await build(root)).code).toBe(3)
    expect(rhine(root, '/2026/11/river/')).toBe('The first text.')
  })

  it('keeps those of very many files, also when the folder of all was renamed', async () => {
    const names = Array.from({ length: 120 }, (_, n) => `n${String(n).padStart(3, '0')}`)
    const archive = (folder: string, date: (n: number) => string) =>
      Object.fromEntries(
        names.map((name, n) => [
          `content/${folder}/${name}.md`,
          article({ title: `Story ${n}`, date: date(n), region: 'Europe' }, `The text ${n}.`),
        ]),
      )
    const day = (n: number) => `2026-10-${String((n % 28) + 1).padStart(2, '0')}`
    const root = makeRepository({ ...first, ...archive('old', day) })
    git(root, 'mv', 'content/old', 'content/new')
    commit(root)
    // Some were in error in between, too.
    commit(
      root,
      archive('new', n => (n % 3 === 0 ? 'never' : day(n))),
    )
    commit(
      root,
      archive('new', () => 'soon'),
    )
    const { code, codes } = await build(root)
    expect([code, codes.filter(name => name === 'DL3016').length]).toEqual([3, names.length])
    for (const [n, name] of names.entries())
      expect(rhine(root, `/2026/10/${name}/`), name).toBe(`The text ${n}.`)
  })

  it('is published again when it is mended, and gone when it is deleted', async () => {
    const { root } = await afterChange({ 'content/rhine.md': unreadable() })
    commit(root, { 'content/rhine.md': good('The mended text.') })
    expect((await build(root)).code).toBe(0)
    expect(rhine(root)).toBe('The mended text.')
    commit(root, { 'content/rhine.md': unreadable() })
    expect((await build(root)).code).toBe(3)
    expect(rhine(root)).toBe('The mended text.')
    commit(root, {}, ['content/rhine.md'])
    expect((await build(root)).code).toBe(0)
    expect(rhine(root)).toBeUndefined()
  })

  it('is mended by the config, too', async () => {
    const { root } = await afterChange({ 'content/rhine.md': good('New text.', { region: 'Asia' }) })
    commit(root, { 'dateline.config.mjs': config().replace("'America'", "'America', 'Asia'") })
    expect((await build(root)).code).toBe(0)
    expect(rhine(root)).toBe('New text.')
  })

  it('is left out when it is new, and so is all that has no version', async () => {
    const { root, code, codes } = await afterChange({ 'content/new.md': unreadable() })
    expect(code).toBe(3)
    expect(codes).toEqual(['DL3017', 'DL1006'])
    expect(existsSync(join(root, 'dist/2026/11/new'))).toBe(false)
    expect(rhine(root)).toBe('The first text.')
  })
})

describe('what the file of today says of being seen counts', () => {
  it.each<[what: string, text: string]>([
    ['a draft, unreadable', unreadable('draft: true\n')],
    ['a draft, readable', good('New text.', { draft: true, region: 'Eurpoe', embargo: 'x' })],
    ['a killed story with a syntax error', unreadable('status: canceled\n')],
    ['a status that nobody knows', unreadable('status: hold\n')],
    ['an embargo set with an error', unreadable('embargo: 2026-12-01T10:00Z\n')],
    [
      'an embargo with an unknown region',
      good('New text.', { embargo: '2026-12-01T10:00Z', region: 'Eurpoe', title: '' }),
    ],
    ['an embargo that cannot be read', good('New text.', { embargo: 'tomorrow' })],
    ['an expiry', unreadable('expires: 2026-11-22\n')],
    ['a later date', unreadable('date: 2026-12-24\n')],
    ['Jekyll’s draft', unreadable('published: false\n')],
    ['another case', unreadable('DRAFT : yes # for now\n')],
    ['below the key', unreadable('draft:\n  true\n')],
    ['a slip in the key', unreadable('embrago: 2026-12-01\n')],
    ['a map in braces', '---\n{title: "Rhine", date: 2026-11-20, draft: true\n---\n\nText.\n'],
    ['no closing line', '---\ntitle: Rhine\ndate: 2026-11-20\ndraft: true\n\nText.\n'],
    ['no opening line', 'title: Rhine\ndate: 2026-11-20\nstatus: withheld\n---\n\nText.\n'],
    ['TOML', '+++\ntitle = "Rhine\ndraft = true\n+++\n\nText.\n'],
    ['JSON', '---json\n{ "title": "Rhine",\n  "draft": true,\n}\n---\n\nText.\n'],
    ['one side of a merge', unreadable('<<<<<<< HEAD\n=======\nembargo: 2026-12-01\n>>>>>>> desk\n')],
  ])('%s', async (_, text) => {
    const { root } = await afterChange({ 'content/rhine.md': text })
    expect(rhine(root)).toBeUndefined()
    expect(page(root, '/')).not.toContain('/2026/11/rhine/')
  })

  it.each<[what: string, text: string]>([
    ['a draft that is none', unreadable('draft: false\n')],
    ['a usable one', unreadable('status: "usable"\n')],
    ['an embargo that is over', unreadable('embargo: 2026-11-20T10:00Z\n')],
    ['an earlier date', unreadable('date: 2026-11-02\n')],
    ['words of the text', `${unreadable()}\nThe draft: a text in the making.\n`],
    ['a comment', unreadable('# draft: true\n')],
  ])('%s holds nothing back', async (_, text) => {
    const { root } = await afterChange({ 'content/rhine.md': text })
    expect(rhine(root)).toBe('The first text.')
  })

  it('an embargo lifts by the clock, for the last version', async () => {
    const { root } = await afterChange({ 'content/rhine.md': unreadable('embargo: 2026-12-01T10:00Z\n') })
    expect((await build(root, '2026-12-01T09:59:59Z')).code).toBe(3)
    expect(rhine(root)).toBeUndefined()
    expect((await build(root, '2026-12-01T10:00:00Z')).code).toBe(3)
    expect(rhine(root)).toBe('The first text.')
  })

  it('a file in UTF-16, and a function that nobody can ask, leave a doubt', async () => {
    const utf16 = await afterChange({ 'content/rhine.md': Buffer.from(good('New text.'), 'utf16le') })
    expect(rhine(utf16.root)).toBeUndefined()
    const before = { ...first, 'dateline.config.mjs': config('content: { transform: data => data }') }
    const transformed = await afterChange({ 'content/rhine.md': unreadable() }, [], before)
    expect(rhine(transformed.root)).toBeUndefined()
    expect(transformed.codes).toContain('DL3017')
  })
})

describe('addresses', () => {
  it('of an earlier version yield to those of articles in order', async () => {
    const { root, code } = await afterChange({
      'content/rhine.md': unreadable(),
      // It sorts behind, so by their paths alone it would lose.
      'content/z.md': good('The text of z.', { slug: 'rhine' }),
    })
    expect(code).toBe(3)
    expect(rhine(root)).toBe('The text of z.')
  })

  it('of two files in error that clash go to one of them, and a good one stays', async () => {
    const root = makeRepository({
      ...first,
      'content/a.md': good('The text of a.', { slug: 'same', title: 'A' }),
      'content/c.md': good('The text of c.', { slug: 'third', title: 'C' }),
    })
    commit(root, {
      'content/b.md': good('The text of b.', { slug: 'same', title: 'B' }),
      'content/a.md': good('Other text.', { slug: 'elsewhere', title: 'A' }),
    })
    commit(root, { 'content/a.md': unreadable(), 'content/b.md': unreadable() })
    expect((await build(root)).code).toBe(3)
    expect(rhine(root, '/2026/11/elsewhere/')).toBe('Other text.')
    expect(rhine(root, '/2026/11/same/')).toBe('The text of b.')
    // Both want the address of the good one, and fall back to what they had.
    commit(root, {
      'content/a.md': good('Worse text.', { slug: 'third', title: 'A' }),
      'content/b.md': good('Worse text.', { slug: 'third', title: 'B', region: 'Nowhere' }),
    })
    expect((await build(root)).code).toBe(3)
    expect(rhine(root, '/2026/11/third/')).toBe('Worse text.')
    expect(rhine(root, '/2026/11/same/')).toBe('The text of b.')
  })
})

describe('where the history is not there', () => {
  it('no git: the article is left out', async () => {
    const root = makeSite({ ...first, 'content/rhine.md': unreadable() })
    const { code, reports } = await build(root)
    expect(code).toBe(3)
    expect(reports.map(({ message }) => message)).toContain(
      'The file is left out: this folder is in no git repository, so there is no earlier version of it.',
    )
  })

  it('a shallow clone: it is left out, and the warning says how to deepen; then it is there', async () => {
    const { root } = await afterChange({ 'content/rhine.md': unreadable() })
    const clone = join(makeFolder(), 'clone')
    await execute('git', ['clone', '-q', '--depth', '1', `file://${root}`, clone], root)
    const shallow = await build(clone)
    expect(shallow.code).toBe(3)
    const [left] = shallow.reports.filter(({ code }) => code === 'DL3017')
    expect(left!.hint).toBe('Fetch what is missing with "git fetch --unshallow", and build again.')
    expect(rhine(clone)).toBeUndefined()
    // The same tree and commit, with more of the past.
    git(clone, 'fetch', '-q', '--unshallow')
    expect((await build(clone)).code).toBe(3)
    expect(rhine(clone)).toBe('The first text.')
  })

  it('another past of the same tree', async () => {
    const { root } = await afterChange({ 'content/rhine.md': unreadable() })
    const tree = git(root, 'rev-parse', 'HEAD^{tree}')
    git(root, 'checkout', '-q', '--orphan', 'other')
    commit(root, { 'content/rhine.md': good('The text of another past.') })
    const parent = git(root, 'rev-parse', 'HEAD')
    git(root, 'reset', '-q', '--hard', git(root, 'commit-tree', tree, '-p', parent, '-m', 'The same tree'))
    expect((await build(root)).code).toBe(3)
    expect(rhine(root)).toBe('The text of another past.')
  })
})

describe('the rest of the desk', () => {
  it('nothing changed is told at once, with the same exit code', async () => {
    const { root } = await afterChange({ 'content/rhine.md': unreadable() })
    const { code, result } = await buildJson(root)
    expect(code).toBe(3)
    expect([result.written, result.counters.parsed]).toEqual([0, 0])
  })

  it('why names the version', async () => {
    const { root } = await afterChange({ 'content/rhine.md': unreadable() })
    const version = git(root, 'rev-parse', '--short=7', 'HEAD^')
    const { code, stdout } = await run(root, ['why', 'content/rhine.md'])
    expect(code).toBe(0)
    expect(stdout).toContain(
      `content/rhine.md is published at https://p.example/2026/11/rhine/, in its version of 2026-11-24T08:00:00+01:00 (${version}), since it is in error now.`,
    )
    expect(stdout).toContain('DL1006')
  })

  it('check fails as ever, and verify agrees', async () => {
    const { root } = await afterChange({ 'content/rhine.md': unreadable() })
    expect((await run(root, ['check'])).code).toBe(1)
    expect((await run(root, ['verify'])).stderr).not.toContain('are not as a clean build makes them')
  })

  it('a front page or a table in error does not hold up the rest', async () => {
    const { root, code } = await afterChange({
      'content/_front.yml': 'lead: [rhine.md',
      'content/data/ports.csv': 'Port,Berths\nBasel\n',
      'content/new.md': article({ title: 'New', date: '2026-11-21', region: 'Europe' }),
    })
    expect(code).toBe(3)
    expect(page(root, '/')).toContain('/2026/11/new/')
  })

  it('build says how many files are kept back', async () => {
    const { root } = await afterChange({ 'content/rhine.md': unreadable(), 'content/new.md': unreadable() })
    const { code, stderr, stdout } = await run(root, ['build', '--json'])
    expect(code).toBe(3)
    expect(stderr).toContain('1 file in error at the last good version, 1 file in error left out')
    expect((JSON.parse(stdout) as { withheld: unknown }).withheld).toEqual([
      { file: 'content/new.md' },
      {
        file: 'content/rhine.md',
        version: { commit: git(root, 'rev-parse', 'HEAD^'), date: '2026-11-24T08:00:00+01:00' },
      },
    ])
  })

  it('an error that is no article’s stops everything', async () => {
    const root = makeRepository(first)
    await build(root)
    const before = readFileSync(join(root, 'dist/index.html'), 'utf8')
    writeFiles(root, {
      'content/rhine.md': unreadable(),
      'content/new.md': article({ title: 'New', date: '2026-11-21', region: 'Europe' }),
      'templates/partials/footer.eta': '<%= it.nothing.here %>',
    })
    const { code, codes } = await build(root)
    expect(code).toBe(1)
    expect(codes).toEqual(expect.arrayContaining(['DL1006', 'DL4001']))
    expect(readFileSync(join(root, 'dist/index.html'), 'utf8')).toBe(before)
  })
})
