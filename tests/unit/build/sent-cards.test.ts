import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCardReader, createCardSender } from '../../../src/build/sent-cards.js'
import { Card, type CardData, type Ref } from '../../../src/site/card.js'

const text = fc.string({ unit: 'binary' })
const plain = { noNullPrototype: true }
const ref: fc.Arbitrary<Ref> = fc.record({ key: text, name: text, url: text }, plain)
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const cardData: fc.Arbitrary<CardData> = fc.record(
  {
    url: text,
    path: text,
    title: text,
    shortTitle: text,
    dek: text,
    kicker: optional(text),
    kind: fc.constantFrom('news', 'opinion'),
    date: fc.integer(),
    dayOnly: fc.boolean(),
    updated: optional(fc.record({ date: fc.integer(), dayOnly: fc.boolean() }, plain)),
    region: optional(ref),
    source: ref,
    topics: fc.array(ref),
    authors: fc.array(ref),
    series: optional(ref),
    image: optional(
      fc.record(
        { url: text, alt: text, width: fc.nat(), height: fc.nat() },
        { ...plain, requiredKeys: ['url', 'alt'] },
      ),
    ),
    minutes: fc.nat(),
    lang: optional(text),
  },
  plain,
)

const cardOf = (data: CardData, n: number) => new Card({ cardData: () => data, cardDigest: () => '' }, n)

describe('cards on their way to a thread', () => {
  it('come out as they went in, members without a value too', () => {
    fc.assert(
      fc.property(fc.array(cardData, { maxLength: 5 }), list => {
        const sender = createCardSender()
        const sent = structuredClone({ cards: list.map(cardOf).map(sender.send) })
        const reader = createCardReader()
        reader.extend(sender.blocks().blocks)
        const { cards } = reader.fill(sent) as { cards: readonly CardData[] }
        expect(cards).toStrictEqual(list)
        expect(cards.every(card => Object.isFrozen(card) && reader.isCard(card))).toBe(true)
      }),
    )
  })

  it('are one object for all pages, also where blocks came later', () => {
    const base = fc.sample(cardData, 1)[0]!
    const cards = Array.from({ length: 300 }, (_, n) =>
      cardOf({ ...base, dek: 'x'.repeat(20_000), title: `${n}` }, n),
    )
    const sender = createCardSender()
    const reader = createCardReader()
    const fill = (card: Card) => {
      const sent = structuredClone({ card: sender.send(card) })
      reader.extend(sender.blocks().blocks)
      return (reader.fill(sent) as { card: CardData }).card
    }
    const first = cards.map(fill)
    expect(sender.blocks().blocks.length).toBeGreaterThan(1)
    expect(first.map(({ title }) => title)).toEqual(cards.map((_, n) => `${n}`))
    for (const [n, card] of cards.entries()) expect(fill(card)).toBe(first[n])
  })

  it('may be larger than a block', () => {
    const sender = createCardSender()
    const reader = createCardReader()
    const sizes = [10, 2_000_000, 10, 3_000_000]
    const [data] = fc.sample(cardData, 1)
    const sent = sizes.map((size, n) => sender.send(cardOf({ ...data!, dek: '€'.repeat(size) }, n)))
    reader.extend(sender.blocks().blocks)
    expect((reader.fill(sent) as CardData[]).map(({ dek }) => dek.length)).toEqual(sizes)
  })

  it('stand in props of any shape; what else is in them stays', () => {
    const sender = createCardSender()
    const [data] = fc.sample(cardData, 1)
    const card = sender.send(cardOf(data!, 0))
    const reader = createCardReader()
    reader.extend(sender.blocks().blocks)
    expect(reader.fill({ a: [1, null, { card, n: 2 }], b: 'c', d: card })).toStrictEqual({
      a: [1, null, { card: data, n: 2 }],
      b: 'c',
      d: data,
    })
  })
})
