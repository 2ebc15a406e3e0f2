// Texts through the compiler, and the parsers' halves, as HTML.

import type { Root } from 'mdast'
import rehypeStringify from 'rehype-stringify'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { type Body, linkBody, type SlotValue } from '../../src/markdown/body.js'
import type { CompiledMarkdown, MarkdownCompiler } from '../../src/markdown/markdown.js'
import type { MarkdownParser } from '../../src/markdown/parser.js'

export function compileText(
  compiler: MarkdownCompiler,
  text: string,
  html = false,
): Promise<CompiledMarkdown> {
  return compiler.compile(text, { path: 'a.md', base: 0, html })
}

/** The body with each slot as it would be if every target were there. */
export function htmlOf(body: Body): string {
  return linkBody(
    body,
    body.slots.map(({ target }): SlotValue => ({ url: target })),
  )
}

const half = unified()
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeStringify, { allowDangerousHtml: true })
  .freeze()

/** What a parser alone makes of a text, raw HTML kept, as the CommonMark suite wants it. */
export async function parserHtml(parser: MarkdownParser, text: string): Promise<string> {
  const tree = parser.parse(text)
  return half.stringify((await half.run(tree as Root)) as never)
}
