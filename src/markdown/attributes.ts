// What stands behind the name in the line of a block: `[label]{key=value key="a b" .class #id flag}`, as the generic
// directives proposal for CommonMark writes it. A label is text; an attribute's value is text.

export interface Attribute {
  readonly key: string
  readonly value: string
  /** Offset of the value, or of the key where none is written; from the start of what was read. */
  readonly offset: number
}

export interface BlockArguments {
  readonly label: string
  readonly attributes: readonly Attribute[]
}

export interface ArgumentFault {
  readonly reason: string
  readonly offset: number
}

const blank = /[ \t]*/y
const shortcut = /([#.])([\p{L}\p{N}_-]+)/uy
const key = /[A-Za-z][\w-]*/y
const value = /"([^"]*)"|'([^']*)'|([^\s"'<>`{}]+)/y

/** Reads to the end of the line, blanks behind the last bracket allowed. */
export function readArguments(text: string): BlockArguments | ArgumentFault {
  const bracket = text.startsWith('[') ? readLabel(text) : { label: '', end: 0 }
  if ('reason' in bracket) return bracket
  const { label, end } = bracket
  if (text[end] !== '{')
    return text.slice(end).trim() === ''
      ? { label, attributes: [] }
      : { reason: 'behind the name there may be only [a label] and {attributes}', offset: end }
  const braces = readBraces(text, end)
  if ('reason' in braces) return braces
  return text.slice(braces.end).trim() === ''
    ? { label, attributes: braces.attributes }
    : { reason: 'there is something behind the closing brace', offset: braces.end }
}

/** Brackets within a label are pairs, or have a backslash in front. */
function readLabel(text: string): { readonly label: string; readonly end: number } | ArgumentFault {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '[') depth++
    else if (text[at] === ']' && --depth === 0)
      return { label: text.slice(1, at).replace(/\\([\\[\]])/g, '$1'), end: at + 1 }
  }
  return { reason: 'the bracket of the label is not closed', offset: 0 }
}

function readBraces(
  text: string,
  start: number,
): { readonly attributes: readonly Attribute[]; readonly end: number } | ArgumentFault {
  const found = new Map<string, Attribute>()
  const classes: Attribute[] = []
  let at = start + 1
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) at += match[0].length
    return match
  }
  for (;;) {
    take(blank)
    if (text[at] === '}') break
    if (at >= text.length) return { reason: 'the brace is not closed', offset: start }
    const offset = at
    const short = take(shortcut)
    if (short?.[1] === '.') {
      classes.push({ key: 'class', value: short[2]!, offset })
      continue
    }
    const attribute = short ? { key: 'id', value: short[2]!, offset } : readPair(offset)
    if ('reason' in attribute) return attribute
    if (found.has(attribute.key)) return { reason: `"${attribute.key}" stands twice`, offset }
    found.set(attribute.key, attribute)
  }
  const written = found.get('class')
  if (classes.length > 0) {
    const [{ offset }] = classes as [Attribute]
    const all = [...(written ? [written] : []), ...classes].map(({ value: name }) => name)
    found.set('class', { key: 'class', value: all.join(' '), offset })
  }
  return { attributes: [...found.values()], end: at + 1 }

  function readPair(offset: number): Attribute | ArgumentFault {
    const name = take(key)?.[0]
    if (name === undefined) return { reason: faultOf(text.slice(offset)), offset }
    if (text[at] !== '=') return { key: name, value: '', offset }
    at++
    const from = at
    if (/[“”„‘’«»]/.test(text[at] ?? '')) return { reason: faultOf(text.slice(at)), offset: at }
    const match = take(value)
    if (!match) {
      const open = text[at] === '"' || text[at] === "'"
      return { reason: open ? 'a quote is not closed' : `"${name}=" has no value`, offset: from }
    }
    const quoted = match[1] ?? match[2]
    return { key: name, value: quoted ?? match[3]!, offset: from + (quoted === undefined ? 0 : 1) }
  }
}

function faultOf(rest: string): string {
  if (/^[“”„‘’«»]/.test(rest)) return 'quotes around a value are straight ones: " or \''
  return `"${/^\S[^\s}]*/.exec(rest)?.[0] ?? rest}" is not an attribute; write key=value or key="two words"`
}
