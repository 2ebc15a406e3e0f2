import { describe, expect, test } from 'vitest'
import { calendar, createZone, isoInZone, readDate, resolveDate } from '../../../src/base/dates.js'
import { checkRows, type Row } from '../../support/rows.js'

/** A reading in one line: fields as written, offset, and what else is known. */
function show(text: string): string {
  const reading = readDate(text)
  if (!reading.ok) return reading.iso === undefined ? 'no' : `no, ${reading.iso}?`
  const { wall, offset, dayOnly } = reading.date
  const stamp = new Date(wall).toISOString().replace('Z', '')
  return [
    dayOnly ? stamp.slice(0, 10) : stamp.replace(/\.000$/, ''),
    ...(offset === null ? [] : [offset >= 0 ? `+${offset}` : String(offset)]),
    ...(reading.prose ? ['prose'] : []),
  ].join(' ')
}

describe('readDate', () => {
  const iso: Row<string, string>[] = [
    ['2026-01-02', '2026-01-02'],
    ['2026-1-2', '2026-01-02'],
    ['  2026-01-02  ', '2026-01-02'],
    ['2026/01/02', '2026-01-02'],
    ['2026.01.02', '2026-01-02'],
    ['2026-01-02T03:04', '2026-01-02T03:04:00'],
    ['2026-01-02t03:04:05z', '2026-01-02T03:04:05 +0'],
    ['2026-01-02 3:04', '2026-01-02T03:04:00'],
    ['2026-01-02 3:4:5', '2026-01-02T03:04:05'],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05 +0'],
    ['2026-01-02T03:04:05+05:45', '2026-01-02T03:04:05 +345'],
    ['2016-06-01 14:30:14 -0400', '2016-06-01T14:30:14 -240'],
    ['2016-06-01 14:30:14 +0000', '2016-06-01T14:30:14 +0'],
    ['2016-06-01 14:30 -5', '2016-06-01T14:30:00 -300'],
    ['2016-06-01 14:30 UTC', '2016-06-01T14:30:00 +0'],
    ['2016-06-01 14:30 GMT', '2016-06-01T14:30:00 +0'],
    ['2026-01-02T03:04:05.678Z', '2026-01-02T03:04:05.678 +0'],
    ['2026-01-02T03:04:05,5', '2026-01-02T03:04:05.500'],
    ['2026-01-02T03:04:05.123456789Z', '2026-01-02T03:04:05.123 +0'],
    ['2026-01-02 -05', '2026-01-02 -300'],
    ['2024-02-29', '2024-02-29'],
    ['2000-02-29', '2000-02-29'],
    ['0099-01-02', '0099-01-02', 'a year below 100 is that year, not 1999'],
    ['9999-12-31', '9999-12-31'],
    ['1969-12-31T23:59:59Z', '1969-12-31T23:59:59 +0'],
    ['2026-01-02T24:00:00Z', '2026-01-03T00:00:00 +0', '24:00 is the next midnight'],
    ['2026-12-31T23:59:60Z', '2027-01-01T00:00:00 +0', 'a leap second rolls over'],
    ['2026-01-02T03:04:05+14:00', '2026-01-02T03:04:05 +840'],
  ]
  checkRows(iso, (text, expected) => expect(show(text)).toBe(expected))

  const prose: Row<string, string>[] = [
    ['May 5th, 2016', '2016-05-05 prose'],
    ['January 5, 2016', '2016-01-05 prose'],
    ['5 May 2016', '2016-05-05 prose'],
    ['1st of nothing 2016', 'no'],
    ['Sept. 3, 2019', '2019-09-03 prose'],
    ['Monday, March 3, 2025', '2025-03-03 prose'],
    ['3. März 2025', 'no'],
    ['May 5, 2016 at 3:04 pm', '2016-05-05T15:04:00 prose'],
    ['May 5, 2016 12:30 am', '2016-05-05T00:30:00 prose'],
    ['May 5, 2016 12:30 pm', '2016-05-05T12:30:00 prose'],
    ['May 5, 2016 13:30 pm', 'no'],
    ['Fri, 02 Jan 2026 03:04:05 GMT', '2026-01-02T03:04:05 +0 prose', 'RFC 2822'],
    ['Fri, 02 Jan 2026 03:04:05 -0500', '2026-01-02T03:04:05 -300 prose'],
    ['Fri, 02 Jan 2026 03:04:05 EST', 'no', 'zone letters but UTC are ambiguous'],
    ['February 30, 2026', 'no'],
    ['Marbles 5, 2016', 'no', 'begins like a month'],
    ['Ma 5, 2016', 'no', 'two letters are no month'],
  ]
  checkRows(prose, (text, expected) => expect(show(text)).toBe(expected))

  const refused: Row<string, string>[] = [
    ['2026-02-30', 'no'],
    ['2026-02-29', 'no'],
    ['1900-02-29', 'no'],
    ['2026-13-01', 'no'],
    ['2026-00-10', 'no'],
    ['2026-01-00', 'no'],
    ['0000-00-00', 'no'],
    ['2026-01-02T24:00:01Z', 'no'],
    ['2026-01-02T25:00', 'no'],
    ['2026-01-02T03:60', 'no'],
    ['2026-01-02T03:04:61', 'no'],
    ['2026-01-02 10', 'no', 'an hour alone is too vague'],
    ['2026-01-02T03:04:05+15:00', 'no', 'no zone is that far east'],
    ['2026-03-08T02:30:00 America/New_York', 'no'],
    ['+10000-01-01', 'no'],
    ['1767322800', 'no'],
    ['1767322800000', 'no'],
    ['today', 'no'],
    ['', 'no'],
    ['2026-W01-5', 'no'],
    ['2026-002', 'no'],
    ['2026', 'no'],
    ['2026-01', 'no'],
    ['۲۰۲۶-۰۱-۰۲', 'no', 'digits of another script'],
    ['31/12/2026', 'no, 2026-12-31?'],
    ['12/31/2026', 'no, 2026-12-31?'],
    ['31.12.2026', 'no, 2026-12-31?'],
    ['2/1/2026', 'no', 'day and month cannot be told apart: no guess'],
    ['20260102', 'no, 2026-01-02?'],
  ]
  checkRows(refused, (text, expected) => expect(show(text)).toBe(expected))
})

describe('createZone', () => {
  const instants: Row<readonly [zone: string, wall: string], string>[] = [
    [['UTC', '2026-06-01T12:00'], '2026-06-01T12:00:00.000Z'],
    [['Europe/Lisbon', '2026-01-01T12:00'], '2026-01-01T12:00:00.000Z'],
    [['Europe/Lisbon', '2026-07-01T12:00'], '2026-07-01T11:00:00.000Z'],
    [['Europe/Lisbon', '2026-03-29T00:59:59'], '2026-03-29T00:59:59.000Z', 'Lisbon, before the gap'],
    [['Europe/Lisbon', '2026-03-29T01:30'], '2026-03-29T01:30:00.000Z', 'Lisbon, in the gap'],
    [['Europe/Lisbon', '2026-03-29T02:00'], '2026-03-29T01:00:00.000Z', 'Lisbon, after the gap'],
    [['Europe/Lisbon', '2026-10-25T01:30'], '2026-10-25T00:30:00.000Z', 'Lisbon, the first 01:30'],
    [['Europe/Lisbon', '2026-10-25T02:00'], '2026-10-25T02:00:00.000Z', 'Lisbon, after the overlap'],
    [['America/New_York', '2026-03-08T01:59'], '2026-03-08T06:59:00.000Z', 'New York, before the gap'],
    [['America/New_York', '2026-03-08T02:30'], '2026-03-08T07:30:00.000Z', 'New York, in the gap'],
    [['America/New_York', '2026-03-08T03:00'], '2026-03-08T07:00:00.000Z', 'New York, after the gap'],
    [['America/New_York', '2026-11-01T01:30'], '2026-11-01T05:30:00.000Z', 'New York, the first 01:30'],
    [['America/New_York', '2026-11-01T02:00'], '2026-11-01T07:00:00.000Z', 'New York, after the overlap'],
    [['Asia/Kathmandu', '2026-01-01T00:00'], '2025-12-31T18:15:00.000Z'],
    [['Pacific/Kiritimati', '2026-01-01T00:00'], '2025-12-31T10:00:00.000Z'],
    [['Pacific/Apia', '2011-12-31T00:00'], '2011-12-30T10:00:00.000Z', 'Apia skipped the day before'],
  ]
  checkRows(instants, ([name, wall], expected) => {
    const zone = createZone(name)
    const instant = zone.instant(Date.parse(`${wall}Z`))
    expect(new Date(instant).toISOString()).toBe(expected)
  })

  test('wall and instant are inverse away from gaps and overlaps', () => {
    for (const name of ['Europe/Lisbon', 'America/New_York', 'Asia/Kolkata', 'UTC']) {
      const zone = createZone(name)
      for (let day = 0; day < 366; day++) {
        const wall = Date.UTC(2026, 0, 1 + day, 12)
        expect(zone.wall(zone.instant(wall))).toBe(wall)
      }
    }
  })

  test('an unknown zone throws', () => {
    expect(() => createZone('Europe/Atlantis')).toThrow(RangeError)
  })
})

describe('resolveDate', () => {
  const zone = createZone('Asia/Tokyo')
  checkRows<string, string>(
    [
      ['2026-01-02', '2026-01-01T15:00:00.000Z', 'without a zone: the site’s'],
      ['2026-01-02T00:00:00Z', '2026-01-02T00:00:00.000Z', 'a zone that is written wins'],
      ['2026-01-02T00:00:00-0400', '2026-01-02T04:00:00.000Z'],
    ],
    (text, expected) => {
      const reading = readDate(text)
      if (!reading.ok) throw new Error('not a date')
      expect(new Date(resolveDate(reading.date, zone)).toISOString()).toBe(expected)
    },
  )
})

describe('isoInZone and calendar', () => {
  const instant = Date.parse('2026-11-24T23:30:00.500Z')
  checkRows<string, readonly [iso: string, day: string]>(
    [
      ['UTC', ['2026-11-24T23:30:00Z', '2026-11-24']],
      ['Europe/Lisbon', ['2026-11-24T23:30:00Z', '2026-11-24']],
      ['Europe/Berlin', ['2026-11-25T00:30:00+01:00', '2026-11-25']],
      ['America/New_York', ['2026-11-24T18:30:00-05:00', '2026-11-24']],
      ['Asia/Kolkata', ['2026-11-25T05:00:00+05:30', '2026-11-25']],
      ['America/St_Johns', ['2026-11-24T20:00:00-03:30', '2026-11-24']],
    ],
    (name, [iso, day]) => {
      const zone = createZone(name)
      const { year, month, day: date } = calendar(instant, zone)
      expect(isoInZone(instant, zone)).toBe(iso)
      expect(`${year}-${month}-${date}`).toBe(day)
    },
  )
})
