// Every setting, once: its rule and default. The config file and the settings of `content/_site/` go through
// the same rules.
import * as z from 'zod'
import { createZone, readDate } from '../base/dates.js'
import { slugify } from '../base/slug.js'
import { defaultEndings } from '../content/file-name.js'
import { articleFields } from '../content/schema.js'
import { codes, type DiagnosticCode } from '../diagnostics/codes.js'
import { warnings } from '../diagnostics/rules.js'
import { defaultRelatedOptions } from '../related/score.js'

// The emptiness is checked by a pattern and the blanks are cut behind it, so that JSON Schema can say the same.
const word = z.string().regex(/\S/, 'it is empty').trim()

/** What a CMS writes for a field that nobody filled in. */
const blank = z.union([z.null(), z.string().regex(/^\s*$/)]).transform(() => undefined)
const unlessBlank = <T extends z.ZodType>(rule: T) => z.union([blank, rule]).optional()

const entry = z
  .union([
    word.transform(name => ({ name })),
    z.strictObject({
      name: word,
      key: unlessBlank(
        z
          .string()
          .regex(/^\s*[\p{L}\p{N}][\p{L}\p{N}_-]*\s*$/u, 'a key is letters, digits and hyphens')
          .trim(),
      ),
      aliases: unlessBlank(z.union([word.transform(alias => [alias]), z.array(word)])),
      description: unlessBlank(z.string()),
      url: unlessBlank(
        z
          .string()
          .regex(
            /^\s*[Hh][Tt][Tt][Pp][Ss]?:\/\/[\p{L}\p{N}_.-]+(?::[0-9]{1,5})?(?:[/?#]\S*)?\s*$/u,
            'it is not an address such as https://wire.example/',
          )
          .trim(),
      ),
    }),
  ])
  .transform(written => {
    const { name, key, aliases, description, url } = {
      key: undefined,
      aliases: undefined,
      description: undefined,
      url: undefined,
      ...written,
    }
    return { name, key: key ?? slugify(name), aliases: aliases ?? [], description, url }
  })

const entries = z
  .array(entry)
  .default([])
  .superRefine((list, context) => {
    const seen = new Map<string, number>()
    for (const [n, item] of list.entries()) {
      const other = seen.get(item.key)
      if (item.key === '')
        context.addIssue({ code: 'custom', path: [n], message: `"${item.name}" leaves no key; write one` })
      else if (other !== undefined)
        context.addIssue({ code: 'custom', path: [n], message: `the key "${item.key}" stands twice` })
      seen.set(item.key, n)
    }
  })

const webAddress = word
  .refine(
    text => /^https?:\/\//i.test(text) && URL.canParse(text),
    'it is not an absolute address such as https://paper.example/',
  )
  .refine(
    text => !URL.canParse(text) || (new URL(text).search === '' && new URL(text).hash === ''),
    'it has a query or a fragment',
  )
  .transform(text => new URL(text.endsWith('/') ? text : `${text}/`).href)

const timeZone = word.refine(name => {
  try {
    return createZone(name).name !== ''
  } catch {
    return false
  }
}, 'it is not a time zone such as Europe/Lisbon')

const language = word.refine(tag => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}, 'it is not a language tag such as en or pt-BR')

const address = (fallback: string, ...needed: string[]) =>
  word
    .refine(text => text.startsWith('/') && text.endsWith('/'), 'it must begin and end with a slash')
    .refine(
      text => needed.every(name => text.includes(`:${name}`)),
      `it must hold ${needed.map(name => `:${name}`).join(' and ')}`,
    )
    .default(fallback)

const count = (fallback: number) => z.int().min(1).max(10_000).default(fallback)
const share = (fallback: number) => z.number().min(0).max(1).default(fallback)

const plugins = z
  .array(
    z.custom<unknown>(
      value => typeof value === 'function' || (Array.isArray(value) && typeof value[0] === 'function'),
      'a plug-in is a function, or a list of one with its options',
    ),
  )
  .default([])

const func = z.custom<(...args: never[]) => unknown>(
  value => typeof value === 'function',
  'it is not a function',
)

const fieldSource = z.union([
  z.array(word).transform(from => ({ from, default: undefined as unknown })),
  z
    .strictObject({ from: z.array(word).default([]), default: z.unknown().optional() })
    .transform(({ from, default: fallback }) => ({ from, default: fallback })),
])

const rule = z.union([
  z.enum(['off', 'warning', 'error']).transform(severity => ({ severity, since: undefined })),
  z.strictObject({
    severity: z.enum(['off', 'warning', 'error']).default('warning'),
    since: word
      .refine(text => readDate(text).ok, 'it is not a date such as 2026-11-24')
      .transform(text => {
        const reading = readDate(text)
        return reading.ok ? reading.date : undefined
      })
      .optional(),
  }),
])

export const settings = {
  title: word,
  url: webAddress,
  description: z.string().default(''),
  language: language.default('en'),
  timeZone: timeZone.default('UTC'),
  regions: entries,
  sources: entries,
  unknownSources: z.enum(['warn', 'allow', 'error']).default('warn'),
  topics: entries,
  navigation: z.array(z.strictObject({ label: word, url: word })).default([]),
  permalink: address('/:year/:month/:slug/', 'slug'),
  addresses: z
    .strictObject({
      regions: address('/regions/:key/', 'key'),
      topics: address('/topics/:key/', 'key'),
      sources: address('/sources/:key/', 'key'),
      authors: address('/authors/:key/', 'key'),
      series: address('/series/:key/', 'key'),
      storylines: address('/storylines/:key/', 'key'),
      year: address('/:year/', 'year'),
      month: address('/:year/:month/', 'year', 'month'),
      related: address('/related/'),
      relatedRegion: address('/related/:region/', 'region'),
      pages: address('/:slug/', 'slug'),
      media: word
        .refine(
          text => text.startsWith('/') && text.endsWith(':path'),
          'it must begin with a slash and end with :path',
        )
        .default('/media/:path'),
    })
    .prefault({}),
  pageSizes: z
    .strictObject({
      list: count(30),
      archive: count(100),
      related: count(50),
      feed: count(30),
      frontRegion: count(4),
    })
    .prefault({}),
  content: z
    .strictObject({
      folder: word.default('content'),
      endings: z
        .array(word.regex(/^\.[a-z0-9]+$/, 'an ending is a dot and lower-case letters'))
        .default([...defaultEndings]),
      fields: z
        .partialRecord(z.enum(Object.keys(articleFields) as [string, ...string[]]), fieldSource)
        .default({}),
      proseDates: z.boolean().default(false),
      transform: func.optional(),
    })
    .prefault({}),
  related: z
    .strictObject({
      limit: z.int().min(0).max(50).default(defaultRelatedOptions.limit),
      perRegion: z.int().min(1).max(50).default(defaultRelatedOptions.perRegion),
      minScore: z.number().min(0).max(1).default(defaultRelatedOptions.minScore),
      newer: z.boolean().default(defaultRelatedOptions.newer),
      weights: z
        .strictObject({
          text: share(defaultRelatedOptions.weights.text),
          topics: share(defaultRelatedOptions.weights.topics),
          region: share(defaultRelatedOptions.weights.region),
          source: share(defaultRelatedOptions.weights.source),
        })
        .prefault({}),
      fadeDays: z.number().min(1).max(36_500).default(defaultRelatedOptions.fadeDays),
      follows: z
        .strictObject({
          text: share(defaultRelatedOptions.follows.text),
          days: z.number().min(0).max(36_500).default(defaultRelatedOptions.follows.days),
          founder: share(defaultRelatedOptions.follows.founder),
        })
        .prefault({}),
      ownRegionMargin: share(0.05),
    })
    .prefault({}),
  storylines: z
    .strictObject({
      auto: z.boolean().default(false),
      least: z.int().min(2).max(10_000).default(4),
    })
    .prefault({}),
  markdown: z
    .strictObject({
      parser: z.enum(['satteri', 'remark']).default('satteri'),
      html: z.enum(['sanitize', 'allow', 'escape']).default('sanitize'),
      shortcodes: z.enum(['remove', 'show']).default('remove'),
      frameHosts: z.array(word).default([]),
      remarkPlugins: plugins,
      rehypePlugins: plugins,
    })
    .prefault({}),
  widgets: z.record(z.string(), func).default({}),
  outputs: z.array(func).default([]),
  strings: z
    .record(z.string(), z.string().nullable())
    .transform(written =>
      Object.fromEntries(
        Object.entries(written).filter((pair): pair is [string, string] => pair[1] !== null),
      ),
    )
    .prefault({}),
  rules: z
    .record(z.string(), rule)
    .superRefine((written, context) => {
      for (const code of Object.keys(written)) {
        if (warnings.has(code as DiagnosticCode)) continue
        const message = Object.hasOwn(codes, code)
          ? 'what it names cannot be built, so it stays an error'
          : 'there is no such code'
        context.addIssue({ code: 'custom', path: [code], message })
      }
    })
    .default({}),
  onError: z.enum(['stop', 'withhold']).default('stop'),
  // Without a text there is none: so it is taken down in a CMS.
  notice: z
    .strictObject({ text: unlessBlank(word), url: unlessBlank(word) })
    .transform(({ text, url }) => (text === undefined ? undefined : { text, url }))
    .optional(),
} as const

export type SettingName = keyof typeof settings

export const configSchema = z.strictObject(settings)

/** The settings with all defaults. */
export type Settings = z.output<typeof configSchema>

/** Settings that hold functions can stand in the config alone. */
export const codeOnly: readonly SettingName[] = ['widgets', 'outputs']
