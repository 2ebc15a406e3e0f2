// What a file is parsed with, and what is known of it on the way.
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { CompiledMarkdown, MarkdownCompiler } from '../markdown/markdown.js'
import type { TermCounter } from '../markdown/terms.js'
import type { FileFacts, Source } from './article.js'
import type { FieldSources } from './names.js'

export interface ContentOptions {
  /** Of the site, for articles that say nothing else. */
  readonly language: string
  readonly fields: FieldSources
  /** Reads prose dates ("May 5th, 2016") instead of refusing them with a suggestion. */
  readonly proseDates: boolean
  /** The escape hatch: sees and may change the front matter before anything else does. */
  readonly transform?: (
    data: Record<string, unknown>,
    file: { readonly path: string },
  ) => Record<string, unknown>
}

/** What one thread parses with. */
export interface Parser {
  readonly markdown: MarkdownCompiler
  /** Counts the terms of a language. */
  terms(language: string): Promise<TermCounter>
  readonly options: ContentOptions
}

/** One file on its way to a document. */
export interface Context {
  readonly source: Source
  readonly facts: FileFacts
  readonly shown: string
  readonly text: string
  readonly data: Readonly<Record<string, unknown>>
  readonly compiled: CompiledMarkdown
  readonly diagnostics: Diagnostic[]
  readonly parser: Parser
  readonly terms: TermCounter
}
