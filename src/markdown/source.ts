// The text that a Markdown parser sees: line ends made one, characters that may not occur replaced, other
// generators' shortcodes taken out, with a way back to offsets in the file.

/** Noncharacters (Unicode 23.7) mark slots while a body is compiled; a text may not hold them. */
export const slotOpen = '\ufdd0'
export const slotClose = '\ufdd1'

export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

export interface PreparedSource {
  readonly text: string
  /** Offset in the original text of an offset in `text`. */
  original(offset: number): number
}

/** @param edits sorted by start, not overlapping. */
export function applyEdits(text: string, edits: readonly Edit[]): PreparedSource {
  if (edits.length === 0) return { text, original: offset => offset }
  let result = ''
  let last = 0
  /** Where each edit ends in the result, and by how much offsets after it are shifted. */
  const ends: number[] = []
  const shifts: number[] = []
  for (const edit of edits) {
    result += text.slice(last, edit.start) + edit.text
    last = edit.end
    ends.push(result.length)
    shifts.push(edit.end - result.length)
  }
  result += text.slice(last)
  return {
    text: result,
    original(offset) {
      let low = 0
      let high = ends.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (ends[middle]! <= offset) low = middle + 1
        else high = middle
      }
      return low === 0 ? offset : offset + shifts[low - 1]!
    },
  }
}

/** Edits that make line ends `\n` and replace NUL (CommonMark 2.3) and the slot marks, also where they are
 *  written as character references, which an HTML parser would make marks of. */
export function normalisingEdits(text: string): Edit[] {
  const edits: Edit[] = []
  for (const match of text.matchAll(
    /\r\n?|[\u0000\ufdd0\ufdd1]|&#(?:x0*fdd[01]|0*6497[67])(?![0-9a-f]);?/gi,
  )) {
    const start = match.index
    edits.push({ start, end: start + match[0].length, text: match[0].startsWith('\r') ? '\n' : '\ufffd' })
  }
  return edits
}
