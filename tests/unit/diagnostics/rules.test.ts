import { describe, expect, it } from 'vitest'
import type { DiagnosticCode } from '../../../src/diagnostics/codes.js'
import { type Diagnostic, error, hasErrors, warning } from '../../../src/diagnostics/diagnostic.js'
import { judge, problemOf, type Rule, toBaseline } from '../../../src/diagnostics/rules.js'

const noAlt = warning('DL2005', { src: 'a.png' }, { file: 'content/old.md' })
const unreadable = error('DL1005', { field: 'date', value: 'soon' }, { file: 'content/old.md' })
const skipped = warning('DL2018', { from: '2', to: '4' }, { file: 'content/old.md' })

function judged(
  found: readonly Diagnostic[],
  rules: Partial<Record<DiagnosticCode, Rule>> = {},
  { known = [], advises = false }: { known?: readonly Diagnostic[]; advises?: boolean } = {},
) {
  return judge(found, {
    rules: new Map(Object.entries(rules) as [DiagnosticCode, Rule][]),
    baseline: toBaseline(known.map(problemOf)),
    dateOf: file => (file === 'content/old.md' ? Date.UTC(2020, 0, 1) : undefined),
    advises,
  })
}

describe('a rule', () => {
  const since = (year: number) => Date.UTC(year, 0, 1)
  it.each<[string, Rule, string[]]>([
    ['silences a warning', { severity: 'off' }, []],
    ['raises it', { severity: 'error' }, ['error']],
    ['leaves it', { severity: 'warning' }, ['warning']],
    ['spares older articles', { severity: 'error', since: since(2021) }, []],
    ['meets those of its day', { severity: 'error', since: since(2020) }, ['error']],
  ])('%s', (_, rule, expected) => {
    expect(judged([noAlt], { DL2005: rule }).map(({ severity }) => severity)).toEqual(expected)
  })

  it('does nothing to an error, and to other codes', () => {
    expect(judged([unreadable, noAlt], { DL1005: { severity: 'off' } })).toEqual([unreadable, noAlt])
  })

  it('with a date meets files that are no articles', () => {
    const page = { ...noAlt, file: 'content/pages/about.md' }
    expect(judged([page], { DL2005: { severity: 'error', since: since(2030) } })).toHaveLength(1)
  })
})

describe('advice', () => {
  it('is told when it is asked for, or when a rule names it', () => {
    expect(judged([skipped])).toEqual([])
    expect(judged([skipped], {}, { advises: true })).toEqual([skipped])
    expect(judged([skipped], { DL2018: { severity: 'error' } })).toEqual([{ ...skipped, severity: 'error' }])
    expect(judged([skipped], { DL2018: { severity: 'off' } }, { advises: true })).toEqual([])
  })
})

describe('a baseline', () => {
  it('knows a problem wherever in its file it stands, and fails nothing for it', () => {
    const moved = { ...unreadable, place: { kind: 'span', start: 40, end: 44 } } as const
    const [found] = judged([moved], {}, { known: [unreadable] })
    expect(found).toEqual({ ...moved, known: true })
    expect(hasErrors([found!])).toBe(false)
  })

  it.each([
    ['in another file', { ...unreadable, file: 'content/new.md' }],
    ['of another value', error('DL1005', { field: 'date', value: 'later' }, { file: 'content/old.md' })],
  ])('does not know one %s', (_, other) => {
    expect(hasErrors(judged([other], {}, { known: [unreadable] }))).toBe(true)
  })
})
