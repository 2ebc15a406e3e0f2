// Markdown (or HTML) of one article → a body with slots, its outline and text. The same steps for both parsers; made once
// per thread. Knows nothing of the site.
import type { Nodes as MarkdownNodes, Root as MarkdownRoot } from 'mdast'
import { VFile } from 'vfile'
import { once } from '../base/once.js'
import type { Body } from './body.js'
import { type BlockFault, type ReadBlocks, readBlocks } from './directives.js'
import type { MarkdownOptions } from './options.js'
import type { MarkdownParser } from './parser.js'
import { isHarmless } from './policy.js'
import { type Shortcode, scanShortcodes } from './shortcodes.js'
import { applyEdits, type Edit, normalisingEdits, type PreparedSource } from './source.js'
import type { HtmlWriter } from './write-html.js'
import { writeProse } from './write-prose.js'

export interface CompiledMarkdown {
  readonly body: Body
  /** Text of the first paragraph, or of what stands before `<!--more-->`. */
  readonly excerpt: string
  /** Visible text, blocks on lines of their own. */
  readonly text: string
  readonly shortcodes: readonly Shortcode[]
  /** What the allow-list took out, in words. */
  readonly forbidden: readonly string[]
  readonly unlabelled: readonly { readonly target: string; readonly offset: number }[]
  readonly skipped: readonly { readonly from: number; readonly to: number; readonly offset: number }[]
  /** Lines that were meant to be blocks, or look so. */
  readonly blockFaults: readonly BlockFault[]
  /** Messages of plug-ins (vfile). */
  readonly messages: readonly { readonly reason: string; readonly offset: number }[]
}

export interface MarkdownCompiler {
  readonly parser: MarkdownParser
  /** @param base offset of `text` in its file, added to every offset that comes out.
   *  @throws what a user's plug-in throws. */
  compile(
    text: string,
    source: { readonly path: string; readonly base: number; readonly html: boolean },
  ): Promise<CompiledMarkdown>
}

/** Prose is written at once. What writes everything else is loaded with the first text that needs it. */
export function createMarkdown(parser: MarkdownParser, options: MarkdownOptions): MarkdownCompiler {
  const openWriter = once(async () => (await import('./write-html.js')).createHtmlWriter(options))
  const writeAnything: HtmlWriter = async (...given) => (await openWriter())(...given)
  const hasPlugins = options.remarkPlugins.length + options.rehypePlugins.length > 0
  /** A text that one parser cannot read is given to the other. */
  async function parseText(text: string): Promise<MarkdownRoot> {
    if (!parser.suits(text)) return parser.parseOtherwise(text)
    try {
      return parser.parse(text)
    } catch {
      return parser.parseOtherwise(text)
    }
  }
  return {
    parser,
    async compile(text, { path, base, html }) {
      const prepared = prepare(text, options.shortcodes)
      const {
        root: markdown,
        source,
        blocks,
        faults,
      } = html ? readHtml(prepared.source) : await readBlocks(prepared.source.text, parseText)
      const beforeBlocks = (offset: number) => base + prepared.source.original(offset)
      const original = (offset: number) => beforeBlocks(source.original(offset))
      const file = new VFile({ value: source.text, path, data: { forbidden: [] } })
      const { compiled, chunks, holes } =
        (!hasPlugins && isHarmless(markdown) ? writeProse(markdown, original) : undefined) ??
        (await writeAnything(markdown, file, { original, blocks, ofBlock: beforeBlocks }))
      const more = /<!--\s*more\s*-->/.exec(source.text)
      return {
        body: {
          chunks,
          holes,
          slots: compiled.slots,
          outline: compiled.outline,
          ids: compiled.ids,
          embeds: compiled.embeds,
        },
        excerpt:
          more && !html
            ? leadText(parser.parse(source.text.slice(0, more.index))) || compiled.excerpt
            : compiled.excerpt,
        text: compiled.text,
        shortcodes: prepared.shortcodes.map(code => ({ ...code, offset: code.offset + base })),
        forbidden: file.data.forbidden as string[],
        unlabelled: compiled.unlabelled,
        skipped: compiled.skipped,
        blockFaults: faults.map(fault => ({ ...fault, offset: beforeBlocks(fault.offset) })),
        messages: file.messages.map(message => {
          const place = message.place
          const offset =
            place && ('offset' in place ? place.offset : 'start' in place ? place.start.offset : undefined)
          return { reason: message.reason, offset: offset === undefined ? base : original(offset) }
        }),
      }
    },
  }
}

function prepare(text: string, shortcodes: 'remove' | 'show') {
  const normal = normalisingEdits(text)
  const scan = scanShortcodes(text)
  const edits = shortcodes === 'remove' ? mergeEdits(normal, scan.edits) : normal
  return { source: applyEdits(text, edits), shortcodes: scan.found }
}

/** Both lists are sorted; an edit inside another one goes. */
function mergeEdits(a: readonly Edit[], b: readonly Edit[]): Edit[] {
  const merged: Edit[] = []
  for (const edit of [...a, ...b].sort((x, y) => x.start - y.start || y.end - x.end)) {
    const last = merged.at(-1)
    if (!last || edit.start >= last.end) merged.push(edit)
  }
  return merged
}

/** Blocks are a part of Markdown. */
function readHtml(source: PreparedSource): ReadBlocks {
  const root: MarkdownRoot = { type: 'root', children: [{ type: 'html', value: source.text }] }
  return { root, source: { text: source.text, original: offset => offset }, blocks: [], faults: [] }
}

/** Text of the paragraphs of a Markdown tree, for an excerpt. */
function leadText(tree: MarkdownRoot): string {
  const read = (node: MarkdownNodes): string =>
    node.type === 'text' || node.type === 'inlineCode'
      ? node.value
      : 'children' in node
        ? node.children.map(read).join('')
        : ''
  return tree.children
    .filter(node => node.type === 'paragraph')
    .map(read)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
}
