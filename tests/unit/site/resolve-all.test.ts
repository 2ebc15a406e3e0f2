import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OpenLibrary } from '../../../src/content/library.js'
import type { MediaFile } from '../../../src/site/media.js'
import type { Model } from '../../../src/site/model.js'
import { noRelated } from '../../../src/site/related-lists.js'
import type { ChangedMedia, SitePast } from '../../../src/site/resolve-all.js'
import { type BuiltSite, buildSite } from '../../../src/site/site.js'
import { createDesk } from '../../support/library.js'
import { modelOf, noon, optionsOf, story } from './model.js'

const desk = await createDesk()
const options = optionsOf()
type MediaFiles = Readonly<Record<string, MediaFile>>

interface World {
  readonly library: OpenLibrary
  readonly media: { content: MediaFiles; public: MediaFiles }
  options: typeof options
  now: number
}
interface Built extends BuiltSite {
  readonly model: Model
}

function build(world: World, past?: SitePast, changedMedia?: ChangedMedia): Built {
  const model = modelOf(world.library, { options: world.options, now: world.now })
  const { media } = world
  const built = buildSite(model, {
    media: { content: path => media.content[path], public: path => media.public[path] },
    fronts: [],
    related: noRelated(model.rows.length),
    past,
    changedMedia,
  })
  return { ...built, model }
}

/** What the next build gets: answers of rows that are not seen are not up to date. */
function pastOf({ model, resolutions, others }: Built): SitePast {
  return structuredClone({
    key: model.memory.key,
    states: model.states,
    others,
    blocks: [],
    resolutions: resolutions.saved(row => model.places[row]! >= 0),
  })
}

/** It asks for all names, for its suggestion. */
const broken = 'links-nowhere.md'

/** Files whose answers were made, not kept: each is an entry of its own. The broken link has a test of its own. */
function resolvedAgain(built: Built, past: SitePast): string[] {
  const { entries } = built.resolutions.saved(() => true)
  const { library, memory } = built.model
  const kept = memory.key === past.key ? past.resolutions.entries : []
  return Array.from(entries.keys())
    .filter(row => entries[row]! >= 0 && entries[row] !== (kept[row] ?? -1))
    .map(row => library.path(row))
    .filter(path => path !== broken)
    .sort()
}

/** The answers of all visible rows. */
function answersOf({ model, resolutions, site }: Built): unknown {
  return Array.from(model.rows, (row, n) => ({
    path: model.library.path(row),
    ...resolutions.get(row),
    values: site.slots(n),
  }))
}

const picture = (path: string, from: 'content' | 'public' = 'content'): MediaFile => ({
  from,
  path,
  width: 4,
  height: 3,
})
const files: Readonly<Record<string, string>> = {
  'target.md': story('', '## Head\n\nText.'),
  'deep/named.md': story(),
  'links-file.md': story('', '[x](target.md#head)'),
  'links-address.md': story('', '[x](/2026/03/target/)'),
  'links-name.md': story('', '[x](elsewhere/named.md)'),
  'links-page.md': story('', '[x](pages/about.md)'),
  'links-page-address.md': story('', '[x](https://paper.example/contact/)'),
  'links-author.md': story('', '[x](authors/ann.md)'),
  'links-nowhere.md': story('', '[x](coming.md)'),
  'links-pending.md': story('', '[x](/2026/03/coming/)'),
  'shows.md': story('', '![x](map.png)'),
  'shows-public.md': story('', '![x](/logo.png)'),
  'shows-missing.md': story('', '![x](missing.png)'),
  'pictured.md': story('image: map.png'),
  'outside.md': story('', '[x](https://a.example/)'),
  'plain.md': story(),
  'pages/about.md': '---\ntitle: About\n---\n\nUs.\n',
  'pages/contact.md': '---\ntitle: Contact\n---\n\nUs.\n',
  'authors/ann.md': '---\nname: Ann\n---\n\nAnn.\n',
}

async function makeWorld(): Promise<World> {
  const library = desk.open()
  for (const [path, text] of Object.entries(files)) await desk.put(library, { path, text })
  return {
    library,
    media: {
      content: { 'map.png': picture('map.png') },
      public: { 'logo.png': picture('logo.png', 'public') },
    },
    options,
    now: noon,
  }
}

const put = (path: string, text: string) => (world: World) => desk.put(world.library, { path, text })
const remove = (path: string) => (world: World) => world.library.remove(path)
type Change = (world: World) => unknown

const toTarget = ['links-address.md', 'links-file.md']
const withSlots = Object.keys(files)
  .filter(path => /^(?:links|shows|pictured)/.test(path) && path !== broken)
  .sort()

describe('exactly what asked for it is resolved again', () => {
  test.each<[about: string, change: Change, expected: readonly string[], media?: Partial<ChangedMedia>]>([
    ['nothing changed', () => {}, []],
    ['a text without links', put('plain.md', story('title: Other')), []],
    ['a text with links to other sites', put('outside.md', story('', '[y](https://b.example/)')), []],
    ['the text of a target: its headings may be others', put('target.md', story('', 'Text.')), toTarget],
    ['a target that moved', put('target.md', story('slug: moved')), toTarget],
    ['a target that vanished', remove('target.md'), toTarget],
    ['a target that is a draft now', put('target.md', story('draft: true')), toTarget],
    ['a target under embargo', put('target.md', story('embargo: 2027-01-01')), toTarget],
    ['a target in error', put('target.md', story('url: https://other.example/')), toTarget],
    ['another file takes its address', put('a/target.md', story('slug: target')), toTarget],
    ['a file that a link waited for', put('coming.md', story()), ['links-pending.md']],
    ['its address alone', put('b/other.md', story('slug: coming')), ['links-pending.md']],
    ['its name alone', put('b/coming.md', story('slug: other')), []],
    ['a second file of a name', put('other/named.md', story('slug: x')), ['links-name.md']],
    [
      'a page that moved',
      put('pages/about.md', '---\ntitle: About\nurl: /us/\n---\n\nUs.\n'),
      ['links-page.md'],
    ],
    [
      'a page that is a draft now',
      put('pages/contact.md', '---\ntitle: Contact\ndraft: true\n---\n\nUs.\n'),
      ['links-page-address.md'],
    ],
    ['a page that vanished', remove('pages/about.md'), ['links-page.md']],
    ['an author who left', remove('authors/ann.md'), ['links-author.md']],
    ['a new page', put('pages/new.md', '---\ntitle: New\n---\n\nUs.\n'), []],
    [
      'a picture that changed its size',
      ({ media }) => {
        media.content = { 'map.png': { ...picture('map.png'), width: 400 } }
      },
      ['pictured.md', 'shows.md'],
      { content: ['map.png'] },
    ],
    [
      'a picture that went',
      ({ media }) => {
        media.public = {}
      },
      ['shows-public.md'],
      { public: ['logo.png'] },
    ],
    [
      'a picture that came',
      ({ media }) => {
        media.content = { ...media.content, 'missing.png': picture('missing.png') }
      },
      ['shows-missing.md'],
      { content: ['missing.png'] },
    ],
    ['a picture that nobody shows', () => {}, [], { content: ['other.png'], public: ['map.png'] }],
    [
      'the address of the site: everything',
      world => {
        world.options = optionsOf({ url: 'https://paper.example/base/' })
      },
      // Its address is one of another site now.
      withSlots.filter(path => path !== 'links-page-address.md'),
    ],
    [
      'where pictures are put: everything',
      world => {
        world.options = optionsOf({ addresses: { media: '/pictures/:path' } })
      },
      withSlots,
    ],
  ])('%s', async (_, change, expected, media = {}) => {
    const world = await makeWorld()
    const past = pastOf(build(world))
    await change(world)
    const built = build(world, past, { content: [], public: [], ...media })
    expect(answersOf(built)).toEqual(answersOf(build(world)))
    expect(resolvedAgain(built, past)).toEqual(expected)
  })

  test.each<[about: string, change: Change, again: boolean]>([
    ['nothing changed', () => {}, false],
    ['a file comes', put('b/com-ing.md', story('slug: x')), true],
    ['a file goes', remove('plain.md'), true],
    ['a text changes', put('plain.md', story('title: Other')), true],
  ])('a broken link is looked at again, for its suggestion: %s', async (_, change, again) => {
    const world = await makeWorld()
    const past = pastOf(build(world))
    await change(world)
    const built = build(world, past)
    const row = world.library.find(broken)
    expect(built.resolutions.saved(() => true).entries[row] !== past.resolutions.entries[row]).toBe(again)
    expect(answersOf(built)).toEqual(answersOf(build(world)))
  })

  test('time alone: a target comes out of embargo, and expires', async () => {
    const world = await makeWorld()
    const fields = 'embargo: 2026-12-01\nexpires: 2026-12-24'
    await desk.put(world.library, { path: 'target.md', text: story(fields, '## Head\n\n[x](plain.md)') })
    let past = pastOf(build(world))
    for (const [now, expected] of [
      ['2026-11-30', []],
      ['2026-12-02', [...toTarget, 'target.md']],
      ['2026-12-03', []],
      ['2026-12-25', toTarget],
    ] as const) {
      world.now = Date.parse(now)
      const built = build(world, past)
      expect(resolvedAgain(built, past), now).toEqual(expected)
      expect(answersOf(built)).toEqual(answersOf(build(world)))
      past = pastOf(built)
    }
  })
})

test('any edits: the answers are those of a clean build', async () => {
  const names = ['a.md', 'b.md', 'sub/a.md', 'sub/c.md', 'd.md', 'pages/e.md', 'authors/f.md'] as const
  const targets = [
    ...names,
    'c.md',
    '/2026/03/a/',
    '/2026/03/x/',
    '/e/',
    '/authors/f/',
    'm.png',
    '/m.png',
    'sub/m.png',
  ]
  const fields = [
    '',
    'slug: x',
    'slug: a',
    'draft: true',
    'url: /e/',
    'embargo: 2027-01-01',
    'image: m.png',
    'expires: 2026-01-01',
  ]
  const link = fc.constantFrom(...targets).map(to => (to.endsWith('.png') ? `![x](${to})` : `[x](${to}#h)`))
  const edit = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('put' as const),
        path: fc.constantFrom(...names),
        fields: fc.constantFrom(...fields),
        links: fc.array(link, { maxLength: 3 }),
      }),
    },
    fc.record({ kind: fc.constant('remove' as const), path: fc.constantFrom(...names) }),
    fc.record({
      kind: fc.constant('picture' as const),
      folder: fc.constantFrom('content' as const, 'public' as const),
      path: fc.constantFrom('m.png', 'sub/m.png'),
    }),
    fc.record({ kind: fc.constant('wait' as const) }),
    fc.record({ kind: fc.constant('gather' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { maxLength: 8 }),
      async steps => {
        let world: World = { library: desk.open(), media: { content: {}, public: {} }, options, now: noon }
        let past: SitePast | undefined
        for (const step of steps) {
          const changed = { content: [] as string[], public: [] as string[] }
          for (const one of step) {
            if (one.kind === 'put') {
              const head = /^(?:pages|authors)/.test(one.path) ? 'title: E\nname: F' : ''
              const text = story(`${head}\n${one.fields}`.trim(), `## H\n\n${one.links.join(' ')}`)
              await desk.put(world.library, { path: one.path, text })
            } else if (one.kind === 'remove') world.library.remove(one.path)
            else if (one.kind === 'wait') world.now += 20 * 86_400_000
            else if (one.kind === 'picture') {
              const { [one.path]: had, ...rest } = world.media[one.folder]
              world.media[one.folder] = had ? rest : { ...rest, [one.path]: picture(one.path, one.folder) }
              changed[one.folder].push(one.path)
            }
          }
          const built = build(world, past, changed)
          expect(answersOf(built)).toEqual(answersOf(build(world)))
          past = pastOf(built)
          if (step.some(({ kind }) => kind === 'gather')) {
            // As it is kept when much has come since: living rows in another order, and what belongs to them.
            const rows = Uint32Array.from(built.model.states.keys())
              .filter(row => world.library.alive(row))
              .reverse()
            past = structuredClone({
              ...past,
              states: Uint8Array.from(rows, row => built.model.states[row]!),
              resolutions: built.resolutions.saved(row => built.model.places[row]! >= 0, rows),
            })
            world = { ...world, library: world.library.gather(rows) }
          }
        }
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 100) },
  )
})
