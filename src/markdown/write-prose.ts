// The short way to HTML, for texts of prose alone, as most articles are: one walk over the Markdown tree writes what
// the long way (remark-rehype, `compile.ts`, rehype-stringify) would, byte for byte. A property test holds both
// together. It takes what `isHarmless` lets through; where it is not sure, the text goes the long way.
import type { Heading, Image, Link, ListItem, Nodes, Paragraph, PhrasingContent, Root } from 'mdast'
import { normalizeUri } from 'micromark-util-sanitize-uri'
import { trimLines } from 'trim-lines'
import { findBareEmbed } from './embeds.js'
import { escapeAttribute } from './escape.js'
import { type Compiled, isFixedLink, startFindings } from './findings.js'

export interface Written {
  readonly compiled: Compiled
  readonly chunks: readonly string[]
  readonly holes: readonly number[]
}

/** @param root without data on its nodes. @param original offset in the file of an offset in the parsed text.
 *  @returns undefined for a text that must go the long way. */
export function writeProse(root: Root, original: (offset: number) => number): Written | undefined {
  const findings = startFindings(hasTopHeading(root))
  const chunks: string[] = []
  const holes: number[] = []
  let html = ''
  let isSure = true

  writeBlocks(root.children, false)
  if (!isSure) return undefined
  chunks.push(html)
  return { compiled: findings.all(), chunks, holes }

  function offsetOf({ position }: Nodes): number {
    const offset = position?.start.offset
    return offset === undefined ? -1 : original(offset)
  }

  function writeHole(n: number): void {
    chunks.push(html)
    holes.push(n)
    html = ''
  }

  function writeText(text: string): void {
    findings.say(text)
    html += withReferences(text, forbiddenInText)
  }

  /** @param apart line ends stand also before the first and after the last. */
  function writeBlocks(nodes: readonly Nodes[], apart: boolean): void {
    if (apart) writeText('\n')
    nodes.forEach((node, i) => {
      if (i > 0) writeText('\n')
      writeBlock(node)
    })
    if (apart && nodes.length > 0) writeText('\n')
  }

  function writeBlock(node: Nodes): void {
    const from = findings.beginLine()
    switch (node.type) {
      case 'paragraph':
        writeParagraph(node)
        break
      case 'heading':
        writeHeading(node)
        break
      case 'blockquote':
        html += '<blockquote>'
        writeBlocks(node.children, true)
        html += '</blockquote>'
        break
      case 'list': {
        const name = node.ordered ? 'ol' : 'ul'
        const start = typeof node.start === 'number' && node.start !== 1 ? ` start="${node.start}"` : ''
        const isLoose = node.spread || node.children.some(isLooseItem)
        html += `<${name}${start}>`
        writeText('\n')
        for (const item of node.children) {
          writeItem(item, isLoose)
          writeText('\n')
        }
        html += `</${name}>`
        break
      }
      case 'thematicBreak':
        html += '<hr>'
        break
      default:
        isSure = false
    }
    findings.endLine(from, node.type === 'paragraph')
  }

  function writeHeading(node: Heading): void {
    const met = findings.beginHeading(node.depth, offsetOf(node))
    const before = html
    const first = chunks.length
    html = ''
    writeInline(node.children)
    // The id comes of the words, and stands in front of them.
    const id = withReferences(findings.endHeading(met), forbiddenInAttribute)
    const opening = `${before}<h${met.depth} id="${id}">`
    if (chunks.length === first) html = opening + html
    else chunks[first] = opening + chunks[first]!
    html += `</h${met.depth}>`
  }

  /** In a tight list, paragraphs are their words alone. */
  function writeItem(item: ListItem, isLoose: boolean): void {
    const from = findings.beginLine()
    const isBare = (child: Nodes) => !isLoose && child.type === 'paragraph'
    html += '<li>'
    item.children.forEach((child, i) => {
      if (i > 0 || !isBare(child)) writeText('\n')
      if (child.type === 'paragraph' && !isLoose) writeInline(child.children)
      else writeBlock(child)
    })
    const last = item.children.at(-1)
    if (last && !isBare(last)) writeText('\n')
    html += '</li>'
    findings.endLine(from, false)
  }

  function writeParagraph({ children }: Paragraph): void {
    const only = onlyChild(children)
    if (only?.type === 'link' && findBareEmbed(normalizeUri(only.url), textOf(only))) isSure = false
    if (only?.type === 'image' && only.title) {
      html += '<figure>'
      writeImage(only, '')
      html += '<figcaption>'
      const from = findings.beginLine()
      writeText(only.title)
      findings.endLine(from, false)
      html += '</figcaption></figure>'
      return
    }
    html += '<p>'
    writeInline(children)
    html += '</p>'
  }

  /** @param trimmed blanks at the very start go, as they do behind a hard break. */
  function writeInline(nodes: readonly PhrasingContent[], trimmed = false): void {
    let behindBreak = false
    nodes.forEach((node, i) => {
      if (node.type === 'text') {
        const text = linesOf(node.value)
        writeText(behindBreak || (trimmed && i === 0) ? trimStart(text) : text)
      } else writeElement(node, behindBreak)
      behindBreak = node.type === 'break'
    })
  }

  function writeElement(node: PhrasingContent, behindBreak: boolean): void {
    switch (node.type) {
      case 'emphasis':
        html += '<em>'
        writeInline(node.children, behindBreak)
        html += '</em>'
        break
      case 'strong':
        html += '<strong>'
        writeInline(node.children, behindBreak)
        html += '</strong>'
        break
      case 'delete':
        html += '<del>'
        writeInline(node.children, behindBreak)
        html += '</del>'
        break
      case 'inlineCode': {
        const code = codeOf(node.value)
        html += '<code>'
        writeText(behindBreak ? trimStart(code) : code)
        html += '</code>'
        break
      }
      case 'break':
        findings.endLine(findings.beginLine(), false)
        html += '<br>'
        writeText('\n')
        break
      case 'link':
        writeLink(node, behindBreak)
        break
      case 'image':
        writeImage(node, titleOf(node, escapeAttribute))
        break
      default:
        isSure = false
    }
  }

  function writeLink(node: Link, behindBreak: boolean): void {
    const target = normalizeUri(node.url)
    if (isFixedLink(target)) {
      const escaped = (text: string) => withReferences(text, forbiddenInAttribute)
      html += `<a href="${escaped(target)}"${titleOf(node, escaped)}>`
      writeInline(node.children, behindBreak)
      html += '</a>'
      return
    }
    const attributes = titleOf(node, escapeAttribute)
    const n = findings.addSlot({ kind: 'link', target, attributes, offset: offsetOf(node) })
    writeHole(n * 2)
    writeInline(node.children, behindBreak)
    writeHole(n * 2 + 1)
  }

  function writeImage(node: Image, attributes: string): void {
    const n = findings.addImage({
      target: normalizeUri(node.url),
      alt: node.alt ?? undefined,
      attributes,
      sized: false,
      offset: offsetOf(node),
    })
    writeHole(n * 2)
  }
}

function hasTopHeading(node: Nodes): boolean {
  if (node.type === 'heading') return node.depth === 1
  return 'children' in node && node.children.some(hasTopHeading)
}

function isLooseItem({ spread, children }: ListItem): boolean {
  return spread ?? children.length > 1
}

/** Blanks do not count. */
function onlyChild(nodes: readonly PhrasingContent[]): PhrasingContent | undefined {
  const visible = nodes.filter(node => node.type !== 'text' || node.value.trim() !== '')
  return visible.length === 1 ? visible[0] : undefined
}

/** Enough of a link's words to tell whether they are its address: that has no blanks and no line ends. */
function textOf(node: Nodes): string {
  if (node.type === 'text') return linesOf(node.value)
  if (node.type === 'inlineCode') return codeOf(node.value)
  if (node.type === 'break') return '\n'
  return 'children' in node ? node.children.map(textOf).join('') : ''
}

function titleOf({ title }: Link | Image, escaped: (text: string) => string): string {
  return title === null || title === undefined ? '' : ` title="${escaped(title)}"`
}

/** Without blanks around its line ends. */
function linesOf(text: string): string {
  return /[\n\r]/.test(text) ? trimLines(text) : text
}

function codeOf(text: string): string {
  return text.replace(/\r?\n|\r/g, ' ')
}

function trimStart(text: string): string {
  return text.replace(/^[\t ]+/, '')
}

/** rehype-stringify's characters and references. */
const forbiddenInText = /[<&]/g
const forbiddenInAttribute = /["&'`]/g
const references: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&#x27;',
  '`': '&#x60;',
}

function withReferences(text: string, forbidden: RegExp): string {
  return text.replace(forbidden, letter => references[letter]!)
}
