// `dateline check --fix`: shown as a diff, then written; and what keeps a file from being written.
import { readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createNodeFiles } from '../../src/build/node-files.js'
import { loadFixes } from '../support/lib.js'
import { makeSite, run } from '../support/site.js'

const config = `export default { title: 'P', url: 'https://p.example/', regions: ['Europe', { name: 'Asia-Pacific', aliases: ['APAC'] }] }\n`
const broken =
  '\ufeff---\r\ntitle: Mekong: barges wait\r\ndate: 22/11/2026\r\nregion: APAC # far\r\n---\r\n\r\nText.  \r\n'
const mended =
  '\ufeff---\r\ntitle: "Mekong: barges wait"\r\ndate: 2026-11-22\r\nregion: Asia-Pacific # far\r\n---\r\n\r\nText.  \r\n'
const site = () => makeSite({ 'dateline.config.mjs': config, 'content/a.md': broken })
const read = (root: string) => readFileSync(join(root, 'content/a.md'), 'utf8')

describe('check --fix', () => {
  it('shows a diff, mends what one mend uncovers too, and has nothing to do the second time', async () => {
    const root = site()
    const first = await run(root, ['check', '--fix'])
    expect(first.stderr).toContain(
      '--- a/content/a.md\n+++ b/content/a.md\n@@ -1,3 +1,3 @@\n \ufeff---\n-title: Mekong: barges wait\n+title: "Mekong: barges wait"\n',
    )
    expect(first.stderr).toContain('-region: APAC # far\n+region: Asia-Pacific # far')
    expect(first.stderr).toContain('1 file mended.')
    expect([first.code, read(root)]).toEqual([0, mended])
    const second = await run(root, ['check', '--fix'])
    expect([second.code, read(root)]).toEqual([0, mended])
    expect(second.stderr).toContain('0 files mended.')
  })

  it('--dry-run writes nothing, and tells the mistakes as ever', async () => {
    const root = site()
    const { code, stderr } = await run(root, ['check', '--fix', '--dry-run'])
    expect(stderr).toContain('1 file would be mended.')
    expect(stderr).toContain('DL1006')
    expect([code, read(root)]).toEqual([1, broken])
  })
})

describe('the writing of a fix', () => {
  const fix = { file: 'content/a.md', before: broken, after: mended, count: 3 }

  it('is refused for a file that changed meanwhile, or is gone', async () => {
    const { writeFix } = await loadFixes()
    const root = site()
    writeFileSync(join(root, 'content/a.md'), `${broken}One line more.\n`)
    expect(writeFix(createNodeFiles(), root, fix)).toBe(false)
    expect(read(root)).toBe(`${broken}One line more.\n`)
    expect(writeFix(createNodeFiles(), root, { ...fix, file: 'content/b.md' })).toBe(false)
  })

  it('leaves a symbolic link one', async () => {
    const { writeFix } = await loadFixes()
    const root = makeSite({ 'dateline.config.mjs': config, 'stories/a.md': broken, 'content/.keep': '' })
    symlinkSync('../stories/a.md', join(root, 'content/a.md'))
    expect(writeFix(createNodeFiles(), root, fix)).toBe(true)
    expect(readlinkSync(join(root, 'content/a.md'))).toBe('../stories/a.md')
    expect(readFileSync(join(root, 'stories/a.md'), 'utf8')).toBe(mended)
  })
})
