// Which HTML a news text may hold, and what is said of the rest. The list starts from the one that GitHub
// uses (hast-util-sanitize's default) and adds what news needs.
import type { Element, Nodes, Root } from 'hast'
import type { Nodes as MarkdownNodes } from 'mdast'
import { defaultSchema, type Options as Schema } from 'rehype-sanitize'

const media = ['src', 'controls', 'preload', 'poster', 'loop', 'muted', 'width', 'height'] as const

export const newsSchema: Schema = {
  ...defaultSchema,
  tagNames: [
    ...(defaultSchema.tagNames ?? []),
    ...'abbr address aside audio bdi bdo caption center cite col colgroup data dfn figcaption figure footer header hgroup iframe mark small time track u video wbr'.split(
      ' ',
    ),
  ],
  attributes: {
    ...defaultSchema.attributes,
    '*': [...(defaultSchema.attributes?.['*'] ?? []), 'lang', 'dir', 'title'],
    a: [...(defaultSchema.attributes?.a ?? []), 'name', 'hrefLang'],
    abbr: ['title'],
    audio: [...media],
    video: [...media, 'playsInline'],
    // No `srcset`: its addresses are a list that nothing here resolves.
    source: ['src', 'type', 'media'],
    track: ['src', 'kind', 'srcLang', 'label', 'default'],
    iframe: ['src', 'title', 'width', 'height', 'allowFullScreen', 'allow'],
    img: [...(defaultSchema.attributes?.img ?? []), 'alt', 'width', 'height'],
    time: ['dateTime'],
    data: ['value'],
    col: ['span'],
    colgroup: ['span'],
  },
  protocols: {
    ...defaultSchema.protocols,
    href: ['http', 'https', 'mailto', 'tel', 'sms', 'xmpp', 'irc', 'ircs', 'geo'],
    src: ['http', 'https'],
    poster: ['http', 'https'],
  },
  strip: ['script', 'style', 'template', 'noscript', 'object', 'embed', 'applet', 'svg', 'math'],
  // Ids are checked against each other when headings get theirs; a prefix would break a text's own anchors.
  clobber: [],
  clobberPrefix: '',
}

/** Kinds of Markdown that can only become elements and attributes of the list. */
const harmless: ReadonlySet<MarkdownNodes['type']> = new Set([
  'root',
  'paragraph',
  'heading',
  'text',
  'emphasis',
  'strong',
  'delete',
  'inlineCode',
  'blockquote',
  'list',
  'thematicBreak',
  'break',
])
/** An address that has no scheme, or one that may be followed and stood in an image. */
const harmlessAddress = /^(?:https?:\/\/|[^:]*$)/

/** Whether the allow-list would leave all that a Markdown tree becomes as it is, so that nobody need look. False
 *  wherever that takes more than a glance. */
export function isHarmless(node: MarkdownNodes): boolean {
  // What a plug-in noted on a node may become any element.
  if (node.data) return false
  if (node.type === 'link' || node.type === 'image') {
    if (!harmlessAddress.test(node.url)) return false
  } else if (node.type === 'listItem') {
    if (typeof node.checked === 'boolean') return false
  } else if (!harmless.has(node.type)) return false
  return !('children' in node) || node.children.every(isHarmless)
}

/** The frame's host is on the list, and it is fetched over https. */
export function isAllowedFrame(src: unknown, hosts: readonly string[]): boolean {
  if (typeof src !== 'string') return false
  try {
    const url = new URL(src.startsWith('//') ? `https:${src}` : src)
    return url.protocol === 'https:' && hosts.includes(url.hostname)
  } catch {
    return false
  }
}

/** Names what sanitising is going to take out: elements, handlers, frames of other hosts; sorted, with counts. */
export function listForbidden(tree: Root, hosts: readonly string[]): string[] {
  const counts = new Map<string, number>()
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1)
  const allowed = new Set(newsSchema.tagNames)
  const visit = (node: Nodes): void => {
    if (node.type === 'element') {
      if (!allowed.has(node.tagName)) count(`<${node.tagName}>`)
      else if (node.tagName === 'iframe' && !isAllowedFrame(node.properties.src, hosts)) {
        count(`<iframe> of ${frameHost(node)}`)
      } else {
        for (const name of Object.keys(node.properties))
          if (/^on[A-Za-z]/.test(name)) count(`"${name.toLowerCase()}"`)
        const scheme = forbiddenScheme(node)
        if (scheme !== undefined) count(`a link with "${scheme}:"`)
      }
      if (newsSchema.strip?.includes(node.tagName)) return
    }
    if ('children' in node) for (const child of node.children) visit(child)
  }
  visit(tree)
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([what, times]) => (times === 1 ? what : `${what} (${times} times)`))
}

/** The scheme of a link that a browser may not follow (`javascript:`, `data:`, `ftp:`). */
function forbiddenScheme(node: Element): string | undefined {
  if (node.tagName !== 'a') return undefined
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(String(node.properties.href ?? ''))?.[1]?.toLowerCase()
  return scheme === undefined || newsSchema.protocols?.href?.includes(scheme) ? undefined : scheme
}

function frameHost(node: Element): string {
  try {
    return new URL(String(node.properties.src), 'https://unknown.invalid').hostname
  } catch {
    return 'an unknown host'
  }
}

/** Schemes are the same in any letter case (RFC 3986, 3.1); the allow-list knows lower case only. */
export function lowerSchemes(tree: Root): void {
  const visit = (node: Nodes): void => {
    if (node.type === 'element') {
      for (const name of ['href', 'src', 'poster', 'cite'] as const) {
        const value = node.properties[name]
        if (typeof value === 'string')
          node.properties[name] = value.replace(/^[a-z][a-z0-9+.-]*:/i, scheme => scheme.toLowerCase())
      }
    }
    if ('children' in node) for (const child of node.children) visit(child)
  }
  visit(tree)
}

/** Takes out the frames of other hosts; the allow-list knows names of elements, not hosts. */
export function dropForeignFrames(tree: Root, hosts: readonly string[]): void {
  const visit = (node: Nodes): void => {
    if (!('children' in node)) return
    node.children = node.children.filter(
      child =>
        child.type !== 'element' || child.tagName !== 'iframe' || isAllowedFrame(child.properties.src, hosts),
    ) as typeof node.children
    for (const child of node.children) visit(child)
  }
  visit(tree)
}
