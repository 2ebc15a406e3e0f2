// What the bar at the foot of a page tells an editor: the file, its length, why each related story was chosen, and
// what a sub-editor would say of it.
import { createReasons } from '../build/related-reasons.js'
import type { View, Workspace } from '../build/workspace.js'
import type { Card } from '../site/card.js'
import { isPinned } from '../site/related-lists.js'
import type { Unpublished } from '../site/schedule.js'
import { type Problem, toProblem } from './browsers.js'

export interface Bar {
  /** From the root; undefined for a list. */
  readonly file?: string
  readonly words?: number
  readonly minutes?: number
  readonly unpublished?: Unpublished
  readonly related: readonly RelatedReason[]
  /** The older article whose story it goes on with. */
  readonly follows?: { readonly title: string; readonly url: string }
  readonly warnings: readonly Problem[]
}

export interface RelatedReason {
  readonly title: string
  readonly url: string
  readonly score: number
  /** Parts of the score, by what they are of; none for a story that an editor put there. */
  readonly parts: Readonly<Record<string, number>>
  /** Words that both share, that which counts most first. */
  readonly words: readonly string[]
}

export async function collectBar(workspace: Workspace, view: View, page: number): Promise<Bar> {
  const { pages, sources, loaded } = view.prepared
  const file = pages.owner(page)
  if (file === undefined) return { related: [], warnings: [] }
  const warnings = workspace
    .reports()
    .filter(report => report.file === file && report.severity === 'warning')
    .map(toProblem)
  const details = await workspace.details(page)
  const { site } = sources
  const n = site.find(file.slice(loaded.config.contentFolder.length + 1))
  if (!details || n < 0 || site.path(n) !== pages.path(page)) return { file, related: [], warnings }
  const { data } = site.card(n)
  const reasonOf = await createReasons(sources, n, details.body)
  const { words } = details
  const parent = site.parent(n)
  return {
    file,
    ...(typeof words === 'number' ? { words } : {}),
    minutes: typeof details.minutes === 'number' ? details.minutes : data.minutes,
    ...(data.unpublished ? { unpublished: data.unpublished } : {}),
    related: site.related(n).map(item => {
      const { parts, words: shared } = reasonOf(item.n)
      const { title, url } = site.card(item.n).data
      const told = isPinned(item) || !parts ? {} : { ...parts }
      return { title, url, score: item.score, parts: told, words: shared }
    }),
    ...(parent < 0 ? {} : { follows: linkTo(site.card(parent)) }),
    warnings,
  }
}

const linkTo = ({ data: { title, url } }: Card) => ({ title, url })
