// Parts that several pages have: the editors' slots, the newest of a list, a section's introduction.
import type { Card } from '../site/card.js'
import type { FrontResult } from '../site/front-page.js'
import type { Site } from '../site/site.js'
import type { SitePath } from '../site/urls.js'
import type { BodyRef } from './page.js'

export interface FrontBlock {
  readonly lead: readonly Card[]
  readonly secondary: readonly Card[]
  readonly band?: { readonly title: string; readonly cards: readonly Card[] } | undefined
}

export function frontBlock(site: Site, { slots }: FrontResult): FrontBlock {
  const cards = (places: readonly number[]) => places.map(n => site.card(n))
  return {
    lead: cards(slots.lead),
    secondary: cards(slots.secondary),
    band: slots.band && { title: slots.band.title, cards: cards(slots.band.articles) },
  }
}

export function newestOf(
  site: Site,
  members: Uint32Array,
  most: number,
  keep: (n: number) => boolean,
): Card[] {
  const cards: Card[] = []
  for (let i = members.length - 1; i >= 0 && cards.length < most; i--) {
    if (keep(members[i]!)) cards.push(site.card(members[i]!))
  }
  return cards
}

export function introBody(site: Site, path: SitePath): BodyRef | undefined {
  const section = site.section(path)
  return (
    section && {
      into: 'intro',
      locator: section.document.locator,
      file: section.document.path,
      digest: section.document.digest,
      slots: section.slots,
    }
  )
}
