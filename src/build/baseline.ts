// The baseline: a committed file with the problems that an archive was known to have on the day it was written. They
// are counted and no longer told, and nothing fails for them; what is mended drops out when it is written again.
import { join } from 'node:path'
import { digestBlob } from '../base/digest.js'
import { compareText } from '../base/order.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import { type Baseline, type KnownProblem, keyOf, toBaseline } from '../diagnostics/rules.js'
import type { Files } from './files.js'
import type { CodeInput } from './load-config.js'

export const baselineName = 'dateline-baseline.json'

export interface ReadBaseline {
  readonly known: Baseline
  readonly inputs: readonly CodeInput[]
  readonly diagnostics: readonly Diagnostic[]
}

export function readBaseline(files: Files, root: string): ReadBaseline {
  const bytes = files.read(join(root, baselineName))
  if (!bytes) return { known: new Set(), inputs: [], diagnostics: [] }
  const inputs: CodeInput[] = [[baselineName, digestBlob(bytes)]]
  try {
    const problems: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    if (!Array.isArray(problems) || !problems.every(isProblem)) throw new Error('it is no list of problems')
    return { known: toBaseline(problems), inputs, diagnostics: [] }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return { known: new Set(), inputs, diagnostics: [error('DL5007', { reason }, { file: baselineName })] }
  }
}

function isProblem(value: unknown): value is KnownProblem {
  const { file, code, message } = (value ?? {}) as Record<string, unknown>
  return typeof file === 'string' && typeof code === 'string' && typeof message === 'string'
}

/** One problem a line, sorted, so that a review shows what came and what went. @returns how many there are. */
export function writeBaseline(files: Files, root: string, problems: readonly KnownProblem[]): number {
  const single = [...new Map(problems.map(problem => [keyOf(problem), problem])).values()]
  const lines = single
    .sort((a, b) => compareText(keyOf(a), keyOf(b)))
    .map(({ file, code, message }) => JSON.stringify({ file, code, message }))
  files.write(join(root, baselineName), lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`)
  return lines.length
}
