// Storylines as the site has them: which there are, under which key, and which of them have a page: those that
// `content/storylines/` names, and where the config says so all of some length.
import { calendar } from '../base/dates.js'
import { once } from '../base/once.js'
import { compareText } from '../base/order.js'
import { segmentFault } from '../base/slug.js'
import { suggest } from '../base/suggest.js'
import type { StorylinePage } from '../content/article.js'
import { Flag, type Shelved } from '../content/library.js'
import { type Diagnostic, warning } from '../diagnostics/diagnostic.js'
import { findNamed } from './editorial.js'
import { keyOf } from './entities.js'
import type { Model } from './model.js'
import type { RelatedLists } from './related-lists.js'
import { fillPattern, type SitePath } from './urls.js'

/** What ranking found: at least two articles. */
export interface FoundStoryline {
  /** The slug of its first article, with the day behind it where another storyline has that already. */
  readonly key: string
  /** Places, oldest first; the first one founded it. */
  readonly members: Uint32Array
}

/** One that has a page, under its own key or under the name of a file. */
export interface Storyline extends FoundStoryline {
  /** The key under which it was found; undefined for one article, and for what was put together by hand. */
  readonly origin: string | undefined
  /** Places that an editor put there. */
  readonly byHand: readonly number[]
  readonly path: SitePath
  readonly title: string
  readonly dek: string
  /** What editors wrote of it. */
  readonly page?: Shelved<StorylinePage> | undefined
}

/** By the age of their first article. Cost: a pass over bare numbers, and the slugs of storylines. */
export function findStorylines(model: Model, { founders }: Pick<RelatedLists, 'founders'>): FoundStoryline[] {
  const counts = new Uint32Array(founders.length)
  for (const founder of founders) if (founder >= 0) counts[founder]!++
  const members = new Map<number, number[]>()
  for (let n = 0; n < founders.length; n++) {
    const founder = founders[n]!
    if (founder < 0 || counts[founder]! < 2) continue
    if (founder === n) members.set(n, [n])
    else members.get(founder)!.push(n)
  }
  const lists = [...members.values()].map(list => Uint32Array.from(list))
  const keys = new Map<string, Uint32Array>()
  // Whoever was a storyline first keeps its key: no newer article renames one.
  for (const list of lists.toSorted((a, b) => a[1]! - b[1]!)) keys.set(freeKey(model, list[0]!, keys), list)
  return [...keys]
    .map(([key, list]) => ({ key, members: list }))
    .sort((a, b) => a.members[0]! - b.members[0]!)
}

const slugOf = (model: Model, n: number): string => asKey(model.library.slug(model.rows[n]!))

/** A slug that could be no folder has something in front. */
const asKey = (slug: string): string => (segmentFault(slug) === undefined ? slug : keyOf(slug))

function freeKey(model: Model, n: number, taken: ReadonlyMap<string, unknown>): string {
  const slug = slugOf(model, n)
  if (!taken.has(slug)) return slug
  const { year, month, day } = calendar(model.instants[n]!, model.options.zone)
  const dated = [slug, year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
  // A long one is cut as the name of its file will be.
  let key = keyOf(dated)
  for (let i = 2; taken.has(key); i++) key = keyOf(`${dated}-${i}`)
  return key
}

export interface Storylines {
  /** Those with a page: that with the newest article first. */
  readonly published: readonly Storyline[]
  readonly diagnostics: readonly Diagnostic[]
}

const none: Storylines = { published: [], diagnostics: [] }

export function collectStorylines(model: Model, related: Pick<RelatedLists, 'founders'>): Storylines {
  const { library, options } = model
  const { auto, least } = options.storylines
  const pages = library.storylinePages
  if (!auto && pages.length === 0) return none
  const diagnostics: Diagnostic[] = []
  const found = findStorylines(model, related)
  const isForeign = ({ lang }: Shelved<StorylinePage>): boolean =>
    lang !== undefined && lang !== options.language
  const named = new Set(pages.filter(page => !isForeign(page)).map(page => page.key))
  const resolve = createResolver(model, related, found, named)
  const published = new Map<string, Storyline>()
  const shown = new Set<string>()
  const publish = (
    key: string,
    { members, origin }: Resolved,
    chosen: Uint32Array = members,
    page?: Shelved<StorylinePage>,
  ): void => {
    if (origin !== undefined) shown.add(origin)
    const [founder] = members
    // What was put before it by hand does not give it another name.
    const first = chosen.find(n => n === founder) ?? chosen[0]!
    published.set(key, {
      key,
      members: chosen,
      origin,
      byHand: [...chosen].filter(n => !members.includes(n)),
      path: fillPattern(options.addresses.storylines, { key }),
      title: page?.title || library.title(model.rows[first]!),
      dek: page?.summary ?? '',
      page,
    })
  }
  for (const page of pages) {
    if (page.draft) continue
    const { key } = page
    const file = `${options.contentFolder}/${page.path}`
    const report = (reason: string, near?: string): void => {
      diagnostics.push(
        warning('DL3020', { key, reason }, { file, ...(near === undefined ? {} : { suggestion: near }) }),
      )
    }
    if (isForeign(page)) report('a storyline has one page, in the language of the site')
    else if (published.has(key)) report('another file has the same key')
    else {
      const resolved = resolve(key, shown)
      const chosen = editMembers(model, resolved.members, page, file, diagnostics)
      // A page that an editor gave articles to stays, whatever became of the first one.
      if (chosen.length > 0) publish(key, resolved, chosen, page)
      else report(...(resolved.missing ?? (['all of its articles are hidden'] as const)))
    }
  }
  if (auto)
    for (const { key, members } of found)
      if (!named.has(key) && !shown.has(key) && members.length >= least)
        publish(key, { members, origin: key })
  return {
    published: [...published.values()].sort(
      (a, b) => b.members.at(-1)! - a.members.at(-1)! || compareText(a.key, b.key),
    ),
    diagnostics,
  }
}

/** `pin` and `hide`, as editors wrote them. */
function editMembers(
  model: Model,
  members: Uint32Array,
  page: Shelved<StorylinePage>,
  file: string,
  diagnostics: Diagnostic[],
): Uint32Array {
  const { flags } = model.library.views()
  const refuse = (n: number): string | undefined =>
    (flags[model.rows[n]!]! & Flag.redirect) === 0 ? undefined : 'it only points elsewhere'
  const find = (field: 'pin' | 'hide'): readonly number[] =>
    findNamed(model, page[field], { file, field, path: [field], refuse }, diagnostics)
  const hidden = new Set(find('hide'))
  return Uint32Array.from(new Set([...members, ...find('pin')]))
    .filter(n => !hidden.has(n))
    .sort()
}

/** What a key stands for. */
interface Resolved extends Pick<Storyline, 'members' | 'origin'> {
  /** Why there are no articles, and the key that may have been meant. */
  readonly missing?: readonly [reason: string, suggestion?: string | undefined]
}

const partOfAnother = 'the article of that name is part of another storyline'

/** @returns for a key the storyline of that key, else that of the article with that slug: the first article of a story
 *  may turn out not to be the first. Cost: where a key is not found, the slugs of all articles, once.
 *  @param named keys of files. */
function createResolver(
  model: Model,
  { founders }: Pick<RelatedLists, 'founders'>,
  found: readonly FoundStoryline[],
  named: ReadonlySet<string>,
): (key: string, shown: ReadonlySet<string>) => Resolved {
  const byKey = new Map(found.map(one => [one.key, one]))
  const byFounder = new Map(found.map(one => [one.members[0]!, one]))
  const rows = once(() => findSlugs(model, new Set([...named].filter(key => !byKey.has(key)))))
  const { flags } = model.library.views()
  const missing = (reason: string, near?: string | undefined): Resolved => ({
    members: new Uint32Array(0),
    origin: undefined,
    missing: [reason, near],
  })
  return (key, shown) => {
    const own = byKey.get(key)
    if (own) return shown.has(key) ? missing(partOfAnother) : { members: own.members, origin: key }
    const row = rows().get(key)
    if (row === undefined) return missing('no article begins one under that name', suggest(key, byKey.keys()))
    const n = model.places[row]!
    if (n < 0) return missing(`its first article is ${model.hidden(row) ?? 'not published'}`)
    if (model.seriesOf[n]! >= 0) return missing('the article of that name is part of a series')
    if (founders[n]! < 0) return missing('without Related News ("related.limit" is 0) there is none')
    if ((flags[row]! & Flag.redirect) !== 0) return missing('the article of that name only points elsewhere')
    const whole = byFounder.get(founders[n]!)
    if (!whole) return { members: Uint32Array.of(n), origin: undefined }
    return named.has(whole.key) || shown.has(whole.key)
      ? missing(partOfAnother, whole.key)
      : { members: whole.members, origin: whole.key }
  }
}

/** Rows of the articles that have some slugs: one that readers see before one that they do not, then the oldest. */
function findSlugs({ library, places }: Model, wanted: ReadonlySet<string>): ReadonlyMap<string, number> {
  const rows = new Map<string, number>()
  const rank = (row: number): number => (places[row]! < 0 ? Number.POSITIVE_INFINITY : places[row]!)
  for (let row = 0; row < library.size; row++) {
    if (!library.alive(row)) continue
    const slug = asKey(library.slug(row))
    if (!wanted.has(slug)) continue
    const known = rows.get(slug)
    if (known === undefined || rank(row) < rank(known)) rows.set(slug, row)
  }
  return rows
}
