import { describe, expect, test } from 'vitest'
import { type Config, resolveConfig, type SettingsFile } from '../../../src/config/config.js'
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.js'
import { checkRows } from '../../support/rows.js'

const minimal = { title: 'The Paper', url: 'https://paper.example' }

function resolve(
  change: Readonly<Record<string, unknown>> = {},
  files: readonly SettingsFile[] = [],
): Config {
  const { config, diagnostics } = resolveConfig({ ...minimal, ...change }, 'dateline.config.ts', files)
  expect(diagnostics).toEqual([])
  return config!
}

function show({ code, severity, args, file, place, suggestion }: Diagnostic): string {
  const at = place && 'path' in place ? ` ${place.kind} ${place.path.join('.') || '(all)'}` : ''
  const what =
    args.reason === undefined ? String(args.key) : `${String(args.key ?? '')} ${String(args.reason)}`.trim()
  return `${severity} ${code} ${file}${at}: ${what}${suggestion === undefined ? '' : `, ${suggestion}?`}`
}

const settingsFile = (name: string, data: unknown): SettingsFile => ({
  file: `content/_site/${name}.yml`,
  name,
  data,
})

describe('title and url alone', () => {
  const config = resolve()

  test('are a working config with every default', () => {
    expect(config).toMatchObject({
      contentFolder: 'content',
      endings: ['.md', '.markdown', '.html', '.htm'],
      content: { fields: {}, proseDates: false },
      parser: 'satteri',
      markdown: { html: 'sanitize', shortcodes: 'remove', remarkPlugins: [], rehypePlugins: [] },
      site: {
        title: 'The Paper',
        url: 'https://paper.example/',
        base: '/',
        description: '',
        language: 'en',
        regions: [],
        sources: [],
        unknownSources: 'warn',
        topics: [],
        navigation: [],
        permalink: '/:year/:month/:slug/',
        addresses: {
          regions: '/regions/:key/',
          topics: '/topics/:key/',
          sources: '/sources/:key/',
          authors: '/authors/:key/',
          series: '/series/:key/',
          year: '/:year/',
          month: '/:year/:month/',
          related: '/related/',
          relatedRegion: '/related/:region/',
          pages: '/:slug/',
          media: '/media/:path',
        },
        pageSizes: { list: 30, archive: 100, related: 50, feed: 30, frontRegion: 4 },
        related: { limit: 6, perRegion: 4, minScore: 0.05 },
        contentFolder: 'content',
      },
      helpers: { language: 'en', timeZone: 'UTC', url: 'https://paper.example/', base: '/' },
      widgets: {},
      outputs: [],
    })
    expect(config.site.zone.name).toBe('UTC')
    expect(config.content).not.toHaveProperty('transform')
    expect(config.markdown.frameHosts).toContain('www.youtube.com')
  })

  test('the words of footnotes are those of the interface', () => {
    expect(config.markdown.footnotes).toEqual({ label: 'Footnotes', back: 'Back to reference' })
    expect(resolve({ strings: { footnotes: 'Notas' } }).markdown.footnotes.label).toBe('Notas')
  })
})

describe('what is written is kept', () => {
  checkRows<Readonly<Record<string, unknown>>, object>(
    [
      [
        { url: 'https://paper.example/news' },
        { site: { url: 'https://paper.example/news/', base: '/news/' } },
        'a base path',
      ],
      [{ url: 'HTTPS://Paper.Example/News/' }, { site: { url: 'https://paper.example/News/' } }],
      [{ title: '  The Paper ' }, { site: { title: 'The Paper' } }],
      [{ timeZone: 'Europe/Lisbon' }, { helpers: { timeZone: 'Europe/Lisbon' } }],
      [
        { regions: ['Asia-Pacific'] },
        { site: { regions: [{ key: 'asia-pacific', name: 'Asia-Pacific', aliases: [] }] } },
        'a bare name',
      ],
      [
        { regions: [{ name: 'Asia-Pacific', key: 'apac', aliases: ['Asia-Pasific'] }, 'Europe'] },
        {
          site: {
            regions: [
              { key: 'apac', name: 'Asia-Pacific', aliases: ['Asia-Pasific'] },
              { key: 'europe', name: 'Europe', aliases: [] },
            ],
          },
        },
        'names and objects, in their order',
      ],
      [
        { sources: [{ name: 'Wire', url: 'https://wire.example/' }] },
        { site: { sources: [{ key: 'wire', name: 'Wire', url: 'https://wire.example/' }] } },
      ],
      [
        { content: { fields: { topics: ['desk-tags'], region: { from: ['desk'], default: 'World' } } } },
        {
          content: {
            fields: { topics: { from: ['desk-tags'] }, region: { from: ['desk'], default: 'World' } },
          },
        },
      ],
      [{ content: { folder: 'posts/' } }, { contentFolder: 'posts' }],
      [
        { content: { fields: { region: { default: 'World' } } } },
        { content: { fields: { region: { from: [], default: 'World' } } } },
      ],
      [{ pageSizes: { list: 10 } }, { site: { pageSizes: { list: 10, archive: 100 } } }, 'one of several'],
      [{ related: { limit: 0 } }, { site: { related: { limit: 0, perRegion: 4 } } }],
      [
        { markdown: { frameHosts: ['maps.example'] } },
        { markdown: { frameHosts: expect.arrayContaining(['maps.example', 'www.youtube.com']) } },
      ],
      [{ strings: { latest: 'Neueste' } }, { site: { strings: { latest: 'Neueste', older: 'Older' } } }],
      [{ description: undefined }, { site: { description: '' } }, 'undefined is not written'],
    ],
    (change, expected) => expect(resolve(change)).toMatchObject(expected),
  )

  test('functions are kept as they are', () => {
    const transform = (data: Record<string, unknown>) => data
    const latest = () => null
    const sitemap = () => []
    const config = resolve({ content: { transform }, widgets: { latest }, outputs: [sitemap, () => []] })
    expect(config.content.transform).toBe(transform)
    expect(config.widgets.latest).toBe(latest)
    expect(config.outputs).toEqual([
      { name: 'sitemap', output: sitemap },
      { name: 'outputs[1]', output: expect.any(Function) },
    ])
  })
})

describe('what is wrong is reported with its path', () => {
  const file = 'error DL5002 dateline.config.ts'
  const unknown = 'error DL5001 dateline.config.ts'
  checkRows<Readonly<Record<string, unknown>>, readonly string[]>(
    [
      [{ titel: 'x' }, [`${unknown} key titel: titel, title?`], 'an unknown key, with a suggestion'],
      [{ nothingLikeIt: 1 }, [`${unknown} key nothingLikeIt: nothingLikeIt`]],
      [
        { markdown: { htlm: 'allow' } },
        [`${unknown} key markdown.htlm: markdown.htlm, html?`],
        'a nested one',
      ],
      [{ pageSizes: { lists: 5 } }, [`${unknown} key pageSizes.lists: pageSizes.lists, list?`]],
      [{ content: { field: {} } }, [`${unknown} key content.field: content.field, fields?`]],
      [
        { regions: [{ name: 'A', aliasses: 'B' }] },
        [`${unknown} key regions.0.aliasses: regions.0.aliasses, aliases?`],
      ],
      [
        { navigation: [{ label: 'A', ulr: '/', url: '/' }] },
        [`${unknown} key navigation.0.ulr: navigation.0.ulr, url?`],
      ],
      [{ title: undefined }, [`${file}: title it is missing`]],
      [{ url: undefined, title: undefined }, [`${file}: title it is missing`, `${file}: url it is missing`]],
      [{ title: '' }, [`${file} value title: title it is empty`]],
      [{ title: 5 }, [`${file} value title: title expected string, received number`]],
      [
        { url: 'paper.example' },
        [`${file} value url: url it is not an absolute address such as https://paper.example/`],
      ],
      [
        { url: 'ftp://paper.example/' },
        [`${file} value url: url it is not an absolute address such as https://paper.example/`],
      ],
      [
        { url: 'https://' },
        [`${file} value url: url it is not an absolute address such as https://paper.example/`],
      ],
      [{ url: 'https://paper.example/?a=1' }, [`${file} value url: url it has a query or a fragment`]],
      [
        { timeZone: 'Europe/Lissabon' },
        [`${file} value timeZone: timeZone it is not a time zone such as Europe/Lisbon`],
      ],
      [
        { language: 'no such tag' },
        [`${file} value language: language it is not a language tag such as en or pt-BR`],
      ],
      [
        { markdown: { html: 'alow' } },
        [`${file} value markdown.html: markdown.html it must be one of sanitize, allow, escape`],
      ],
      [{ permalink: '/:year/' }, [`${file} value permalink: permalink it must hold :slug`]],
      [{ permalink: ':slug' }, [`${file} value permalink: permalink it must begin and end with a slash`]],
      [
        { pageSizes: { list: 0 } },
        [
          expect.stringMatching(
            /^error DL5002 dateline\.config\.ts value pageSizes\.list: pageSizes\.list Too small/i,
          ) as never,
        ],
      ],
      [
        { regions: ['Europe', 'europe'] },
        [`${file} value regions.1: regions.1 the key "europe" stands twice`],
        'duplicate keys',
      ],
      [{ regions: ['!!!'] }, [`${file} value regions.0: regions.0 "!!!" leaves no key; write one`]],
      [
        { regions: [{ name: 'A', key: 'a/b' }] },
        [`${file} value regions.0.key: regions.0.key a key is letters, digits and hyphens`],
      ],
      [{ regions: 'Europe' }, [`${file} value regions: regions expected array, received string`]],
      [{ outputs: ['feed'] }, [`${file} value outputs.0: outputs.0 it is not a function`]],
      [{ widgets: { latest: [] } }, [`${file} value widgets.latest: widgets.latest it is not a function`]],
      [
        { markdown: { remarkPlugins: ['remark-math'] } },
        [
          `${file} value markdown.remarkPlugins.0: markdown.remarkPlugins.0 a plug-in is a function, or a list of one with its options`,
        ],
      ],
      [
        { content: { endings: ['md'] } },
        [`${file} value content.endings.0: content.endings.0 an ending is a dot and lower-case letters`],
      ],
      [
        { titel: 'x', timeZone: 'Mars', pageSizes: { lists: 1 } },
        [
          `${file} value timeZone: timeZone it is not a time zone such as Europe/Lisbon`,
          `${unknown} key pageSizes.lists: pageSizes.lists, list?`,
          `${unknown} key titel: titel, title?`,
        ],
        'all of them at once',
      ],
    ],
    (change, expected) => {
      const { config, diagnostics } = resolveConfig({ ...minimal, ...change }, 'dateline.config.ts')
      expect(config).toBeUndefined()
      expect(diagnostics.map(show)).toEqual(expected)
    },
  )

  test.each([[null], ['text'], [[]], [undefined], [5]])('a config that is %j', raw => {
    const { config, diagnostics } = resolveConfig(raw, 'dateline.config.ts')
    expect(config).toBeUndefined()
    expect(diagnostics.map(({ code }) => code)).toEqual(['DL5003'])
  })
})

describe('content/_site', () => {
  test('a file is a setting by its name; settings.yml holds several', () => {
    const config = resolve({}, [
      settingsFile('regions', ['Europe']),
      settingsFile('settings', { description: 'News', timeZone: 'Europe/Lisbon' }),
    ])
    expect(config.site.regions.map(({ key }) => key)).toEqual(['europe'])
    expect(config.site.description).toBe('News')
    expect(config.site.zone.name).toBe('Europe/Lisbon')
  })

  test('the config wins, setting by setting', () => {
    const config = resolve({ regions: ['Asia'] }, [
      settingsFile('regions', ['Europe']),
      settingsFile('topics', ['Climate']),
    ])
    expect(config.site.regions.map(({ name }) => name)).toEqual(['Asia'])
    expect(config.site.topics.map(({ name }) => name)).toEqual(['Climate'])
  })

  test('an empty file is nothing', () => {
    expect(resolve({}, [settingsFile('regions', null)]).site.regions).toEqual([])
  })

  checkRows<SettingsFile, readonly string[]>(
    [
      [
        settingsFile('regions', [{ name: 'Europe' }, { nam: 'Asia' }]),
        [expect.stringMatching(/^error DL500[12] content\/_site\/regions\.yml (?:key|value) 1/) as never],
        'an error names that file, with the path in it',
      ],
      [
        settingsFile('settings', { timeZone: 'Mars' }),
        [
          'error DL5002 content/_site/settings.yml value timeZone: timeZone it is not a time zone such as Europe/Lisbon',
        ],
      ],
      [
        settingsFile('settings', { titel: 'x' }),
        ['error DL5001 content/_site/settings.yml key titel: titel, title?'],
      ],
      [
        settingsFile('region', ['Europe']),
        ['error DL5001 content/_site/region.yml: region, regions?'],
        'an unknown file',
      ],
      [
        settingsFile('regions', 'Europe'),
        ['error DL5002 content/_site/regions.yml value (all): regions expected array, received string'],
      ],
      [
        settingsFile('widgets', {}),
        ['error DL5001 content/_site/widgets.yml: widgets'],
        'what holds functions stands in the config alone',
      ],
    ],
    (siteFile, expected) => {
      const { diagnostics } = resolveConfig(minimal, 'dateline.config.ts', [siteFile])
      expect(diagnostics.map(show).slice(0, expected.length)).toEqual(expected)
    },
  )
})
