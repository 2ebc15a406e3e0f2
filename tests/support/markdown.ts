// Texts through the compiler, and the parsers' halves, as HTML.

import type { Root as HtmlRoot } from 'hast'
import type { Root } from 'mdast'
import rehypeStringify from 'rehype-stringify'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { type Body, linkBody, type SlotValue } from '../../src/markdown/body.js'
import { escapeAttribute } from '../../src/markdown/escape.js'
import type { CompiledMarkdown, MarkdownCompiler } from '../../src/markdown/markdown.js'
import type { MarkdownParser } from '../../src/markdown/parser.js'
import { isAllowedFrame } from '../../src/markdown/policy.js'
import { select } from './html.js'
import { parseFragment } from './html-equal.js'
import { plainMarkdown } from './parse.js'

export function compileText(
  compiler: MarkdownCompiler,
  text: string,
  html = false,
): Promise<CompiledMarkdown> {
  return compiler.compile(text, { path: 'a.md', base: 0, html })
}

/** The body with each slot as it would be if every target were there; a block shows what its template would get. */
export function htmlOf(body: Body): string {
  return linkBody(
    body,
    body.slots.map(
      ({ kind, target }): SlotValue =>
        kind === 'block' || kind === 'table' ? { found: true } : { url: target },
    ),
    ({ name, label, attributes, content }) => {
      const given = [name, label, ...Object.entries(attributes).map(([key, value]) => `${key}=${value}`)]
      return `<div title="${escapeAttribute(given.join(' '))}">${content}</div>`
    },
  )
}

const half = unified()
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeStringify, { allowDangerousHtml: true })
  .freeze()

/** What a parser alone makes of a text, raw HTML kept, as the CommonMark suite wants it. */
export async function parserHtml(parser: MarkdownParser, text: string): Promise<string> {
  const tree: Root = parser.parse(text)
  return half.stringify((await half.run(tree)) as HtmlRoot)
}

const active = new Set(
  'script style object embed applet template noscript svg math base meta link form button textarea select'.split(
    ' ',
  ),
)
const addresses = ['href', 'src', 'poster', 'formAction', 'cite', 'longDesc']

/** What a browser would run, or fetch from anywhere, in sanitised HTML: none of it may be left. */
export function findDangers(html: string): string[] {
  const dangers: string[] = []
  for (const { tagName, properties } of select(parseFragment(html), () => true)) {
    if (active.has(tagName)) dangers.push(`<${tagName}>`)
    if (tagName === 'iframe' && !isAllowedFrame(properties.src, plainMarkdown.frameHosts))
      dangers.push(`<iframe> of ${String(properties.src)}`)
    for (const [name, value] of Object.entries(properties)) {
      if (/^on/i.test(name)) dangers.push(name)
      if (name === 'srcDoc') dangers.push(name)
      if (name === 'style' && !/^--embed-ratio: \d+ \/ \d+$/.test(String(value)))
        dangers.push(`style: ${String(value)}`)
      // A browser skips blanks and control characters in front of and within the scheme.
      const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(String(value).replace(/[\u0000-\u0020]/g, ''))?.[0]
      if (addresses.includes(name) && scheme && /^(?:javascript|vbscript|data|blob|file)$/i.test(scheme))
        dangers.push(`${name}: ${String(value)}`)
    }
  }
  return dangers
}
