// Front matter: where it begins and ends, and its values, by gray-matter with hardened engines. Owns no
// meaning of fields (`schema.ts`) and no positions of keys (`positions.ts`).
import matter from 'gray-matter'
import { late } from '../base/late.js'
import { lineStarts } from '../base/lines.js'
import { type Diagnostic, error, type TextEdit } from '../diagnostics/diagnostic.js'
import { readYaml } from './yaml.js'
import { diagnoseYaml, findTabbed } from './yaml-faults.js'

export type FrontMatterLanguage = 'yaml' | 'toml' | 'json'

/** The parts of a file: `text.slice(start, end)` is the block between the delimiters. */
export interface FrontMatterSplit {
  readonly language: FrontMatterLanguage
  readonly start: number
  readonly end: number
  /** Where the body begins. */
  readonly body: number
}

export interface FrontMatter {
  readonly data: Readonly<Record<string, unknown>>
  readonly split?: FrontMatterSplit
  /** Offset of the body; 0 when there is no front matter. */
  readonly body: number
  readonly diagnostics: readonly Diagnostic[]
}

type Split =
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly delimiter: string }
  | { readonly kind: 'refused'; readonly engine: string; readonly start: number; readonly end: number }
  | { readonly kind: 'found'; readonly split: FrontMatterSplit; readonly delimiter: string }

const openings: Readonly<Record<string, FrontMatterLanguage>> = {
  '': 'yaml',
  yaml: 'yaml',
  yml: 'yaml',
  toml: 'toml',
  json: 'json',
}

/** Finds the block without reading it. The first line must be `---` (a language may follow) or `+++`; the
 *  last one repeats it, blanks behind either are ignored. A lone `---` line above a text without a second
 *  one is a thematic break of Markdown, unless what follows looks like fields. */
export function splitFrontMatter(text: string): Split {
  const from = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const json = jsonBlock(text, from)
  if (json) return json
  const opening = /^(---|\+\+\+)([^\S\r\n]*)([^\r\n-]*?)[^\S\r\n]*(\r\n|\n|\r|$)/.exec(
    text.slice(from, from + 200),
  )
  if (!opening) return { kind: 'none' }
  const [line, delimiter, , name] = opening as unknown as [string, string, string, string]
  const language = delimiter === '+++' ? (name === '' ? 'toml' : undefined) : openings[name.toLowerCase()]
  const start = from + line.length
  if (language === undefined) {
    return /^[a-z][\w+#.]*$/i.test(name)
      ? { kind: 'refused', engine: name, start: from + 3, end: from + line.trimEnd().length }
      : { kind: 'none' }
  }
  const closing = new RegExp(
    `^${delimiter === '+++' ? '\\+\\+\\+' : '---'}[^\\S\\r\\n]*(?:\\r\\n|\\n|\\r|$)`,
    'gm',
  )
  closing.lastIndex = start
  const match = closing.exec(text)
  if (!match) {
    const next = text.slice(start, start + 400)
    return language !== 'yaml' || /^[ \t]*["']?[\p{L}_][\p{L}\p{N}_ -]*["']?[ \t]*:(?:\s|$)/u.test(next)
      ? { kind: 'open', delimiter }
      : { kind: 'none' }
  }
  return {
    kind: 'found',
    delimiter,
    split: { language, start, end: match.index, body: match.index + match[0].length },
  }
}

/** Hugo's JSON: the file begins with an object whose braces stand at the start of their lines. */
function jsonBlock(text: string, from: number): Split | undefined {
  if (!/^\{\s*[\r\n]\s*"/.test(text.slice(from, from + 200))) return undefined
  const closing = /^\}[^\S\r\n]*(?:\r\n|\n|\r|$)/gm
  closing.lastIndex = from + 1
  const match = closing.exec(text)
  if (!match) return undefined
  return {
    kind: 'found',
    delimiter: '---',
    split: { language: 'json', start: from, end: match.index + 1, body: match.index + match[0].length },
  }
}

/** Values of the front matter. Never throws: what cannot be read is a diagnostic beside empty data.
 *  @param limit characters of a block that is still read. */
export function readFrontMatter(text: string, file: string, limit = 200_000): FrontMatter {
  const found = splitFrontMatter(text)
  const failed = (diagnostic: Diagnostic, body = 0): FrontMatter => ({
    data: {},
    body,
    diagnostics: [diagnostic],
  })
  switch (found.kind) {
    case 'none':
      return { data: {}, body: text.charCodeAt(0) === 0xfeff ? 1 : 0, diagnostics: [] }
    case 'open':
      return failed(
        error('DL1008', { delimiter: found.delimiter }, { file, place: { kind: 'span', start: 0, end: 3 } }),
      )
    case 'refused':
      return failed(
        error(
          'DL1007',
          { engine: found.engine },
          { file, place: { kind: 'span', start: found.start, end: found.end } },
        ),
      )
    case 'found':
      break
  }
  const { split, delimiter } = found
  const block = text.slice(split.start, split.end)
  if (block.length > limit) {
    const reason = `it is longer than ${limit} characters`
    return failed(
      error('DL1006', { reason }, { file, place: { kind: 'span', start: 0, end: 3 } }),
      split.body,
    )
  }
  try {
    // gray-matter sees a head with plain delimiters, so blanks and carriage returns around them do not matter;
    // options are always passed, since without them it keeps every file in a cache of the process.
    const head = `${delimiter}\n${block.replace(/\r\n?/g, '\n')}\n${delimiter}\n`
    const { data } = matter(head, { language: split.language, delimiters: delimiter, engines })
    if (data === null || typeof data !== 'object' || Array.isArray(data)) {
      const reason = 'it is not a list of fields ("name: value")'
      return failed(
        error('DL1006', { reason }, { file, place: { kind: 'span', start: split.start, end: split.end } }),
        split.body,
      )
    }
    if (outgrows(data)) {
      const reason = 'its aliases stand for more than a front matter can hold'
      return failed(
        error('DL1006', { reason }, { file, place: { kind: 'span', start: split.start, end: split.end } }),
        split.body,
      )
    }
    const tabbed = split.language === 'yaml' ? findTabbed(block) : undefined
    if (tabbed) return failed(toDiagnostic(tabbed, text, split, file), split.body)
    return { data: data as Record<string, unknown>, split, body: split.body, diagnostics: [] }
  } catch (cause) {
    return failed(engineFault(cause, text, split, file), split.body)
  }
}

/** Aliases of YAML make a short block a long one ("billion laughs"), or one without end: whoever copies or
 *  prints the values pays for it. */
function outgrows(data: object): boolean {
  let values = 0
  const visit = (value: unknown, depth: number): boolean =>
    ++values > 100_000 ||
    depth > 100 ||
    (value !== null && typeof value === 'object' && Object.values(value).some(item => visit(item, depth + 1)))
  return visit(data, 0)
}

const refuse = (name: string) => (): never => {
  throw new Error(`front matter in ${name} is refused`)
}

const toml = late<typeof import('smol-toml')>('smol-toml')

/** gray-matter brings an engine that evaluates JavaScript; every name under which it could be reached is taken. */
const engines = {
  yaml: engine(readYaml),
  toml: engine(block => plainToml(toml().parse(block))),
  json: engine(block => JSON.parse(block) as unknown),
  ...Object.fromEntries(
    ['javascript', 'js', 'coffee', 'coffeescript', 'cson', 'eval'].map(name => [name, refuse(name)]),
  ),
}

/** gray-matter hands over the line end behind the opening delimiter too; without it, the places in errors are
 *  those of the block. */
function engine(read: (block: string) => unknown): (matter: string) => object {
  return matter => read(matter.replace(/^\n/, '')) as object
}

/** smol-toml gives dates as objects; their ISO form is what stood in the file, with a zone only if it had one. */
function plainToml(value: unknown): unknown {
  if (value instanceof toml().TomlDate) return value.toISOString()
  if (Array.isArray(value)) return value.map(plainToml)
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plainToml(member)]))
  }
  return value
}

function engineFault(cause: unknown, text: string, split: FrontMatterSplit, file: string): Diagnostic {
  return toDiagnostic(describeFault(cause, text.slice(split.start, split.end)), text, split, file)
}

function toDiagnostic(
  { reason, offset, length, mend, edits }: Fault,
  text: string,
  split: FrontMatterSplit,
  file: string,
): Diagnostic {
  const start = split.start + Math.min(offset, Math.max(0, split.end - split.start - 1))
  const lineEnd = text.slice(start, split.end).search(/[\r\n]/)
  const end = length !== undefined ? start + length : lineEnd > 0 ? start + lineEnd : start + 1
  const fix = edits && {
    kind: 'text' as const,
    edits: edits.map(edit => ({ ...edit, start: split.start + edit.start })),
  }
  return error(
    'DL1006',
    { reason, ...(mend === undefined ? {} : { mend }) },
    { file, place: { kind: 'span', start, end }, ...(fix ? { fix } : {}) },
  )
}

interface Fault {
  readonly reason: string
  /** In the block. */
  readonly offset: number
  readonly length?: number
  /** What to do. */
  readonly mend?: string | undefined
  /** What makes the block readable, where that has one right answer. */
  readonly edits?: readonly TextEdit[] | undefined
}

/** Reason and offset in `block` of a failure of js-yaml, smol-toml or JSON.parse. */
export function describeFault(cause: unknown, block: string): Fault {
  const failure = cause as {
    reason?: string
    mark?: { line: number; column: number }
    line?: number
    column?: number
    message?: string
  }
  const lineOffset = (line: number, column: number): number =>
    (lineStarts(block)[line] ?? block.length) + column
  if (failure.mark) {
    const { line, column } = failure.mark
    const reason = failure.reason ?? 'it is not valid YAML'
    // For a key that stands twice, js-yaml points behind it; the key is what an editor must see.
    if (reason === 'duplicated mapping key') {
      const offset = lineOffset(line, 0)
      const key = /^\s*["']?([^"':]*)/.exec(block.slice(offset))?.[1]?.trim() ?? ''
      return {
        reason: `the key "${key}" stands twice`,
        offset: offset + (/^\s*/.exec(block.slice(offset))?.[0].length ?? 0),
        mend: 'Keep one of the two lines.',
      }
    }
    return diagnoseYaml(block, line) ?? { reason: inPlainWords(reason), offset: lineOffset(line, column) }
  }
  const [message = 'it is not valid'] = (failure.message ?? String(cause)).split('\n')
  if (typeof failure.line === 'number') {
    return {
      reason: message.replace(/^Invalid TOML document: /, ''),
      offset: lineOffset(failure.line - 1, (failure.column ?? 1) - 1),
    }
  }
  const position = / at position (\d+)/.exec(message)
  if (!position) return { reason: message, offset: 0 }
  // The engine saw every line end as one character.
  const before = block.replace(/\r\n?/g, '\n').slice(0, Number(position[1])).split('\n')
  return {
    reason: message.slice(0, position.index),
    offset: lineOffset(before.length - 1, before.at(-1)!.length),
  }
}

/** What is left for js-yaml to say is about blanks, most of the time. */
function inPlainWords(reason: string): string {
  return /indentation|end of the stream or a document|block (?:mapping|sequence)|implicit (?:key|mapping)/.test(
    reason,
  )
    ? 'a line here does not stand under the one above as it should; look at the blanks at its start, and at the colon'
    : reason
}
