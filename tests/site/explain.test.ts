// A page for each code: its example yields the code, and the mended example does not. So no page can rot.
import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codes } from '../../src/diagnostics/codes.js'
import { listCodePages, readCodePage } from '../support/code-pages.js'
import { loadBuild } from '../support/lib.js'
import { clock, makeSite, run } from '../support/site.js'

/** Codes that no text alone provokes, and how they are provoked here. */
const arranged: Readonly<Record<string, (root: string) => void>> = {
  DL1013: root =>
    writeFileSync(
      join(root, 'content/a.md'),
      Buffer.from('---\ntitle: Café closed\ndate: 2026-11-22\n---\n\nText.\n', 'latin1'),
    ),
  DL1017: root => symlinkSync('/etc/hostname', join(root, 'content/map.png')),
  DL1019: root => rmSync(join(root, 'content'), { recursive: true }),
}

/** Codes that a page cannot show by files: those of machines, commands and bugs of ours. */
const elsewhere = [
  ...['DL4005', 'DL5004', 'DL5006', 'DL9001'],
  ...['DL2019', 'DL2020', 'DL2021', 'DL3013', 'DL3014', 'DL3015', 'DL3016', 'DL3017', 'DL5008'],
  ...['DL6001', 'DL6002', 'DL6003', 'DL6004', 'DL6005', 'DL6006', 'DL6007'],
]

describe('docs/diagnostics', () => {
  it('has a page for each code, and no other', () => {
    expect(listCodePages()).toEqual(Object.keys(codes).sort())
  })

  it.each(Object.entries(codes))('%s has its title and its parts', (code, { title }) => {
    const page = readCodePage(code)
    expect([page.code, page.title]).toEqual([code, title])
    expect(page.sections).toEqual(['Why it matters', 'Example', 'The mend'])
  })

  const shown = Object.keys(codes).filter(code => !(code in arranged) && !elsewhere.includes(code))
  it.each(shown)('%s: the example yields it, and the mended one does not', async code => {
    const build = await loadBuild()
    const { example, mended } = readCodePage(code)
    const found = async (files: typeof example): Promise<string[]> => {
      const { reports } = await build({
        root: makeSite(files),
        write: false,
        keepGoing: true,
        advise: true,
        workers: 0,
        now: Date.parse(clock),
      })
      return reports.map(report => report.code)
    }
    expect(await found(example)).toContain(code)
    expect(mended).toBeDefined()
    expect(await found(mended!)).toEqual([])
  })

  it.each(Object.entries(arranged))('%s comes by what its page says', async (code, arrange) => {
    const build = await loadBuild()
    const root = makeSite({ 'content/other.md': '---\ntitle: Other\ndate: 2026-11-20\n---\n\nText.\n' })
    arrange(root)
    const { reports } = await build({ root, write: false, keepGoing: true, workers: 0 })
    expect(reports.map(report => report.code)).toContain(code)
  })
})

describe('dateline explain', () => {
  it.each(['DL1003', 'dl1003', '1003', 'DL13'])('%s', async asked => {
    const { code, stdout } = await run('/', ['explain', asked])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^DL1003: Unknown region\n\n/)
    expect(stdout).toContain('\n    region: Eurpoe\n')
    expect(stdout).not.toContain('```')
  })

  it('suggests a code for one that is none', async () => {
    const { code, stderr } = await run('/', ['explain', 'DL1093'])
    expect(code).toBe(1)
    expect(stderr).toContain('There is no code "DL1093". Did you mean DL10')
  })
})
