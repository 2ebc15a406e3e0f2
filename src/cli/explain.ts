// dateline explain: the page of a code, as docs/diagnostics/ has it, on a terminal.
import { readFileSync } from 'node:fs'
import { suggest } from '../base/suggest.js'
import { codes, type DiagnosticCode } from '../diagnostics/codes.js'
import { type Ink, plainInk } from '../diagnostics/reporters.js'
import { terminalInk, wantsColour } from './report.js'

export function runExplain(asked: string): 0 | 1 {
  const code = findCode(asked)
  if (code === undefined) {
    const near = suggest(asked.toUpperCase(), Object.keys(codes))
    const guess = near === undefined ? '' : ` Did you mean ${near}?`
    process.stderr.write(`There is no code "${asked}".${guess} A report names its code, such as DL1003.\n`)
    return 1
  }
  const page = readFileSync(new URL(`../../docs/diagnostics/${code}.md`, import.meta.url), 'utf8')
  process.stdout.write(formatPage(page, terminalInk(wantsColour(process.stdout))))
  return 0
}

/** `dl1003`, `1003` and `DL13` all are DL1003: the first digit is the family, zeros may be missing behind it. */
export function findCode(asked: string): DiagnosticCode | undefined {
  const digits = /^\s*(?:DL)?([0-9])([0-9]{1,3})\s*$/i.exec(asked)
  const code = digits ? `DL${digits[1]}${digits[2]!.padStart(3, '0')}` : ''
  return Object.hasOwn(codes, code) ? (code as DiagnosticCode) : undefined
}

/** Markdown as a terminal shows it: headings strong, files indented, links by their words. */
export function formatPage(page: string, ink: Ink = plainInk): string {
  let fence: string | undefined
  const lines = page.split('\n').flatMap(line => {
    const mark = /^(`{3,})/.exec(line)?.[1]
    if (mark !== undefined && (fence === undefined || mark === fence)) {
      fence = fence === undefined ? mark : undefined
      return []
    }
    if (fence !== undefined) return [line === '' ? '' : `    ${line}`]
    const heading = /^#+ (.*)$/.exec(line)
    if (heading) return [ink.strong(heading[1]!)]
    return [line.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/(?<!`)`([^`]+)`(?!`)/g, '$1')]
  })
  return `${lines.join('\n').trimEnd()}\n`
}
