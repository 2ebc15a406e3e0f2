// A real Chromium, where there is one: Debian's, or the one that DATELINE_CHROMIUM names.
import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium } from 'playwright-core'
import sirv from 'sirv'

const places = [
  process.env.DATELINE_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Undefined where there is no browser; `browser.setup.ts` has said so. */
export function findChromium(): string | undefined {
  return places.find(path => path !== undefined && existsSync(path))
}

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
}

export interface Served {
  readonly url: string
  close(): Promise<void>
}

/** Serves a folder as a static host does, on loopback; what is not there answers with its 404 page. */
export async function serve(folder: string): Promise<Served> {
  const handler = sirv(folder, { dev: true })
  const server: Server = createServer((request, response) =>
    handler(request, response, () => {
      response.writeHead(404).end('not found')
    }),
  )
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise(done => server.close(() => done())),
  }
}
