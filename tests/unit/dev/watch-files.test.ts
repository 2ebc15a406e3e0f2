import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Changed } from '../../../src/dev/drive.js'
import { projectFolder, watchFolder } from '../../../src/dev/watch-files.js'
import { until } from '../../support/dev.js'
import { makeFolder, writeFiles } from '../../support/site.js'

function watch(files: Readonly<Record<string, string>>) {
  const root = makeFolder()
  writeFiles(root, files)
  const seen: string[] = []
  const note = (changed: Changed) => void seen.push(...(changed === 'all' ? ['all'] : changed))
  const handle = watchFolder(projectFolder(root, [join(root, 'dist')]), note, cause => {
    throw cause
  })
  onTestFinished(() => handle.close())
  const path = (name: string) => join(root, name)
  const write = (name: string) => writeFileSync(path(name), String(Math.random()))
  const sees = (name: string) => until(() => seen.includes(name))
  return { seen, path, write, sees, forget: () => void seen.splice(0) }
}

describe('watching files', () => {
  it('tells files that are written, come, go, and are saved beside', async () => {
    const { path, write, sees, seen } = watch({ 'content/a.md': 'a' })
    write('content/a.md')
    await sees('content/a.md')
    write('content/b.md')
    await sees('content/b.md')
    write('content/c.md.tmp')
    renameSync(path('content/c.md.tmp'), path('content/c.md'))
    await sees('content/c.md')
    rmSync(path('content/a.md'))
    renameSync(path('content/b.md'), path('content/d.md'))
    await sees('content/d.md')
    expect(seen).not.toContain('content/c.md.tmp')
    expect(seen).not.toContain('all')
  })

  it('tells folders that come, move and go as a whole, and what is in them from then on', async () => {
    const { path, write, sees, seen, forget } = watch({ 'content/old/deep/a.md': 'a' })
    mkdirSync(path('content/new/deeper'), { recursive: true })
    await sees('all')
    write('content/new/deeper/b.md')
    await sees('content/new/deeper/b.md')
    forget()
    renameSync(path('content/old'), path('content/moved'))
    await sees('all')
    forget()
    write('content/moved/deep/a.md')
    await sees('content/moved/deep/a.md')
    forget()
    rmSync(path('content/moved'), { recursive: true })
    await sees('all')
    expect(seen.filter(name => name.includes('old'))).toEqual([])
  })

  it('leaves out what builds write, what git keeps, and what editors leave for a moment', async () => {
    const { write, sees, seen } = watch({
      'dist/a.html': '',
      '.git/HEAD': '',
      'node_modules/x/a.js': '',
      'content/a.md': '',
    })
    for (const name of [
      'dist/a.html',
      '.git/HEAD',
      'node_modules/x/a.js',
      'content/.a.md.swp',
      'content/a.md~',
      'content/4913',
    ])
      write(name)
    write('content/a.md')
    await sees('content/a.md')
    expect(new Set(seen)).toEqual(new Set(['content/a.md']))
  })
})
