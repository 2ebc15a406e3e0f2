import { describe, expect, test } from 'vitest'
import {
  type CodeArgs,
  codes,
  type DiagnosticCode,
  hintOf,
  messageOf,
} from '../../../src/diagnostics/codes.js'

/** Sensible arguments of every code: a new code without a row does not compile, and fails below. */
const examples: { readonly [C in DiagnosticCode]: CodeArgs<C> } = {
  DL1001: { field: 'title' },
  DL1002: { field: 'topics', wanted: 'a list', found: 'a map' },
  DL1003: { value: 'Eurpoe' },
  DL1004: { value: 'Wire' },
  DL1005: { field: 'date', value: '31/12/2026', iso: '2026-12-31' },
  DL1006: { reason: 'the key "title" stands twice' },
  DL1007: { engine: 'js' },
  DL1008: { delimiter: '---' },
  DL1009: { first: 'tags', second: 'topics', field: 'topics' },
  DL1010: { key: 'sumary' },
  DL1011: { field: 'kind', value: 'newz', allowed: 'news, analysis' },
  DL1012: { field: 'slug', value: '../x', reason: 'a part that leaves its folder' },
  DL1013: {},
  DL1014: { reason: 'an HTML file without front matter is not an article' },
  DL1015: {},
  DL1016: { target: '/new/' },
  DL1017: { value: '/etc/passwd' },
  DL1018: { field: 'date', used: 'updated' },
  DL1019: { reason: 'permission denied' },
  DL1020: { reason: 'data.x is not a list' },
  DL1021: { found: '۲۰۲۶' },
  DL1022: {},
  DL1023: { reason: 'a quote is never closed' },
  DL1024: { length: 240, most: 160 },
  DL1025: {},
  DL1026: { field: 'date' },
  DL1027: {},
  DL1028: { what: 'region', written: 'APAC', name: 'Asia-Pacific' },
  DL1029: { field: 'date', value: '2026/11/22', iso: '2026-11-22' },
  DL2001: { target: '../11/other.md' },
  DL2002: { target: '../11/other.md', reason: 'a draft' },
  DL2003: { target: 'other.md#x', anchor: 'x' },
  DL2004: { src: 'map.png' },
  DL2005: { src: 'map.png' },
  DL2006: { what: '<script>' },
  DL2007: { kind: '{{< figure >}}', example: '{{< figure src="a.png" >}}', count: 3, files: 2 },
  DL2008: { reason: 'a plug-in threw' },
  DL2009: { target: '/nowhere/' },
  DL2010: { target: 'javascript:alert(1)' },
  DL2011: { name: 'factbx', known: 'factbox, table' },
  DL2012: { line: ':::factbox', close: ':::' },
  DL2013: { line: '::table{data=', reason: 'the brace is not closed' },
  DL2014: { line: '::: tip', reason: 'the name of a block follows its colons without a blank' },
  DL2015: { block: 'table', attribute: 'data', missing: true },
  DL2016: { name: 'prots', unreadable: false },
  DL2018: { from: '2', to: '4' },
  DL2017: { block: 'table', reason: 'the table "ports" has no column "Berth"' },
  DL2019: { target: 'https://gone.example/', reason: 'the server answers 404' },
  DL2020: { target: 'https://old.example/', to: 'https://new.example/' },
  DL2021: { asked: 500, left: 20 },
  DL3001: { address: '/2026/11/rhine/', other: 'content/rhine.md' },
  DL3002: {},
  DL3003: { path: '2026/x.md', reason: 'there is no such article' },
  DL3004: { field: 'related.pin', path: 'x.md', reason: 'there is no such article' },
  DL3005: { key: 'jdoe' },
  DL3006: { slot: 'leed' },
  DL3007: { reason: 'it is not a map of slots' },
  DL3008: { field: 'expires', value: '2026-01-01' },
  DL3009: { date: '2062-11-24' },
  DL3010: { other: 'content/a.md' },
  DL3011: { other: 'content/a.md' },
  DL3012: { topic: 'Harbours', other: 'Harbour' },
  DL3013: { address: '/2026/11/rhine/' },
  DL3014: { address: '/2026/11/rhine/', reason: 'a draft' },
  DL3015: {},
  DL3016: { date: '2026-11-24T08:00:00+01:00', commit: 'abc1234' },
  DL3017: { reason: 'there is no earlier version of it without an error' },
  DL3020: { key: 'rhine-clsed', reason: 'no article begins one under that name' },
  DL4001: { template: 'article', page: '/2026/11/rhine/', reason: 'x is not defined' },
  DL4002: { template: 'longread', page: '/2026/11/rhine/' },
  DL4003: { widget: 'latst', page: '/' },
  DL4004: { name: 'latest', reason: 'it threw' },
  DL4005: { read: 'site.navigation', pages: 1200 },
  DL4006: { table: 'ports', page: '/2026/11/rhine/' },
  DL5001: { key: 'titel' },
  DL5002: { key: 'url', reason: 'it is missing' },
  DL5003: { reason: 'syntax error' },
  DL5004: { looked: '/srv/paper' },
  DL5005: { reason: 'it is not a function' },
  DL5006: { reason: 'no native build' },
  DL5007: { reason: 'it is no list of problems' },
  DL5008: { ref: 'origin/main', reason: 'there is no such commit in this clone', command: 'git fetch' },
  DL6001: { folder: 'dist' },
  DL6002: { path: 'dist/index.html', reason: 'the disk is full' },
  DL6003: { folder: '/', reason: 'it holds the project' },
  DL6004: { folder: 'dist', holder: '4711' },
  DL6005: { reason: 'the disk is full' },
  DL6006: { file: 'deployed.json', reason: 'it is not JSON' },
  DL6007: { host: 'Cloudflare Pages', reason: 'it takes 20,000 files at most' },
  DL9001: { reason: 'x is not a function' },
}

const all = Object.keys(codes) as DiagnosticCode[]

test('every code has a row here, and every row a code', () => {
  expect(Object.keys(examples).sort()).toEqual([...all].sort())
})

test('codes stand in order and in a family of the handbook', () => {
  expect(all).toEqual([...all].sort())
  for (const code of all) expect(code).toMatch(/^DL[1-69]\d{3}$/)
})

test('titles tell codes apart', () => {
  const titles = all.map(code => codes[code].title)
  expect(titles.filter((title, n) => titles.indexOf(title) !== n)).toEqual([])
})

describe('words', () => {
  test.each(all)('%s', code => {
    const args = examples[code] as Readonly<Record<string, unknown>>
    const message = messageOf(code, args)
    const words = [codes[code].title, message, hintOf(code, args) ?? 'none']
    for (const text of words) expect(text).not.toMatch(/undefined|null|NaN|\[object|^\s*$|\n/)
    // A sentence, without a position: that is the reporter's.
    expect(message).toMatch(/\.$/)
    expect(message).not.toMatch(/\bline \d|\bcolumn \d/)
    for (const [name, value] of Object.entries(args)) {
      const shown = `${message} ${hintOf(code, args) ?? ''}`
      const silent =
        ['count', 'files', 'missing', 'unreadable'].includes(name) || (code === 'DL1009' && name === 'field')
      if (!silent) expect(shown).toContain(String(value))
    }
  })
})

test('DL2007 counts', () => {
  const one = { kind: '{% x %}', example: '{% x %}', count: 1, files: 1 }
  expect(messageOf('DL2007', one)).toContain('it was left out')
  expect(messageOf('DL2007', { ...one, count: 4 })).toContain('all 4 in one file were left out')
  expect(messageOf('DL2007', { ...one, count: 4, files: 2 })).toContain('all 4 in 2 files were left out')
})

test('DL1001 says how a date may be given by the file name', () => {
  expect(hintOf('DL1001', { field: 'date' })).toContain('2026-11-24-headline.md')
  expect(hintOf('DL1001', { field: 'title' })).toContain('title: …')
})
