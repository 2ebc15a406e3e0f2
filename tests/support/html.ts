// Reading pages: just enough to ask what stands on them.

import type { Element, Nodes } from 'hast'
import { fromHtml } from 'hast-util-from-html'

export function parsePage(html: string): Nodes {
  return fromHtml(html)
}

/** All elements for which `test` holds, in document order. */
export function select(node: Nodes, test: (element: Element) => boolean): Element[] {
  const found: Element[] = []
  const visit = (at: Nodes): void => {
    if (at.type === 'element' && test(at)) found.push(at)
    if ('children' in at) for (const child of at.children) visit(child)
  }
  visit(node)
  return found
}

export const named = (name: string) => (element: Element) => element.tagName === name

export const withClass = (name: string) => (element: Element) =>
  Array.isArray(element.properties.className) && element.properties.className.includes(name)

export function textOf(node: Nodes): string {
  const read = (at: Nodes): string =>
    at.type === 'text' ? at.value : 'children' in at ? at.children.map(read).join('') : ''
  return read(node).replace(/\s+/g, ' ').trim()
}

export function links(node: Nodes): string[] {
  return select(node, named('a')).flatMap(({ properties }) =>
    typeof properties.href === 'string' ? [properties.href] : [],
  )
}
