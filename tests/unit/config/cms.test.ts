// Forms of a CMS, and what a CMS leaves in a file. Sveltia reads and writes front matter with the package `yaml`, in
// the calls below (sveltia/sveltia-cms, src/lib/services/contents/file/format.js and parse.js, at commit 8d47aac).
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import YAML from 'yaml'
import { cmsNames, gitCmsConfig, pagesCmsConfig } from '../../../src/config/cms.js'
import { resolveConfig } from '../../../src/config/config.js'
import {
  articleForm,
  type FormField,
  fileForms,
  frontForm,
  listForms,
  pageForm,
  storylineForm,
} from '../../../src/config/forms.js'
import { buildJsonSchemas, noNames, type SiteNames, settingFiles } from '../../../src/config/json-schema.js'
import { defaultStrings } from '../../../src/config/strings.js'
import { renderTemplateTypes } from '../../../src/config/template-types.js'
import { readFrontMatter } from '../../../src/content/front-matter.js'
import { articleFields, pageFields, storylineFields } from '../../../src/content/schema.js'
import { readYaml } from '../../../src/content/yaml.js'
import { parseText } from '../../support/parse.js'

const names: SiteNames = {
  ...noNames,
  regions: [{ key: 'old-town', name: 'Old Town', aliases: [] }],
  sources: [{ key: 'staff', name: 'Staff', aliases: [] }],
  topics: [{ key: 'water', name: 'Water', aliases: [] }],
  authors: ['jo-doe'],
}
const site = { names, title: 'P', url: 'https://p.example/', contentFolder: 'content', repository: 'me/p' }

type Data = Readonly<Record<string, unknown>>

function readAsSveltia(text: string): { data: Data; body: string } {
  const match = /^---\n(?:(?<head>.*?)\n)?---$(?:\n(?<body>.+))?/ms.exec(text.trim().replace(/\r\n?/g, '\n'))
  return { data: YAML.parse(match?.groups?.head ?? '') as Data, body: match?.groups?.body ?? '' }
}

const stringifyAsSveltia = (data: unknown): string =>
  YAML.stringify(data, null, { lineWidth: 0, defaultKeyType: 'PLAIN', defaultStringType: 'PLAIN' })

function writeAsSveltia(data: Data, body: string): string {
  return `---\n${stringifyAsSveltia(data).trim()}\n---\n${body}\n`
}

const check = new Ajv({ allowUnionTypes: true, strictTuples: false }).compile(
  buildJsonSchemas(names).article!,
)

async function errorsOf(text: string): Promise<string[]> {
  const { diagnostics } = await parseText(text, { path: '2026/11/story.md' })
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)
}

describe('an article that goes through Sveltia', () => {
  const outside = {
    aliases: ['/old/'],
    extra: { poll: { id: 7, open: true } },
    weight: 3,
    legacy_id: '0012',
    note: 'yes',
    clock: '19:36',
    day: '2026-01-02',
  }

  it('loses nothing outside the form, and stays valid with empty fields', async () => {
    const text = `---\ntitle: "Ferry: back"\ndate: 2026-11-24T08:30:00+01:00\nregion: Old Town\n${YAML.stringify(outside)}---\n\nText.\n`
    const { data, body } = readAsSveltia(text)
    const empty = Object.fromEntries(
      articleForm(names).flatMap(({ name, kind, many, fields, required }) =>
        required || kind === 'body' || name in data
          ? []
          : [
              [
                name,
                many
                  ? []
                  : fields
                    ? Object.fromEntries(fields.map(inner => [inner.name, inner.many ? [] : '']))
                    : kind === 'flag'
                      ? false
                      : '',
              ],
            ],
      ),
    )
    expect(Object.keys(empty)).toEqual(
      expect.arrayContaining(['summary', 'image', 'topics', 'draft', 'embargo']),
    )
    const written = writeAsSveltia({ ...data, ...empty }, body)
    const read = readFrontMatter(written, 'x.md')
    expect(read.data).toMatchObject({ title: 'Ferry: back', date: '2026-11-24T08:30:00+01:00', ...outside })
    expect(await errorsOf(written)).toEqual([])
    expect(check(read.data), JSON.stringify(check.errors)).toBe(true)
    const { document } = await parseText(written, { path: '2026/11/story.md' })
    expect(document).toMatchObject({
      image: undefined,
      topics: [],
      embargo: undefined,
      extra: { weight: 3, poll: { id: 7 } },
    })
    // Once more changes nothing.
    const again = readAsSveltia(written)
    expect(writeAsSveltia(again.data, again.body)).toBe(written)
  })

  it('keeps every text, whatever YAML might take it for', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom(
        'yes',
        'null',
        '~',
        '2026-01-02',
        '19:36',
        '0x1F',
        '1e3',
        '012',
        '- a',
        'a: b',
        '# c',
        '@d',
        "'",
        '"',
        '|',
        '=',
        '<<',
        'TRUE',
      ),
    )
    await fc.assert(
      fc.asyncProperty(text, text, async (title, note) => {
        const written = writeAsSveltia({ title: `A ${title}`, date: '2026-11-24', note }, 'Text.')
        const { data, diagnostics } = readFrontMatter(written, 'x.md')
        expect(diagnostics).toEqual([])
        expect(data).toEqual({ title: `A ${title}`, date: '2026-11-24', note })
        expect(await errorsOf(written)).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})

describe('forms', () => {
  it('show fields of the schema, with the site’s names as choices', () => {
    const inForm = articleForm(names).map(({ name }) => name)
    for (const name of inForm) expect(name === 'body' || name in articleFields, name).toBe(true)
    for (const { name } of pageForm()) expect(name === 'body' || name in pageFields, name).toBe(true)
    for (const { name } of storylineForm())
      expect(name === 'body' || name in storylineFields, name).toBe(true)
    const options = (name: string) =>
      articleForm(names)
        .find(field => field.name === name)
        ?.options?.map(({ value }) => value)
    expect([options('region'), options('source'), options('topics'), options('authors')]).toEqual([
      ['Old Town'],
      ['Staff'],
      ['Water'],
      ['jo-doe'],
    ])
    expect(frontForm().map(({ name }) => name)).toEqual(['lead', 'secondary', 'band'])
    expect(Object.keys(listForms)).toEqual(['regions', 'sources', 'topics', 'navigation'])
  })

  it('have the fields that the schema of their file has', () => {
    type Schema = {
      readonly anyOf?: readonly Schema[]
      readonly items?: Schema
      readonly properties?: Readonly<Record<string, unknown>>
    }
    const properties = ({ anyOf = [], items, properties: own = {} }: Schema): string[] => [
      ...Object.keys(own),
      ...anyOf.flatMap(properties),
      ...(items ? properties(items) : []),
    ]
    const schemas = buildJsonSchemas(names)
    const inSchema = (name: string) => [...new Set(properties(schemas[name] as Schema))].sort()
    const inForm = (fields: readonly FormField[]) => fields.map(({ name }) => name).sort()
    const { notice, strings, ...otherFiles } = fileForms
    expect(otherFiles).toEqual({})
    expect(inForm(notice!)).toEqual(inSchema('notice'))
    expect(inForm(strings!)).toEqual(Object.keys(defaultStrings).sort())
    expect(inForm(frontForm())).toEqual(inSchema('front'))
    expect(inForm(listForms.sources!)).toEqual(inSchema('sources'))
    expect(inForm(listForms.navigation!)).toEqual(inSchema('navigation'))
    // Only a source has a site of its own.
    for (const name of ['regions', 'topics'])
      expect([...inForm(listForms[name]!), 'url'].sort(), name).toEqual(inSchema(name))
    expect([...Object.keys(listForms), ...Object.keys(fileForms)]).toEqual([...settingFiles])
  })

  it('of _site leave files that are valid, whatever is filled in or left empty', () => {
    const schemas = buildJsonSchemas(names)
    const ajv = new Ajv({ allowUnionTypes: true, strictTuples: false })
    const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(text => /\S/.test(text))
    const filledIn = ({ name, many, required }: FormField): fc.Arbitrary<unknown> => {
      if (name === 'key') return fc.oneof(fc.constant(''), fc.stringMatching(/^[a-z0-9]{8}$/))
      if (name === 'url' && !required) return fc.constantFrom('', 'https://wire.example/')
      const one = required ? line : fc.oneof(fc.constant(''), line)
      return many ? fc.array(line, { maxLength: 2 }) : one
    }
    const recordOf = (fields: readonly FormField[]) =>
      fc.record(Object.fromEntries(fields.map(field => [field.name, filledIn(field)])), {
        requiredKeys: fields.filter(({ required }) => required).map(({ name }) => name),
      })
    for (const [name, fields] of [...Object.entries(listForms), ...Object.entries(fileForms)]) {
      const data: fc.Arbitrary<unknown> =
        name in fileForms ? recordOf(fields) : fc.array(recordOf(fields), { maxLength: 1 })
      const validate = ajv.compile(schemas[name]!)
      fc.assert(
        fc.property(data, value => {
          const read = readYaml(stringifyAsSveltia(value))
          expect(read).toEqual(value)
          expect(validate(read), JSON.stringify(validate.errors)).toBe(true)
          const siteFile = { file: `content/_site/${name}.yml`, name, data: read }
          const base = { title: 'P', url: 'https://p.example/' }
          const { config, diagnostics } = resolveConfig(base, 'dateline.config.mjs', [siteFile])
          // A name of signs alone leaves no key, which no form can know.
          if (diagnostics.some(({ args }) => String(args.reason).includes('leaves no key'))) return
          expect(diagnostics).toEqual([])
          const { notice } = config!.constants as { notice?: { text: string } }
          if (name === 'notice')
            expect(notice?.text).toBe((value as { text?: string }).text?.trim() || undefined)
          if (name === 'strings') {
            const words = value as Readonly<Record<string, string>>
            const written = Object.entries(words).filter(([, word]) => word.trim() !== '')
            expect(config!.site.strings).toEqual({ ...defaultStrings, ...Object.fromEntries(written) })
          }
        }),
        { numRuns: 60 },
      )
    }
  })

  it.each(cmsNames)('are a configuration of %s', cms => {
    const text = YAML.stringify(cms === 'pages' ? pagesCmsConfig(site) : gitCmsConfig(cms, site))
    expect(text).toContain('content/_front.yml')
    expect(text).toContain('content/storylines')
    expect(text).toContain('Old Town')
    for (const file of ['_front.old-town.yml', '_site/notice.yml', '_site/strings.yml'])
      expect(text).toContain(`content/${file}`)
    // Sveltia would make a draft of every article that is saved.
    expect(text.includes('default: true')).toBe(cms !== 'sveltia')
    // Decap cannot write a list as a whole file.
    expect(text.includes('content/_site/regions.yml')).toBe(cms !== 'decap')
  })
})

describe('types for templates', () => {
  it('have the site’s keys as the only ones', () => {
    const types = renderTemplateTypes(names)
    expect(types).toContain('export type RegionKey = "old-town"\n')
    expect(renderTemplateTypes(noNames)).toContain('export type RegionKey = string\n')
  })
})
