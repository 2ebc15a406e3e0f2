// The loop of a watch as a state machine: pure, so that every order of events can be tried.
//
//            change            settled             built
//   idle ───────────▶ settling ───────▶ building ───────────▶ idle
//                      ▲  │ change         │ change
//                      └──┘                ▼          built
//                                building-then-again ───────▶ settling
//
// `close` leads from everywhere to `closed`, where nothing happens any more.

export type LoopState = 'idle' | 'settling' | 'building' | 'building-then-again' | 'closed'

export type LoopEvent = 'change' | 'settled' | 'built' | 'close'

/** What the one who drives the machine must do now. */
export type LoopAction = 'none' | 'start-timer' | 'build' | 'stop'

export interface LoopStep {
  readonly state: LoopState
  readonly action: LoopAction
}

export function next(state: LoopState, event: LoopEvent): LoopStep {
  if (state === 'closed') return { state, action: 'none' }
  if (event === 'close') return { state: 'closed', action: 'stop' }
  switch (state) {
    case 'idle':
      return event === 'change' ? { state: 'settling', action: 'start-timer' } : { state, action: 'none' }
    case 'settling':
      // Each change starts the timer anew: an editor that saves in three steps is built once.
      if (event === 'change') return { state, action: 'start-timer' }
      return event === 'settled' ? { state: 'building', action: 'build' } : { state, action: 'none' }
    case 'building':
      if (event === 'change') return { state: 'building-then-again', action: 'none' }
      return event === 'built' ? { state: 'idle', action: 'none' } : { state, action: 'none' }
    case 'building-then-again':
      return event === 'built' ? { state: 'settling', action: 'start-timer' } : { state, action: 'none' }
  }
}
