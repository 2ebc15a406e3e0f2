import { describe, expect, test } from 'vitest'
import {
  excludedFlag,
  Flag,
  type Library,
  type OpenLibrary,
  type ShelvedArticle,
} from '../../../src/content/library.js'
import { sketchSize } from '../../../src/markdown/terms.js'
import { createDesk, type TextFile } from '../../support/library.js'
import { checkRows } from '../../support/rows.js'

const desk = await createDesk()

async function openWith(files: readonly TextFile[]): Promise<OpenLibrary> {
  const library = desk.open()
  for (const file of files) await desk.put(library, file)
  return library
}

const rich: TextFile = {
  path: '2026/03/rich-straße.md',
  text: `---
title: Rich “title”
date: 2026-03-04T10:30+05:30
summary: A dek
region: Europe
regions: [Asia, Europe]
source: Agency
topics: [river, vote]
authors: [ann, Bob B.]
series: Floods
kicker: Exclusive
kind: analysis
lang: fr
updated: 2026-03-05
embargo: 2026-03-04T12:00Z
expires: 2027-01-01T00:00-03:30
image: { src: map.png, alt: A map }
headlines: { short: Rich }
related: { pin: [plain.md], hide: [other.md] }
exclude: [feeds, search]
slug: own-slug
url: /own/address/
aliases: [/old/, /older/]
canonical: https://first.example/x
template: wide
id: tag:1
---

## Head

A [link](plain.md#x) and ![picture](a.png). ${'word '.repeat(500)}
`,
}
const plain: TextFile = { path: 'plain.md', text: '---\ntitle: Plain\ndate: 2026-03-01\n---\n\nText.\n' }
const draft: TextFile = {
  path: 'draft.md',
  text: '---\ntitle: Draft\ndate: 2026-03-02\ndraft: true\nstatus: withheld\n---\n\nText.\n',
}
const others: readonly TextFile[] = [
  { path: 'pages/about.md', text: '---\ntitle: About\n---\n\nUs.\n' },
  { path: 'pages/contact.md', text: '---\ntitle: Contact\n---\n\nWrite.\n' },
  { path: 'authors/ann.md', text: '---\nname: Ann\nphoto: ann.jpg\n---\n\nAnn writes.\n' },
  { path: 'regions/europe/_index.md', text: '---\ntitle: Europe\n---\n\nOn Europe.\n' },
]

/** The answers of every accessor for one row, names as written. */
function describeRow(library: Library, row: number) {
  const name = (id: number) => (id < 0 ? undefined : library.names.name(id))
  const named = (ids: Uint32Array) => Array.from(ids, name)
  return {
    path: library.path(row),
    title: library.title(row),
    summary: library.summary(row),
    slug: library.slug(row),
    rest: library.rest(row),
    digest: library.digest(row),
    flags: library.flags(row),
    date: library.date(row),
    updated: library.updated(row),
    embargo: library.embargo(row),
    expires: library.expires(row),
    kind: library.kind(row),
    draft: library.draft(row),
    usable: library.usable(row),
    minutes: library.minutes(row),
    region: name(library.region(row)),
    source: name(library.source(row)),
    series: name(library.series(row)),
    lang: name(library.lang(row)),
    kicker: name(library.kicker(row)),
    regions: named(library.regions(row)),
    topics: named(library.topics(row)),
    authors: named(library.authors(row)),
    hasSlots: library.hasSlots(row),
    slots: library.slots(row),
    ids: library.ids(row),
    sketch: library.sketch(row),
    locator: library.locator(row),
    card: [library.views().cardHigh[row], library.views().cardLow[row]],
  }
}

/** All of a library, by path. */
function describeAll(library: Library) {
  const rows = Array.from({ length: library.size }, (_, row) => row).filter(library.alive)
  for (const row of rows) expect(library.find(library.path(row))).toBe(row)
  expect(library.living).toBe(rows.length)
  return {
    articles: rows.map(row => describeRow(library, row)).sort((a, b) => (a.path < b.path ? -1 : 1)),
    pages: library.pages,
    authors: library.authorPages,
    sections: library.sections,
  }
}

describe('an article’s fields', () => {
  test('all of them', async () => {
    const library = await openWith([rich])
    const at = { segment: 0, offset: 0, length: 0, check: 0 }
    const { sketch, digest, card, ...shown } = describeRow(library, 0)
    expect(shown).toEqual({
      path: '2026/03/rich-straße.md',
      title: 'Rich “title”',
      summary: 'A dek',
      slug: 'own-slug',
      rest: {
        url: '/own/address/',
        aliases: ['/old/', '/older/'],
        canonical: 'https://first.example/x',
        template: 'wide',
        id: 'tag:1',
        exclude: ['feeds', 'search'],
        pin: ['plain.md'],
        hide: ['other.md'],
        image: { src: 'map.png', alt: 'A map' },
        short: 'Rich',
      },
      flags:
        Flag.edited |
        Flag.aliases |
        Flag.canonical |
        Flag.image |
        Flag.url |
        excludedFlag('feeds') |
        excludedFlag('search'),
      date: { wall: Date.UTC(2026, 2, 4, 10, 30), offset: 330, dayOnly: false },
      updated: { wall: Date.UTC(2026, 2, 5), offset: null, dayOnly: true },
      embargo: { wall: Date.UTC(2026, 2, 4, 12), offset: 0, dayOnly: false },
      expires: { wall: Date.UTC(2027, 0, 1), offset: -210, dayOnly: false },
      kind: 'analysis',
      draft: false,
      usable: true,
      minutes: 2,
      region: 'Europe',
      source: 'Agency',
      series: 'Floods',
      lang: 'fr',
      kicker: 'Exclusive',
      regions: ['Asia', 'Europe'],
      topics: ['river', 'vote'],
      authors: ['ann', 'Bob B.'],
      hasSlots: true,
      slots: [
        { kind: 'link', target: 'plain.md#x', offset: expect.any(Number) },
        { kind: 'image', target: 'a.png', offset: expect.any(Number) },
      ],
      ids: ['head'],
      locator: at,
    })
    expect(digest).toMatch(/^[0-9a-f]{16}$/)
    expect(sketch).toHaveLength(sketchSize)
    expect(desk.terms(library, 0).terms.length).toBeGreaterThan(3)
  })

  test('few of them', async () => {
    const library = await openWith([draft, plain])
    expect(describeRow(library, 1)).toMatchObject({
      rest: {},
      flags: Flag.dayOnly,
      date: { wall: Date.UTC(2026, 2, 1), offset: null, dayOnly: true },
      updated: undefined,
      embargo: undefined,
      expires: undefined,
      region: undefined,
      lang: undefined,
      regions: [],
      hasSlots: false,
      slots: [],
      ids: [],
    })
    expect([0, 1].map(library.draft)).toEqual([true, false])
    expect([0, 1].map(library.usable)).toEqual([false, true])
  })
})

describe('the digest of what a file says of its card', () => {
  const cardOf = async (file: TextFile) => describeRow(await openWith([file]), 0).card
  const change = (from: string, to: string): TextFile => {
    expect(rich.text).toContain(from)
    return { ...rich, text: rich.text.replace(from, to) }
  }
  checkRows<TextFile, boolean>(
    [
      [rich, true, 'the same file'],
      [change('## Head', '## Another head'), true, 'the text'],
      [change('template: wide', 'template: narrow'), true, 'the template'],
      [change('aliases: [/old/, /older/]', 'aliases: []'), true, 'aliases'],
      [change('Rich “title”', 'Title'), false, 'the title'],
      [change('A dek', 'Another dek'), false, 'the dek'],
      [change('short: Rich', 'short: R'), false, 'the short headline'],
      [change('kind: analysis', 'kind: opinion'), false, 'the kind'],
      [change('kicker: Exclusive', 'kicker: Live'), false, 'the kicker'],
      [change('updated: 2026-03-05', 'updated: 2026-03-06'), false, 'the last change'],
      [change('alt: A map', 'alt: The map'), false, 'what the picture shows'],
      [change('word word', 'word '.repeat(500)), false, 'the minutes that it takes'],
      [{ ...rich, path: '2026/04/moved.md' }, false, 'the file, which may move and keep its address'],
    ],
    async (file, same) => {
      const [before, after] = [await cardOf(rich), await cardOf(file)]
      if (same) expect(after).toEqual(before)
      else expect(after).not.toEqual(before)
    },
  )
})

describe('files come and go', () => {
  test('an edited file is a new row; its old one is dead and as it was', async () => {
    const library = await openWith([plain, rich])
    const before = describeRow(library, 0)
    const row = await desk.put(library, { ...plain, text: plain.text.replace('Plain', 'Edited') })
    expect(row).toBe(2)
    expect([library.size, library.living]).toEqual([3, 2])
    expect(library.find('plain.md')).toBe(2)
    expect([0, 1, 2].map(library.alive)).toEqual([false, true, true])
    expect([...library.views().dead]).toEqual([1, 0, 0])
    expect(describeRow(library, 0)).toEqual(before)
    expect(library.title(2)).toBe('Edited')
  })

  test('a file goes, and comes back', async () => {
    const library = await openWith([plain, ...others])
    library.remove('plain.md')
    library.remove('plain.md')
    library.remove('never-there.md')
    library.remove('pages/about.md')
    expect([library.find('plain.md'), library.living, library.size]).toEqual([-1, 0, 1])
    expect(library.pages.map(({ path }) => path)).toEqual(['pages/contact.md'])
    await desk.put(library, plain)
    expect([library.find('plain.md'), library.living, library.size]).toEqual([1, 1, 2])
  })

  test('other documents are no rows, and sorted by path', async () => {
    const library = await openWith([...others].reverse())
    expect([library.size, library.find('pages/about.md')]).toEqual([0, -1])
    expect(library.pages.map(({ title }) => title)).toEqual(['About', 'Contact'])
    expect(library.authorPages.map(({ title }) => title)).toEqual(['Ann'])
    expect(library.sections.map(({ title }) => title)).toEqual(['Europe'])
    await desk.put(library, { path: 'pages/about.md', text: '---\ntitle: New\n---\n\nUs.\n' })
    expect(library.pages.map(({ title }) => title)).toEqual(['New', 'Contact'])
  })

  test('thousands of rows: each is found by its path', async () => {
    const library = await openWith([plain])
    for (let n = 0; n < 3000; n++) library.add(likePlain(`many/${n}.md`))
    expect(describeAll(library).articles.length).toBe(3001)
  })

  test('a body is put away anew', async () => {
    const library = await openWith([plain, rich, ...others])
    const locator = { segment: 3, offset: 2 ** 33, length: 7, check: 0xffffffff }
    for (const path of ['plain.md', 'pages/about.md', 'nowhere.md']) library.move(path, locator)
    expect(library.locator(0)).toEqual(locator)
    expect(library.locator(1)).not.toEqual(locator)
    expect(library.pages.map(page => page.locator)).toEqual([locator, expect.not.objectContaining(locator)])
  })
})

/** What no test of many rows needs to parse. */
function likePlain(path: string): ShelvedArticle {
  const at = { segment: 0, offset: 0, length: 0, check: 0 }
  return {
    kind: 'article',
    path,
    digest: '0123456789abcdef',
    title: 'Plain',
    summary: '',
    slug: 'plain',
    date: { wall: 0, offset: null, dayOnly: true },
    draft: false,
    status: 'usable',
    type: 'news',
    hasDek: false,
    words: 1,
    minutes: 1,
    headlines: {},
    regions: [],
    topics: [],
    authors: [],
    corrections: [],
    pin: [],
    hide: [],
    exclude: [],
    aliases: [],
    extra: {},
    slots: [],
    ids: [],
    locator: at,
    sketch: new Array(sketchSize / 4).fill(0),
    termsLocator: at,
  }
}

describe('a library that was kept', () => {
  const edited = { ...plain, text: plain.text.replace('Plain', 'Edited') }
  const files = [plain, rich, draft, ...others, edited]

  test('gives the same answers', async () => {
    const library = await openWith(files)
    const again = desk.open(structuredClone(library.saved()))
    expect([again.size, again.living]).toEqual([4, 3])
    expect([...again.views().dead]).toEqual([...library.views().dead])
    expect(describeAll(again)).toEqual(describeAll(library))
    expect(again.names.names()).toEqual(library.names.names())
  })

  test('takes files in, and lets them go', async () => {
    const library = await openWith(files)
    const again = desk.open(structuredClone(library.saved()))
    for (const open of [library, again]) {
      open.remove('draft.md')
      open.remove('authors/ann.md')
      await desk.put(open, { ...rich, text: rich.text.replace('river', 'sea') })
      await desk.put(open, { path: 'new.md', text: rich.text.replace('Asia', 'Africa') })
    }
    expect(describeAll(again)).toEqual({ ...describeAll(library), authors: [] })
  })

  test('knows where the terms are of what came since, and of nothing else', async () => {
    const again = desk.open(structuredClone((await openWith(files)).saved()))
    const row = await desk.put(again, { path: 'new.md', text: plain.text })
    expect(desk.terms(again, row).terms.length).toBeGreaterThan(0)
    expect(Array.from({ length: row }, (_, n) => again.termsLocator(n))).toEqual(
      new Array(row).fill(undefined),
    )
  })

  test('gathered: some rows, in the order given', async () => {
    const library = await openWith(files)
    const rows = Uint32Array.of(3, 1, 2)
    const gathered = library.gather(rows)
    expect([gathered.size, gathered.living]).toEqual([3, 3])
    expect([0, 1, 2].map(gathered.path)).toEqual(['plain.md', rich.path, 'draft.md'])
    expect(describeAll(gathered)).toEqual(describeAll(library))
    // Neither knows of the other any more.
    gathered.remove('draft.md')
    await desk.put(gathered, { path: 'new.md', text: plain.text })
    gathered.move('plain.md', { segment: 9, offset: 9, length: 9, check: 9 })
    expect([library.size, library.living, library.find('new.md')]).toEqual([4, 3, -1])
    expect(library.locator(3).segment).toBe(0)
    expect(describeAll(library).articles.map(({ path }) => path)).toEqual([rich.path, 'draft.md', 'plain.md'])
  })

  test('an empty one', async () => {
    const again = desk.open(structuredClone(desk.open().saved()))
    expect([again.size, again.living, again.find('x.md')]).toEqual([0, 0, -1])
    expect(desk.open().gather(new Uint32Array(0)).size).toBe(0)
    await desk.put(again, plain)
    expect(again.find('plain.md')).toBe(0)
  })
})
