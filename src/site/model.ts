// The columns of the site: which articles readers may see, in which order, at which address, in which region,
// with which topics. Names and dates as written are resolved here, once per distinct value.
import { resolveDate, type Zone } from '../base/dates.js'
import { compareText } from '../base/order.js'
import type { Library } from '../content/library.js'
import { type Diagnostic, error, type Place, warning } from '../diagnostics/diagnostic.js'
import { addressRows, languageOf } from './addresses.js'
import { createEntities, type EntitySet, keyOf } from './entities.js'
import { languageFolders } from './languages.js'
import type { SiteOptions } from './options.js'
import { type Hidden, visibilityOf } from './schedule.js'
import type { SitePath } from './urls.js'

export interface Model {
  readonly library: Library
  readonly options: SiteOptions
  readonly now: number
  /** Visible articles, oldest first; equal dates by path. `rows[n]` is the library's row. */
  readonly rows: Uint32Array
  readonly instants: Float64Array
  /** Address of every article that is or will be visible, by library row; '' for drafts and faulty ones. */
  readonly paths: readonly SitePath[]
  /** Place by date of each library row; -1 when hidden. */
  readonly places: Int32Array
  readonly hidden: ReadonlyMap<number, Hidden>
  readonly rowOfFile: ReadonlyMap<string, number>
  /** The article's language by library row; '' for the site's own. */
  readonly languages: readonly string[]
  readonly regions: EntitySet
  readonly topics: EntitySet
  readonly sources: EntitySet
  readonly authors: EntitySet
  readonly series: EntitySet
  /** Entity numbers of the visible articles, by place. -1 for none. */
  readonly region: Int16Array
  readonly source: Int32Array
  readonly seriesOf: Int32Array
  readonly furtherRegions: readonly (readonly number[])[]
  readonly topicsOf: readonly (readonly number[])[]
  readonly authorsOf: readonly (readonly number[])[]
  readonly diagnostics: readonly Diagnostic[]
  /** The next instant at which time alone changes the site. */
  readonly until: number
}

/** One pass over the rows for visibility and order, one over the visible for names.
 *  @param faulty files (as diagnostics name them) that an error keeps from being published. */
export function buildModel(
  library: Library,
  options: SiteOptions,
  now: number,
  faulty: ReadonlySet<string> = new Set(),
): Model {
  const diagnostics: Diagnostic[] = []
  const { zone } = options
  const hidden = new Map<number, Hidden>()
  const rowOfFile = new Map<string, number>()
  const visible: number[] = []
  const instantOf = new Float64Array(library.size)
  let until = Number.POSITIVE_INFINITY
  for (let row = 0; row < library.size; row++) {
    rowOfFile.set(library.path(row), row)
    instantOf[row] = resolveDate(library.date(row), zone)
    if (faulty.has(`${options.contentFolder}/${library.path(row)}`)) {
      hidden.set(row, 'left out because of an error')
      continue
    }
    const visibility = visibilityOf(library, row, zone, now)
    until = Math.min(until, visibility.until)
    if (visibility.hidden === undefined) visible.push(row)
    else hidden.set(row, visibility.hidden)
    checkExpiry(library, row, instantOf[row]!, zone, options, diagnostics)
  }
  const folders = languageFolders(rowOfFile.keys(), options.language)
  const languages: string[] = []
  for (let row = 0; row < library.size; row++)
    languages.push(languageOf(library, row, folders, options.language))
  const paths = addressRows(library, instantOf, hidden, languages, folders, options, diagnostics)

  const pathOf = new Map(visible.map(row => [row, library.path(row)]))
  visible.sort((a, b) => instantOf[a]! - instantOf[b]! || compareText(pathOf.get(a)!, pathOf.get(b)!))
  const rows = Uint32Array.from(visible.filter(row => paths[row] !== ''))
  const places = new Int32Array(library.size).fill(-1)
  rows.forEach((row, n) => {
    places[row] = n
  })

  const used = countNames(library, rows)
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

  const region = new Int16Array(rows.length).fill(-1)
  const source = new Int32Array(rows.length)
  const seriesOf = new Int32Array(rows.length).fill(-1)
  const furtherRegions: number[][] = []
  const topicsOf: number[][] = []
  const authorsOf: number[][] = []
  const resolve = (set: EntitySet, id: number): number =>
    id < 0 ? -1 : (set.find(library.names.name(id))?.number ?? -1)
  const cached = (set: EntitySet) => {
    const known = new Map<number, number>()
    return (id: number): number => {
      const number = known.get(id) ?? resolve(set, id)
      known.set(id, number)
      return number
    }
  }
  const find = {
    region: cached(regions),
    topic: cached(topics),
    source: cached(sources),
    author: cached(authors),
    series: cached(series),
  }
  const ownSource = sources.byKey(own.key)!.number
  const configuredSources = new Set(options.sources.map(entry => entry.key))
  let withoutRegion = 0
  let firstWithout: string | undefined
  rows.forEach((row, n) => {
    const file = `${options.contentFolder}/${library.path(row)}`
    const regionName = library.region(row)
    region[n] = find.region(regionName)
    if (regionName >= 0 && region[n] === -1)
      diagnostics.push(unknownRegion(library.names.name(regionName), 'region', regions, file))
    if (regionName < 0) {
      withoutRegion++
      if (firstWithout === undefined || compareText(file, firstWithout) < 0) firstWithout = file
    }
    furtherRegions.push(
      unique(
        [...library.regions(row)].map(id => {
          const number = find.region(id)
          if (number === -1) diagnostics.push(unknownRegion(library.names.name(id), 'regions', regions, file))
          return number
        }),
      ).filter(number => number !== -1 && number !== region[n]),
    )
    const sourceName = library.source(row)
    source[n] = sourceName < 0 ? ownSource : find.source(sourceName)
    if (
      sourceName >= 0 &&
      options.unknownSources !== 'allow' &&
      options.sources.length > 0 &&
      !configuredSources.has(sources.all[source[n]!]!.key)
    ) {
      const name = library.names.name(sourceName)
      const near = sources.suggest(name)
      const report = options.unknownSources === 'error' ? error : warning
      diagnostics.push(
        report(
          'DL1004',
          { value: name },
          { file, place: value('source'), ...(near ? { suggestion: near } : {}) },
        ),
      )
    }
    seriesOf[n] = find.series(library.series(row))
    topicsOf.push(unique([...library.topics(row)].map(find.topic)))
    authorsOf.push(unique([...library.authors(row)].map(find.author)))
    for (const id of library.authors(row))
      checkAuthor(library.names.name(id), knownAuthors, authors, file, diagnostics)
  })
  if (withoutRegion > 0 && withoutRegion < rows.length) {
    diagnostics.push(
      warning(
        'DL3002',
        {},
        { ...(firstWithout === undefined ? {} : { file: firstWithout }), more: withoutRegion - 1 },
      ),
    )
  }
  return {
    library,
    options,
    now,
    rows,
    instants: Float64Array.from(rows, row => instantOf[row]!),
    paths,
    places,
    hidden,
    rowOfFile,
    languages,
    regions,
    topics,
    sources,
    authors,
    series,
    region,
    source,
    seriesOf,
    furtherRegions,
    topicsOf,
    authorsOf,
    diagnostics,
    until,
  }
}

function value(field: string): Place {
  return { kind: 'value', path: [field] }
}

function unique(numbers: readonly number[]): number[] {
  return [...new Set(numbers)]
}

function unknownRegion(name: string, field: string, regions: EntitySet, file: string): Diagnostic {
  const near = regions.suggest(name)
  return error(
    'DL1003',
    { value: name },
    { file, place: value(field), ...(near ? { suggestion: near } : {}) },
  )
}

/** Where the newsroom keeps files of its authors, a key without one is probably a slip. */
function checkAuthor(
  name: string,
  known: readonly { readonly key: string }[],
  authors: EntitySet,
  file: string,
  diagnostics: Diagnostic[],
): void {
  if (known.length === 0) return
  const number = authors.find(name)?.number ?? -1
  const near = number >= known.length ? authors.suggest(name) : undefined
  if (near !== undefined)
    diagnostics.push(warning('DL3005', { key: name }, { file, place: value('authors'), suggestion: near }))
}

function checkExpiry(
  library: Library,
  row: number,
  instant: number,
  zone: Zone,
  options: SiteOptions,
  diagnostics: Diagnostic[],
): void {
  const expires = library.expires(row)
  if (!expires || resolveDate(expires, zone) > instant) return
  const file = `${options.contentFolder}/${library.path(row)}`
  diagnostics.push(
    warning(
      'DL3008',
      { field: 'expires', value: new Date(expires.wall).toISOString().slice(0, 16) },
      { file, place: value('expires') },
    ),
  )
}

function countNames(library: Library, rows: Uint32Array) {
  const counters = {
    regions: new Map<string, number>(),
    topics: new Map<string, number>(),
    sources: new Map<string, number>(),
    authors: new Map<string, number>(),
    series: new Map<string, number>(),
  }
  const byId = Object.fromEntries(
    Object.keys(counters).map(kind => [kind, new Map<number, number>()]),
  ) as Record<keyof typeof counters, Map<number, number>>
  const count = (kind: keyof typeof counters, id: number): void => {
    if (id >= 0) byId[kind].set(id, (byId[kind].get(id) ?? 0) + 1)
  }
  for (const row of rows) {
    count('regions', library.region(row))
    for (const id of library.regions(row)) count('regions', id)
    for (const id of library.topics(row)) count('topics', id)
    for (const id of library.authors(row)) count('authors', id)
    count('sources', library.source(row))
    count('series', library.series(row))
  }
  for (const kind of Object.keys(counters) as (keyof typeof counters)[]) {
    for (const [id, times] of byId[kind]) counters[kind].set(library.names.name(id), times)
  }
  return counters
}
