// Forms for editors who write in a CMS: which fields of front matter and of the settings they show, and how. The
// fields, their words and their choices are those of the schema; a field that is not in a form stays as it is.
import { articleKinds } from '../content/kinds.js'
import { articleFields, pageFields, statuses, storylineFields } from '../content/schema.js'
import type { SiteNames } from './json-schema.js'
import { defaultStrings } from './strings.js'

export type FormKind = 'line' | 'text' | 'date' | 'flag' | 'choice' | 'picture' | 'group' | 'body'

export interface FormField {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly kind: FormKind
  readonly required: boolean
  /** A list of such values. */
  readonly many?: boolean
  /** What may be chosen, value and label. */
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  /** Of a group. */
  readonly fields?: readonly FormField[]
}

/** Set by programmers, or by hand where it must be: these stay out of forms, and are kept as they are. */
type LeftOut = 'extra' | 'template' | 'id' | 'url' | 'aliases' | 'canonical' | 'exclude' | 'lang' | 'regions'
type Shown = Exclude<keyof typeof articleFields, LeftOut>
type Widget = Omit<FormField, 'name' | 'label' | 'hint' | 'required'>

const field = (name: string, kind: FormKind, more: Partial<FormField> = {}): FormField => ({
  name,
  label: name.charAt(0).toUpperCase() + name.slice(1),
  kind,
  required: false,
  ...more,
})

const picture: readonly FormField[] = [
  field('src', 'picture', { label: 'Picture' }),
  field('alt', 'line', { hint: 'What it shows, for those who cannot see it.' }),
  field('caption', 'line'),
  field('credit', 'line'),
]

const plain = (values: readonly string[]) => values.map(value => ({ value, label: value }))

/** In the order of the form. */
function articleWidgets(names: SiteNames): Readonly<Record<Shown, Widget>> {
  const choose = (entries: readonly { readonly name: string }[], many = false): Widget =>
    entries.length === 0
      ? { kind: 'line', many }
      : { kind: 'choice', many, options: plain(entries.map(({ name }) => name)) }
  return {
    title: { kind: 'line' },
    date: { kind: 'date' },
    region: choose(names.regions),
    source: choose(names.sources),
    summary: { kind: 'text' },
    topics: choose(names.topics, true),
    authors: choose(
      names.authors.map(name => ({ name })),
      true,
    ),
    image: { kind: 'group', fields: picture },
    kicker: { kind: 'line' },
    kind: { kind: 'choice', options: plain(articleKinds) },
    dateline: { kind: 'line' },
    series: { kind: 'line' },
    headlines: {
      kind: 'group',
      fields: [field('seo', 'line'), field('social', 'line'), field('short', 'line')],
    },
    related: {
      kind: 'group',
      fields: [field('pin', 'line', { many: true }), field('hide', 'line', { many: true })],
    },
    corrections: {
      kind: 'group',
      many: true,
      fields: [field('date', 'date', { required: true }), field('text', 'text', { required: true })],
    },
    updated: { kind: 'date' },
    embargo: { kind: 'date' },
    expires: { kind: 'date' },
    slug: { kind: 'line' },
    status: { kind: 'choice', options: plain(statuses) },
    draft: { kind: 'flag' },
  }
}

export function articleForm(names: SiteNames): readonly FormField[] {
  const widgets = articleWidgets(names)
  return [
    ...(Object.keys(widgets) as Shown[]).map(name =>
      field(name, widgets[name].kind, {
        ...widgets[name],
        hint: articleFields[name].docs,
        required: name === 'title' || name === 'date',
      }),
    ),
    field('body', 'body', { label: 'Text' }),
  ]
}

export function pageForm(): readonly FormField[] {
  return [
    field('title', 'line', { hint: pageFields.title.docs, required: true }),
    field('summary', 'text', { hint: pageFields.summary.docs }),
    field('draft', 'flag', { hint: pageFields.draft.docs }),
    field('body', 'body', { label: 'Text' }),
  ]
}

/** The name of its file is the key of the storyline. */
export function storylineForm(): readonly FormField[] {
  return [
    field('title', 'line', { hint: storylineFields.title.docs }),
    field('summary', 'text', { hint: storylineFields.summary.docs }),
    field('pin', 'line', { many: true, hint: storylineFields.pin.docs }),
    field('hide', 'line', { many: true, hint: storylineFields.hide.docs }),
    field('body', 'body', { label: 'Text' }),
  ]
}

const slot = (name: string, hint: string): FormField =>
  field(name, 'group', {
    many: true,
    hint,
    fields: [
      field('path', 'line', { hint: 'Its file, from the content folder.', required: true }),
      field('until', 'date', { hint: 'Not beyond this day or instant.' }),
      field('repeat', 'flag', { hint: 'May stand on the page twice.' }),
    ],
  })

export function frontForm(): readonly FormField[] {
  return [
    slot('lead', 'The story that leads.'),
    slot('secondary', 'The stories beside it.'),
    field('band', 'group', {
      hint: 'A titled row.',
      fields: [field('title', 'line'), slot('articles', 'The stories of the row.')],
    }),
  ]
}

const entry: readonly FormField[] = [
  field('name', 'line', { required: true }),
  field('key', 'line', { hint: 'The last part of its address; made of the name where it is empty.' }),
  field('aliases', 'line', { many: true, hint: 'Other names for it.' }),
  field('description', 'text'),
]

/** The lists of `_site`, by the name of their file. */
export const listForms: Readonly<Record<string, readonly FormField[]>> = {
  regions: entry,
  sources: [...entry, field('url', 'line', { hint: 'The source’s own site.' })],
  topics: entry,
  navigation: [field('label', 'line', { required: true }), field('url', 'line', { required: true })],
}

/** `relatedNews` is "Related news". */
const spoken = (key: string): string => {
  const words = key.replace(/_/g, ': ').replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The other files of `_site`, which hold one value each. A file of several settings (`settings.yml`) has no form: it is
 *  for what programmers do not want in the config. */
export const fileForms: Readonly<Record<string, readonly FormField[]>> = {
  notice: [
    field('text', 'text', { hint: 'Stands above every page. Empty: there is no notice.' }),
    field('url', 'line', { hint: 'The page that says more.' }),
  ],
  strings: Object.entries(defaultStrings).map(([key, word]) =>
    field(key, 'line', { label: spoken(key), hint: `Empty: “${word}”` }),
  ),
}
