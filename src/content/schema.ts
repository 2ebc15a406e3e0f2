// Every field of front matter, once: its rule, its form in words, its documentation. The validator, the types
// and (later) the editors' completion come from here.
import { z } from 'zod'
import { articleKinds, exclusions } from './kinds.js'
import { isAbsent } from './names.js'

export const statuses = ['usable', 'withheld', 'canceled'] as const
export type Status = (typeof statuses)[number]

const scalar = z.union([z.string(), z.number(), z.boolean()])

/** Text as written: a title may be a number (2024) or a word that YAML takes for a flag (true). */
const text = scalar.transform(value => String(value).trim())

const optional = <T extends z.ZodType>(rule: T) =>
  z.preprocess(value => (isAbsent(value) ? undefined : value), rule.optional())

/** A text, or a list of texts. An item may be an object with a name or a title. */
const texts = z.preprocess(
  value => (Array.isArray(value) ? value : [value]).filter(item => !isAbsent(item)).map(nameOfItem),
  z.array(text),
)

function nameOfItem(item: unknown): unknown {
  if (item === null || typeof item !== 'object') return item
  const { name, title, key } = item as Record<string, unknown>
  return name ?? title ?? key ?? item
}

const flag = z.preprocess(
  value =>
    typeof value === 'string'
      ? ({ true: true, yes: true, on: true, false: false, no: false, off: false }[value.toLowerCase()] ??
        value)
      : value,
  z.boolean(),
)

const choice = <const V extends readonly [string, ...string[]]>(
  values: V,
  other: Readonly<Record<string, V[number]>> = {},
) =>
  z.preprocess(
    value => (typeof value === 'string' ? (other[value.toLowerCase()] ?? value.toLowerCase()) : value),
    z.enum(values),
  )

const image = z.preprocess(
  value =>
    typeof value === 'string'
      ? { src: value }
      : Array.isArray(value)
        ? typeof value[0] === 'string'
          ? { src: value[0] }
          : value[0]
        : renameImage(value),
  z.object({
    src: text,
    // Empty is an answer: a picture that only decorates.
    alt: z.preprocess(value => value ?? undefined, text.optional()),
    caption: optional(text),
    credit: optional(text),
    focus: optional(text),
  }),
)

/** Other generators call the path `path`, `url` or `image`, and have an empty `alt` for decoration. */
function renameImage(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  const { src, path, url, image: inner, ...rest } = value as Record<string, unknown>
  return { ...rest, src: src ?? path ?? url ?? inner }
}

const paths = optional(texts)

export interface FieldRule {
  readonly rule: z.ZodType
  /** What a value looks like, for messages: "should be …". */
  readonly form: string
  /** One sentence for the documentation. */
  readonly docs: string
}

const rule = <T extends z.ZodType>(type: T, form: string, docs: string) => ({ rule: type, form, docs })

export const articleFields = {
  title: rule(text, 'text', 'The headline.'),
  date: rule(
    text,
    'a date such as 2026-11-24T08:30',
    'When the article is published; without a zone, in the site’s time zone.',
  ),
  region: rule(
    optional(z.preprocess(first, text)),
    'the name of one region',
    'A region’s name, key or alias.',
  ),
  regions: rule(optional(texts), 'a list of regions', 'Further regions.'),
  source: rule(
    optional(z.preprocess(first, text)),
    'the name of one source',
    'A source’s name or key; the site itself by default.',
  ),
  summary: rule(optional(text), 'text', 'The dek. Without it, the first paragraph.'),
  topics: rule(optional(texts), 'a text or a list of texts', 'What the article is about.'),
  authors: rule(optional(texts), 'a text or a list of texts', 'Keys or names of authors: the byline.'),
  series: rule(optional(z.preprocess(first, text)), 'text', 'The series that the article is part of.'),
  kicker: rule(optional(text), 'text', 'A short label over the headline.'),
  kind: rule(
    optional(choice(articleKinds)),
    `one of ${articleKinds.join(', ')}`,
    'The kind of article: its label and its type in JSON-LD.',
  ),
  dateline: rule(optional(text), 'text', 'The place that the story is filed from.'),
  updated: rule(optional(text), 'a date', 'When the text last changed.'),
  embargo: rule(optional(text), 'a date-time', 'Not visible before.'),
  expires: rule(optional(text), 'a date-time', 'Not visible from then on.'),
  image: rule(
    optional(image),
    'a path, or src, alt, caption, credit and focus',
    'The picture of the article.',
  ),
  headlines: rule(
    optional(z.object({ seo: optional(text), social: optional(text), short: optional(text) })),
    'a map of seo, social and short',
    'Other headlines for search results, social cards and lists.',
  ),
  corrections: rule(
    optional(z.array(z.object({ date: text, text }))),
    'a list of date and text',
    'What was wrong and is mended, newest last.',
  ),
  related: rule(
    optional(z.object({ pin: paths, hide: paths })),
    'a map of pin and hide, each a list of paths',
    'Related News set by hand.',
  ),
  exclude: rule(
    optional(
      z.preprocess(value => (typeof value === 'string' ? [value] : value), z.array(z.enum(exclusions))),
    ),
    `a list of ${exclusions.join(', ')}`,
    'Where the article is left out.',
  ),
  slug: rule(optional(text), 'text', 'The last part of the address.'),
  url: rule(optional(text), 'a path on this site', 'The whole address; wins over the permalink.'),
  aliases: rule(optional(texts), 'a list of paths', 'Earlier addresses, which redirect.'),
  canonical: rule(optional(text), 'a whole address', 'Where the article was published first.'),
  template: rule(optional(text), 'the name of a template', 'Another template for this article.'),
  id: rule(optional(text), 'text', 'The article’s id in feeds.'),
  status: rule(
    optional(
      choice(statuses, {
        publish: 'usable',
        published: 'usable',
        public: 'usable',
        live: 'usable',
        private: 'withheld',
        killed: 'canceled',
        cancelled: 'canceled',
      }),
    ),
    `one of ${statuses.join(', ')}`,
    'withheld and canceled are not published.',
  ),
  draft: rule(optional(flag), 'true or false', 'A draft is not published.'),
  lang: rule(
    optional(text),
    'a language tag such as en or pt-BR',
    'The language of the article, when it is not the site’s.',
  ),
  extra: rule(z.unknown(), 'anything', 'Passed to the template untouched.'),
} satisfies Record<string, FieldRule>

export const pageFields = {
  title: articleFields.title,
  url: articleFields.url,
  slug: articleFields.slug,
  template: articleFields.template,
  summary: articleFields.summary,
  image: articleFields.image,
  aliases: articleFields.aliases,
  draft: articleFields.draft,
  lang: articleFields.lang,
  updated: articleFields.updated,
  extra: articleFields.extra,
} satisfies Record<string, FieldRule>

export const authorFields = {
  name: rule(text, 'text', 'The author’s name as it stands in a byline.'),
  role: rule(optional(text), 'text', 'What the author does at the paper.'),
  bio: rule(optional(text), 'text', 'One sentence about the author.'),
  photo: rule(optional(image), 'a path, or src and alt', 'A portrait.'),
  links: rule(
    optional(
      z.array(z.union([text.transform(url => ({ label: url, url })), z.object({ label: text, url: text })])),
    ),
    'a list of addresses, or of label and url',
    'Where else the author is found.',
  ),
  extra: articleFields.extra,
} satisfies Record<string, FieldRule>

export const sectionFields = {
  title: rule(optional(text), 'text', 'The section’s title.'),
  summary: articleFields.summary,
  image: articleFields.image,
  draft: articleFields.draft,
  extra: articleFields.extra,
} satisfies Record<string, FieldRule>

function first(value: unknown): unknown {
  return Array.isArray(value) ? nameOfItem(value.find(item => !isAbsent(item))) : nameOfItem(value)
}

/** The values of fields that passed their rules. */
export type FieldValues<F extends Record<string, FieldRule>> = {
  readonly [K in keyof F]?: z.output<F[K]['rule']>
}
