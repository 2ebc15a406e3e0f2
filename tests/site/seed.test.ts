// The page that started the project: seven stories, and the Colombia page as its readers know it.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { links, named, parsePage, select, textOf, withClass } from '../support/html.js'
import { buildHere, makeSite, page, plainConfig, projectRoot, run } from '../support/site.js'

const seed = join(projectRoot, 'tests/sites/seed')
const colombia = '/2025/11/colombia-suspends-intelligence-sharing/'
const related = [
  ['Chinese Carrier Operates Beyond Second Island Chain', 'Asia-Pacific', 'June 2025'],
  ['Two Chinese Carriers Operate in Pacific for First Time', 'Asia-Pacific', 'June 2025'],
  ['Taiwan Tracks Chinese Carriers Amid Pacific Tensions', 'Asia-Pacific', 'June 2025'],
  ['Cartel Warfare Kills 20 in Sinaloa', 'America', 'July 2025'],
  ["El Chapo's Sons Join Rivals in Dramatic Cartel Pact", 'America', 'June 2025'],
  ['China Expands Military Reach in Pacific', 'Asia-Pacific', 'July 2025'],
] as const

describe('the seed page', () => {
  it('shows headline, dek, date, source, headings and all six related stories', async () => {
    const root = makeSite({}, seed)
    const { code, result } = await buildHere(root)
    expect(result.diagnostics).toEqual([])
    expect(code).toBe(0)
    expect(result.articles).toBe(7)

    const html = parsePage(page(root, colombia))
    const main = select(html, named('main'))[0]!
    expect(textOf(select(main, named('h1'))[0]!)).toBe('Colombia Suspends Intelligence Sharing with the U.S.')
    expect(textOf(select(main, withClass('dek'))[0]!)).toMatch(
      /^Colombian President Gustavo Petro has announced/,
    )
    const [time] = select(main, named('time'))
    expect(time?.properties.dateTime).toBe('2025-11-12')
    expect(textOf(time!)).toBe('November 12, 2025')
    expect(textOf(main)).toContain('Clash Report')
    const prose = select(main, withClass('prose'))[0]!
    expect(select(prose, named('h2')).map(textOf)).toEqual([
      "Petro's Strong Reaction",
      'Suspension to Continue Amid Ongoing Strikes',
      'Rising Civilian Toll',
      'Strain in Bilateral Relations',
    ])

    const block = select(main, withClass('related'))[0]!
    expect(textOf(select(block, named('h2'))[0]!)).toBe('Related News')
    const groups = select(block, element => element.tagName === 'h3').map(textOf)
    expect([...groups].sort()).toEqual(['America', 'Asia-Pacific'])
    const items = select(block, named('li')).map(item => [
      textOf(select(item, named('a'))[0]!),
      textOf(select(item, named('span'))[0]!),
      textOf(select(item, named('time'))[0]!),
    ])
    expect(new Set(items.map(item => item.join('|')))).toEqual(new Set(related.map(item => item.join('|'))))
    expect(items.filter(([, region]) => region === 'Asia-Pacific')).toHaveLength(4)
  })

  it('lists the seven stories on /related/', async () => {
    const root = makeSite({}, seed)
    await buildHere(root)
    const index = parsePage(page(root, '/related/'))
    expect(
      select(index, named('h2'))
        .map(textOf)
        .filter(text => /America|Asia/.test(text)),
    ).toEqual(['America', 'Asia-Pacific'])
    const headlines = select(index, named('h4')).map(textOf)
    expect(headlines).toHaveLength(7)
    expect(new Set(headlines)).toEqual(
      new Set([...related.map(([title]) => title), 'Colombia Suspends Intelligence Sharing with the U.S.']),
    )
    expect(links(index)).toContain(colombia)
  })

  it('says which region was meant where no alias helps', async () => {
    const root = makeSite(
      { 'dateline.config.mjs': plainConfig.replace(' }', ", regions: ['America', 'Asia-Pacific'] }") },
      seed,
    )
    const { code, stderr } = await run(root, ['build'])
    expect(code).toBe(1)
    expect(stderr).toContain('content/2025/06/chinese-carrier-beyond-second-island-chain.md:4:9')
    expect(stderr).toMatch(/> 4 \| region: Asia-Pasific\n\s+\| {9}\^{12} did you mean "Asia-Pacific"\?/)
  })

  it('builds with title and url alone, its regions taken from the stories', async () => {
    const root = makeSite({ 'dateline.config.mjs': plainConfig }, seed)
    const { code, result } = await buildHere(root)
    expect(code).toBe(0)
    expect(result.articles).toBe(7)
  })
})
