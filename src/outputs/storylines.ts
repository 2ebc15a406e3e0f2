// Full coverage: a page for each published storyline, a timeline across regions; and what an article's page says of it.
import { calendar } from '../base/dates.js'
import { digestValue } from '../base/digest.js'
import { type Stamp, startStamp } from '../base/stamp.js'
import type { Card, Ref } from '../site/card.js'
import type { Site } from '../site/site.js'
import type { Storyline } from '../site/storylines.js'
import { pageMeta } from './meta.js'
import type { BodyRef, LatePage } from './page.js'

/** What stands on the page of an article that is part of a storyline. */
export interface StorylineBox {
  readonly title: string
  readonly url: string
  readonly news?: StorylineNews
}

export interface StorylineNews {
  /** Articles in it, this one too. */
  readonly count: number
  /** The newest of the others. */
  readonly latest: Card
  /** This article is newer than all others. */
  readonly isNewest: boolean
}

/** So many of a storyline's newest articles tell how it goes on; older ones name it. A story of years would else make
 *  all of its pages anew with each article. */
const mostWithNews = 50

export interface StorylineDay {
  /** The newest article's date, for a label in the site's language. */
  readonly date: number
  /** Newest first. */
  readonly cards: readonly Card[]
}

/** None for a storyline of one article. */
export function storylineBoxes(site: Site, n: number): StorylineBox[] {
  return boxesOf(site, n).map(({ storyline: { title, path, members }, news }) => ({
    title,
    url: site.href(path),
    ...(news
      ? { news: { count: members.length, latest: site.card(news.latest), isNewest: news.isNewest } }
      : {}),
  }))
}

/** @returns what mixes into a stamp what `storylineBoxes` shows; nothing for an article of no storyline. */
export function createBoxStamps(site: Site): (n: number, stamp: Stamp) => void {
  const { cards } = site.stamps
  const known = new Map(site.storylines.map(one => [one.key, startStamp(11).text(one.title).text(one.path)]))
  return (n, stamp) => {
    for (const { storyline, news } of boxesOf(site, n)) {
      const { high, low } = known.get(storyline.key)!
      stamp.pair(high, low)
      if (!news) continue
      stamp
        .pair(cards.high[news.latest]!, cards.low[news.latest]!)
        .number(storyline.members.length)
        .number(news.isNewest ? 1 : 0)
    }
  }
}

function boxesOf(site: Site, n: number) {
  return site.storylinesOf(n).flatMap(storyline => {
    const { members } = storyline
    const isNewest = members.at(-1) === n
    const latest = members.at(isNewest ? -2 : -1)
    if (latest === undefined) return []
    const isRecent = members.length <= mostWithNews || n >= members.at(-mostWithNews)!
    return [{ storyline, news: isRecent ? { latest, isNewest } : undefined }]
  })
}

/** `/storylines/:key/`. */
export function* storylinePages(site: Site): Iterable<LatePage> {
  for (const storyline of site.storylines) yield storylinePage(site, storyline)
}

function storylinePage(site: Site, storyline: Storyline): LatePage {
  const { path, key, title, dek } = storyline
  const written = site.storylinePage(key)
  const body: BodyRef | undefined = written && {
    into: 'intro',
    locator: written.document.locator,
    file: written.document.path,
    digest: written.document.digest,
    slots: written.slots,
  }
  const owner = written && `${site.options.contentFolder}/${written.document.path}`
  return {
    path,
    form: 'template',
    stamp: stampPage(site, storyline),
    owner,
    make() {
      const days = daysOf(site, storyline)
      return {
        path,
        template: 'storyline',
        props: {
          page: pageMeta(site, {
            kind: 'storyline',
            path,
            title,
            description: dek,
            image: written?.image,
            feed: { path: `${path}feed.xml`, title: `${site.options.title}: ${title}` },
          }),
          storyline: { key, title, dek, count: storyline.members.length, image: written?.image },
          regions: regionsOf(days),
          days,
          intro: written && { title },
        },
        body,
        owner,
      }
    },
  }
}

function stampPage(site: Site, { path, key, title, dek, members }: Storyline): Stamp {
  const { cards, site: common } = site.stamps
  const written = site.storylinePage(key)
  const stamp = startStamp(10)
    .pair(common.high, common.low)
    .text(path)
    .text(title)
    .text(dek)
    .text(site.zone.name)
  if (written) {
    const { document, slots, image } = written
    stamp.digest(document.digest).digest(digestValue([document.path, slots, image]))
  }
  for (const n of members) stamp.pair(cards.high[n]!, cards.low[n]!)
  return stamp
}

/** By day in the site's time zone, newest first. */
function daysOf(site: Site, { members }: Storyline): StorylineDay[] {
  const days = new Map<string, Card[]>()
  for (const n of members.toReversed()) {
    const { year, month, day } = calendar(site.instant(n), site.zone)
    const name = `${year}-${month}-${day}`
    days.set(name, [...(days.get(name) ?? []), site.card(n)])
  }
  return [...days.values()].map(cards => ({ date: cards[0]!.data.date, cards }))
}

/** In the order in which the timeline comes to them. */
function regionsOf(days: readonly StorylineDay[]): Ref[] {
  const regions = new Map<string, Ref>()
  for (const { cards } of days)
    for (const { data } of cards) if (data.region) regions.set(data.region.key, data.region)
  return [...regions.values()]
}
