// One text through the real parser, as a thread of the build does it.
import { lineStarts, positionAt } from '../../src/base/lines.js'
import type { Article, ParsedDocument } from '../../src/content/article.js'
import type { ContentOptions } from '../../src/content/context.js'
import { classify, defaultEndings, readFacts } from '../../src/content/file-name.js'
import { splitFrontMatter } from '../../src/content/front-matter.js'
import { type Parsed, parseDocument } from '../../src/content/parse.js'
import { findInFrontMatter } from '../../src/content/positions.js'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js'
import { defaultFrameHosts } from '../../src/markdown/frames.js'
import { createMarkdown } from '../../src/markdown/markdown.js'
import type { MarkdownOptions } from '../../src/markdown/options.js'
import { createParser, type ParserName } from '../../src/markdown/parser.js'
import { createTermCounters } from '../../src/markdown/terms.js'

export const plainMarkdown: MarkdownOptions = {
  html: 'sanitize',
  shortcodes: 'remove',
  frameHosts: defaultFrameHosts,
  remarkPlugins: [],
  rehypePlugins: [],
  footnotes: { label: 'Footnotes', back: 'Back to reference' },
}

export interface ParseOptions {
  readonly path?: string
  readonly content?: Partial<ContentOptions>
  readonly markdown?: Partial<MarkdownOptions>
}

export async function createCompiler(options: Partial<MarkdownOptions> = {}, parser: ParserName = 'satteri') {
  return createMarkdown(await createParser(parser), { ...plainMarkdown, ...options })
}

/** Diagnostics name the path below `content/`, as they do in a project. */
export async function parseText(text: string | Uint8Array, options: ParseOptions = {}): Promise<Parsed> {
  const { path = 'story.md' } = options
  const file = classify(path, { endings: defaultEndings })
  if (file.class !== 'document') throw new Error(`${path} is no document but ${file.class}`)
  const parser = {
    markdown: await createCompiler(options.markdown),
    terms: createTermCounters(),
    options: { language: 'en', fields: {}, proseDates: false, ...options.content },
  }
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return parseDocument(
    { path, bytes },
    readFacts(path, { endings: defaultEndings }),
    file.html,
    `content/${path}`,
    parser,
  )
}

/** The article of a text that must give one. */
export async function parseArticle(text: string, options: ParseOptions = {}): Promise<Article> {
  const { document, diagnostics } = await parseText(text, options)
  return expectKind(document, 'article', diagnostics)
}

export function expectKind<K extends ParsedDocument['kind']>(
  document: ParsedDocument | undefined,
  kind: K,
  diagnostics: readonly Diagnostic[] = [],
): Extract<ParsedDocument, { kind: K }> {
  if (document?.kind !== kind)
    throw new Error(`no ${kind} but ${document?.kind}: ${JSON.stringify(diagnostics)}`)
  return document as Extract<ParsedDocument, { kind: K }>
}

/** Code, severity and the marked text of a diagnostic: `error DL1003 3:9 Eurpoe`. */
export function describeDiagnostic(diagnostic: Diagnostic, text: string): string {
  const { code, severity, place } = diagnostic
  if (!place || place.kind === 'line') return `${severity} ${code}`
  const split = splitFrontMatter(text)
  const span =
    place.kind === 'span'
      ? place
      : split.kind === 'found'
        ? findInFrontMatter(text, split.split, place.path, place.kind)
        : undefined
  if (!span) return `${severity} ${code} nowhere`
  const { line, column } = positionAt(lineStarts(text), span.start)
  return `${severity} ${code} ${line}:${column} ${text.slice(span.start, span.end)}`
}
