import { describe, expect } from 'vitest'
import { readTable } from '../../../src/content/table.js'
import { checkRows } from '../../support/rows.js'

describe('a table', () => {
  checkRows<readonly [file: string, text: string], unknown>(
    [
      [
        ['a.csv', 'Port,Berths\r\nAllard,9\r\n\r\n"A, ""b""", 4 \r\n'],
        {
          columns: ['Port', 'Berths'],
          rows: [
            { Port: 'Allard', Berths: '9' },
            { Port: 'A, "b"', Berths: '4' },
          ],
        },
      ],
      [['a.CSV', 'a;b\n1,5;2\n'], { columns: ['a', 'b'], rows: [{ a: '1,5', b: '2' }] }, 'of a spreadsheet'],
      [['a.csv', 'a\tb\n1\t2'], { columns: ['a', 'b'], rows: [{ a: '1', b: '2' }] }, 'with tabs'],
      [['a.csv', '\ufeffa\n1\n'], { columns: ['a'], rows: [{ a: '1' }] }, 'with a byte order mark'],
      [['a.csv', 'a\n'], { columns: ['a'], rows: [] }],
      [
        ['a.yml', '- { a: 1, b: 2026-01-02 }\n- { c: yes, a: ~ }\n'],
        {
          columns: ['a', 'b', 'c'],
          rows: [
            { a: 1, b: '2026-01-02' },
            { c: 'yes', a: null },
          ],
        },
        'a list of maps, values as written',
      ],
      [['a.json', '[{"a": true}]'], { columns: ['a'], rows: [{ a: true }] }],
      [['a.yml', '[]'], { columns: [], rows: [] }],
    ],
    async ([file, text], expected) => expect(await readTable(text, file)).toEqual(expected),
  )
})

describe('no table', () => {
  checkRows<readonly [file: string, text: string], string>(
    [
      [['a.csv', ''], 'it is empty 1:1'],
      [['a.csv', 'a,b\n1,2\n3\n'], 'this line has more or fewer cells than the first one 3:1'],
      [['a.csv', 'a,b\n1,"2\n'], 'a quote is never closed 2:1'],
      [
        ['a.csv', 'a,b\n1,x"y"\n'],
        'a quote within a cell is written twice, and the cell stands in quotes 2:1',
      ],
      [
        ['a.csv', 'a,b\n1,"x"y\n'],
        'behind a closing quote there is something else than the end of the cell 2:1',
      ],
      [['a.csv', 'a,,b\n1,2,3\n'], 'column 2 has no name in the first line 1:1'],
      [['a.csv', 'a,a\n1,2\n'], 'two columns are called "a" 1:1'],
      [['a.yml', 'a: 1'], 'it is not a list of maps ("- name: value") 0'],
      [['a.yml', '- a\n'], 'row 1 is not a map ("name: value") [0]'],
      [['a.yml', '- { a: [1] }\n'], 'a cell holds one value, and "a" of row 1 is a list or a map [0,"a"]'],
      [['a.yml', '- a: 1\n- b: {\n'], 'the bracket "{" is never closed 12'],
    ],
    async ([file, text], expected) => {
      const read = await readTable(text, file)
      if (!('reason' in read)) throw new Error(`a table after all: ${JSON.stringify(read)}`)
      const { reason, place } = read
      const shown =
        place.kind === 'line'
          ? `${place.line}:${place.column}`
          : place.kind === 'span'
            ? place.start
            : JSON.stringify(place.path)
      expect(`${reason} ${shown}`).toBe(expected)
    },
  )
})
