// The packages as a newsroom gets them: packed, installed in an empty folder elsewhere, used by command and API.
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { creatorRoot, type Installed, installPackages, npm } from '../support/packed.js'
import { article, clock, execute, page, projectRoot, readTree, writeFiles } from '../support/site.js'

const env = { SOURCE_DATE_EPOCH: String(Date.parse(clock) / 1000) }

interface Manifest {
  readonly version: string
  readonly license: string
  readonly engines: object
  readonly dependencies: Readonly<Record<string, string>>
}
const manifest = (root: string) => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
const { version } = manifest(projectRoot)

describe('npm pack', () => {
  let installed: Installed
  beforeAll(async () => {
    installed = await installPackages()
  }, 240_000)
  afterAll(() => rmSync(installed.folder, { recursive: true, force: true }), 60_000)

  it('has what is needed and no more', () => {
    const paths = installed.packed['dateline-news']!
    expect(paths).toEqual(
      expect.arrayContaining([
        'lib/index.js',
        'lib/index.d.ts',
        'lib/cli/main.js',
        'lib/cli/create.js',
        'templates/layout.eta',
        'templates/assets/style.css',
        'docs/diagnostics/DL1003.md',
        'README.md',
        'LICENSE',
      ]),
    )
    expect(paths.filter(path => /^(?:src|tests|content|bench|public)\//.test(path))).toEqual([])
    expect([...installed.packed['create-dateline-news']!].sort()).toEqual([
      'LICENSE',
      'README.md',
      'main.js',
      'package.json',
    ])
  })

  it('gives a package that works when it is installed in an empty folder', { timeout: 240_000 }, async () => {
    const site = installed.folder
    writeFiles(site, {
      'dateline.config.ts':
        "import { defineConfig } from 'dateline-news'\n\nexport default defineConfig({ title: 'Packed Paper', url: 'https://packed.example/' })\n",
      'content/2026/03/first.md': article({ title: 'First story', region: 'Europe' }),
      'api.mjs':
        "import { build } from 'dateline-news'\nconst result = await build({ out: 'other' })\nconsole.log(JSON.stringify([result.ok, result.articles]))\n",
    })
    const command = join(site, 'node_modules/.bin/dateline')
    const built = await execute(command, ['build', '--workers', '1'], site)
    expect(built.code, built.stderr).toBe(0)
    expect(page(site, '/2026/03/first/')).toContain('First story')
    expect(page(site, '/')).toContain('Packed Paper')
    const explained = await execute(command, ['explain', 'DL1003'], site)
    expect(explained.stdout, explained.stderr).toContain('Unknown region')
    const api = await execute(process.execPath, ['api.mjs'], site)
    expect(api.stdout, api.stderr).toBe('[true,1]\n')

    // The types are those of the package: a wrong setting does not compile.
    writeFileSync(
      join(site, 'wrong.ts'),
      "import { defineConfig } from 'dateline-news'\nexport default defineConfig({ title: 'P', url: 'https://p.example/', regoins: [] })\n",
    )
    const tsc = join(projectRoot, 'node_modules/.bin/tsc')
    const flags = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023']
    const wrong = await execute(tsc, [...flags, 'wrong.ts'], site)
    expect(wrong.stdout).toContain('regoins')
    const right = await execute(tsc, [...flags, 'dateline.config.ts'], site)
    expect(right.stdout).toBe('')
    expect(right.code).toBe(0)
  })

  it('a newcomer comes to a published story: npm create, build, new, build', {
    timeout: 240_000,
  }, async () => {
    const answers = [
      '--title',
      'The Harbour Post',
      '--url',
      'https://user.github.io/harbour-post',
      '--time-zone',
      'Europe/Paris',
    ]
    const args = ['harbour-post', '--', ...answers, '--host', 'github', '--yes']
    const created = await execute(
      npm,
      ['create', '--offline', 'dateline-news', ...args],
      installed.folder,
      env,
    )
    expect(created.code, created.stderr).toBe(0)
    expect(created.stdout).toContain('cd harbour-post\n  npm install\n  npm run dev ')
    const site = join(installed.folder, 'harbour-post')
    expect(JSON.parse(readFileSync(join(site, 'package.json'), 'utf8'))).toMatchObject({
      name: 'harbour-post',
      dependencies: { 'dateline-news': `^${version}` },
    })

    // What `npm install` would make, which needs the packages to be published.
    symlinkSync(join(installed.folder, 'node_modules'), join(site, 'node_modules'), 'junction')
    const built = await execute(npm, ['run', '--silent', 'build'], site, env)
    expect(built.code, built.stderr).toBe(0)
    expect(built.stderr).not.toMatch(/error|warning/)
    expect(page(site, '/')).toContain('Ferry crosses again after three weeks')
    expect(page(site, '/about/')).toContain('The Harbour Post reports')
    const checked = await execute(npm, ['run', '--silent', 'check', '--', '--format', 'json'], site, env)
    expect(JSON.parse(checked.stdout)).toEqual({ articles: 3, diagnostics: [] })

    // The schemas that init wrote are those of the site; a text in the packed types is one that TypeScript takes.
    const dateline = join(site, 'node_modules/.bin/dateline')
    const kept = readTree(join(site, '.vscode'))
    const schemas = await execute(
      dateline,
      ['schema', '--cms', 'sveltia', '--repository', 'me/post'],
      site,
      env,
    )
    expect(schemas.stdout, schemas.stderr).toContain('.vscode/dateline/article.schema.json\n')
    expect(readTree(join(site, '.vscode'))).toEqual(kept)
    const { 'yaml.schemas': associated } = JSON.parse(kept.get('settings.json')!) as {
      'yaml.schemas': Readonly<Record<string, string>>
    }
    for (const path of Object.keys(associated)) expect(existsSync(join(site, path)), path).toBe(true)
    expect(readFileSync(join(site, 'public/admin/config.yml'), 'utf8')).toContain('repo: me/post')
    const tsc = join(projectRoot, 'node_modules/.bin/tsc')
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', '']
    writeFiles(site, {
      'types.ts':
        "import type { It } from './.vscode/dateline/templates.js'\nexport const text = (it: It) => it.date(0) + it.site.regions[0]!.key\n",
    })
    const typed = await execute(tsc, [...flags, '--skipLibCheck', 'types.ts'], site)
    expect(typed.stdout).toBe('')
    const made = await execute(
      dateline,
      ['new', 'Lighthouse opens its doors', '--region', 'harbour', '--topic', 'water'],
      site,
      env,
    )
    expect(made.stdout, made.stderr).toBe('content/2026/11/lighthouse-opens-its-doors.md\n')
    const file = join(site, made.stdout.trim())
    expect(readFileSync(file, 'utf8')).toBe(
      '---\ntitle: Lighthouse opens its doors\ndate: 2026-11-24T13:00:00+01:00\nregion: Harbour\nsource:\nsummary:\ntopics: [Water]\nauthors: []\ndraft: true\n---\n\n',
    )
    const drafted = await execute(dateline, ['build'], site, env)
    expect(drafted.stderr).toContain('1 article not published: 1 a draft')
    expect(drafted.stderr).not.toMatch(/error|warning/)
    writeFileSync(file, `${readFileSync(file, 'utf8').replace('draft: true\n', '')}Bring a coat.\n`)
    const published = await execute(dateline, ['build'], site, env)
    expect(published.stderr).not.toMatch(/error|warning/)
    expect(page(site, '/')).toContain('Lighthouse opens its doors')
  })

  it('is released as two packages of one version', () => {
    const { license, engines } = manifest(projectRoot)
    expect(manifest(creatorRoot)).toMatchObject({
      ...{ version, license, engines },
      dependencies: { 'dateline-news': version },
    })
    expect(readFileSync(join(creatorRoot, 'LICENSE'), 'utf8')).toBe(
      readFileSync(join(projectRoot, 'LICENSE'), 'utf8'),
    )
  })

  it('names no registry in the lock file, and no package that is somebody else’s', () => {
    const lock = readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')
    expect(lock).not.toContain('"resolved"')
    expect(Object.keys((JSON.parse(lock) as { packages: object }).packages)).not.toContain(
      'node_modules/dateline',
    )
  })
})
