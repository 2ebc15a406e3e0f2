// dateline new: a dated, slugged file with its front matter filled in, where the newsroom files its articles.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { calendar, isoInZone, readDate, resolveDate, type Zone } from '../base/dates.js'
import { slugify } from '../base/slug.js'
import { inspect } from '../build/build.js'
import { canonicalLanguage, isLanguage } from '../content/file-name.js'
import { createEntities, type Entity } from '../site/entities.js'
import type { NamedEntry } from '../site/options.js'
import type { Site } from '../site/site.js'
import { fillPlace, type Neighbour, placePattern, renderArticle } from './article-place.js'
import { type Asker, canAsk, createAsker } from './ask.js'
import { type SiteOptionsGiven, toBuildOptions } from './options.js'
import { printReports } from './report.js'

export interface NewGiven extends SiteOptionsGiven {
  readonly region?: string
  readonly source?: string
  readonly topic: readonly string[]
  readonly date?: string
  readonly draft: boolean
  readonly folder?: string
  readonly language?: string
}

/** A mistake in what was asked for, with what may have been meant. */
class Refusal extends Error {}

/** What a new article needs to know of the site. */
interface Newsroom {
  readonly zone: Zone
  readonly now: number
  readonly contentFolder: string
  readonly permalink: string
  readonly regions: Names
  readonly sources: Names
  readonly topics: Names
  /** Newest first, of one language where there are some. */
  readonly newest: readonly Neighbour[]
  readonly inLanguage: boolean
}

interface Names {
  readonly names: readonly string[]
  /** Without a list in the settings, any name will do. */
  readonly open: boolean
  find(name: string): Entity | undefined
  suggest(name: string): string | undefined
}

/** As many articles as show where the newsroom files them now. */
const recent = 20

export async function runNew(title: string, given: NewGiven): Promise<0 | 1 | 2> {
  const language = given.language === undefined ? undefined : canonicalLanguage(given.language)
  if (given.language !== undefined && !isLanguage(given.language)) {
    process.stderr.write(`error: "${given.language}" is no language tag such as fr or pt-BR\n`)
    return 2
  }
  const options = { ...toBuildOptions(given), keepGoing: true }
  const { value: newsroom, reports } = await inspect(options, site => lookAround(site, language))
  if (!newsroom) {
    printReports(
      reports.filter(report => report.severity === 'error'),
      { quiet: true, all: true },
    )
    return 1
  }
  const asker = canAsk() ? createAsker() : undefined
  try {
    const { path, text } = await compose(title, given, newsroom, language, asker)
    const file = resolve(path)
    const shown = relative(process.cwd(), file).split('\\').join('/')
    if (existsSync(file)) {
      process.stderr.write(`error: ${shown} is there already; it was not touched\n`)
      return 1
    }
    mkdirSync(dirname(file), { recursive: true })
    // "wx": a file that came meanwhile is not overwritten either.
    writeFileSync(file, text, { flag: 'wx' })
    process.stdout.write(`${shown}\n`)
    if (given.draft && !given.quiet)
      process.stderr.write('It is a draft: delete the line "draft: true" when readers may see it.\n')
    return 0
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause
    process.stderr.write(`error: ${cause.message}\n`)
    return 2
  } finally {
    asker?.close()
  }
}

function lookAround(site: Site, language: string | undefined): Newsroom {
  const { options } = site
  const cards = site.articles.slice(0, 2000)
  const same = cards.filter(card => (card.data.lang ?? options.language) === language)
  const inLanguage = same.length > 0
  const chosen = inLanguage ? same : cards.filter(card => card.data.lang === undefined)
  return {
    zone: options.zone,
    now: site.now,
    contentFolder: options.contentFolder,
    permalink: options.permalink,
    regions: namesOf(options.regions, site.regions, false),
    sources: namesOf(options.sources, site.sources, options.unknownSources === 'allow'),
    topics: namesOf(options.topics, site.topics, true),
    newest: chosen.slice(0, recent).map(({ data }) => ({
      path: data.path,
      ...dayOf(data.date, options.zone),
      region: data.region?.key,
    })),
    inLanguage,
  }
}

function namesOf(listed: readonly NamedEntry[], used: Site['regions'], open: boolean): Names {
  const names = listed.length > 0 ? listed.map(({ name }) => name) : used.map(({ entity }) => entity.name)
  const set = createEntities(
    listed.length > 0 ? listed : used.map(({ entity }) => ({ ...entity, aliases: [] })),
    new Map(),
    false,
  )
  return { names, open: open || listed.length === 0, find: set.find, suggest: set.suggest }
}

async function compose(
  title: string,
  given: NewGiven,
  newsroom: Newsroom,
  language: string | undefined,
  asker: Asker | undefined,
): Promise<{ readonly path: string; readonly text: string }> {
  if (title.trim() === '') throw new Refusal('a headline is needed: dateline new "Headline"')
  const slug = slugify(title)
  if (slug === '') throw new Refusal(`"${title}" leaves nothing for a file name`)
  const date = readGivenDate(given.date, newsroom)
  const region = await nameOf('region', given.region, newsroom.regions, asker)
  const source = await nameOf('source', given.source, newsroom.sources, asker)
  const topics = given.topic.map(topic => newsroom.topics.find(topic)?.name ?? topic)
  // Where the site has articles in that language, their file names say so; else this one's does.
  const pattern = newsroom.inLanguage
    ? placePattern(newsroom.newest, newsroom.permalink, language)
    : withLanguage(placePattern(newsroom.newest, newsroom.permalink), language)
  const values = {
    ...dayOf(date.instant, newsroom.zone),
    slug,
    region: region && newsroom.regions.find(region)?.key,
  }
  const place = fillPlace(pattern, values)
  const path =
    given.folder === undefined
      ? join(newsroom.contentFolder, place)
      : join(folderOf(given.folder, newsroom.contentFolder), place.split('/').at(-1)!)
  // A file name says its language; a folder does only where the site's other articles agree.
  const lang = language !== undefined && !place.includes(`.${language}.`) ? language : undefined
  return {
    path,
    text: renderArticle({
      lang,
      title: title.trim(),
      date: date.written,
      region,
      source,
      topics,
      draft: given.draft,
    }),
  }
}

/** Both `--folder content/sport` and `--folder sport` are the folder in the content folder. */
function folderOf(folder: string, contentFolder: string): string {
  const inside = relative(resolve(contentFolder), resolve(folder))
  if (!inside.startsWith('..')) return folder
  const path = join(contentFolder, folder)
  if (relative(resolve(contentFolder), resolve(path)).startsWith('..'))
    throw new Refusal(`${folder} is not in the content folder ${contentFolder}`)
  return path
}

function withLanguage(pattern: string, language: string | undefined): string {
  return language === undefined ? pattern : pattern.replace(/(\.[^.]+)$/, `.${language}$1`)
}

async function nameOf(
  kind: 'region' | 'source',
  given: string | undefined,
  names: Names,
  asker: Asker | undefined,
): Promise<string | undefined> {
  if (given === undefined)
    return asker && names.names.length > 0
      ? asker.choose(kind === 'region' ? 'Region' : 'Source', names.names)
      : undefined
  const found = names.find(given)
  if (found) return found.name
  if (names.open) return given
  const near = names.suggest(given)
  const hint = near === undefined ? ` It is one of ${names.names.join(', ')}.` : ` Did you mean "${near}"?`
  throw new Refusal(`no ${kind} is called "${given}".${hint}`)
}

/** A day stays a day; a time without a zone is in the site's; nothing is now, to the minute. */
function readGivenDate(
  given: string | undefined,
  { zone, now }: Newsroom,
): { readonly instant: number; readonly written: string } {
  if (given === undefined) {
    const instant = Math.floor(now / 60_000) * 60_000
    return { instant, written: isoInZone(instant, zone) }
  }
  const reading = readDate(given)
  if (!reading.ok) {
    const hint = reading.iso === undefined ? 'such as 2026-11-24T08:30' : `: did you mean ${reading.iso}?`
    throw new Refusal(`"${given}" is not a date ${hint}`)
  }
  const instant = resolveDate(reading.date, zone)
  const { dayOnly, offset, wall } = reading.date
  if (dayOnly && offset === null) return { instant, written: new Date(wall).toISOString().slice(0, 10) }
  return { instant, written: offset === null ? isoInZone(instant, zone) : given.trim() }
}

function dayOf(
  instant: number,
  zone: Zone,
): { readonly year: string; readonly month: string; readonly day: string } {
  const { year, month, day } = calendar(instant, zone)
  const two = (n: number) => String(n).padStart(2, '0')
  return { year: String(year).padStart(4, '0'), month: two(month), day: two(day) }
}
