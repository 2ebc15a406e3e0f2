import { describe, expect, it } from 'vitest'
import {
  type Asked,
  isLoopback,
  type Plan,
  planAnswer,
  type Range,
  readRange,
} from '../../../src/dev/respond.js'
import { typeOf, withScript } from '../../../src/dev/serve.js'

const pages = ['/', '/2026/11/ferry/', '/feed.xml', '/404.html', '/médias/é.png']
const ask = (target: string, more: Partial<Asked> = {}, base = '/'): Plan =>
  planAnswer(
    { method: 'GET', target, host: 'localhost:4600', own: false, ...more },
    { base, find: path => pages.indexOf(path) },
  )

describe('an answer', () => {
  it.each<[string, Partial<Plan>]>([
    ['/', { kind: 'page', page: 0 }],
    ['/?utm=1', { kind: 'page', page: 0 }],
    ['/2026/11/ferry/', { kind: 'page', page: 1 }],
    ['/2026/11/ferry', { kind: 'redirect', to: '/2026/11/ferry/' }],
    ['/2026/11/ferry?a=b?c', { kind: 'redirect', to: '/2026/11/ferry/?a=b?c' }],
    ['/feed.xml', { kind: 'page', page: 2 }],
    ['/m%C3%A9dias/%C3%A9.png', { kind: 'page', page: 4 }],
    ['/nothing/', { kind: 'missing', path: '/nothing/' }],
    ['/_dateline/bar?path=/a/', { kind: 'own', name: 'bar' }],
    ['/../etc/passwd', { kind: 'refused', status: 400 }],
    ['/%2e%2e/etc/passwd', { kind: 'refused', status: 400 }],
    ['/a/%2E%2E%2fetc/passwd', { kind: 'refused', status: 400 }],
    ['/a%5c..%5cb', { kind: 'refused', status: 400 }],
    ['/a%00b', { kind: 'refused', status: 400 }],
    ['/%zz', { kind: 'refused', status: 400 }],
    ['http://elsewhere/', { kind: 'refused', status: 400 }],
  ])('%s', (target, plan) => {
    expect(ask(target)).toMatchObject(plan)
  })

  it.each<[string, Partial<Plan>]>([
    ['/news/', { kind: 'page', page: 0 }],
    ['/news/2026/11/ferry', { kind: 'redirect', to: '/news/2026/11/ferry/' }],
    ['/news', { kind: 'redirect', to: '/news/' }],
    ['/', { kind: 'redirect', to: '/news/' }],
    ['/2026/11/ferry/', { kind: 'missing' }],
    ['/_dateline/client.js', { kind: 'own', name: 'client.js' }],
  ])('below a base path: %s', (target, plan) => {
    expect(ask(target, {}, '/news/')).toMatchObject(plan)
  })

  it('opens files for its own pages alone, and gives pages to readers only', () => {
    const post = { method: 'POST' }
    expect(ask('/_dateline/open?file=a', post)).toMatchObject({ kind: 'refused', status: 403 })
    expect(ask('/_dateline/open?file=a', { own: true })).toMatchObject({ kind: 'refused', status: 403 })
    expect(ask('/_dateline/open?file=a', { ...post, own: true })).toMatchObject({ kind: 'own', name: 'open' })
    expect(ask('/', post)).toMatchObject({ kind: 'refused', status: 405 })
    expect(ask('/', { method: 'HEAD' })).toMatchObject({ kind: 'page' })
  })

  it.each<[string | undefined, boolean]>([
    ['localhost', true],
    ['LOCALHOST:4600', true],
    ['127.0.0.1:80', true],
    ['[::1]:4600', true],
    ['paper.localhost:4600', true],
    ['localhost.evil.example', false],
    ['evil.example:4600', false],
    ['192.168.1.4', false],
    [undefined, false],
  ])('to the host %s: %s', (host, allowed) => {
    expect(isLoopback(host)).toBe(allowed)
    expect(ask('/', { host }).kind).toBe(allowed ? 'page' : 'refused')
  })
})

describe('a range of bytes', () => {
  it.each<[string | undefined, number, Range]>([
    [undefined, 10, 'whole'],
    ['bytes=0-3', 10, { from: 0, to: 3 }],
    ['bytes=4-', 10, { from: 4, to: 9 }],
    ['bytes=-4', 10, { from: 6, to: 9 }],
    ['bytes=-40', 10, { from: 0, to: 9 }],
    ['bytes=5-500', 10, { from: 5, to: 9 }],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=7-3', 10, 'unsatisfiable'],
    ['bytes=-0', 10, 'unsatisfiable'],
    ['bytes=0-', 0, 'unsatisfiable'],
    ['bytes=0-1,4-5', 10, 'whole'],
    ['lines=0-1', 10, 'whole'],
    ['bytes=-', 10, 'whole'],
  ])('%s of %s', (header, size, range) => {
    expect(readRange(header, size)).toEqual(range)
  })
})

describe('what is served', () => {
  it.each([
    ['/', 'text/html'],
    ['/feed.xml', 'text/xml'],
    ['/assets/style.css', 'text/css'],
    ['/film.mp4', 'video/mp4'],
    ['/name', 'application/octet-stream'],
  ])('%s is %s', (path, type) => {
    expect(typeOf(path)).toBe(type)
  })

  it('has the script at the end of its body, or at its end', () => {
    const tag = '<script type="module" src="/_dateline/client.js"></script>'
    expect(withScript('<body><p></p></BODY></html>')).toBe(`<body><p></p>${tag}\n</BODY></html>`)
    expect(withScript('<p>')).toBe(`<p>\n${tag}\n`)
  })
})
