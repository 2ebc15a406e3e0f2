// A preview that begins with what the builds of the site kept is what it would be without: whoever may see an article
// is asked anew.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { project, step } from '../support/edits.js'
import { loadBuild } from '../support/lib.js'
import { lay } from '../support/sequences.js'
import { readTree } from '../support/site.js'

const build = await loadBuild()

it('a preview after a build equals a clean one', { timeout: 300_000 }, async () => {
  let runs = 0
  await fc.assert(
    fc.asyncProperty(
      project,
      fc.array(step, { maxLength: 3 }),
      fc.boolean(),
      async (first, steps, embargoed) => {
        const root = mkdtempSync(join(tmpdir(), 'dateline-preview-'))
        try {
          lay(root, first.files)
          await build({ root, now: first.now, workers: 0, keepGoing: true })
          const edited = steps.reduce((site, { apply }) => apply(site), first)
          lay(root, edited.files, first.files)
          const preview = { embargoed, withFeeds: false }
          const asked = { root, now: edited.now, workers: 0, keepGoing: true, preview }
          const seeded = await build(asked)
          const clean = await build({ ...asked, cache: false, out: 'clean' })
          const told = ({ reports }: typeof clean) =>
            reports.map(({ code, file, line, message }) => [code, file, line, message])
          expect(told(seeded)).toEqual(told(clean))
          expect(seeded.published).toBe(clean.published)
          if (clean.published) expect(readTree(join(root, 'preview'))).toEqual(readTree(join(root, 'clean')))
          runs++
        } finally {
          rmSync(root, { recursive: true, force: true })
        }
      },
    ),
    {
      numRuns: Number(process.env.DATELINE_RUNS ?? 40),
      interruptAfterTimeLimit: Number(process.env.DATELINE_RUN_MS ?? 20_000),
      markInterruptAsFailure: false,
    },
  )
  console.log(`${runs} random sites, built and then previewed`)
  expect(runs).toBeGreaterThan(3)
})
