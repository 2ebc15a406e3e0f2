// dateline related: the lists as they stand on the site, for people and for measuring.
import { relative, resolve } from 'node:path'
import { suggest } from '../base/suggest.js'
import { inspect } from '../build/build.js'
import type { Site } from '../site/site.js'
import { type SiteOptionsGiven, toBuildOptions } from './options.js'
import { printReports, terminalInk, wantsColour } from './report.js'

export interface RelatedGiven extends SiteOptionsGiven {
  readonly all: boolean
  readonly json: boolean
}

interface RelatedLine {
  readonly path: string
  readonly items: readonly {
    readonly path: string
    readonly score: number
    readonly title: string
    readonly region: string | null
    readonly date: string
  }[]
}

export async function runRelated(article: string | undefined, given: RelatedGiven): Promise<0 | 1 | 2> {
  if (given.all === (article !== undefined)) {
    process.stderr.write('error: name one article, or say --all\n')
    return 2
  }
  const { value, reports, ok } = await inspect({ ...toBuildOptions(given), keepGoing: true }, site =>
    look(site, article),
  )
  const errors = reports.filter(report => report.severity === 'error')
  if (!value) {
    printReports(errors, { quiet: true, all: true })
    return 1
  }
  if ('missing' in value) {
    const hint = value.near === undefined ? '' : ` Did you mean "${value.near}"?`
    process.stderr.write(`error: "${article}" is no published article of this site.${hint}\n`)
    return 1
  }
  for (const line of value.lines)
    process.stdout.write(given.json || given.all ? `${JSON.stringify(line)}\n` : table(line))
  if (!ok && !given.quiet) printReports(errors, { quiet: true, all: true })
  return ok || given.keepGoing ? 0 : 1
}

function look(
  site: Site,
  article: string | undefined,
): { readonly lines: readonly RelatedLine[] } | { readonly missing: true; readonly near?: string } {
  const places = Array.from({ length: site.size }, (_, n) => n)
  if (article === undefined) return { lines: places.map(n => lineOf(site, n)) }
  const folder = resolve(site.options.contentFolder)
  const wanted = new Set([
    article,
    article.replace(/^\.?\/+/, ''),
    relative(folder, resolve(article)).split('\\').join('/'),
  ])
  const found = places.find(n => wanted.has(site.file(n)))
  if (found !== undefined) return { lines: [lineOf(site, found)] }
  const near = suggest(
    article,
    places.map(n => site.file(n)),
  )
  return { missing: true, ...(near === undefined ? {} : { near }) }
}

function lineOf(site: Site, n: number): RelatedLine {
  return {
    path: site.file(n),
    items: site.related(n).map(item => {
      const { title, region, date } = site.card(item.n)
      return {
        path: site.file(item.n),
        score: item.score,
        title,
        region: region?.name ?? null,
        date: new Date(date).toISOString(),
      }
    }),
  }
}

function table(line: RelatedLine): string {
  const ink = terminalInk(wantsColour(process.stdout))
  const rows = line.items.map(
    item =>
      `  ${item.score.toFixed(4)}  ${ink.strong(item.title)}\n          ${ink.faint([item.region ?? 'no region', item.date.slice(0, 10), item.path].join(' · '))}`,
  )
  return `${ink.strong(line.path)}\n${rows.length === 0 ? '  nothing related\n' : `${rows.join('\n')}\n`}`
}
