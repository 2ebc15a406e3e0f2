// What the bar at the foot of a page tells an editor: the file, its length, why each related story was chosen, and
// what a sub-editor would say of it.
import type { View, Workspace } from '../build/workspace.js'
import { linkBody } from '../markdown/body.js'
import { createTermCounters } from '../markdown/terms.js'
import type { Unpublished } from '../site/schedule.js'
import { type Problem, toProblem } from './browsers.js'

export interface Bar {
  /** From the root; undefined for a list. */
  readonly file?: string
  readonly words?: number
  readonly minutes?: number
  readonly unpublished?: Unpublished
  readonly related: readonly RelatedReason[]
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

/** Shared words that are told. */
const mostWords = 8

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
  const text = [data.title, data.dek, linkBody(details.body, [], ({ content }) => content)].join(' ')
  const wordOf = await nameTerms(text.replace(/<[^>]*>/g, ' '), data.lang ?? site.options.language)
  const { words } = details
  return {
    file,
    ...(typeof words === 'number' ? { words } : {}),
    minutes: typeof details.minutes === 'number' ? details.minutes : data.minutes,
    ...(data.unpublished ? { unpublished: data.unpublished } : {}),
    related: site.related(n).map(({ n: other, score }) => {
      const reason = sources.explain(n, other)
      const { title, url } = site.card(other).data
      const { scored, terms = [] } = reason ?? {}
      // An editor's choice has the highest score, whatever the words say.
      const parts: RelatedReason['parts'] =
        score === 1 || !scored
          ? {}
          : {
              text: scored.text,
              topics: scored.topics,
              region: scored.region,
              source: scored.source,
              nearness: scored.nearness,
            }
      return {
        title,
        url,
        score,
        parts,
        words: terms.flatMap(term => wordOf.get(term) ?? []).slice(0, mostWords),
      }
    }),
    warnings,
  }
}

/** Terms are hashes of stems: each is named by the first word of the text that has it. */
async function nameTerms(text: string, language: string): Promise<ReadonlyMap<number, string>> {
  const names = new Map<number, string>()
  const counter = await createTermCounters()(language)
  counter.add(text, 1, 'body', (term, word) => {
    if (!names.has(term)) names.set(term, word.toLowerCase())
  })
  return names
}
