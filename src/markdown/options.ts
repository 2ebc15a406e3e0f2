// What a site decides of its texts.
import type { PluggableList } from 'unified'

export interface MarkdownOptions {
  readonly html: 'sanitize' | 'allow' | 'escape'
  readonly shortcodes: 'remove' | 'show'
  readonly frameHosts: readonly string[]
  readonly remarkPlugins: PluggableList
  readonly rehypePlugins: PluggableList
  /** Words that footnotes bring along, in the site's language. */
  readonly footnotes: { readonly label: string; readonly back: string }
}
