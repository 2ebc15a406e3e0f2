import { expect, test } from 'vitest'
import type { Progress } from '../../../src/build/options.js'
import { tidyWhenLarge } from '../../../src/cli/heap.js'

test('all progress is passed on, of small builds and of large ones', () => {
  const seen: Progress[] = []
  const onProgress = tidyWhenLarge(progress => void seen.push(progress))
  const all: Progress[] = [
    { step: 'parse', done: 64, total: 100_000 },
    { step: 'render', done: 48, total: 100_000 },
    { step: 'render', done: 96, total: 100_000 },
  ]
  for (const progress of all) onProgress(progress)
  expect(seen).toEqual(all)
})
