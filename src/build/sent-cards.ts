// Cards on their way to the threads. A card stands on dozens of pages: its data are written once, into memory that
// all threads share, and props name it by where it lies. A thread makes a card when it first meets it, and gives
// the same object to every page from then on.
import { randomUUID } from 'node:crypto'
import { createRecent } from '../base/recent.js'
import type { Card, CardData, Ref } from '../site/card.js'

/** Stands for a card in props that are sent: a boxed number, where the card lies. Nothing else in props can be one,
 *  since `plain` makes of every other object a plain one. */
export type SentCard = Readonly<number>

/** What threads need to read cards; to be sent with each task, since there are more blocks with time. */
export interface CardBlocks {
  /** Tells the cards of one build from those of another one in the same threads. */
  readonly id: string
  readonly blocks: readonly SharedArrayBuffer[]
}

export interface CardSender {
  send(card: Card): SentCard
  /** All that was sent so far. */
  blocks(): CardBlocks
}

const blockBytes = 1 << 20
/** A piece begins with its length. */
const headBytes = 4

export function createCardSender(): CardSender {
  const id = randomUUID()
  const blocks: Buffer<SharedArrayBuffer>[] = []
  let used = blockBytes
  const cards = new Map<number, number>()
  const refs = new Map<Ref, number>()

  /** @returns where the piece lies: the block's number times its size, and the offset in it. */
  function put(value: unknown): number {
    const text = JSON.stringify(value)
    // No code unit takes more than three bytes (RFC 3629).
    const most = headBytes + text.length * 3
    if (used + most > blockBytes) {
      blocks.push(Buffer.from(new SharedArrayBuffer(Math.max(blockBytes, most))))
      used = 0
    }
    const block = blocks.at(-1)!
    const at = (blocks.length - 1) * blockBytes + used
    const length = block.write(text, used + headBytes)
    block.writeUInt32LE(length, used)
    used += headBytes + length
    return at
  }
  function putRef(ref: Ref): number {
    const known = refs.get(ref)
    if (known !== undefined) return known
    const at = put(ref)
    refs.set(ref, at)
    return at
  }
  return {
    send(card) {
      let at = cards.get(card.n)
      if (at === undefined) {
        at = put(pack(card.data, putRef))
        cards.set(card.n, at)
      }
      return Object(at) as SentCard
    },
    blocks: () => ({ id, blocks: blocks.map(block => block.buffer) }),
  }
}

export interface CardReader {
  /** Props with their cards in place. Changes `value`, which is the caller's own. */
  fill(value: unknown): unknown
  /** Whether it is a card that `fill` put in place. */
  isCard(value: object): boolean
  /** Takes note of blocks that came since. */
  extend(blocks: readonly SharedArrayBuffer[]): void
}

/** Cards that a thread holds: those of some hundred pages near each other in time. */
const mostCards = 4_096

export function createCardReader(): CardReader {
  const blocks: Buffer[] = []
  const cards = createRecent<number, CardData>(mostCards)
  const refs = new Map<number, Ref>()
  const made = new WeakSet<object>()

  function read(at: number): unknown {
    const block = blocks[Math.floor(at / blockBytes)]!
    const start = at % blockBytes
    const from = start + headBytes
    return JSON.parse(block.toString('utf8', from, from + block.readUInt32LE(start)))
  }
  function refAt(at: number): Ref {
    let ref = refs.get(at)
    if (!ref) {
      ref = Object.freeze(read(at) as Ref)
      refs.set(at, ref)
    }
    return ref
  }
  function cardAt(at: number): CardData {
    let card = cards.get(at)
    if (!card) {
      card = unpack(read(at) as PackedCard, refAt)
      made.add(card)
      cards.set(at, card)
    }
    return card
  }
  function fill(value: unknown): unknown {
    if (value === null || typeof value !== 'object') return value
    if (value instanceof Number) return cardAt(value.valueOf())
    const members = value as Record<string | number, unknown>
    for (const key of Object.keys(members)) {
      const member = members[key]
      if (member !== null && typeof member === 'object') members[key] = fill(member)
    }
    return value
  }
  return {
    fill,
    isCard: value => made.has(value),
    extend(all) {
      for (const block of all.slice(blocks.length)) blocks.push(Buffer.from(block))
    },
  }
}

type PackedCard = ReturnType<typeof pack>

/** Refs by where they lie: few differ. */
function pack(data: CardData, putRef: (ref: Ref) => number) {
  const { region, series } = data
  return [
    data.url,
    data.path,
    data.title,
    data.shortTitle === data.title ? undefined : data.shortTitle,
    data.dek,
    data.kicker,
    data.kind,
    data.date,
    data.dayOnly,
    data.updated,
    region && putRef(region),
    putRef(data.source),
    data.topics.map(putRef),
    data.authors.map(putRef),
    series && putRef(series),
    data.image,
    data.minutes,
    data.lang,
  ] as const
}

/** Every member is named, so that a new one of a card is not forgotten here; JSON has null for undefined. */
function unpack(packed: PackedCard, refAt: (at: number) => Ref): CardData {
  const [url, path, title, shortTitle, dek, kicker, kind, date, dayOnly, updated, ...rest] = packed
  const [region, source, topics, authors, series, image, minutes, lang] = rest
  const card: { readonly [K in keyof Required<CardData>]: CardData[K] } = {
    url,
    path,
    title,
    shortTitle: shortTitle ?? title,
    dek,
    kicker: kicker ?? undefined,
    kind,
    date,
    dayOnly,
    updated: updated ? Object.freeze(updated) : undefined,
    region: typeof region === 'number' ? refAt(region) : undefined,
    source: refAt(source),
    topics: Object.freeze(topics.map(refAt)),
    authors: Object.freeze(authors.map(refAt)),
    series: typeof series === 'number' ? refAt(series) : undefined,
    image: image ? Object.freeze(image) : undefined,
    minutes,
    lang: lang ?? undefined,
  }
  return Object.freeze(card)
}
