// dateline why: where a story is, or why readers do not see it; which inputs of a page changed, and which did not.
import { relative, resolve } from 'node:path'
import { type Answer, type Explanation, explain, type Story } from '../build/why.js'
import { formatPretty, type Report } from '../diagnostics/reporters.js'
import { type SiteOptionsGiven, toBuildOptions } from './options.js'
import { printReports, terminalInk, wantsColour } from './report.js'
import { inMarkdown, stateOf } from './story-links.js'

export interface WhyGiven extends SiteOptionsGiven {
  readonly json: boolean
  readonly markdown: boolean
  readonly at?: string
}

export async function runWhy(pages: readonly string[], given: WhyGiven): Promise<0 | 1> {
  const wanted = pages.map(page => {
    const inside = relative(process.cwd(), resolve(page)).split('\\').join('/')
    return page.startsWith('/') && !inside.startsWith('..') ? inside : page
  })
  const { value, reports } = await explain({ ...toBuildOptions(given), keepGoing: true }, wanted)
  if (!value) {
    printReports(reports, { quiet: true, all: true })
    return 1
  }
  for (const [n, answer] of value.entries()) {
    const told = given.json
      ? `${JSON.stringify(answer)}\n`
      : given.markdown
        ? inMarkdown(answer, given.at)
        : inWords(answer, pages[n]!, reports)
    process.stdout.write(told)
  }
  return value.some(({ kind }) => kind === 'unknown' || kind === 'no build yet') ? 1 : 0
}

function inWords(answer: Answer, page: string, reports: readonly Report[]): string {
  switch (answer.kind) {
    case 'page':
      return `${answer.story ? whereIs(answer.story, reports) : ''}${explanation(answer.explanation)}`
    case 'published':
      return whereIs(answer.story, reports)
    case 'hidden':
      return hidden(answer, reports)
    case 'no build yet':
      return 'Nothing is known yet of an earlier build: run "dateline build" first.\n'
    case 'unknown':
      return `"${page}" is no page of this site, and no file that one is made from.\n`
  }
}

function whereIs({ file, url, unpublished, version }: Story, reports: readonly Report[]): string {
  if (unpublished) return `${file} is ${stateOf(unpublished)}; the preview has it at ${url}\n`
  if (!version) return `${file} is published at ${url}\n`
  const { commit, date } = version
  return `${file} is published at ${url}, in its version of ${date} (${commit.slice(0, 7)}), since it is in error now.\n${mistakesOf(file, reports)}`
}

function mistakesOf(file: string, reports: readonly Report[]): string {
  const mistakes = reports.filter(report => report.file === file && report.severity === 'error')
  return mistakes.length === 0 ? '' : `${formatPretty(mistakes)}\n`
}

function hidden(
  { file, reason, until, zone }: Extract<Answer, { readonly kind: 'hidden' }>,
  reports: readonly Report[],
): string {
  const end = until === undefined ? '' : `, until ${until} (${zone})`
  return `${file} is not published: it is ${reason}${end}.\n${mistakesOf(file, reports)}`
}

function explanation({ address, owner, from, to, state, changed, same }: Explanation): string {
  const ink = terminalInk(wantsColour(process.stdout))
  const span =
    to === undefined
      ? `since the build of ${instant(from)}`
      : `from the build of ${instant(from)} to that of ${instant(to)}`
  const verdict = {
    new: 'It is a new page.',
    gone: 'It is no page of the site any more.',
    same: 'Nothing that it depends on changed.',
    changed: 'It is made again, because of:',
  }[state]
  const kept = Object.entries(same)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`)
  return [
    `${ink.strong(address)}${owner === undefined ? '' : ` ${ink.faint(owner)}`}`,
    `${span}: ${verdict}`,
    ...changed.map(line => `  ${line}`),
    ...(kept.length === 0 ? [] : [ink.faint(`unchanged: ${kept.join(', ')}`)]),
    '',
  ].join('\n')
}

function instant(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
