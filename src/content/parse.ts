// Source → document + diagnostics. Never fails: an editor's mistake is a value beside the result.
import { type Diagnostic, error, type Place, warning } from '../diagnostics/diagnostic.js'
import { emptyBody } from '../markdown/body.js'
import type { CompiledMarkdown } from '../markdown/markdown.js'
import type { FileFacts, ParsedDocument, Source } from './article.js'
import type { ContentOptions, Context, Parser } from './context.js'
import { decode } from './decode.js'
import { buildDocument } from './documents.js'
import { isLanguage } from './file-name.js'
import { readFrontMatter } from './front-matter.js'
import { understoodNames } from './names.js'

export interface Parsed {
  /** Undefined when an error left nothing to publish. */
  readonly document?: ParsedDocument | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** @param shown the path that diagnostics name: from the project's root, not from the content folder. */
export async function parseDocument(
  source: Source,
  facts: FileFacts,
  html: boolean,
  shown: string,
  parser: Parser,
): Promise<Parsed> {
  const decoded = decode(source.bytes, shown)
  if (decoded.diagnostic) return { diagnostics: [decoded.diagnostic] }
  const { text } = decoded
  const conflict = findConflict(text)
  if (conflict) return { diagnostics: [error('DL1027', {}, { file: shown, place: conflict })] }
  const front = readFrontMatter(text, shown)
  if (front.diagnostics.length > 0) return { diagnostics: front.diagnostics }
  if (html && !front.split) {
    return {
      diagnostics: [
        warning('DL1014', { reason: 'an HTML file without front matter is not an article' }, { file: shown }),
      ],
    }
  }
  const transformed = transform(front.data, source.path, shown, parser.options)
  if (transformed.diagnostic) return { diagnostics: [transformed.diagnostic] }

  const diagnostics: Diagnostic[] = []
  const compiled = await compile(
    text.slice(front.body),
    front.body,
    source.path,
    html,
    shown,
    parser,
    diagnostics,
  )
  const context: Context = {
    source,
    facts,
    shown,
    text,
    data: transformed.data,
    compiled,
    diagnostics,
    parser,
    terms: await parser.terms(languageOf(transformed.data, facts, source.path, parser.options)),
  }
  const document = buildDocument(context)
  return { document, diagnostics }
}

/** The language that words are counted in: as front matter, file name or folder have it. Whether a folder `it/` is
 *  Italian or technology only the whole site tells; here a wrong guess does no more than leave words unstemmed. */
function languageOf(
  data: Readonly<Record<string, unknown>>,
  facts: FileFacts,
  path: string,
  { language }: ContentOptions,
): string {
  const named = Object.entries(data).find(([name]) => languageFields.has(name.toLowerCase()))?.[1]
  if (typeof named === 'string' && named !== '') return named
  const folder = /^([^/]+)\//.exec(path)?.[1]
  return facts.lang ?? (folder !== undefined && isLanguage(folder) ? folder : language)
}

const languageFields: ReadonlySet<string> = new Set(['lang', ...understoodNames.lang!])

/** The first place where something stands that was taken out: an element, a handler, a scheme. */
function findForbidden(text: string, base: number, forbidden: readonly string[]): Place | undefined {
  const places = forbidden.flatMap(what => {
    const word = /^<([\w-]+)>|"([\w.+:-]+)"/.exec(what)
    if (!word) return []
    const name = (word[1] ?? word[2]!).replace(/[.+]/g, '\\$&')
    const start = text.search(new RegExp(word[1] === undefined ? name : `<${name}(?![\\w-])`, 'i'))
    return start < 0 ? [] : [{ start, length: name.length + (word[1] === undefined ? 0 : 1) }]
  })
  const [nearest] = places.sort((a, b) => a.start - b.start)
  return nearest && span(base + nearest.start, nearest.length)
}

/** Git's marks of a merge that nobody has finished, all three in their order. */
function findConflict(text: string): Place | undefined {
  if (!text.includes('<<<<<<< ')) return undefined
  const marks = /^<{7} [^\r\n]*$(?=[\s\S]*?^={7}\r?$[\s\S]*?^>{7} )/m.exec(text)
  return marks ? span(marks.index, marks[0].length) : undefined
}

function transform(
  data: Readonly<Record<string, unknown>>,
  path: string,
  shown: string,
  options: ContentOptions,
) {
  if (!options.transform) return { data }
  try {
    const result: unknown = options.transform(structuredClone(data) as Record<string, unknown>, { path })
    if (result === null || typeof result !== 'object' || Array.isArray(result))
      throw new Error('it did not return a map of fields')
    return { data: result as Record<string, unknown> }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return { data, diagnostic: error('DL1020', { reason }, { file: shown }) }
  }
}

async function compile(
  text: string,
  base: number,
  path: string,
  html: boolean,
  shown: string,
  parser: Parser,
  diagnostics: Diagnostic[],
): Promise<CompiledMarkdown> {
  // Where the text begins: the place of what is said of it as a whole.
  const first = base + Math.max(0, text.search(/\S/))
  try {
    const compiled = await parser.markdown.compile(text, { path, base, html })
    for (const code of compiled.shortcodes) {
      diagnostics.push(
        warning(
          'DL2007',
          { kind: code.kind, example: clip(code.text), count: 1, files: 1 },
          { file: shown, place: span(code.offset, code.text.length) },
        ),
      )
    }
    if (compiled.forbidden.length > 0) {
      diagnostics.push(
        warning(
          'DL2006',
          { what: compiled.forbidden.join(', ') },
          { file: shown, place: findForbidden(text, base, compiled.forbidden) ?? span(first, 1) },
        ),
      )
    }
    for (const image of compiled.unlabelled) {
      diagnostics.push(
        warning(
          'DL2005',
          { src: image.target },
          { file: shown, place: span(Math.max(base, image.offset), 1) },
        ),
      )
    }
    for (const { from, to, offset } of compiled.skipped) {
      diagnostics.push(
        warning(
          'DL2018',
          { from: String(from), to: String(to) },
          { file: shown, place: span(Math.max(base, offset), 1) },
        ),
      )
    }
    for (const { kind, line, reason, offset, length } of compiled.blockFaults) {
      const details = { file: shown, place: span(offset, length) }
      diagnostics.push(
        kind === 'unclosed'
          ? error('DL2012', { line, close: reason }, details)
          : kind === 'unreadable'
            ? error('DL2013', { line: clip(line), reason }, details)
            : warning('DL2014', { line: clip(line), reason }, details),
      )
    }
    for (const message of compiled.messages) {
      diagnostics.push(
        warning('DL2008', { reason: message.reason }, { file: shown, place: span(message.offset, 1) }),
      )
    }
    return compiled
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    diagnostics.push(
      error('DL2008', { reason: reason.split('\n')[0]! }, { file: shown, place: span(first, 1) }),
    )
    return {
      body: emptyBody,
      excerpt: '',
      text: '',
      shortcodes: [],
      forbidden: [],
      unlabelled: [],
      skipped: [],
      blockFaults: [],
      messages: [],
    }
  }
}

function span(start: number, length: number): Place {
  return { kind: 'span', start, end: start + length }
}

function clip(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 60)}…` : line
}
