// Blocks in a text: `::name[label]{attributes}` alone on its line, and `:::name` … `:::` around a text. The syntax is
// that of the generic directives proposal, without its form within a line: `:name` and `14:05` are text.
//
// Both parsers read the same CommonMark, and none of them reads directives alike. So a line that may be one is
// replaced by an HTML comment with a mark in it that no text can hold. Whether it stands where a block can stand,
// and not in code or in the middle of raw HTML, is then decided by the parser, by rules that are well known. A line
// that turns out to be something else is put back, and the text is parsed again. Texts without such a line pay
// for one search.
import type { Element, Text } from 'hast'
import type { BlockContent, DefinitionContent, Nodes, Parents, Root, RootContent } from 'mdast'
import type { Options } from 'remark-rehype'
import { type Attribute, readArguments } from './attributes.js'
import { applyEdits, type PreparedSource, slotClose, slotOpen } from './source.js'

/** A block as it was written. */
export interface WrittenBlock {
  readonly name: string
  readonly label: string
  readonly attributes: readonly Attribute[]
  /** Of the name. */
  readonly offset: number
}

export interface BlockFault {
  readonly kind: 'unclosed' | 'unreadable' | 'lookalike'
  /** The line, without blanks around it. */
  readonly line: string
  readonly reason: string
  readonly offset: number
  readonly length: number
}

export interface ReadBlocks {
  readonly root: Root
  /** What was parsed; its offsets lead to the text that was given. */
  readonly source: PreparedSource
  readonly blocks: readonly WrittenBlock[]
  readonly faults: readonly BlockFault[]
}

/** mdast-util-directive's forms; `block` is a number in the list of blocks. */
export interface DirectiveNode {
  type: 'containerDirective' | 'leafDirective'
  name: string
  attributes: Record<string, string>
  children: (BlockContent | DefinitionContent)[]
  data: { block: number }
}

type Line = {
  /** Offset of the colons. */
  readonly start: number
  readonly end: number
  readonly colons: number
} & (
  | { readonly kind: 'block'; readonly block: WrittenBlock }
  | { readonly kind: 'close' }
  | { readonly kind: 'fault'; readonly fault: BlockFault }
)

/** Behind what begins a quote or an item of a list, too. */
const candidate = /^(?:[ \t]*(?:>|(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t])))*[ \t]*(:{2,})(?!:)([^\n]*)$/gm
/** The last resort against a text that is made to be parsed without end. */
const mostRounds = 12

/** @param parse gives a fresh tree each time. */
export async function readBlocks(text: string, parse: (text: string) => Promise<Root>): Promise<ReadBlocks> {
  let lines = text.includes('::') ? scanLines(text) : []
  if (!lines.some(({ kind }) => kind !== 'close')) lines = []
  const faults: BlockFault[] = []
  for (let round = 0; lines.length > 0; round++) {
    const source = applyEdits(
      text,
      lines.map(({ start, end }, n) => ({ start, end, text: markOf(n) })),
    )
    const root = await parse(source.text)
    const placed = placeLines(root, lines)
    const blocks = lines.flatMap(line => (line.kind === 'block' ? [line.block] : []))
    for (const n of placed.met) {
      const line = lines[n]!
      if (line.kind === 'fault') faults.push(line.fault)
      else if (line.kind === 'close' && !placed.used.has(n) && blocks.length > 0) faults.push(strayOf(line))
    }
    if (placed.used.size === lines.length)
      return { root, source, blocks, faults: [...faults, ...placed.unclosed.map(n => unclosedOf(lines[n]!))] }
    lines = round < mostRounds ? lines.filter((_, n) => placed.used.has(n)) : []
  }
  const source: PreparedSource = { text, original: offset => offset }
  return { root: await parse(text), source, blocks: [], faults }
}

function scanLines(text: string): Line[] {
  const lines: Line[] = []
  for (const match of text.matchAll(candidate)) {
    const [whole, { length: colons }, rest] = match as unknown as [string, string, string]
    const start = match.index + whole.length - rest.length - colons
    const line = readLine(rest.trimEnd(), colons, start)
    if (line) lines.push({ start, end: match.index + whole.length, colons, ...line })
  }
  return lines
}

type LineKind = Line extends infer L ? (L extends Line ? Omit<L, 'start' | 'end' | 'colons'> : never) : never

/** @param rest what stands behind the colons. */
function readLine(rest: string, colons: number, start: number): LineKind | undefined {
  const container = colons > 2
  const fault = (kind: BlockFault['kind'], reason: string, at: number): LineKind => ({
    kind: 'fault',
    fault: {
      kind,
      line: ':'.repeat(colons) + rest,
      reason,
      offset: start + at,
      length: Math.max(1, colons + rest.length - at),
    },
  })
  if (rest === '') return container ? { kind: 'close' } : undefined
  const name = /^[A-Za-z][\w-]*/.exec(rest)?.[0]
  if (name === undefined) {
    return container && /^[ \t]+[A-Za-z]/.test(rest)
      ? fault('lookalike', 'the name of a block follows its colons without a blank', 0)
      : undefined
  }
  const behind = colons + name.length
  const tail = rest.slice(name.length)
  if (tail !== '' && !/^[[{]/.test(tail)) {
    return container
      ? fault('lookalike', 'what follows the name stands in [brackets] or {braces}', 0)
      : undefined
  }
  const read = readArguments(tail)
  if ('reason' in read) return fault('unreadable', read.reason, behind + read.offset)
  const attributes = read.attributes.map(attribute => ({
    ...attribute,
    offset: start + behind + attribute.offset,
  }))
  return { kind: 'block', block: { name, label: read.label, attributes, offset: start + colons } }
}

const markOf = (n: number): string => `<!--${slotOpen}${n}${slotClose}-->`
const mark = new RegExp(`^\\s*<!--${slotOpen}(\\d+)${slotClose}-->\\s*$`)

const containers = new Set(['root', 'blockquote', 'listItem', 'footnoteDefinition'])

interface Placed {
  /** Lines that stand where a block can stand. */
  readonly met: readonly number[]
  /** Those of them that are a part of a block. */
  readonly used: ReadonlySet<number>
  /** Openings of containers without an end. */
  readonly unclosed: readonly number[]
}

/** Changes `root` in place: marks become directives, with what stands between two of them inside. */
function placeLines(root: Root, lines: readonly Line[]): Placed {
  const met: number[] = []
  const used = new Set<number>()
  const unclosed: number[] = []
  const numbers = new Map<number, number>()
  for (const [n, { kind }] of lines.entries()) if (kind === 'block') numbers.set(n, numbers.size)
  visit(root)
  return { met, used, unclosed }

  function visit(parent: Parents): void {
    for (const child of parent.children) if ('children' in child) visit(child)
    if (containers.has(parent.type)) arrange(parent)
  }

  function arrange(parent: Parents): void {
    const open: { readonly n: number; readonly node: DirectiveNode }[] = []
    const result: RootContent[] = []
    const put = (node: RootContent): void => {
      const inner = open.at(-1)?.node.children as RootContent[] | undefined
      ;(inner ?? result).push(node)
    }
    for (const child of parent.children as RootContent[]) {
      const n = numberOf(child)
      const line = n === undefined ? undefined : lines[n]
      if (n === undefined || line === undefined) {
        put(child)
        continue
      }
      met.push(n)
      if (line.kind === 'block') {
        used.add(n)
        const node = directive(line.block, line.colons, numbers.get(n)!)
        put(node as unknown as RootContent)
        if (line.colons > 2) open.push({ n, node })
      } else if (line.kind === 'close') {
        const at = closedBy(line.colons)
        if (at < 0) continue
        used.add(n)
        for (const { n: inner } of open.splice(at).slice(1)) unclosed.push(inner)
      }
    }
    for (const { n } of open) unclosed.push(n)
    parent.children = result as typeof parent.children

    /** The innermost block with as many colons; else the innermost one with fewer. */
    function closedBy(colons: number): number {
      const same = open.findLastIndex(({ n }) => lines[n]!.colons === colons)
      return same >= 0 ? same : open.findLastIndex(({ n }) => lines[n]!.colons < colons)
    }
  }
}

function numberOf(node: Nodes): number | undefined {
  const match = node.type === 'html' ? mark.exec(node.value) : null
  return match ? Number(match[1]) : undefined
}

function directive({ name, attributes }: WrittenBlock, colons: number, block: number): DirectiveNode {
  return {
    type: colons > 2 ? 'containerDirective' : 'leafDirective',
    name,
    attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, value])),
    children: [],
    data: { block },
  }
}

function strayOf({ start, end, colons }: Line): BlockFault {
  const line = ':'.repeat(colons)
  return {
    kind: 'lookalike',
    line,
    reason: 'no block is open here that it could close',
    offset: start,
    length: end - start,
  }
}

function unclosedOf(line: Line): BlockFault {
  const { name } = (line as Extract<Line, { readonly kind: 'block' }>).block
  const colons = ':'.repeat(line.colons)
  return {
    kind: 'unclosed',
    line: colons + name,
    reason: colons,
    offset: line.start,
    length: line.colons + name.length,
  }
}

type State = Parameters<NonNullable<NonNullable<Options['handlers']>['html']>>[0]

const elementMark = new RegExp(`${slotOpen}b(\\d+)${slotClose}\\n?`)
const elementMarks = new RegExp(elementMark.source, 'g')

/** A directive as HTML until the tree is compiled: an element that begins with the number of its block. Its name is
 *  one that raw HTML hardly ever has, so that an element which is left open or closed twice within a block does not
 *  end it, and that closes others by the rules of HTML, so that the block ends where it ends. */
export function blockElement(state: State, node: DirectiveNode): Element {
  const block: unknown = (node.data as { block?: unknown } | undefined)?.block
  const marked: Text[] =
    typeof block === 'number' ? [{ type: 'text', value: `${slotOpen}b${block}${slotClose}` }] : []
  const children = state.wrap(state.all(node as unknown as Parents), true)
  return { type: 'element', tagName: 'hgroup', properties: {}, children: [...marked, ...children] }
}

/** The number of the block that an element stands for; its mark is taken out. */
export function takeBlock(node: Element): number | undefined {
  const [first] = node.children
  if (first?.type !== 'text' || !first.value.startsWith(slotOpen)) return undefined
  const match = elementMark.exec(first.value)
  if (match?.index !== 0) return undefined
  first.value = first.value.slice(match[0].length)
  return Number(match[1])
}

/** Where a tag of raw HTML swallows elements (`<select>`, `<title>`), a mark is left behind. */
export function withoutBlockMarks(html: string): string {
  return html.replace(elementMarks, '')
}
