// The one writer: a build that fails, is killed or finds the disk full leaves a whole site, old or new.
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeArticles } from '../../bench/corpus.js'
import { digestText } from '../../src/base/digest.js'
import type { Files } from '../../src/build/files.js'
import { createNodeFiles } from '../../src/build/node-files.js'
import { commit, listFiles, markerFor, openTarget, readMarker } from '../../src/build/write.js'
import { article, command, makeFolder, makeSite, readTree, run, writeFiles } from '../support/site.js'

const markerName = markerFor(undefined)

function open(files: Files, root: string) {
  const opened = openTarget(files, join(root, 'dist'), root, 'dist', [], markerName)
  if ('diagnostic' in opened) throw new Error(opened.diagnostic.code)
  return opened.target
}

/** Names a site by its text, as the page table does by its digests. */
const nameOf = (site: Readonly<Record<string, string>>) => digestText(JSON.stringify(site))

const changeTo = (site: Readonly<Record<string, string>>, before: readonly string[]) => ({
  staged: Object.keys(site),
  removed: before.filter(file => file !== markerName && !(file in site)),
  site: nameOf(site),
})

function write(files: Files, root: string, site: Readonly<Record<string, string>>): readonly string[] {
  const target = open(files, root)
  for (const [path, text] of Object.entries(site)) files.write(join(target.stage, path), text)
  const change = changeTo(site, listFiles(files, target.out))
  commit(files, target, change)
  expect(readMarker(files, target.out, markerName)).toBe(change.site)
  return change.removed
}

const siteOf = (root: string) =>
  Object.fromEntries([...readTree(join(root, 'dist'))].filter(([path]) => path !== markerName))

describe('the commit', () => {
  it('makes a fresh site by one rename, replaces, removes files and empty folders', () => {
    const root = makeFolder()
    const files = createNodeFiles()
    expect(write(files, root, { 'a/b/index.html': '1', 'a/x.html': '2', 'c.txt': '3' })).toEqual([])
    expect(write(files, root, { 'a/x.html': '4', 'd/index.html': '5' })).toEqual(['a/b/index.html', 'c.txt'])
    expect(siteOf(root)).toEqual({ 'a/x.html': '4', 'd/index.html': '5' })
    expect(readdirSync(join(root, 'dist/a'))).toEqual(['x.html'])
    expect(readdirSync(root)).toEqual(['dist'])
  })

  it('lets a file take the place of a folder, and a folder that of a file', () => {
    const root = makeFolder()
    const files = createNodeFiles()
    write(files, root, { 'old/index.html': '1', 'new': '2' })
    write(files, root, { old: '3', 'new/index.html': '4' })
    expect(siteOf(root)).toEqual({ old: '3', 'new/index.html': '4' })
  })

  it('is finished by the next build wherever it was cut short', () => {
    const before = { 'a/index.html': 'a1', 'b/index.html': 'b1', 'c/index.html': 'c1', place: 'p' }
    const after = { 'a/index.html': 'a2', 'd/index.html': 'd2', 'place/index.html': 'q' }
    const attempt = (failAt: number): { readonly cut: boolean; readonly site: Record<string, string> } => {
      const root = makeFolder()
      write(createNodeFiles(), root, before)
      let calls = 0
      const node = createNodeFiles()
      const count =
        <A extends unknown[]>(act: (...args: A) => void) =>
        (...args: A) => {
          if (calls++ === failAt) throw new Error('killed')
          act(...args)
        }
      const target = open(node, root)
      for (const [path, text] of Object.entries(after)) node.write(join(target.stage, path), text)
      const dying: Files = {
        ...node,
        write: count(node.write),
        rename: count(node.rename),
        remove: count(node.remove),
        removeEmpty: count(node.removeEmpty),
      }
      let cut = false
      try {
        commit(dying, target, changeTo(after, Object.keys(before)))
      } catch {
        cut = true
      }
      open(createNodeFiles(), root)
      return { cut, site: siteOf(root) }
    }
    let completed = 0
    for (let failAt = 0; completed === 0; failAt++) {
      const { cut, site } = attempt(failAt)
      // Before the journal stands nothing has happened; from then on everything will.
      expect([before, after]).toContainEqual(site)
      if (failAt > 1) expect(site, `cut at call ${failAt}`).toEqual(after)
      if (!cut) completed = failAt
    }
    expect(completed).toBeGreaterThan(6)
  })
})

describe('a build', () => {
  it('that is killed at any moment leaves a site that the next one makes whole', async () => {
    const corpus = Object.fromEntries(
      [...makeArticles(120)].map(({ path, text }) => [`content/${path}`, text]),
    )
    const root = makeSite(corpus)
    await run(root, ['build', '--quiet'])
    const edited = { 'content/new.md': article({ title: 'Breaking', date: '2026-10-30', region: 'Europe' }) }
    writeFiles(root, edited)
    const clean = makeSite({ ...corpus, ...edited })
    await run(clean, ['build', '--quiet'])
    const wanted = readTree(join(clean, 'dist'))
    for (let delay = 100; delay <= 1000; delay += 150) {
      const child = spawn(process.execPath, [command, 'build', '--quiet', '--now', '2026-11-24T12:00:00Z'], {
        cwd: root,
        stdio: 'ignore',
      })
      const ended = new Promise(done => child.once('exit', done))
      await new Promise(done => setTimeout(done, delay))
      child.kill('SIGKILL')
      await ended
      // No page is half written: each is the old one or the new one.
      for (const [path, bytes] of readTree(join(root, 'dist')))
        if (path.endsWith('.html')) expect(bytes.trimEnd().endsWith('</html>'), path).toBe(true)
    }
    expect((await run(root, ['build', '--quiet'])).code).toBe(0)
    expect(readTree(join(root, 'dist'))).toEqual(wanted)
    expect(readdirSync(root).filter(name => name.includes('dateline-stage'))).toEqual([])
  })

  it('touches no file that is already right', async () => {
    const root = makeSite({ 'content/a.md': article({}) })
    await run(root, ['build', '--quiet'])
    for (const folder of ['dist/2026/03/a', 'dist/assets']) chmodSync(join(root, folder), 0o555)
    const { code, stderr } = await run(root, ['build'])
    expect(code).toBe(0)
    expect(stderr).toMatch(/0 written/)
  })
})

describe('a disk', () => {
  const mount = '/mnt/dateline-full-disk'
  let mounted = false
  beforeAll(() => {
    try {
      mkdirSync(mount, { recursive: true })
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1500k', 'tmpfs', mount], { stdio: 'ignore' })
      mounted = true
    } catch {
      console.warn('No rights to mount a small tmpfs: the test of a full disk is skipped.')
    }
  })
  afterAll(() => {
    if (mounted) execFileSync('umount', [mount])
    rmSync(mount, { recursive: true, force: true })
  })

  it('that is full is an error that says so, and the site is as it was', async context => {
    if (!mounted) context.skip()
    const root = makeSite({ 'content/a.md': article({ title: 'First' }) })
    const out = join(mount, 'site')
    expect((await run(root, ['build', '--quiet', '--out', out])).code).toBe(0)
    const before = readTree(out)
    writeFiles(
      root,
      Object.fromEntries([...makeArticles(150)].map(({ path, text }) => [`content/${path}`, text])),
    )
    const { code, stderr } = await run(root, ['build', '--out', out])
    expect(code).toBe(1)
    expect(stderr).toContain('the disk is full')
    expect(readTree(out)).toEqual(before)
    rmSync(join(root, 'content'), { recursive: true })
    writeFiles(root, { 'content/a.md': article({ title: 'First' }) })
    expect((await run(root, ['build', '--quiet', '--out', out])).code).toBe(0)
    expect(readTree(out)).toEqual(before)
  })
})

describe('listFiles', () => {
  it('gives nothing for a folder that is not there', () => {
    const root = makeFolder()
    writeFileSync(join(root, 'x'), '')
    expect(listFiles(createNodeFiles(), join(root, 'none'))).toEqual([])
    expect(listFiles(createNodeFiles(), root)).toEqual(['x'])
    expect(existsSync(join(root, 'none'))).toBe(false)
  })
})
