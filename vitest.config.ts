import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

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
  },
})
