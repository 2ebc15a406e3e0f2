// What git says has changed leads to the same files as a look at all of them.
import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { findChangedFiles } from '../../../src/build/changed-files.js'
import { createFileDigests } from '../../../src/build/file-digests.js'
import { readGitTree, recallDigests } from '../../../src/build/git.js'
import { createNodeFiles } from '../../../src/build/node-files.js'
import {
  type FileSearch,
  type FoundFiles as Found,
  findAllFiles,
  type KnownFiles,
} from '../../../src/build/site-files.js'
import { resolveConfig } from '../../../src/config/config.js'
import { makeFolder, type SiteFiles, writeFiles } from '../../support/site.js'

beforeEach(() => {
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null')
  vi.stubEnv('GIT_CONFIG_SYSTEM', '/dev/null')
  for (const key of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE']) vi.stubEnv(key, undefined)
})

function git(root: string, ...args: readonly string[]): void {
  execFileSync('git', args, { cwd: root, stdio: 'ignore' })
}

const base: SiteFiles = {
  '.gitignore': 'ignored.*\n',
  'content/2026/a.md': 'A\n',
  'content/2026/b.md': 'B\n',
  'content/2026/b.jpg': 'picture\n',
  'content/2026/notes.txt': 'not built\n',
  'content/pages/about.md': 'About\n',
  'content/_front.yml': 'lead: []\n',
  'content/data/prices.csv': 'a,b\n1,2\n',
  'public/robots.txt': 'all\n',
  'public/logo.svg': '<svg/>\n',
  'other/c.md': 'C\n',
}

const config = resolveConfig({ title: 'The Paper', url: 'https://paper.example/' }, 'config', []).config!

/** The files as a build sees them; `past` and what it read are what an earlier one kept. */
async function search(root: string, past?: Kept): Promise<FileSearch> {
  const files = createNodeFiles()
  const tree = await readGitTree(root, ['.dateline'])
  const listed = past?.files && recallDigests(past.files.tree)
  const digests = createFileDigests(files, past?.digests, listed)
  return { files, root, folder: join(root, 'content'), config, git: tree, digests, past: past?.files }
}

interface Kept {
  readonly files: KnownFiles | undefined
  readonly digests: ReturnType<FileSearch['digests']['saved']>
}

/** What a build takes from the files, in one value. */
function take(found: Found, { digests }: FileSearch) {
  const name = (path: string): string => `content/${path}`
  const stale = found.documents.filter(file => digests.compare(name(file.path), file) === 'changed')
  const gone = found.gone()
  const media = found.changedMedia()
  const paths = ['2026/a.md', '2026/b.md', '2026/c.md', '2026/b.jpg', '2026/c.jpg', 'pages/about.md']
  return {
    stale: stale.map(({ path, kind }) => [path, kind]),
    gone: paths.filter(path => gone.includes(path)),
    media: { content: paths.filter(path => media.content.includes(path)), public: media.public },
    articles: found.articles,
    folders: found.folders,
    fronts: found.fronts,
    tables: found.tables,
    publicFiles: found.publicFiles,
    diagnostics: found.diagnostics,
    documents: paths.map(path => found.document(path)),
    pictures: paths.map(path => found.media(path)),
    public: found.public('logo.svg'),
    kept: found.kept(),
  }
}

function makeRepository(files: SiteFiles = base): string {
  const root = makeFolder()
  git(root, 'init', '--quiet')
  writeFiles(root, files)
  git(root, 'add', '--all')
  return root
}

async function build(root: string): Promise<Kept> {
  const first = await search(root)
  const all = findAllFiles(first)
  take(all, first)
  return { files: all.kept(), digests: first.digests.saved(Date.now() + 10_000) }
}

const write =
  (path: string, text = 'new\n') =>
  (root: string) =>
    writeFiles(root, { [path]: text })
const remove = (path: string) => (root: string) => fs.rmSync(join(root, path))
const add = (root: string): void => git(root, 'add', '--all')

const changes: Readonly<Record<string, readonly ((root: string) => void)[]>> = {
  nothing: [],
  'a new article': [write('content/2026/c.md')],
  'a new article, added': [write('content/2026/c.md'), add],
  'an edit': [write('content/2026/a.md')],
  'an edit, added': [write('content/2026/a.md'), add],
  'an article gone from the disk': [remove('content/2026/a.md')],
  'an article gone': [remove('content/2026/a.md'), add],
  'a picture that comes': [write('content/2026/c.jpg')],
  'a picture that changes': [write('content/2026/b.jpg'), add],
  'a picture that goes': [remove('content/2026/b.jpg'), add],
  'a file of public/': [write('public/logo.svg', '<svg></svg>\n'), add, write('public/new.txt')],
  'a file of public/ that goes': [remove('public/robots.txt')],
  'a front page more, and none': [write('content/_front.europe.yml'), remove('content/_front.yml')],
  'a table': [write('content/data/prices.csv'), write('content/data/more.yml'), add],
  'a table that goes': [remove('content/data/prices.csv'), add],
  'a page': [write('content/pages/about.md'), add],
  'a file that is not built': [write('content/2026/more.txt'), remove('content/2026/notes.txt'), add],
  'hidden files': [write('content/.draft.md'), write('content/node_modules/x.md')],
  'a file elsewhere': [write('other/c.md'), add],
  'an ignored article': [write('content/2026/ignored.md')],
  'two languages': [write('content/en/x.md'), write('content/fr/x.md'), add],
}

describe('what git says has changed', () => {
  it.each(Object.entries(changes))('%s', async (_, steps) => {
    const root = makeRepository()
    const kept = await build(root)
    expect(kept.files).toBeDefined()
    for (const step of steps) step(root)
    const [one, other] = [await search(root, kept), await search(root, kept)]
    const changed = take(findChangedFiles(one)!, one)
    expect(changed).toEqual(take(findAllFiles(other), other))
    // What it keeps is as good for the next one: everything goes back to what it was.
    const next = { files: changed.kept, digests: one.digests.saved(Date.now() + 10_000) }
    git(root, 'rm', '-r', '--quiet', '--force', '--cached', '.')
    fs.rmSync(join(root, 'content'), { recursive: true })
    fs.rmSync(join(root, 'public'), { recursive: true })
    writeFiles(root, base)
    add(root)
    const [third, fourth] = [await search(root, next), await search(root, next)]
    expect(take(findChangedFiles(third)!, third)).toEqual(take(findAllFiles(fourth), fourth))
  })

  it('is too little where a path alone does not say what is there', async () => {
    const root = makeRepository()
    const kept = await build(root)
    const isEnough = async (): Promise<boolean> => findChangedFiles(await search(root, kept)) !== undefined
    expect(await isEnough()).toBe(true)
    fs.symlinkSync('a.md', join(root, 'content/2026/link.md'))
    expect(await isEnough()).toBe(false)
    fs.rmSync(join(root, 'content/2026/link.md'))
    write('content/2026/Zu\u0308rich.md')(root)
    expect(await isEnough()).toBe(false)
    fs.rmSync(join(root, 'content/2026/Zu\u0308rich.md'))
    git(root, 'init', '--quiet', 'content/nested')
    expect(await isEnough()).toBe(false)
    fs.rmSync(join(root, 'content/nested'), { recursive: true })
    write('.gitattributes', '*.md text\n')(root)
    expect(await isEnough()).toBe(false)
    fs.rmSync(join(root, '.gitattributes'))
    expect(await isEnough()).toBe(true)
  })

  it('is not kept where links lead to files, or names are in another Unicode form; the next build knows all the same', async () => {
    for (const disturb of [
      (root: string) => fs.symlinkSync('a.md', join(root, 'content/2026/link.md')),
      (root: string) => write('content/2026/Zu\u0308rich.md')(root),
    ]) {
      const root = makeRepository()
      disturb(root)
      add(root)
      const kept = await build(root)
      expect(kept.files).toBeUndefined()
      remove('content/2026/b.md')(root)
      write('content/2026/a.md')(root)
      const again = await search(root, kept)
      const found = findAllFiles(again)
      const { stale, gone } = take(found, again)
      // Pictures are told apart by `changedMedia`.
      expect(gone.filter(path => path.endsWith('.md'))).toEqual(['2026/b.md'])
      expect(stale).toContainEqual(['2026/a.md', 'article'])
      expect(stale).not.toContainEqual(['pages/about.md', 'page'])
    }
  })
})
