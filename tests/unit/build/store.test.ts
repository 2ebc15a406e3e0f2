import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Stretch } from '../../../src/base/stretch.js'
import { LostStore } from '../../../src/base/stretch.js'
import { createNodeFiles } from '../../../src/build/node-files.js'
import { openStore, type SavedSite } from '../../../src/build/store.js'
import { makeFolder } from '../../support/site.js'

const files = createNodeFiles()
const engine = '0123456789abcdef'

/** Large enough to be read in parts. */
const large = () => Uint16Array.from({ length: 600_000 }, (_, i) => (i * 7) % 0xffff)

interface Part {
  readonly partitions: readonly { readonly first: number; readonly seats: Stretch<Uint16Array> }[]
}

const makePart = (): Part => ({ partitions: [{ first: 3, seats: large() }] })

const partsIn = (folder: string) => readdirSync(folder).filter(name => /^site-1\.bin\.\d+\.part$/.test(name))

type Save = Parameters<ReturnType<typeof openStore>['save']>
const record = {} as Save[0]
const saveWith = (folder: string, part: unknown): void =>
  openStore(files, folder, engine).save(record, 0, { part } as unknown as SavedSite, {} as Save[3])
const partOf = (folder: string): Part =>
  (openStore(files, folder, engine).readSite() as unknown as { readonly part: Part }).part

describe('a part of a generation that was written before the rest', () => {
  it('is the same, held no more, and named by its generation and by those that have it still', () => {
    const folder = makeFolder()
    const store = openStore(files, folder, engine)
    const parked = store.park(makePart())
    expect(parked.partitions[0]!.seats).not.toBeInstanceOf(Uint16Array)
    expect(parked.partitions[0]!.seats.subarray(0, 600_000)).toEqual(large())
    store.save(record, 0, { part: parked } as unknown as SavedSite, {} as Save[3])
    expect(partsIn(folder)).toHaveLength(1)
    expect(readFileSync(join(folder, 'site-1.bin')).length).toBeLessThan(10_000)
    for (const generation of [2, 3, 4]) {
      const part = partOf(folder)
      expect(part.partitions[0]!.first).toBe(3)
      expect(part.partitions[0]!.seats.subarray(1_000, 599_000)).toEqual(large().subarray(1_000, 599_000))
      saveWith(folder, part)
      expect(readdirSync(folder)).toContain(`site-${generation}.bin`)
      expect(partsIn(folder)).toHaveLength(1)
    }
    // Nothing has it any more: it goes with the last generation that did.
    saveWith(folder, 'none')
    expect(partsIn(folder)).toHaveLength(1)
    saveWith(folder, 'none')
    expect(partsIn(folder)).toEqual([])
  })

  it('is lost when it was changed on the way', () => {
    const folder = makeFolder()
    const store = openStore(files, folder, engine)
    store.save(record, 0, { part: store.park(makePart()) } as unknown as SavedSite, {} as Save[3])
    const path = join(folder, partsIn(folder)[0]!)
    const bytes = readFileSync(path)
    bytes[bytes.length - 9]! ^= 1
    writeFileSync(path, bytes)
    const { seats } = partOf(folder).partitions[0]!
    expect(() => seats.subarray(0, seats.length)).toThrow(LostStore)
  })

  it('comes back as it is where it cannot be written', () => {
    const folder = makeFolder()
    const part = makePart()
    const full = {
      ...files,
      writePieces(): never {
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
      },
    }
    expect(openStore(full, folder, engine).park(part)).toBe(part)
    expect(readdirSync(folder)).toEqual([])
  })
})

it('a store that is forgotten has no record, and goes on', () => {
  const folder = makeFolder()
  saveWith(folder, 'one')
  const store = openStore(files, folder, engine)
  expect(store.record?.last.number).toBe(1)
  store.forget()
  expect(openStore(files, folder, engine).record).toBeUndefined()
  saveWith(folder, 'another')
  expect(partOf(folder)).toBe('another')
})
