// The last step on the tree: one walk that numbers headings, turns addresses into slots, marks what readers
// see, and collects the text. After it only the serialiser runs.
import type { Element, ElementContent, Nodes, Parents, Root, RootContent } from 'hast'
import type { BlockSlot } from './body.js'
import { takeBlock, type WrittenBlock, withoutBlockMarks } from './directives.js'
import { embedElement, findBareEmbed } from './embeds.js'
import { escapeAttribute } from './escape.js'
import { type Compiled, isContact, isFixedLink, startFindings } from './findings.js'
import { slotClose, slotOpen } from './source.js'

export interface CompileOptions {
  /** Offset in the file of an offset in the parsed text. */
  readonly original: (offset: number) => number
  /** By the numbers that the tree's elements have. */
  readonly blocks: readonly WrittenBlock[]
  /** Offset in the file of an offset in a block. */
  readonly ofBlock: (offset: number) => number
}

const blocks = new Set(
  'p h1 h2 h3 h4 h5 h6 li ul ol table tr td th blockquote pre div section figure figcaption br hr dt dd dl details summary aside header footer address caption hgroup'.split(
    ' ',
  ),
)
const anywhere = new Set(['id', 'name'])

/** Changes `tree` in place. */
export function compileTree(tree: Root, options: CompileOptions): Compiled {
  const ids = new Set<string>()
  const blockOfId = new Map<string, WrittenBlock>()
  for (const written of options.blocks) {
    const id = written.attributes.find(({ key }) => key === 'id')?.value
    if (id !== undefined && !ids.has(id)) blockOfId.set(id, written)
    if (id !== undefined) ids.add(id)
  }
  collectIds(tree, ids)
  const findings = startFindings(hasTopHeading(tree), ids)
  walk(tree)
  return findings.all()

  function offsetOf(node: Nodes): number {
    const offset = node.position?.start.offset
    return offset === undefined ? -1 : options.original(offset)
  }

  function walk(parent: Parents): void {
    const children: RootContent[] = []
    for (const child of parent.children) {
      if (child.type === 'text')
        findings.say(options.blocks.length === 0 ? child.value : withoutBlockMarks(child.value))
      if (isFootnoteMark(child)) {
        // The number belongs to the page, not to the text: not to an excerpt, not to the count of words.
        children.push(child)
        continue
      }
      if (child.type !== 'element') {
        children.push(child)
        continue
      }
      children.push(...replace(child))
    }
    parent.children = children as typeof parent.children
  }

  function replace(node: Element): RootContent[] {
    if (!blocks.has(node.tagName)) return replaceByName(node)
    const isParagraph = node.tagName === 'p'
    const from = findings.beginLine()
    const result = replaceByName(node)
    findings.endLine(from, isParagraph)
    return result
  }

  function replaceByName(node: Element): RootContent[] {
    // The allow-list leaves the attribute when it takes out all classes.
    if (Array.isArray(node.properties.className) && node.properties.className.length === 0) {
      delete node.properties.className
    }
    switch (node.tagName) {
      case 'h1':
      case 'h2':
      case 'h3':
      case 'h4':
      case 'h5':
      case 'h6':
        return [heading(node)]
      case 'p':
        return paragraph(node)
      case 'a':
        return link(node)
      case 'img':
        return [image(node)]
      case 'video':
      case 'audio':
      case 'source':
      case 'track':
        return [mediaElement(node)]
      case 'iframe':
        return [frame(node)]
      case 'table':
        return [table(node)]
      case 'th':
      case 'td':
        walk(node)
        return [alignedCell(node)]
      case 'input':
        // What is left of a form's fields is no task of a list.
        return node.properties.name === undefined ? [taskBox(node)] : []
      case 'hgroup': {
        const n = options.blocks.length === 0 ? undefined : takeBlock(node)
        const written = n === undefined ? undefined : options.blocks[n]
        if (written) return blockElement(written, node)
        walk(node)
        return [node]
      }
      default:
        walk(node)
        return [node]
    }
  }

  /** Attributes do not count as text; a label does, since it is the title of a block or its only words. */
  function blockElement(written: WrittenBlock, node: Element): RootContent[] {
    const { name, label, attributes, offset } = written
    const values = Object.fromEntries(attributes.map(({ key, value }) => [key, value]))
    if (values.id !== undefined && blockOfId.get(values.id) !== written) delete values.id
    const block: { -readonly [K in keyof BlockSlot]: BlockSlot[K] } = {
      kind: 'block',
      target: [name, ...Object.keys(values)].join(' '),
      name,
      label,
      attributes: values,
      offset: options.ofBlock(offset),
      url: -1,
      table: -1,
    }
    const n = findings.addSlot(block)
    for (const { key, value, offset: at } of attributes) {
      const place = options.ofBlock(at)
      if (key === 'data') block.table = findings.addSlot({ kind: 'table', target: value, offset: place })
      if (key === 'url' && !isContact(value))
        block.url = findings.addSlot({ kind: 'link', target: value, attributes: '', offset: place })
    }
    if (label !== '') {
      findings.say(label)
      findings.say('\n')
    }
    findings.beginBlock()
    walk(node)
    findings.endBlock()
    return [hole(n * 2), ...(node.children as RootContent[]), hole(n * 2 + 1)]
  }

  function heading(node: Element): Element {
    const met = findings.beginHeading(Number(node.tagName[1]), offsetOf(node))
    walk(node)
    const { id } = node.properties
    const own = typeof id === 'string' ? id : undefined
    node.tagName = `h${met.depth}`
    node.properties.id = findings.endHeading(met, own, own !== 'footnote-label')
    return node
  }

  function paragraph(node: Element): RootContent[] {
    const only = onlyChild(node)
    if (!only && findings.isInBlock() && node.children.every(isImageOrBlank)) {
      // The pictures of a gallery stand on lines of their own; each is one, with its caption.
      return node.children.flatMap(child =>
        child.type === 'element' ? paragraph({ ...node, children: [child] }) : [],
      )
    }
    if (only?.tagName === 'a' && typeof only.properties.href === 'string') {
      const { href } = only.properties
      const label = textOf(only)
      const embed = findBareEmbed(href, label)
      if (embed) {
        findings.addEmbed()
        findings.say(label)
        return [embedElement(embed, href, label)]
      }
    }
    if (
      only?.tagName === 'img' &&
      typeof only.properties.title === 'string' &&
      only.properties.title !== ''
    ) {
      const caption = only.properties.title
      delete only.properties.title
      const figure: Element = {
        type: 'element',
        tagName: 'figure',
        properties: {},
        children: [only, figcaption(caption)],
      }
      walk(figure)
      return [figure]
    }
    walk(node)
    return [node]
  }

  function link(node: Element): RootContent[] {
    const { href } = node.properties
    if (Object.keys(node.properties).length === 0) {
      // Its address was taken out; the words stay.
      walk(node)
      return [...node.children] as RootContent[]
    }
    if (typeof href !== 'string' || isFixedLink(href)) {
      walk(node)
      return [node]
    }
    const attributes = serialise(node, new Set(['href', 'rel', 'target']))
    const n = findings.addSlot({ kind: 'link', target: href, attributes, offset: offsetOf(node) })
    walk(node)
    return [hole(n * 2), ...(node.children as RootContent[]), hole(n * 2 + 1)]
  }

  function image(node: Element): RootContent {
    const { src, alt } = node.properties
    const n = findings.addImage({
      target: typeof src === 'string' ? src : '',
      alt: typeof alt === 'string' ? alt : undefined,
      attributes: serialise(node, new Set(['src', 'alt', 'loading', 'decoding'])),
      sized: node.properties.width !== undefined && node.properties.height !== undefined,
      offset: offsetOf(node),
    })
    return hole(n * 2)
  }

  function mediaElement(node: Element): Element {
    for (const name of ['src', 'poster'] as const) {
      const target = node.properties[name]
      if (typeof target !== 'string') continue
      const n = findings.addSlot({ kind: 'media', target, offset: offsetOf(node) })
      node.properties[name] = mark(n * 2)
    }
    if (node.tagName === 'video' || node.tagName === 'audio') {
      node.properties.controls = true
      node.properties.preload ??= 'metadata'
    }
    walk(node)
    return node
  }

  /** A frame needs a name for those who cannot see it (WCAG 4.1.2), and waits until it is near. */
  function frame(node: Element): Element {
    node.properties.loading = 'lazy'
    node.properties.title ??= frameTitle(node.properties.src)
    return node
  }

  /** Wide tables scroll inside their own box, which a keyboard can reach (WCAG 2.1.1). */
  function table(node: Element): Element {
    walk(node)
    return {
      type: 'element',
      tagName: 'div',
      properties: { className: ['table'], tabIndex: 0, role: 'group' },
      children: [node],
    }
  }

  function taskBox(node: Element): Element {
    node.properties.ariaLabel ??= node.properties.checked ? '✓' : '–'
    return node
  }
}

/** GFM aligns with an attribute that HTML has given up; the theme aligns by class. */
function alignedCell(node: Element): Element {
  const { align } = node.properties
  delete node.properties.align
  if (typeof align === 'string' && /^(?:left|center|right)$/.test(align))
    node.properties.className = [`align-${align}`]
  return node
}

function isFootnoteMark(node: RootContent): boolean {
  return (
    node.type === 'element' &&
    node.tagName === 'sup' &&
    node.children.some(child => child.type === 'element' && child.properties.dataFootnoteRef !== undefined)
  )
}

function hasTopHeading(node: Nodes): boolean {
  if (node.type === 'element' && node.tagName === 'h1') return true
  return 'children' in node && node.children.some(hasTopHeading)
}

/** Collects ids and old-style anchors; an id that occurs again is dropped, since a page has it once. */
function collectIds(node: Nodes, ids: Set<string>): void {
  if (node.type === 'element') {
    for (const name of anywhere) {
      const id = node.properties[name]
      if (typeof id !== 'string' || (name === 'name' && node.tagName !== 'a')) continue
      if (ids.has(id) && name === 'id') delete node.properties.id
      else ids.add(id)
    }
  }
  if ('children' in node) for (const child of node.children) collectIds(child, ids)
}

function onlyChild(node: Element): Element | undefined {
  const visible = node.children.filter(child => child.type !== 'text' || child.value.trim() !== '')
  const [only] = visible
  return visible.length === 1 && only?.type === 'element' ? only : undefined
}

function isImageOrBlank(node: Nodes): boolean {
  return node.type === 'text' ? node.value.trim() === '' : node.type === 'element' && node.tagName === 'img'
}

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}

function figcaption(text: string): Element {
  return { type: 'element', tagName: 'figcaption', properties: {}, children: [{ type: 'text', value: text }] }
}

function mark(hole: number): string {
  return `${slotOpen}${hole}${slotClose}`
}

function hole(n: number): ElementContent & RootContent {
  return { type: 'raw', value: mark(n) } as unknown as ElementContent & RootContent
}

function frameTitle(src: unknown): string {
  try {
    return new URL(String(src), 'https://frame.invalid').hostname.replace(/^www\./, '')
  } catch {
    return 'Embedded page'
  }
}

/** The attributes of an element but those in `without`, as HTML. Names are hast's; all that pass the
 *  allow-list are the lower-cased form but `className` and `data-*`, `aria-*`. */
function serialise(node: Element, without: ReadonlySet<string>): string {
  let html = ''
  for (const [name, value] of Object.entries(node.properties)) {
    if (without.has(name) || value === undefined || value === null || value === false) continue
    const attribute = attributeName(name)
    const written = Array.isArray(value) ? value.join(' ') : value === true ? '' : String(value)
    html += ` ${attribute}="${escapeAttribute(written)}"`
  }
  return html
}

function attributeName(name: string): string {
  if (name === 'className') return 'class'
  if (/^(?:data|aria)[A-Z]/.test(name))
    return name
      .replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
      .replace(/^aria-(.*)$/, (_, rest: string) => `aria-${rest.replace(/-/g, '')}`)
  return name.toLowerCase()
}
