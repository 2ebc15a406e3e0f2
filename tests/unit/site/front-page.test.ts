import { describe, expect, test } from 'vitest'
import { createZone } from '../../../src/base/dates.js'
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.js'
import { fillFront } from '../../../src/site/front-page.js'
import { checkRows } from '../../support/rows.js'

const articles: Readonly<Record<string, { readonly n: number } | { readonly hidden: string }>> = {
  'rhine.md': { n: 1 },
  '2026/vote.md': { n: 2 },
  'storm.md': { n: 3 },
  'idea.md': { hidden: 'a draft' },
  'secret.md': { hidden: 'under embargo' },
}
const now = Date.parse('2026-11-24T12:00:00Z')

function fill(data: unknown) {
  return fillFront(data === undefined ? undefined : { file: 'content/_front.yml', data }, {
    zone: createZone('Europe/Berlin'),
    now,
    find: path => articles[path],
    paths: () => Object.keys(articles),
    newest: [9, 8, 3, 2, 1, 7, 6],
    sizes: { lead: 1, secondary: 3 },
  })
}

function show({ code, severity, args, place, suggestion, file }: Diagnostic): string {
  expect(file).toBe('content/_front.yml')
  const path = place && 'path' in place ? place.path.join('.') : '-'
  const what = args.slot ?? args.reason
  return `${severity} ${code} ${path}: ${String(what)}${suggestion === undefined ? '' : `, ${suggestion}?`}`
}

interface Expected {
  readonly lead: readonly number[]
  readonly secondary: readonly number[]
  readonly band?: readonly number[]
  readonly reports?: readonly string[]
  readonly until?: string
}

describe('fillFront', () => {
  const newest: Expected = { lead: [9], secondary: [8, 3, 2] }
  checkRows<unknown, Expected>(
    [
      [undefined, newest, 'no front file: the newest'],
      [null, newest, 'an empty file'],
      [{}, newest],
      [{ lead: 'rhine.md' }, { lead: [1], secondary: [9, 8, 3] }],
      [{ lead: ['rhine.md'] }, { lead: [1], secondary: [9, 8, 3] }],
      [
        { lead: null, secondary: ['storm.md'] },
        { lead: [9], secondary: [3, 8, 2] },
        'empty slots fill with the newest',
      ],
      [{ secondary: ['rhine.md', '2026/vote.md', 'storm.md'] }, { lead: [9], secondary: [1, 2, 3] }],
      [
        { band: { title: 'More', articles: ['rhine.md', 'storm.md'] } },
        { lead: [9], secondary: [8, 2, 7], band: [1, 3] },
        'no story twice, the band included',
      ],
      [
        { lead: 'rhine.md', secondary: ['rhine.md', 'storm.md'] },
        {
          lead: [1],
          secondary: [3, 9, 8],
          reports: ['warning DL3003 secondary.0: it stands on this page already; "repeat: true" allows that'],
        },
      ],
      [
        { lead: 'rhine.md', secondary: [{ path: 'rhine.md', repeat: true }] },
        { lead: [1], secondary: [1, 9, 8] },
      ],
      [
        { lead: { path: 'rhine.md', until: '2026-11-24T18:00' } },
        { lead: [1], secondary: [9, 8, 3], until: '2026-11-24T17:00:00.000Z' },
      ],
      [
        { lead: { path: 'rhine.md', until: '2026-11-24' } },
        { lead: [1], secondary: [9, 8, 3], until: '2026-11-24T23:00:00.000Z' },
        'a day runs to its end',
      ],
      [
        { lead: { path: 'rhine.md', until: '2026-11-23' } },
        newest,
        'an until that has passed falls back in silence',
      ],
      [
        {
          lead: { path: 'rhine.md', until: '2026-12-01T00:00Z' },
          secondary: [{ path: 'storm.md', until: '2026-11-30T00:00Z' }],
        },
        { lead: [1], secondary: [3, 9, 8], until: '2026-11-30T00:00:00.000Z' },
        'the earliest of all',
      ],
      [
        { lead: { path: 'rhine.md', until: 'soon' } },
        { ...newest, reports: ['warning DL3003 lead.path: its "until" (soon) is not a date'] },
      ],
      [
        { lead: 'rhone.md' },
        { ...newest, reports: ['warning DL3003 lead: there is no such article, rhine.md?'] },
        'a path that is gone, with a suggestion',
      ],
      [
        { lead: 'nothing-like-it.md' },
        { ...newest, reports: ['warning DL3003 lead: there is no such article'] },
      ],
      [{ lead: 'idea.md' }, { ...newest, reports: ['warning DL3003 lead: it is a draft'] }],
      [
        { secondary: ['storm.md', 'secret.md'] },
        { lead: [9], secondary: [3, 8, 2], reports: ['warning DL3003 secondary.1: it is under embargo'] },
      ],
      [
        { lead: 5 },
        { ...newest, reports: ['warning DL3003 lead: an entry is a path, or a map with "path"'] },
      ],
      [{ leed: 'rhine.md' }, { ...newest, reports: ['warning DL3006 leed: leed, lead?'] }, 'an unknown slot'],
      [{ zzz: 1 }, { ...newest, reports: ['warning DL3006 zzz: zzz'] }],
      [['rhine.md'], { ...newest, reports: ['error DL3007 -: it is not a map of slots'] }],
      ['rhine.md', { ...newest, reports: ['error DL3007 -: it is not a map of slots'] }],
      [
        { lead: ['rhine.md', 'storm.md'] },
        { lead: [1], secondary: [3, 9, 8] },
        'a second lead is the first of the others',
      ],
    ],
    (data, { lead, secondary, band, reports = [], until }) => {
      const result = fill(data)
      expect(result.diagnostics.map(show)).toEqual(reports)
      expect(result.slots.lead).toEqual(lead)
      expect(result.slots.secondary).toEqual(secondary)
      expect(result.slots.band?.articles).toEqual(band)
      expect(result.until).toBe(until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until))
    },
  )

  test('fewer articles than slots', () => {
    const { slots } = fillFront(undefined, {
      zone: createZone('UTC'),
      now,
      find: () => undefined,
      paths: () => [],
      newest: [4],
      sizes: { lead: 1, secondary: 3 },
    })
    expect(slots).toEqual({ lead: [4], secondary: [] })
  })
})
