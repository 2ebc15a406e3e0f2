// Where a key or a value of front matter (or of a settings file) stands. Looked up only when there is
// something to report: the npm package `yaml` keeps positions, and costs more than the values did.
import { isMap, isPair, isScalar, isSeq, type Node, parseDocument } from 'yaml'
import type { FrontMatterSplit } from './front-matter.js'
import { findPlainField, type KeyPath, type Span } from './plain-fields.js'

/** The span of a key, or of its value, in a front-matter block; the nearest parent's when the path does not
 *  lead to the end; undefined when nothing of it is there. */
export function findInFrontMatter(
  text: string,
  split: FrontMatterSplit,
  path: KeyPath,
  want: 'key' | 'value',
): Span | undefined {
  const block = text.slice(split.start, split.end)
  const found =
    split.language === 'toml'
      ? findInToml(block, path, want)
      : (findPlainField(block, path, want) ?? findInYaml(block, path, want))
  return found && { start: split.start + found.start, end: split.start + found.end }
}

export interface ScalarSpan extends Span {
  readonly value: string
}

/** The texts that stand at a path of a YAML or JSON block, alone or in a list; those on one line only. */
export function findScalars(text: string, split: FrontMatterSplit, path: KeyPath): ScalarSpan[] {
  const block = text.slice(split.start, split.end)
  const root = parseDocument(block, { strict: false, uniqueKeys: false, logLevel: 'silent' })
  const node = root.getIn(path, true)
  return (isSeq(node) ? node.items : [node]).flatMap(item => {
    if (!isScalar(item)) return []
    const span = spanOf(item, block)
    if (!span || /[\r\n]/.test(block.slice(span.start, span.end))) return []
    const { source, value } = item
    return [
      {
        start: split.start + span.start,
        end: split.start + span.end,
        // As it is written: a date or a number is a text here.
        value: typeof value === 'string' ? value : (source ?? String(value)),
      },
    ]
  })
}

/** As above, in a whole YAML (or JSON) document. */
export function findInYaml(text: string, path: KeyPath, want: 'key' | 'value'): Span | undefined {
  let node: unknown = parseDocument(text, { strict: false, uniqueKeys: false, logLevel: 'silent' }).contents
  let found: Span | undefined
  for (const [depth, step] of path.entries()) {
    const last = depth === path.length - 1
    if (isMap(node)) {
      const pair = node.items.find(
        item => isPair(item) && String((item.key as { value?: unknown } | null)?.value) === String(step),
      )
      if (!pair) return found
      const key = spanOf(pair.key as Node | null, text)
      const value = spanOf(pair.value as Node | null, text)
      found = last && want === 'value' ? (value ?? key ?? found) : (key ?? found)
      node = pair.value
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as Node | undefined
      if (!item) return found
      found = spanOf(item, text) ?? found
      node = item
    } else return found
  }
  return found
}

function spanOf(node: Node | null | undefined, text: string): Span | undefined {
  const range = node?.range
  if (!range) return undefined
  const [start, end] = range
  const trimmed = text.slice(start, end).trimEnd().length
  return trimmed === 0 ? undefined : { start, end: start + trimmed }
}

/** TOML has no reader here that keeps positions: the first line that assigns the last name of the path. */
function findInToml(block: string, path: KeyPath, want: 'key' | 'value'): Span | undefined {
  const name = [...path].reverse().find(step => typeof step === 'string')
  if (name === undefined) return undefined
  const quoted = String(name).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const line = new RegExp(`^([ \\t]*)(["']?${quoted}["']?)([ \\t]*=[ \\t]*)([^\\r\\n]*)`, 'm').exec(block)
  if (!line) return undefined
  const key = line.index + line[1]!.length
  if (want === 'key') return { start: key, end: key + line[2]!.length }
  const value = key + line[2]!.length + line[3]!.length
  return { start: value, end: value + Math.max(1, line[4]!.trimEnd().length) }
}
