import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedPaths, findListed, listFiles, openPaths, trackedPart } from '../../../src/build/listing.js'

interface Listed {
  readonly digit: string
  readonly mode?: string
  readonly tag?: string
}

const byBytes = (a: string, b: string): number => Buffer.from(a).compare(Buffer.from(b))

/** As git writes it. */
function write(files: ReadonlyMap<string, Listed>, untracked: readonly string[] = []): Buffer {
  const records = [...files.keys()].sort(byBytes).map(path => {
    const { digit, mode = '100644', tag = 'H' } = files.get(path)!
    return `${tag} ${mode} ${digit.repeat(40)} 0\t${path}\0`
  })
  return Buffer.from([...untracked.map(path => `? ${path}\0`), ...records].join(''))
}

const name = fc.constantFrom('a', 'b', 'b.md', 'ü', '\u{1f4f0}', '\uff21', '0', '-')
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map(parts => parts.join('/'))
const listed = fc.record({
  digit: fc.constantFrom('0', '1', 'f'),
  mode: fc.constantFrom('100644', '100755', '120000', '160000'),
  tag: fc.constantFrom('H', 'H', 'H', 'S', 'h'),
})
const listing = fc
  .array(fc.tuple(path, listed), { maxLength: 40 })
  .map(entries => new Map<string, Listed>(entries))

describe('a listing', () => {
  it('tells which records differ from those of another', () => {
    fc.assert(
      fc.property(listing, listing, (before, after) => {
        const paths = [...new Set([...before.keys(), ...after.keys()])].sort(byBytes)
        const differing = paths.filter(
          one => JSON.stringify(before.get(one)) !== JSON.stringify(after.get(one)),
        )
        expect(changedPaths(write(before), write(after))).toEqual(differing)
      }),
    )
  })

  it('is searched as it is listed', () => {
    fc.assert(
      fc.property(listing, path, (files, other) => {
        const bytes = write(files)
        const all = listFiles(bytes)
        const plain = [...files].filter(([, { mode, tag }]) => tag === 'H' && mode !== '160000')
        expect(all.map(file => file.path)).toEqual(plain.map(([one]) => one).sort(byBytes))
        for (const one of [...files.keys(), other])
          expect(findListed(bytes, one)).toEqual(all.find(file => file.path === one))
        for (const folder of ['a', 'b', 'ü'])
          expect(listFiles(bytes, folder)).toEqual(all.filter(file => file.path.startsWith(`${folder}/`)))
      }),
    )
  })

  it('is compared over more than one block', () => {
    const many = (changed: number | undefined): Buffer =>
      write(
        new Map(
          Array.from({ length: 2_000 }, (_, n) => [
            `content/${String(n).padStart(5, '0')}.md`,
            { digit: n === changed ? '1' : '0' },
          ]),
        ),
      )
    for (const n of [0, 1, 163, 164, 165, 1_000, 1_999])
      expect(changedPaths(many(undefined), many(n))).toEqual([`content/${String(n).padStart(5, '0')}.md`])
    expect(changedPaths(many(3), many(3))).toEqual([])
    expect(changedPaths(Buffer.alloc(0), many(undefined))).toHaveLength(2_000)
    expect(changedPaths(many(undefined), Buffer.alloc(0))).toHaveLength(2_000)
  })
})

describe('files that are not tracked', () => {
  const files = new Map<string, Listed>([
    ['a', { digit: '0' }],
    ['sub', { digit: '1', mode: '160000' }],
    ['taken', { digit: '2', tag: 'S' }],
  ])

  it.each([
    ['none', write(files)],
    ['before the tracked ones', write(files, ['new', 'newer'])],
    ['after them', Buffer.concat([write(files), write(new Map(), ['new', 'newer'])])],
  ])('%s', (_, bytes) => {
    expect(trackedPart(bytes)).toEqual(write(files))
  })

  it('are open, with what the index does not vouch for', () => {
    expect([...openPaths(write(files, ['new']))]).toEqual(['new', 'sub/', 'taken'])
  })

  it('alone leave nothing', () => {
    expect(trackedPart(write(new Map(), ['new', 'newer']))).toEqual(Buffer.alloc(0))
    expect(trackedPart(Buffer.alloc(0))).toEqual(Buffer.alloc(0))
  })
})
