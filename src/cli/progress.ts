// Progress: a bar on a terminal, a plain line a step elsewhere.
import type { SingleBar } from 'cli-progress'
import { late } from '../base/late.js'
import type { Progress, StepName } from '../build/options.js'

export interface ProgressView {
  readonly onProgress: (progress: Progress) => void
  stop(): void
}

const bars = late<typeof import('cli-progress')>('cli-progress')

/** Sites that are built in a blink need no bar. */
const least = 200

export function createProgress(quiet: boolean, stream: NodeJS.WriteStream): ProgressView {
  if (quiet) return { onProgress: () => {}, stop: () => {} }
  return stream.isTTY ? createBar(stream) : createLines(stream)
}

function createBar(stream: NodeJS.WriteStream): ProgressView {
  const state: { bar?: SingleBar; step?: StepName } = {}
  const stop = (): void => {
    state.bar?.stop()
    delete state.bar
  }
  return {
    onProgress({ step, done, total }) {
      if (total < least) return
      if (state.step !== step) {
        stop()
        state.step = step
        state.bar = new (bars().SingleBar)(
          {
            stream,
            format: `${step.padEnd(8)} {bar} {value}/{total}`,
            clearOnComplete: true,
            hideCursor: true,
          },
          bars().Presets.shades_grey,
        )
        state.bar.start(total, 0)
      }
      state.bar?.update(done)
    },
    stop,
  }
}

function createLines(stream: NodeJS.WriteStream): ProgressView {
  const said = new Set<StepName>()
  return {
    onProgress({ step, done, total }) {
      if (total < least || done < total || said.has(step)) return
      said.add(step)
      stream.write(`${step}: ${total}\n`)
    },
    stop: () => {},
  }
}
