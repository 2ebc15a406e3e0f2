import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { findCycles, findEffects, findWrongWay, importsOf, rooms, type Sources } from '../support/layering.js'
import { checkRows } from '../support/rows.js'

const folder = fileURLToPath(new URL('../../src', import.meta.url))
const sources: Sources = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(path => path.split('\\').join('/'))
    .filter(path => path.endsWith('.ts'))
    .map(path => [path, readFileSync(join(folder, path), 'utf8')]),
)

describe('src/', () => {
  test('is read whole: every room has files, and files import one another', () => {
    expect(
      [
        ...new Set([...sources.keys()].filter(path => path.includes('/')).map(path => path.split('/')[0]!)),
      ].sort(),
    ).toEqual([...rooms].sort())
    const count = [...sources.values()]
      .flatMap(importsOf)
      .filter(specifier => specifier.startsWith('.')).length
    expect(count).toBeGreaterThan(sources.size)
  })

  test('imports point to the right', () => expect(findWrongWay(sources)).toEqual([]))

  test('no file imports itself, whatever way round', () => expect(findCycles(sources)).toEqual([]))

  test('from config to base nothing reaches for the world', () => expect(findEffects(sources)).toEqual([]))
})

describe('the check itself', () => {
  checkRows<string, readonly string[]>(
    [
      ["import a from './a.js'", ['./a.js']],
      ["import { a,\n  type B } from './a.js'", ['./a.js']],
      ["import type { A } from './a.js'", ['./a.js']],
      ["import './a.js'", ['./a.js']],
      ["import * as a from './a.js'", ['./a.js']],
      ["export * from './a.js'", ['./a.js']],
      ["export { a } from './a.js'", ['./a.js']],
      ["export type { A } from './a.js'", ['./a.js']],
      ["const a = await import('./a.js')", ['./a.js']],
      ["type A = typeof import('./a.js')", ['./a.js']],
      ["type A = import('./a.js').A", ['./a.js']],
      ["import a from 'a'\nimport b from './b.js'", ['a', './b.js']],
      ["// import a from './a.js'\n/* import('./b.js') */", []],
      ["const url = 'https://x' // import './a.js'", []],
      ["export const from = 1\nconst x = './a.js'", []],
    ],
    (text, expected) => expect(importsOf(text)).toEqual(expected),
  )

  type Files = Readonly<Record<string, string>>
  const graph = (files: Files): Sources => new Map(Object.entries(files))

  checkRows<Files, readonly string[]>(
    [
      [{ 'cli/a.ts': "import '../base/b.js'", 'base/b.ts': '' }, []],
      [{ 'base/b.ts': "import '../cli/a.js'", 'cli/a.ts': '' }, ['base/b.ts → cli/a.ts']],
      [
        { 'site/a.ts': "import type { X } from '../render/b.js'", 'render/b.ts': '' },
        ['site/a.ts → render/b.ts'],
        'a type',
      ],
      [
        { 'site/a.ts': "type X = import('../config/b.js').X", 'config/b.ts': '' },
        ['site/a.ts → config/b.ts'],
      ],
      [{ 'site/a.ts': "import './b.js'", 'site/b.ts': '' }, [], 'the same room'],
      [{ 'index.ts': "export * from './cli/a.js'", 'cli/a.ts': '' }, [], 'the public API'],
      [
        { 'site/a.ts': "import '../index.js'", 'index.ts': '' },
        ['site/a.ts → index.ts'],
        'nobody imports the public API',
      ],
      [{ 'utils/a.ts': '' }, ['utils/a.ts is in no room']],
      [{ 'site/a.ts': "import './gone.js'" }, ['site/a.ts → site/gone.ts, which is not there']],
    ],
    (files, expected) => expect(findWrongWay(graph(files))).toEqual(expected),
  )

  checkRows<Files, readonly string[]>(
    [
      [{ 'a/a.ts': "import './b.js'", 'a/b.ts': "import './c.js'", 'a/c.ts': '' }, []],
      [{ 'a/a.ts': "import './b.js'", 'a/b.ts': "import './a.js'" }, ['a/a.ts → a/b.ts → a/a.ts']],
      [{ 'a/a.ts': "import './a.js'" }, ['a/a.ts → a/a.ts'], 'of itself'],
      [
        {
          'a/c.ts': "import type { A } from './a.js'",
          'a/a.ts': "import './b.js'",
          'a/b.ts': "await import('./c.js')",
        },
        ['a/a.ts → a/b.ts → a/c.ts → a/a.ts'],
        'types and dynamic imports included',
      ],
      [
        {
          'a/a.ts': "import './b.js'\nimport './c.js'",
          'a/b.ts': "import './d.js'",
          'a/c.ts': "import './d.js'",
          'a/d.ts': '',
        },
        [],
        'two ways to one file are no circle',
      ],
    ],
    (files, expected) => expect(findCycles(graph(files))).toEqual(expected),
  )

  checkRows<Files, readonly string[]>(
    [
      [{ 'build/a.ts': "import 'node:fs'\nconsole.log(process.env.X)" }, [], 'build may'],
      [{ 'site/a.ts': "import { readFileSync } from 'node:fs'" }, ['site/a.ts: the disk']],
      [{ 'base/a.ts': "import('node:worker_threads')" }, ['base/a.ts: threads']],
      [{ 'config/a.ts': "import 'child_process'" }, ['config/a.ts: processes']],
      [{ 'render/a.ts': 'x = process.env.HOME' }, ['render/a.ts: the environment']],
      [{ 'markdown/a.ts': 'console.warn(1)' }, ['markdown/a.ts: the console']],
      [{ 'related/a.ts': 'const t = Date.now()' }, ['related/a.ts: the clock']],
      [{ 'content/a.ts': 'let cache = new Map()' }, ['content/a.ts: a variable of the module']],
      [{ 'content/a.ts': 'function f() {\n  let n = 0\n}' }, []],
      [
        { 'markdown/a.ts': "const protocols = ['http', 'https', 'fs']" },
        [],
        'names of modules in other places',
      ],
      [{ 'content/a.ts': '// the process.env is not read here' }, [], 'comments'],
    ],
    (files, expected) => expect(findEffects(graph(files))).toEqual(expected),
  )
})
