// RSS 2.0 beside each list that has a feed: the whole site, regions, topics, authors, series, storylines. Items
// hold the dek, not the body. Nothing in a feed depends on when it was built.
import { startStamp } from '../base/stamp.js'
import type { Card } from '../site/card.js'
import type { Group } from '../site/groups.js'
import type { Site } from '../site/site.js'
import type { SitePath } from '../site/urls.js'
import { hasFeed } from './lists.js'
import { absolute } from './meta.js'
import type { Emission, LatePage } from './page.js'
import { renderXml } from './xml.js'

export function* feedPages(site: Site): Iterable<Emission> {
  const { options } = site
  const everything = { length: site.size, at: (i: number) => i }
  yield feed(
    site,
    { path: '/feed.xml', of: '/', title: options.title, description: options.description },
    everything,
  )
  for (const group of [...site.regions, ...site.topics, ...site.authors, ...site.series]) {
    if (!hasFeed(group)) continue
    yield feed(site, describe(site, group), placesIn(group.members))
  }
  for (const { path, title, dek, members } of site.storylines)
    yield feed(
      site,
      { path: `${path}feed.xml`, of: path, title: `${options.title}: ${title}`, description: dek },
      placesIn(members),
    )
}

interface Channel {
  readonly path: SitePath
  /** The list that the feed is of. */
  readonly of: SitePath
  readonly title: string
  readonly description: string
}

function describe(site: Site, group: Group): Channel {
  const title = `${site.options.title}: ${group.entity.name}`
  return { path: `${group.path}feed.xml`, of: group.path, title, description: group.entity.description ?? '' }
}

interface Places {
  readonly length: number
  at(i: number): number
}

const placesIn = (members: Uint32Array): Places => ({ length: members.length, at: i => members[i]! })

function feed(site: Site, channel: Channel, places: Places): LatePage {
  const listed: number[] = []
  for (let i = places.length - 1; i >= 0 && listed.length < site.options.pageSizes.feed; i--) {
    const n = places.at(i)
    if (!site.excluded(n, 'feeds') && site.redirect(n) === undefined) listed.push(n)
  }
  const { cards, site: common } = site.stamps
  const stamp = startStamp(7)
    .pair(common.high, common.low)
    .text(channel.path)
    .text(channel.title)
    .text(channel.description)
    .text(site.options.description)
  for (const n of listed) stamp.pair(cards.high[n]!, cards.low[n]!)
  const { path } = channel
  return {
    path,
    form: 'text',
    stamp,
    make: () => ({
      path,
      body: renderFeed(
        site,
        channel,
        listed.map(n => site.card(n)),
      ),
    }),
  }
}

/** RSS 2.0 (RSS Advisory Board, 2.0.11) with `atom:link rel="self"`, as its best-practices profile asks. */
function renderFeed(site: Site, channel: Channel, cards: readonly Card[]): string {
  const { options } = site
  const url = (path: SitePath) => absolute(site, site.href(path))
  const newest = cards.reduce((latest, card) => Math.max(latest, card.data.date), 0)
  return renderXml({
    rss: {
      '@version': '2.0',
      '@xmlns:atom': 'http://www.w3.org/2005/Atom',
      '@xmlns:dc': 'http://purl.org/dc/elements/1.1/',
      channel: {
        title: channel.title,
        link: url(channel.of),
        description: channel.description || options.description || channel.title,
        language: options.language.toLowerCase(),
        ...(cards.length > 0 ? { pubDate: rfc822(newest) } : {}),
        'atom:link': { '@href': url(channel.path), '@rel': 'self', '@type': 'application/rss+xml' },
        item: cards.map(card => item(site, card)),
      },
    },
  })
}

function item(site: Site, card: Card) {
  const { data } = card
  const link = absolute(site, data.url)
  const id = site.feedId(card.n)
  return {
    title: data.title,
    link,
    guid:
      id === undefined ? { '@isPermaLink': 'true', '#text': link } : { '@isPermaLink': 'false', '#text': id },
    pubDate: rfc822(data.date),
    ...(data.authors.length > 0 ? { 'dc:creator': data.authors.map(author => author.name) } : {}),
    category: [...(data.region ? [data.region.name] : []), ...data.topics.map(topic => topic.name)],
    description: data.dek,
  }
}

/** RFC 822 with a four-digit year, in UTC. `toUTCString` has this form in every locale (ECMA-262 21.4.4.43). */
function rfc822(instant: number): string {
  return new Date(instant).toUTCString().replace('GMT', '+0000')
}
