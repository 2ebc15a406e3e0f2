// Losing the store, or any part of it, costs time and nothing else: damaged, foreign, full, read-only, killed.
import { execFileSync, spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeArticles } from '../../bench/corpus.js'
import { loadBuild } from '../support/lib.js'
import {
  article,
  command,
  copyProject,
  makeSite,
  plainConfig,
  readTree,
  run,
  writeFiles,
} from '../support/site.js'

const build = await loadBuild()
const now = Date.UTC(2026, 10, 24, 12)
const corpus = Object.fromEntries([...makeArticles(30)].map(({ path, text }) => [`content/${path}`, text]))
const linked = article({ title: 'Linked', date: '2026-10-01', region: 'Europe' }, 'See [that](second.md).')
const second = (words: string) => article({ title: 'Second', date: '2026-10-02', region: 'Europe' }, words)

const makeProject = () =>
  makeSite({ ...corpus, 'content/first.md': linked, 'content/second.md': second('One.') })

/** The site that a build without any store makes of a project. */
async function cleanSite(root: string, at = now): Promise<Map<string, string>> {
  const folder = copyProject(root)
  const project = JSON.stringify([at, ...readTree(folder)])
  const known = cleanSites.get(project)
  if (known) return known
  expect((await build({ root: folder, now: at })).published).toBe(true)
  const site = readTree(join(folder, 'dist'))
  cleanSites.set(project, site)
  return site
}

/** By all files of the project: each damage is done to the same projects. */
const cleanSites = new Map<string, Map<string, string>>()

async function expectRight(root: string): Promise<void> {
  const { ok, reports } = await build({ root, now })
  expect(reports.filter(report => report.severity === 'error')).toEqual([])
  expect(ok).toBe(true)
  expect(readTree(join(root, 'dist'))).toEqual(await cleanSite(root))
}

const storeFiles = (root: string): string[] =>
  readdirSync(join(root, '.dateline'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()

describe('a store with a damaged file', () => {
  const damages: readonly (readonly [how: string, damage: (path: string) => void])[] = [
    ['removed', path => rmSync(path)],
    ['emptied', path => truncateSync(path, 0)],
    ['cut in half', path => truncateSync(path, Math.floor(statSync(path).size / 2))],
    [
      'with a flipped bit',
      path => {
        const bytes = readFileSync(path)
        bytes[Math.floor(bytes.length * 0.7)]! ^= 4
        writeFileSync(path, bytes)
      },
    ],
    ['of noise', path => writeFileSync(path, Buffer.alloc(4096, 'noise'))],
  ]
  it.each(damages)(
    '(%s), whichever it is, gives the right site',
    async (_, damage) => {
      const root = makeProject()
      await build({ root, now })
      const names = storeFiles(root)
      expect(names.filter(name => name.startsWith('.dateline/store/'))).toEqual(
        ['bodies/0.seg', 'pages-1.bin', 'record.json', 'site-1.bin'].map(name => `.dateline/store/${name}`),
      )
      for (const [n] of names.entries()) {
        const name = storeFiles(root)[n]
        if (name === undefined) continue
        damage(join(root, name))
        writeFiles(root, { 'content/second.md': second(`Word ${n}.`) })
        await expectRight(root)
      }
    },
    120_000,
  )

  it('all bodies lost: only those that are needed are parsed again', async () => {
    const root = makeProject()
    await build({ root, now })
    rmSync(join(root, '.dateline/store/bodies'), { recursive: true })
    writeFiles(root, {
      'content/second.md': article({ title: 'Renamed', date: '2026-10-02', region: 'Europe' }),
    })
    const { counters } = await build({ root, now })
    expect(counters.parsed).toBe(1)
    expect(readTree(join(root, 'dist'))).toEqual(await cleanSite(root))
  })
})

// Terms are kept in the index alone, and what readers do not see is not in it.
describe('an article that comes into sight without a push', () => {
  const many = Object.fromEntries([...makeArticles(530)].map(({ path, text }) => [`content/${path}`, text]))
  const waiting = article(
    { title: 'Tram drivers strike', date: '2026-10-01', embargo: '2026-11-30T06:00Z', region: 'Europe' },
    'Tram drivers strike over harbour tariffs and cranes.',
  )

  it('by a lifted embargo has its place in the lists of others: its terms are counted again', async () => {
    const root = makeSite({ ...many, 'content/waiting.md': waiting })
    await build({ root, now })
    const later = Date.UTC(2026, 10, 30, 7)
    const { counters } = await build({ root, now: later })
    expect(counters.parsed).toBe(0)
    expect(counters.ranked).toBeGreaterThan(0)
    expect(counters.ranked).toBeLessThan(250)
    expect(readTree(join(root, 'dist'))).toEqual(await cleanSite(root, later))
  })

  it('by other settings: lists that were switched off, and then on', async () => {
    const config = (limit: number) =>
      plainConfig.replace('export default {', `export default { related: { limit: ${limit} },`)
    const root = makeSite({ ...many, 'dateline.config.mjs': config(0) })
    await build({ root, now })
    for (const limit of [5, 3]) {
      writeFiles(root, { 'dateline.config.mjs': config(limit) })
      const { counters } = await build({ root, now })
      expect([counters.parsed, counters.ranked]).toEqual([0, 530])
      expect(readTree(join(root, 'dist'))).toEqual(await cleanSite(root))
    }
  })
})

describe('a store of somebody else', () => {
  it('another site’s changes nothing', async () => {
    const other = makeSite({ 'content/x.md': article({ title: 'Elsewhere' }) })
    await build({ root: other, now })
    const root = makeProject()
    cpSync(join(other, '.dateline'), join(root, '.dateline'), { recursive: true })
    await expectRight(root)
    rmSync(join(root, '.dateline'), { recursive: true })
    cpSync(join(other, '.dateline'), join(root, '.dateline'), { recursive: true })
    await expectRight(root)
  })

  it('an older one of this site, beside a newer dist/, takes nothing back', async () => {
    const root = makeProject()
    await build({ root, now })
    cpSync(join(root, '.dateline'), join(root, 'kept'), { recursive: true })
    writeFiles(root, { 'content/killed.md': article({ title: 'Killed', date: '2026-10-03' }) })
    await build({ root, now })
    rmSync(join(root, 'content/killed.md'))
    rmSync(join(root, '.dateline'), { recursive: true })
    renameSync(join(root, 'kept'), join(root, '.dateline'))
    await expectRight(root)
    expect(existsSync(join(root, 'dist/2026/10/killed'))).toBe(false)
  })

  it('another version’s is not used', async () => {
    const root = makeProject()
    await build({ root, now })
    const path = join(root, '.dateline/store/record.json')
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace(/"engine":"[0-9a-f]+"/, '"engine":"0123456789abcdef"'))
    const { counters } = await build({ root, now })
    expect(counters.parsed).toBe(32)
  })

  it('two sites in one process keep apart', async () => {
    const roots = [
      makeProject(),
      makeSite({ 'content/a.md': article({ title: 'Other' }), 'content/second.md': second('Two.') }),
    ]
    for (let round = 0; round < 3; round++) {
      for (const root of roots) writeFiles(root, { 'content/second.md': second(`Round ${round}.`) })
      await Promise.all(roots.map(root => build({ root, now })))
      for (const root of roots) expect(readTree(join(root, 'dist'))).toEqual(await cleanSite(root))
    }
  }, 60_000)
})

describe('a store that cannot be written', () => {
  const mount = (folder: string, options: string): boolean => {
    mkdirSync(folder, { recursive: true })
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' })
    } catch {
      console.warn('No rights to mount a small tmpfs: a test of a store that cannot be written is skipped.')
      return false
    }
    onTestFinished(() => void execFileSync('umount', [folder]))
    return true
  }

  it('for lack of space is a warning, and the site is complete', async context => {
    const root = makeProject()
    if (!mount(join(root, '.dateline'), 'size=200k')) context.skip()
    const { ok, reports } = await build({ root, now, workers: 0 })
    expect(ok).toBe(true)
    expect(reports.map(({ code }) => code)).toContain('DL6005')
    expect(readTree(join(root, 'dist'))).toEqual(await cleanSite(root))
  })

  it('since its folder is read-only costs the store, not the site', async context => {
    const root = makeProject()
    if (!mount(join(root, '.dateline'), 'size=20m')) context.skip()
    await build({ root, now })
    execFileSync('mount', ['-o', 'remount,ro', join(root, '.dateline')])
    writeFiles(root, { 'content/second.md': second('Read only.') })
    const { ok, reports } = await build({ root, now, workers: 0 })
    expect(reports.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(ok).toBe(true)
    expect(readTree(join(root, 'dist'))).toEqual(await cleanSite(root))
  })
})

describe('a build that is killed', () => {
  it('a hundred times at any moment leaves whole files, and the next build the right site', {
    timeout: 180_000,
  }, async () => {
    const root = makeProject()
    const clock = new Date(now).toISOString()
    await run(root, ['build', '--quiet', '--now', clock])
    const began = performance.now()
    await run(root, ['build', '--quiet', '--now', clock, '--no-cache'])
    const whole = performance.now() - began
    // The same moments each time; spread over the whole of a build.
    let seed = 7
    const next = (): number => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed / 2_147_483_647
    }
    let killed = 0
    for (let round = 0; round < 100; round++) {
      writeFiles(root, { 'content/second.md': second(`Round ${round}.`) })
      if (round % 5 === 0)
        writeFiles(root, {
          [`content/extra-${round}.md`]: article({ title: `Extra ${round}`, date: '2026-10-05' }),
        })
      if (round % 5 === 3) rmSync(join(root, `content/extra-${round - 3}.md`))
      const child = spawn(process.execPath, [command, 'build', '--quiet', '--now', clock], {
        cwd: root,
        stdio: 'ignore',
      })
      const ended = new Promise<void>(done =>
        child.once('exit', (_, signal) => {
          if (signal !== null) killed++
          done()
        }),
      )
      const timer = setTimeout(() => child.kill('SIGKILL'), next() * whole)
      await ended
      clearTimeout(timer)
      if (round % 10 === 4)
        for (const [path, bytes] of readTree(join(root, 'dist')))
          if (path.endsWith('.html')) expect(bytes.trimEnd().endsWith('</html>'), path).toBe(true)
      if (round % 20 === 19) await expectRight(root)
    }
    expect(killed).toBeGreaterThan(40)
  })
})
