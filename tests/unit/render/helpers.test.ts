import { describe, expect, test } from 'vitest'
import {
  createHelpers,
  type DateLike,
  type DateStyle,
  type HelperOptions,
} from '../../../src/render/helpers.js'
import { checkRows } from '../../support/rows.js'

const options: HelperOptions = {
  language: 'en-GB',
  timeZone: 'Europe/Lisbon',
  url: 'https://paper.example/news/',
  base: '/news/',
  strings: { minutes: '{minutes} min read', plain: 'Plain', twice: '{a} {a} {b}' },
}
const with_ = (change: Partial<HelperOptions> = {}) => createHelpers({ ...options, ...change })

const instant = Date.parse('2025-11-12T23:30:00Z')

// Punctuation between the parts differs from one ICU to the next.
describe('date', () => {
  checkRows<readonly [value: DateLike, style?: DateStyle, change?: Partial<HelperOptions>], string | RegExp>(
    [
      [[instant], '12 November 2025'],
      [[instant, 'short'], '12 Nov 2025'],
      [[instant, 'month'], 'November 2025'],
      [[instant, 'day'], /^Wednesday,? 12 November 2025$/],
      [[instant, 'time'], '23:30'],
      [[instant, 'full'], /^12 November 2025,? (?:at )?23:30$/],
      [[instant, 'long', { timeZone: 'Europe/Berlin' }], '13 November 2025', 'another day in another zone'],
      [[instant, 'time', { timeZone: 'America/New_York' }], '18:30'],
      [[instant, 'long', { language: 'en-US' }], 'November 12, 2025'],
      [[instant, 'long', { language: 'pt-PT' }], '12 de novembro de 2025'],
      [[instant, 'month', { language: 'pt' }], 'novembro de 2025'],
      [[instant, 'long', { language: 'de' }], '12. November 2025'],
      [[instant, 'day', { language: 'de' }], 'Mittwoch, 12. November 2025'],
      [[instant, 'long', { language: 'ar-EG' }], '١٢ نوفمبر ٢٠٢٥'],
      [[instant, 'long', { language: 'fa' }], /۲۰۲۵/, 'the Gregorian calendar, whatever the language'],
      [[instant, 'long', { language: 'th' }], /^12 พฤศจิกายน .*2025$/, 'not the year 2568'],
      [[{ date: instant, dayOnly: true }, 'full'], '12 November 2025', 'a day without a time shows none'],
      [[{ date: instant }, 'full'], /^12 November 2025,? (?:at )?23:30$/, 'a card'],
      [
        [{ wall: Date.UTC(2025, 6, 1, 12), offset: null, dayOnly: false }, 'full'],
        /^1 July 2025,? (?:at )?12:00$/,
        'as written, in the site’s zone',
      ],
      [
        [{ wall: Date.UTC(2025, 6, 1, 12), offset: 0, dayOnly: false }, 'full'],
        /^1 July 2025,? (?:at )?13:00$/,
        'as written, with a zone',
      ],
    ],
    ([value, style, change], expected) => {
      const shown = with_(change).date(value, style)
      if (typeof expected === 'string') expect(shown).toBe(expected)
      else expect(shown).toMatch(expected)
    },
  )

  test('what is remembered of one style or time is not shown for another', () => {
    const helpers = with_()
    const shown = () => [
      helpers.date(instant),
      helpers.date(instant, 'time'),
      helpers.date(instant + 60_000, 'time'),
      helpers.date(instant + 3_600_000),
      helpers.datetime(instant),
    ]
    expect(shown()).toEqual([
      '12 November 2025',
      '23:30',
      '23:31',
      '13 November 2025',
      '2025-11-12T23:30:00Z',
    ])
    expect(shown()).toEqual(shown())
  })
})

describe('datetime', () => {
  checkRows<readonly [value: DateLike, timeZone?: string], string>(
    [
      [[instant], '2025-11-12T23:30:00Z'],
      [[instant, 'Europe/Berlin'], '2025-11-13T00:30:00+01:00'],
      [[{ date: instant, dayOnly: true }, 'Europe/Berlin'], '2025-11-13'],
      [[{ wall: Date.UTC(2025, 6, 1), offset: null, dayOnly: true }], '2025-07-01'],
    ],
    ([value, timeZone = options.timeZone], expected) =>
      expect(with_({ timeZone }).datetime(value)).toBe(expected),
  )
})

describe('text', () => {
  checkRows<readonly [key: string, values?: Readonly<Record<string, string | number>>], string>(
    [
      [['plain'], 'Plain'],
      [['minutes', { minutes: 5 }], '5 min read'],
      [['minutes'], '{minutes} min read', 'what is not given stays'],
      [['minutes', { minutes: 0 }], '0 min read'],
      [['twice', { a: 'x', b: '$&' }], 'x x $&'],
      [['unknown key'], 'unknown key'],
    ],
    ([key, values], expected) => expect(with_().text(key, values)).toBe(expected),
  )
})

describe('addresses under a base path', () => {
  checkRows<string, readonly [url: string, absolute: string]>(
    [
      ['/', ['/news/', 'https://paper.example/']],
      ['/a/', ['/news/a/', 'https://paper.example/a/']],
      ['a/', ['/news/a/', 'https://paper.example/news/a/']],
      ['#top', ['#top', 'https://paper.example/news/#top']],
      ['https://other.example/', ['https://other.example/', 'https://other.example/']],
      ['//other.example/', ['//other.example/', 'https://other.example/']],
      ['mailto:a@b.example', ['mailto:a@b.example', 'mailto:a@b.example']],
    ],
    (path, [url, absolute]) => {
      expect(with_().url(path)).toBe(url)
      expect(with_().absolute(path)).toBe(absolute)
    },
  )

  test('assets', () => {
    expect(with_().asset('site.css')).toBe('/news/assets/site.css')
    expect(with_({ base: '/' }).asset('site.css')).toBe('/assets/site.css')
  })
})

describe('json may stand in a script element', () => {
  checkRows<unknown, string>(
    [
      [
        '</script><script>alert(1)</script>',
        '"\\u003c/script\\u003e\\u003cscript\\u003ealert(1)\\u003c/script\\u003e"',
      ],
      ['<!--', '"\\u003c!--"'],
      ['a&b', '"a\\u0026b"'],
      ['\u2028\u2029', '"\\u2028\\u2029"'],
      [{ a: ['é', null] }, '{"a":["é",null]}'],
    ],
    (value, expected) => {
      const json = with_().json(value)
      expect(json).toBe(expected)
      expect(JSON.parse(json)).toEqual(value)
    },
  )
})

describe('joinNames', () => {
  checkRows<readonly [language: string, ...names: string[]], string>(
    [
      [['en'], ''],
      [['en', 'A'], 'A'],
      [['en', 'A', 'B'], 'A and B'],
      [['en-GB', 'A', 'B', 'C'], 'A, B and C'],
      [['de', 'A', 'B', 'C'], 'A, B und C'],
      [['pt', 'A', 'B'], 'A e B'],
    ],
    ([language, ...names], expected) => expect(with_({ language }).joinNames(names)).toBe(expected),
  )
})
