// dateline related: the lists as they stand on the site, for people and for measuring; and of one article why.
import { relative, resolve } from 'node:path'
import { suggest } from '../base/suggest.js'
import { examine } from '../build/build.js'
import type { Prepared } from '../build/pipeline.js'
import { createReasons, type ScoreParts } from '../build/related-reasons.js'
import { readDetails } from '../build/render-one.js'
import type { Ink } from '../diagnostics/reporters.js'
import { relatedOnPage } from '../outputs/related.js'
import { isPinned, type RelatedItem } from '../site/related-lists.js'
import type { Site } from '../site/site.js'
import { type SiteOptionsGiven, toBuildOptions } from './options.js'
import { printReports, terminalInk, wantsColour } from './report.js'

export interface RelatedGiven extends SiteOptionsGiven {
  readonly all: boolean
  readonly json: boolean
}

interface Item {
  readonly path: string
  readonly score: number
  readonly title: string
  readonly region: string | null
  readonly date: string
}

interface ExplainedItem extends Item {
  /** Put there by hand. */
  readonly pinned: boolean
  readonly parts: ScoreParts | null
  /** Shared words, that which counts most first. */
  readonly words: readonly string[]
}

interface RelatedLine {
  readonly path: string
  readonly items: readonly Item[]
}

interface Explained {
  readonly path: string
  readonly title: string
  /** The older article whose story it goes on with. */
  readonly parent: ExplainedItem | null
  /** Key of the storyline that it is part of. */
  readonly storyline: string | null
  readonly items: readonly ExplainedItem[]
  /** As the page shows them: regions in order, with their items' numbers. */
  readonly groups: readonly { readonly region: string | null; readonly items: readonly ExplainedItem[] }[]
}

type Looked =
  | { readonly lines: readonly RelatedLine[] }
  | { readonly explained: Explained }
  | { readonly missing: true; readonly near?: string }

export async function runRelated(article: string | undefined, given: RelatedGiven): Promise<0 | 1 | 2> {
  if (given.all === (article !== undefined)) {
    process.stderr.write('error: name one article, or say --all\n')
    return 2
  }
  const { value, reports, ok } = await examine({ ...toBuildOptions(given), keepGoing: true }, prepared =>
    look(prepared, article),
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
  if ('lines' in value) for (const line of value.lines) process.stdout.write(`${JSON.stringify(line)}\n`)
  else if (given.json) {
    const { groups: _, ...line } = value.explained
    process.stdout.write(`${JSON.stringify(line)}\n`)
  } else process.stdout.write(table(value.explained, terminalInk(wantsColour(process.stdout))))
  if (!ok && !given.quiet) printReports(errors, { quiet: true, all: true })
  return ok || given.keepGoing ? 0 : 1
}

async function look(prepared: Prepared, article: string | undefined): Promise<Looked> {
  const { site } = prepared.sources
  const places = Array.from({ length: site.size }, (_, n) => n)
  if (article === undefined) return { lines: places.map(n => lineOf(site, n)) }
  const folder = resolve(site.options.contentFolder)
  const wanted = new Set([
    article,
    article.replace(/^\.?\/+/, ''),
    relative(folder, resolve(article)).split('\\').join('/'),
  ])
  const found = places.find(n => wanted.has(site.file(n)))
  if (found !== undefined) return { explained: await explainList(prepared, found) }
  const near = suggest(
    article,
    places.map(n => site.file(n)),
  )
  return { missing: true, ...(near === undefined ? {} : { near }) }
}

function lineOf(site: Site, n: number): RelatedLine {
  return {
    path: site.file(n),
    items: site.related(n).map(item => itemOf(site, item.n, item.score)),
  }
}

function itemOf(site: Site, n: number, score: number): Item {
  const { title, region, date } = site.card(n).data
  return {
    path: site.file(n),
    score,
    title,
    region: region?.name ?? null,
    date: new Date(date).toISOString(),
  }
}

async function explainList(prepared: Prepared, n: number): Promise<Explained> {
  const { sources } = prepared
  const { site } = sources
  const { body } = await readDetails(prepared, site.locator(n), site.file(n))
  const reasonOf = await createReasons(sources, n, body)
  const explained = (other: number, listed?: RelatedItem): ExplainedItem => {
    const { score, parts, words } = reasonOf(other)
    const pinned = listed !== undefined && isPinned(listed)
    return { ...itemOf(site, other, listed?.score ?? score), pinned, parts: parts ?? null, words }
  }
  const items = new Map(site.related(n).map(item => [item.n, explained(item.n, item)] as const))
  const parent = site.parent(n)
  return {
    path: site.file(n),
    title: site.card(n).data.title,
    parent: parent < 0 ? null : explained(parent),
    // What editors put together, before what was found.
    storyline:
      site.storylinesOf(n)[0]?.key ??
      site.findStorylines().find(({ members }) => members.includes(n))?.key ??
      null,
    items: [...items.values()],
    groups: relatedOnPage(site, n).map(({ region, cards }) => ({
      region: region?.name ?? null,
      items: cards.map(card => items.get(card.n)!),
    })),
  }
}

function table({ path, title, parent, storyline, groups }: Explained, ink: Ink): string {
  const lines = [ink.strong(title), ink.faint(path)]
  if (storyline !== null) lines.push('', `${ink.strong('Storyline')}  ${storyline}`)
  if (parent) lines.push('', ink.strong('Goes on with'), ...headOf(parent, ink))
  for (const { region, items } of groups)
    lines.push('', ink.strong(region ?? 'no region'), ...items.flatMap(item => rowsOf(item, ink)))
  if (groups.length === 0) lines.push('', 'nothing related')
  return `${lines.join('\n')}\n`
}

const indent = ' '.repeat(10)

function headOf({ score, title, date, path, pinned }: ExplainedItem, ink: Ink): string[] {
  return [
    `  ${pinned ? ink.warning('pinned') : ink.good(score.toFixed(4))}  ${title}`,
    `${indent}${ink.faint(`${date.slice(0, 10)} · ${path}`)}`,
  ]
}

function rowsOf(item: ExplainedItem, ink: Ink): string[] {
  const { parts, words } = item
  const rows = headOf(item, ink)
  if (parts) rows.push(`${indent}${sumOf(parts, ink)}`)
  if (words.length > 0) rows.push(`${indent}${ink.faint('both say')} ${words.map(ink.warning).join(', ')}`)
  return rows
}

/** `text 0.210 + region 0.050, × 0.97 for its day`. */
function sumOf({ nearness, ...parts }: ScoreParts, ink: Ink): string {
  const summands = Object.entries(parts).filter(([, value]) => value > 0)
  const sum = summands.map(([name, value]) => `${ink.faint(name)} ${value.toFixed(3)}`).join(ink.faint(' + '))
  return `${sum}${ink.faint(', ×')} ${((1 + nearness) / 2).toFixed(2)} ${ink.faint('for nearness in time')}`
}
