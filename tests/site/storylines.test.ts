// Storylines: what is proposed, which of them have a page, what stands on it and on the pages of its articles; and that
// nothing of it shows what readers may not see, or is left standing when it changes.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { named, parsePage, select, textOf, withClass } from '../support/html.js'
import { loadBuild } from '../support/lib.js'
import {
  article,
  buildHere,
  copyProject,
  makeSite,
  page,
  readTree,
  run,
  type SiteFiles,
  writeFiles,
} from '../support/site.js'

const config = (more = '') =>
  `export default { title: 'P', url: 'https://p.example/', timeZone: 'Europe/Lisbon', ${more} }\n`

const recount =
  'The recount of the Valmarre ballots goes on: the commission counts folded ballots, and Kessling and Aubrac wait.'
/** One story of four articles in two regions, and some others. */
const story: SiteFiles = {
  'dateline.config.mjs': config(),
  'content/close.md': article(
    { title: 'Valmarre is too close to call', date: '2026-03-01T05:00', region: 'Europe' },
    `${recount} The commission announces no winner.`,
  ),
  'content/recount.md': article(
    {
      title: 'Valmarre recount is ordered',
      date: '2026-03-08T23:30',
      region: 'Europe',
      summary: 'All of it.',
    },
    `${recount} The court ordered it.`,
  ),
  'content/abroad.md': article(
    {
      title: 'Ndara watches the Valmarre recount',
      date: '2026-03-08T09:00',
      region: 'Africa',
      kind: 'analysis',
    },
    `${recount} Observers from Ndara are there.`,
  ),
  'content/flip.md': article(
    { title: 'Valmarre recount flips', date: '2026-03-20', region: 'Europe', authors: '[Ann]' },
    `${recount} Aubrac leads now.`,
  ),
  'content/ferry.md': article(
    { title: 'The ferry is back', date: '2026-03-02', region: 'Europe', summary: 'At last.' },
    'It sails from the pier.',
  ),
  'content/opera.md': article(
    { title: 'A night of song', date: '2026-03-09', region: 'Europe' },
    'The choir sang the lighthouse.',
  ),
  'content/ice.md': article(
    { title: 'Old ice comes up', date: '2026-03-21', region: 'Africa' },
    'A core was drilled at the pole.',
  ),
}
const told = (head = 'title: The Valmarre election', body = 'Told from the start.') => ({
  'content/storylines/close.md': `---\n${head}\n---\n\n${body}\n`,
})
const address = '/storylines/close/'

const boxOf = (root: string, path: string) => {
  const [box] = select(parsePage(page(root, path)), withClass('storyline-box'))
  return box && textOf(box).replace(/\s+/g, ' ').trim()
}
const timeline = (root: string) => {
  const days = select(parsePage(page(root, address)), withClass('timeline-day'))
  return days.map(day => [
    textOf(select(day, named('h2'))[0]!),
    ...select(day, named('li')).map(item =>
      [withClass('kicker'), named('h3')].map(wanted => textOf(select(item, wanted)[0]!).trim()).join(': '),
    ),
  ])
}
const lines = async (root: string, ...args: string[]) =>
  (await run(root, ['storylines', '--json', ...args])).stdout
    .trim()
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Record<string, unknown>)

describe('dateline storylines', () => {
  it('proposes them, newest first, each under its newest headline', async () => {
    const root = makeSite(story)
    expect(await lines(root)).toEqual([
      {
        key: 'close',
        newest: 'Valmarre recount flips',
        articles: 4,
        first: '2026-03-01T05:00:00Z',
        last: '2026-03-20T00:00:00Z',
        regions: ['Europe', 'Africa'],
        published: null,
      },
    ])
    const { stdout } = await run(root, ['storylines'])
    expect(stdout).toBe(
      'Valmarre recount flips and 3 more\n  close\n  2026-03-01 to 2026-03-20 · Europe, Africa · no page\n',
    )
    const coloured = (await run(root, ['storylines'], { NO_COLOR: '', FORCE_COLOR: '1' })).stdout
    expect(coloured).not.toBe(stdout)
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(stdout)
    expect((await run(root, ['storylines', '--least', '5'])).stdout).toBe(
      'no storyline of 5 articles or more\n',
    )
  })

  it('prints the articles of one in order, each with its score beside its parent', async () => {
    const root = makeSite({ ...story, ...told('pin: [ferry.md]') })
    const [whole] = await lines(root, 'close')
    const items = whole!.items as { path: string; parent: string | null; score: number; pinned: boolean }[]
    expect(items.map(item => [item.path, item.pinned])).toEqual([
      ['close.md', false],
      ['ferry.md', true],
      ['abroad.md', false],
      ['recount.md', false],
      ['flip.md', false],
    ])
    expect(items.map(({ parent }) => parent !== null)).toEqual([false, false, true, true, true])
    for (const { parent, score } of items) if (parent !== null) expect(score).toBeGreaterThan(0.2)
    const { stdout } = await run(root, ['storylines', 'close'])
    expect(stdout).toMatch(/published at \/storylines\/close\/\n/)
    expect(stdout).toMatch(/ {2}pinned {2}The ferry is back\n/)
    expect(stdout).toMatch(/ {2}0\.\d{4} {2}Valmarre recount flips\n/)
    const missing = await run(root, ['storylines', 'clsoe'])
    expect(missing.code).toBe(1)
    expect(missing.stderr).toContain('Did you mean "close"?')
  })

  it('leaves a series alone, and begins another one behind it', async () => {
    const root = makeSite({
      ...story,
      'content/close.md': String(story['content/close.md']).replace('region:', 'series: The Vote\nregion:'),
    })
    const [line] = await lines(root)
    expect(line).toMatchObject({ key: 'abroad', articles: 3 })
    expect(JSON.parse((await run(root, ['related', 'flip.md', '--json'])).stdout)).toMatchObject({
      storyline: 'abroad',
    })
    expect(JSON.parse((await run(root, ['related', 'close.md', '--json'])).stdout)).toMatchObject({
      storyline: null,
    })
  })
})

describe('the page of a storyline', () => {
  it('is there for a file that names it: a timeline across regions, newest first', async () => {
    const root = makeSite({ ...story, ...told('title: The Valmarre election\nsummary: Every step.') })
    const { result } = await buildHere(root)
    expect(result.diagnostics).toEqual([])
    expect(timeline(root)).toEqual([
      ['March 20, 2026', 'Europe: Valmarre recount flips'],
      [
        'March 8, 2026',
        'Europe: Valmarre recount is ordered',
        'Analysis Africa: Ndara watches the Valmarre recount',
      ],
      ['March 1, 2026', 'Europe: Valmarre is too close to call'],
    ])
    const html = page(root, address)
    expect(html).toContain('<h1>The Valmarre election</h1>')
    expect(html).toContain('Told from the start.')
    expect(html).toContain(`<link rel="canonical" href="https://p.example${address}">`)
    expect(html).toContain('<meta name="description" content="Every step.">')
    expect(page(root, '/sitemaps/pages.xml')).toContain(`<loc>https://p.example${address}</loc>`)
    expect(page(root, `${address}feed.xml`)).toContain('<title>Valmarre recount flips</title>')
    expect(page(root, '/storylines/')).toContain('The Valmarre election')
  })

  it('stands in a box on the page of each of its articles, and on no other', async () => {
    const root = makeSite({ ...story, ...told() })
    await buildHere(root)
    const box = 'Full coverage The Valmarre election 4 articles'
    for (const slug of ['close', 'recount', 'abroad'])
      expect(boxOf(root, `/2026/03/${slug}/`)).toBe(`${box} Newest: Valmarre recount flips`)
    // The newest one leads to the one before it.
    expect(boxOf(root, '/2026/03/flip/')).toBe(`${box} Before: Valmarre recount is ordered`)
    for (const slug of ['ferry', 'opera', 'ice']) expect(boxOf(root, `/2026/03/${slug}/`)).toBeUndefined()
  })

  it('has no page and no box without a file, unless the config says so', async () => {
    const root = makeSite(story)
    await buildHere(root)
    expect(existsSync(join(root, 'dist/storylines'))).toBe(false)
    expect(boxOf(root, '/2026/03/close/')).toBeUndefined()
    writeFiles(root, { 'dateline.config.mjs': config('storylines: { auto: true, least: 5 }') })
    await buildHere(root)
    expect(existsSync(join(root, 'dist/storylines'))).toBe(false)
    writeFiles(root, { 'dateline.config.mjs': config('storylines: { auto: true, least: 4 }') })
    await buildHere(root)
    expect(page(root, address)).toContain('<h1>Valmarre is too close to call</h1>')
    // A draft of an editor keeps it back.
    writeFiles(root, told('draft: true'))
    await buildHere(root)
    expect(existsSync(join(root, 'dist/storylines'))).toBe(false)
  })

  it('takes in what is pinned and leaves out what is hidden; links lead to it', async () => {
    const root = makeSite({
      ...story,
      ...told('pin: [ferry.md, nowhere.md, draft.md]\nhide: [abroad.md]', 'See [the first](../close.md).'),
      'content/draft.md': article({ title: 'Not yet', draft: true, region: 'Europe' }),
      'content/links.md': article(
        { title: 'Links', region: 'Europe' },
        '[All of it](storylines/close.md) [and](/storylines/).',
      ),
    })
    const { result } = await buildHere(root)
    expect(result.diagnostics.map(({ code, file, line, message }) => [code, file, line, message])).toEqual([
      ['DL3004', 'content/storylines/close.md', 2, expect.stringContaining('there is no such article')],
      ['DL3004', 'content/storylines/close.md', 2, expect.stringContaining('it is a draft')],
    ])
    expect(timeline(root).map(([, ...items]) => items)).toEqual([
      ['Europe: Valmarre recount flips'],
      ['Europe: Valmarre recount is ordered'],
      ['Europe: The ferry is back'],
      ['Europe: Valmarre is too close to call'],
    ])
    expect(boxOf(root, '/2026/03/ferry/')).toContain('4 articles')
    expect(boxOf(root, '/2026/03/abroad/')).toBeUndefined()
    expect(page(root, '/2026/03/links/')).toContain(`<a href="${address}">All of it</a>`)
    expect(page(root, address)).toContain('<a href="/2026/03/close/">the first</a>')
  })

  it('may stand elsewhere', async () => {
    const root = makeSite({
      ...story,
      ...told(),
      'dateline.config.mjs': config("addresses: { storylines: '/full/:key/' }"),
    })
    await buildHere(root)
    expect(page(root, '/full/close/')).toContain('The Valmarre election')
    expect(page(root, '/2026/03/close/')).toContain('href="/full/close/"')
  })

  it('has the key of its first article, with the day behind it where that is taken', async () => {
    const root = makeSite({
      ...story,
      'dateline.config.mjs': config("permalink: '/:region/:slug/', storylines: { auto: true, least: 2 }"),
      'content/tide/close.md': article(
        { title: 'The harbour is closed', date: '2026-05-02', region: 'Asia' },
        'Silt fills the harbour of Tessen, and dredgers wait for the tide and for a pilot.',
      ),
      'content/tide/open.md': article(
        { title: 'The harbour opens', date: '2026-05-04', region: 'Asia' },
        'Silt fills the harbour of Tessen no more: dredgers had the tide, and a pilot.',
      ),
    })
    const ice = 'Skerra rescuers reach the camp on the Dunmore shelf by sledge and fetch the glaciologists.'
    writeFiles(root, {
      'content/ice/close.md': article({ title: 'Camp is closed', date: '2026-05-02', region: 'Polar' }, ice),
      'content/ice/home.md': article(
        { title: 'Home', date: '2026-05-06', region: 'Polar' },
        `${ice} All well.`,
      ),
    })
    await buildHere(root)
    expect(page(root, address)).toContain('Valmarre')
    // Whichever was a storyline first.
    expect(page(root, '/storylines/close-2026-05-02/')).toContain('The harbour is closed')
    expect(page(root, '/storylines/close-2026-05-02-2/')).toContain('Camp is closed')
  })
})

describe('a file of content/storylines/ that names none is told of', () => {
  it.each([
    ['a slip', 'clsoe', {}, /no article begins one/, 'close'],
    [
      'one that only points elsewhere',
      'moved',
      {
        'content/moved.md': '---\ntitle: Moved\ndate: 2026-03-04\nredirect_to: https://other.example/\n---\n',
      },
      /only points elsewhere/,
      undefined,
    ],
    [
      'a series',
      'close',
      { 'content/close.md': String(story['content/close.md']).replace('region:', 'series: Vote\nregion:') },
      /part of a series/,
      undefined,
    ],
    [
      'an embargo',
      'secret',
      { 'content/secret.md': article({ title: 'Secret', region: 'Europe', embargo: '2027-01-01T00:00Z' }) },
      /its first article is under embargo/,
      undefined,
    ],
    ['nothing is left', 'ferry', { head: 'hide: [ferry.md]' }, /all of its articles are hidden/, undefined],
    ['another language', 'close.fr', {}, /one page, in the language of the site/, undefined],
    [
      'without Related News',
      'close',
      { 'dateline.config.mjs': config('related: { limit: 0 }') },
      /"related.limit" is 0/,
      undefined,
    ],
  ] as const)('%s', async (_, key, { head = 'title: X', ...files }: Record<string, string>, reason, near) => {
    const root = makeSite({ ...story, ...files, [`content/storylines/${key}.md`]: `---\n${head}\n---\n` })
    const { code, result } = await buildHere(root)
    expect(code).toBe(0)
    expect(result.diagnostics.filter(({ file }) => file?.includes('storylines'))).toEqual([
      expect.objectContaining({
        code: 'DL3020',
        file: `content/storylines/${key}.md`,
        message: expect.stringMatching(reason) as string,
        ...(near === undefined ? {} : { hint: expect.stringContaining(`"${near}"`) as string }),
      }),
    ])
    expect(existsSync(join(root, 'dist/storylines'))).toBe(false)
  })

  it('but any article of a storyline names it, where no other file does', async () => {
    const file = '---\nsummary: All of it.\n---\n'
    const root = makeSite({ ...story, 'content/storylines/flip.md': file })
    expect((await buildHere(root)).result.diagnostics).toEqual([])
    expect(page(root, '/storylines/flip/')).toContain('<h1>Valmarre is too close to call</h1>')
    expect(boxOf(root, '/2026/03/close/')).toContain('4 articles')
    const listed = await run(root, ['storylines', '--json'])
    expect(listed.stdout.trim().split('\n')).toHaveLength(1)
    expect(JSON.parse(listed.stdout)).toMatchObject({
      key: 'flip',
      articles: 4,
      published: '/storylines/flip/',
    })
    writeFiles(root, { 'content/storylines/close.md': file })
    const { result } = await buildHere(root)
    expect(result.diagnostics).toEqual([
      expect.objectContaining({ code: 'DL3020', file: 'content/storylines/flip.md' }),
    ])
    expect(existsSync(join(root, 'dist/storylines/flip'))).toBe(false)
    expect(page(root, address)).toContain('Valmarre')
  })

  it('but what it pins has its page, also when the first article is gone', async () => {
    const { 'content/close.md': _, ...rest } = story
    const root = makeSite({ ...rest, ...told('pin: [recount.md, flip.md]') })
    expect((await buildHere(root)).result.diagnostics).toEqual([])
    expect(boxOf(root, '/2026/03/recount/')).toContain('2 articles Newest: Valmarre recount flips')
    const [whole] = (await run(root, ['storylines', 'close', '--json'])).stdout.trim().split('\n')
    expect(JSON.parse(whole!).items).toEqual([
      expect.objectContaining({ path: 'recount.md', pinned: true }),
      expect.objectContaining({ path: 'flip.md', pinned: true }),
    ])
  })

  it('but one article is enough to begin with', async () => {
    const root = makeSite({ ...story, 'content/storylines/ferry.md': '---\ntitle: The ferry\n---\n' })
    const { result } = await buildHere(root)
    expect(result.diagnostics).toEqual([])
    expect(page(root, '/storylines/ferry/')).toContain('The ferry is back')
    // A box that leads to nothing else would be no use.
    expect(boxOf(root, '/2026/03/ferry/')).toBeUndefined()
  })
})

it('an older piece put into it by hand does not name it', async () => {
  const root = makeSite({
    ...story,
    'content/before.md': article({ title: 'A history of counting', date: '2025-01-01' }, 'Long ago.'),
    'content/storylines/close.md': '---\npin: [before.md]\n---\n',
  })
  await buildHere(root)
  expect(page(root, address)).toContain('<h1>Valmarre is too close to call</h1>')
  expect(boxOf(root, '/2025/01/before/')).toContain('5 articles')
})

it('of a long one the newest fifty tell how it goes on', async () => {
  const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)
  const root = makeSite({
    'dateline.config.mjs': config('storylines: { auto: true }'),
    ...Object.fromEntries(
      Array.from({ length: 53 }, (_, n) => [
        `content/day${n}.md`,
        article({ title: `Recount, day ${n}`, date: day(n), slug: `day${n}` }, `${recount} Day ${n}.`),
      ]),
    ),
    'content/ferry.md': article(
      { title: 'The ferry is back', date: '2026-01-05' },
      'It sails from the pier.',
    ),
    'content/choir.md': article({ title: 'A night of song', date: '2026-01-06' }, 'The choir sang.'),
  })
  await buildHere(root)
  expect(boxOf(root, '/2026/01/day2/')).toBe('Full coverage Recount, day 0')
  expect(boxOf(root, '/2026/01/day3/')).toBe(
    'Full coverage Recount, day 0 53 articles Newest: Recount, day 52',
  )
  expect(boxOf(root, '/2026/02/day52/')).toBe(
    'Full coverage Recount, day 0 53 articles Before: Recount, day 51',
  )
})

describe('readers see nothing of what they may not see', () => {
  it.each([
    ['embargo', '2027-01-01T00:00Z'],
    ['date', '2026-12-30'],
    ['draft', 'true'],
    ['status', 'withheld'],
    ['expires', '2026-04-01T00:00Z'],
  ])('%s', async (field, value) => {
    const hidden = { title: 'Kessling gives in', date: '2026-03-25', [field]: value }
    const root = makeSite({
      ...story,
      ...told('pin: [hidden.md]'),
      'content/hidden.md': article(hidden, `${recount} Kessling gives in.`),
    })
    await buildHere(root)
    for (const [path, text] of readTree(join(root, 'dist'))) expect(text, path).not.toContain('gives in')
    expect(boxOf(root, '/2026/03/flip/')).toContain('4 articles')
    expect((await run(root, ['storylines', 'close'])).stdout).not.toContain('gives in')
  })

  it('a preview shows it, marked', async () => {
    const root = makeSite({
      ...story,
      ...told(),
      'content/hidden.md': article(
        { title: 'Kessling gives in', date: '2026-03-25', draft: true },
        `${recount} Kessling gives in.`,
      ),
    })
    expect((await run(root, ['build', '--preview', '--out', 'dist'])).code).toBe(0)
    const [first] = select(parsePage(page(root, address)), withClass('timeline-day'))
    expect(textOf(first!)).toMatch(/Draft.*|Kessling gives in/s)
    expect(select(first!, withClass('unpublished'))).toHaveLength(1)
    const [box] = select(parsePage(page(root, '/2026/03/flip/')), withClass('storyline-box'))
    expect(select(box!, withClass('unpublished'))).toHaveLength(1)
  })
})

describe('a change makes again what shows it, and nothing else', async () => {
  const build = await loadBuild()
  const options = { now: Date.UTC(2026, 10, 24, 12), workers: 0 }
  /** Pages of articles and storylines that a change made again. @returns them, after a look at a clean build. */
  async function change(root: string, files: SiteFiles, gone: readonly string[] = []): Promise<string[]> {
    writeFiles(root, files)
    for (const path of gone) rmSync(join(root, path))
    const { changes } = await build({ root, ...options })
    const clean = copyProject(root)
    await build({ root: clean, ...options })
    expect(readTree(join(root, 'dist'))).toEqual(readTree(join(clean, 'dist')))
    return [...changes.written, ...changes.removed].filter(path =>
      /^(?:2026\/03\/[a-z]|storylines\/)/.test(path),
    )
  }
  const start = async () => {
    const root = makeSite({ ...story, ...told() })
    await build({ root, ...options })
    return root
  }
  const page = (slug: string) => `2026/03/${slug}/index.html`
  const members = ['abroad', 'close', 'flip', 'recount']

  it('another title of the storyline: its page, the boxes, the directory, its feed', async () => {
    expect(await change(await start(), told('title: Valmarre votes'))).toEqual([
      ...members.map(page),
      'storylines/close/feed.xml',
      'storylines/close/index.html',
      'storylines/index.html',
    ])
  })

  it('another introduction: its page alone', async () => {
    expect(await change(await start(), told(undefined, 'Told from the end.'))).toEqual([
      'storylines/close/index.html',
    ])
  })

  it('another text of an article: its own page alone', async () => {
    const text = String(story['content/ferry.md']).replace('sails from', 'leaves')
    expect(await change(await start(), { 'content/ferry.md': text })).toEqual([page('ferry')])
  })

  it('one pinned, then the file removed', async () => {
    const root = await start()
    expect(await change(root, told('title: The Valmarre election\npin: [ice.md]'))).toEqual([
      ...['abroad', 'close', 'flip', 'ice', 'recount'].map(page),
      'storylines/close/feed.xml',
      'storylines/close/index.html',
    ])
    const removed = await change(root, {}, ['content/storylines/close.md'])
    expect(removed).toEqual(
      expect.arrayContaining([page('ice'), 'storylines/close/index.html', 'storylines/index.html']),
    )
    expect(existsSync(join(root, 'dist/storylines'))).toBe(false)
  })

  it('why tells where the file of a storyline is, and what changed on its page', async () => {
    const root = makeSite({ ...story, ...told() })
    await run(root, ['build'])
    writeFiles(root, told('title: Valmarre votes'))
    const { stdout } = await run(root, ['why', 'content/storylines/close.md'])
    expect(stdout).toContain(
      'content/storylines/close.md is published at https://p.example/storylines/close/',
    )
    expect(stdout).toContain('storyline')
  })
})
