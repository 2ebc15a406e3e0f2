import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Changed, startDrive } from '../../../src/dev/drive.js'

const pace = { settleMs: 10, waveMs: 200, restMs: 300 }

/** Notes what was done, in order; `shows` decides what can be shown. */
function record(shows: (changed: ReadonlySet<string>) => boolean) {
  const done: string[] = []
  const told = (changed: Changed) => (changed === 'all' ? 'all' : [...changed].sort().join(' '))
  const drive = startDrive(
    {
      async show(changed) {
        done.push(`show ${told(changed)}`)
        return shows(changed)
      },
      async build(changed) {
        done.push(`build ${told(changed)}`)
        if (told(changed).includes('broken')) throw new Error('broken')
      },
      onFailure: cause => void done.push(`failure ${(cause as Error).message}`),
    },
    pace,
  )
  return { done, drive, wait: (ms: number) => vi.advanceTimersByTimeAsync(ms) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the drive of a watch', () => {
  it('begins with everything, shows an edit at once, and builds when there is rest', async () => {
    const { done, drive, wait } = record(() => true)
    await wait(0)
    drive.change(new Set(['a']))
    drive.change(new Set(['a']))
    await wait(10)
    expect(done).toEqual(['build all', 'show a'])
    await wait(299)
    drive.change(new Set(['b']))
    await wait(10)
    expect(done.at(-1)).toBe('show b')
    await wait(300)
    expect(done.slice(3)).toEqual(['build a b'])
    await drive.close()
  })

  it('builds at once what cannot be shown, and what came while it did', async () => {
    const { done, drive, wait } = record(changed => changed.has('text'))
    await wait(0)
    drive.change(new Set(['template']))
    await wait(10)
    expect(done.slice(1)).toEqual(['show template', 'build template'])
    drive.change('all')
    await wait(199)
    expect(done).toHaveLength(3)
    await wait(1)
    expect(done.slice(3)).toEqual(['build all'])
    await drive.close()
  })

  it('waits for the end of a wave, and shows none of it', async () => {
    const { done, drive, wait } = record(() => true)
    await wait(0)
    const names = Array.from({ length: 40 }, (_, n) => `file${n}`)
    for (const name of names) drive.change(new Set([name]))
    await wait(199)
    expect(done).toEqual(['build all'])
    await wait(1)
    expect(done.slice(1)).toEqual([`build ${[...names].sort().join(' ')}`])
    await drive.close()
  })

  it('goes on after a failure, and does nothing once it is closed', async () => {
    const { done, drive, wait } = record(() => false)
    await wait(0)
    drive.change(new Set(['broken']))
    await wait(10)
    expect(done.slice(2)).toEqual(['build broken', 'failure broken'])
    drive.change(new Set(['mended']))
    await wait(10)
    expect(done.at(-1)).toBe('build mended')
    drive.change(new Set(['late']))
    await drive.close()
    await wait(1_000)
    expect(done.at(-1)).toBe('build mended')
  })
})
