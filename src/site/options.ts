// What the model is told by the config. The config composes it; here are the types and their meaning.
import type { Zone } from '../base/dates.js'
import type { RelatedOptions } from '../related/score.js'
import type { Preview } from './schedule.js'

export interface NamedEntry {
  readonly key: string
  readonly name: string
  readonly aliases: readonly string[]
  readonly description?: string | undefined
  readonly url?: string | undefined
}

export interface NavigationItem {
  readonly label: string
  readonly url: string
}

/** Addresses of lists, each with `:key` where it has one. */
export interface Addresses {
  readonly regions: string
  readonly topics: string
  readonly sources: string
  readonly authors: string
  readonly series: string
  readonly storylines: string
  readonly year: string
  readonly month: string
  readonly related: string
  readonly relatedRegion: string
  readonly pages: string
  readonly media: string
}

export interface PageSizes {
  /** Newest articles on the first page of a list. */
  readonly list: number
  /** Articles on an archive page. */
  readonly archive: number
  /** Entries of a section on /related/. */
  readonly related: number
  readonly feed: number
  /** Newest articles of each region on the front page. */
  readonly frontRegion: number
}

export interface StorylineOptions {
  /** Every storyline has a page, not only those that editors wrote of. */
  readonly auto: boolean
  /** With so many articles. */
  readonly least: number
}

export interface SiteOptions {
  readonly title: string
  /** Absolute, with a slash at its end. */
  readonly url: string
  /** Scheme and host of `url`. */
  readonly origin: string
  /** The path of `url`: `/`, or `/base/`. */
  readonly base: string
  readonly description: string
  readonly language: string
  readonly zone: Zone
  /** In display order. Empty: regions are taken from the articles. */
  readonly regions: readonly NamedEntry[]
  readonly sources: readonly NamedEntry[]
  readonly unknownSources: 'warn' | 'allow' | 'error'
  readonly topics: readonly NamedEntry[]
  readonly navigation: readonly NavigationItem[]
  readonly permalink: string
  readonly addresses: Addresses
  readonly pageSizes: PageSizes
  readonly related: RelatedOptions
  /** An article's own region stands first in its Related News when the best item of it scores at most so much less
   *  than the best of all. */
  readonly ownRegionMargin: number
  readonly storylines: StorylineOptions
  readonly strings: Readonly<Record<string, string>>
  /** Shows stories before readers may see them; undefined for the site that readers get. */
  readonly preview?: Preview | undefined
  /** Path of the content folder from the project's root, for diagnostics. */
  readonly contentFolder: string
}
