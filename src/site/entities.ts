// Regions, topics, sources, authors and series: names as written, resolved once each, with aliases, keys and
// a suggestion where nothing fits.
import { digestText } from '../base/digest.js'
import { compareText } from '../base/order.js'
import { segmentFault, slugify } from '../base/slug.js'
import { suggest, surely } from '../base/suggest.js'
import type { NamedEntry } from './options.js'

export interface Entity {
  /** In display order within its kind. */
  readonly number: number
  readonly key: string
  readonly name: string
  readonly description?: string | undefined
  /** The source's own site. */
  readonly homepage?: string | undefined
}

export interface EntitySet {
  readonly all: readonly Entity[]
  /** The entity that a name as written stands for. */
  find(name: string): Entity | undefined
  byKey(key: string): Entity | undefined
  /** The name of the entity that has this as another spelling. */
  aliasOf(name: string): string | undefined
  /** A name that was probably meant. */
  suggest(name: string): string | undefined
  /** The name that was surely meant: one slip away from one entry, and from no other. */
  surely(name: string): string | undefined
}

/** Case, accents of a keyboard that lacks them, hyphens and blanks do not make another name. */
function fold(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim()
}

/** The slug of a name; with a prefix where the slug alone could be no folder, the digest where nothing is left. */
export function keyOf(name: string): string {
  const slug = slugify(name) || digestText(name).slice(0, 8)
  return slug !== slugify(name) || segmentFault(slug) !== undefined ? `x-${slug}` : slug
}

/** @param used names as written in articles with how often each occurs; those that no entry covers become
 *  entities of their own when `open`, sorted by name behind the entries. */
export function createEntities(
  entries: readonly NamedEntry[],
  used: ReadonlyMap<string, number>,
  open: boolean,
): EntitySet {
  const all: Entity[] = []
  const byName = new Map<string, Entity>()
  const byKey = new Map<string, Entity>()
  const add = (entry: NamedEntry): Entity => {
    const entity: Entity = {
      number: all.length,
      key: entry.key,
      name: entry.name,
      description: entry.description,
      homepage: entry.url,
    }
    all.push(entity)
    byKey.set(entry.key, entity)
    return entity
  }
  for (const entry of entries) {
    const entity = add(entry)
    for (const name of [entry.name, entry.key, ...entry.aliases])
      if (!byName.has(fold(name))) byName.set(fold(name), entity)
  }
  if (open) {
    for (const { key, name, spellings } of groupByKey(used, name => byName.has(fold(name)))) {
      const entity = byKey.get(key) ?? add({ key, name, aliases: [] })
      for (const spelling of spellings) byName.set(fold(spelling), entity)
    }
  }
  const known = new Map(
    entries.flatMap(entry =>
      [entry.name, ...entry.aliases].map(spelling => [spelling, byName.get(fold(spelling))!.name] as const),
    ),
  )
  const aliases = new Map(
    entries.flatMap(({ name, key, aliases }) =>
      aliases.flatMap(alias =>
        fold(alias) === fold(name) || fold(alias) === fold(key) ? [] : [[fold(alias), name] as const],
      ),
    ),
  )
  return {
    all,
    aliasOf: name => aliases.get(fold(name)),
    find: name => byName.get(fold(name)) ?? byKey.get(keyOf(name)),
    byKey: key => byKey.get(key),
    suggest: name => known.get(suggest(name, known.keys()) ?? ''),
    surely: name => surely(name, known),
  }
}

interface Group {
  readonly key: string
  readonly name: string
  readonly spellings: readonly string[]
}

/** Spellings with one key are one thing; it is called by the most frequent, ties by code unit. */
function groupByKey(used: ReadonlyMap<string, number>, known: (name: string) => boolean): Group[] {
  const groups = new Map<string, string[]>()
  for (const name of [...used.keys()].sort(compareText)) {
    if (known(name)) continue
    const key = keyOf(name)
    const group = groups.get(key)
    if (group) group.push(name)
    else groups.set(key, [name])
  }
  return [...groups]
    .map(([key, spellings]) => ({
      key,
      spellings,
      name: spellings.reduce((best, name) => (used.get(name)! > used.get(best)! ? name : best)),
    }))
    .sort((a, b) => compareText(fold(a.name), fold(b.name)) || compareText(a.key, b.key))
}
