import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OpenLibrary } from '../../../src/content/library.js'
import { recallSite, type SiteMemory } from '../../../src/site/memory.js'
import { createDesk, makeLibrary } from '../../support/library.js'
import { memoryOf, modelOf, optionsOf, story } from './model.js'

const desk = await createDesk()

/** All columns of a row. */
function describeRow(memory: SiteMemory, row: number) {
  return {
    instant: memory.instant.get(row),
    start: memory.start.get(row),
    embargo: memory.embargo.get(row),
    expires: memory.expires.get(row),
    updated: memory.updated.get(row),
    address: memory.address.get(row),
    key: [memory.keyHigh.get(row), memory.keyLow.get(row)],
    exact: [memory.exactHigh.get(row), memory.exactLow.get(row)],
    fault: memory.fault.get(row),
    language: memory.language(row),
  }
}
const describeAll = (memory: SiteMemory) =>
  Array.from({ length: memory.size }, (_, row) => describeRow(memory, row))

const berlin = optionsOf({
  timeZone: 'Europe/Berlin',
  permalink: '/:year/:month/:day/:region/:slug/',
  regions: [{ name: 'Asia', key: 'as' }],
})
const folders = new Map([['fr', 'fr']])
const files = [
  { path: 'a.md', text: story('date: 2026-03-04\nregion: Asia') },
  {
    path: 'b.md',
    text: story('date: 2026-03-04T23:30Z\nembargo: 2026-03-06\nexpires: 2026-04-01\nupdated: 2026-03-07'),
  },
  { path: 'fr/c.md', text: story('date: 2026-07-01\nslug: c') },
  { path: 'd.md', text: story('url: /Own/Page.html\nlang: pt-BR') },
  { path: 'e.md', text: story('url: https://other.example/') },
]

describe('what the site makes of a row', () => {
  const berlinMemory = async () =>
    describeAll(memoryOf(await makeLibrary(files), { options: berlin, folders }))

  test('instants in the site’s zone', async () => {
    const [a, b] = await berlinMemory()
    expect(a).toMatchObject({
      instant: Date.parse('2026-03-04T00:00+01:00'),
      start: Date.parse('2026-03-04T00:00+01:00'),
      embargo: -Infinity,
      expires: Infinity,
      updated: Number.NaN,
    })
    expect(b).toMatchObject({
      instant: Date.parse('2026-03-04T23:30Z'),
      start: Date.parse('2026-03-06T00:00+01:00'),
      embargo: Date.parse('2026-03-06T00:00+01:00'),
      expires: Date.parse('2026-04-01T00:00+02:00'),
      updated: Date.parse('2026-03-07T00:00+01:00'),
    })
  })

  test('addresses and languages', async () => {
    expect((await berlinMemory()).map(({ address, language }) => [address, language])).toEqual([
      ['/2026/03/04/as/a/', ''],
      ['/2026/03/05/news/b/', ''],
      ['/fr/2026/07/01/news/c/', 'fr'],
      ['/Own/Page.html', 'pt-BR'],
      ['', ''],
    ])
  })

  test('why there is no address', async () => {
    expect((await berlinMemory()).map(({ fault }) => fault?.field)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'url',
    ])
  })

  test('keys fold what file systems fold; exact ones do not', async () => {
    const library = await makeLibrary(
      ['/Own/Page/', '/own/page/', '/own/page/index.html', '/own/other/'].map((url, n) => ({
        path: `${n}.md`,
        text: story(`url: ${url}`),
      })),
    )
    const rows = describeAll(memoryOf(library))
    expect(rows[1]!.key).toEqual(rows[0]!.key)
    expect(rows[2]!.key).toEqual(rows[1]!.key)
    expect(rows[3]!.key).not.toEqual(rows[1]!.key)
    expect(rows[1]!.exact).not.toEqual(rows[0]!.exact)
    expect(rows[2]!.exact).toEqual(rows[1]!.exact)
  })
})

describe('kept between builds', () => {
  test('new rows are made, the others are as they were kept', async () => {
    const library = await makeLibrary(files.slice(0, 4))
    const given = { options: berlin, folders }
    const saved = structuredClone(memoryOf(library, given).saved())
    await desk.put(library, files[4]!)
    await desk.put(library, { path: 'f.md', text: story('lang: he') })
    expect(describeAll(memoryOf(library, { ...given, saved }))).toEqual(describeAll(memoryOf(library, given)))
    // A mark in what was kept shows that it is not made again.
    const marked = structuredClone(saved)
    marked.numbers.instant[1] = 42
    expect(memoryOf(library, { ...given, saved: marked }).instant.get(1)).toBe(42)
  })

  test('some rows, in another order, with their faults and languages', async () => {
    const library = await makeLibrary(files)
    const given = { options: berlin, folders }
    const memory = memoryOf(library, given)
    const rows = Uint32Array.of(4, 2, 0)
    const saved = structuredClone(memory.saved(rows))
    expect(saved.sorted).toBe(3)
    const again = memoryOf(library.gather(rows), { ...given, saved })
    expect(again.sorted).toBe(3)
    expect(describeAll(again)).toEqual(Array.from(rows, row => describeRow(memory, row)))
  })
})

describe('the key', () => {
  const keyOf = async (
    changes: Readonly<Record<string, unknown>>,
    { folders = new Map<string, string>(), engine = 'engine' } = {},
  ) => recallSite(await makeLibrary([]), optionsOf(changes), folders, engine).key

  test.each([
    ['the title', { title: 'The Other Paper' }, {}, true],
    ['words of the interface', { strings: { home: 'Start' } }, {}, true],
    ['sizes of pages', { pageSizes: { list: 7 } }, {}, true],
    ['Related News', { related: { limit: 2 } }, {}, true],
    ['a region’s description', { regions: [{ name: 'Asia', description: 'x' }] }, {}, true],
    ['the address', { url: 'https://paper.example/base/' }, {}, false],
    ['the zone', { timeZone: 'Asia/Tokyo' }, {}, false],
    ['the language', { language: 'fr' }, {}, false],
    ['the permalink', { permalink: '/:slug/' }, {}, false],
    ['a region’s key', { regions: [{ name: 'Asia', key: 'x' }] }, {}, false],
    ['a region’s aliases', { regions: [{ name: 'Asia', aliases: ['x'] }] }, {}, false],
    ['where pictures are put', { addresses: { media: '/pictures/:path' } }, {}, false],
    ['the content folder', { content: { folder: 'stories' } }, {}, false],
    ['folders that are languages', {}, { folders: new Map([['fr', 'fr']]) }, false],
    ['our own code', {}, { engine: 'another' }, false],
  ] as const)('%s', async (_, changes, more, same) => {
    const before = await keyOf({ regions: [{ name: 'Asia' }] })
    expect((await keyOf({ regions: [{ name: 'Asia' }], ...changes }, more)) === before).toBe(same)
  })

  test('another one: nothing is kept', async () => {
    const library = await makeLibrary(files)
    const saved = memoryOf(library, { options: berlin }).saved()
    const options = optionsOf({ permalink: '/:slug/' })
    expect(describeAll(memoryOf(library, { options, saved }))).toEqual(
      describeAll(memoryOf(library, { options })),
    )
  })
})

test('rows that came since are merged into the order that was kept', async () => {
  const date = fc.integer({ min: 1, max: 9 }).map(day => `date: 2026-03-0${day}`)
  const name = fc.nat(30).map(n => `n${n}.md`)
  const some = fc.array(fc.tuple(name, date), { maxLength: 12 })
  const put = async (library: OpenLibrary, list: readonly (readonly [string, string])[]) => {
    for (const [path, fields] of list)
      await desk.put(library, { path, text: story(`${fields}\nslug: ${path.slice(0, -3)}`) })
  }
  await fc.assert(
    fc.asyncProperty(some, some, async (first, later) => {
      const library = desk.open()
      await put(library, first)
      const { rows, memory } = modelOf(library)
      const gathered = library.gather(rows)
      const saved = memory.saved(rows)
      await put(gathered, later)
      const model = modelOf(gathered, { saved })
      const clean = modelOf(gathered)
      expect([...model.rows]).toEqual([...clean.rows])
      const keys = Array.from(model.rows, (row, n) => [model.instants[n]!, gathered.path(row)] as const)
      expect(keys).toEqual([...keys].sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1)))
      expect(model.rows.length).toBe(gathered.living)
    }),
    { numRuns: 60 },
  )
})
