// With `onError: 'withhold'` a build with a cache gives what one without gives, whatever was committed when. The property
// of all sites meets such a history now and then; here each one is.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { project, type Step, withholding } from '../support/edits.js'
import { faultyStep } from '../support/faulty-edits.js'
import { checkSequence } from '../support/sequences.js'

const commits: Step = { name: 'commit', apply: withholding, disturbance: { kind: 'commit' } }

it('incremental equals clean where earlier versions stand in', { timeout: 600_000 }, async () => {
  let [runs, stoodIn] = [0, 0]
  await fc.assert(
    fc.asyncProperty(project, fc.array(faultyStep, { minLength: 3, maxLength: 7 }), async (first, steps) => {
      runs++
      stoodIn += (await checkSequence(withholding(first), [commits, ...steps])).stoodIn
    }),
    {
      numRuns: Number(process.env.DATELINE_RUNS ?? 40),
      // No run fails on a slow machine.
      interruptAfterTimeLimit: Number(process.env.DATELINE_RUN_MS ?? 60_000),
      markInterruptAsFailure: false,
    },
  )
  console.log(`${runs} random sites, in which an earlier version stood in ${stoodIn} times`)
  expect(stoodIn).toBeGreaterThan(0)
})
