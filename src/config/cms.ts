// The forms as the configuration of a Git-based CMS: Sveltia and Decap, which share one form, and Pages CMS.
import {
  articleForm,
  type FormField,
  fileForms,
  frontForm,
  listForms,
  pageForm,
  storylineForm,
} from './forms.js'
import type { SiteNames } from './json-schema.js'

export const cmsNames = ['sveltia', 'decap', 'pages'] as const
export type CmsName = (typeof cmsNames)[number]

export interface CmsSite {
  readonly names: SiteNames
  readonly title: string
  readonly url: string
  readonly contentFolder: string
  /** `owner/name` on the Git host. */
  readonly repository: string
  /** As it is configured already: who signs editors in is the newsroom's matter. */
  readonly backend?: unknown
}

type Settings = Readonly<Record<string, unknown>>

/** Of `/admin/config.yml`. */
export function gitCmsConfig(cms: 'sveltia' | 'decap', site: CmsSite): Settings {
  const { contentFolder: folder, names } = site
  const form = (fields: readonly FormField[]) => fields.map(field => gitCmsField(field, cms))
  const lists = Object.entries(listForms).map(([name, fields]) => ({
    name,
    label: capital(name),
    file: `${folder}/_site/${name}.yml`,
    // Sveltia writes a list as the whole file. Decap cannot, so there these lists stay out of the forms.
    fields: [{ name: 'items', label: capital(name), widget: 'list', root: true, fields: form(fields) }],
  }))
  return {
    backend: site.backend ?? { name: 'github', repo: site.repository, branch: 'main' },
    site_url: site.url,
    media_folder: 'public/images',
    public_folder: '/images',
    // A field that nobody filled in is not written. (Decap writes it empty, which means the same.)
    ...(cms === 'sveltia' ? { output: { omit_empty_optional_fields: true } } : {}),
    slug: { encoding: 'unicode', clean_accents: false },
    collections: [
      {
        name: 'articles',
        label: 'Articles',
        folder,
        path: '{{year}}/{{month}}/{{slug}}',
        create: true,
        extension: 'md',
        format: 'yaml-frontmatter',
        // Pages and introductions have no date.
        filter: { field: 'date', pattern: '^[0-9]{4}' },
        sortable_fields: ['date', 'title'],
        fields: form(articleForm(names)),
      },
      {
        name: 'pages',
        label: 'Pages',
        folder: `${folder}/pages`,
        create: true,
        extension: 'md',
        format: 'yaml-frontmatter',
        fields: form(pageForm()),
      },
      {
        name: 'storylines',
        label: 'Storylines',
        folder: `${folder}/storylines`,
        // A file is made by whoever has looked up its key with "dateline storylines".
        create: false,
        extension: 'md',
        format: 'yaml-frontmatter',
        identifier_field: 'title',
        fields: form(storylineForm()),
      },
      {
        name: 'site',
        label: 'Site',
        files: [
          ...frontFiles(folder, names).map(({ name, label, file }) => ({
            ...{ name, label, file },
            fields: form(frontForm()),
          })),
          ...(cms === 'sveltia' ? lists : []),
          ...Object.entries(fileForms).map(([name, fields]) => ({
            name,
            label: capital(name),
            file: `${folder}/_site/${name}.yml`,
            fields: form(fields),
          })),
        ],
      },
    ],
  }
}

/** The front page, and that of each region. */
function frontFiles(folder: string, { regions }: SiteNames) {
  return [
    { name: 'front', label: 'Front page', file: `${folder}/_front.yml` },
    ...regions.map(({ key, name }) => ({
      name: `front-${key}`,
      label: `Front page: ${name}`,
      file: `${folder}/_front.${key}.yml`,
    })),
  ]
}

function gitCmsField(field: FormField, cms: 'sveltia' | 'decap'): Settings {
  const { name, label, hint, required } = field
  const common = { name, label, ...(hint === undefined ? {} : { hint }), required }
  const inner = () => field.fields!.map(each => gitCmsField(each, cms))
  if (field.many === true && field.kind !== 'choice')
    return field.kind === 'group'
      ? { ...common, widget: 'list', fields: inner() }
      : { ...common, widget: 'list', field: { name: 'item', label, widget: 'string' } }
  switch (field.kind) {
    case 'line':
      return { ...common, widget: 'string' }
    case 'text':
      return { ...common, widget: 'text' }
    case 'date':
      // Empty unless somebody writes one; the date of an article is now.
      return {
        ...common,
        widget: 'datetime',
        format: 'YYYY-MM-DDTHH:mm:ssZ',
        default: name === 'date' && required ? '{{now}}' : '',
      }
    case 'flag':
      // A new story begins as a draft. Sveltia gives a default to stories of old too, when they are saved: each would
      // go off the site.
      return { ...common, widget: 'boolean', default: name === 'draft' && cms === 'decap' }
    case 'choice':
      return {
        ...common,
        widget: 'select',
        options: field.options!.map(({ value, label: shown }) => ({ value, label: shown })),
        ...(field.many === true ? { multiple: true } : {}),
      }
    case 'picture':
      return { ...common, widget: 'image' }
    case 'group':
      return { ...common, widget: 'object', collapsed: true, fields: inner() }
    case 'body':
      return { ...common, widget: 'markdown' }
  }
}

/** The page at `/admin/`. */
export function adminPage(cms: 'sveltia' | 'decap', title: string): string {
  const script =
    cms === 'sveltia'
      ? '<script src="https://unpkg.com/@sveltia/cms@0.221.1/dist/sveltia-cms.js"></script>'
      : '<script src="https://unpkg.com/decap-cms@3.16.3/dist/decap-cms.js"></script>'
  const shown = title.replace(/&/g, '&amp;').replace(/</g, '&lt;')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${shown}: editing</title>
</head>
<body>
${script}
</body>
</html>
`
}

/** Of `.pages.yml`. */
export function pagesCmsConfig({ names, contentFolder: folder }: CmsSite): Settings {
  const form = (fields: readonly FormField[]) => fields.map(pagesCmsField)
  return {
    media: { input: 'public/images', output: '/images' },
    // Without it, what the form does not show would be lost.
    settings: { content: { merge: true } },
    content: [
      {
        name: 'articles',
        label: 'Articles',
        type: 'collection',
        path: folder,
        subfolders: true,
        filename: '{year}/{month}/{primary}.md',
        exclude: [
          '_front.yml',
          '_site',
          'pages',
          'authors',
          'storylines',
          'regions',
          'topics',
          'sources',
          'data',
        ],
        view: { fields: ['title', 'date', 'region'], primary: 'title', sort: ['date', 'title'] },
        fields: form(articleForm(names)),
      },
      {
        name: 'pages',
        label: 'Pages',
        type: 'collection',
        path: `${folder}/pages`,
        filename: '{primary}.md',
        fields: form(pageForm()),
      },
      {
        name: 'storylines',
        label: 'Storylines',
        type: 'collection',
        path: `${folder}/storylines`,
        // The key of the storyline, as "dateline storylines" lists it.
        filename: { template: '{primary}.md', field: 'create' },
        fields: form(storylineForm()),
      },
      ...frontFiles(folder, names).map(({ name, label, file }) => ({
        ...{ name, label, type: 'file', path: file, format: 'yaml' },
        fields: form(frontForm()),
      })),
      ...Object.entries(listForms).map(([name, fields]) => ({
        name,
        label: capital(name),
        type: 'file',
        path: `${folder}/_site/${name}.yml`,
        format: 'yaml',
        list: true,
        fields: form(fields),
      })),
      ...Object.entries(fileForms).map(([name, fields]) => ({
        ...{ name, label: capital(name), type: 'file', path: `${folder}/_site/${name}.yml`, format: 'yaml' },
        fields: form(fields),
      })),
    ],
  }
}

function pagesCmsField(field: FormField): Settings {
  const { name, label, hint, required, many } = field
  const common = {
    name,
    label,
    ...(hint === undefined ? {} : { description: hint }),
    ...(required ? { required } : {}),
  }
  const list = many === true ? { list: true } : {}
  switch (field.kind) {
    case 'line':
      return { ...common, type: 'string', ...list }
    case 'text':
      return { ...common, type: 'text', ...list }
    case 'date':
      return {
        ...common,
        type: 'date',
        ...(name === 'date' && required ? {} : { default: '' }),
        options: { time: true, format: "yyyy-MM-dd'T'HH:mm:ssxxx" },
      }
    case 'flag':
      return { ...common, type: 'boolean', ...(name === 'draft' ? { default: true } : {}) }
    case 'choice':
      return {
        ...common,
        type: 'select',
        options: { values: field.options!, ...(many === true ? { multiple: true } : {}) },
      }
    case 'picture':
      return { ...common, type: 'image' }
    case 'group':
      return { ...common, type: 'object', ...list, fields: field.fields!.map(pagesCmsField) }
    case 'body':
      return { ...common, type: 'rich-text' }
  }
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)
