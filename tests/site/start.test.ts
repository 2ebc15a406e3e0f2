// What begins a site and a story: `dateline init`, `dateline new`. `package.test.ts` goes the whole way of a newcomer.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { article, makeFolder, makeSite, run, writeFiles } from '../support/site.js'

describe('a new site', () => {
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
