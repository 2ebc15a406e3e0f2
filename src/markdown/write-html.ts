// Any Markdown tree → HTML with holes: the long way, through unified, for what is no plain prose. The processors are
// frozen once per thread; texts without raw HTML, blocks and plug-ins never load them.
import type { Root as HtmlRoot } from 'hast'
import type { Nodes as MarkdownNodes, Root as MarkdownRoot } from 'mdast'
import rehypeRaw from 'rehype-raw'
import rehypeSanitize from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkRehype from 'remark-rehype'
import { type Processor, unified } from 'unified'
import type { VFile } from 'vfile'
import { type CompileOptions, compileTree } from './compile.js'
import { blockElement, withoutBlockMarks } from './directives.js'
import type { MarkdownOptions } from './options.js'
import { dropForeignFrames, isHarmless, listForbidden, lowerSchemes, newsSchema } from './policy.js'
import { slotClose, slotOpen } from './source.js'
import type { Written } from './write-prose.js'

/** What is forbidden and what plug-ins say is noted on the file. */
export type HtmlWriter = (markdown: MarkdownRoot, file: VFile, places: CompileOptions) => Promise<Written>

/** Raw HTML is parsed again only in texts that have some, and the allow-list goes over what could hold anything else
 *  than it allows. @throws what a user's plug-in throws when it is attached. */
export function createHtmlWriter(options: MarkdownOptions): HtmlWriter {
  const harmless = createProcessor({ ...options, html: 'allow' }, false)
  const plain = createProcessor(options, false)
  const withHtml = createProcessor(options, true)
  // The user's plug-ins may make anything of a text.
  const looks = options.html === 'sanitize' && options.remarkPlugins.length === 0
  const choose = (markdown: MarkdownRoot): HtmlProcessor => {
    if (looks && isHarmless(markdown)) return harmless
    return options.html !== 'escape' && hasHtml(markdown) ? withHtml : plain
  }
  return async (markdown, file, places) => {
    const processor = choose(markdown)
    if (hasOpenComment(markdown)) forbiddenOf(file).push('everything behind a "<!--" that is never closed')
    const tree = (await processor.run(markdown, file)) as HtmlRoot
    const compiled = compileTree(tree, places)
    const html = processor.stringify(tree, file)
    return { compiled, ...splitAtHoles(places.blocks.length === 0 ? html : withoutBlockMarks(html)) }
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

function hasHtml(node: MarkdownNodes): boolean {
  return node.type === 'html' || ('children' in node && node.children.some(hasHtml))
}

/** A comment without an end swallows the rest of a text (CommonMark 4.6). */
function hasOpenComment(node: MarkdownNodes): boolean {
  if (node.type === 'html') return node.value.lastIndexOf('<!--') > node.value.lastIndexOf('-->')
  return 'children' in node && node.children.some(hasOpenComment)
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
