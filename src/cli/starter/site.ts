// What is asked of whoever begins a site.
import type { Host } from '../hosts.js'

export interface StarterSite {
  /** Of the npm package. */
  readonly name: string
  readonly title: string
  readonly url: string
  readonly language: string
  readonly timeZone: string
  readonly host: Host
  /** The day of the beginning in that zone, ms since 1970 read as UTC: the articles are a few days old. */
  readonly today: number
  /** Of dateline-news. */
  readonly version: string
}
