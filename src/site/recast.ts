// What the card of another version of an article shows, before the Site is made anew: by the names that the Site has.
// For an editor who looks at the page while writing; everything else of the Site learns of it later.
import { createLibrary, type Library, type ShelvedArticle } from '../content/library.js'
import type { CardData, CardImage, Ref } from './card.js'
import { type CardRefs, updatedOf } from './cards.js'
import { type EntitySet, keyOf } from './entities.js'
import { recallSite } from './memory.js'
import type { Model } from './model.js'
import { fillPattern, hrefOf } from './urls.js'

export interface RecastInput {
  readonly model: Model
  readonly refs: CardRefs
  /** The article's picture on the site; undefined when it cannot be shown yet. */
  picture(version: ShelvedArticle): { readonly image: CardImage | undefined } | undefined
}

/** What of an article's file decides where it stands, and in which lists beside those of names: two versions that have
 *  it in common differ on their own page and on their card. */
export function standingOf(library: Library, row: number): string {
  const { image, short, ...rest } = library.rest(row)
  const named = (id: number) => (id < 0 ? null : library.names.name(id))
  return JSON.stringify([
    library.slug(row),
    rest,
    library.date(row),
    library.embargo(row),
    library.expires(row),
    library.draft(row),
    library.usable(row),
    named(library.series(row)),
    named(library.lang(row)),
  ])
}

/** @returns undefined for a version that stands elsewhere, or names what only the whole Site can judge. */
export function recast(
  { model, refs, picture }: RecastInput,
  n: number,
  now: CardData,
  version: ShelvedArticle,
): CardData | undefined {
  const { library, options, memory } = model
  const row = model.rows[n]!
  const scratch = createLibrary()
  scratch.add(version)
  if (standingOf(scratch, 0) !== standingOf(library, row)) return undefined
  const own = recallSite(scratch, options, memory.folders, '')
  // A pattern of addresses may hold the region or the kind.
  if (own.address.get(0) !== model.path(row)) return undefined
  const shown = picture(version)
  const region = version.region === undefined ? undefined : refOf(model.regions, refs.region, version.region)
  const further = version.regions.every(name => model.regions.find(name))
  // An unknown source is a mistake only where the config says so.
  const source = version.source === undefined || model.sources.find(version.source)
  const unsure =
    (version.region !== undefined && !region) || !further || (!source && options.unknownSources === 'error')
  if (!shown || unsure) return undefined
  const { addresses, base } = options
  const open = (set: EntitySet, known: readonly Ref[], pattern: string, names: readonly string[]): Ref[] => {
    const made = names.map(name => {
      const key = keyOf(name)
      return refOf(set, known, name) ?? { key, name, url: hrefOf(fillPattern(pattern, { key }), base) }
    })
    return made.filter((ref, i) => made.findIndex(({ key }) => key === ref.key) === i)
  }
  const { title, summary, headlines, kicker, type, minutes } = version
  return {
    ...now,
    title,
    shortTitle: headlines.short ?? title,
    dek: summary,
    kicker,
    kind: type,
    updated: updatedOf(scratch, 0, own.updated.get(0), model.instants[n]!),
    region,
    source:
      version.source === undefined
        ? refs.source[model.ownSource]!
        : open(model.sources, refs.source, addresses.sources, [version.source])[0]!,
    topics: open(model.topics, refs.topic, addresses.topics, version.topics),
    authors: open(model.authors, refs.author, addresses.authors, version.authors),
    image: shown.image,
    minutes,
  }
}

function refOf(set: EntitySet, refs: readonly Ref[], name: string): Ref | undefined {
  const known = set.find(name)
  return known && refs[known.number]
}
