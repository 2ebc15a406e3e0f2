import { describe, expect } from 'vitest'
import { checkFields } from '../../../src/content/fields.js'
import type { FieldSources } from '../../../src/content/names.js'
import { articleFields, authorFields } from '../../../src/content/schema.js'
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.js'
import { checkRows } from '../../support/rows.js'

type Values = Readonly<Record<string, unknown>>

function show({ code, severity, args, place, suggestion }: Diagnostic): string {
  const path = place && 'path' in place ? `${place.kind} ${place.path.join('.')}` : 'nowhere'
  const found = args.found ?? args.value ?? args.key
  return `${severity} ${code} ${path}: ${String(found)}${suggestion === undefined ? '' : `, ${suggestion}?`}`
}

function checkArticle(data: Values, expected: Values, sources: FieldSources = {}): void {
  const { values, diagnostics } = checkFields(data, articleFields, sources, 'a.md')
  expect(diagnostics.map(show)).toEqual([])
  expect(values).toEqual(expected)
}

describe('values that pass', () => {
  checkRows<Values, Values>(
    [
      [{ title: ' A ' }, { title: 'A' }],
      [{ title: 2024 }, { title: '2024' }, 'a number is a title'],
      [{ title: true }, { title: 'true' }, 'so is a word that YAML takes for a flag'],
      [{ title: '19:36' }, { title: '19:36' }],
      [{ title: null, summary: '', kicker: '  ', region: null }, {}, 'empty means absent'],
      [{ region: ['Europe', 'Asia'] }, { region: 'Europe' }, 'the first of a list'],
      [{ region: [null, 'Asia'] }, { region: 'Asia' }],
      [{ region: { name: 'Europe' } }, { region: 'Europe' }],
      [{ source: { title: 'Wire' } }, { source: 'Wire' }],
      [{ topics: 'one topic' }, { topics: ['one topic'] }],
      [{ topics: 'a, b ,c' }, { topics: ['a', 'b', 'c'] }],
      [{ topics: 'a,,b,' }, { topics: ['a', 'b'] }],
      [{ topics: ['a, b', 'c'] }, { topics: ['a, b', 'c'] }, 'a comma inside a list belongs to the item'],
      [{ topics: ['a', null, '', 'b'] }, { topics: ['a', 'b'] }, 'a list with nulls'],
      [{ topics: [2024, true] }, { topics: ['2024', 'true'] }],
      [{ topics: [{ name: 'a' }, { key: 'b' }] }, { topics: ['a', 'b'] }],
      [{ tags: null }, {}],
      [{ tags: 'one two' }, { topics: ['one', 'two'] }, 'Jekyll’s tags are parted by blanks'],
      [{ Tags: 'one  two' }, { topics: ['one', 'two'] }],
      [{ tags: 'one two, three' }, { topics: ['one two', 'three'] }, 'unless there are commas'],
      [{ category: 'world news' }, { topics: ['world news'] }, 'a category keeps its blanks'],
      [{ authors: 'Jo Doe' }, { authors: ['Jo Doe'] }],
      [{ author: { name: 'Jo' } }, { authors: ['Jo'] }],
      [{ kind: 'Opinion' }, { kind: 'opinion' }],
      [{ draft: 'yes' }, { draft: true }],
      [{ draft: 'No' }, { draft: false }],
      [{ draft: true }, { draft: true }],
      [{ status: 'published' }, { status: 'usable' }],
      [{ status: 'killed' }, { status: 'canceled' }],
      [{ image: 'map.png' }, { image: { src: 'map.png' } }],
      [{ cover: { path: 'map.png', alt: '' } }, { image: { src: 'map.png', alt: '' } }],
      [{ image: ['a.png', 'b.png'] }, { image: { src: 'a.png' } }],
      [
        { image: { src: 'a.png', alt: 'A map', credit: 'Jo', width: 5 } },
        { image: { src: 'a.png', alt: 'A map', credit: 'Jo' } },
      ],
      [{ image: { src: '', alt: '', caption: null } }, {}, 'a form of a CMS that was left empty'],
      [{ exclude: 'feeds' }, { exclude: ['feeds'] }],
      [{ exclude: ['home', 'search'] }, { exclude: ['home', 'search'] }],
      [{ related: { pin: 'a.md' } }, { related: { pin: ['a.md'] } }],
      [
        { corrections: [{ date: '2026-01-02', text: 'X' }] },
        { corrections: [{ date: '2026-01-02', text: 'X' }] },
      ],
      [{ headlines: { seo: 'S', short: '' } }, { headlines: { seo: 'S' } }],
      [{ redirect_from: '/old/' }, { aliases: ['/old/'] }],
      [{ extra: [1, { a: null }] }, { extra: [1, { a: null }] }, 'extra is anything'],
    ],
    (data, expected) => checkArticle(data, expected),
  )
})

describe('values that do not', () => {
  checkRows<Values, readonly string[]>(
    [
      [{ title: ['A', 'B'] }, ['error DL1002 value title: a list of 2']],
      [{ title: { a: 1 } }, ['error DL1002 value title: a map with "a"']],
      [{ kicker: ['one'] }, ['error DL1002 value kicker: a list of one']],
      [{ description: ['one'] }, ['warning DL1002 value description: a list of one'], 'a foreign name warns'],
      [
        { Summary: ['one'] },
        ['error DL1002 value Summary: a list of one'],
        'letter case does not make foreign',
      ],
      [{ topics: [{ x: 1 }] }, ['error DL1002 value topics.0: a list of one'], 'the place is the item'],
      [{ tags: [{ x: 1 }] }, ['warning DL1002 value tags.0: a list of one']],
      [{ draft: 'perhaps' }, ['error DL1002 value draft: the text "perhaps"']],
      [{ draft: 'x'.repeat(50) }, [`error DL1002 value draft: the text "${'x'.repeat(40)}…"`]],
      [{ draft: [true] }, ['error DL1002 value draft: a list of one']],
      [{ kind: 'analysys' }, ['error DL1011 value kind: analysys, analysis?'], 'a suggestion'],
      [{ kind: 'poem' }, ['error DL1011 value kind: poem']],
      [{ kind: ['news'] }, ['error DL1002 value kind: a list of one']],
      [{ status: 'witheld' }, ['error DL1011 value status: witheld, withheld?']],
      [{ exclude: ['feed'] }, ['error DL1002 value exclude.0: a list of one']],
      [{ image: { caption: 'X' } }, ['error DL1002 value image.src: a map with "caption"']],
      [{ thumbnail: { width: 5 } }, ['warning DL1002 value thumbnail.src: a map with "width"']],
      [{ corrections: 'none' }, ['error DL1002 value corrections: the text "none"']],
      [{ corrections: [{ date: '2026-01-02' }] }, ['error DL1002 value corrections.0.text: a list of one']],
      [{ related: ['a.md'] }, ['error DL1002 value related: a list of one']],
      [{ sumary: 'x' }, ['warning DL1010 key sumary: sumary, summary?']],
      [{ titel: 'x' }, ['warning DL1010 key titel: titel, title?']],
      [{ sumary: 'x', summary: 'y' }, [], 'no suggestion of a field that is there'],
      [{ host: 'x', role: 'y', layout: 'z', type: 'post' }, [], 'other words are no slips'],
      [
        { title: [1, 2], kind: 'poem', sumary: 'x' },
        [
          'error DL1002 value title: a list of 2',
          'error DL1011 value kind: poem',
          'warning DL1010 key sumary: sumary, summary?',
        ],
        'all of them at once',
      ],
    ],
    (data, expected) => {
      const { values, diagnostics } = checkFields(data, articleFields, {}, 'a.md')
      expect(diagnostics.map(show)).toEqual(expected)
      // A value that breaks its rule is left out.
      expect(Object.keys(values)).toEqual(Object.keys(data).includes('summary') ? ['summary'] : [])
      for (const { file } of diagnostics) expect(file).toBe('a.md')
    },
  )
})

describe('the rest', () => {
  checkRows<Values, Values>(
    [
      [
        { layout: 'post', weight: 5 },
        { layout: 'post', weight: 5 },
      ],
      [{ title: 'A', sumary: 'x' }, { sumary: 'x' }],
    ],
    (data, expected) => expect(checkFields(data, articleFields, {}, 'a.md').others).toEqual(expected),
  )
})

describe('authors', () => {
  checkRows<Values, Values>(
    [
      [
        { name: 'Jo', role: 'Editor' },
        { name: 'Jo', role: 'Editor' },
      ],
      [
        { name: 'Jo', links: ['https://a.example/', { label: 'B', url: 'https://b.example/' }] },
        {
          name: 'Jo',
          links: [
            { label: 'https://a.example/', url: 'https://a.example/' },
            { label: 'B', url: 'https://b.example/' },
          ],
        },
      ],
      [
        { name: 'Jo', photo: 'jo.jpg' },
        { name: 'Jo', photo: { src: 'jo.jpg' } },
      ],
    ],
    (data, expected) => {
      const { values, diagnostics } = checkFields(data, authorFields, {}, 'authors/jo.md')
      expect(diagnostics.map(show)).toEqual([])
      expect(values).toEqual(expected)
    },
  )
})
