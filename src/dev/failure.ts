// A failure that is no editor's mistake, in the words of the diagnostics.
import { hintOf, messageOf } from '../diagnostics/codes.js'

export function formatFailure(cause: unknown): string {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const stack = cause instanceof Error ? `\n${cause.stack ?? ''}` : ''
  return `error DL9001  ${messageOf('DL9001', { reason })}\n  ${hintOf('DL9001', { reason })}${stack}\n`
}
