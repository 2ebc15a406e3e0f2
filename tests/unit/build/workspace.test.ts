import { execFileSync } from 'node:child_process'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Made } from '../../../src/build/render-one.js'
import { openWorkspace, type Workspace } from '../../../src/build/workspace.js'
import { article, clock, copyProject, makeSite, writeFiles } from '../../support/site.js'

const file = 'content/2026/03/first.md'
const files = {
  [file]: article({ title: 'First', region: 'Hills' }, 'The quay is old. See [the second](second.md).'),
  'content/2026/03/second.md': article({ title: 'Second', region: 'Hills' }, 'The second text.'),
  'content/2026/03/draft.md': article({ title: 'Draft', draft: true }),
}

async function openSite(more: Readonly<Record<string, string>> = {}) {
  const root = makeSite({ ...files, ...more })
  const workspace = openWorkspace({ root, now: Date.parse(clock) })
  onTestFinished(() => workspace.close())
  await workspace.prepare('all')
  const edit = (change: (text: string) => string) =>
    writeFileSync(join(root, file), change(readFileSync(join(root, file), 'utf8')))
  return { root, workspace, edit }
}

function render(workspace: Workspace, path: string): Promise<Made> {
  return workspace.render(workspace.view()!.prepared.pages.find(path))
}

async function html(workspace: Workspace, path: string): Promise<string> {
  const made = await render(workspace, path)
  return made.kind === 'html' ? made.html : made.kind
}

describe('a workspace', () => {
  it('patches a page with another text, and shows what a preparation then shows', async () => {
    const { workspace, edit } = await openSite()
    const path = '/2026/03/first/'
    edit(text =>
      text.replace('The quay is old.', 'The quay is **new**.').replace('title: First', 'title: Foremost'),
    )
    // Its address is that of the file's name, so a headline is no fact that matters elsewhere.
    expect(await workspace.patch(file)).toBe(path)
    const patched = await html(workspace, path)
    expect(patched).toContain(
      'The quay is <strong>new</strong>. See <a href="/2026/03/second/">the second</a>.',
    )
    expect(patched).toContain('<h1>Foremost</h1>')
    // Other pages know nothing of it yet.
    expect(await html(workspace, '/')).toContain('>First</a>')
    await workspace.prepare(new Set([file]))
    expect(await html(workspace, path)).toBe(patched)
    expect(await html(workspace, '/')).toContain('>Foremost</a>')
    expect(workspace.view()!.prepared.sources.parsed).toBe(1)
  })

  it.each<[string, (text: string) => string]>([
    ['another region', text => text.replace('region: Hills', 'region: Harbour')],
    ['another day', text => text.replace('2026-03-04', '2026-03-05')],
    ['another address', text => text.replace('title: First', 'title: First\nslug: other')],
    ['a draft', text => text.replace('title: First', 'title: First\ndraft: true')],
    ['a series', text => text.replace('title: First', 'title: First\nseries: Water')],
    [
      'a story that is pinned',
      text => text.replace('title: First', 'title: First\nrelated: { pin: [second] }'),
    ],
    [
      'a picture that no page shows yet',
      text => text.replace('title: First', 'title: First\nimage: new.png'),
    ],
    ['an address by another region', text => text.replace('region: Hills', 'region: Valley')],
    ['front matter that cannot be read', text => text.replace('title: First', 'title: [First')],
  ])('leaves %s to a preparation', async (_, change) => {
    const { workspace, edit } = await openSite()
    edit(change)
    expect(await workspace.patch(file)).toBeUndefined()
  })

  it.each<[string, string]>([
    ['authors', 'authors: [Ann, Zoe]'],
    ['an author with a page, by another spelling', 'authors: [ann marsh, Ann Marsh]'],
    ['a kicker', 'kicker: Harbours'],
    ['a kind', 'kind: opinion'],
    ['a source', 'source: Harbour Wire'],
    ['a source that nobody knows', 'source: North Wire'],
    ['topics', 'topics: [Water, water, Ports]'],
    ['a region', 'region: valley'],
    ['a picture', 'image: { src: /quay.png, alt: The quay, caption: Old., credit: Ann }'],
    ['a picture from elsewhere', 'image: https://pictures.example/quay.png'],
    ['a change', 'updated: 2026-03-06'],
    ['a change before the story', 'updated: 2026-03-01'],
    ['a correction', 'corrections: [{ date: 2026-03-06, text: The quay is older. }]'],
    ['a shorter headline', 'headlines: { short: One, seo: Other }'],
    ['a dateline', 'dateline: Harbour'],
    ['a table of what nobody knows', 'extra: { mood: fine }'],
  ])('patches a page with %s, and shows what a preparation then shows', async (_, line) => {
    const { workspace, edit } = await openSite({
      'content/authors/ann.md': '---\nname: Ann Marsh\n---\n\nShe writes.\n',
      'content/2026/03/third.md': article({
        title: 'Third',
        region: 'Valley',
        source: 'Harbour Wire',
        topics: ['Water'],
      }),
      'content/2026/03/fourth.md': article({ title: 'Fourth', image: '/quay.png' }),
      'public/quay.png': 'no real picture',
    })
    const [field] = line.split(':')
    edit(text =>
      text.replace(new RegExp(`^${field}: .*\n`, 'm'), '').replace('title: First', `title: First\n${line}`),
    )
    expect(await workspace.patch(file)).toBe('/2026/03/first/')
    const patched = await html(workspace, '/2026/03/first/')
    await workspace.prepare(new Set([file]))
    // What stands beside it is found with all others.
    const own = (text: string) => text.match(/<head>[\s\S]*<\/head>|<article[\s\S]*<\/article>/g)
    expect(own(patched)).toEqual(own(await html(workspace, '/2026/03/first/')))
  })

  it('leaves a source that nobody knows to a preparation where that is a mistake', async () => {
    const { workspace, edit } = await openSite({
      'dateline.config.mjs': `export default { title: 'P', url: 'https://p.example/', sources: ['Staff'], unknownSources: 'error' }\n`,
    })
    edit(text => text.replace('title: First', 'title: First\nsource: North Wire'))
    expect(await workspace.patch(file)).toBeUndefined()
    edit(text => text.replace('North Wire', 'Staff'))
    expect(await workspace.patch(file)).toBe('/2026/03/first/')
  })

  it('leaves files that are no article of the site to a preparation', async () => {
    const { root, workspace } = await openSite({ 'content/pages/about.md': article({ title: 'About' }) })
    writeFileSync(join(root, 'content/2026/03/new.md'), article({ title: 'New' }))
    for (const name of [
      'content/2026/03/new.md',
      'content/pages/about.md',
      'dateline.config.mjs',
      'content/gone.md',
    ])
      expect(await workspace.patch(name), name).toBeUndefined()
  })

  it('begins with what it kept, and parses only what changed meanwhile', async () => {
    const { root, workspace, edit } = await openSite()
    edit(text => text.replace('The quay is old.', 'Once.'))
    await workspace.prepare(new Set([file]))
    workspace.save()
    await workspace.close()
    edit(text => text.replace('Once.', 'Twice.'))
    const next = openWorkspace({ root, now: Date.parse(clock) })
    onTestFinished(() => next.close())
    await next.prepare('all')
    expect(next.view()!.prepared.sources.parsed).toBe(1)
    expect(await html(next, '/2026/03/first/')).toContain('Twice.')
    expect(await html(next, '/2026/03/second/')).toContain('The second text.')
  })

  it('shows another version of a template on all pages, as a preparation then does', async () => {
    const footer = 'templates/partials/footer.eta'
    const { root, workspace } = await openSite({ [footer]: '<footer>Foot</footer>' })
    writeFileSync(join(root, footer), '<footer>New foot</footer>')
    expect(workspace.retheme(footer)).toBe(true)
    const [home, story] = [await html(workspace, '/'), await html(workspace, '/2026/03/first/')]
    expect(home).toContain('New foot')
    expect(story).toContain('New foot')
    await workspace.prepare(new Set([footer]))
    expect([await html(workspace, '/'), await html(workspace, '/2026/03/first/')]).toEqual([home, story])
    // One that is new, one of a block, one that is none.
    writeFiles(root, { 'templates/partials/more.eta': 'more', 'templates/blocks/note.eta': 'note' })
    for (const name of ['templates/partials/more.eta', 'templates/blocks/note.eta', file])
      expect(workspace.retheme(name), name).toBe(false)
  })

  it('keeps the last site where the config leaves none', async () => {
    const { root, workspace } = await openSite()
    writeFileSync(join(root, 'dateline.config.mjs'), 'export default {')
    await workspace.prepare(new Set(['dateline.config.mjs']))
    expect(workspace.reports().map(({ code }) => code)).toEqual(['DL5003'])
    expect(await html(workspace, '/2026/03/first/')).toContain('The quay is old.')
  })

  it('tells a mistake of a template with its line', async () => {
    const { workspace } = await openSite({ 'templates/article.eta': '<h1>\n<%= it.nothing.here %>\n</h1>' })
    const made = await render(workspace, '/2026/03/first/')
    expect(made.kind).toBe('failed')
    const [report] = made.kind === 'failed' ? await workspace.report(made) : []
    expect(report).toMatchObject({ code: 'DL4001', file: 'templates/article.eta', line: 2 })
  })
})

/** Every page of a workspace, rendered. */
async function renderAll(workspace: Workspace): Promise<ReadonlyMap<string, string>> {
  const { pages } = workspace.view()!.prepared
  const made = new Map<string, string>()
  for (let page = 0; page < pages.size; page++) {
    const one = await workspace.render(page)
    made.set(pages.path(page), one.kind === 'html' ? one.html : one.kind === 'text' ? one.text : one.kind)
  }
  return new Map([...made].sort(([a], [b]) => (a < b ? -1 : 1)))
}

describe.each([true, false])('a workspace after many changes, in a git checkout: %s', inGit => {
  it('shows what one shows that begins with nothing', async () => {
    const stories = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [
        `content/2026/02/story-${n}.md`,
        article(
          { title: `Story ${n}`, region: 'Hills', topics: [`Topic ${n % 3}`] },
          `Text ${n % 7} of the quay.`,
        ),
      ]),
    )
    const root = makeSite({ ...files, ...stories, '.gitignore': '.dateline/\n' })
    if (inGit) {
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=a@paper.example', ...args], {
          cwd: root,
        })
      git('init', '-q')
      git('add', '-A')
      git('commit', '-qm', 'all')
      writeFileSync(join(root, 'content/2026/02/untracked.md'), article({ title: 'Untracked' }))
    }
    const workspace = openWorkspace({ root, now: Date.parse(clock) })
    onTestFinished(() => workspace.close())
    await workspace.prepare('all')
    const story = (n: number) => `content/2026/02/story-${n}.md`
    const rewrite = (name: string, change: (text: string) => string) => {
      writeFileSync(join(root, name), change(readFileSync(join(root, name), 'utf8')))
      return [name]
    }
    const changes: readonly (() => readonly string[])[] = [
      () => rewrite(story(1), text => text.replace('Text 1', 'Another text')),
      () => rewrite(story(2), text => text.replace('title: Story 2', 'title: Story two\ndraft: true')),
      () => {
        rmSync(join(root, story(3)))
        renameSync(join(root, story(4)), join(root, 'content/2026/02/renamed.md'))
        return [story(3), story(4), 'content/2026/02/renamed.md']
      },
      () => {
        writeFiles(root, {
          'content/2025/new.md': article(
            { title: 'New', topics: ['Topic 1'] },
            'See [it](../2026/03/first.md).',
          ),
        })
        return ['content/2025/new.md']
      },
      () => rewrite(story(1), text => text.replace('Another text', 'Text 1')),
      () => rewrite(file, text => text.replace('title: First', 'title: First\nslug: elsewhere')),
      () => {
        writeFiles(root, {
          'templates/partials/footer.eta': '<footer>Foot</footer>',
          'public/note.txt': 'note',
        })
        return ['templates/partials/footer.eta', 'public/note.txt']
      },
      () => rewrite('dateline.config.mjs', text => text.replace('The Paper', 'Another Paper')),
    ]
    for (const change of changes) {
      const names = change()
      for (const name of names) await workspace.patch(name)
      await workspace.prepare(new Set(names))
    }
    expect(workspace.reports().filter(({ severity }) => severity === 'error')).toEqual([])
    const clean = openWorkspace({ root: copyProject(root), now: Date.parse(clock) })
    onTestFinished(() => clean.close())
    await clean.prepare('all')
    const [after, fresh] = [await renderAll(workspace), await renderAll(clean)]
    expect([...after.keys()]).toEqual([...fresh.keys()])
    for (const [path, html] of after) expect(html, path).toBe(fresh.get(path))
  })
})
