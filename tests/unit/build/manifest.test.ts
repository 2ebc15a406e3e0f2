import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareText } from '../../../src/base/order.js'
import { commitDelta, deltaStanding } from '../../../src/build/delta.js'
import {
  formatManifest,
  lineOf,
  type Manifest,
  noManifest,
  parseManifest,
} from '../../../src/build/manifest.js'
import { createNodeFiles } from '../../../src/build/node-files.js'
import { createPageTable, siteOf } from '../../../src/build/page-table.js'
import { markerFor } from '../../../src/build/write.js'
import { makeFolder, readTree } from '../../support/site.js'

const files = createNodeFiles()
const now = Date.UTC(2026, 10, 24)

type Site = Readonly<Record<string, number>>
const digestOf = (content: number) => content.toString(16).padStart(16, 'f')
const sorted = (site: Site) => Object.keys(site).sort(compareText)
const linesOf = (site: Site) =>
  sorted(site).map(path => lineOf({ path, digest: digestOf(site[path]!), size: site[path]! }))

function tableOf(site: Site) {
  const table = createPageTable()
  // In another order than that of the manifest.
  for (const [n, [file, content]] of Object.entries(site).entries())
    table.add({
      file,
      keyHigh: n,
      keyLow: n,
      stampHigh: 0,
      stampLow: 0,
      digest: digestOf(content),
      size: content,
      modifiedMs: 0,
      profile: 0,
    })
  return table
}

/** A delta from what is on the host to a site: everything that differs lies in the stage. */
function deploy(base: Manifest, site: Site) {
  const folder = makeFolder()
  const target = {
    out: join(folder, 'up'),
    stage: join(folder, 'stage/all'),
    fresh: true,
    markerName: markerFor(undefined),
  }
  const table = tableOf(site)
  const { asWritten } = deltaStanding(base, { record: undefined, table })
  const staged = Object.keys(site).filter((_, entry) => !asWritten(entry))
  for (const file of staged) {
    mkdirSync(dirname(join(target.stage, file)), { recursive: true })
    writeFileSync(join(target.stage, file), String(site[file]))
  }
  const changes = commitDelta(files, target, base, table.saved(), { staged }, now)
  const text = readFileSync(join(folder, 'up/manifest.txt'))
  const up = readTree(join(folder, 'up'))
  return { changes, text, up, manifest: parseManifest(text)!, digest: siteOf(table.saved()) }
}

const path = fc
  .array(fc.constantFrom('a', 'b', 'é', '\u{1f600}', '\uffee', ' ', 'assets'), { minLength: 1, maxLength: 3 })
  .map(parts => `${parts.join('')}/index.html`)
const site = fc.dictionary(path, fc.integer({ min: 0, max: 3 }), { maxKeys: 9 })

describe('a manifest', () => {
  it('after a delta is that of the site, whatever was on the host', () => {
    fc.assert(
      fc.property(site, site, site, (first, second, third) => {
        let base = noManifest
        let host: Site = {}
        for (const wanted of [first, second, third]) {
          const { changes, text, up, manifest, digest } = deploy(base, wanted)
          const lines = linesOf(wanted).map(line => Buffer.from(line))
          expect(text.toString('utf8')).toBe(
            Buffer.from(formatManifest(digest, lines, new Map())).toString('utf8'),
          )
          expect(manifest.site).toBe(digest)
          expect(changes.removed).toEqual(sorted(host).filter(name => !(name in wanted)))
          expect(changes.written).toEqual(sorted(wanted).filter(name => host[name] !== wanted[name]))
          for (const name of changes.written)
            expect(up.get(`${name in host ? 'changed' : 'new'}/${name}`)).toBe(String(wanted[name]))
          base = manifest
          host = wanted
        }
      }),
      { numRuns: 40 },
    )
  })

  it('that others wrote is read, and sorted in the next one', () => {
    const host = { 'b.html': 1, 'c.html': 2, 'a.html': 3 }
    const text = `dateline 1\n${Object.entries(host)
      .map(([name, content]) => lineOf({ path: name, digest: digestOf(content), size: content }))
      .join('')}`
    const base = parseManifest(Buffer.from(text))!
    expect(base.site).toBeUndefined()
    const { changes, manifest } = deploy(base, { 'b.html': 1, 'a.html': 4, 'd.html': 5 })
    expect(changes).toEqual({ written: ['a.html', 'd.html'], removed: ['c.html'] })
    const lines = manifest.lines()
    expect(
      Array.from({ length: lines.size }, (_, n) => [lines.path(n), lines.digest(n), lines.bytes(n)]),
    ).toEqual([
      ['a.html', digestOf(4), 4],
      ['b.html', digestOf(1), 1],
      ['d.html', digestOf(5), 5],
    ])
  })

  it('names the site that it is of, and is none where a line is missing or another', () => {
    const { text, digest } = deploy(noManifest, { 'a.html': 1, 'b.html': 2 })
    expect(parseManifest(text)!.site).toBe(digest)
    for (const [from, to] of [
      [/.* b.html\n/, ''],
      [/a\.html/, 'c.html'],
      [/$/, 'left 2026-11-01 0123456789abcdef 5 x\n'],
    ] as const)
      expect(parseManifest(Buffer.from(text.toString('utf8').replace(from, to)))).toBeUndefined()
  })

  it('keeps a digested asset for thirty days, and takes it back when the site has it again', () => {
    const asset = 'assets/x.0123456789abcdef.css'
    const first = deploy(noManifest, { 'a.html': 1, [asset]: 2 })
    const second = deploy(first.manifest, { 'a.html': 1 })
    expect(second.changes.removed).toEqual([])
    expect([...second.manifest.left.keys()]).toEqual([asset])
    const third = deploy(second.manifest, { 'a.html': 1, [asset]: 2 })
    expect(third.changes).toEqual({ written: [], removed: [] })
    expect(third.text).toEqual(first.text)
  })

  it.each([
    ['nothing', ''],
    ['something else', 'no manifest\n'],
    ['another version', 'dateline 2\n'],
    ['cut short', 'dateline 1\n0123456789abcdef 5 a'],
    ['without a digest', 'dateline 1\n5 a.html\n'],
    ['with another digest', 'dateline 1\n0123456789ABCDEF 5 a.html\n'],
    ['without a size', 'dateline 1\n0123456789abcdef  a.html\n'],
    ['without a path', 'dateline 1\n0123456789abcdef 5 \n'],
    ['with a blank line', 'dateline 1\n\n'],
    ['with a path twice', `dateline 1\n${'0123456789abcdef 5 a\n'.repeat(2)}`],
    [
      'with a file behind one that left',
      'dateline 1\nleft 2026-11-01 0123456789abcdef 5 a\n0123456789abcdef 5 b\n',
    ],
    ['with a day that is none', 'dateline 1\nleft yesterday 0123456789abcdef 5 a\n'],
  ])('is none: %s', (_, text) => {
    expect(parseManifest(Buffer.from(text))).toBeUndefined()
  })
})
