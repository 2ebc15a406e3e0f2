// The columns of the site: which articles readers may see, in which order, in which region, with which topics.
// Names and dates as written are resolved here, once per distinct value. Passes over all rows read bare columns
// and decode no text: what a push costs before anything is rendered is mostly these.
import { compareText } from '../base/order.js'
import { Flag, type Library, type LibraryViews } from '../content/library.js'
import { type Diagnostic, error, type Fix, type Place, warning } from '../diagnostics/diagnostic.js'
import { findClashes } from './addresses.js'
import { createEntities, type EntitySet, keyOf } from './entities.js'
import type { SiteMemory } from './memory.js'
import type { SiteOptions } from './options.js'
import {
  type Hidden,
  hiddenReasons,
  nextState,
  type Preview,
  previewShows,
  reasonOf,
  reasonsToWait,
  type State,
  stateAt,
  stateOf,
  type Times,
  type Unpublished,
  unpublishedFor,
  visible,
} from './schedule.js'
import type { SitePath } from './urls.js'

export interface Model {
  readonly library: Library
  readonly options: SiteOptions
  readonly memory: SiteMemory
  readonly now: number
  /** Visible articles, oldest first; equal dates by path. `rows[n]` is the library's row. */
  readonly rows: Uint32Array
  readonly instants: Float64Array
  /** Place by date of each library row; -1 when hidden or dead. */
  readonly places: Int32Array
  /** By library row; dead rows are `deadState`. What a preview shows is visible there. */
  readonly states: Uint8Array
  /** Why readers do not see a row that a preview shows. */
  unpublished(row: number): Unpublished | undefined
  /** Why readers do not see a row. */
  hidden(row: number): Hidden | undefined
  /** How many articles are not visible, by reason. */
  readonly hiddenCounts: ReadonlyMap<Hidden, number>
  /** Address of an article that is or will be visible; '' for drafts and faulty ones. */
  path(row: number): SitePath
  readonly regions: EntitySet
  readonly topics: EntitySet
  readonly sources: EntitySet
  readonly authors: EntitySet
  readonly series: EntitySet
  /** Entity numbers of the visible articles, by place. -1 for none. */
  readonly region: Int32Array
  readonly source: Int32Array
  /** Number of the source that is the site itself. */
  readonly ownSource: number
  readonly seriesOf: Int32Array
  /** Entity numbers of the visible articles, each once, in the order written. */
  furtherRegions(n: number): readonly number[]
  topicsOf(n: number): readonly number[]
  authorsOf(n: number): readonly number[]
  /** Entity numbers by the id of a name as written, for passes; -1 where none. */
  readonly numbers: Readonly<Record<'region' | 'topic' | 'author', Int32Array>>
  readonly diagnostics: readonly Diagnostic[]
  /** The next instant at which time alone changes the site. */
  readonly until: number
}

/** State of a row whose file is gone or is another row now. */
export const deadState: State = 255
/** State of a row whose file is in error. */
export const faultyState: State = stateOf('left out because of an error')
/** State of a row that would be visible, at an address that another one has, or that cannot be. */
export const homelessState: State = 254

/** @param faulty files (as diagnostics name them) that an error keeps from being published.
 *  @param yielding files of which an earlier version stands in: nobody loses an address to it.
 *  @param before states of the first rows at the last build. */
export function buildModel(
  library: Library,
  memory: SiteMemory,
  options: SiteOptions,
  now: number,
  faulty: ReadonlySet<string> = new Set(),
  yielding: ReadonlySet<string> = new Set(),
  before: Uint8Array = noStates,
): Model {
  const diagnostics: Diagnostic[] = []
  const views = library.views()
  const faultyRows = rowsOf(faulty, library, options)
  const { states, until, shown } = findStates(library, views, memory, now, faultyRows, options.preview)
  reportExpiry(library, views, memory, states, options, diagnostics)
  const settled = { before, yielding: rowsOf(yielding, library, options) }
  settleAddresses(library, memory, states, settled, options, diagnostics)
  const rows = orderRows(library, memory, states)
  const places = new Int32Array(library.size).fill(-1)
  for (let n = 0; n < rows.length; n++) places[rows[n]!] = n

  const used = countNames(library, views, rows)
  const regions = createEntities(options.regions, used.regions, options.regions.length === 0)
  const topics = createEntities(options.topics, used.topics, true)
  // Without a source a story is the paper's own; the paper may be in the list, too.
  const own = options.sources.find(entry => entry.name === options.title) ?? {
    key: keyOf(options.title),
    name: options.title,
    aliases: [],
  }
  const sources = createEntities([...options.sources.filter(entry => entry !== own), own], used.sources, true)
  const knownAuthors = library.authorPages.map(page => ({
    key: page.key,
    name: page.title,
    aliases: [page.path.replace(/^authors\//, '').replace(/\.[^.]+$/, '')],
    description: page.summary,
  }))
  const authors = createEntities(knownAuthors, used.authors, true)
  const series = createEntities([], used.series, true)
  const numbers = {
    region: numbersOf(library, regions, used.regions),
    topic: numbersOf(library, topics, used.topics),
    source: numbersOf(library, sources, used.sources),
    author: numbersOf(library, authors, used.authors),
    series: numbersOf(library, series, used.series),
  }
  const ownSource = sources.byKey(own.key)!.number
  const region = new Int32Array(rows.length)
  const source = new Int32Array(rows.length)
  const seriesOf = new Int32Array(rows.length)
  const instants = new Float64Array(rows.length)
  const instantOf = memory.instant.view()
  for (let n = 0; n < rows.length; n++) {
    const row = rows[n]!
    const regionName = views.region[row]!
    const sourceName = views.source[row]!
    const seriesName = views.series[row]!
    region[n] = regionName < 0 ? -1 : numbers.region[regionName]!
    source[n] = sourceName < 0 ? ownSource : numbers.source[sourceName]!
    seriesOf[n] = seriesName < 0 ? -1 : numbers.series[seriesName]!
    instants[n] = instantOf[row]!
  }
  const sets = { regions, sources, authors, knownAuthors }
  reportNames(library, views, rows, used, numbers, sets, options, diagnostics)

  const numbersIn = (lists: (row: number) => Uint32Array, of: Int32Array) => (n: number) => {
    const ids = lists(rows[n]!)
    return ids.length === 0 ? noNumbers : [...new Set(Array.from(ids, id => of[id]!))]
  }
  const further = numbersIn(library.regions, numbers.region)
  return {
    library,
    options,
    memory,
    now,
    rows,
    instants,
    places,
    states,
    unpublished: row => shown && unpublishedFor(shown[row]!, timesOf(memory, row), now),
    hidden: row => (states[row] === homelessState ? 'left out because of an error' : reasonOf(states[row]!)),
    hiddenCounts: countStates(states),
    path: row => (hasAddress(states[row]!) ? memory.address.get(row) : ''),
    regions,
    topics,
    sources,
    authors,
    series,
    region,
    source,
    ownSource,
    seriesOf,
    furtherRegions: n => further(n).filter(number => number !== -1 && number !== region[n]),
    topicsOf: numbersIn(library.topics, numbers.topic),
    authorsOf: numbersIn(library.authors, numbers.author),
    numbers,
    diagnostics,
    until,
  }
}

const noNumbers: readonly number[] = []
const noStates = new Uint8Array(0)

/** Visible, or visible later: such an article holds its address. */
export function hasAddress(state: State): boolean {
  return state === visible || reasonsToWait.has(state)
}

function rowsOf(files: ReadonlySet<string>, library: Library, options: SiteOptions): ReadonlySet<number> {
  const rows = new Set<number>()
  const folder = `${options.contentFolder}/`
  for (const file of files) {
    const row = file.startsWith(folder) ? library.find(file.slice(folder.length)) : -1
    if (row >= 0) rows.add(row)
  }
  return rows
}

function timesOf({ start, embargo, expires }: SiteMemory, row: number): Times {
  return { start: start.get(row), embargo: embargo.get(row), expires: expires.get(row) }
}

interface States {
  readonly states: Uint8Array
  readonly until: number
  /** In a preview: what the states would be on the site that readers get, of the rows that are shown all the same. */
  readonly shown?: Uint8Array
}

/** One pass over the rows. */
function findStates(
  library: Library,
  views: LibraryViews,
  memory: SiteMemory,
  now: number,
  faulty: ReadonlySet<number>,
  preview: Preview | undefined,
): States {
  const states = new Uint8Array(library.size)
  const start = memory.start.view()
  const embargo = memory.embargo.view()
  const expires = memory.expires.view()
  const [draft, withheld] = [stateOf('a draft'), stateOf('withheld')]
  let until = Number.POSITIVE_INFINITY
  for (let row = 0; row < states.length; row++) {
    const flags = views.flags[row]!
    if (views.dead[row] === 1) states[row] = deadState
    else if ((flags & Flag.draft) !== 0) states[row] = draft
    else if ((flags & Flag.unusable) !== 0) states[row] = withheld
    else if (start[row]! > now || expires[row]! !== Number.POSITIVE_INFINITY) {
      const times = { start: start[row]!, embargo: embargo[row]!, expires: expires[row]! }
      states[row] = stateAt(times, now)
      until = Math.min(until, nextState(times, now))
    }
  }
  for (const row of faulty) states[row] = stateOf('left out because of an error')
  return preview ? showUnpublished({ states, until }, views, memory, now, preview) : { states, until }
}

/** One more pass, in a preview alone. */
function showUnpublished(
  { states, until }: States,
  views: LibraryViews,
  memory: SiteMemory,
  now: number,
  preview: Preview,
): States {
  const shown = new Uint8Array(states.length)
  const draft = stateOf('a draft')
  let next = until
  for (let row = 0; row < states.length; row++) {
    const state = states[row]!
    if (state !== draft && !reasonsToWait.has(state)) continue
    if ((views.flags[row]! & Flag.unusable) !== 0) continue
    const times = timesOf(memory, row)
    // A draft's banner tells its date, too.
    next = Math.min(next, nextState(times, now))
    if (!previewShows(preview, state, times, now)) continue
    shown[row] = state
    states[row] = visible
  }
  return { states, until: next, shown }
}

function reportExpiry(
  library: Library,
  views: LibraryViews,
  memory: SiteMemory,
  states: Uint8Array,
  options: SiteOptions,
  diagnostics: Diagnostic[],
): void {
  const expires = memory.expires.view()
  const instants = memory.instant.view()
  const skipped = new Set([deadState, faultyState])
  for (let row = 0; row < states.length; row++) {
    if (expires[row]! > instants[row]! || skipped.has(states[row]!)) continue
    const file = `${options.contentFolder}/${library.path(row)}`
    const value = new Date(views.expires[row]!).toISOString().slice(0, 16)
    diagnostics.push(warning('DL3008', { field: 'expires', value }, { file, place: placeOf('expires') }))
  }
}

/** Rows without an address, or at one that another row has, are in error and take no part. */
function settleAddresses(
  library: Library,
  memory: SiteMemory,
  states: Uint8Array,
  { before, yielding }: { readonly before: Uint8Array; readonly yielding: ReadonlySet<number> },
  options: SiteOptions,
  diagnostics: Diagnostic[],
): void {
  const shown = (row: number) => `${options.contentFolder}/${library.path(row)}`
  for (const [row, { field, value, fault }] of memory.fault) {
    if (!hasAddress(states[row]!)) continue
    states[row] = homelessState
    diagnostics.push(
      error('DL1012', { field, value, reason: fault }, { file: shown(row), place: placeOf(field) }),
    )
  }
  for (const [row, winner] of findClashes(library, memory, mayClash(memory, states, before), yielding)) {
    states[row] = homelessState
    const field = library.rest(row).url === undefined ? 'slug' : 'url'
    diagnostics.push(
      error(
        'DL3001',
        { address: memory.address.get(row), other: shown(winner) },
        { file: shown(row), place: placeOf(field) },
      ),
    )
  }
}

/** With more new addresses than these a table of all is worth it. */
const fewNew = 32

/** Rows of which two may have one address: no two had at the last build, so those that are new, and whoever has what
 *  they want. Cost: a search of a bare column for each that is new. */
function mayClash({ keyHigh, keyLow }: SiteMemory, states: Uint8Array, before: Uint8Array): Uint32Array {
  const wanting = new Uint32Array(states.length)
  const fresh: number[] = []
  let count = 0
  for (let row = 0; row < states.length; row++) {
    if (!hasAddress(states[row]!)) continue
    wanting[count++] = row
    if (row >= before.length || !hasAddress(before[row]!)) fresh.push(row)
  }
  if (fresh.length > fewNew) return wanting.subarray(0, count)
  const [high, low] = [keyHigh.view(), keyLow.view()]
  const rows = new Set(fresh)
  for (const row of fresh)
    for (let other = low.indexOf(low[row]!); other >= 0; other = low.indexOf(low[row]!, other + 1))
      if (high[other] === high[row] && hasAddress(states[other]!)) rows.add(other)
  return Uint32Array.from(rows)
}

/** Visible rows by date, then path. The rows of a kept library lie in that order already; the few that came
 *  since are merged in. */
function orderRows(library: Library, memory: SiteMemory, states: Uint8Array): Uint32Array {
  const instants = memory.instant.view()
  const compare = (a: number, b: number): number =>
    instants[a]! - instants[b]! || compareText(library.path(a), library.path(b))
  const order = new Uint32Array(states.length)
  let count = 0
  for (let row = 0; row < memory.sorted; row++) if (states[row] === 0) order[count++] = row
  const fresh: number[] = []
  for (let row = memory.sorted; row < states.length; row++) if (states[row] === 0) fresh.push(row)
  sortRows(fresh, instants, library)
  if (fresh.length === 0) return order.slice(0, count)
  const merged = new Uint32Array(count + fresh.length)
  let from = 0
  let at = 0
  for (const row of fresh) {
    let low = from
    let high = count
    while (low < high) {
      const middle = (low + high) >> 1
      if (compare(order[middle]!, row) < 0) low = middle + 1
      else high = middle
    }
    merged.set(order.subarray(from, low), at)
    at += low - from
    merged[at++] = row
    from = low
  }
  merged.set(order.subarray(from, count), at)
  return merged
}

/** Sorts rows by instant, then path; each path is decoded once. */
export function sortRows(rows: number[], instants: Float64Array, library: Library): number[] {
  const paths = new Map(rows.map(row => [row, library.path(row)]))
  return rows.sort((a, b) => instants[a]! - instants[b]! || compareText(paths.get(a)!, paths.get(b)!))
}

function countStates(states: Uint8Array): ReadonlyMap<Hidden, number> {
  const counts = new Uint32Array(256)
  for (const state of states) counts[state]!++
  const inError = stateOf('left out because of an error')
  counts[inError]! += counts[homelessState]!
  return new Map(
    [...hiddenReasons].sort().flatMap(reason => {
      const count = counts[stateOf(reason)]!
      return count === 0 ? [] : [[reason, count] as const]
    }),
  )
}

/** Entity number of each name in use, by its id. */
function numbersOf(library: Library, set: EntitySet, used: ReadonlyMap<string, number>): Int32Array {
  const numbers = new Int32Array(library.names.size).fill(-1)
  for (const name of used.keys()) numbers[library.names.id(name)] = set.find(name)?.number ?? -1
  return numbers
}

interface Names {
  readonly regions: ReadonlyMap<string, number>
  readonly topics: ReadonlyMap<string, number>
  readonly sources: ReadonlyMap<string, number>
  readonly authors: ReadonlyMap<string, number>
  readonly series: ReadonlyMap<string, number>
}

/** Names as written in visible articles, with how often each occurs. */
function countNames(library: Library, views: LibraryViews, rows: Uint32Array): Names {
  const tally = () => new Uint32Array(library.names.size)
  const counts = { regions: tally(), topics: tally(), sources: tally(), authors: tally(), series: tally() }
  const one = (column: Int32Array, into: Uint32Array): void => {
    for (const row of rows) if (column[row]! >= 0) into[column[row]!]!++
  }
  const many = ({ items, ends }: LibraryViews['topics'], into: Uint32Array): void => {
    for (const row of rows)
      for (let i = row === 0 ? 0 : ends[row - 1]!; i < ends[row]!; i++) into[items[i]!]!++
  }
  one(views.region, counts.regions)
  many(views.regions, counts.regions)
  many(views.topics, counts.topics)
  many(views.authors, counts.authors)
  one(views.source, counts.sources)
  one(views.series, counts.series)
  const named = (tallied: Uint32Array): Map<string, number> => {
    const names = new Map<string, number>()
    for (let id = 0; id < tallied.length; id++)
      if (tallied[id]! > 0) names.set(library.names.name(id), tallied[id]!)
    return names
  }
  return {
    regions: named(counts.regions),
    topics: named(counts.topics),
    sources: named(counts.sources),
    authors: named(counts.authors),
    series: named(counts.series),
  }
}

interface KnownSets {
  readonly regions: EntitySet
  readonly sources: EntitySet
  readonly authors: EntitySet
  readonly knownAuthors: readonly { readonly key: string }[]
}

/** Names that nobody knows. Which names are at fault is found once per name; only then are their files. */
function reportNames(
  library: Library,
  views: LibraryViews,
  rows: Uint32Array,
  used: Names,
  numbers: Readonly<Record<'region' | 'source' | 'author', Int32Array>>,
  sets: KnownSets,
  options: SiteOptions,
  diagnostics: Diagnostic[],
): void {
  const shown = (row: number) => `${options.contentFolder}/${library.path(row)}`
  const idsOf = (names: ReadonlyMap<string, number>, wrong: (name: string, id: number) => boolean) =>
    new Set(
      [...names.keys()].flatMap(name => {
        const id = library.names.id(name)
        return wrong(name, id) ? [id] : []
      }),
    )
  const badRegions = idsOf(used.regions, (_, id) => numbers.region[id] === -1)
  const configured = new Set(options.sources.map(entry => entry.key))
  const badSources =
    options.unknownSources === 'allow' || options.sources.length === 0
      ? new Set<number>()
      : idsOf(used.sources, name => !configured.has(sets.sources.find(name)?.key ?? ''))
  // Where the newsroom keeps files of its authors, a key without one is probably a slip.
  const badAuthors =
    sets.knownAuthors.length === 0
      ? new Set<number>()
      : idsOf(
          used.authors,
          (name, id) =>
            numbers.author[id]! >= sets.knownAuthors.length && sets.authors.suggest(name) !== undefined,
        )
  if (badRegions.size + badSources.size + badAuthors.size > 0) {
    for (const row of rows) {
      const named = (id: number) => library.names.name(id)
      if (badRegions.has(views.region[row]!))
        diagnostics.push(unknownRegion(named(views.region[row]!), 'region', sets.regions, shown(row)))
      for (const id of library.regions(row))
        if (badRegions.has(id))
          diagnostics.push(unknownRegion(named(id), 'regions', sets.regions, shown(row)))
      if (badSources.has(views.source[row]!)) {
        const name = named(views.source[row]!)
        const report = options.unknownSources === 'error' ? error : warning
        const near = nearest(sets.sources, name)
        diagnostics.push(
          report('DL1004', { value: name }, { file: shown(row), place: placeOf('source'), ...near }),
        )
      }
      for (const id of library.authors(row))
        if (badAuthors.has(id))
          diagnostics.push(
            warning(
              'DL3005',
              { key: named(id) },
              { file: shown(row), place: placeOf('authors'), ...nearest(sets.authors, named(id)) },
            ),
          )
    }
  }
  reportWithoutRegion(library, views, rows, options, diagnostics)
}

function reportWithoutRegion(
  library: Library,
  views: LibraryViews,
  rows: Uint32Array,
  options: SiteOptions,
  diagnostics: Diagnostic[],
): void {
  const without = rows.filter(row => views.region[row]! < 0)
  if (without.length === 0 || without.length === rows.length) return
  let first = library.path(without[0]!)
  for (const row of without) {
    const path = library.path(row)
    if (compareText(path, first) < 0) first = path
  }
  diagnostics.push(
    warning('DL3002', {}, { file: `${options.contentFolder}/${first}`, more: without.length - 1 }),
  )
}

function placeOf(field: string): Place {
  return { kind: 'value', path: [field] }
}

function nearest(set: EntitySet, name: string): { readonly suggestion?: string; readonly fix?: Fix } {
  const sure = set.surely(name)
  const near = sure ?? set.suggest(name)
  return {
    ...(near === undefined ? {} : { suggestion: near }),
    ...(sure === undefined ? {} : { fix: { kind: 'value', was: name, text: sure } }),
  }
}

function unknownRegion(name: string, field: string, regions: EntitySet, file: string): Diagnostic {
  return error('DL1003', { value: name }, { file, place: placeOf(field), ...nearest(regions, name) })
}
