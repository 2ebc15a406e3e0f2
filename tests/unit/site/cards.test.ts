import { describe, expect, test } from 'vitest'
import { leafDigest } from '../../../src/base/digest.js'
import type { Card } from '../../../src/site/card.js'
import type { MediaFile } from '../../../src/site/media.js'
import { noRelated } from '../../../src/site/related-lists.js'
import { buildSite, type Site } from '../../../src/site/site.js'
import { createDesk, type TextFile } from '../../support/library.js'
import { modelOf, optionsOf, story } from './model.js'

const desk = await createDesk()

const fields = `title: The title
date: 2026-03-04T10:00
summary: The dek
region: Asia
source: Agency
topics: [river, vote]
authors: [ann]
series: Floods
kicker: Live
updated: 2026-03-05
image: { src: map.png, alt: A map }
headlines: { short: Short }
lang: fr
url: /own/`
const settings = {
  regions: [{ name: 'Asia', key: 'asia' }, { name: 'Europe' }],
  topics: [{ name: 'River', key: 'river' }],
}

interface Given {
  readonly fields: string
  readonly body: string
  readonly path: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly width: number
  readonly others: readonly TextFile[]
  /** The rows lie in the opposite order. */
  readonly reversed: boolean
}
const given: Given = { fields, body: 'Text.', path: 'a.md', settings, width: 4, others: [], reversed: false }

/** The card of the article at /own/. */
async function findCard(change: Partial<Given>): Promise<Card> {
  const all = { ...given, ...change }
  const files = [
    { path: all.path, text: story(all.fields, all.body) },
    { path: 'authors/ann.md', text: '---\nname: Ann\n---\n\nAnn.\n' },
    ...all.others,
  ]
  let library = desk.open()
  for (const file of files) await desk.put(library, file)
  if (all.reversed)
    library = library.gather(Uint32Array.from({ length: library.size }, (_, n) => n).reverse())
  const site = siteOf(modelOf(library, { options: optionsOf(all.settings) }), all.width)
  const n = Array.from({ length: site.size }, (_, place) => place).find(
    place => site.path(place) === '/own/',
  )!
  const card = site.card(n)
  expect(card.data.path).toBe(all.path)
  return card
}

/** What the card shows, and its stamp. */
async function cardOf(change: Partial<Given>): Promise<{ readonly data: string; readonly stamp: string }> {
  const card = await findCard(change)
  return { data: JSON.stringify(card), stamp: card[leafDigest] }
}

function siteOf(model: ReturnType<typeof modelOf>, width: number): Site {
  const map: MediaFile = { from: 'content', path: 'map.png', width, height: 3 }
  const media = { content: (path: string) => (path === 'map.png' ? map : undefined), public: () => undefined }
  return buildSite(model, { media, fronts: [], related: noRelated(model.rows.length) }).site
}

const edit = (from: string, to: string): Partial<Given> => {
  expect(fields).toContain(from)
  return { fields: fields.replace(from, to) }
}
const file = (path: string, text: string) => ({ path, text })

test('no page can change what another one shows of a card', async () => {
  const { data } = await findCard({})
  const { topics, authors, image, updated, region, source, series } = data
  for (const part of [data, topics, authors, image, updated, region, source, series, topics[0]]) {
    expect(part).toBeDefined()
    expect(Object.isFrozen(part)).toBe(true)
  }
})

describe('the stamp of a card is another one exactly when the card shows something else', () => {
  test.each<[about: string, change: Partial<Given>, same: boolean]>([
    ['nothing', {}, true],
    ['the text, of about that length', { body: 'Other text.' }, true],
    ['rows in another order', { reversed: true, others: [file('b.md', story())] }, true],
    ['aliases', { fields: `${fields}\naliases: [/old/]` }, true],
    ['the template', { fields: `${fields}\ntemplate: wide` }, true],
    [
      'new topics, regions, authors and languages elsewhere, which are numbered before these',
      {
        others: [
          file(
            'b.md',
            story(
              'date: 2020-01-01\nregion: Europe\ntopics: [aaa]\nauthors: [aaa]\nsource: Aaa\nseries: Aaa\nlang: he',
            ),
          ),
        ],
      },
      true,
    ],
    ['words of the interface', { settings: { ...settings, strings: { home: 'Start' } } }, true],
    ['the title', edit('The title', 'Another title'), false],
    ['the short title', edit('short: Short', 'short: S'), false],
    ['the dek', edit('The dek', 'Another dek'), false],
    ['the kicker', edit('kicker: Live', 'kicker: Exclusive'), false],
    ['the kind', { fields: `${fields}\nkind: opinion` }, false],
    ['the date', edit('T10:00', 'T10:01'), false],
    ['a day in place of an instant', edit('2026-03-04T10:00', '2026-03-04'), false],
    ['the zone', { settings: { ...settings, timeZone: 'Asia/Tokyo' } }, false],
    ['the last change', edit('updated: 2026-03-05', 'updated: 2026-03-06'), false],
    ['the minutes', { body: 'word '.repeat(2000) }, false],
    ['the file', { path: 'moved.md' }, false],
    ['the base path', { settings: { ...settings, url: 'https://paper.example/base/' } }, false],
    ['another region', edit('region: Asia', 'region: Europe'), false],
    [
      'the name of the region',
      { settings: { ...settings, regions: [{ name: 'ASIA', key: 'asia' }] } },
      false,
    ],
    ['the key of a topic', { settings: { ...settings, topics: [{ name: 'River', key: 'x' }] } }, false],
    ['one topic less', edit('[river, vote]', '[river]'), false],
    ['another order of topics', edit('[river, vote]', '[vote, river]'), false],
    ['an author for a topic', edit('[river, vote]\nauthors: [ann]', '[river]\nauthors: [vote, ann]'), false],
    ['the source', edit('source: Agency', 'source: Reuters'), false],
    ['the paper’s own story', edit('source: Agency\n', ''), false],
    ['the series', edit('series: Floods', 'series: Droughts'), false],
    ['no series', edit('series: Floods\n', ''), false],
    [
      'the name of an author',
      { others: [file('authors/ann.md', '---\nname: Ann B.\n---\n\nAnn.\n')] },
      false,
    ],
    ['addresses of topics', { settings: { ...settings, addresses: { topics: '/t/:key/' } } }, false],
    ['the words for a picture', edit('alt: A map', 'alt: The map'), false],
    ['the size of a picture', { width: 400 }, false],
    ['no picture', edit('image: { src: map.png, alt: A map }\n', ''), false],
    ['the language', edit('lang: fr', 'lang: he'), false],
    ['the site’s own language', edit('lang: fr', 'lang: en'), false],
  ])('%s', async (_, change, same) => {
    const [before, after] = [await cardOf({}), await cardOf(change)]
    // What the row says must be true of the card itself, or it shows nothing of the stamp.
    expect(after.data === before.data).toBe(same)
    expect(after.stamp === before.stamp).toBe(same)
  })
})
