import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes longest, longest first (2026-11). Where nothing is known of an earlier run, as in CI, vitest begins with
 *  the largest files; these are small, came last, and one core waited for them. */
const longest = [
  'property/incremental',
  'site/push',
  'site/store',
  'property/withhold',
  'site/withhold',
  'browser/site',
  'site/watch',
  'site/workflow',
  'site/archives',
  'site/preview',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = longest.findIndex(name => moduleId.endsWith(`/tests/${name}.test.ts`))
      return found < 0 ? longest.length : found
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  test: {
    globalSetup: ['tests/support/browser.setup.ts'],
    setupFiles: ['tests/support/fast-check.setup.ts'],
    include: ['tests/**/*.test.ts'],
    // Only what hangs fails: the machine may be busy.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // On two cores the default is one: most tests wait for a command, and the suite took twenty minutes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
  },
})
