// Related News as its readers see it and as `dateline related` explains it: the order of regions, the parts of each
// score, the words that two stories share, and what was put there by hand.
import { expect, it } from 'vitest'
import { named, parsePage, select, textOf, withClass } from '../support/html.js'
import { article, buildHere, makeSite, page, run, writeFiles } from '../support/site.js'

interface Explained {
  readonly path: string
  readonly parent: { readonly path: string } | null
  readonly items: readonly {
    readonly path: string
    readonly score: number
    readonly pinned: boolean
    readonly parts: Readonly<Record<string, number>> | null
    readonly words: readonly string[]
  }[]
}

const site = (settings = '', pin = '') => ({
  'dateline.config.mjs': `export default { title: 'P', url: 'https://p.example/', related: { ${settings} } }`,
  'content/strike.md': article(
    {
      title: 'Dockers walk out at the grain pier',
      region: 'Europe',
      date: '2026-03-10',
      ...(pin === '' ? {} : { related: `{ pin: [${pin}] }` }),
    },
    'Dockers walked out at the grain pier. The union wants safer cranes and the harbour company refuses.',
  ),
  'content/far.md': article(
    { title: 'Dockers and the cranes of the grain pier', region: 'Asia', date: '2026-03-06' },
    'The union says the cranes at the grain pier are not safe. The harbour company refuses the dockers.',
  ),
  'content/near.md': article(
    { title: 'Harbour festival draws thousands', region: 'Europe', date: '2026-03-08' },
    'Thousands came to the harbour. Dockers showed their cranes to children at a pier of the old town.',
  ),
  'content/opera.md': article(
    { title: 'A night of song', region: 'Africa', date: '2026-02-01' },
    'The opera sang.',
  ),
})

const explain = async (root: string, path: string): Promise<Explained> =>
  JSON.parse((await run(root, ['related', path, '--json'])).stdout) as Explained

const regionsOnPage = (root: string): string[] => {
  const [block] = select(parsePage(page(root, '/2026/03/strike/')), withClass('related'))
  return select(block!, named('h3')).map(textOf)
}

it('an article’s own region stands first only when its best is within a margin of the best', async () => {
  const first = makeSite(site())
  const { items } = await explain(first, 'strike.md')
  const scoreOf = (path: string) => items.find(item => item.path === path)!.score
  const gap = scoreOf('far.md') - scoreOf('near.md')
  expect(gap).toBeGreaterThan(0.06)
  const order = async (root: string) => {
    await buildHere(root)
    return regionsOnPage(root)
  }
  expect(await order(first)).toEqual(['Asia', 'Europe'])
  expect(await order(makeSite(site(`ownRegionMargin: ${gap - 0.001}`)))).toEqual(['Asia', 'Europe'])
  expect(await order(makeSite(site(`ownRegionMargin: ${gap + 0.001}`)))).toEqual(['Europe', 'Asia'])
  // What was put there by hand leads, whatever its region is.
  expect(await order(makeSite(site('ownRegionMargin: 0.2', 'opera.md')))).toEqual([
    'Africa',
    'Asia',
    'Europe',
  ])
})

it('another margin makes the pages again whose regions it orders', async () => {
  const root = makeSite(site())
  await buildHere(root)
  writeFiles(root, { 'dateline.config.mjs': site('ownRegionMargin: 1')['dateline.config.mjs'] })
  await buildHere(root)
  expect(regionsOnPage(root)).toEqual(['Europe', 'Asia'])
})

it('dateline related FILE --json tells the parts of a score and the shared words', async () => {
  const root = makeSite(site('', 'opera.md'))
  const { path, parent, items } = await explain(root, 'content/strike.md')
  expect(path).toBe('strike.md')
  expect(parent?.path).toBe('far.md')
  expect(items.map(item => [item.path, item.pinned])).toEqual([
    ['opera.md', true],
    ['far.md', false],
    ['near.md', false],
  ])
  for (const { score, pinned, parts } of items) {
    if (pinned) continue
    const { text, topics, region, source, nearness } = parts as Record<string, number>
    expect(score).toBeCloseTo(((text! + topics! + region! + source!) * (1 + nearness!)) / 2, 3)
  }
  expect(items[1]!.words).toEqual(expect.arrayContaining(['grain', 'dockers', 'cranes']))
  expect(items[1]!.words).not.toContain('the')
  expect(items[2]!.parts!.region).toBeGreaterThan(0)
  expect(items[1]!.parts!.region).toBe(0)
})

it('dateline related FILE prints the list as the page groups it, in colour on a terminal', async () => {
  const root = makeSite(site('ownRegionMargin: 1', 'opera.md'))
  const plain = (await run(root, ['related', 'strike.md'])).stdout
  const order = [
    'Goes on with',
    'far.md',
    'Europe',
    'near.md',
    'Africa',
    'pinned  A night of song',
    'Asia',
    'Dockers and the cranes',
    'both say',
  ]
  for (const [n, words] of order.entries()) {
    const from = n === 0 ? 0 : plain.indexOf(order[n - 1]!)
    expect(plain.indexOf(words, from), words).toBeGreaterThanOrEqual(from)
  }
  expect(plain).toMatch(/text 0\.\d{3} \+ region 0\.050, × \d\.\d\d for nearness in time/)
  expect(plain).not.toContain('\u001b[')
  const coloured = (await run(root, ['related', 'strike.md'], { NO_COLOR: '', FORCE_COLOR: '1' })).stdout
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain)
  expect(coloured).toContain('\u001b[')
})

it('dateline related --all stays a line an article, with path and score of each item', async () => {
  const { stdout } = await run(makeSite(site()), ['related', '--all', '--json'])
  const lines = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Explained)
  expect(lines).toHaveLength(4)
  for (const { items } of lines)
    for (const item of items)
      expect(item).toMatchObject({
        path: expect.any(String) as string,
        score: expect.any(Number) as number,
      })
})
