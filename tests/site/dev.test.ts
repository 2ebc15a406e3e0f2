// `dateline dev` as a server: it answers as a host does, to this machine alone.
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type RunningDev, reachDev, startDev, until } from '../support/dev.js'
import { startCommand } from '../support/process.js'
import { article, makeSite } from '../support/site.js'

interface Got {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** As it is written: no client resolves the path or fills in the host. */
function get(
  dev: RunningDev,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<Got> {
  return new Promise((done, failed) => {
    const asked = request({
      host: '127.0.0.1',
      port: dev.port,
      path,
      method,
      headers: { host: 'localhost', ...headers },
    })
    asked.once('error', failed)
    asked.once('response', answer => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.once('end', () =>
        done({
          status: answer.statusCode!,
          headers: answer.headers,
          body: Buffer.concat(parts).toString('latin1'),
        }),
      )
    })
    asked.end()
  })
}

const files = {
  'dateline.config.mjs': `export default { title: 'The Paper', url: 'https://paper.example/news/' }\n`,
  'content/2026/03/first.md': article({ title: 'First', aliases: ['/old/first/'] }, 'The first text.'),
  'content/2026/03/draft.md': article({ title: 'Not yet', draft: true }),
  'content/2026/03/secret.md': article({ title: 'Secret', embargo: '2027-01-01T00:00' }),
  'public/film.mp4': '0123456789',
}

describe('dateline dev', () => {
  it('serves what a host serves', async () => {
    const dev = await startDev(makeSite(files))
    const home = await get(dev, '/news/')
    expect([home.status, home.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(home.body).toContain('<script type="module" src="/_dateline/client.js"></script>')
    for (const slug of ['first', 'draft', 'secret'])
      expect((await get(dev, `/news/2026/03/${slug}/`)).status, slug).toBe(200)
    expect(await get(dev, '/news/2026/03/first')).toMatchObject({
      status: 302,
      headers: { location: '/news/2026/03/first/' },
    })
    expect(await get(dev, '/')).toMatchObject({ status: 302, headers: { location: '/news/' } })
    const alias = await get(dev, '/news/old/first/')
    expect(alias).toMatchObject({ status: 302, headers: { location: '/news/2026/03/first/' } })
    expect(alias.body).toContain('http-equiv="refresh"')
    const missing = await get(dev, '/news/nothing/')
    expect(missing.status).toBe(404)
    expect(missing.body).toContain('Page not found')
    expect((await get(dev, '/news/feed.xml')).body).toContain('<rss')
    const head = await get(dev, '/news/', {}, 'HEAD')
    expect([head.status, head.body, head.headers['content-length']]).toEqual([
      200,
      '',
      String(home.body.length),
    ])
    expect((await get(dev, '/news/', {}, 'POST')).status).toBe(405)
  })

  it('gives a part of a file', async () => {
    const dev = await startDev(makeSite(files))
    expect(await get(dev, '/news/film.mp4', { range: 'bytes=2-4' })).toMatchObject({
      status: 206,
      body: '234',
      headers: { 'content-range': 'bytes 2-4/10', 'content-type': 'video/mp4', 'content-length': '3' },
    })
    expect(await get(dev, '/news/film.mp4')).toMatchObject({ status: 200, body: '0123456789' })
    expect((await get(dev, '/news/film.mp4', { range: 'bytes=20-' })).status).toBe(416)
  })

  it('answers to this machine alone, and gives no file that is not of the site', async () => {
    const root = makeSite(files)
    const dev = await startDev(root)
    expect((await get(dev, '/news/', { host: 'evil.example' })).status).toBe(403)
    expect((await get(dev, '/_dateline/client.js', { host: 'evil.example' })).status).toBe(403)
    for (const path of [
      '/../dateline.config.mjs',
      '/news/../../dateline.config.mjs',
      '/news/%2e%2e/dateline.config.mjs',
    ])
      expect((await get(dev, path)).status, path).toBe(400)
    for (const path of [
      '/news/dateline.config.mjs',
      '/news/content/2026/03/first.md',
      '/news/.dateline/dev/record.json',
    ])
      expect((await get(dev, path)).status, path).toBe(404)
    // Nor does it open one.
    symlinkSync('/etc/hosts', join(root, 'link'))
    for (const file of ['../../etc/hosts', '/etc/hosts', 'link']) {
      const path = `/_dateline/open?file=${encodeURIComponent(file)}`
      expect((await get(dev, path, {}, 'POST')).status).toBe(403)
      expect(await get(dev, path, { 'x-dateline': 'open' }, 'POST')).toMatchObject({
        status: 400,
        body: 'That is no file of this project.',
      })
    }
  })

  it('takes the next port when one is taken, and says so', async () => {
    const other = createServer()
    await new Promise<void>(done => void other.listen(0, '127.0.0.1', done))
    onTestFinished(() => void other.close())
    const { port } = other.address() as AddressInfo
    const dev = await startDev(makeSite(files), ['--port', String(port)])
    expect(dev.port).toBeGreaterThan(port)
    expect(dev.printed()).toContain(`port ${port} is taken; this is ${dev.port}`)
  })

  it('begins where it ended, and writes no site', async () => {
    const root = makeSite(files)
    const first = await startDev(root)
    const edited = join(root, 'content/2026/03/first.md')
    writeFileSync(edited, readFileSync(edited, 'utf8').replace('The first text.', 'Another text.'))
    await until(async () => (await get(first, '/news/2026/03/first/')).body.includes('Another text.'))
    expect(await first.stop()).toBe(0)
    const second = await startDev(root)
    expect((await get(second, '/news/2026/03/first/')).body).toContain('Another text.')
    expect(await second.stop()).toBe(0)
    expect(() => readFileSync(join(root, 'dist/index.html'))).toThrow()
  })

  it('waits for a config that cannot be read to be mended', async () => {
    const root = makeSite({ ...files, 'dateline.config.mjs': 'export default {' })
    const started = startCommand(root, ['dev', '--port', '0'])
    await until(() => started.printed().includes('DL5003'), 60_000)
    writeFileSync(join(root, 'dateline.config.mjs'), files['dateline.config.mjs'])
    const dev = await reachDev(started)
    await until(async () => (await get(dev, '/news/')).status === 200)
  })
})
