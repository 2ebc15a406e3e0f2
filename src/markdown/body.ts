// A compiled body: HTML in chunks with slots between them. What depends on the site (an article's address, an
// image's size) is a slot, so that a parsed body never holds another article's address.
import { escapeAttribute } from './escape.js'

/** A link; the model decides where it leads, or that it leads nowhere. */
export interface LinkSlot {
  readonly kind: 'link'
  /** As written, percent-decoded nowhere. */
  readonly target: string
  /** Further attributes, serialised and escaped, with a leading blank each. */
  readonly attributes: string
  /** Offset in the file, for diagnostics; -1 when the parser kept none. */
  readonly offset: number
}

export interface ImageSlot {
  readonly kind: 'image'
  readonly target: string
  readonly alt: string
  readonly attributes: string
  /** Width and height were written by hand. */
  readonly sized: boolean
  readonly offset: number
}

/** The address of a video, audio or poster: an attribute's value. */
export interface MediaSlot {
  readonly kind: 'media'
  readonly target: string
  readonly offset: number
}

/** A block: what stands between its two holes is its content. */
export interface BlockSlot {
  readonly kind: 'block'
  /** Its name and, behind it, the names of its attributes: what can be checked of it. */
  readonly target: string
  readonly name: string
  /** Text, as `attributes` are. */
  readonly label: string
  readonly attributes: Readonly<Record<string, string>>
  /** Of the name. */
  readonly offset: number
  /** Numbers of the slots of its attributes `url` and `data`; -1 where there is none. */
  readonly url: number
  readonly table: number
}

/** The table that a block names. It has no hole; the model sees whether it is there. */
export interface TableSlot {
  readonly kind: 'table'
  readonly target: string
  readonly offset: number
}

export type Slot = LinkSlot | ImageSlot | MediaSlot | BlockSlot | TableSlot

export interface Heading {
  readonly depth: number
  readonly id: string
  readonly text: string
}

export interface Body {
  /** One more than `holes`. */
  readonly chunks: readonly string[]
  /** What stands between chunk n and n + 1: `slot * 2`, or `slot * 2 + 1` for the end of a link or block. */
  readonly holes: readonly number[]
  readonly slots: readonly Slot[]
  readonly outline: readonly Heading[]
  /** Every id in the body, for links to `#…`. */
  readonly ids: readonly string[]
  readonly embeds: boolean
}

export const emptyBody: Body = { chunks: [''], holes: [], slots: [], outline: [], ids: [], embeds: false }

/** What the model made of a slot. Null: a link becomes plain text, an image its alt text, a block its content. */
export type SlotValue = LinkValue | ImageValue | FoundValue | null

/** A block or a table that is there. */
export interface FoundValue {
  readonly found: true
}

export interface LinkValue {
  readonly url: string
  /** Leads to another site. */
  readonly outside?: boolean
}

export interface ImageValue {
  readonly url: string
  readonly width?: number
  readonly height?: number
}

/** A block with everything that its template is given. */
export interface LinkedBlock {
  readonly name: string
  readonly label: string
  /** `url` leads where the model says; it is not there where the link was left out. */
  readonly attributes: Readonly<Record<string, string>>
  /** HTML. */
  readonly content: string
  readonly offset: number
}

/** Joins a body's chunks with the values of its slots. @param values one a slot, in order.
 *  @param renderBlock its HTML; without it, a block is its content. */
export function linkBody(
  body: Body,
  values: readonly SlotValue[],
  renderBlock: (block: LinkedBlock) => string = block => block.content,
): string {
  let html = body.chunks[0] ?? ''
  /** What stands before the blocks that are open. */
  const before: string[] = []
  for (const [n, hole] of body.holes.entries()) {
    const slot = body.slots[hole >> 1]!
    const value = values[hole >> 1] ?? null
    const end = (hole & 1) === 1
    if (slot.kind === 'block') {
      if (end) {
        const content = html.trim()
        const found = value !== null && (slot.table < 0 || values[slot.table])
        html = before.pop() + (found ? renderBlock(linkBlock(slot, content, values[slot.url])) : content)
      } else {
        before.push(html)
        html = ''
      }
    } else html += renderSlot(slot, value, end)
    html += body.chunks[n + 1] ?? ''
  }
  return html
}

function linkBlock(slot: BlockSlot, content: string, address: SlotValue | undefined): LinkedBlock {
  const { name, label, offset } = slot
  const { url, ...others } = slot.attributes
  const found = slot.url < 0 ? url : address && 'url' in address ? address.url : undefined
  return {
    name,
    label,
    content,
    offset,
    attributes: found === undefined ? others : { ...slot.attributes, url: found },
  }
}

function renderSlot(slot: Exclude<Slot, BlockSlot>, value: SlotValue, end: boolean): string {
  switch (slot.kind) {
    case 'link': {
      if (value === null || !('url' in value)) return ''
      if (end) return '</a>'
      const marks = 'outside' in value && value.outside ? ' class="outside" rel="noopener"' : ''
      return `<a href="${escapeAttribute(value.url)}"${slot.attributes}${marks}>`
    }
    case 'image': {
      if (value === null)
        return slot.alt === '' ? '' : `<span class="missing-image">${escapeAttribute(slot.alt)}</span>`
      const { url, width, height } = value as ImageValue
      const size =
        slot.sized || width === undefined || height === undefined
          ? ''
          : ` width="${width}" height="${height}"`
      return `<img src="${escapeAttribute(url)}" alt="${escapeAttribute(slot.alt)}"${slot.attributes}${size} loading="lazy" decoding="async">`
    }
    case 'media':
      // An empty address would be that of the page itself.
      return value === null || !('url' in value) ? 'data:,' : escapeAttribute(value.url)
    case 'table':
      return ''
  }
}
