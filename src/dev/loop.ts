// The loop of whoever watches files, as a state machine: pure, so that every order of events can be tried.
//
//          change           settled          shown            rested           built
//   idle ─────────▶ settling ─────▶ showing ───────▶ resting ───────▶ building ───────▶ idle
//                   ▲ ▲ │ change      │ │ not-shown     │ change        ▲   │ change
//                   │ └─┘             │ └──────────────────────────────┤   ▼
//                   │                 │ change          │              │  building-then-again
//                   │                 ▼          shown  │              │   │ built
//                   │      showing-then-again ──────────┤              │   │
//                   │                 │ not-shown ─────────────────────┘   │
//                   └───────────────────────────────────┴──────────────────┘
//
// To show is to bring an edit to the screen by itself, where that can be done; to build is to take in all that
// changed. `close` leads from everywhere to `closed`, where nothing happens any more.

export type LoopState =
  | 'idle'
  | 'settling'
  | 'showing'
  | 'showing-then-again'
  | 'resting'
  | 'building'
  | 'building-then-again'
  | 'closed'

export type LoopEvent = 'change' | 'settled' | 'shown' | 'not-shown' | 'rested' | 'built' | 'close'

/** What the one who drives the machine must do now. */
export type LoopAction = 'none' | 'start-timer' | 'show' | 'rest' | 'build' | 'stop'

export interface LoopStep {
  readonly state: LoopState
  readonly action: LoopAction
}

export function next(state: LoopState, event: LoopEvent): LoopStep {
  if (state === 'closed') return { state, action: 'none' }
  if (event === 'close') return { state: 'closed', action: 'stop' }
  const stay: LoopStep = { state, action: 'none' }
  const settle: LoopStep = { state: 'settling', action: 'start-timer' }
  const build: LoopStep = { state: 'building', action: 'build' }
  switch (state) {
    case 'idle':
      return event === 'change' ? settle : stay
    case 'settling':
      // Each change starts the timer anew: an editor that saves in three steps is looked at once.
      if (event === 'change') return settle
      return event === 'settled' ? { state: 'showing', action: 'show' } : stay
    case 'showing':
      if (event === 'change') return { state: 'showing-then-again', action: 'none' }
      if (event === 'shown') return { state: 'resting', action: 'rest' }
      return event === 'not-shown' ? build : stay
    case 'showing-then-again':
      // A build takes in what came meanwhile, too.
      if (event === 'shown') return settle
      return event === 'not-shown' ? build : stay
    case 'resting':
      if (event === 'change') return settle
      return event === 'rested' ? build : stay
    case 'building':
      if (event === 'change') return { state: 'building-then-again', action: 'none' }
      return event === 'built' ? { state: 'idle', action: 'none' } : stay
    case 'building-then-again':
      return event === 'built' ? settle : stay
  }
}
