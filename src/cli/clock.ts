// The clock, read once at the edge: --now, else SOURCE_DATE_EPOCH, else the machine's.
import { createZone, readDate, resolveDate } from '../base/dates.js'

/** ms since 1970 of an ISO 8601 instant; without a zone in UTC. Undefined when it is none. */
export function readClock(text: string): number | undefined {
  const reading = readDate(text)
  return reading.ok && !reading.prose ? resolveDate(reading.date, createZone('UTC')) : undefined
}

/** SOURCE_DATE_EPOCH is in whole seconds (reproducible-builds.org, specification 1.1). */
export function clockOf(
  now: number | undefined,
  env: Readonly<Record<string, string | undefined>>,
): number | undefined {
  if (now !== undefined) return now
  const epoch = env.SOURCE_DATE_EPOCH
  return epoch !== undefined && /^[0-9]{1,12}$/.test(epoch) ? Number(epoch) * 1000 : undefined
}
