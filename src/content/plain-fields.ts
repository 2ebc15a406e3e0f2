// Where a field stands that takes one line, which nearly all do: found without reading the block, and without loading
// what reads it. `positions.ts` finds the rest.

export interface Span {
  readonly start: number
  readonly end: number
}

export type KeyPath = readonly (string | number)[]

/** A field of the first level whose value ends on its line, which nearly all have: found without reading the block,
 *  which takes a third of a millisecond, and an archive may have thousands of warnings. Undefined where it takes
 *  more. */
export function findPlainField(block: string, path: KeyPath, want: 'key' | 'value'): Span | undefined {
  const [name] = path
  if (path.length !== 1 || typeof name !== 'string' || !/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name))
    return undefined
  const lines = [...block.matchAll(new RegExp(`^${name}:(?:([ \\t]+)([^\\r\\n]*))?$`, 'gmu'))]
  const [line] = lines
  if (!line || lines.length > 1 || /["']\s*:/.test(block)) return undefined
  // What is indented below belongs to the value, if it is no comment of the next field.
  if (/^(?:\r\n|\n|\r)(?:[ \t]|-)/.test(block.slice(line.index + line[0].length))) return undefined
  const value = /^(?:[^\s"'|>&*!%@`#[\]{},?:-][^"'#\r\n]*|"[^"\\\r\n]*"|'[^'\r\n]*')$/.exec(
    (line[2] ?? '').trimEnd(),
  )
  if (!value || /:(?:\s|$)/.test(value[0].replace(/^["'].*["']$/, ''))) return undefined
  const start = line.index + name.length + 1 + line[1]!.length
  return want === 'key'
    ? { start: line.index, end: line.index + name.length }
    : { start, end: start + value[0].length }
}
