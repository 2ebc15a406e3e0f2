// Real repositories. Whatever was done to one, three things hold: what has a digest has exactly the bytes of that
// blob, what has none is told to be unsure, and the listing is what a walk of the folder finds.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type GitTree, readGitTree, recallDigests } from '../../../src/build/git.js'
import { makeFolder, type SiteFiles, writeFiles } from '../../support/site.js'

beforeEach(() => {
  const home = makeFolder()
  const person = { NAME: 'Ann', EMAIL: 'ann@paper.example' }
  for (const [key, value] of Object.entries(person)) {
    vi.stubEnv(`GIT_AUTHOR_${key}`, value)
    vi.stubEnv(`GIT_COMMITTER_${key}`, value)
  }
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null')
  vi.stubEnv('GIT_CONFIG_SYSTEM', '/dev/null')
  vi.stubEnv('XDG_CONFIG_HOME', home)
  // Without samples of hooks a repository is made sooner.
  vi.stubEnv('GIT_TEMPLATE_DIR', home)
  // A commit hook that runs the tests sets them.
  for (const key of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE']) vi.stubEnv(key, undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

function git(root: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'protocol.file.allow=always', '-c', 'maintenance.auto=false', ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

function commitAll(root: string): void {
  git(root, 'add', '--all')
  git(root, 'commit', '--quiet', '--allow-empty', '-m', 'all')
}

const base: SiteFiles = {
  '.gitignore': 'ignored.*\n',
  'content/a.md': 'A\n',
  'content/b.md': 'B\n',
  'pic.bin': new Uint8Array([0, 13, 10, 255]),
}

function makeRepository(files: SiteFiles = base): string {
  const root = makeFolder()
  git(root, 'init', '--quiet', '--initial-branch=main')
  writeFiles(root, files)
  git(root, 'add', '--all')
  return root
}

function write(root: string, path: string, content: string | Uint8Array = `${path}\n`): void {
  writeFiles(root, { [path]: content })
}

function addSubmodule(root: string): void {
  const from = makeRepository()
  commitAll(from)
  git(root, 'submodule', '--quiet', 'add', from, 'sub')
}

function blobDigest(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex').slice(0, 16)
}

/** Path → kind, as a walk finds it; repositories inside are not walked. */
function walk(root: string, skip: readonly string[] = []): Map<string, string> {
  const found = new Map<string, string>()
  const visit = (folder: string): void => {
    for (const entry of fs.readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}${entry.name}`
      if (entry.name === '.git' || skip.includes(path)) continue
      if (entry.isSymbolicLink()) found.set(path, 'link')
      else if (!entry.isDirectory()) found.set(path, 'file')
      else if (fs.existsSync(join(root, path, '.git'))) found.set(path, 'folder')
      else visit(`${path}/`)
    }
  }
  visit('')
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What each path holds, as whoever reads it would find it. */
function describeAll(root: string): Map<string, string> {
  return new Map(
    Array.from(walk(root), ([path, kind]) => [
      path,
      `${kind} ${kind === 'file' ? blobDigest(fs.readFileSync(join(root, path))) : kind === 'link' ? fs.readlinkSync(join(root, path)) : ''}`,
    ]),
  )
}

async function read(folder: string, leaveOut: readonly string[] = []): Promise<GitTree> {
  const tree = await readGitTree(folder, leaveOut)
  if (tree === undefined) throw new Error('Git did not answer.')
  return tree
}

/** The three things, and which paths are unsure. */
async function check(folder: string, unsure: readonly string[], leaveOut: readonly string[] = []) {
  const tree = await read(folder, leaveOut)
  const entries = tree.entries()
  expect(tree.unsure()).toEqual(unsure)
  expect(entries.map(entry => [entry.path, entry.kind])).toEqual([...walk(folder, leaveOut)])
  for (const { path, kind, digest } of entries) {
    const absolute = join(folder, path)
    if (unsure.includes(path)) expect([path, digest]).toEqual([path, undefined])
    else if (kind === 'link')
      expect([path, digest]).toEqual([path, blobDigest(Buffer.from(fs.readlinkSync(absolute)))])
    else expect([path, digest]).toEqual([path, blobDigest(fs.readFileSync(absolute))])
    expect(tree.entry(path)).toEqual(entries.find(entry => entry.path === path))
  }
  expect(tree.entries('content')).toEqual(entries.filter(({ path }) => path.startsWith('content/')))
  return tree
}

interface Row {
  readonly files?: SiteFiles
  readonly change: (root: string) => void
  readonly unsure: readonly string[]
  /** The change is one of content alone, so that the answer stays. */
  readonly silent?: boolean
}

const rows: Readonly<Record<string, Row>> = {
  nothing: { change: () => {}, unsure: [], silent: true },
  'a file modified': { change: root => write(root, 'content/a.md', 'Longer\n'), unsure: ['content/a.md'] },
  'an edit of the same size in the instant of `git add`': {
    change(root) {
      write(root, 'content/a.md', 'C\n')
      git(root, 'add', '.')
      write(root, 'content/a.md', 'D\n')
    },
    unsure: ['content/a.md'],
  },
  'a file touched': {
    change: root => fs.utimesSync(join(root, 'pic.bin'), 1e9, 1e9),
    unsure: ['pic.bin'],
  },
  'a staged edit': {
    change(root) {
      write(root, 'content/a.md', 'Staged\n')
      git(root, 'add', '.')
    },
    unsure: [],
  },
  'a commit of an edit': {
    change(root) {
      write(root, 'content/a.md', 'Committed\n')
      commitAll(root)
    },
    unsure: [],
  },
  'an edit in the index alone': {
    change(root) {
      write(root, 'content/a.md', 'Staged\n')
      git(root, 'add', '.')
      write(root, 'content/a.md', 'A\n')
    },
    unsure: ['content/a.md'],
  },
  'a file deleted': { change: root => fs.rmSync(join(root, 'content/a.md')), unsure: [] },
  'a file deleted from the index': {
    change: root => git(root, 'rm', '--quiet', '--force', '--cached', 'content/a.md'),
    unsure: ['content/a.md'],
  },
  'a file renamed': {
    change: root => fs.renameSync(join(root, 'content/a.md'), join(root, 'content/z.md')),
    unsure: ['content/z.md'],
  },
  'a file untracked': { change: root => write(root, 'content/new.md'), unsure: ['content/new.md'] },
  'a file ignored': { change: root => write(root, 'content/ignored.md'), unsure: ['content/ignored.md'] },
  'an edit of an untracked file': {
    files: base,
    change(root) {
      write(root, 'content/new.md', 'one')
      write(root, 'content/new.md', 'two')
    },
    unsure: ['content/new.md'],
  },
  'an edit of a file assumed unchanged': {
    change(root) {
      git(root, 'update-index', '--assume-unchanged', 'content/a.md')
      write(root, 'content/a.md', 'Not what you think\n')
    },
    unsure: ['content/a.md'],
  },
  'an edit of a skip-worktree file': {
    change(root) {
      git(root, 'update-index', '--skip-worktree', 'content/a.md')
      write(root, 'content/a.md', 'Mine\n')
    },
    unsure: ['content/a.md'],
  },
  'a sparse checkout': {
    files: { ...base, 'other/c.md': 'C' },
    change(root) {
      commitAll(root)
      git(root, 'sparse-checkout', 'set', 'content')
    },
    unsure: ['other/c.md'],
  },
  'a sparse checkout with a sparse index': {
    files: { ...base, 'other/c.md': 'C' },
    change(root) {
      commitAll(root)
      git(root, 'sparse-checkout', 'set', '--sparse-index', 'content')
    },
    unsure: ['other/c.md'],
  },
  'a split index': {
    change(root) {
      git(root, 'update-index', '--split-index')
      write(root, 'content/c.md')
      git(root, 'add', '.')
    },
    unsure: [],
  },
  'an index of version 4': {
    change(root) {
      git(root, 'update-index', '--index-version', '4')
      write(root, 'content/c.md')
      git(root, 'add', '.')
    },
    unsure: [],
  },
  'a submodule': {
    change(root) {
      addSubmodule(root)
      write(root, 'sub/content/a.md', 'Edited\n')
    },
    unsure: ['sub'],
  },
  'a submodule deleted': {
    change(root) {
      addSubmodule(root)
      fs.rmSync(join(root, 'sub'), { recursive: true })
    },
    unsure: ['sub'],
  },
  'a nested repository': {
    change(root) {
      git(root, 'init', '--quiet', 'content/nested')
      write(root, 'content/nested/c.md')
    },
    unsure: ['content/nested'],
  },
  'a link': {
    change(root) {
      fs.symlinkSync('a.md', join(root, 'content/link.md'))
      git(root, 'add', '.')
      fs.symlinkSync('content', join(root, 'untracked'))
    },
    unsure: ['untracked'],
  },
  'a link in the place of a file': {
    change(root) {
      fs.rmSync(join(root, 'content/a.md'))
      fs.symlinkSync('b.md', join(root, 'content/a.md'))
    },
    unsure: ['content/a.md'],
  },
  'a link in the place of a folder': {
    change(root) {
      fs.renameSync(join(root, 'content'), join(root, 'moved'))
      fs.symlinkSync('moved', join(root, 'content'))
    },
    unsure: ['content', 'moved/a.md', 'moved/b.md'],
  },
  'a folder in the place of a file': {
    change(root) {
      fs.rmSync(join(root, 'content/a.md'))
      write(root, 'content/a.md/c.md')
    },
    unsure: ['content/a.md/c.md'],
  },
  'a folder in the place of a file assumed unchanged': {
    change(root) {
      git(root, 'update-index', '--assume-unchanged', 'content/a.md')
      fs.rmSync(join(root, 'content/a.md'))
      write(root, 'content/a.md/c.md')
    },
    unsure: ['content/a.md', 'content/a.md/c.md'],
  },
  'a link checked out as a file': {
    change(root) {
      fs.symlinkSync('a.md', join(root, 'content/link.md'))
      git(root, 'add', '.')
      git(root, 'config', 'core.symlinks', 'false')
      fs.rmSync(join(root, 'content/link.md'))
      git(root, 'checkout', 'content/link.md')
    },
    unsure: ['content/link.md'],
  },
  'an intent to add': {
    change(root) {
      write(root, 'content/new.md')
      git(root, 'add', '--intent-to-add', 'content/new.md')
    },
    unsure: ['content/new.md'],
  },
  'a merge that failed': {
    change(root) {
      commitAll(root)
      git(root, 'checkout', '--quiet', '-b', 'side')
      write(root, 'content/a.md', 'Side\n')
      commitAll(root)
      git(root, 'checkout', '--quiet', 'main')
      write(root, 'content/a.md', 'Main\n')
      commitAll(root)
      expect(() => git(root, 'merge', 'side')).toThrow()
    },
    unsure: ['content/a.md'],
  },
  'names of all kinds': {
    change(root) {
      for (const name of [
        'two words',
        '"quoted"',
        "it's",
        'line\nfeed',
        'tab\t',
        'Zürich',
        'Zu\u0308rich',
        '中文',
        '\u{1f4f0}',
        '\uff21',
        '-x',
        '#x',
        '? x',
        'x/',
        ':x',
      ])
        write(root, `content/${name}${name.endsWith('/') ? 'y' : ''}`)
      commitAll(root)
      write(root, 'content/new\n"ü"')
    },
    unsure: ['content/new\n"ü"'],
  },
  'a file system monitor that sleeps': {
    change(root) {
      const hook = join(makeFolder(), 'monitor')
      fs.writeFileSync(hook, `#!/bin/sh\nprintf 'token\\0'\n`, { mode: 0o755 })
      git(root, 'config', 'core.fsmonitor', hook)
      git(root, 'update-index', '--fsmonitor')
      git(root, 'status')
      write(root, 'content/a.md', 'Longer\n')
    },
    unsure: ['content/a.md'],
  },
}

describe('a repository after', () => {
  const untouched = new Map<SiteFiles, string>()

  it.each(Object.entries(rows))('%s', async (_, { files = base, change, unsure, silent }) => {
    const root = makeRepository(files)
    // Two repositories with the same files have the same answer, so one is enough to compare with.
    if (!untouched.has(files)) untouched.set(files, (await check(root, [])).fingerprint)
    const before = await read(root)
    const old = describeAll(root)
    change(root)
    const now = await check(root, unsure)
    if (silent) expect(now.fingerprint).toBe(untouched.get(files))
    else expect(now.fingerprint).not.toBe(untouched.get(files))
    // And back again: what was only on the disk is as the index has it once more.
    for (const [kept, tree, was, is] of [
      [before, now, old, describeAll(root)],
      [now, before, describeAll(root), old],
    ] as const) {
      const changed = tree.changedSince(kept.kept()!)!
      const differing = [...new Set([...was.keys(), ...is.keys()])].filter(
        path => was.get(path) !== is.get(path),
      )
      expect(
        differing.filter(path => !changed.some(one => path === one || path.startsWith(`${one}/`))),
      ).toEqual([])
      const recalled = recallDigests(kept.kept()!)
      for (const path of was.keys())
        if (!changed.includes(path)) expect(recalled(path)).toBe(tree.entry(path)?.digest)
    }
  })
})

it('answers the same when only the content of an unsure file changes', async () => {
  const root = makeRepository()
  write(root, 'content/a.md', 'Edited\n')
  write(root, 'new.md', 'one')
  const before = await check(root, ['content/a.md', 'new.md'])
  write(root, 'content/a.md', 'Edited again\n')
  write(root, 'new.md', 'three')
  expect((await check(root, ['content/a.md', 'new.md'])).fingerprint).toBe(before.fingerprint)
})

it('sees an edit that keeps size and time, though the project trusts those', async () => {
  const root = makeRepository()
  git(root, 'config', 'core.trustctime', 'false')
  git(root, 'config', 'core.checkStat', 'minimal')
  fs.utimesSync(join(root, 'content/a.md'), 1e9, 1e9)
  git(root, 'add', '.')
  // Git compares whole seconds.
  await sleep(1100)
  write(root, 'content/a.md', 'C\n')
  fs.utimesSync(join(root, 'content/a.md'), 1e9, 1e9)
  expect(git(root, 'diff-files')).toBe('')
  await check(root, ['content/a.md'])
})

describe('conversions', () => {
  const markdown = ['content/a.md', 'content/b.md']
  const all = ['.gitattributes', '.gitignore', ...markdown, 'pic.bin']

  it.each([
    ['*.md text=auto', markdown],
    ['*.md text', markdown],
    ['*.md eol=crlf', markdown],
    ['*.md -text eol=lf', markdown],
    ['*.md crlf', markdown],
    ['*.md filter=upper', markdown],
    ['*.md ident', markdown],
    ['*.md working-tree-encoding=UTF-16', markdown],
    ['[attr]prose text\n*.md prose', markdown],
    ['content/a.md text', ['content/a.md']],
    ['* text=auto\n*.bin binary', all.filter(path => path !== 'pic.bin')],
    ['*.md -text', []],
    ['*.md diff=markdown linguist-documentation', []],
    ['*.md text\n*.md !text', []],
  ])('by attributes: %j', async (attributes, unsure) => {
    const root = makeRepository()
    write(root, '.gitattributes', `${attributes}\n`)
    await check(root, [...new Set(['.gitattributes', ...unsure])])
  })

  it('by attributes that are tracked, and by those of a folder', async () => {
    const root = makeRepository({ ...base, '.gitattributes': '*.md text\n' })
    const before = (await check(root, markdown)).fingerprint
    write(root, 'content/.gitattributes', 'b.md !text\n')
    git(root, 'add', 'content/.gitattributes')
    expect((await check(root, ['content/a.md'])).fingerprint).not.toBe(before)
  })

  it('made the bytes of a checkout, so that the blob is another', async () => {
    const root = makeRepository({ ...base, '.gitattributes': '*.md eol=crlf\n' })
    fs.rmSync(join(root, 'content'), { recursive: true })
    git(root, 'checkout', '--', 'content')
    expect(fs.readFileSync(join(root, 'content/a.md'), 'utf8')).toBe('A\r\n')
    expect(git(root, 'diff-files')).toBe('')
    await check(root, markdown)
  })

  it.each<[string, (root: string) => void]>([
    ['of the repository', root => write(root, '.git/info/attributes', '*.md text\n')],
    ['of the user', () => write(process.env.XDG_CONFIG_HOME!, 'git/attributes', '*.md text\n')],
    [
      'of a setting',
      root => {
        const file = join(makeFolder(), 'attributes')
        fs.writeFileSync(file, '*.md text\n')
        git(root, 'config', 'core.attributesFile', file)
      },
    ],
  ])('by attributes %s', async (_, change) => {
    const root = makeRepository()
    const before = (await check(root, [])).fingerprint
    change(root)
    expect((await check(root, markdown)).fingerprint).not.toBe(before)
  })

  it.each([
    ['core.autocrlf', 'true', all],
    ['core.autocrlf', 'input', all],
    ['core.autocrlf', 'Yes', all],
    ['core.autocrlf', 'false', []],
    ['core.autocrlf', 'off', []],
    ['core.eol', 'crlf', []],
  ])('by %s = %s', async (name, value, unsure) => {
    const root = makeRepository({ ...base, '.gitattributes': 'x y\n' })
    // The last one counts.
    git(root, 'config', name, value === 'true' ? 'false' : 'true')
    git(root, 'config', '--add', name, value)
    // What no conversion touches is checked out anew with the setting on, and has the blob's bytes.
    for (const path of all) fs.rmSync(join(root, path))
    git(root, 'checkout', '--', '.')
    await check(root, unsure)
  })

  it('by core.autocrlf spare what is -text', async () => {
    const root = makeRepository({ ...base, '.gitattributes': '*.bin binary\n' })
    const before = (await check(root, [])).fingerprint
    git(root, 'config', 'core.autocrlf', 'true')
    const unsure = all.filter(path => path !== 'pic.bin')
    expect((await check(root, unsure)).fingerprint).not.toBe(before)
  })

  it('by core.autocrlf do not hide changes', async () => {
    const root = makeRepository()
    git(root, 'config', 'core.autocrlf', 'input')
    fs.rmSync(join(root, 'content/a.md'))
    write(root, 'content/new.md')
    await check(root, ['.gitignore', 'content/b.md', 'content/new.md', 'pic.bin'])
  })
})

describe('a folder of the repository', () => {
  it('has paths of its own', async () => {
    const root = makeRepository({
      'up.md': 'up',
      'si[te/.gitignore': 'x',
      'si[te/content/a.md': 'a',
      'si[te/b.md': 'b',
    })
    const site = join(root, 'si[te')
    const before = (await check(site, [])).fingerprint
    write(root, 'up.md', 'elsewhere')
    write(root, 'other.md')
    expect((await check(site, [])).fingerprint).toBe(before)
    write(root, 'si[te/b.md', 'changed')
    write(root, 'si[te/content/new.md')
    write(root, 'si[te/out/x')
    write(root, 'si[te/content/out/x')
    await check(site, ['b.md', 'content/new.md', 'content/out/x'], ['out'])
  })

  it.each(['.gitattributes', 'deep/.gitattributes'])('is under the attributes of %s', async path => {
    const root = makeRepository({ 'deep/site/a.md': 'a', 'deep/site/b.bin': 'b', 'up.md': 'up' })
    const site = join(root, 'deep/site')
    const before = (await check(site, [])).fingerprint
    write(root, path, '*.md text=auto\n')
    expect((await check(site, ['a.md'])).fingerprint).not.toBe(before)
  })

  it('may be reached by a link', async () => {
    const root = makeRepository({ 'site/a.md': 'a' })
    const link = join(makeFolder(), 'link')
    fs.symlinkSync(join(root, 'site'), link)
    write(root, 'site/out/x')
    await check(link, [], ['out'])
  })

  it('may be in another work tree', async () => {
    const root = makeRepository()
    commitAll(root)
    const other = join(makeFolder(), 'other')
    git(root, 'worktree', 'add', '--quiet', other)
    write(other, 'content/a.md', 'Longer\n')
    await check(other, ['content/a.md'])
    await check(root, [])
  })

  it('may have its repository named by the environment', async () => {
    const root = makeRepository({ 'site/a.md': 'a', 'site/out.md': 'b' })
    const elsewhere = makeFolder()
    fs.renameSync(join(root, '.git'), join(elsewhere, 'repository'))
    write(root, 'site/out/x')
    vi.stubEnv('GIT_DIR', join(elsewhere, 'repository'))
    vi.stubEnv('GIT_WORK_TREE', root)
    await check(join(root, 'site'), [], ['out'])
  })
})

it('lists nothing of a folder that is left out', async () => {
  const root = makeRepository({ ...base, 'dist/kept.html': 'kept', 'content/node_modules/x': 'x' })
  const leaveOut = ['node_modules', '.dateline', 'dist', 'out/si[te']
  const before = (await read(root, leaveOut)).fingerprint
  for (const folder of [...leaveOut, 'content/node_modules']) write(root, `${folder}/deep/x`)
  write(root, 'dist/kept.html', 'changed')
  const tree = await read(root, leaveOut)
  expect(tree.fingerprint).toBe(before)
  expect(tree.unsure()).toEqual([])
  expect(tree.entries().map(entry => entry.path)).toEqual(Object.keys(base))
  write(root, 'content/dist/x')
  write(root, 'out/x')
  write(root, 'distant/x')
  expect((await read(root, leaveOut)).unsure()).toEqual(['content/dist/x', 'distant/x', 'out/x'])
})

it('does not walk a folder that is left out', async () => {
  const root = makeRepository()
  for (const folder of ['dist', 'node_modules', 'content/node_modules']) write(root, `${folder}/deep/x`)
  // Git counts the folders that it reads.
  const trace = join(makeFolder(), 'trace')
  vi.stubEnv('GIT_TRACE2_EVENT', trace)
  await check(root, [], ['dist', 'node_modules', 'content/node_modules'])
  const visits = fs.readFileSync(trace, 'utf8').matchAll(/"directories-visited","value":"(\d+)"/g)
  expect(new Set(Array.from(visits, match => match[1]))).toEqual(new Set(['2']))
})

describe('no answer', () => {
  it.each<[string, () => string]>([
    ['without a repository', makeFolder],
    ['without a folder', () => join(makeFolder(), 'none')],
    [
      'when nothing is tracked',
      () => {
        const root = makeRepository()
        write(root, 'ignored.site/a.md')
        return join(root, 'ignored.site')
      },
    ],
    [
      'before anything is added',
      () => {
        const root = makeFolder()
        git(root, 'init', '--quiet')
        return root
      },
    ],
    ['inside the repository itself', () => join(makeRepository(), '.git')],
    [
      'in a bare repository',
      () => {
        const root = makeFolder()
        git(root, 'init', '--quiet', '--bare', 'x/.git')
        return join(root, 'x')
      },
    ],
    [
      'for ids of SHA-256',
      () => {
        const root = makeFolder()
        git(root, 'init', '--quiet', '--object-format=sha256')
        write(root, 'a.md')
        commitAll(root)
        return root
      },
    ],
    [
      'with a broken index',
      () => {
        const root = makeRepository()
        write(root, '.git/index', 'broken')
        return root
      },
    ],
    [
      'for names that are not UTF-8',
      () => {
        const root = makeRepository()
        fs.writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff])]), '')
        return root
      },
    ],
    [
      'without git',
      () => {
        const root = makeRepository()
        vi.stubEnv('PATH', makeFolder())
        return root
      },
    ],
  ])('%s', async (_, make) => {
    expect(await readGitTree(make(), ['dist'])).toBeUndefined()
  })

  it.each(['ls-files', 'diff-files', 'rev-parse', 'var', 'check-attr'])('when %s fails', async name => {
    const root = makeRepository({ ...base, '.gitattributes': 'x y\n' })
    wrapGit(`case "$*" in *" ${name} -"*) exit 3;; esac`)
    expect(await readGitTree(root, [])).toBeUndefined()
  })
})

/** Puts a script before the real git. @returns the commands that were run so far. */
function wrapGit(script: string): () => string[] {
  const real = git('/', '--exec-path').trim()
  const folder = makeFolder()
  const log = join(folder, 'log')
  fs.writeFileSync(
    join(folder, 'git'),
    `#!/bin/sh\necho "$*" >> '${log}'\n${script}\nexec '${real}/git' "$@"\n`,
    { mode: 0o755 },
  )
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`)
  return () => fs.readFileSync(log, 'utf8').trim().split('\n')
}

describe('an index', () => {
  it('that is settled is read once, without attributes when there are none', async () => {
    const root = makeRepository()
    await sleep(200)
    const commands = wrapGit('')
    await check(root, [])
    expect(commands().filter(line => line.includes(' ls-files '))).toHaveLength(1)
    expect(commands().filter(line => line.includes(' check-attr '))).toHaveLength(0)
  })

  /** Between the listing and the changes, the index gets another blob in place of the file's. */
  const replace = (root: string, times: number) => {
    const blobs = ['one', 'two', 'three'].map(text => {
      write(root, '.git/text', text)
      return git(root, 'hash-object', '-w', '.git/text').trim()
    })
    write(root, 'content/a.md', 'one')
    git(root, 'add', '.')
    return `case "$*" in *" diff-files "*)
      sleep 0.3
      n=$(cat '${root}/.git/n' 2>/dev/null || echo 0)
      if [ $n -lt ${times} ]; then
        n=$((n + 1))
        echo $n > '${root}/.git/n'
        printf '%s' "$(echo "one two three" | cut -d' ' -f$((n + 1)))" > '${root}/content/a.md'
        PATH="\${PATH#*:}" git -C '${root}' add content/a.md
      fi;; esac # ${blobs.length}`
  }

  it('that is replaced between two commands is read again', async () => {
    const root = makeRepository()
    const script = replace(root, 1)
    await sleep(200)
    wrapGit(script)
    await check(root, [])
    expect(fs.readFileSync(join(root, 'content/a.md'), 'utf8')).toBe('two')
  })

  it('that is replaced all the time is no answer', async () => {
    const root = makeRepository()
    const script = replace(root, 2)
    await sleep(200)
    wrapGit(script)
    expect(await readGitTree(root, [])).toBeUndefined()
  })

  it('is not written', async () => {
    const root = makeRepository()
    // A plain `git status` would write the new times.
    fs.utimesSync(join(root, 'content/a.md'), 1e9, 1e9)
    await sleep(200)
    const state = () =>
      fs.readdirSync(join(root, '.git'), { recursive: true, encoding: 'utf8' }).map(path => {
        const { ino, mtimeMs, size } = fs.statSync(join(root, '.git', path))
        return [path, ino, mtimeMs, size]
      })
    const before = state()
    await check(root, ['content/a.md'])
    expect(state()).toEqual(before)
  })
})
