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

/** One that has a page. */
export interface Storyline extends FoundStoryline {
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
  // Whoever was a storyline first keeps its key: no later article renames one.
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
  let key = dated
  for (let i = 2; taken.has(key); i++) key = `${dated}-${i}`
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
  const byKey = new Map(found.map(({ key, members }) => [key, members]))
  const published = new Map<string, Storyline>()
  const publish = (key: string, members: Uint32Array, page?: Shelved<StorylinePage>): void => {
    published.set(key, {
      key,
      members,
      path: fillPattern(options.addresses.storylines, { key }),
      title: page?.title || library.title(model.rows[members[0]!]!),
      dek: page?.summary ?? '',
      page,
    })
  }
  const singles = once(() => findSingles(model, related))
  const isForeign = ({ lang }: Shelved<StorylinePage>): boolean =>
    lang !== undefined && lang !== options.language
  const named = new Set(pages.filter(page => !isForeign(page)).map(page => page.key))
  for (const page of pages) {
    if (page.draft) continue
    const { key } = page
    const members = byKey.get(key) ?? singles().get(key)
    const file = `${options.contentFolder}/${page.path}`
    const report = (reason: string, near?: string): void => {
      diagnostics.push(
        warning('DL3020', { key, reason }, { file, ...(near === undefined ? {} : { suggestion: near }) }),
      )
    }
    if (isForeign(page)) report('a storyline has one page, in the language of the site')
    else if (published.has(key)) report('another file has the same key')
    else if (members === undefined) {
      const [reason, near] = explainMissing(model, related, found, key)
      report(reason, near)
    } else {
      const chosen = editMembers(model, members, page, file, diagnostics)
      if (chosen.length === 0) report('all of its articles are hidden')
      else publish(key, chosen, page)
    }
  }
  if (auto)
    for (const { key, members } of found)
      if (!named.has(key) && members.length >= least) publish(key, members)
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

/** Stories of which there is one article so far, by key. Cost: the slugs of all articles. */
function findSingles(
  model: Model,
  { founders }: Pick<RelatedLists, 'founders'>,
): ReadonlyMap<string, Uint32Array> {
  const singles = new Map<string, Uint32Array>()
  for (let n = 0; n < founders.length; n++) {
    if (founders[n] !== n) continue
    const slug = slugOf(model, n)
    if (!singles.has(slug)) singles.set(slug, Uint32Array.of(n))
  }
  return singles
}

function explainMissing(
  model: Model,
  { founders }: Pick<RelatedLists, 'founders'>,
  found: readonly FoundStoryline[],
  key: string,
): readonly [reason: string, suggestion?: string | undefined] {
  const { library } = model
  for (let row = 0; row < library.size; row++) {
    if (!library.alive(row) || asKey(library.slug(row)) !== key) continue
    const n = model.places[row]!
    if (n < 0) return [`its first article is ${model.hidden(row) ?? 'not published'}`]
    if (model.seriesOf[n]! >= 0) return ['the article of that name is part of a series']
    if (founders[n]! < 0) return ['without Related News ("related.limit" is 0) there is none']
    const whole = found.find(({ members }) => members[0] === founders[n])
    return ['the article of that name is part of another storyline', whole?.key]
  }
  return [
    'no article begins one under that name',
    suggest(
      key,
      found.map(one => one.key),
    ),
  ]
}
