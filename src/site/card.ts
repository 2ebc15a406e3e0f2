// A card: an article as a list shows it. A light view on the site's columns; its data are made when asked for.
import { type Digest, leafDigest } from '../base/digest.js'
import { deepFreeze } from '../base/freeze.js'
import type { ArticleKind } from '../content/kinds.js'
import type { Unpublished } from './schedule.js'

/** A region, topic, source, author or series as a card names it. */
export interface Ref {
  readonly key: string
  readonly name: string
  /** Under the base path, ready for `href`. */
  readonly url: string
}

export interface CardImage {
  readonly url: string
  readonly alt: string
  readonly width?: number | undefined
  readonly height?: number | undefined
}

/** What a template gets to see of an article in a list. No body: mending a typo does not change a list. */
export interface CardData {
  readonly url: string
  /** Path below the content folder. */
  readonly path: string
  readonly title: string
  /** A shorter headline for narrow places; the title where none was written. */
  readonly shortTitle: string
  readonly dek: string
  readonly kicker?: string | undefined
  readonly kind: ArticleKind
  /** ms since 1970. */
  readonly date: number
  /** Only a day was written. */
  readonly dayOnly: boolean
  /** When the text last changed, in the same form as the article's own date. */
  readonly updated?: { readonly date: number; readonly dayOnly: boolean } | undefined
  readonly region?: Ref | undefined
  readonly source: Ref
  readonly topics: readonly Ref[]
  readonly authors: readonly Ref[]
  readonly series?: Ref | undefined
  readonly image?: CardImage | undefined
  readonly minutes: number
  /** Only when it is not the site's language. */
  readonly lang?: string | undefined
  /** Only in a preview: why readers do not see it yet. */
  readonly unpublished?: Unpublished | undefined
}

export interface CardSource {
  cardData(n: number): CardData
  /** Of everything that the card shows. */
  cardDigest(n: number): Digest
}

export class Card {
  readonly #source: CardSource
  #data: CardData | undefined
  /** Place of the article by date, oldest first. */
  readonly n: number

  constructor(source: CardSource, n: number) {
    this.#source = source
    this.n = n
  }

  /** Frozen to the ground: pages that are rendered in this thread share it. */
  get data(): CardData {
    this.#data ??= deepFreeze(this.#source.cardData(this.n))
    return this.#data
  }

  /** Of everything that the card shows. */
  get [leafDigest](): Digest {
    return this.#source.cardDigest(this.n)
  }

  get url(): string {
    return this.data.url
  }
  get title(): string {
    return this.data.title
  }
  get dek(): string {
    return this.data.dek
  }
  get date(): number {
    return this.data.date
  }
  get region(): Ref | undefined {
    return this.data.region
  }
  get source(): Ref {
    return this.data.source
  }
  get topics(): readonly Ref[] {
    return this.data.topics
  }
  get authors(): readonly Ref[] {
    return this.data.authors
  }
  get image(): CardImage | undefined {
    return this.data.image
  }

  toJSON(): CardData {
    return this.data
  }
}
