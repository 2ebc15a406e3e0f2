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

export type Slot = LinkSlot | ImageSlot | MediaSlot

export interface Heading {
  readonly depth: number
  readonly id: string
  readonly text: string
}

export interface Body {
  /** One more than `holes`. */
  readonly chunks: readonly string[]
  /** What stands between chunk n and n + 1: `slot * 2`, or `slot * 2 + 1` for the end of a link. */
  readonly holes: readonly number[]
  readonly slots: readonly Slot[]
  readonly outline: readonly Heading[]
  /** Every id in the body, for links to `#…`. */
  readonly ids: readonly string[]
  readonly embeds: boolean
}

export const emptyBody: Body = { chunks: [''], holes: [], slots: [], outline: [], ids: [], embeds: false }

/** What the model made of a slot. Null: a link becomes plain text, an image its alt text. */
export type SlotValue = LinkValue | ImageValue | null

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

/** Joins a body's chunks with the values of its slots. @param values one a slot, in order. */
export function linkBody(body: Body, values: readonly SlotValue[]): string {
  let html = body.chunks[0] ?? ''
  for (const [n, hole] of body.holes.entries()) {
    const slot = body.slots[hole >> 1]!
    html += renderSlot(slot, values[hole >> 1] ?? null, (hole & 1) === 1) + (body.chunks[n + 1] ?? '')
  }
  return html
}

function renderSlot(slot: Slot, value: SlotValue, end: boolean): string {
  switch (slot.kind) {
    case 'link': {
      if (value === null) return ''
      if (end) return '</a>'
      const marks = 'outside' in value && value.outside ? ' class="outside" rel="noopener"' : ''
      return `<a href="${escapeAttribute(value.url)}"${slot.attributes}${marks}>`
    }
    case 'image': {
      if (value === null)
        return slot.alt === '' ? '' : `<span class="missing-image">${escapeAttribute(slot.alt)}</span>`
      const { width, height } = value as ImageValue
      const size =
        slot.sized || width === undefined || height === undefined
          ? ''
          : ` width="${width}" height="${height}"`
      return `<img src="${escapeAttribute(value.url)}" alt="${escapeAttribute(slot.alt)}"${slot.attributes}${size} loading="lazy" decoding="async">`
    }
    case 'media':
      // An empty address would be that of the page itself.
      return value === null ? 'data:,' : escapeAttribute(value.url)
  }
}
