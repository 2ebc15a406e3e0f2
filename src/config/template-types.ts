// Types for templates and outputs of a site: what `it` holds, with the site's own keys as the only ones.
import type { SiteNames } from './json-schema.js'

export function renderTemplateTypes(names: SiteNames): string {
  const keys = {
    RegionKey: names.regions.map(({ key }) => key),
    SourceKey: names.sources.map(({ key }) => key),
    TopicKey: names.topics.map(({ key }) => key),
    AuthorKey: names.authors,
  }
  const unions = Object.entries(keys).map(
    ([name, all]) =>
      `export type ${name} = ${all.length === 0 ? 'string' : all.map(key => JSON.stringify(key)).join(' | ')}\n`,
  )
  return `// Made by "dateline schema"; changes are lost.
import type { CardData, Helpers, PageMeta, Ref } from 'dateline-news'

${unions.join('')}
/** An article in a list. */
export type Card = CardData & { readonly region?: Ref & { readonly key: RegionKey } }

/** What every template gets as \`it\`, beside the members of its own page. */
export type It<Props extends object = object> = Props &
  Helpers & {
    readonly page: PageMeta
    readonly site: {
      readonly title: string
      readonly url: string
      readonly base: string
      readonly description: string
      readonly language: string
      readonly dir: 'ltr' | 'rtl'
      readonly timeZone: string
      readonly navigation: readonly { readonly label: string; readonly url: string }[]
      readonly notice?: { readonly text: string; readonly url?: string }
      readonly strings: Readonly<Record<string, string>>
      readonly regions: readonly (Ref & { readonly key: RegionKey })[]
      readonly pages: readonly { readonly title: string; readonly url: string }[]
    }
    readonly widgets: Readonly<Record<string, unknown>>
    readonly tables: Readonly<
      Record<string, { readonly columns: readonly string[]; readonly rows: readonly Readonly<Record<string, unknown>>[] }>
    >
  }
`
}
