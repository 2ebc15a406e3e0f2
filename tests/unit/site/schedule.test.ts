import { describe, expect } from 'vitest'
import { makeLibrary } from '../../support/library.js'
import { checkRows } from '../../support/rows.js'
import { modelOf, noon, optionsOf } from './model.js'

const options = optionsOf({ timeZone: 'Europe/Berlin' })

/** `visible` or why not, and until when that holds. */
async function show(fields: string): Promise<string> {
  const text = `---\ntitle: A\n${fields}\n---\nText`
  const { hidden, until } = modelOf(await makeLibrary([{ path: 'a.md', text }]), { options, now: noon })
  return `${hidden(0) ?? 'visible'}, ${until === Number.POSITIVE_INFINITY ? 'always' : new Date(until).toISOString()}`
}

describe('what readers see at noon (UTC) of 24 November 2026, in Berlin', () => {
  checkRows<string, string>(
    [
      ['date: 2026-11-24', 'visible, always', 'from midnight in the site’s zone'],
      ['date: 2026-11-25', 'dated in the future, 2026-11-24T23:00:00.000Z'],
      ['date: 2026-11-24T13:00', 'visible, always', 'at this very instant'],
      ['date: 2026-11-24T13:01', 'dated in the future, 2026-11-24T12:01:00.000Z'],
      [
        'date: 2026-11-24T12:30:00Z',
        'dated in the future, 2026-11-24T12:30:00.000Z',
        'a zone that is written',
      ],
      ['date: 2026-11-24\ndraft: true', 'a draft, always'],
      ['date: 2030-01-01\ndraft: true', 'a draft, always'],
      ['date: 2026-11-24\nstatus: withheld', 'withheld, always'],
      ['date: 2026-11-24\nstatus: canceled', 'withheld, always'],
      ['date: 2026-11-24\nembargo: 2026-11-24T18:00', 'under embargo, 2026-11-24T17:00:00.000Z'],
      ['date: 2026-11-24\nembargo: 2026-11-24T12:00', 'visible, always', 'an embargo that has lifted'],
      [
        'date: 2026-11-26\nembargo: 2026-11-25',
        'under embargo, 2026-11-25T23:00:00.000Z',
        'the later of the two',
      ],
      ['date: 2026-11-26\nembargo: 2026-11-01', 'dated in the future, 2026-11-25T23:00:00.000Z'],
      ['date: 2026-11-24\nexpires: 2026-11-30', 'visible, 2026-11-29T23:00:00.000Z'],
      ['date: 2026-11-01\nexpires: 2026-11-24', 'expired, always'],
      ['date: 2026-11-01\nexpires: 2026-11-24T13:00', 'expired, always', 'not visible from then on'],
      ['date: 2026-11-25\nexpires: 2026-11-20', 'expired, always', 'never visible'],
      ['date: 2026-11-25\nexpires: 2026-11-30', 'dated in the future, 2026-11-24T23:00:00.000Z'],
    ],
    async (fields, expected) => expect(await show(fields)).toBe(expected),
  )
})
