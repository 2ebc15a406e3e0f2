// What a walk over a text finds beside its HTML: slots, headings with their ids, the visible text, what is to be said
// of it. Both ways to HTML (`compile.ts`, `write-prose.ts`) tell it here what they meet, so that its rules are one.
import GithubSlugger, { slug } from 'github-slugger'
import type { Heading, Slot } from './body.js'

export interface Compiled {
  readonly slots: readonly Slot[]
  readonly outline: readonly Heading[]
  readonly ids: readonly string[]
  /** The visible text; blocks are separated by line ends. */
  readonly text: string
  /** Text of the first paragraph that has any. */
  readonly excerpt: string
  readonly embeds: boolean
  /** Offsets of images without a text for those who do not see them. */
  readonly unlabelled: readonly { readonly target: string; readonly offset: number }[]
  /** Headings that leave out a level. */
  readonly skipped: readonly { readonly from: number; readonly to: number; readonly offset: number }[]
}

export interface Findings {
  /** Visible text. */
  say(text: string): void
  /** A new line, for an element that stands on its own. @returns where its text begins. */
  beginLine(): number
  /** @param from as `beginLine` gave it. @param paragraph whether an excerpt may be made of it. */
  endLine(from: number, paragraph: boolean): void
  /** What is told between the two is inside of a block (`::name`). */
  beginBlock(): void
  endBlock(): void
  /** Whether a block is open. */
  isInBlock(): boolean
  /** @param level as written. @returns the depth that it has in the page, and where its text begins. */
  beginHeading(level: number, offset: number): { readonly depth: number; readonly from: number }
  /** @param id when it has one already. @param listed false: it is not a heading of the text itself.
   *  @returns its id. */
  endHeading(
    heading: { readonly depth: number; readonly from: number },
    id?: string | undefined,
    listed?: boolean,
  ): string
  /** @returns number of the slot. */
  addSlot(slot: Slot): number
  /** @param alt undefined or empty: nothing stands for the image where it is not seen. @returns number of the slot. */
  addImage(image: {
    readonly target: string
    readonly alt: string | undefined
    readonly attributes: string
    readonly sized: boolean
    readonly offset: number
  }): number
  addEmbed(): void
  all(): Compiled
}

/** @param hasTopHeading the text has a headline of its own. @param taken ids that it brought along. */
export function startFindings(hasTopHeading: boolean, taken: Iterable<string> = []): Findings {
  const slugger = new GithubSlugger()
  const slots: Slot[] = []
  const outline: Heading[] = []
  const unlabelled: { target: string; offset: number }[] = []
  const skipped: { from: number; to: number; offset: number }[] = []
  const ids = new Set<string>(taken)
  const text: string[] = []
  /** The first paragraph outside of blocks, and within one. */
  const excerpts = ['', '']
  /** How many blocks are open. */
  let inside = 0
  let embeds = false
  /** Level of the heading before; the page's headline is the first. */
  let level = 1
  // Ids that a text brought along are taken before headings get theirs.
  for (const id of ids) slugger.slug(id)

  const textFrom = (from: number): string => text.slice(from).join('').replace(/\s+/g, ' ').trim()

  return {
    say: piece => void text.push(piece),
    beginLine() {
      if (text.length > 0 && text.at(-1) !== '\n') text.push('\n')
      return text.length
    },
    endLine(from, paragraph) {
      const place = inside > 0 ? 1 : 0
      if (paragraph && excerpts[place] === '') excerpts[place] = textFrom(from)
      text.push('\n')
    },
    beginBlock: () => void inside++,
    endBlock: () => void inside--,
    isInBlock: () => inside > 0,
    /** The page's own headline is its only `h1`: where a text brings one, all its headings go down a step. */
    beginHeading(written, offset) {
      const depth = hasTopHeading ? Math.min(6, written + 1) : written
      if (inside === 0 && depth > level + 1) skipped.push({ from: level, to: depth, offset })
      if (inside === 0) level = depth
      return { depth, from: text.length }
    },
    endHeading({ depth, from }, own, listed = true) {
      const label = textFrom(from)
      const id = own ?? slugger.slug(slug(label) === '' ? 'section' : label)
      ids.add(id)
      if (listed && label !== '' && inside === 0) outline.push({ depth, id, text: label })
      return id
    },
    addSlot: slot => slots.push(slot) - 1,
    addImage({ target, alt = '', attributes, sized, offset }) {
      if (alt === '') unlabelled.push({ target, offset })
      return slots.push({ kind: 'image', target, alt, attributes, sized, offset }) - 1
    },
    addEmbed() {
      embeds = true
    },
    all: () => ({
      slots,
      outline,
      ids: [...ids],
      text: text.join(''),
      excerpt: excerpts[0] || excerpts[1]!,
      embeds,
      unlabelled,
      skipped,
    }),
  }
}

/** An address that leads to no page: nothing of it is for the model to find out. */
export function isContact(address: string): boolean {
  return /^(?:mailto|tel|sms|xmpp|ircs?|geo):/i.test(address)
}

/** Whether a link is left as it is written, and no slot: it leads nowhere that the model knows. */
export function isFixedLink(address: string): boolean {
  return address.startsWith('#') || isContact(address)
}
