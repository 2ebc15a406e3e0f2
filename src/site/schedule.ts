// What time does to an article: not yet, now, no longer; and when the site next changes by itself.

export const hiddenReasons = [
  'a draft',
  'withheld',
  'dated in the future',
  'under embargo',
  'expired',
  'left out because of an error',
] as const
export type Hidden = (typeof hiddenReasons)[number]

/** Whether and why readers do not see a row: 0 for visible, else one more than the place in `hiddenReasons`. */
export type State = number

export const visible: State = 0
export const stateOf = (reason: Hidden): State => hiddenReasons.indexOf(reason) + 1
export const reasonOf = (state: State): Hidden | undefined => hiddenReasons[state - 1]

/** The instants that decide, all in ms since 1970. */
export interface Times {
  /** Date and embargo taken together: the later one. */
  readonly start: number
  /** -Infinity without one. */
  readonly embargo: number
  /** Infinity without one. */
  readonly expires: number
}

/** What time alone says of an article at `now`. An embargo and a future date both hide it; the later wins. */
export function stateAt(times: Times, now: number): State {
  if (times.expires <= now) return stateOf('expired')
  if (times.start <= now) return visible
  return stateOf(times.embargo > now ? 'under embargo' : 'dated in the future')
}

/** What a preview shows that readers do not see yet: drafts, stories with a date to come, and where asked for those
 *  under embargo. What is withheld, expired or in error stays away. */
export interface Preview {
  readonly embargoed: boolean
  /** With feeds, sitemaps and the like: for an editor's own machine, where no program comes to fetch them. */
  readonly withFeeds: boolean
}

/** Whether a preview shows a story that is hidden for `state`. A draft under embargo is under embargo all the same. */
export function previewShows(preview: Preview, state: State, times: Times, now: number): boolean {
  const waits = state === stateOf('a draft') || reasonsToWait.has(state)
  return waits && times.expires > now && (preview.embargoed || times.embargo <= now)
}

/** Reasons that pass by themselves. */
export const reasonsToWait: ReadonlySet<State> = new Set([
  stateOf('dated in the future'),
  stateOf('under embargo'),
])

/** Why readers do not see a story that a preview shows, and until when, in ms since 1970. */
export interface Unpublished {
  readonly reason: 'draft' | 'future' | 'embargo'
  readonly until?: number | undefined
}

export function unpublishedFor(state: State, times: Times, now: number): Unpublished | undefined {
  if (state === visible) return undefined
  const until = times.start > now ? times.start : undefined
  if (state === stateOf('a draft')) return { reason: 'draft', until }
  return { reason: state === stateOf('under embargo') ? 'embargo' : 'future', until }
}

/** The next instant at which that answer may change; Infinity for never. */
export function nextState(times: Times, now: number): number {
  if (times.expires <= now) return Number.POSITIVE_INFINITY
  return times.start <= now ? times.expires : times.start
}
