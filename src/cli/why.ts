// dateline why: which inputs of a page changed, and which did not; for an article that is not published, why not.
import { relative, resolve } from 'node:path'
import { type Answer, type Explanation, explain } from '../build/why.js'
import { type SiteOptionsGiven, toBuildOptions } from './options.js'
import { printReports, terminalInk, wantsColour } from './report.js'

export interface WhyGiven extends SiteOptionsGiven {
  readonly json: boolean
}

export async function runWhy(page: string, given: WhyGiven): Promise<0 | 1> {
  const inside = relative(process.cwd(), resolve(page)).split('\\').join('/')
  const wanted = page.startsWith('/') && !inside.startsWith('..') ? inside : page
  const { value, reports } = await explain({ ...toBuildOptions(given), keepGoing: true }, wanted)
  if (!value) {
    printReports(reports, { quiet: true, all: true })
    return 1
  }
  process.stdout.write(given.json ? `${JSON.stringify(value)}\n` : inWords(value, page))
  return value.kind === 'unknown' || value.kind === 'no build yet' ? 1 : 0
}

function inWords(answer: Answer, page: string): string {
  switch (answer.kind) {
    case 'page':
      return explanation(answer.explanation)
    case 'hidden':
      return `${answer.file} is not published: it is ${answer.reason}${answer.until === undefined ? '' : `, until ${instant(answer.until)}`}.\n`
    case 'no build yet':
      return 'Nothing is known yet of an earlier build: run "dateline build" first.\n'
    case 'unknown':
      return `"${page}" is no page of this site, and no file that one is made from.\n`
  }
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
