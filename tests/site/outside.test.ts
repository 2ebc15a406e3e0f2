// `dateline check --external`, against a server on this machine: what is told of which link, and how much is asked.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askWeb, isPublic } from '../../src/build/web.js'
import { article, makeSite, run } from '../support/site.js'

const asked: string[] = []
let atOnce = 0
let mostAtOnce = 0
let address = ''

const answers: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
  '/there': (_, response) => response.end('x'.repeat(100_000)),
  '/gone': (_, response) => response.writeHead(404).end(),
  '/broken': (_, response) => response.writeHead(500).end(),
  '/no-robots': (_, response) => response.writeHead(403).end(),
  '/no-head': ({ method }, response) => response.writeHead(method === 'HEAD' ? 405 : 200).end('text'),
  '/moved': (_, response) => response.writeHead(301, { location: '/there' }).end(),
  '/moved-twice': (_, response) => response.writeHead(308, { location: '/moved' }).end(),
  '/elsewhere': (_, response) => response.writeHead(302, { location: '/there' }).end(),
  '/moved-away': (_, response) => response.writeHead(301, { location: '/gone' }).end(),
  '/round': (_, response) => response.writeHead(302, { location: '/round' }).end(),
  '/to-file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/hangs': () => {},
  '/cut': ({ socket }) => socket.destroy(),
}

const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`)
  mostAtOnce = Math.max(mostAtOnce, ++atOnce)
  response.once('close', () => atOnce--)
  // A moment, so that requests that come together are seen together.
  setTimeout(() => answers[request.url ?? '']?.(request, response), 5)
})
beforeAll(async () => {
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  asked.length = 0
  mostAtOnce = 0
})

const site = (...paths: readonly string[]) =>
  makeSite({
    'content/a.md': article({ title: 'A' }, paths.map(path => `See [this](${address}${path}).`).join('\n\n')),
  })

async function check(root: string, ...args: string[]) {
  const { code, stdout } = await run(root, ['check', '--external', '--format', 'json', ...args])
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { code: string; line: number; column: number; message: string }[]
  }
  const found = diagnostics.map(
    ({ code, line, column, message }) => `${line}:${column} ${code} ${message.replaceAll(address, '')}`,
  )
  return { code, found }
}

describe('one address', () => {
  it.each<[path: string, expected: unknown]>([
    ['/there', { state: 'there' }],
    ['/gone', { state: 'missing', reason: 'the server answers 404' }],
    ['/broken', { state: 'missing', reason: 'the server answers 500' }],
    ['/no-robots', { state: 'there' }],
    ['/no-head', { state: 'there' }],
    ['/moved', { state: 'there', to: '/there' }],
    ['/moved-twice', { state: 'there', to: '/there' }],
    ['/elsewhere', { state: 'there' }],
    ['/moved-away', { state: 'missing', reason: 'the server answers 404' }],
    ['/round', { state: 'missing', reason: 'it redirects more than 5 times' }],
    ['/to-file', { state: 'missing', reason: 'it redirects to file:' }],
    ['/hangs', { state: 'missing', reason: 'no answer within 0.2 seconds' }],
    ['/cut', { state: 'missing', reason: 'the connection fails (ECONNRESET)' }],
  ])('%s', async (path, expected) => {
    const answer = await askWeb(address + path, { allowPrivate: true, timeoutMs: 200 })
    expect(JSON.parse(JSON.stringify(answer).replaceAll(address, ''))).toEqual(expected)
  })

  it.each(['127.0.0.1', 'localhost', '[::1]', '2130706433'])(
    '%s is refused unless it is allowed',
    async host => {
      const port = new URL(address).port
      const answer = await askWeb(`http://${host}:${port}/there`, { allowPrivate: false, timeoutMs: 1_000 })
      expect(answer.state).toBe('missing')
      expect(JSON.stringify(answer)).toContain('private network')
      expect(asked).toEqual([])
    },
  )

  it.each<[string, boolean]>([
    ['93.184.216.34', true],
    ['2606:2800:220:1::1', true],
    ['10.1.2.3', false],
    ['169.254.169.254', false],
    ['172.31.0.1', false],
    ['192.168.0.1', false],
    ['0.0.0.0', false],
    ['::1', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['::ffff:10.0.0.1', false],
    ['::ffff:0a00:0001', false],
  ])('%s', (ip, expected) => {
    expect(isPublic(ip)).toBe(expected)
  })
})

describe('check --external', () => {
  it('tells file, line and column of what is gone or has moved, and asks a host one thing at a time', async () => {
    const root = site('/there', '/gone#part', '/moved', '/gone')
    const { code, found } = await check(root, '--external-private')
    expect(found).toEqual([
      '8:5 DL2019 The link "/gone#part" leads nowhere: the server answers 404.',
      '10:5 DL2020 "/moved" has moved to /there for good.',
      '12:5 DL2019 The link "/gone" leads nowhere: the server answers 404.',
    ])
    expect(code).toBe(0)
    // Once each, HEAD first, GET where HEAD says no.
    expect(asked).toEqual(['HEAD /there', 'HEAD /gone', 'GET /gone', 'HEAD /moved', 'HEAD /there'])
    expect(mostAtOnce).toBe(1)
  })

  it('keeps what it knows for some days', async () => {
    const root = site('/there', '/gone')
    const told = (await check(root, '--external-private', '--now', '2026-11-24T12:00:00Z')).found
    asked.length = 0
    expect((await check(root, '--external-private', '--now', '2026-11-25T11:00:00Z')).found).toEqual(told)
    expect(asked).toEqual([])
    await check(root, '--external-private', '--now', '2026-11-26T12:00:00Z')
    expect(asked).toEqual(['HEAD /gone', 'GET /gone'])
    await check(root, '--external-private', '--now', '2026-12-09T12:00:00Z')
    expect(asked).toContain('HEAD /there')
  })

  it('stops at its bounds, says so, and goes on from there', async () => {
    const root = site('/there', '/no-robots', '/no-head')
    expect((await check(root, '--external-private', '--external-most', '2')).found).toEqual([
      'null:null DL2021 2 addresses of other sites were asked for, and 1 were not.',
    ])
    asked.length = 0
    expect((await check(root, '--external-private', '--external-most', '2')).found).toEqual([])
    expect(asked).toEqual(['HEAD /no-head', 'GET /no-head'])
  })

  it('asks no private network unless it is told to, and nothing at all without the option', async () => {
    const root = site('/there')
    expect((await run(root, ['check'])).code).toBe(0)
    expect((await check(root)).found).toEqual([
      '6:5 DL2019 The link "/there" leads nowhere: it is an address of a private network.',
    ])
    expect(asked).toEqual([])
  })
})
