// The cards of all articles: their data when asked for, and a stamp each of everything that they show, made
// for all of them in one pass over columns.
import { createStamps, hexOf, type Stamp, type Stamps, startStamp } from '../base/stamp.js'
import type { Library } from '../content/library.js'
import { Card, type CardData, type Ref } from './card.js'
import type { Entity } from './entities.js'
import { refsOf } from './groups.js'
import type { Model } from './model.js'
import type { Resolutions } from './resolutions.js'
import { hrefOf } from './urls.js'

export interface CardRefs {
  readonly region: readonly Ref[]
  readonly topic: readonly Ref[]
  readonly source: readonly Ref[]
  readonly author: readonly Ref[]
  readonly series: readonly Ref[]
}

export interface Cards {
  card(n: number): Card
  readonly stamps: Stamps
}

export function refsOfModel(model: Model): CardRefs {
  const { addresses, base } = model.options
  const refs = (entities: readonly Entity[], pattern: string): readonly Ref[] =>
    refsOf(entities, pattern, path => hrefOf(path, base))
  return {
    region: refs(model.regions.all, addresses.regions),
    topic: refs(model.topics.all, addresses.topics),
    source: refs(model.sources.all, addresses.sources),
    author: refs(model.authors.all, addresses.authors),
    series: refs(model.series.all, addresses.series),
  }
}

export function createCards(model: Model, refs: CardRefs, resolutions: Resolutions): Cards {
  const { library, memory, options, rows } = model
  const stamps = stampCards(model, refs, resolutions)
  const cards = new Map<number, Card>()
  const source = {
    cardDigest: (n: number) => hexOf(stamps.high[n]!, stamps.low[n]!),
    cardData(n: number): CardData {
      const row = rows[n]!
      const kicker = library.kicker(row)
      const title = library.title(row)
      return {
        url: hrefOf(model.path(row), options.base),
        path: library.path(row),
        title,
        shortTitle: library.rest(row).short ?? title,
        dek: library.summary(row),
        kicker: kicker < 0 ? undefined : library.names.name(kicker),
        kind: library.kind(row),
        date: model.instants[n]!,
        dayOnly: library.date(row).dayOnly,
        updated: updatedOf(library, row, memory.updated.get(row), model.instants[n]!),
        region: refs.region[model.region[n]!],
        source: refs.source[model.source[n]!]!,
        topics: model.topicsOf(n).map(number => refs.topic[number]!),
        authors: model.authorsOf(n).map(number => refs.author[number]!),
        series: refs.series[model.seriesOf[n]!],
        image: resolutions.get(row).image,
        minutes: library.minutes(row),
        lang: memory.language(row) || undefined,
        unpublished: model.unpublished(row),
      }
    },
  }
  return {
    stamps,
    card(n) {
      const known = cards.get(n)
      if (known) return known
      if (cards.size >= mostCards) cards.clear()
      const card = new Card(source, n)
      cards.set(n, card)
      return card
    },
  }
}

/** Cards that are kept with their data. Those of an archive would take a gigabyte. */
const mostCards = 10_000

/** Some archives carry a last change from before the publication: it says nothing. */
export function updatedOf(
  library: Library,
  row: number,
  updated: number,
  published: number,
): CardData['updated'] {
  if (!(updated > published)) return undefined
  return { date: updated, dayOnly: library.updated(row)!.dayOnly }
}

/** The row's own text is in by its digest; what the site adds is mixed in: address, instants, names. */
function stampCards(model: Model, refs: CardRefs, resolutions: Resolutions): Stamps {
  const { memory, rows, numbers, options } = model
  const views = model.library.views()
  const stamps = createStamps(rows.length)
  const stamp = startStamp()
  const of = {
    region: stampRefs(refs.region),
    topic: stampRefs(refs.topic),
    source: stampRefs(refs.source),
    author: stampRefs(refs.author),
    series: stampRefs(refs.series),
  }
  const mixRef = (kind: Stamps, number: number): void => {
    if (number < 0) stamp.number(-1)
    else stamp.pair(kind.high[number]!, kind.low[number]!)
  }
  const mixList = (lists: typeof views.topics, row: number, of_: Int32Array, kind: Stamps): void => {
    for (let i = row === 0 ? 0 : lists.ends[row - 1]!; i < lists.ends[row]!; i++)
      mixRef(kind, of_[lists.items[i]!]!)
  }
  const columns = {
    high: memory.exactHigh.view(),
    low: memory.exactLow.view(),
    updated: memory.updated.view(),
    language: memory.languageIds.view(),
  }
  // Languages are numbered as they were met; their names are what counts.
  const languages = new Map<number, Stamp>()
  for (let n = 0; n < rows.length; n++) {
    const row = rows[n]!
    stamp
      .restart(1)
      .pair(views.cardHigh[row]!, views.cardLow[row]!)
      .pair(columns.high[row]!, columns.low[row]!)
      .real(model.instants[n]!)
      .real(columns.updated[row]!)
      .pair(resolutions.imageHigh(row), resolutions.imageLow(row))
    mixRef(of.region, model.region[n]!)
    mixRef(of.source, model.source[n]!)
    mixRef(of.series, model.seriesOf[n]!)
    mixList(views.topics, row, numbers.topic, of.topic)
    stamp.number(-2)
    mixList(views.authors, row, numbers.author, of.author)
    const language = columns.language[row]!
    if (language > 0) {
      if (!languages.has(language)) languages.set(language, startStamp().text(memory.language(row)))
      const { high, low } = languages.get(language)!
      stamp.pair(high, low)
    }
    const unpublished = options.preview && model.unpublished(row)
    if (unpublished) stamp.text(unpublished.reason).real(unpublished.until ?? Number.NaN)
    stamps.high[n] = stamp.high
    stamps.low[n] = stamp.low
  }
  return stamps
}

function stampRefs(refs: readonly Ref[]): Stamps {
  const stamps = createStamps(refs.length)
  refs.forEach(({ key, name, url }, number) => {
    const stamp = startStamp().text(key).text(name).text(url)
    stamps.high[number] = stamp.high
    stamps.low[number] = stamp.low
  })
  return stamps
}
