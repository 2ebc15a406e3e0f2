// What an editor did, where YAML says "end of the stream expected": the line that is at fault, in plain words, and the
// mend where there is one right answer. Asked only when a block cannot be read.
import { lineStarts, lineText } from '../base/lines.js'
import type { TextEdit } from '../diagnostics/diagnostic.js'
import { readYaml } from './yaml.js'

export interface YamlFault {
  readonly reason: string
  /** In the block. */
  readonly offset: number
  readonly length: number
  /** What to do. */
  readonly mend?: string | undefined
  /** They make the whole block readable. */
  readonly edits?: readonly TextEdit[] | undefined
}

/** Of one line: why it cannot be read, and how it should be written. */
interface Suspicion {
  readonly reason: string
  /** Where in the line, when it is not the whole. */
  readonly at?: number
  readonly line?: string
  /** What to do, where it is not plainly to write that. */
  readonly mend?: string
}

/** A list or a field that a tab stands in front of, below a name without a value: YAML reads it, as words. */
export function findTabbed(block: string): YamlFault | undefined {
  if (!block.includes('\t')) return undefined
  const lines = linesOf(block)
  const at = lines.findIndex(
    ({ text }, n) => n > 0 && /^ *\t\s*(?:- |[\w-]+:\s)/.test(text) && /:\s*$/.test(lines[n - 1]!.text),
  )
  return at < 0 ? undefined : diagnoseYaml(block, at)
}

/** @param failed line, from 0, at which the reader gave up: the fault is there or above. */
export function diagnoseYaml(block: string, failed: number): YamlFault | undefined {
  const lines = linesOf(block)
  const found = findSuspect(lines, failed)
  if (!found) return undefined
  const { at, suspicion } = found
  const { text, start } = lines[at]!
  const blanks = text.length - text.trimStart().length
  // A tab is what is wrong with its line.
  const [from, to] = text[0] === '\t' ? [0, blanks] : [suspicion.at ?? blanks, text.trimEnd().length]
  return {
    reason: suspicion.reason,
    offset: start + from,
    length: Math.max(1, to - from),
    mend:
      suspicion.mend ?? (suspicion.line === undefined ? undefined : `Write it as ${suspicion.line.trim()}`),
    edits: findEdits(block, failed),
  }
}

interface Line {
  readonly text: string
  readonly start: number
}

function linesOf(block: string): Line[] {
  const starts = lineStarts(block)
  return starts.map((start, n) => ({ start, text: lineText(block, starts, n + 1) }))
}

/** The nearest line at or above that one: whoever reads YAML notices late, never early. */
function findSuspect(lines: readonly Line[], failed: number) {
  for (let at = Math.min(failed, lines.length - 1); at >= 0; at--) {
    const suspicion = suspect(lines[at]!.text)
    if (suspicion) return { at, suspicion }
  }
  return undefined
}

/** Line by line, until the block can be read; undefined where it cannot. */
function findEdits(block: string, failed: number): readonly TextEdit[] | undefined {
  const lines = linesOf(block)
  const changed = new Map<number, string>()
  let line = failed
  // Each round mends a line. More slips than these are no slips.
  for (let round = 0; round < 20; round++) {
    const rest = lines.map(({ text, start }, n) => ({ start, text: changed.get(n) ?? text }))
    const found = findSuspect(rest, line)
    if (found?.suspicion.line === undefined || changed.has(found.at)) return undefined
    changed.set(found.at, found.suspicion.line)
    // One line without its tab may be read as the end of the text above, which nobody meant.
    if (rest[found.at]!.text.trimStart() === found.suspicion.line.trimStart())
      for (const [n, { text }] of rest.entries())
        if (/^ *\t/.test(text)) changed.set(n, suspect(text)?.line ?? text)
    const failure = failingLine(rest.map(({ text }, n) => changed.get(n) ?? text).join('\n'))
    if (failure === undefined)
      return [...changed]
        .sort(([a], [b]) => a - b)
        .map(([n, text]) => ({ start: lines[n]!.start, was: lines[n]!.text, text }))
    line = failure
  }
  return undefined
}

/** Undefined for a block that can be read, as a map. */
function failingLine(block: string): number | undefined {
  try {
    const data = readYaml(block)
    return data !== null && typeof data === 'object' ? undefined : 0
  } catch (cause) {
    return (cause as { readonly mark?: { readonly line: number } }).mark?.line ?? 0
  }
}

function suspect(line: string): Suspicion | undefined {
  const tabs = /^[ ]*\t[\t ]*/.exec(line)?.[0]
  if (tabs !== undefined && tabs.length < line.length)
    return {
      reason: 'a line begins with a tab',
      mend: 'Put two blanks in the place of each tab at the start of a line.',
      line: tabs.replaceAll('\t', '  ') + line.slice(tabs.length),
    }
  const glued = /^(\s*[\p{L}_][\w-]*:)(?=[^\s/:])(.*)$/u.exec(line)
  if (glued)
    return { reason: 'there is no blank behind the colon of the field', line: `${glued[1]} ${glued[2]}` }
  const parts = /^(\s*(?:- +)*(?:["']?[\p{L}_][\p{L}\p{N}_ -]*["']?:[ \t]+|(?<=- +)))(\S.*?)(\s*)$/u.exec(
    line,
  )
  if (parts) {
    const [, head, value, tail] = parts as unknown as [string, string, string, string]
    const quoted = suspectValue(value)
    return (
      quoted && {
        reason: quoted.reason,
        at: head.length,
        ...(quoted.value === undefined ? {} : { line: head + quoted.value + tail }),
      }
    )
  }
  if (/^[\p{L}_][^:#]*$/u.test(line) && line.trim() !== '')
    return {
      reason: 'a line has no colon, and a field is written "name: value"',
      mend: `Put a colon behind the name of the field: ${line.trim().replace(/^(\S+)\s*/, '$1: ')}`,
    }
  return undefined
}

function suspectValue(value: string): { readonly reason: string; readonly value?: string } | undefined {
  const whole = { value: quote(value) }
  const curled = /^[“”„](.*)[“”]$/u.exec(value)
  if (curled && /: |:$| #/.test(value))
    return {
      reason: 'a text with a colon in it stands in typographic quotes, and only straight ones count',
      value: quote(curled[1]!),
    }
  if (/^[@`%]/.test(value))
    return { reason: `a text that begins with "${value[0]}" must stand in quotes`, ...whole }
  if (/^[*&]/.test(value))
    return { reason: `a text that begins with "${value[0]}" must stand in quotes`, ...whole }
  if (/^[[{]/.test(value)) {
    const close = value[0] === '[' ? ']' : '}'
    const end = value.lastIndexOf(close)
    if (end < 0) return { reason: `the bracket "${value[0]}" is never closed` }
    const rest = value.slice(end + 1)
    return /^\s*(?:#.*)?$/.test(rest)
      ? undefined
      : { reason: `a text that begins with "${value[0]}" must stand in quotes`, ...whole }
  }
  if (/^[|>][^-+0-9\s#]|^[|>][-+0-9]* +[^\s#]/.test(value))
    return { reason: `a text that begins with "${value[0]}" must stand in quotes`, ...whole }
  if (value[0] === '"') return suspectDouble(value)
  if (value[0] === "'") return suspectSingle(value)
  // A comment may be meant, or not: that has no one right answer.
  const reason = 'a text with a colon in it must stand in quotes'
  if (/: |:$/.test(value)) return / #/.test(value) ? { reason } : { reason, ...whole }
  return undefined
}

function suspectDouble(value: string): ReturnType<typeof suspectValue> {
  const close = /^"(?:[^"\\]|\\.)*"/.exec(value)?.[0]
  if (close === undefined) {
    // The backslash that hides the closing quote, or no closing quote.
    return value.endsWith('\\"')
      ? { reason: 'a backslash in double quotes stands for something else', value: quote(value.slice(1, -1)) }
      : { reason: 'a quote is opened here and never closed', value: `${value}"` }
  }
  const rest = value.slice(close.length)
  if (!/^\s*(?:#.*)?$/.test(rest))
    return {
      reason: 'quotes around a part of a text; the whole of it must stand in quotes',
      value: quote(value),
    }
  return /\\[^0abtnvfre "/\\N_LPxuU]|\\x(?![0-9a-f]{2})|\\u(?![0-9a-f]{4})|\\U(?![0-9a-f]{8})/i.test(close)
    ? {
        reason: 'a backslash in double quotes stands for something else',
        value: quote(close.slice(1, -1)) + rest,
      }
    : undefined
}

function suspectSingle(value: string): ReturnType<typeof suspectValue> {
  const close = /^'(?:[^']|'')*'(?!')/.exec(value)?.[0]
  if (close === undefined) return { reason: 'a quote is opened here and never closed', value: `${value}'` }
  const rest = value.slice(close.length)
  if (/^\s*(?:#.*)?$/.test(rest)) return undefined
  return value.endsWith("'")
    ? {
        reason: 'an apostrophe ends a text that stands in single quotes',
        value: quote(value.slice(1, -1)),
      }
    : { reason: 'quotes around a part of a text; the whole of it must stand in quotes', value: quote(value) }
}

/** In double quotes, unless that would need backslashes. */
export function quote(text: string): string {
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`
}
