// Every field of front matter, once: its rule, its form in words, its documentation. The validator, the types, the
// JSON Schema for text editors and the forms of a CMS come from here.
import type { z } from 'zod'
import {
  anything,
  choice,
  choices,
  date,
  type Form,
  firstText,
  flag,
  image,
  link,
  list,
  map,
  optional,
  slug,
  text,
  texts,
} from './forms.js'
import { articleKinds, exclusions } from './kinds.js'

export const statuses = ['usable', 'withheld', 'canceled'] as const
export type Status = (typeof statuses)[number]

export interface FieldRule extends Form {
  /** What a value looks like, for messages: "should be …". */
  readonly form: string
  /** One sentence for the documentation. */
  readonly docs: string
}

const rule = <T extends z.ZodType>(form: Form<T>, words: string, docs: string) => ({
  ...form,
  form: words,
  docs,
})

export const articleFields = {
  title: rule(text, 'text', 'The headline.'),
  date: rule(
    date,
    'a date such as 2026-11-24T08:30',
    'When the article is published; without a zone, in the site’s time zone.',
  ),
  region: rule(optional(firstText), 'the name of one region', 'A region’s name, key or alias.'),
  regions: rule(optional(texts), 'a list of regions', 'Further regions.'),
  source: rule(
    optional(firstText),
    'the name of one source',
    'A source’s name or key; the site itself by default.',
  ),
  summary: rule(optional(text), 'text', 'The dek. Without it, the first paragraph.'),
  topics: rule(optional(texts), 'a text or a list of texts', 'What the article is about.'),
  authors: rule(optional(texts), 'a text or a list of texts', 'Keys or names of authors: the byline.'),
  series: rule(optional(firstText), 'text', 'The series that the article is part of.'),
  kicker: rule(optional(text), 'text', 'A short label over the headline.'),
  kind: rule(
    optional(choice(articleKinds)),
    `one of ${articleKinds.join(', ')}`,
    'The kind of article: its label and its type in JSON-LD.',
  ),
  dateline: rule(optional(text), 'text', 'The place that the story is filed from.'),
  updated: rule(optional(date), 'a date', 'When the text last changed.'),
  embargo: rule(optional(date), 'a date-time', 'Not visible before.'),
  expires: rule(optional(date), 'a date-time', 'Not visible from then on.'),
  image: rule(
    optional(image),
    'a path, or src, alt, caption, credit and focus',
    'The picture of the article.',
  ),
  headlines: rule(
    optional(map({ seo: optional(text), social: optional(text), short: optional(text) })),
    'a map of seo, social and short',
    'Other headlines for search results, social cards and lists.',
  ),
  corrections: rule(
    optional(list(map({ date, text }))),
    'a list of date and text',
    'What was wrong and is mended, newest last.',
  ),
  related: rule(
    optional(map({ pin: optional(texts), hide: optional(texts) })),
    'a map of pin and hide, each a list of paths',
    'Related News set by hand.',
  ),
  exclude: rule(
    optional(choices(exclusions)),
    `a list of ${exclusions.join(', ')}`,
    'Where the article is left out.',
  ),
  slug: rule(optional(slug), 'text', 'The last part of the address.'),
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
  extra: rule(anything, 'anything', 'Passed to the template untouched.'),
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
    optional(list(link)),
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

export const storylineFields = {
  title: rule(optional(text), 'text', 'The title of the page; the first article’s headline by default.'),
  summary: rule(optional(text), 'text', 'What the story is, in a sentence or two.'),
  pin: rule(optional(texts), 'a list of paths', 'Articles that are put into the storyline.'),
  hide: rule(optional(texts), 'a list of paths', 'Articles that are left out of it.'),
  image: articleFields.image,
  draft: rule(optional(flag), 'true or false', 'Of a draft no page is published.'),
  extra: articleFields.extra,
} satisfies Record<string, FieldRule>

/** The values of fields that passed their rules. */
export type FieldValues<F extends Record<string, FieldRule>> = {
  readonly [K in keyof F]?: z.output<F[K]['rule']>
}
