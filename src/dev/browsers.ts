// The browsers that look at pages: what each looks at, and messages to them by Server-Sent Events (WHATWG HTML, 9.2).
import type { ServerResponse } from 'node:http'
import type { Report } from '../diagnostics/reporters.js'
import type { SitePath } from '../site/urls.js'

/** What pages are told. */
export type Message =
  /** The page may be another one: it is fetched, and what differs is replaced. */
  | { readonly kind: 'update' }
  /** Style sheets are fetched again. */
  | { readonly kind: 'styles' }
  /** Pictures or scripts are others. */
  | { readonly kind: 'reload' }
  /** The story has another address. */
  | { readonly kind: 'move'; readonly to: string }
  /** All mistakes that matter to this page; none when they are mended. */
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }

export type Problem = Pick<Report, 'code' | 'file' | 'line' | 'column' | 'message' | 'hint'> & {
  readonly frame?: readonly string[]
}

export interface Browser {
  readonly path: SitePath
  /** File of the page, from the root, for when its address changes. */
  readonly file: string | undefined
  /** What it shows, as far as is known. */
  shows: string
  tell(message: Message): void
}

export interface Browsers {
  readonly all: Iterable<Browser>
  at(path: SitePath): Browser[]
  open(response: ServerResponse, path: SitePath, file: string | undefined, shows: string): Browser
  close(): void
}

export function createBrowsers(): Browsers {
  const open = new Map<Browser, ServerResponse>()
  return {
    get all() {
      return [...open.keys()]
    },
    at: path => [...open.keys()].filter(browser => browser.path === path),
    open(response, path, file, shows) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.flushHeaders()
      const browser: Browser = {
        path,
        file,
        shows,
        tell: message => void response.write(`data: ${JSON.stringify(message)}\n\n`),
      }
      open.set(browser, response)
      response.once('close', () => open.delete(browser))
      return browser
    },
    close() {
      for (const response of open.values()) response.end()
      open.clear()
    },
  }
}

export function toProblem({ frame, ...report }: Report): Problem {
  const { code, file, line, column, message, hint } = report
  return {
    code,
    message,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    ...(hint === undefined ? {} : { hint }),
    ...(frame ? { frame: frame.lines } : {}),
  }
}
