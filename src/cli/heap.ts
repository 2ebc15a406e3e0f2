// The memory of a large build. What a rendered page leaves is garbage at once, and the engine lets a heap grow to some
// three times what lives in it before it tidies up. It also looks at the heap alone: a few dead objects in a heap that
// hardly grows may hold hundreds of megabytes of arrays beside it.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Progress } from '../build/options.js'

/** Files or pages from which it counts. */
const many = 20_000

/** Passes progress on. Once a build turns out to be large, the heaps of this process grow by half instead of threefold
 *  while it renders (100,000 articles, Node 20: main heap 160 MB for 395, the whole process 740 for 980; no time that
 *  could be measured), and what the step before left is collected at once when a long one begins: a tenth of a second
 *  each. A push keeps the engine's own way, which is made for speed. */
export function tidyWhenLarge(onProgress: (progress: Progress) => void): (progress: Progress) => void {
  const begun = new Set<Progress['step']>()
  return progress => {
    if (progress.total - progress.done > many && !begun.has(progress.step)) {
      begun.add(progress.step)
      if (progress.step === 'render') setFlagsFromString('--heap-growing-percent=50')
      collectGarbage()
    }
    onProgress(progress)
  }
}

/** The engine hands its collector out to new contexts only, and only under this flag. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
}
