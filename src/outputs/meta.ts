// What the head of every page needs, in one shape.
import type { CardImage } from '../site/card.js'
import type { Site } from '../site/site.js'
import type { SitePath } from '../site/urls.js'

export type PageKind =
  | 'home'
  | 'article'
  | 'region'
  | 'topic'
  | 'source'
  | 'author'
  | 'series'
  | 'storyline'
  | 'archive'
  | 'year'
  | 'related'
  | 'page'
  | 'not-found'
  | 'redirect'

export interface PageMeta {
  readonly kind: PageKind
  readonly path: SitePath
  /** For `href`, under the base path. */
  readonly url: string
  /** With scheme and host. */
  readonly absoluteUrl: string
  readonly canonical: string
  readonly title: string
  readonly description: string
  readonly lang: string
  readonly dir: 'ltr' | 'rtl'
  readonly image?: CardImage | undefined
  readonly feed?: { readonly url: string; readonly title: string } | undefined
  /** Key of the region that the navigation marks. */
  readonly region?: string | undefined
  readonly noindex: boolean
}

export interface MetaInput {
  readonly kind: PageKind
  readonly path: SitePath
  readonly title: string
  readonly description?: string | undefined
  readonly lang?: string | undefined
  readonly image?: CardImage | undefined
  readonly feed?: { readonly path: SitePath; readonly title: string } | undefined
  readonly region?: string | undefined
  readonly canonical?: string | undefined
  readonly noindex?: boolean
}

export function pageMeta(site: Site, input: MetaInput): PageMeta {
  const { options } = site
  const lang = input.lang || options.language
  const url = site.href(input.path)
  const absoluteUrl = absolute(site, url)
  return {
    kind: input.kind,
    path: input.path,
    url,
    absoluteUrl,
    canonical: input.canonical ?? absoluteUrl,
    title: input.title,
    description: input.description ?? '',
    lang,
    dir: isRightToLeft(lang) ? 'rtl' : 'ltr',
    image: input.image,
    feed:
      options.preview?.withFeeds === false
        ? undefined
        : input.feed && { url: site.href(input.feed.path), title: input.feed.title },
    region: input.region,
    noindex: input.noindex ?? options.preview !== undefined,
  }
}

/** A root-relative address with scheme and host. */
export function absolute(site: Site, url: string): string {
  return url.startsWith('/') && !url.startsWith('//')
    ? site.options.origin + url
    : new URL(url, site.options.url).href
}

/** Scripts written from the right (Unicode CLDR, by language). */
export function isRightToLeft(lang: string): boolean {
  return (
    /^(?:ar|he|iw|fa|ur|ps|sd|ug|yi|dv|ckb|arc)\b/i.test(lang) ||
    /-(?:Arab|Hebr|Thaa|Syrc|Nkoo)\b/i.test(lang)
  )
}
