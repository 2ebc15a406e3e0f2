// JSON Schema (draft 7, which text editors read) of front matter and of what editors write as YAML. Made from the
// rules that the build checks with; what the site's settings add are its names.
import * as z from 'zod'
import { isoDatePattern } from '../base/dates.js'
import { absent, affirmed } from '../content/forms.js'
import {
  articleFields,
  authorFields,
  type FieldRule,
  pageFields,
  sectionFields,
  storylineFields,
} from '../content/schema.js'
import type { NamedEntry } from '../site/options.js'
import { codeOnly, type SettingName, settings } from './schema.js'

export type JsonSchema = { readonly [key: string]: unknown }

/** Names of a site, and which of them are all that there may be. */
export interface SiteNames {
  readonly regions: readonly NamedEntry[]
  readonly sources: readonly NamedEntry[]
  readonly topics: readonly NamedEntry[]
  /** Keys of `content/authors/`. */
  readonly authors: readonly string[]
  /** An unknown source is an error. */
  readonly sourcesClosed: boolean
  /** Dates in English prose are read. */
  readonly proseDates: boolean
  /** Fields that other keys or a default of the config may give. */
  readonly given: readonly string[]
}

export const noNames: SiteNames = {
  regions: [],
  sources: [],
  topics: [],
  authors: [],
  sourcesClosed: false,
  proseDates: false,
  given: [],
}

/** Settings that may stand in a file of their own. */
export const settingFiles = ['regions', 'sources', 'topics', 'navigation', 'notice', 'strings'] as const

/** By name of the schema: `article`, `page`, `front`, `regions` and so on. */
export function buildJsonSchemas(names: SiteNames = noNames): Readonly<Record<string, JsonSchema>> {
  const title = names.given.includes('title') ? [] : ['title']
  return {
    article: documentSchema('An article', articleFields, title, names),
    page: documentSchema('A page', pageFields, ['title'], names),
    author: documentSchema('An author', authorFields, ['name'], names),
    section: documentSchema('The introduction of a list', sectionFields, [], names),
    storyline: documentSchema('What stands over a storyline', storylineFields, [], names),
    front: toJson(frontSchema, 'A front page'),
    ...Object.fromEntries(
      settingFiles.map(name => [name, toJson(z.union([settings[name], z.null()]), `The setting "${name}"`)]),
    ),
    settings: toJson(z.union([settingsSchema(), z.null()]), 'Settings by name'),
  }
}

const entrySchema = z.union([
  z.string(),
  z.object({
    path: z.string().describe('The article, from the content folder.'),
    until: z
      .union([z.string().regex(new RegExp(isoDatePattern)), absent])
      .optional()
      .describe('Not beyond this day or instant.'),
    repeat: z.boolean().optional().describe('May stand on the page twice.'),
  }),
])
const entriesSchema = z.union([entrySchema, z.array(entrySchema), z.null()]).optional()

/** `content/_front.yml`. What breaks it is a warning of the build. */
const frontSchema = z.union([
  z.strictObject({
    lead: entriesSchema.describe('The story that leads.'),
    secondary: entriesSchema.describe('The stories beside it.'),
    band: z
      .union([z.object({ title: z.string().optional(), articles: entriesSchema }), z.null()])
      .optional()
      .describe('A titled row.'),
  }),
  z.null(),
])

function settingsSchema(): z.ZodType {
  const names = (Object.keys(settings) as SettingName[]).filter(name => !codeOnly.includes(name))
  return z.strictObject(Object.fromEntries(names.map(name => [name, settings[name]]))).partial()
}

/** Functions and plug-ins cannot stand in YAML; whatever is written in their place is left to the build. */
function toJson(schema: z.ZodType, title: string): JsonSchema {
  const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' })
  return { title, ...(json as JsonSchema) }
}

function documentSchema(
  title: string,
  fields: Readonly<Record<string, FieldRule>>,
  required: readonly string[],
  names: SiteNames,
): JsonSchema {
  const shape = Object.fromEntries(
    // A field that must be there may still be written and empty, in a draft.
    Object.entries(fields).map(([name, { input, docs }]) => [
      name,
      (input.safeParse(null).success ? input : z.union([input, absent])).optional().describe(docs),
    ]),
  )
  const json = toJson(z.looseObject(shape), title) as JsonSchema & {
    readonly properties: Readonly<Record<string, JsonSchema>>
    readonly definitions: Readonly<Record<string, JsonSchema>>
  }
  const lists = nameDefinitions(names)
  const properties = Object.fromEntries(
    Object.entries(json.properties).map(([name, property]) => [
      name,
      withNames(name, property, names, lists),
    ]),
  )
  const definitions = { ...json.definitions, ...(fields === articleFields ? lists : {}) }
  return { ...json, properties, definitions, ...requirement(fields, required) }
}

/** A draft may lack what an article must have. A date may stand in the file's name, so none is required. */
function requirement(fields: Readonly<Record<string, FieldRule>>, required: readonly string[]): JsonSchema {
  if (required.length === 0) return {}
  const there = {
    required,
    properties: Object.fromEntries(required.map(name => [name, { not: { $ref: '#/definitions/absent' } }])),
  }
  if (fields !== articleFields) return { allOf: [there] }
  const { $schema: _, ...yes } = z.toJSONSchema(affirmed, { target: 'draft-7' })
  return { if: { required: ['draft'], properties: { draft: yes } }, else: there }
}

function withNames(
  field: string,
  property: JsonSchema,
  names: SiteNames,
  definitions: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  if (names.proseDates && isDate(field)) return replaceIn(property, isPattern, { type: 'string' })
  const list = listOf[field]
  return list !== undefined && definitions[list] !== undefined
    ? replaceIn(property, isScalar, { $ref: `#/definitions/${list}` })
    : property
}

const listOf: Readonly<Record<string, string>> = {
  region: 'regions',
  regions: 'regions',
  source: 'sources',
  topics: 'topics',
  authors: 'authors',
}

function nameDefinitions(names: SiteNames): Readonly<Record<string, JsonSchema>> {
  const authors = names.authors.map(key => ({ key, name: key, aliases: [] }))
  const all = {
    regions: namesSchema(names.regions, true),
    sources: namesSchema(names.sources, names.sourcesClosed),
    topics: namesSchema(names.topics, false),
    authors: namesSchema(authors, false),
  }
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, schema]) => (schema === undefined ? [] : [[name, schema]])),
  )
}

const isDate = (field: string): boolean =>
  ['date', 'updated', 'embargo', 'expires', 'corrections'].includes(field)
const isPattern = (schema: JsonSchema): boolean => schema.pattern === isoDatePattern
const isScalar = (schema: JsonSchema): boolean =>
  Array.isArray(schema.type) && schema.type.join(' ') === 'string number boolean'

function replaceIn(
  schema: JsonSchema,
  wanted: (schema: JsonSchema) => boolean,
  replacement: JsonSchema,
): JsonSchema {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit)
    if (value === null || typeof value !== 'object') return value
    if (wanted(value as JsonSchema)) {
      const { description } = value as JsonSchema
      return description === undefined ? replacement : { ...replacement, description }
    }
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, visit(member)]))
  }
  return visit(schema) as JsonSchema
}

/** Completion offers the names; keys, aliases and other letter case are understood as the build does. */
function namesSchema(entries: readonly NamedEntry[], closed: boolean): JsonSchema | undefined {
  if (entries.length === 0) return undefined
  const offered = { enum: [...new Set(entries.map(({ name }) => name))] }
  if (!closed) return { anyOf: [offered, { type: ['string', 'number', 'boolean'] }] }
  const spellings = entries.flatMap(({ name, key, aliases }) => [name, key, ...aliases])
  const pattern = `^(?:${[...new Set(spellings)].map(patternOf).join('|')})$`
  return { anyOf: [offered, { type: 'string', pattern }] }
}

/** Letter case, hyphens and blanks do not make another name (`site/entities.ts`). */
function patternOf(name: string): string {
  const words = name
    .normalize('NFC')
    .trim()
    .split(/[\s_-]+/)
    .filter(word => word !== '')
  const forms = words.map(word => [...word].map(letterOf).join(''))
  return `[\\s_-]*${forms.join('[\\s_-]+')}[\\s_-]*`
}

function letterOf(letter: string): string {
  const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()]
  const single = [...lower].length === 1 && [...upper].length === 1 && lower !== upper
  return single ? `[${lower}${upper}]` : letter.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
