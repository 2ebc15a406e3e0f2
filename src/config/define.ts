// What a site's config imports. Kept apart from everything else, so that loading a config loads nothing more.
import type { PluggableList } from 'unified'
import type { Output } from '../outputs/page.js'
import type { Card } from '../site/card.js'
import type { Site } from '../site/site.js'

export { type MetaInput, type PageMeta, pageMeta } from '../outputs/meta.js'

/** A list or value for many pages: computed once a build; a page depends on the widgets that it reads. */
export type Widget = (
  site: Site,
) => readonly Card[] | Readonly<Record<string, unknown>> | string | number | null

/** A name, or an object whose key is the slug of the name where it has none. */
export type EntryInput =
  | string
  | {
      name: string
      key?: string
      aliases?: string[]
      description?: string
      /** A source's own site. */
      url?: string
    }

export interface FieldInput {
  /** Further names for the field, best first. */
  from?: string[]
  /** For articles without the field. */
  default?: unknown
}

/** The settings of a site. `title` and `url` alone are a working config. */
export interface UserConfig {
  title: string
  /** Absolute, with a base path where the site has one: `https://paper.example/news/`. */
  url: string
  description?: string
  /** A language tag: `en`, `pt-BR`. */
  language?: string
  /** A name of the IANA time zone database: `Europe/Lisbon`. */
  timeZone?: string
  /** In display order. Without them, regions are taken from the articles. */
  regions?: EntryInput[]
  sources?: EntryInput[]
  /** What an article's source that is not in the list means. */
  unknownSources?: 'warn' | 'allow' | 'error'
  topics?: EntryInput[]
  navigation?: { label: string; url: string }[]
  /** `:year`, `:month`, `:day`, `:slug`, `:region`, `:folder`. */
  permalink?: string
  /** Addresses of lists, with `:key` (`:year`, `:month`, `:region`, `:slug`, `:path`) where they have one. */
  addresses?: Partial<
    Record<
      | 'regions'
      | 'topics'
      | 'sources'
      | 'authors'
      | 'series'
      | 'storylines'
      | 'year'
      | 'month'
      | 'related'
      | 'relatedRegion'
      | 'pages'
      | 'media',
      string
    >
  >
  pageSizes?: Partial<Record<'list' | 'archive' | 'related' | 'feed' | 'frontRegion', number>>
  content?: {
    /** Folder of the articles. */
    folder?: string
    /** Endings of files that are articles. */
    endings?: string[]
    /** Per field: further names (a list), or names and a default. */
    fields?: Record<string, string[] | FieldInput>
    /** Reads "May 5th, 2016" instead of refusing it with a suggestion. */
    proseDates?: boolean
    transform?: (data: Record<string, unknown>, file: { readonly path: string }) => Record<string, unknown>
  }
  related?: {
    limit?: number
    perRegion?: number
    minScore?: number
    newer?: boolean
    weights?: Partial<Record<'text' | 'topics' | 'region' | 'source', number>>
    fadeDays?: number
    follows?: { text?: number; days?: number; founder?: number }
    /** How much less than the best of all the best item of an article's own region may score for it to stand first. */
    ownRegionMargin?: number
  }
  /** Pages of storylines beside those of `content/storylines/`: all of at least so many articles. */
  storylines?: { auto?: boolean; least?: number }
  markdown?: {
    parser?: 'satteri' | 'remark'
    html?: 'sanitize' | 'allow' | 'escape'
    /** Shortcodes of other generators: left out, or printed as they stand. */
    shortcodes?: 'remove' | 'show'
    /** Hosts whose frames may stand in a text, beside the built-in ones. */
    frameHosts?: string[]
    remarkPlugins?: PluggableList
    rehypePlugins?: PluggableList
  }
  widgets?: Record<string, Widget>
  outputs?: Output[]
  /** Per code of a warning: whether it is one, an error, or nothing; `since`: only for articles from that day on. */
  rules?: Record<
    string,
    'off' | 'warning' | 'error' | { severity?: 'off' | 'warning' | 'error'; since?: string }
  >
  /** What becomes of a site with an article in error: nothing is published, or everything else is, and of that article
   *  its last version without an error. */
  onError?: 'stop' | 'withhold'
  /** Words of the interface, by key. */
  strings?: Record<string, string>
  /** A band over every page. */
  notice?: { text: string; url?: string }
}

/** Gives a config its types; returns it as it is. */
export function defineConfig(config: UserConfig): UserConfig {
  return config
}
