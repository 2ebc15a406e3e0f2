import { describe, expect } from 'vitest'
import { type FieldSources, isAbsent, nameFields } from '../../../src/content/names.js'
import { articleFields } from '../../../src/content/schema.js'
import { checkRows } from '../../support/rows.js'

const canonical = new Set(Object.keys(articleFields))

interface Written {
  readonly data: Readonly<Record<string, unknown>>
  readonly sources?: FieldSources
}

interface Named {
  readonly fields?: Readonly<Record<string, unknown>>
  readonly unknown?: readonly string[]
  readonly disagree?: readonly string[]
}

function checkNames({ data, sources = {} }: Written, expected: Named): void {
  const { fields, unknown, diagnostics } = nameFields(data, canonical, sources, 'a.md')
  expect({
    fields: Object.fromEntries([...fields].map(([field, { value }]) => [field, value])),
    unknown,
    disagree: diagnostics.map(
      ({ code, args }) => `${code} ${String(args.first)}/${String(args.second)} → ${String(args.field)}`,
    ),
  }).toEqual({ fields: {}, unknown: [], disagree: [], ...expected })
}

const names = (data: Written['data'], sources?: FieldSources): Written =>
  sources === undefined ? { data } : { data, sources }

describe('each name of another generator is understood', () => {
  checkRows<readonly [name: string, field: string], null>(
    [
      ...['tags', 'tag', 'keywords', 'categories', 'category', 'Tags', 'Categories', 'TOPICS'].map(
        name => [[name, 'topics'], null] as const,
      ),
      ...['dek', 'deck', 'description', 'excerpt', 'subtitle', 'Description'].map(
        name => [[name, 'summary'], null] as const,
      ),
      ...['pubDate', 'published', 'publishDate', 'published_at', 'datePublished', 'Date', 'pubdate'].map(
        name => [[name, 'date'], null] as const,
      ),
      ...['lastmod', 'updatedDate', 'modified', 'last_modified_at'].map(
        name => [[name, 'updated'], null] as const,
      ),
      [['expiryDate', 'expires'], null],
      ...['cover', 'heroImage', 'thumbnail', 'featured_image', 'heroimage'].map(
        name => [[name, 'image'], null] as const,
      ),
      ...['author', 'Author', 'byline'].map(name => [[name, 'authors'], null] as const),
      [['redirect_from', 'aliases'], null],
      ...['permalink', 'path'].map(name => [[name, 'url'], null] as const),
      ...['language', 'locale'].map(name => [[name, 'lang'], null] as const),
    ],
    ([name, field]) => checkNames(names({ [name]: 'x' }), { fields: { [field]: 'x' } }),
  )
})

describe('nameFields', () => {
  checkRows<Written, Named>(
    [
      [names({}), {}, 'nothing'],
      [names({ Title: 'A' }), { fields: { title: 'A' } }, 'letter case is ignored'],
      [
        names({ TITLE: 'A', title: 'B' }),
        { fields: { title: 'B' }, unknown: ['TITLE'] },
        'the exact spelling beats another letter case',
      ],
      [
        names({ tags: ['a'], topics: ['b'] }),
        { fields: { topics: ['b'] }, disagree: ['DL1009 topics/tags → topics'] },
        'the own name wins, and says so',
      ],
      [names({ tags: ['a'], topics: ['a'] }), { fields: { topics: ['a'] } }, 'two names that agree'],
      [names({ author: 'Jo', authors: ['Jo'] }), { fields: { authors: ['Jo'] } }, 'a text and a list of it'],
      [
        names({ tags: ['a'], categories: ['b'], keywords: 'c' }),
        { fields: { topics: ['a'] } },
        'categories and keywords are weaker than tags: no quarrel',
      ],
      [names({ categories: ['b'] }), { fields: { topics: ['b'] } }, 'categories alone are topics'],
      [names({ category: 'b', categories: ['c'] }), { fields: { topics: ['c'] } }],
      [
        names({ excerpt: 'x', description: 'y' }),
        { fields: { summary: 'y' }, disagree: ['DL1009 description/excerpt → summary'] },
      ],
      [names({ tags: null, categories: ['b'] }), { fields: { topics: ['b'] } }, 'null counts as absent'],
      [names({ tags: '', keywords: ' ', category: [] }), {}, 'empty text and lists count as absent'],
      [names({ tags: [null, ''], categories: 'b' }), { fields: { topics: 'b' } }, 'a list of nothing'],
      [names({ published: false }), { fields: { draft: true } }, 'Jekyll’s draft'],
      [names({ published: 'False' }), { fields: { draft: true } }],
      [names({ published: true }), {}, 'published: true says nothing'],
      [
        names({ published: '2026-01-02' }),
        { fields: { date: '2026-01-02' } },
        'published may be a date as well',
      ],
      [
        names({ published: false, date: '2026-01-02' }),
        { fields: { date: '2026-01-02', draft: true } },
        'a draft with a date',
      ],
      [names({ draft: false, published: false }), { fields: { draft: true } }],
      [names({ permalink: '/:year/:title/' }), { unknown: ['permalink'] }, 'a pattern is no address'],
      [names({ permalink: '/{{ page.slug }}/' }), { unknown: ['permalink'] }],
      [names({ permalink: false }), { fields: { draft: true } }, 'Eleventy makes no page'],
      [names({ permalink: '/about/' }), { fields: { url: '/about/' } }],
      [
        names({ taxonomies: { tags: ['a'], categories: ['b'] } }),
        { fields: { topics: ['a'] } },
        'Zola’s taxonomies',
      ],
      [names({ taxonomies: { categories: ['b'] } }), { fields: { topics: ['b'] } }],
      [names({ taxonomies: { people: ['p'], areas: ['a'] } }), { fields: { topics: ['a', 'p'] } }],
      [
        names({ taxonomies: { tags: ['a'] }, tags: ['b'] }),
        { fields: { topics: ['b'] }, unknown: ['taxonomies'] },
      ],
      [names({ taxonomies: 'none' }), { unknown: ['taxonomies'] }],
      [names({ layout: 'post', foo: 1 }), { unknown: ['layout', 'foo'] }, 'keys of another kind'],
      [
        names({ 'desk-tags': ['x'], tags: ['y'] }, { topics: { from: ['desk-tags'] } }),
        { fields: { topics: ['x'] }, disagree: ['DL1009 desk-tags/tags → topics'] },
        'content.fields beats the names understood anyway',
      ],
      [
        names({ Desk: 'Europe' }, { region: { from: ['desk'], default: 'World' } }),
        { fields: { region: 'Europe' } },
        'content.fields ignores letter case',
      ],
      [
        names({}, { region: { from: ['desk'], default: 'World' } }),
        { fields: { region: 'World' } },
        'a default',
      ],
      [
        names({ region: '' }, { region: { from: [], default: 'World' } }),
        { fields: { region: 'World' } },
        'a default for an empty field',
      ],
      [
        names({ section: 'x' }, { region: { from: ['section'] }, topics: { from: ['section'] } }),
        { fields: { region: 'x', topics: 'x' } },
        'one key for two fields',
      ],
      [names({ constructor: 'x', toString: 'y' }), { unknown: ['constructor', 'toString'] }],
    ],
    checkNames,
  )
})

describe('isAbsent', () => {
  checkRows<unknown, boolean>(
    [
      [undefined, true],
      [null, true],
      ['', true],
      [' \n', true],
      [[], true],
      [[null, ''], true],
      [0, false],
      [false, false],
      ['x', false],
      [['', 'x'], false],
      [{}, false],
    ],
    (value, expected) => expect(isAbsent(value)).toBe(expected),
  )
})
