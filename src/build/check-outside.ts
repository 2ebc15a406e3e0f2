// Links to other sites, asked within bounds: few at a time, one at a time of a host, for so long and no longer. What
// is known is kept for some days, so that the next run asks for the rest.
import { join } from 'node:path'
import { type Diagnostic, warning } from '../diagnostics/diagnostic.js'
import type { OutsideLink } from '../site/outside-links.js'
import type { Files } from './files.js'
import { askWeb, type WebAnswer } from './web.js'

export interface OutsideOptions {
  /** Addresses of this machine and of private networks may be asked. */
  readonly allowPrivate: boolean
  /** Most addresses that are asked for. */
  readonly most: number
  /** When the last one is asked for, from the beginning. */
  readonly secondsInAll: number
}

interface Known {
  /** Ms since 1970. */
  readonly at: number
  readonly answer: WebAnswer
}

const atOnce = 12
const timeoutMs = 10_000
/** Between two requests to one host. */
const pauseMs = 200
const dayMs = 86_400_000
/** What is missing may come back sooner than what is there goes. */
const freshMs = { there: 14 * dayMs, missing: dayMs } as const

export async function checkOutside(
  links: Iterable<OutsideLink>,
  options: OutsideOptions,
  { files, root, now }: { readonly files: Files; readonly root: string; readonly now: number },
): Promise<Diagnostic[]> {
  const places = new Map<string, OutsideLink[]>()
  for (const link of links) {
    const list = places.get(link.url)
    if (list) list.push(link)
    else places.set(link.url, [link])
  }
  const file = join(root, '.dateline', 'outside-links.json')
  const known = readKnown(files, file)
  const isFresh = ({ at, answer }: Known): boolean => now - at >= 0 && now - at < freshMs[answer.state]
  const stale = [...places.keys()].filter(url => !known.has(url) || !isFresh(known.get(url)!))
  const answers = await askAll(stale.slice(0, options.most), options)
  for (const [url, answer] of answers) known.set(url, { at: now, answer })
  keep(files, file, new Map([...known].filter(([, entry]) => isFresh(entry))))

  const diagnostics = [...places].flatMap(([url, list]) => {
    const answer = known.get(url)?.answer
    return answer ? list.flatMap(link => tell(link, answer)) : []
  })
  const left = stale.filter(url => !answers.has(url)).length
  if (left > 0) diagnostics.push(warning('DL2021', { asked: answers.size, left }))
  return diagnostics
}

function tell({ target, file, offset }: OutsideLink, answer: WebAnswer): Diagnostic[] {
  const place = offset < 0 ? {} : { place: { kind: 'span', start: offset, end: offset + 1 } as const }
  if (answer.state === 'missing')
    return [warning('DL2019', { target, reason: answer.reason }, { file, ...place })]
  return answer.to === undefined ? [] : [warning('DL2020', { target, to: answer.to }, { file, ...place })]
}

/** One after the other of a host, some hosts at once. */
async function askAll(urls: readonly string[], options: OutsideOptions): Promise<Map<string, WebAnswer>> {
  const hosts = new Map<string, string[]>()
  for (const url of urls) {
    const { host } = new URL(url)
    const queue = hosts.get(host)
    if (queue) queue.push(url)
    else hosts.set(host, [url])
  }
  const answers = new Map<string, WebAnswer>()
  const queues = [...hosts.values()]
  const end = performance.now() + options.secondsInAll * 1000
  const isLate = () => performance.now() >= end
  async function work(): Promise<void> {
    for (let queue = queues.shift(); queue && !isLate(); queue = queues.shift()) {
      for (const [n, url] of queue.entries()) {
        if (n > 0) await new Promise(resume => setTimeout(resume, pauseMs))
        if (isLate()) return
        answers.set(url, await askWeb(url, { allowPrivate: options.allowPrivate, timeoutMs }))
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return answers
}

/** What cannot be read is not known. */
function readKnown(files: Files, file: string): Map<string, Known> {
  try {
    const bytes = files.read(file)
    const entries: unknown = bytes ? JSON.parse(Buffer.from(bytes).toString('utf8')) : []
    return new Map(Array.isArray(entries) ? entries.flatMap(toKnown) : [])
  } catch {
    return new Map()
  }
}

function toKnown(entry: unknown): [string, Known][] {
  const { url, at, state, reason, to } = (entry ?? {}) as Readonly<Record<string, unknown>>
  if (typeof url !== 'string' || typeof at !== 'number') return []
  if (state === 'missing' && typeof reason === 'string') return [[url, { at, answer: { state, reason } }]]
  if (state !== 'there') return []
  return [[url, { at, answer: { state, ...(typeof to === 'string' ? { to } : {}) } }]]
}

/** That it cannot be kept costs the next run its questions. */
function keep(files: Files, file: string, known: ReadonlyMap<string, Known>): void {
  const lines = [...known].map(([url, { at, answer }]) => JSON.stringify({ url, at, ...answer }))
  try {
    files.writePieces(file, [Buffer.from(`[\n${lines.join(',\n')}\n]\n`)])
  } catch {
    // A read-only folder.
  }
}
