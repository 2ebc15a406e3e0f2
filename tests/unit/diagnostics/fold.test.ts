import { describe, expect } from 'vitest'
import { type Diagnostic, error, warning } from '../../../src/diagnostics/diagnostic.js'
import { foldDiagnostics, keepFirst } from '../../../src/diagnostics/fold.js'
import { checkRows } from '../../support/rows.js'

const unknownKey = (file: string, key = 'host'): Diagnostic => warning('DL1010', { key }, { file })
const broken = (file: string): Diagnostic => error('DL1013', {}, { file })
const show = ({ code, file, args, more }: Diagnostic) =>
  `${code} ${file} ${String(args.key ?? '')}${more === undefined ? '' : ` +${more}`}`.trim()

describe('foldDiagnostics', () => {
  checkRows<readonly Diagnostic[], readonly string[]>(
    [
      [[], [], 'nothing'],
      [[unknownKey('a.md')], ['DL1010 a.md host'], 'a single one is not counted'],
      [
        [unknownKey('c.md'), unknownKey('a.md'), unknownKey('b.md')],
        ['DL1010 a.md host +2'],
        'the first by file name stands for all',
      ],
      [
        [unknownKey('a.md'), unknownKey('b.md', 'role'), unknownKey('c.md')],
        ['DL1010 a.md host +1', 'DL1010 b.md role'],
        'each key for itself',
      ],
      [
        [broken('a.md'), broken('b.md'), unknownKey('a.md'), unknownKey('b.md')],
        ['DL1013 a.md', 'DL1013 b.md', 'DL1010 a.md host +1'],
        'what has no key is not folded',
      ],
    ],
    (diagnostics, expected) => {
      const key = ({ code, args }: Diagnostic) => (code === 'DL1010' ? String(args.key) : undefined)
      expect(foldDiagnostics(diagnostics, key).map(show)).toEqual(expected)
    },
  )
})

describe('keepFirst', () => {
  const most = 2
  checkRows<readonly Diagnostic[], { readonly kept: readonly string[]; readonly untold: readonly string[] }>(
    [
      [[], { kept: [], untold: [] }, 'nothing'],
      [
        [unknownKey('c.md'), unknownKey('a.md'), unknownKey('b.md'), unknownKey('d.md')],
        { kept: ['DL1010 a.md host', 'DL1010 b.md host'], untold: ['DL1010 2'] },
        'the first by file name',
      ],
      [
        [broken('a.md'), broken('b.md'), broken('c.md'), unknownKey('a.md')],
        { kept: ['DL1013 a.md', 'DL1013 b.md', 'DL1013 c.md', 'DL1010 a.md host'], untold: [] },
        'errors are all told',
      ],
      [
        [unknownKey('a.md'), unknownKey('a.md'), unknownKey('b.md')],
        { kept: ['DL1010 a.md host', 'DL1010 b.md host'], untold: [] },
        'the same at the same place counts once',
      ],
    ],
    (diagnostics, expected) => {
      const { kept, untold } = keepFirst(diagnostics, most)
      expect({
        kept: kept.map(show).sort(),
        untold: untold.map(({ code, count }) => `${code} ${count}`),
      }).toEqual({ ...expected, kept: [...expected.kept].sort() })
    },
  )
})
