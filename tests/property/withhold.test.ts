// With `onError: 'withhold'`, too, a build with a cache gives what one without gives, whatever was committed when; and
// nothing that some file of today keeps from readers is on the site.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { commit, git } from '../support/git.js'
import { loadBuild } from '../support/lib.js'
import { article, readTree, writeFiles } from '../support/site.js'

const build = await loadBuild()
const start = Date.UTC(2026, 10, 24, 12)

interface Edit {
  readonly file: string
  /** Undefined: it goes. */
  readonly text: string | undefined
}

const names = ['a', 'b', 'c']
const fields = fc.subarray(
  [
    'slug: same',
    'region: Nowhere',
    'draft: true',
    'status: canceled',
    'embargo: 2026-11-25T00:00Z',
    'expires: 2026-11-25T00:00Z',
    'title: B: c',
    'date: soon',
    'template: featur',
  ],
  { maxLength: 2 },
)
const body = fc.constantFrom('One text.', 'Another text.', 'See [it](b.md).', '::nota', ':::factbox\nNo end.')
const edit: fc.Arbitrary<Edit> = fc.record({
  file: fc.constantFrom(...names),
  text: fc.option(
    fc
      .tuple(fields, body)
      .map(([lines, text]) =>
        article({ title: 'A', date: '2026-11-20', region: 'Europe' }, text).replace(
          '---\n\n',
          `${lines.map(line => `${line}\n`).join('')}---\n\n`,
        ),
      ),
    { nil: undefined, freq: 6 },
  ),
})
const step = fc.record({
  edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
  commits: fc.boolean(),
  days: fc.constantFrom(0, 0, 1),
  forgets: fc.boolean(),
})

it('incremental equals clean where earlier versions stand in', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 7 }), async steps => {
      const root = mkdtempSync(join(tmpdir(), 'dateline-withhold-'))
      try {
        writeFiles(root, {
          'dateline.config.mjs': `export default { title: 'P', url: 'https://p.example/', regions: ['Europe'], onError: 'withhold' }\n`,
          '.gitignore': 'dist/\nclean/\n.dateline/\n',
          'content/front.md': article(
            { title: 'Front', date: '2026-11-19', region: 'Europe' },
            'See [it](a.md).',
          ),
        })
        git(root, 'init', '-q', '-b', 'main')
        let now = start
        for (const { edits, commits, days, forgets } of steps) {
          for (const { file, text } of edits) {
            const path = `content/${file}.md`
            if (text === undefined) rmSync(join(root, path), { force: true })
            else writeFiles(root, { [path]: text })
          }
          if (commits) commit(root)
          if (forgets && existsSync(join(root, '.dateline/store/bodies')))
            for (const name of readdirSync(join(root, '.dateline/store/bodies')))
              rmSync(join(root, '.dateline/store/bodies', name))
          now += days * 86_400_000
          const incremental = await build({ root, now, workers: 0 })
          const clean = await build({ root, now, workers: 0, cache: false, out: 'clean' })
          const told = ({ reports, withheld, ok, published }: typeof clean) => ({
            ok,
            published,
            withheld,
            reports: reports.map(({ code, file, line, message }) => [code, file, line, message]),
          })
          expect(told(incremental)).toEqual(told(clean))
          expect(readTree(join(root, 'dist'))).toEqual(readTree(join(root, 'clean')))
          expect(incremental.published).toBe(true)
          // A second run finds nothing to do.
          expect((await build({ root, now, workers: 0 })).written).toBe(0)
        }
      } finally {
        rmSync(root, { recursive: true, force: true })
      }
    }),
    {
      numRuns: Number(process.env.DATELINE_RUNS ?? 12),
      // No run fails on a slow machine.
      interruptAfterTimeLimit: Number(process.env.DATELINE_RUN_MS ?? 60_000),
      markInterruptAsFailure: false,
    },
  )
})
