import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LoopEvent, type LoopState, type LoopStep, next } from '../../../src/dev/loop.js'

/** What each state does at each event; an event that is not named changes nothing. */
const table: readonly [LoopState, LoopEvent, LoopStep][] = [
  ['idle', 'change', { state: 'settling', action: 'start-timer' }],
  ['settling', 'change', { state: 'settling', action: 'start-timer' }],
  ['settling', 'settled', { state: 'showing', action: 'show' }],
  ['showing', 'change', { state: 'showing-then-again', action: 'none' }],
  ['showing', 'shown', { state: 'resting', action: 'rest' }],
  ['showing', 'not-shown', { state: 'building', action: 'build' }],
  ['showing-then-again', 'shown', { state: 'settling', action: 'start-timer' }],
  ['showing-then-again', 'not-shown', { state: 'building', action: 'build' }],
  ['resting', 'change', { state: 'settling', action: 'start-timer' }],
  ['resting', 'rested', { state: 'building', action: 'build' }],
  ['building', 'change', { state: 'building-then-again', action: 'none' }],
  ['building', 'built', { state: 'idle', action: 'none' }],
  ['building-then-again', 'built', { state: 'settling', action: 'start-timer' }],
]
const states = [...new Set(table.map(([state]) => state))]
const events: readonly LoopEvent[] = ['change', 'settled', 'shown', 'not-shown', 'rested', 'built']
const unnamed = states.flatMap(state =>
  events
    .filter(event => !table.some(([from, on]) => from === state && on === event))
    .map(event => [state, event] as const),
)

describe('the loop of a watch', () => {
  it.each(table)('%s, %s', (state, event, step) => {
    expect(next(state, event)).toEqual(step)
  })

  it.each(unnamed)('%s, %s changes nothing', (state, event) => {
    expect(next(state, event)).toEqual({ state, action: 'none' })
  })

  it.each(states)('close ends it from %s, for good', state => {
    expect(next(state, 'close')).toEqual({ state: 'closed', action: 'stop' })
    for (const event of [...events, 'close'] as const)
      expect(next('closed', event)).toEqual({ state: 'closed', action: 'none' })
  })

  it('does one thing at a time, and builds after the last change', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events)), fc.boolean(), (list, canShow) => {
        let state: LoopState = 'idle'
        let busy: 'show' | 'build' | undefined
        let open = false
        const feed = (event: LoopEvent): void => {
          if (event === 'change') open = true
          const ends =
            event === 'built' ? 'build' : event === 'shown' || event === 'not-shown' ? 'show' : undefined
          if (ends !== undefined && busy !== ends) return
          if (ends !== undefined) busy = undefined
          const step = next(state, event)
          state = step.state
          if (step.action !== 'show' && step.action !== 'build') return
          expect(busy).toBeUndefined()
          busy = step.action
          if (busy === 'build') open = false
        }
        for (const event of list) feed(event)
        // Whatever is under way ends, and timers run out.
        for (let round = 0; round < 6; round++)
          for (const event of [canShow ? 'shown' : 'not-shown', 'built', 'settled', 'rested'] as const)
            feed(event)
        expect([state, open, busy]).toEqual(['idle', false, undefined])
      }),
    )
  })
})
