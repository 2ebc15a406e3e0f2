// dateline check --fix: the mends as a diff, then written. What one mend uncovers (fields of a block that could not be
// read before) is mended, too, so that a second run finds nothing.
import { createTwoFilesPatch } from 'diff'
import { type FileFix, writeFix } from '../build/fixes.js'
import { createNodeFiles } from '../build/node-files.js'
import type { BuildResult } from '../build/options.js'
import type { Ink } from '../diagnostics/reporters.js'
import { canAsk, createAsker } from './ask.js'
import { plural, terminalInk, wantsColour } from './report.js'

export interface FixGiven {
  readonly dryRun: boolean
  readonly yes: boolean
  readonly quiet: boolean
}

/** Far more than there are layers of mistakes in a file. */
const mostRounds = 5

/** @returns what is there when everything is mended that can be. */
export async function mendAll(given: FixGiven, look: () => Promise<BuildResult>): Promise<BuildResult> {
  const files = createNodeFiles()
  const ink = terminalInk(wantsColour(process.stderr))
  const mended = new Set<string>()
  let result = await look()
  for (let round = 0; round < mostRounds && result.fixes.length > 0; round++) {
    process.stderr.write(result.fixes.map(fix => formatDiff(fix, ink)).join(''))
    if (given.dryRun || !(given.yes || (await isWanted(result.fixes.length)))) break
    for (const fix of result.fixes) {
      if (writeFix(files, process.cwd(), fix)) mended.add(fix.file)
      else process.stderr.write(`${fix.file} has changed meanwhile, and was left as it is.\n`)
    }
    result = await look()
  }
  if (!given.quiet)
    process.stderr.write(
      given.dryRun
        ? `${plural(result.fixes.length, 'file')} would be mended.\n\n`
        : `${plural(mended.size, 'file')} mended.\n\n`,
    )
  return result
}

/** Where nobody can answer, the command line has answered. */
async function isWanted(count: number): Promise<boolean> {
  if (!canAsk()) return true
  const asker = createAsker()
  try {
    return /^y(?:es)?$/i.test(await asker.text(`Write ${plural(count, 'file')}? (yes or no)`, 'no'))
  } finally {
    asker.close()
  }
}

/** A unified diff, as `git diff` prints it. */
export function formatDiff({ file, before, after }: FileFix, ink: Ink): string {
  const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, {
    context: 1,
  })
  return `${patch
    .split('\n')
    .filter(line => !/^(?:=+$|Index: )/.test(line))
    .map(line => {
      const shown = line.replace(/\r$/, '')
      if (/^(?:---|\+\+\+) /.test(shown)) return ink.strong(shown)
      if (shown[0] === '-') return ink.error(shown)
      return shown[0] === '+' ? ink.good(shown) : ink.faint(shown)
    })
    .join('\n')
    .trimEnd()}\n\n`
}
