// Incremental equals clean: whatever is edited, deleted, renamed, damaged or disturbed between two builds, the
// output is byte for byte that of a clean build, and the list of changes is the real difference. So it is where errors
// leave a file out, and where its last good version stands in.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { project, step } from '../support/edits.js'
import { faultyStep } from '../support/faulty-edits.js'
import { checkSequence } from '../support/sequences.js'

const anyStep = fc.oneof({ weight: 5, arbitrary: step }, { weight: 1, arbitrary: faultyStep })

it('gives what a clean build gives, after any edits', { timeout: 600_000 }, async () => {
  let [runs, storylines] = [0, 0]
  await fc.assert(
    fc.asyncProperty(project, fc.array(anyStep, { minLength: 2, maxLength: 6 }), async (first, steps) => {
      runs++
      storylines += (await checkSequence(first, steps)).storylines
    }),
    {
      numRuns: Number(process.env.DATELINE_RUNS ?? 300),
      interruptAfterTimeLimit: Number(process.env.DATELINE_RUN_MS ?? 100_000),
      markInterruptAsFailure: false,
    },
  )
  console.log(`${runs} random sites, each edited two to six times; ${storylines} builds with storylines`)
  expect(runs).toBeGreaterThan(3)
  expect(storylines).toBeGreaterThan(0)
})
