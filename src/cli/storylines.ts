// dateline storylines: which stories go on with one another, for editors who choose what gets a page of its own.
import { isoInZone } from '../base/dates.js'
import { suggest } from '../base/suggest.js'
import { examine } from '../build/build.js'
import type { Prepared } from '../build/pipeline.js'
import type { Ink } from '../diagnostics/reporters.js'
import type { Site } from '../site/site.js'
import type { FoundStoryline, Storyline } from '../site/storylines.js'
import { type SiteOptionsGiven, toBuildOptions } from './options.js'
import { plural, printReports, terminalInk, wantsColour } from './report.js'

export interface StorylinesGiven extends SiteOptionsGiven {
  readonly json: boolean
  /** Fewer articles are no storyline worth telling. */
  readonly least: number
}

interface Line {
  readonly key: string
  /** Of the newest article. */
  readonly newest: string
  readonly articles: number
  readonly first: string
  readonly last: string
  readonly regions: readonly string[]
  /** Its address; null where it has no page. */
  readonly published: string | null
}

interface Member {
  readonly path: string
  readonly title: string
  readonly date: string
  readonly region: string | null
  /** Put there by hand. */
  readonly pinned: boolean
  /** The article of the storyline that it goes on with. */
  readonly parent: string | null
  readonly score: number | null
}

interface Whole extends Line {
  readonly items: readonly Member[]
}

type Looked =
  | { readonly lines: readonly Line[] }
  | { readonly whole: Whole }
  | { readonly missing: true; readonly near?: string }

export async function runStorylines(key: string | undefined, given: StorylinesGiven): Promise<0 | 1> {
  const { value, reports, ok } = await examine({ ...toBuildOptions(given), keepGoing: true }, prepared =>
    look(prepared, key, given.least),
  )
  const errors = reports.filter(report => report.severity === 'error')
  if (!value) {
    printReports(errors, { quiet: true, all: true })
    return 1
  }
  if ('missing' in value) {
    const hint = value.near === undefined ? '' : ` Did you mean "${value.near}"?`
    process.stderr.write(`error: there is no storyline "${key}".${hint}\n`)
    return 1
  }
  const ink = terminalInk(wantsColour(process.stdout))
  if ('whole' in value)
    process.stdout.write(given.json ? `${JSON.stringify(value.whole)}\n` : describeWhole(value.whole, ink))
  else if (given.json) for (const line of value.lines) process.stdout.write(`${JSON.stringify(line)}\n`)
  else process.stdout.write(describeAll(value.lines, given.least, ink))
  if (!ok && !given.quiet) printReports(errors, { quiet: true, all: true })
  return ok || given.keepGoing ? 0 : 1
}

function look({ sources }: Prepared, key: string | undefined, least: number): Looked {
  const { site } = sources
  const published = new Map(site.storylines.map(one => [one.key, one]))
  const shown = new Set(site.storylines.map(({ origin }) => origin))
  const found = new Map(
    site.findStorylines().flatMap(one => (shown.has(one.key) ? [] : [[one.key, one] as const])),
  )
  const known = new Map<string, FoundStoryline>([...found, ...published])
  const lineOf = (storyline: FoundStoryline) => describe(site, storyline, published.get(storyline.key))
  if (key === undefined) {
    const told = [...known.values()].filter(one => one.members.length >= least || published.has(one.key))
    return {
      lines: told.sort((a, b) => b.members.at(-1)! - a.members.at(-1)!).map(lineOf),
    }
  }
  const wanted = known.get(key)
  if (!wanted) {
    const near = suggest(key, known.keys())
    return { missing: true, ...(near === undefined ? {} : { near }) }
  }
  const members = new Set(wanted.members)
  const byHand = published.get(key)?.byHand ?? []
  const items = Array.from(members, (n): Member => {
    const { title, date, region } = site.card(n).data
    const parent = members.has(site.parent(n)) ? site.parent(n) : undefined
    return {
      path: site.file(n),
      title,
      date: isoInZone(date, site.zone),
      region: region?.name ?? null,
      pinned: byHand.includes(n),
      parent: parent === undefined ? null : site.file(parent),
      score: parent === undefined ? null : (sources.explain(n, parent)?.scored?.score ?? 0),
    }
  })
  return { whole: { ...lineOf(wanted), items } }
}

function describe(site: Site, { key, members }: FoundStoryline, published: Storyline | undefined): Line {
  const dateOf = (n: number) => isoInZone(site.instant(n), site.zone)
  const regions = new Set(Array.from(members, n => site.card(n).data.region?.name ?? ''))
  return {
    key,
    newest: site.card(members.at(-1)!).data.title,
    articles: members.length,
    first: dateOf(members[0]!),
    last: dateOf(members.at(-1)!),
    regions: [...regions].filter(name => name !== ''),
    published: published ? site.href(published.path) : null,
  }
}

function describeAll(lines: readonly Line[], least: number, ink: Ink): string {
  if (lines.length === 0) return `no storyline of ${least} articles or more\n`
  return `${lines.map(line => headOf(line, ink)).join('\n\n')}\n`
}

function headOf({ newest, articles, key, first, last, regions, published }: Line, ink: Ink): string {
  const more = articles === 1 ? '' : ` and ${articles - 1} more`
  const days = [...new Set([first.slice(0, 10), last.slice(0, 10)])].join(' to ')
  const facts = [days, ...(regions.length > 0 ? [regions.join(', ')] : [])].join(' · ')
  const page = published === null ? ink.faint('no page') : ink.good(`published at ${published}`)
  return `${ink.strong(newest)}${more}\n  ${key}\n  ${ink.faint(facts)} ${ink.faint('·')} ${page}`
}

function describeWhole(whole: Whole, ink: Ink): string {
  const rows = whole.items.map(({ score, pinned, title, date, path, region }) => {
    const mark = pinned ? ink.warning('pinned') : score === null ? '      ' : ink.good(score.toFixed(4))
    const facts = [date.slice(0, 10), ...(region === null ? [] : [region]), path].join(' · ')
    return `  ${mark}  ${title}\n          ${ink.faint(facts)}`
  })
  const count = `${plural(whole.articles, 'article')}, each with its score beside the one that it goes on with`
  return `${headOf(whole, ink)}\n\n${ink.faint(count)}\n${rows.join('\n')}\n`
}
