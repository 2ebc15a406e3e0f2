// Questions on a terminal. node:readline is enough for a handful of lines that can all be given as flags.
import { createInterface } from 'node:readline/promises'
import { suggest } from '../base/suggest.js'

export interface Asker {
  /** The answer, or `fallback` for an empty line. */
  text(question: string, fallback: string): Promise<string>
  /** One of `choices`, by number or by name; undefined for an empty line when `fallback` is. */
  choose(question: string, choices: readonly string[], fallback?: string): Promise<string | undefined>
  close(): void
}

/** Somebody is there to answer. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true
}

/** Questions go to standard error: standard output is for the result. */
export function createAsker(
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Asker {
  const reader = createInterface({ input, output })
  // Answers that were piped may be there before their question: the lines are taken one by one.
  const lines = reader[Symbol.asyncIterator]()
  const ask = async (question: string): Promise<string> => {
    output.write(question)
    const { value, done } = await lines.next()
    if (done) throw new Error('the input ended before all questions were answered')
    return value.trim()
  }
  return {
    async text(question, fallback) {
      return (await ask(fallback === '' ? `${question}: ` : `${question} [${fallback}]: `)) || fallback
    },
    async choose(question, choices, fallback) {
      const list = choices.map((choice, n) => `  ${n + 1} ${choice}\n`).join('')
      for (;;) {
        const hint = fallback === undefined ? 'number or name, empty for none' : fallback
        const answer = await ask(`${list}${question} [${hint}]: `)
        if (answer === '') return fallback
        const chosen =
          choices[/^[0-9]+$/.test(answer) ? Number(answer) - 1 : -1] ??
          choices.find(choice => choice.toLowerCase() === answer.toLowerCase())
        if (chosen !== undefined) return chosen
        const near = suggest(answer, choices)
        output.write(`"${answer}" is none of them.${near === undefined ? '' : ` Did you mean "${near}"?`}\n`)
      }
    },
    close: () => reader.close(),
  }
}
