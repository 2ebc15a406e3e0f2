// HTML as a browser understands it: what does not matter (quotes, entities, white space between blocks) is made
// one, so that two spellings of the same page are equal.
import type { Nodes, Parents, Root } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'

const writer = unified().use(rehypeStringify).freeze()

const blocks = new Set(
  'address article aside blockquote br center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
)

export function parseFragment(html: string): Root {
  return fromHtml(html, { fragment: true })
}

export function normaliseHtml(html: string): string {
  // The last line end would fall into an element that a text leaves open.
  const tree = parseFragment(html.trimEnd())
  tidy(tree, true)
  return writer.stringify(tree)
}

/** White space at the edges of blocks does not show, unless it is preformatted. */
function tidy(parent: Parents, block: boolean): void {
  if (parent.type === 'element' && parent.tagName === 'pre') return
  const edge = (node: Nodes | undefined): boolean =>
    node === undefined ? block : node.type === 'element' && blocks.has(node.tagName)
  const { children } = parent
  children.forEach((child, n) => {
    if (child.type === 'text') {
      child.value = child.value.replace(/[ \t\n]+/g, ' ')
      if (edge(children[n - 1])) child.value = child.value.trimStart()
      if (edge(children[n + 1])) child.value = child.value.trimEnd()
    } else if ('children' in child) tidy(child, child.type === 'element' && blocks.has(child.tagName))
  })
  parent.children = children.filter(
    child => child.type !== 'text' || child.value !== '',
  ) as typeof parent.children
}

/** The text that a reader sees. */
export function visibleText(node: Nodes): string {
  if (node.type === 'text') return node.value
  return 'children' in node ? node.children.map(visibleText).join('') : ''
}
