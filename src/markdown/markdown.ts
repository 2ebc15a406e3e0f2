// Markdown (or HTML) of one article → a body with slots, its outline, text and terms. One unified pipeline
// for both parsers; built once per thread. Knows nothing of the site.
import type { Root as HtmlRoot } from 'hast'
import type { Nodes as MarkdownNodes, Root as MarkdownRoot } from 'mdast'
import rehypeRaw from 'rehype-raw'
import rehypeSanitize from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkRehype from 'remark-rehype'
import { type PluggableList, type Processor, unified } from 'unified'
import { VFile } from 'vfile'
import type { Body } from './body.js'
import { type CompileOptions, compileTree } from './compile.js'
import {
  type BlockFault,
  blockElement,
  type ReadBlocks,
  readBlocks,
  withoutBlockMarks,
} from './directives.js'
import type { MarkdownParser } from './parser.js'
import { dropForeignFrames, isHarmless, listForbidden, lowerSchemes, newsSchema } from './policy.js'
import { type Shortcode, scanShortcodes } from './shortcodes.js'
import {
  applyEdits,
  type Edit,
  normalisingEdits,
  type PreparedSource,
  slotClose,
  slotOpen,
} from './source.js'
import { type Written, writeProse } from './write-prose.js'

export interface MarkdownOptions {
  readonly html: 'sanitize' | 'allow' | 'escape'
  readonly shortcodes: 'remove' | 'show'
  readonly frameHosts: readonly string[]
  readonly remarkPlugins: PluggableList
  readonly rehypePlugins: PluggableList
  /** Words that footnotes bring along, in the site's language. */
  readonly footnotes: { readonly label: string; readonly back: string }
}

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

/** Prose is written at once. For everything else, the compiler holds three frozen processors: raw HTML is parsed again
 *  only in texts that have some, and the allow-list goes over what could hold anything else than it allows. */
export function createMarkdown(parser: MarkdownParser, options: MarkdownOptions): MarkdownCompiler {
  const harmless = createProcessor({ ...options, html: 'allow' }, false)
  const plain = createProcessor(options, false)
  const withHtml = createProcessor(options, true)
  // The user's plug-ins may make anything of a text.
  const looks = options.html === 'sanitize' && options.remarkPlugins.length === 0
  const choose = (markdown: MarkdownRoot): HtmlProcessor => {
    if (looks && isHarmless(markdown)) return harmless
    return options.html !== 'escape' && hasHtml(markdown) ? withHtml : plain
  }
  const hasPlugins = options.remarkPlugins.length + options.rehypePlugins.length > 0
  /** What is forbidden and what plug-ins say is noted on the file. */
  async function writeAnything(
    markdown: MarkdownRoot,
    file: VFile,
    places: CompileOptions,
  ): Promise<Written> {
    const processor = choose(markdown)
    if (hasOpenComment(markdown)) forbiddenOf(file).push('everything behind a "<!--" that is never closed')
    const tree = (await processor.run(markdown, file)) as HtmlRoot
    const compiled = compileTree(tree, places)
    const html = processor.stringify(tree, file)
    return { compiled, ...splitAtHoles(places.blocks.length === 0 ? html : withoutBlockMarks(html)) }
  }
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
        forbidden: forbiddenOf(file),
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

type HtmlProcessor = Processor<undefined, MarkdownRoot, HtmlRoot, HtmlRoot, string>

/** The user's remark plug-ins see the Markdown tree, the user's rehype plug-ins the HTML tree after the
 *  allow-list: they are the site's own code, what they add is trusted. */
function createProcessor(options: MarkdownOptions, withHtml: boolean): HtmlProcessor {
  const sanitize = options.html === 'sanitize'
  const processor = unified()
    .use(options.remarkPlugins)
    .use(remarkRehype, {
      allowDangerousHtml: withHtml,
      clobberPrefix: '',
      footnoteLabel: options.footnotes.label,
      footnoteBackLabel: (number: number, again: number) =>
        `${options.footnotes.back} ${number + 1}${again > 1 ? `-${again}` : ''}`,
      handlers: {
        containerDirective: blockElement,
        leafDirective: blockElement,
        ...(options.html === 'escape'
          ? { html: (_state: unknown, node: { value: string }) => ({ type: 'text', value: node.value }) }
          : {}),
      },
    })
    .use(withHtml ? [rehypeRaw] : [])
    .use(
      sanitize
        ? [
            [reportForbidden, options.frameHosts],
            [rehypeSanitize, newsSchema],
          ]
        : [],
    )
    .use(options.rehypePlugins)
    .use(rehypeStringify, { allowDangerousHtml: true, characterReferences: { useNamedReferences: true } })
  return processor.freeze() as unknown as HtmlProcessor
}

function reportForbidden(hosts: readonly string[]) {
  return (tree: HtmlRoot, file: VFile): void => {
    lowerSchemes(tree)
    forbiddenOf(file).push(...listForbidden(tree, hosts))
    dropForeignFrames(tree, hosts)
  }
}

function forbiddenOf(file: VFile): string[] {
  return file.data.forbidden as string[]
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

function hasHtml(node: MarkdownNodes): boolean {
  return node.type === 'html' || ('children' in node && node.children.some(hasHtml))
}

/** A comment without an end swallows the rest of a text (CommonMark 4.6). */
function hasOpenComment(node: MarkdownNodes): boolean {
  if (node.type === 'html') return node.value.lastIndexOf('<!--') > node.value.lastIndexOf('-->')
  return 'children' in node && node.children.some(hasOpenComment)
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

const holePattern = new RegExp(`${slotOpen}(\\d+)${slotClose}`, 'g')

function splitAtHoles(html: string): {
  readonly chunks: readonly string[]
  readonly holes: readonly number[]
} {
  const chunks: string[] = []
  const holes: number[] = []
  let last = 0
  for (const match of html.matchAll(holePattern)) {
    chunks.push(html.slice(last, match.index))
    holes.push(Number(match[1]))
    last = match.index + match[0].length
  }
  chunks.push(html.slice(last))
  return { chunks, holes }
}
