import { describe, expect, it } from 'vitest'
import { type Pool, runAll } from '../../../src/build/pool.js'
import type { ResultOf, Task } from '../../../src/build/tasks.js'

const taskOf = (n: number) => ({ kind: 'parse', files: [], n }) as unknown as Task
const numberOf = (value: unknown): number => (value as { readonly n: number }).n
const tasks = (count: number): Task[] => Array.from({ length: count }, (_, n) => taskOf(n))
const turn = () => new Promise(resolve => setImmediate(resolve))

/** A pool whose threads take so many turns of the event loop for each task, one after the other. */
function fakePool(threads: number, turns: (n: number) => number, withHere: boolean) {
  const seen = { away: 0, mostAway: 0, here: [] as number[], there: [] as number[] }
  let last: Promise<unknown> = Promise.resolve()
  const pool: Pool = {
    threads,
    run<T extends Task>(task: T) {
      seen.mostAway = Math.max(seen.mostAway, ++seen.away)
      const n = numberOf(task)
      seen.there.push(n)
      const result = last.then(async () => {
        for (let i = 0; i < turns(n); i++) await turn()
        seen.away--
        if (n === 13) throw new Error('thirteen')
        return { n } as unknown as ResultOf<T>
      })
      last = result.catch(() => {})
      return result
    },
    ...(withHere
      ? {
          here: {
            async run<T extends Task>(task: T) {
              const n = numberOf(task)
              seen.here.push(n)
              if (n === 13) throw new Error('thirteen')
              return { n } as unknown as ResultOf<T>
            },
          },
        }
      : {}),
    async close() {},
  }
  return { pool, seen }
}

describe('running tasks', () => {
  it.each([
    ['in this thread alone', 0, 0, false],
    ['in threads that are fast', 2, 0, true],
    ['in a thread that is slow', 1, 9, true],
    ['in threads, this one not helping', 2, 3, false],
  ])('hands results over in order, each with its task: %s', async (_, threads, turns, withHere) => {
    const { pool, seen } = fakePool(threads, n => (turns * ((n * 7) % 5)) / 2, withHere)
    const got: number[] = []
    await runAll(pool, tasks(40), (result, task) => {
      expect(numberOf(result)).toBe(numberOf(task))
      got.push(numberOf(result))
    }).catch(cause => expect((cause as Error).message).toBe('thirteen'))
    expect(got).toEqual(Array.from({ length: 13 }, (_, n) => n))
    expect(seen.away).toBe(0)
  })

  it('begins nothing more when a task has failed', async () => {
    const { pool, seen } = fakePool(1, () => 2, true)
    await expect(runAll(pool, tasks(60), () => {})).rejects.toThrow('thirteen')
    expect(Math.max(...seen.here, ...seen.there)).toBeLessThan(20)
    expect(seen.away).toBe(0)
  })

  it('does in this thread what the others have no time for, and keeps them supplied', async () => {
    const { pool, seen } = fakePool(1, () => 6, true)
    const list = tasks(60).filter(task => numberOf(task) !== 13)
    const got: number[] = []
    await runAll(pool, list, result => void got.push(numberOf(result)))
    expect(got).toEqual(list.map(numberOf))
    expect(seen.here.length).toBeGreaterThan(10)
    expect(seen.there.length).toBeGreaterThan(4)
    expect(seen.mostAway).toBe(3)
    expect([...seen.here, ...seen.there].sort((a, b) => a - b)).toEqual(list.map(numberOf))
  })

  it('has one task at a time where there is one thread, and asks for the next when the last is done', async () => {
    const { pool, seen } = fakePool(0, () => 1, false)
    let asked = 0
    function* list(): Iterable<Task> {
      for (const task of tasks(5)) {
        asked++
        yield task
      }
    }
    await runAll(pool, list(), result => expect(asked).toBe(numberOf(result) + 1))
    expect(seen.mostAway).toBe(1)
  })
})
