// The names that other generators use for dateline's fields, and how several names for one field agree.
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { warning } from '../diagnostics/diagnostic.js'

/** Canonical field → other names, best first. The canonical name beats them all; letter case is ignored.
 *  `categories` and `category` count only where nothing better is written. */
export const understoodNames: Readonly<Record<string, readonly string[]>> = {
  topics: ['tags', 'tag', 'keywords', 'categories', 'category'],
  summary: ['dek', 'deck', 'description', 'excerpt', 'subtitle'],
  date: ['pubDate', 'published', 'publishDate', 'published_at', 'datePublished'],
  updated: ['lastmod', 'updatedDate', 'modified', 'last_modified_at'],
  expires: ['expiryDate'],
  image: ['cover', 'heroImage', 'thumbnail', 'featured_image'],
  authors: ['author', 'byline'],
  aliases: ['redirect_from'],
  url: ['permalink', 'path'],
  lang: ['language', 'locale'],
}

const weakTopics = new Set(['categories', 'category', 'keywords'])

/** What `content.fields` says of one field. */
export interface FieldSource {
  readonly from: readonly string[]
  readonly default?: unknown
}

export type FieldSources = Readonly<Record<string, FieldSource>>

/** A field's value with the key under which it was written (undefined for a default). */
export interface NamedValue {
  readonly value: unknown
  readonly key: string | undefined
}

export interface NamedFields {
  readonly fields: ReadonlyMap<string, NamedValue>
  /** Keys that are no field of ours under any name. */
  readonly unknown: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Sorts the keys of front matter to fields. Absent (null, empty text) counts as not written. */
export function nameFields(
  data: Readonly<Record<string, unknown>>,
  canonical: ReadonlySet<string>,
  sources: FieldSources,
  file: string,
): NamedFields {
  const written = new Map<string, string>()
  for (const key of Object.keys(data)) {
    const lower = key.toLowerCase()
    // The exact spelling beats another letter case of the same name.
    if (!written.has(lower) || canonical.has(key)) written.set(lower, key)
  }
  const fields = new Map<string, NamedValue>()
  const diagnostics: Diagnostic[] = []
  const used = new Set<string>()
  for (const field of canonical) {
    const source = sources[field]
    const names = [field, ...(source?.from ?? []), ...(understoodNames[field] ?? [])]
    let chosen: NamedValue | undefined
    for (const name of names) {
      const key = written.get(name.toLowerCase())
      if (key === undefined || (chosen && key === chosen.key)) continue
      const value = data[key]
      if (meansSomethingElse(field, name, value)) continue
      used.add(key)
      if (isAbsent(value)) continue
      if (!chosen) chosen = { value, key }
      else if (!weakTopics.has(name) && !sameValue(chosen.value, value)) {
        diagnostics.push(
          warning(
            'DL1009',
            { first: chosen.key!, second: key, field },
            { file, place: { kind: 'key', path: [key] } },
          ),
        )
      }
    }
    if (!chosen && field === 'topics') chosen = fromTaxonomies(data, written, used)
    if (!chosen && source?.default !== undefined) chosen = { value: source.default, key: undefined }
    if (chosen) fields.set(field, chosen)
  }
  // `published: false` is Jekyll's draft.
  const published = written.get('published')
  if (published !== undefined && isFalse(data[published])) {
    used.add(published)
    fields.set('draft', { value: true, key: published })
  } else if (published !== undefined && typeof data[published] === 'boolean') used.add(published)
  // `permalink: false` is Eleventy's way to make no page.
  const permalink = written.get('permalink')
  if (permalink !== undefined && isFalse(data[permalink])) {
    used.add(permalink)
    fields.set('draft', { value: true, key: permalink })
  }
  return { fields, unknown: Object.keys(data).filter(key => !used.has(key)), diagnostics }
}

/** `published` is a date in one generator and a flag in another; a `path` or `permalink` with placeholders
 *  or a mere `false` is a pattern, not an address. */
function meansSomethingElse(field: string, name: string, value: unknown): boolean {
  if (field === 'date' && name === 'published') return typeof value === 'boolean' || isFalse(value)
  if (field === 'url' && name !== 'url') return typeof value !== 'string' || /[{}:%]/.test(value)
  return false
}

/** Zola nests topics: `taxonomies: { tags: [a], categories: [b] }`. */
function fromTaxonomies(
  data: Readonly<Record<string, unknown>>,
  written: ReadonlyMap<string, string>,
  used: Set<string>,
): NamedValue | undefined {
  const key = written.get('taxonomies')
  const map = key === undefined ? undefined : data[key]
  if (key === undefined || map === null || typeof map !== 'object' || Array.isArray(map)) return undefined
  used.add(key)
  const lists = map as Record<string, unknown>
  const value =
    lists.tags ??
    lists.categories ??
    Object.keys(lists)
      .sort()
      .flatMap(name => lists[name])
  return isAbsent(value) ? undefined : { value, key }
}

export function isAbsent(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.every(isAbsent))
  )
}

function isFalse(value: unknown): boolean {
  return value === false || (typeof value === 'string' && value.toLowerCase() === 'false')
}

function sameValue(a: unknown, b: unknown): boolean {
  const list = (value: unknown) => JSON.stringify(Array.isArray(value) ? value : [value])
  return list(a) === list(b)
}

/** Names under which a field may stand in a file, the model's own name first. */
export function writtenNames(field: string, sources: FieldSources): string[] {
  const capital = (name: string) => name[0]!.toUpperCase() + name.slice(1)
  const names = [field, ...(sources[field]?.from ?? []), ...(understoodNames[field] ?? [])]
  return [field, capital(field), ...names.slice(1), ...names.slice(1).map(capital)]
}
