// What parsing makes of a file: raw strings and a body with slots. Nothing here knows the site; regions,
// dates and links are resolved by the model.
import type { WrittenDate } from '../base/dates.js'
import type { Digest } from '../base/digest.js'
import type { Body } from '../markdown/body.js'
import type { CountedText } from '../markdown/terms.js'
import type { ArticleKind, Exclusion } from './kinds.js'
import type { Status } from './schema.js'

/** A file as it is found: path below the content folder, with slashes. */
export interface Source {
  readonly path: string
  readonly bytes: Uint8Array
}

export interface Picture {
  readonly src: string
  readonly alt?: string | undefined
  readonly caption?: string | undefined
  readonly credit?: string | undefined
  readonly focus?: string | undefined
}

export interface Correction {
  readonly date: WrittenDate
  readonly text: string
}

/** What a file's name says by itself. */
export interface FileFacts {
  readonly kind: DocumentKind
  /** The name without date, language and ending; '' when it says nothing (a bundle in a numbered folder). */
  readonly slug: string
  readonly date?: WrittenDate
  /** From `index.fr.md`. */
  readonly lang?: string
  /** In a folder of drafts. */
  readonly draft: boolean
}

export type DocumentKind = 'article' | 'page' | 'author' | 'section' | 'storyline'

interface Document {
  readonly path: string
  /** Of the file. */
  readonly digest: Digest
  readonly title: string
  readonly summary: string
  readonly body: Body
  readonly lang?: string | undefined
  readonly draft: boolean
  readonly image?: Picture | undefined
  /** Front matter under `extra`, and keys that dateline does not know. */
  readonly extra: Readonly<Record<string, unknown>>
}

export interface Article extends Document {
  readonly kind: 'article'
  readonly date: WrittenDate
  readonly updated?: WrittenDate | undefined
  readonly embargo?: WrittenDate | undefined
  readonly expires?: WrittenDate | undefined
  readonly region?: string | undefined
  readonly regions: readonly string[]
  readonly source?: string | undefined
  /** The dek was written, not taken from the first paragraph. */
  readonly hasDek: boolean
  readonly topics: readonly string[]
  readonly authors: readonly string[]
  readonly series?: string | undefined
  readonly kicker?: string | undefined
  readonly type: ArticleKind
  readonly dateline?: string | undefined
  readonly headlines: {
    readonly seo?: string | undefined
    readonly social?: string | undefined
    readonly short?: string | undefined
  }
  readonly corrections: readonly Correction[]
  readonly pin: readonly string[]
  readonly hide: readonly string[]
  readonly exclude: readonly Exclusion[]
  readonly slug: string
  readonly url?: string | undefined
  readonly aliases: readonly string[]
  readonly canonical?: string | undefined
  readonly template?: string | undefined
  readonly id?: string | undefined
  readonly status: Status
  /** An article without text that only points elsewhere. */
  readonly redirect?: string | undefined
  readonly words: number
  readonly minutes: number
  readonly terms: CountedText
}

export interface SitePage extends Document {
  readonly kind: 'page'
  readonly slug: string
  readonly url?: string | undefined
  readonly aliases: readonly string[]
  readonly template?: string | undefined
}

export interface Author extends Document {
  readonly kind: 'author'
  readonly key: string
  readonly role?: string | undefined
  readonly links: readonly { readonly label: string; readonly url: string }[]
}

export interface Section extends Document {
  readonly kind: 'section'
  /** Without text: a folder's settings in another generator, nothing to be missed. */
  readonly blank: boolean
}

/** What editors write of a storyline: its page is published. */
export interface StorylinePage extends Document {
  readonly kind: 'storyline'
  /** Of the storyline: the slug of its first article. */
  readonly key: string
  /** Articles that are put into it or left out of it, as they are written. */
  readonly pin: readonly string[]
  readonly hide: readonly string[]
}

export type ParsedDocument = Article | SitePage | Author | Section | StorylinePage
