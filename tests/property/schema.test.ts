// What the validator accepts, the JSON Schema accepts, and nothing else: documents of all shapes, right and wrong.
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createZone, isoDatePattern, readDate } from '../../src/base/dates.js'
import { resolveConfig } from '../../src/config/config.js'
import { buildJsonSchemas, noNames } from '../../src/config/json-schema.js'
import { articleFields } from '../../src/content/schema.js'
import { createEntities } from '../../src/site/entities.js'
import { fillFront } from '../../src/site/front-page.js'
import { parseText } from '../support/parse.js'

const ajv = new Ajv({ allowUnionTypes: true, strictTuples: false })
const schemas = buildJsonSchemas()
const compiled = Object.fromEntries(
  Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]),
)

const word = fc.constantFrom(
  'Europe',
  'a b',
  'x',
  'ferry',
  '2026',
  '..',
  'con',
  'a/b',
  'a:b',
  'nul.txt',
  'x.',
  '%2e',
)
const blank = fc.constantFrom('', '  ', '\t', null, [], [null], ['', [null]])
const dateText = fc.oneof(
  fc
    .tuple(
      fc.integer({ min: 1890, max: 2110 }),
      fc.constantFrom('-', '/', '.'),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
      fc.constantFrom(
        '',
        'T08:30',
        ' 8:5',
        'T24:00',
        'T24:01',
        'T23:59:60',
        't10:00:00.123',
        'T25:00',
        ' 10',
      ),
      fc.constantFrom(
        '',
        'Z',
        ' +01:00',
        '-0500',
        '+5',
        '+13:60',
        '+14:00',
        '+14:01',
        ' UTC',
        '+530',
        '+1:0',
      ),
      fc.boolean(),
    )
    .map(([y, separator, m, d, time, zone, padded]) => {
      const two = (n: number) => (padded ? String(n).padStart(2, '0') : String(n))
      return `${y}${separator}${two(m)}${separator}${two(d)}${time}${zone}`
    }),
  fc.constantFrom(
    '2024-02-29',
    '1900-02-29',
    '2000-02-29',
    '0000-01-01',
    'tomorrow',
    'May 5th, 2016',
    ' 2026-01-02 ',
  ),
)
const leaf = fc.oneof(
  word,
  blank,
  dateText,
  fc.boolean(),
  fc.integer(),
  fc.constantFrom('yes', 'No', 'maybe', 'Opinion', 'killed', 'home'),
)
const name = fc.constantFrom(
  'name',
  'title',
  'key',
  'src',
  'path',
  'url',
  'image',
  'alt',
  'caption',
  'seo',
  'short',
  'pin',
  'hide',
  'date',
  'text',
  'other',
)
const map = fc.dictionary(name, fc.oneof(leaf, fc.array(leaf, { maxLength: 2 })), { maxKeys: 3 })
const value = fc.oneof(leaf, map, fc.array(fc.oneof(leaf, map), { maxLength: 3 }))
/** Values that a field is likely to take, so that whole documents pass now and then. */
const likely: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  ...Object.fromEntries(Object.keys(articleFields).map(field => [field, word])),
  date: dateText,
  updated: dateText,
  embargo: dateText,
  expires: dateText,
  draft: fc.constantFrom(true, false, 'yes', 'off'),
  kind: fc.constantFrom('news', 'Opinion'),
  status: fc.constantFrom('usable', 'Killed'),
  exclude: fc.constantFrom('home', ['feeds', 'home']),
  image: fc.oneof(
    word,
    fc.record({ src: word, alt: fc.constantFrom('', 'A map') }),
    fc.constant({ src: '', alt: '' }),
  ),
  headlines: fc.record({ seo: fc.oneof(word, blank) }),
  corrections: fc.array(fc.record({ date: dateText, text: word }), { maxLength: 2 }),
  related: fc.record({ pin: fc.array(word, { maxLength: 2 }) }),
}
const documents = fc
  .uniqueArray(fc.constantFrom(...Object.keys(articleFields), 'weight', 'layout'), {
    minLength: 1,
    maxLength: 4,
  })
  .chain(names =>
    fc.record(
      Object.fromEntries(
        names.map(field => [
          field,
          fc.oneof({ weight: 2, arbitrary: likely[field] ?? value }, { weight: 1, arbitrary: value }),
        ]),
      ),
    ),
  )
  .chain(fields => fc.boolean().map(titled => (titled ? { title: 'A', ...fields } : fields)))

describe('the JSON Schema and the validator', () => {
  it('take the same dates', () => {
    const pattern = new RegExp(isoDatePattern, 'u')
    fc.assert(
      fc.property(dateText, text => {
        const reading = readDate(text)
        expect(pattern.test(text), text).toBe(reading.ok && !reading.prose)
      }),
      { numRuns: 3000 },
    )
  })

  it('take the same articles', async () => {
    let accepted = 0
    await fc.assert(
      fc.asyncProperty(documents, async data => {
        const { diagnostics } = await parseText(`---json\n${JSON.stringify(data)}\n---\ntext\n`, {
          path: '2026-01-02-story.md',
        })
        const errors = diagnostics.filter(({ severity }) => severity === 'error')
        if (errors.length === 0) accepted++
        expect(compiled.article!(data), JSON.stringify([data, errors, compiled.article!.errors])).toBe(
          errors.length === 0,
        )
      }),
      { numRuns: 600 },
    )
    // Neither side says yes, or no, to everything.
    expect(accepted).toBeGreaterThan(100)
    expect(accepted).toBeLessThan(500)
  })

  it('take the same names of regions', () => {
    const regions = [
      { key: 'asia-pacific', name: 'Asia-Pacific', aliases: ['APAC'] },
      { key: 'cote', name: 'Côte d’Azur', aliases: [] },
    ]
    const check = ajv.compile(buildJsonSchemas({ ...noNames, regions }).article!)
    const entities = createEntities(regions, new Map(), false)
    for (const region of [
      'Asia-Pacific',
      'asia pacific',
      'ASIA_PACIFIC',
      ' apac ',
      'cote',
      'CÔTE D’AZUR',
      'Asia',
      'Azur',
      'Europe',
    ])
      expect(check({ title: 'A', region }), region).toBe(entities.find(region) !== undefined)
  })

  it('take the same settings', () => {
    const text = fc.oneof(
      fc.constantFrom('Europe', 'Asia-Pacific', 'a b', ' x '),
      fc.constantFrom('', ' ', null, 5),
    )
    const entry = fc.oneof(
      text,
      fc.record(
        {
          name: text,
          key: fc.constantFrom('a', 'a-b', 'ü', '', null, 'a b', '-a'),
          aliases: fc.oneof(text, fc.array(text, { maxLength: 2 })),
          description: text,
          url: fc.constantFrom(
            'https://wire.example/',
            'http://a.example:80/x?y',
            '',
            'wire',
            'ftp://a.example/',
          ),
          other: text,
        },
        { requiredKeys: [] },
      ),
    )
    const link = fc.record({ label: text, url: text, other: text }, { requiredKeys: [] })
    const files = fc.oneof(
      // One entry a list: that two have one key is more than JSON Schema can say.
      fc.tuple(
        fc.constantFrom('regions', 'sources', 'topics'),
        fc.oneof(fc.array(entry, { maxLength: 1 }), text),
      ),
      fc.tuple(fc.constant('navigation'), fc.oneof(fc.array(link, { maxLength: 2 }), text)),
      fc.tuple(fc.constant('notice'), fc.record({ text, url: text }, { requiredKeys: [] })),
      fc.tuple(fc.constant('strings'), fc.dictionary(fc.constantFrom('a', 'b'), text, { maxKeys: 2 })),
    )
    fc.assert(
      fc.property(files, ([name, data]) => {
        const { diagnostics } = resolveConfig({ title: 'P', url: 'https://p.example/' }, 'c.ts', [
          { file: `content/_site/${name}.yml`, name, data },
        ])
        expect(compiled[name]!(data), JSON.stringify([name, data, diagnostics])).toBe(
          diagnostics.length === 0,
        )
      }),
      { numRuns: 600 },
    )
  })

  it('take the same front pages', () => {
    const path = fc.constantFrom('a.md', 'b.md', 5)
    const entry = fc.oneof(
      path,
      fc.record(
        {
          path,
          until: fc.constantFrom('2030-01-01', '2030-02-30', 'soon', '', null),
          repeat: fc.constant(true),
        },
        { requiredKeys: [] },
      ),
    )
    const entries = fc.oneof(entry, fc.array(entry, { maxLength: 2 }), fc.constant(null))
    const front = fc.record(
      {
        lead: entries,
        secondary: entries,
        band: fc.oneof(fc.constant(null), fc.record({ title: fc.constant('T'), articles: entries })),
        leed: entry,
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(front, data => {
        let n = 0
        const { diagnostics } = fillFront(
          { file: 'content/_front.yml', data },
          {
            zone: createZone('UTC'),
            now: 0,
            find: () => ({ n: n++ }),
            paths: () => [],
            newest: [],
            sizes: { lead: 1, secondary: 4 },
          },
        )
        expect(compiled.front!(data), JSON.stringify([data, diagnostics])).toBe(diagnostics.length === 0)
      }),
      { numRuns: 400 },
    )
  })
})
