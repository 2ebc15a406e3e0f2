// A clean build beside the site, with the same clock and without the store, compared byte for byte.
import { join, resolve } from 'node:path'
import type { Report } from '../diagnostics/reporters.js'
import { begin } from './begin.js'
import { build } from './build.js'
import type { Files } from './files.js'
import type { BuildOptions } from './options.js'
import { createPageTable } from './page-table.js'
import { createScratch, removeScratch } from './scratch.js'
import { listFiles } from './write.js'

export interface Verdict {
  readonly ok: boolean
  /** Files of a clean build. */
  readonly files: number
  /** Sorted by path. */
  readonly different: readonly Difference[]
  /** Of the clean build, when that has errors. */
  readonly reports: readonly Report[]
}

export interface Difference {
  readonly file: string
  readonly how: 'other bytes' | 'missing' | 'too much'
  /** What the page read when it was rendered; only of the first file. */
  readonly inputs?: readonly string[]
}

/** The clock is that of the last build, unless another one is asked for. */
export async function verify(options: BuildOptions): Promise<Verdict> {
  const { root, files, store, out } = begin(options)
  const now = options.now ?? store.record?.last.now
  const scratch = createScratch(join(root, '.dateline', 'tmp'))
  try {
    const { sessions: _, ...asked } = options
    const clean = join(scratch, 'site')
    const result = await build({
      ...asked,
      out: clean,
      cache: false,
      ...(now === undefined ? {} : { now }),
    })
    const errors = result.reports.filter(report => report.severity === 'error')
    if (!result.published) return { ok: false, files: 0, different: [], reports: errors }
    const wanted = listFiles(files, clean)
    const different = compareTrees(files, clean, wanted, resolve(root, out))
    const [first, ...rest] = different
    return {
      ok: different.length === 0,
      files: wanted.length,
      different: first ? [{ ...first, inputs: inputsOf(first.file) }, ...rest] : [],
      reports: errors,
    }
  } finally {
    removeScratch(scratch)
  }

  function inputsOf(file: string): readonly string[] {
    const table = createPageTable(store.readPages())
    for (let entry = 0; entry < table.size; entry++) {
      if (table.file(entry) !== file) continue
      const { reads } = table.profile(table.profileNumber(entry))
      return Object.entries(reads).flatMap(([kind, list]) =>
        list.map(([name]) => `${kind.slice(0, -1)} ${name}`),
      )
    }
    return []
  }
}

function compareTrees(files: Files, clean: string, wanted: readonly string[], out: string): Difference[] {
  const different: Difference[] = []
  for (const file of wanted) {
    const bytes = files.read(join(out, file))
    if (!bytes) different.push({ file, how: 'missing' })
    else if (Buffer.compare(bytes, files.read(join(clean, file))!) !== 0)
      different.push({ file, how: 'other bytes' })
  }
  const expected = new Set(wanted)
  for (const file of listFiles(files, out)) if (!expected.has(file)) different.push({ file, how: 'too much' })
  return different.sort((a, b) => (a.file < b.file ? -1 : 1))
}
