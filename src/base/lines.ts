// Offsets ↔ line and column. Spans are kept as offsets everywhere; lines are counted only to be printed.

export interface LinePosition {
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 code units. */
  readonly column: number
}

/** Offsets at which lines start; `\r\n`, `\n` and a lone `\r` each end a line.
 *  @param end nothing behind it is looked at. */
export function lineStarts(text: string, end = text.length): number[] {
  const starts = [0]
  for (let i = 0; i < end; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 10) starts.push(i + 1)
    else if (unit === 13 && text.charCodeAt(i + 1) !== 10) starts.push(i + 1)
  }
  return starts
}

/** @param offset clamped into the text. */
export function positionAt(starts: readonly number[], offset: number): LinePosition {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: Math.max(0, offset - starts[low]!) + 1 }
}

/** Text of line `line` (from 1), without its line end; '' beyond the last line. */
export function lineText(text: string, starts: readonly number[], line: number): string {
  const start = starts[line - 1]
  if (start === undefined) return ''
  return text.slice(start, starts[line] ?? text.length).replace(/[\r\n]+$/, '')
}
