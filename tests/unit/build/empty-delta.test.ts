import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Beginning } from '../../../src/build/begin.js'
import { writeEmptyDelta } from '../../../src/build/empty-delta.js'
import type { Files } from '../../../src/build/files.js'
import { formatManifest, type LeftFile } from '../../../src/build/manifest.js'
import { createNodeFiles } from '../../../src/build/node-files.js'
import { makeFolder } from '../../support/site.js'

const site = 'fedcba9876543210'
const lines = ['0123456789abcdef 5 a/index.html\n', 'fedcba9876543210 7 index.html\n']
const manifestOf = (left: readonly LeftFile[] = []) =>
  Buffer.from(
    formatManifest(
      site,
      lines.map(line => Buffer.from(line)),
      new Map(left.map(file => [file.path, file])),
    ),
  ).toString('utf8')
const manifest = manifestOf()
const asset = (left: string): LeftFile => ({
  path: `assets/x.0123456789abcdef.css`,
  digest: '0123456789abcdef',
  size: 3,
  left,
})

/** A site that was built as the manifest has it. */
function begin(files: Files = createNodeFiles()) {
  const root = makeFolder()
  writeFileSync(join(root, 'deployed.txt'), manifest)
  const record = { site }
  return { root, files, now: Date.UTC(2026, 10, 24), out: 'dist', store: { record } } as unknown as Beginning
}

const options = { delta: { folder: 'up', base: 'deployed.txt' } }

describe('a delta of what is deployed', () => {
  test('is empty, with the manifest as it was', () => {
    const beginning = begin()
    expect(writeEmptyDelta(beginning, options)).toEqual({ written: [], removed: [] })
    expect(readFileSync(join(beginning.root, 'up/manifest.txt'), 'utf8')).toBe(manifest)
  })

  test('takes assets from the host whose time there is over, and no others', () => {
    const beginning = begin()
    writeFileSync(join(beginning.root, 'deployed.txt'), manifestOf([asset('2026-11-01')]))
    expect(writeEmptyDelta(beginning, options)).toEqual({ written: [], removed: [] })
    writeFileSync(join(beginning.root, 'deployed.txt'), manifestOf([asset('2026-10-01')]))
    expect(writeEmptyDelta(beginning, options)).toEqual({ written: [], removed: [asset('').path] })
    expect(readFileSync(join(beginning.root, 'up/delete.txt'), 'utf8')).toBe(`${asset('').path}\n`)
    expect(readFileSync(join(beginning.root, 'up/manifest.txt'), 'utf8')).toBe(manifest)
  })

  test('is left to the build where the host has less, or nothing', () => {
    const beginning = begin()
    writeFileSync(join(beginning.root, 'deployed.txt'), manifest.replace(/fedc.*\n/, ''))
    expect(writeEmptyDelta(beginning, options)).toBeUndefined()
    expect(writeEmptyDelta(beginning, { delta: { folder: 'up' } })).toBeUndefined()
  })

  test('and where it cannot be written, whatever the reason', () => {
    const full: Files = {
      ...createNodeFiles(),
      copy() {
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
      },
    }
    const beginning = begin(full)
    expect(writeEmptyDelta(beginning, options)).toBeUndefined()
    // Its lock is free again.
    expect(writeEmptyDelta({ ...beginning, files: createNodeFiles() }, options)).toBeDefined()
  })
})
