// The package as a newsroom gets it: packed, installed in an empty folder elsewhere, used by command and API.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { article, execute, makeFolder, page, projectRoot, writeFiles } from '../support/site.js'

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

describe('npm pack', () => {
  it('gives a package that works when it is installed in an empty folder', { timeout: 240_000 }, async () => {
    const folder = makeFolder()
    const packed = await execute(
      npm,
      ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
      projectRoot,
    )
    expect(packed.code, packed.stderr).toBe(0)
    const described = JSON.parse(packed.stdout) as unknown
    const [{ filename, files }] = (
      Array.isArray(described) ? described : Object.values(described as object)
    ) as [{ filename: string; files: { path: string }[] }]
    const paths = files.map(({ path }) => path)
    expect(paths).toEqual(
      expect.arrayContaining([
        'lib/index.js',
        'lib/index.d.ts',
        'lib/cli/main.js',
        'templates/layout.eta',
        'templates/assets/style.css',
        'docs/diagnostics/DL1003.md',
        'README.md',
        'LICENSE',
      ]),
    )
    expect(paths.filter(path => /^(?:src|tests|content|bench|public)\//.test(path))).toEqual([])

    const site = join(folder, 'site')
    writeFiles(site, {
      'package.json': '{ "name": "paper", "private": true, "type": "module" }\n',
      'dateline.config.ts':
        "import { defineConfig } from 'dateline-news'\n\nexport default defineConfig({ title: 'Packed Paper', url: 'https://packed.example/' })\n",
      'content/2026/03/first.md': article({ title: 'First story', region: 'Europe' }),
      'api.mjs':
        "import { build } from 'dateline-news'\nconst result = await build({ out: 'other' })\nconsole.log(JSON.stringify([result.ok, result.articles]))\n",
    })
    const installed = await execute(
      npm,
      ['install', '--no-audit', '--no-fund', '--prefer-offline', join(folder, filename)],
      site,
    )
    expect(installed.code, installed.stderr).toBe(0)
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

  it('names no registry in the lock file, and no package that is somebody else’s', () => {
    const lock = readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')
    expect(lock).not.toContain('"resolved"')
    expect(Object.keys((JSON.parse(lock) as { packages: object }).packages)).not.toContain(
      'node_modules/dateline',
    )
  })
})
