// How a newcomer begins: the packed package in an empty folder, `dateline init`, a build, `dateline new`, a build.
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  article,
  clock,
  execute,
  makeFolder,
  makeSite,
  page,
  projectRoot,
  readTree,
  run,
  writeFiles,
} from '../support/site.js'

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
const env = { SOURCE_DATE_EPOCH: String(Date.parse(clock) / 1000) }

describe('a new site', () => {
  it('from npm pack: init, build, new, build', { timeout: 240_000 }, async () => {
    const folder = makeFolder()
    const packed = await execute(
      npm,
      ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
      projectRoot,
    )
    expect(packed.code, packed.stderr).toBe(0)
    const described = JSON.parse(packed.stdout) as object
    const [{ filename }] = Object.values(described) as [{ filename: string }]
    const tools = join(folder, 'tools')
    writeFiles(tools, { 'package.json': '{ "private": true }\n' })
    const installed = await execute(
      npm,
      ['install', '--no-audit', '--no-fund', '--prefer-offline', join(folder, filename)],
      tools,
    )
    expect(installed.code, installed.stderr).toBe(0)

    const create = join(tools, 'node_modules/.bin/create-dateline-news')
    const answers = [
      '--title',
      'The Harbour Post',
      '--url',
      'https://user.github.io/harbour-post',
      '--time-zone',
      'Europe/Paris',
    ]
    const created = await execute(
      create,
      ['harbour-post', ...answers, '--host', 'github', '--yes'],
      folder,
      env,
    )
    expect(created.code, created.stderr).toBe(0)
    expect(created.stdout).toContain('cd harbour-post\n  npm install\n  npm run build')
    const site = join(folder, 'harbour-post')
    const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
      version: string
    }
    expect(JSON.parse(readFileSync(join(site, 'package.json'), 'utf8'))).toMatchObject({
      name: 'harbour-post',
      dependencies: { 'dateline-news': `^${version}` },
    })

    // What `npm install` would make, which needs the package to be published.
    symlinkSync(join(tools, 'node_modules'), join(site, 'node_modules'), 'junction')
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

  it('is not made in a folder with files, nor with settings that would not build', async () => {
    const folder = makeFolder()
    writeFiles(folder, { 'full/notes.txt': 'mine', 'repository/.git/HEAD': 'ref: refs/heads/main\n' })
    const full = await run(folder, ['init', 'full', '--yes'])
    expect([full.code, full.stderr]).toEqual([
      1,
      'error: full is not empty (notes.txt); name an empty folder, or a new one\n',
    ])
    const wrong = await run(folder, ['init', 'other', '--yes', '--time-zone', 'Europe/Lisbonne'])
    expect([wrong.code, existsSync(join(folder, 'other'))]).toEqual([2, false])
    expect(wrong.stderr).toContain('time zone "Europe/Lisbonne"')
    expect((await run(folder, ['init', 'other', '--yes', '--host', 'ftp'])).code).toBe(2)
    expect((await run(folder, ['init', 'repository', '--yes'])).code).toBe(0)
    expect((await run(join(folder, 'repository'), ['check'])).stderr).toMatch(/^3 articles/)
  })
})

describe('dateline new', () => {
  const config = `export default { title: 'P', url: 'https://p.example/', timeZone: 'America/New_York',
    regions: ['Europe', { name: 'Asia-Pacific', aliases: ['APAC'] }], sources: ['Staff', 'Harbour Wire'] }\n`

  it('takes names by alias, refuses those that are none, and overwrites nothing', async () => {
    const site = makeSite({
      'dateline.config.mjs': config,
      'content/apac/2026-03-04-old.md': article({ region: 'APAC', source: 'Staff' }),
    })
    const made = await run(site, [
      'new',
      'Tide: high',
      '--region',
      'apac',
      '--source',
      'harbour wire',
      '--no-draft',
    ])
    expect(made.stdout, made.stderr).toBe('content/apac/2026-11-24-tide-high.md\n')
    const text = readFileSync(join(site, made.stdout.trim()), 'utf8')
    expect(text).toContain(
      'title: "Tide: high"\ndate: 2026-11-24T07:00:00-05:00\nregion: Asia-Pacific\nsource: Harbour Wire\n',
    )
    expect(text).not.toContain('draft')

    const again = await run(site, ['new', 'Tide: high', '--region', 'apac'])
    expect([again.code, again.stdout]).toEqual([1, ''])
    expect(again.stderr).toBe(
      'error: content/apac/2026-11-24-tide-high.md is there already; it was not touched\n',
    )
    expect(readFileSync(join(site, made.stdout.trim()), 'utf8')).toBe(text)

    const region = await run(site, ['new', 'Other', '--region', 'Eurpoe'])
    expect([region.code, region.stderr]).toEqual([
      2,
      'error: no region is called "Eurpoe". Did you mean "Europe"?\n',
    ])
    expect((await run(site, ['new', 'Other', '--date', '30 February'])).code).toBe(2)
    expect((await run(site, ['new', 'Other', '--folder', '../elsewhere'])).code).toBe(2)
    expect((await run(site, ['new', '  '])).code).toBe(2)
  })

  it('follows the folder, the date and the language that are asked for', async () => {
    const site = makeSite({
      'dateline.config.mjs': config,
      'content/fr/2026/03/vieux.md': article({ lang: 'fr', region: 'Europe' }),
    })
    const paths: string[] = []
    for (const args of [
      ['Day', '--date', '2026-05-06'],
      ['Le bac', '--language', 'fr'],
      ['Der Kahn', '--language', 'de'],
      ['Goal', '--folder', 'sport'],
    ])
      paths.push((await run(site, ['new', ...args])).stdout.trim())
    expect(paths).toEqual([
      'content/2026/05/day.md',
      'content/fr/2026/11/le-bac.md',
      'content/2026/11/der-kahn.de.md',
      'content/sport/goal.md',
    ])
    const texts = paths.map(path => readFileSync(join(site, path), 'utf8'))
    expect(texts[0]).toContain('date: 2026-05-06\n')
    expect(texts.map(text => /^lang: .*$/m.exec(text)?.[0])).toEqual([
      undefined,
      'lang: fr',
      undefined,
      undefined,
    ])
  })
})
