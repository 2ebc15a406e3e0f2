// Drives the loop: timers, what has changed so far, one thing at a time. Whoever watches says what showing and
// building are.
import { type LoopEvent, type LoopState, next } from './loop.js'

/** Paths from the root; `all` where nobody knows. */
export type Changed = ReadonlySet<string> | 'all'

export interface Work {
  /** Brings edits to the screen by themselves. @returns false for what only a build can take in. */
  show(changed: ReadonlySet<string>): Promise<boolean>
  build(changed: Changed): Promise<void>
  /** Our own bug, or a disk that is gone. */
  onFailure(cause: unknown): void | Promise<void>
}

export interface Pace {
  /** Silence after the last change, before it is looked at. */
  readonly settleMs: number
  /** The same for many changes, which come in waves: a branch is switched, a folder moved. */
  readonly waveMs: number
  /** Silence after an edit was shown, before everything else follows. */
  readonly restMs: number
}

export interface Drive {
  change(changed: Changed): void
  /** Resolves when what is under way is done. */
  close(): Promise<void>
}

/** So many changes are a wave. */
const wave = 12
/** Edits of more files than these are no hand's work. */
const mostShown = 3

/** Begins with a build of everything. @param pace is asked each time, so that it may change. */
export function startDrive(work: Work, pace: Pace): Drive {
  let state: LoopState = 'building'
  let timer: NodeJS.Timeout | undefined
  /** Since the last show, and since the last build. */
  let fresh = new Set<string>()
  let open: Set<string> | 'all' = 'all'
  let running = build()

  async function show(): Promise<void> {
    const changed = fresh
    fresh = new Set()
    const few = open !== 'all' && changed.size > 0 && changed.size <= mostShown
    const shown = few && (await attempt(() => work.show(changed)))
    step(shown === true ? 'shown' : 'not-shown')
  }
  async function build(): Promise<void> {
    const changed = open
    open = new Set()
    fresh = new Set()
    await attempt(() => work.build(changed))
    step('built')
  }
  async function attempt<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act()
    } catch (cause) {
      await work.onFailure(cause)
      return undefined
    }
  }
  function wait(ms: number, event: LoopEvent): void {
    clearTimeout(timer)
    timer = setTimeout(() => step(event), ms)
  }
  function step(event: LoopEvent): void {
    const { state: following, action } = next(state, event)
    state = following
    if (action === 'start-timer')
      wait(open === 'all' || open.size > wave ? pace.waveMs : pace.settleMs, 'settled')
    else if (action === 'rest') wait(pace.restMs, 'rested')
    else if (action === 'show') running = show()
    else if (action === 'build') running = build()
    else if (action === 'stop') clearTimeout(timer)
  }

  return {
    change(changed) {
      if (changed === 'all') open = 'all'
      else
        for (const path of changed) {
          fresh.add(path)
          if (open !== 'all') open.add(path)
        }
      step('change')
    },
    async close() {
      step('close')
      await running
    },
  }
}
