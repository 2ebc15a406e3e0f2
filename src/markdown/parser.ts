// Which Markdown parser: satteri (Rust, prebuilt) unless another is wished or it does not load here.
import type { Root } from 'mdast'
import type { PluggableList } from 'unified'

export type ParserName = 'satteri' | 'remark'

export interface MarkdownParser {
  /** The parser that is really used. */
  readonly name: ParserName
  /** Why it is not the one that was asked for. */
  readonly fallback?: string
  parse(text: string): Root
}

/** GFM on, everything else off: with its own front matter feature on, satteri would drop a body's first
 *  lines when they open with `---`. */
const features = {
  gfm: true,
  frontmatter: false,
  directive: false,
  math: false,
  headingAttributes: false,
  superscript: false,
  subscript: false,
  wikilinks: false,
  definitionList: false,
  smartPunctuation: false,
  rawHtml: false,
} as const

/** @param load stands for `import('satteri')` in tests of the fallback.
 *  @param plugins the user's remark plug-ins: those that extend the syntax (maths, directives) can do so in
 *  remark only; what they do to the tree is done later, for both parsers. */
export async function createParser(
  wanted: ParserName,
  load: () => Promise<typeof import('satteri')> = () => import('satteri'),
  plugins: PluggableList = [],
): Promise<MarkdownParser> {
  if (wanted === 'satteri') {
    try {
      const { markdownToMdast } = await load()
      const parse = (text: string): Root => markdownToMdast(text, { features }) as Root
      parse('*loads*') // the native part is bound at the first call on some platforms
      return { name: 'satteri', parse }
    } catch (cause) {
      const [reason = 'unknown'] = (cause instanceof Error ? cause.message : String(cause)).split('\n')
      return { ...(await createRemark(plugins)), fallback: reason }
    }
  }
  return createRemark(plugins)
}

async function createRemark(plugins: PluggableList): Promise<MarkdownParser> {
  const [{ remark }, { default: remarkGfm }] = await Promise.all([import('remark'), import('remark-gfm')])
  const processor = remark().use(remarkGfm).use(plugins).freeze()
  return { name: 'remark', parse: text => processor.parse(text) }
}
