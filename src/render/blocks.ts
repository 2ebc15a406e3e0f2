// The blocks of a body. `blocks/name` makes a block for the page; its plain form, for feeds and other places without
// the theme's style sheet, is made by `blocks/name.feed`, and is its label and content where there is none.
import type { LinkedBlock } from '../markdown/body.js'
import { escapeAttribute } from '../markdown/escape.js'
import { BlockFault, type RenderPart } from './templates.js'

/** What the template of a block gets beside what its page gets. */
export interface BlockProps {
  readonly name: string
  readonly label: string
  /** `#id` and `.class` are `id` and `class`. */
  readonly attributes: Readonly<Record<string, string>>
  /** HTML. */
  readonly content: string
  /** Reports a mistake of the text at the block's place. */
  readonly fail: (reason: string) => never
}

export type BlockForm = 'page' | 'feed'

export function renderBlock(
  { name, label, attributes, content, offset }: LinkedBlock,
  form: BlockForm,
  part: RenderPart,
): string {
  const fail = (reason: string): never => {
    throw new BlockFault(name, offset, reason)
  }
  const props: BlockProps = { name, label, attributes, content, fail }
  const html = part(form === 'page' ? `blocks/${name}` : `blocks/${name}.feed`, { ...props })
  if (html !== undefined) return html.trim()
  return label === '' ? content : `<p>${escapeAttribute(label)}</p>\n${content}`.trim()
}
