// `dateline check --base`: addresses that readers know and that would lead nowhere, and texts that changed in silence.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commit, git, makeRepository } from '../support/git.js'
import {
  article,
  checkHere,
  execute,
  makeFolder,
  makeSite,
  plainConfig,
  run,
  type SiteFiles,
  writeFiles,
} from '../support/site.js'

const story = article({ title: 'The Rhine is closed', date: '2026-11-20' })
const site: SiteFiles = {
  'content/rhine.md': story,
  'content/known.md': article({ title: 'Known', date: '2026-11-19', aliases: '/earlier/' }),
  'content/draft.md': article({ title: 'Draft', date: '2026-11-19', draft: true }),
}

async function check(root: string, base: string) {
  const { code, stdout, stderr } = await checkHere(root, base)
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { code: string; file: string; line: number; message: string; hint: string }[]
  }
  return {
    code,
    stderr,
    diagnostics,
    found: diagnostics.map(({ code, file, line }) => `${code} ${file}:${line}`),
  }
}

describe('against the base', () => {
  it.each<[what: string, files: SiteFiles, gone: string[], found: string[], code: number]>([
    ['nothing', {}, [], [], 0],
    [
      'another slug',
      { 'content/rhine.md': story.replace('---\n\n', 'slug: river\n---\n\n') },
      [],
      ['DL3013 content/rhine.md:4'],
      1,
    ],
    [
      'another slug with an alias',
      { 'content/rhine.md': story.replace('---\n\n', 'slug: river\naliases: /2026/11/rhine/\n---\n\n') },
      [],
      [],
      0,
    ],
    [
      'another month',
      { 'content/rhine.md': story.replace('2026-11-20', '2026-10-20') },
      [],
      ['DL3013 content/rhine.md:3'],
      1,
    ],
    [
      'another day of the month',
      { 'content/rhine.md': story.replace('2026-11-20', '2026-11-21') },
      [],
      [],
      0,
    ],
    [
      'an address of its own',
      { 'content/rhine.md': story.replace('---\n\n', 'url: /rhine/\n---\n\n') },
      [],
      ['DL3013 content/rhine.md:4'],
      1,
    ],
    ['a renamed file', { 'content/river.md': story }, ['content/rhine.md'], ['DL3013 content/river.md:2'], 1],
    ['a file in another folder', { 'content/europe/rhine.md': story }, ['content/rhine.md'], [], 0],
    ['a file that is gone', {}, ['content/rhine.md'], ['DL3014 content/rhine.md:null'], 0],
    [
      'a draft',
      { 'content/rhine.md': story.replace('---\n\n', 'draft: true\n---\n\n') },
      [],
      ['DL3014 content/rhine.md:null'],
      0,
    ],
    [
      'an alias that is dropped',
      { 'content/known.md': article({ title: 'Known', date: '2026-11-19' }) },
      [],
      ['DL3013 content/known.md:2'],
      1,
    ],
    ['a draft that goes', {}, ['content/draft.md'], [], 0],
    [
      'another text',
      { 'content/rhine.md': story.replace('Some words', 'Other words') },
      [],
      ['DL3015 content/rhine.md:2'],
      0,
    ],
    [
      'another title',
      { 'content/rhine.md': story.replace('closed', 'open') },
      [],
      ['DL3015 content/rhine.md:2'],
      0,
    ],
    [
      'another text, and a note',
      {
        'content/rhine.md': story
          .replace('Some words', 'Other words')
          .replace('---\n\n', 'updated: 2026-11-21\n---\n\n'),
      },
      [],
      [],
      0,
    ],
    ['other blanks', { 'content/rhine.md': story.replace('---\n\n', '---\n\n\n\n') }, [], [], 0],
    ['another topic', { 'content/rhine.md': story.replace('---\n\n', 'topics: Ports\n---\n\n') }, [], [], 0],
  ])('%s', async (_, files, gone, found, code) => {
    const root = makeRepository(site)
    git(root, 'switch', '-q', '-c', 'change')
    commit(root, files, gone)
    // What the base has gained meanwhile is no change of ours.
    git(root, 'switch', '-q', 'main')
    commit(root, { 'content/later.md': article({ title: 'Later', date: '2026-11-22' }) })
    git(root, 'switch', '-q', 'change')
    const checked = await check(root, 'main')
    expect(checked.found).toEqual(found)
    expect(checked.code).toBe(code)
  })

  it('sees what is not committed yet, and says the mend', async () => {
    const root = makeRepository(site)
    writeFiles(root, { 'content/rhine.md': story.replace('---\n\n', 'slug: river\n---\n\n') })
    const [lost] = (await check(root, 'HEAD')).diagnostics
    expect(lost!.hint).toBe(
      'Add a line "aliases: [/2026/11/rhine/]" to the front matter, and the old address leads to the new one.',
    )
    expect((await run(root, ['check', '--base', 'HEAD', '--fix'])).code).toBe(0)
    expect(readFileSync(join(root, 'content/rhine.md'), 'utf8')).toContain(
      'slug: river\naliases: [/2026/11/rhine/]\n---\n',
    )
  })

  it('of a project in a folder of the repository', async () => {
    const outer = makeFolder()
    const root = join(outer, 'paper')
    writeFiles(root, { 'dateline.config.mjs': plainConfig, ...site })
    git(outer, 'init', '-q', '-b', 'main')
    commit(outer)
    writeFiles(root, { 'content/rhine.md': story.replace('---\n\n', 'slug: river\n---\n\n') })
    expect((await check(root, 'main')).found).toEqual(['DL3013 content/rhine.md:4'])
  })
})

it('a pull request as a runner has it: its merge, and the commit before', async () => {
  const root = makeRepository(site)
  git(root, 'switch', '-q', '-c', 'change')
  commit(root, { 'content/rhine.md': story.replace('---\n\n', 'slug: river\n---\n\n') })
  git(root, 'switch', '-q', 'main')
  commit(root, { 'content/later.md': article({ title: 'Later', date: '2026-11-22' }) })
  git(root, 'merge', '-q', '--no-ff', '-m', 'Merge', 'change')
  const clone = join(makeFolder(), 'clone')
  await execute('git', ['clone', '-q', '--depth', '2', `file://${root}`, clone], root)
  expect((await check(clone, 'HEAD^1')).found).toEqual(['DL3013 content/rhine.md:4'])
})

describe('a base that is not there', () => {
  it.each<[what: string, make: () => Promise<string>, base: string, message: string, hint: string | null]>([
    [
      'a name that nobody knows',
      async () => makeRepository(site),
      'origin/nowhere',
      '"origin/nowhere" cannot be compared with: there is no such commit in this clone.',
      'Fetch what is missing with "git fetch origin nowhere", and check again.',
    ],
    [
      'no repository',
      async () => makeSite(site),
      'main',
      '"main" cannot be compared with: this folder is in no git repository.',
      null,
    ],
    [
      'a shallow clone',
      async () => {
        const root = makeRepository(site)
        commit(root, { 'content/later.md': story })
        const clone = join(makeFolder(), 'clone')
        await execute('git', ['clone', '-q', '--depth', '1', `file://${root}`, clone], root)
        rmSync(root, { recursive: true })
        return clone
      },
      'HEAD^',
      '"HEAD^" cannot be compared with: there is no such commit in this clone.',
      'Fetch what is missing with "git fetch --unshallow", and check again.',
    ],
  ])('%s', async (_, make, base, message, hint) => {
    const { code, diagnostics } = await check(await make(), base)
    const [missing] = diagnostics.filter(({ code }) => code === 'DL5008')
    expect([code, missing!.message, missing!.hint]).toEqual([1, message, hint])
  })
})
