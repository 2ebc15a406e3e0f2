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
  /** False for the few texts that this parser is bad at; `parseOtherwise` reads those. */
  suits(text: string): boolean
  parseOtherwise(text: string): Promise<Root>
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

/** satteri's memory grows with the square of the character references in a paragraph (measured with 0.10.5: 2,500
 *  take 0.4 s and 260 MB, 10,000 fail); remark's does not. */
const mostEntities = 500

function countEntities(text: string): number {
  let count = 0
  for (let at = text.indexOf('&'); at >= 0 && count <= mostEntities; at = text.indexOf('&', at + 1)) count++
  return count
}

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
      let other: Promise<MarkdownParser> | undefined
      return {
        name: 'satteri',
        parse,
        suits: text => countEntities(text) <= mostEntities,
        async parseOtherwise(text) {
          other ??= createRemark(plugins)
          return (await other).parse(text)
        },
      }
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
  const parse = (text: string): Root => processor.parse(text)
  return { name: 'remark', parse, suits: () => true, parseOtherwise: async text => parse(text) }
}
