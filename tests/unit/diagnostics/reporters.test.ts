import { describe, expect, test } from 'vitest'
import { error, hasErrors, warning } from '../../../src/diagnostics/diagnostic.js'
import { drawFrame } from '../../../src/diagnostics/frame.js'
import {
  formatGithub,
  formatPretty,
  type Report,
  sortReports,
  toJson,
  toReport,
} from '../../../src/diagnostics/reporters.js'
import { checkRows } from '../../support/rows.js'

const text = '---\ndate: 2026-11-22\nregion: Eurpoe\n---\n'
const region = toReport(
  error('DL1003', { value: 'Eurpoe' }, { file: 'content/rhine.md', suggestion: 'Europe' }),
  drawFrame(text, text.indexOf('Eurpoe'), text.indexOf('Eurpoe') + 6, 'did you mean "Europe"?'),
)
const whole = toReport(warning('DL3002', {}, { more: 3 }))

describe('toReport', () => {
  test('words, place and suggestion', () => {
    expect(region).toMatchObject({
      code: 'DL1003',
      severity: 'error',
      file: 'content/rhine.md',
      line: 3,
      column: 9,
      message: 'No region is called "Eurpoe".',
    })
    expect(region.hint).toMatch(/^Did you mean "Europe"\? Regions are listed/)
  })

  test('without a file there is no place; what was folded is counted', () => {
    expect(whole).not.toHaveProperty('file')
    expect(whole).not.toHaveProperty('line')
    expect(whole.message).toBe('This article has no region. (and 3 more like it)')
  })

  test('a code without a hint has none', () => {
    expect(toReport(error('DL1006', { reason: 'x' }))).not.toHaveProperty('hint')
  })
})

test('hasErrors', () => {
  expect(hasErrors([])).toBe(false)
  expect(hasErrors([warning('DL1015', {})])).toBe(false)
  expect(hasErrors([warning('DL1015', {}), error('DL1013', {})])).toBe(true)
})

test('sortReports: by file, line, column, code, message; the whole site first', () => {
  const at = (file: string | undefined, line: number, column: number, value: string): Report => ({
    code: 'DL1003',
    severity: 'error',
    ...(file === undefined ? {} : { file, line, column }),
    message: value,
  })
  const sorted = [
    at(undefined, 0, 0, 'site'),
    at('B.md', 1, 1, 'capital'),
    at('a.md', 2, 9, 'x'),
    at('a.md', 10, 1, 'x'),
    at('a.md', 10, 2, 'x'),
    { ...at('a.md', 10, 2, 'a'), code: 'DL2001' as const },
    at('b.md', 1, 1, 'a'),
    at('b.md', 1, 1, 'b'),
  ]
  const given = [...sorted].reverse()
  expect(sortReports(given)).toEqual(sorted)
  expect(given[0]).toBe(sorted.at(-1))
})

describe('formatPretty', () => {
  test('head, frame and hint', () => {
    expect(formatPretty([region]).split('\n')).toEqual([
      'content/rhine.md:3:9  error DL1003  No region is called "Eurpoe".',
      '    2 | date: 2026-11-22',
      '  > 3 | region: Eurpoe',
      '      |         ^^^^^^ did you mean "Europe"?',
      '    4 | ---',
      '  Regions are listed in the config or in content/_site/regions.yml.',
    ])
  })

  test('without a frame the hint has the suggestion', () => {
    const [, hint] = formatPretty([toReport(error('DL1003', { value: 'x' }, { suggestion: 'y' }))]).split(
      '\n',
    )
    expect(hint).toMatch(/^ {2}Did you mean "y"\? Regions/)
  })

  test('two reports have a blank line between them; none are nothing', () => {
    expect(formatPretty([region, whole])).toContain('\n\nwarning DL3002  This article has no region.')
    expect(formatPretty([])).toBe('')
  })

  test('ink is put on place, severity and code', () => {
    const ink = {
      error: (t: string) => `<e>${t}</e>`,
      warning: (t: string) => `<w>${t}</w>`,
      good: (t: string) => t,
      strong: (t: string) => `<b>${t}</b>`,
      faint: (t: string) => `<i>${t}</i>`,
    }
    const [head, before, line] = formatPretty([region], ink).split('\n')
    expect(head).toMatch(/^<b>content\/rhine.md:3:9<\/b> {2}<e>error<\/e> <i>DL1003<\/i> {2}No region/)
    expect(before).toBe('  <i>  2 | date: 2026-11-22</i>')
    expect(line).toBe('  > 3 | region: Eurpoe')
    expect(formatPretty([whole], ink)).toContain('<w>warning</w>')
  })

  test('a message cannot break lines or steer the terminal', () => {
    const report = toReport(error('DL1003', { value: 'a\n\u001b[31mb' }))
    expect(formatPretty([report]).split('\n')[0]).toBe('error DL1003  No region is called "a �[31mb".')
  })
})

describe('formatGithub', () => {
  checkRows<Report, string>(
    [
      [
        region,
        '::error file=content/rhine.md,line=3,col=9,title=DL1003::No region is called "Eurpoe".%0ADid you mean "Europe"? Regions are listed in the config or in content/_site/regions.yml.',
      ],
      [
        { code: 'DL1006', severity: 'warning', file: 'a,b:c%d.md', message: '100% sure: a, b\r\nnext' },
        '::warning file=a%2Cb%3Ac%25d.md,title=DL1006::100%25 sure: a, b%0D%0Anext',
        'per cent, comma, colon and line ends',
      ],
      [{ code: 'DL1006', severity: 'error', message: 'x' }, '::error title=DL1006::x', 'without a file'],
    ],
    (report, expected) => expect(formatGithub([report])).toBe(expected),
  )

  test('one line a report', () => {
    expect(formatGithub([region, whole, region]).split('\n')).toHaveLength(3)
  })
})

test('toJson has every key, null where nothing is known', () => {
  expect(toJson([region, whole])).toEqual([
    {
      code: 'DL1003',
      severity: 'error',
      file: 'content/rhine.md',
      line: 3,
      column: 9,
      message: region.message,
      hint: region.hint,
    },
    {
      code: 'DL3002',
      severity: 'warning',
      file: null,
      line: null,
      column: null,
      message: whole.message,
      hint: whole.hint,
    },
  ])
})
