// Links of published texts to other sites: what can only be checked by asking those.
import type { SlotTarget } from '../content/library.js'
import type { Model } from './model.js'
import { ownPath } from './urls.js'

export interface OutsideLink {
  /** Absolute, without the part behind `#`, which no server sees. */
  readonly url: string
  readonly target: string
  /** As diagnostics name it. */
  readonly file: string
  /** Of the link in the file; -1 when it is not known. */
  readonly offset: number
}

/** Pages first, then articles, newest first: what is looked at most is asked for first. Cost: the slots of all
 *  visible articles.
 *  @param shown a file as diagnostics name it. */
export function* collectOutsideLinks(
  { library, rows, options }: Model,
  shown: (path: string) => string,
): Iterable<OutsideLink> {
  const linksOf = function* (path: string, slots: readonly SlotTarget[]): Iterable<OutsideLink> {
    for (const { kind, target, offset } of slots) {
      if (kind !== 'link' || !/^(?:https?:)?\/\//i.test(target)) continue
      if (ownPath(target, options.url) !== undefined) continue
      if (!URL.canParse(target, options.url)) continue
      const url = new URL(target, options.url)
      url.hash = ''
      yield { url: url.href, target, file: shown(path), offset }
    }
  }
  for (const page of library.pages) if (!page.draft) yield* linksOf(page.path, page.slots)
  for (let n = rows.length - 1; n >= 0; n--)
    if (library.hasSlots(rows[n]!)) yield* linksOf(library.path(rows[n]!), library.slots(rows[n]!))
}
