// Rows of data through one function: each row is a test of its own, named by its input.
import { test } from 'vitest'

/** Input, expected result, and what the row is about where the input does not say it. */
export type Row<I, O> = readonly [input: I, expected: O, about?: string]

export function checkRows<I, O>(
  rows: readonly Row<I, O>[],
  check: (input: I, expected: O) => void | Promise<void>,
): void {
  for (const [input, expected, about] of rows)
    test(about ?? describeInput(input), async () => check(input, expected))
}

function describeInput(input: unknown): string {
  const text = typeof input === 'string' ? JSON.stringify(input) : (JSON.stringify(input) ?? String(input))
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
