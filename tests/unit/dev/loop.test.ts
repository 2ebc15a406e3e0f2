import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LoopEvent, type LoopState, type LoopStep, next } from '../../../src/dev/loop.js'

const table: readonly [LoopState, LoopEvent, LoopStep][] = [
  ['idle', 'change', { state: 'settling', action: 'start-timer' }],
  ['idle', 'settled', { state: 'idle', action: 'none' }],
  ['idle', 'built', { state: 'idle', action: 'none' }],
  ['settling', 'change', { state: 'settling', action: 'start-timer' }],
  ['settling', 'settled', { state: 'building', action: 'build' }],
  ['settling', 'built', { state: 'settling', action: 'none' }],
  ['building', 'change', { state: 'building-then-again', action: 'none' }],
  ['building', 'built', { state: 'idle', action: 'none' }],
  ['building', 'settled', { state: 'building', action: 'none' }],
  ['building-then-again', 'change', { state: 'building-then-again', action: 'none' }],
  ['building-then-again', 'settled', { state: 'building-then-again', action: 'none' }],
  ['building-then-again', 'built', { state: 'settling', action: 'start-timer' }],
]

describe('the loop of a watch', () => {
  it.each(table)('%s, %s', (state, event, step) => {
    expect(next(state, event)).toEqual(step)
  })

  it.each(['idle', 'settling', 'building', 'building-then-again'] as const)(
    'close ends it from %s, for good',
    state => {
      expect(next(state, 'close')).toEqual({ state: 'closed', action: 'stop' })
      for (const event of ['change', 'settled', 'built', 'close'] as const)
        expect(next('closed', event)).toEqual({ state: 'closed', action: 'none' })
    },
  )

  it('never builds twice at once, and builds after the last change', () => {
    const events = fc.array(fc.constantFrom<LoopEvent>('change', 'settled', 'built'))
    fc.assert(
      fc.property(events, list => {
        let state: LoopState = 'idle'
        let building = false
        let pending = false
        const feed = (event: LoopEvent): void => {
          if (event === 'built' && !building) return
          if (event === 'built') building = false
          if (event === 'change') pending = true
          const step = next(state, event)
          state = step.state
          if (step.action !== 'build') return
          expect(building).toBe(false)
          building = true
          pending = false
        }
        for (const event of list) feed(event)
        for (const event of ['built', 'settled', 'built', 'settled', 'built'] as const) feed(event)
        expect([state, pending, building]).toEqual(['idle', false, false])
      }),
    )
  })
})
