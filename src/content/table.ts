// A table of the newsroom: CSV with names in its first line, or a list of maps in YAML or JSON → columns and rows.
import { describeFault } from './front-matter.js'
import { readYaml } from './yaml.js'

export type Cell = string | number | boolean | null

export interface Table {
  /** Names in the order in which they first stand. */
  readonly columns: readonly string[]
  /** A column that a row has not is not there. */
  readonly rows: readonly Readonly<Record<string, Cell>>[]
}

/** Where and why a text is no table. */
export interface TableFault {
  readonly reason: string
  readonly place:
    | { readonly kind: 'span'; readonly start: number; readonly end: number }
    | { readonly kind: 'value'; readonly path: readonly (string | number)[] }
    | { readonly kind: 'line'; readonly line: number; readonly column: number }
}

export async function readTable(text: string, file: string): Promise<Table | TableFault> {
  return /\.csv$/i.test(file) ? readCsv(text) : readMaps(text)
}

async function readCsv(text: string): Promise<Table | TableFault> {
  const { CsvError, parse } = await import('csv-parse/sync')
  const delimiter = delimiterOf(text)
  try {
    const [head = [], ...lines] = parse(text, { bom: true, delimiter, skip_empty_lines: true, trim: true })
    const fault = faultOfNames(head)
    if (fault !== undefined) return { reason: fault, place: { kind: 'line', line: 1, column: 1 } }
    return {
      columns: head,
      rows: lines.map(cells => Object.fromEntries(head.map((name, n) => [name, cells[n]!]))),
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const { code, lines: line = 1 } = cause as { code: string; lines?: number }
    return { reason: csvReasons[code] ?? cause.message, place: { kind: 'line', line, column: 1 } }
  }
}

const csvReasons: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'this line has more or fewer cells than the first one',
  CSV_QUOTE_NOT_CLOSED: 'a quote is never closed',
  INVALID_OPENING_QUOTE: 'a quote within a cell is written twice, and the cell stands in quotes',
  CSV_INVALID_CLOSING_QUOTE: 'behind a closing quote there is something else than the end of the cell',
}

/** Spreadsheets write semicolons where the comma is for decimals. Of those in the first line, the most frequent. */
function delimiterOf(text: string): string {
  const head = /^[^\r\n]*/.exec(text)![0].replace(/"[^"]*"/g, '')
  const count = (sign: string): number => head.split(sign).length
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

function faultOfNames(names: readonly string[]): string | undefined {
  if (names.length === 0) return 'it is empty'
  const empty = names.indexOf('')
  if (empty >= 0) return `column ${empty + 1} has no name in the first line`
  const twice = names.find((name, n) => names.indexOf(name) !== n)
  return twice === undefined ? undefined : `two columns are called "${twice}"`
}

function readMaps(text: string): Table | TableFault {
  let data: unknown
  try {
    data = readYaml(text)
  } catch (cause) {
    const { reason, offset } = describeFault(cause, text)
    return { reason, place: { kind: 'span', start: offset, end: offset + 1 } }
  }
  if (!Array.isArray(data))
    return { reason: 'it is not a list of maps ("- name: value")', place: { kind: 'span', start: 0, end: 1 } }
  const columns = new Set<string>()
  for (const [n, row] of (data as readonly unknown[]).entries()) {
    if (row === null || typeof row !== 'object' || Array.isArray(row))
      return { reason: `row ${n + 1} is not a map ("name: value")`, place: { kind: 'value', path: [n] } }
    for (const [name, cell] of Object.entries(row)) {
      if (cell !== null && typeof cell === 'object')
        return {
          reason: `a cell holds one value, and "${name}" of row ${n + 1} is a list or a map`,
          place: { kind: 'value', path: [n, name] },
        }
      columns.add(name)
    }
  }
  return { columns: [...columns], rows: data as Table['rows'] }
}
