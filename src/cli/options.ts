// Options as commander hands them over, and as a build wants them.
import type { BuildOptions } from '../build/options.js'
import { clockOf } from './clock.js'

export interface SiteOptionsGiven {
  readonly config?: string
  readonly content?: string
  readonly now?: number
  readonly workers?: number
  readonly keepGoing: boolean
  readonly quiet: boolean
  readonly preview?: boolean
  readonly includeEmbargoed?: boolean
}

export function toBuildOptions(given: SiteOptionsGiven): BuildOptions {
  const now = clockOf(given.now, process.env)
  return {
    root: process.cwd(),
    keepGoing: given.keepGoing,
    ...(given.config === undefined ? {} : { configFile: given.config }),
    ...(given.content === undefined ? {} : { content: given.content }),
    ...(now === undefined ? {} : { now }),
    ...(given.workers === undefined ? {} : { workers: given.workers }),
    ...(given.preview ? { preview: { embargoed: given.includeEmbargoed === true, withFeeds: false } } : {}),
  }
}
