// The server of `dateline dev`: pages are made when they are asked for, files are streamed from where they lie. Every
// page gets one script, which is in no build.
import { createReadStream, readFileSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { lookup } from 'mrmime'
import { outputPath, type SitePath } from '../site/urls.js'
import { ownPrefix, type Plan, planAnswer, readRange } from './respond.js'

/** An answer, whoever makes it. */
export type Answer =
  | { readonly kind: 'html'; readonly status: number; readonly html: string; readonly headers?: Headers }
  | { readonly kind: 'text'; readonly text: string; readonly path: SitePath }
  | { readonly kind: 'file'; readonly source: string; readonly path: SitePath }

type Headers = Readonly<Record<string, string>>

export interface Desk {
  readonly base: string
  find(path: SitePath): number
  /** Resolves when there is something to show. */
  readonly ready: Promise<void>
  page(number: number, path: SitePath): Promise<Answer>
  missing(path: SitePath): Promise<Answer>
  /** A page's events. @param url as the browser has it. */
  follow(response: ServerResponse, path: SitePath): void
  bar(path: SitePath): Promise<unknown>
  /** Opens a file of the project in the editor. @returns why not. */
  openFile(file: string, line: number): Promise<string | undefined>
}

const noStore = { 'cache-control': 'no-store' }
const scriptTag = `<script type="module" src="${ownPrefix}client.js"></script>`

export function createDevServer(desk: Desk, onFailure: (cause: unknown) => void): Server {
  return createServer((request, response) => {
    answer(request, response).catch(cause => {
      onFailure(cause)
      if (!response.headersSent) send(request, response, 500, 'text/plain', 'This is a bug of dateline.')
      else response.destroy()
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = request
    const asked = { method, target: url, host: headers.host, own: headers['x-dateline'] !== undefined }
    // What is not for us is refused before anybody waits for the site.
    const early = planAnswer(asked, { base: '/', find: () => -1 })
    if (early.kind === 'refused' && early.status !== 405) return refuse(request, response, early)
    if (early.kind === 'own' && files[early.name]) return sendOwn(request, response, files[early.name]!)
    await desk.ready
    const plan = planAnswer(asked, desk)
    switch (plan.kind) {
      case 'refused':
        return refuse(request, response, plan)
      case 'redirect':
        response.writeHead(302, { ...noStore, location: encodeURI(decodeURI(plan.to)) }).end()
        return
      case 'own':
        return answerOwn(request, response, plan.name, plan.query)
      case 'page':
        return sendAnswer(request, response, await desk.page(plan.page, plan.path))
      case 'missing':
        return sendAnswer(request, response, await desk.missing(plan.path))
    }
  }

  async function answerOwn(
    request: IncomingMessage,
    response: ServerResponse,
    name: string,
    query: URLSearchParams,
  ): Promise<void> {
    const path = sitePath(query.get('path') ?? '/', desk.base)
    if (name === 'events') return desk.follow(response, path)
    if (name === 'bar')
      return send(request, response, 200, 'application/json', JSON.stringify(await desk.bar(path)))
    if (name === 'open') {
      const reason = await desk.openFile(query.get('file') ?? '', Number(query.get('line') ?? '1'))
      return send(request, response, reason === undefined ? 200 : 400, 'text/plain', reason ?? 'opened')
    }
    send(request, response, 404, 'text/plain', 'There is no such thing.')
  }
}

/** The path that a browser shows, as the site has it. */
function sitePath(shown: string, base: string): SitePath {
  return shown.startsWith(base) ? `/${shown.slice(base.length)}` : shown
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, reason }: Extract<Plan, { readonly kind: 'refused' }>,
): void {
  send(request, response, status, 'text/plain', `${reason}\n`)
}

function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (answer.kind === 'html')
    send(request, response, answer.status, 'text/html', withScript(answer.html), answer.headers)
  else if (answer.kind === 'text') send(request, response, 200, typeOf(answer.path), answer.text)
  else sendFile(request, response, answer.source, typeOf(answer.path))
}

/** Before the end of the body; a page without one may end anywhere. */
export function withScript(html: string): string {
  const end = html.toLowerCase().lastIndexOf('</body>')
  return end < 0 ? `${html}\n${scriptTag}\n` : `${html.slice(0, end)}${scriptTag}\n${html.slice(end)}`
}

export function typeOf(path: SitePath): string {
  return lookup(outputPath(path)) ?? 'application/octet-stream'
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Headers = {},
): void {
  const bytes = Buffer.from(body)
  response.writeHead(status, {
    ...noStore,
    'content-type': withCharset(type),
    'content-length': bytes.length,
    ...headers,
  })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

const withCharset = (type: string): string =>
  /^text\/|json|xml|javascript/.test(type) ? `${type}; charset=utf-8` : type

/** A film is asked for in parts (RFC 9110, 14). */
function sendFile(request: IncomingMessage, response: ServerResponse, source: string, type: string): void {
  const stats = statSync(source, { throwIfNoEntry: false })
  if (!stats?.isFile()) {
    send(request, response, 404, 'text/plain', 'The file is gone.')
    return
  }
  const { size } = stats
  const common = { ...noStore, 'content-type': withCharset(type), 'accept-ranges': 'bytes' }
  const range = readRange(request.headers.range, size)
  if (range === 'unsatisfiable') {
    response.writeHead(416, { ...common, 'content-range': `bytes */${size}` }).end()
    return
  }
  const [from, to] = range === 'whole' ? [0, size - 1] : [range.from, range.to]
  const part = range === 'whole' ? {} : { 'content-range': `bytes ${from}-${to}/${size}` }
  response.writeHead(range === 'whole' ? 200 : 206, { ...common, ...part, 'content-length': to - from + 1 })
  if (request.method === 'HEAD' || size === 0) {
    response.end()
    return
  }
  const stream = createReadStream(source, { start: from, end: to })
  stream.once('error', () => response.destroy())
  response.once('close', () => stream.destroy())
  stream.pipe(response)
}

/** Our own files, by the name behind the prefix. */
const files: Readonly<Record<string, () => string>> = {
  'client.js': () => readFileSync(new URL('../dev/client/dev.js', import.meta.url), 'utf8'),
  'idiomorph.js': () =>
    readFileSync(createRequire(import.meta.url).resolve('idiomorph/dist/idiomorph.esm.js'), 'utf8'),
}

function sendOwn(request: IncomingMessage, response: ServerResponse, read: () => string): void {
  send(request, response, 200, 'text/javascript', read())
}
