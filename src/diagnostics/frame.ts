// The code frame: the line, its neighbours and a marker under the span. Pure text in, text out.
import { lineStarts, lineText, positionAt } from '../base/lines.js'

export interface Frame {
  readonly line: number
  readonly column: number
  /** The offending line, without its line end. */
  readonly source: string
  /** Lines ready to be printed, with numbers and marker. */
  readonly lines: readonly string[]
}

const context = 1
const tabWidth = 2
const widest = 120

/** Draws the frame of `text` from offset `start` to `end` (clamped; a span over several lines is marked to
 *  the end of its first). Columns count UTF-16 units; the marker is placed by terminal width. */
export function drawFrame(text: string, start: number, end: number, note?: string): Frame {
  const from = Math.min(Math.max(0, start), text.length)
  const starts = lineStarts(text, linesFrom(text, from, context + 2))
  const { line, column } = positionAt(starts, from)
  const source = lineText(text, starts, line)
  const last = Math.min(line + context, starts.length)
  const digits = String(last).length
  const lines: string[] = []
  for (let n = Math.max(1, line - context); n <= last; n++) {
    const written = lineText(text, starts, n)
    if (n === starts.length && written === '' && n !== line) continue
    const gutter = `${n === line ? '>' : ' '} ${String(n).padStart(digits)} |`
    lines.push(`${gutter} ${printable(clip(written))}`.trimEnd())
    if (n !== line) continue
    const before = printable(written.slice(0, column - 1))
    const marked = printable(written.slice(column - 1, Math.max(column, column - 1 + (end - from))))
    const marker = '^'.repeat(Math.max(1, width(marked)))
    if (width(before) < widest) {
      lines.push(
        `  ${' '.repeat(digits)} | ${' '.repeat(width(before))}${marker.slice(0, widest)}${note ? ` ${note}` : ''}`,
      )
    }
  }
  return { line, column, source, lines }
}

/** Where as many lines end, of which the first is that of `from`: what is below is not looked at. */
function linesFrom(text: string, from: number, count: number): number {
  let end = from
  for (let line = 0; line < count && end < text.length; line++) {
    const feed = text.indexOf('\n', end)
    end = feed < 0 ? text.length : feed + 1
  }
  return end
}

function clip(text: string): string {
  return text.length > widest * 2 ? `${text.slice(0, widest * 2)}…` : text
}

function printable(text: string): string {
  return text.replace(/\t/g, ' '.repeat(tabWidth)).replace(/[\u0000-\u001f\u007f]/g, '�')
}

/** Columns on a terminal: East Asian wide characters and emoji take two, combining marks none (UAX #11). */
export function width(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  let columns = 0
  for (const letter of text) {
    if (/\p{M}|\u200d|\ufe0f/u.test(letter)) continue
    columns +=
      /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        letter,
      )
        ? 2
        : 1
  }
  return columns
}
