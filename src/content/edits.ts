// A fix as a change of the text: where the value or the key stands in this file, and how it is written there.
import type { Diagnostic, TextEdit } from '../diagnostics/diagnostic.js'
import { type FrontMatterSplit, splitFrontMatter } from './front-matter.js'
import { type FieldSources, writtenNames } from './names.js'
import { findInFrontMatter, findScalars } from './positions.js'
import { readYaml } from './yaml.js'
import { quote } from './yaml-faults.js'

/** Changes that make up a diagnostic's fix in its file; undefined where the text is another one by now, or has a form
 *  in which the one right answer cannot be written. */
export function toEdits(
  text: string,
  { fix, place }: Diagnostic,
  sources: FieldSources,
): readonly TextEdit[] | undefined {
  if (!fix) return undefined
  if (fix.kind === 'text')
    return fix.edits.every(({ start, was }) => text.startsWith(was, start)) ? fix.edits : undefined
  const front = splitFrontMatter(text)
  if (front.kind !== 'found') return undefined
  const { split } = front
  if (fix.kind === 'alias') return addAlias(text, split, fix.text, sources)
  if (!place || !('path' in place)) return undefined
  // A value of TOML has no place that could be told for sure.
  if (split.language === 'toml') return undefined
  const [field, ...rest] = place.path
  const names = typeof field === 'string' ? writtenNames(field, sources) : []
  for (const name of names) {
    const edits =
      fix.kind === 'key'
        ? renameKey(text, split, name, fix.text)
        : changeValue(text, split, [name, ...rest], fix.was, fix.text)
    if (edits.length > 0) return edits
  }
  return undefined
}

/** A field of its own in front of the closing line; among other aliases an editor has to choose the place. */
function addAlias(
  text: string,
  split: FrontMatterSplit,
  alias: string,
  sources: FieldSources,
): TextEdit[] | undefined {
  const isThere = writtenNames('aliases', sources).some(name => findInFrontMatter(text, split, [name], 'key'))
  if (split.language !== 'yaml' || isThere) return undefined
  const end = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const line = `aliases: [${isPlain(alias, '') ? alias : quote(alias)}]${end}`
  return [{ start: split.end, was: '---', text: `${line}---` }]
}

function renameKey(text: string, split: FrontMatterSplit, was: string, name: string): TextEdit[] {
  const span = findInFrontMatter(text, split, [was], 'key')
  const written = span && text.slice(span.start, span.end)
  return span && written!.replace(/^["']|["']$/g, '') === was
    ? [{ start: span.start, was: written!, text: written!.replace(was, name) }]
    : []
}

function changeValue(
  text: string,
  split: FrontMatterSplit,
  path: readonly (string | number)[],
  was: string,
  value: string,
): TextEdit[] {
  return findScalars(text, split, path).flatMap(scalar => {
    const written = text.slice(scalar.start, scalar.end)
    const edit = (changed: string) => [{ start: scalar.start, was: written, text: changed }]
    if (scalar.value.trim() === was) return edit(write(value, written, split))
    // A text where a list may stand: "Ports, Harbour".
    const items = scalar.value.split(',')
    if (items.length === 1 || items.filter(item => item.trim() === was).length !== 1) return []
    const changed = items.map(item => (item.trim() === was ? item.replace(was, value) : item)).join(',')
    return edit(write(changed, written, split))
  })
}

/** In the quotes that stand there; with quotes where it would not be read as this text without them. */
function write(value: string, written: string, { language }: FrontMatterSplit): string {
  if (language === 'json') return JSON.stringify(value)
  if (written[0] === "'") return `'${value.replaceAll("'", "''")}'`
  if (written[0] === '"' && !/["\\]/.test(value)) return `"${value}"`
  return isPlain(value, written) ? value : quote(value)
}

/** A comma where one stands already is not that of a list in brackets. */
function isPlain(value: string, written: string): boolean {
  if (/[[\]{}#]/.test(value) || (value.includes(',') && !written.includes(','))) return false
  try {
    return (readYaml(`- ${value}`) as readonly unknown[])[0] === value
  } catch {
    return false
  }
}
