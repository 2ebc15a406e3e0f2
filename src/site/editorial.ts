// What editors decide about Related News by hand, and what ranking reads of the model.
import { hashText, spread } from '../base/stamp.js'
import { excludedFlag, Flag } from '../content/library.js'
import { type Diagnostic, warning } from '../diagnostics/diagnostic.js'
import type { RelatedInput } from '../related/state.js'
import type { Entity } from './entities.js'
import type { Model } from './model.js'
import { contentPath } from './urls.js'

/** What Related News reads of the model. Regions and topics come as hashes of their keys: numbers would be
 *  others as soon as a new topic is sorted in. */
export function relatedInput(
  model: Model,
  editorial: ReadonlyMap<number, Editorial>,
  terms: RelatedInput['terms'],
): RelatedInput {
  const { library, rows, numbers } = model
  const views = library.views()
  const hashes = (entities: readonly Entity[]) =>
    Uint32Array.from(entities, entity => hashText(entity.key) || 1)
  const regions = hashes(model.regions.all)
  const topics = hashes(model.topics.all)
  const sources = hashes(model.sources.all)
  sources[model.ownSource] = 0
  const notEligible = excludedFlag('related') | Flag.redirect
  const { items, ends } = views.topics
  return {
    rows,
    instants: model.instants,
    terms,
    sketch: library.sketch,
    isSameFile: (row, other) => library.path(row) === library.path(other),
    region: n => regions[model.region[n]!] ?? 0,
    source: n => sources[model.source[n]!]!,
    topics: n => Uint32Array.from(model.topicsOf(n), number => topics[number]!).sort(),
    topicSum(n) {
      const row = rows[n]!
      let sum = 0
      for (let i = row === 0 ? 0 : ends[row - 1]!; i < ends[row]!; i++)
        sum = (sum + spread(topics[numbers.topic[items[i]!]!]!)) >>> 0
      return sum
    },
    isApart: n => model.seriesOf[n]! >= 0,
    eligible: n => (views.flags[rows[n]!]! & notEligible) === 0,
    without: new Map(
      [...editorial].map(([n, { pins, hidden }]) => [
        n,
        [...new Set([...pins, ...hidden])].sort((a, b) => a - b),
      ]),
    ),
  }
}

export interface Editorial {
  /** Places that the editor put into an article's list, in order. */
  readonly pins: readonly number[]
  readonly hidden: ReadonlySet<number>
}

/** `related.pin` and `related.hide`, by place; with a diagnostic for each path that cannot be used. */
export function readEditorial(model: Model): {
  readonly byPlace: ReadonlyMap<number, Editorial>
  readonly diagnostics: readonly Diagnostic[]
} {
  const { library, options } = model
  const byPlace = new Map<number, Editorial>()
  const diagnostics: Diagnostic[] = []
  const { flags } = library.views()
  const read = (n: number, row: number): void => {
    const { pin = [], hide = [] } = library.rest(row)
    const file = `${options.contentFolder}/${library.path(row)}`
    const refuse = (place: number) => (place === n ? 'it is this article itself' : undefined)
    const find = (paths: readonly string[], field: 'pin' | 'hide'): number[] =>
      findNamed(
        model,
        paths,
        { file, field: `related.${field}`, path: ['related', field], refuse },
        diagnostics,
      )
    byPlace.set(n, { pins: [...new Set(find(pin, 'pin'))], hidden: new Set(find(hide, 'hide')) })
  }
  for (let n = 0; n < model.rows.length; n++) {
    const row = model.rows[n]!
    if ((flags[row]! & Flag.edited) !== 0) read(n, row)
  }
  return { byPlace, diagnostics }
}

/** Where an editor wrote paths of articles, and which articles cannot be meant. */
export interface NamedPaths {
  readonly file: string
  /** As messages call it. */
  readonly field: string
  /** Of the list in front matter. */
  readonly path: readonly (string | number)[]
  /** @returns why the article at a place cannot stand there. */
  refuse(n: number): string | undefined
}

/** Places of the articles that are named; with a diagnostic for each path that cannot be used. */
export function findNamed(
  model: Model,
  paths: readonly string[],
  { file, field, path: where, refuse }: NamedPaths,
  diagnostics: Diagnostic[],
): number[] {
  const { library, options } = model
  return paths.flatMap((path, i) => {
    const target = library.find(contentPath(path, options.contentFolder))
    const place = target < 0 ? -1 : model.places[target]!
    const reason =
      target < 0
        ? 'there is no such article'
        : place < 0
          ? `it is ${model.hidden(target) ?? 'not published'}`
          : refuse(place)
    if (reason === undefined) return [place]
    diagnostics.push(
      warning('DL3004', { field, path, reason }, { file, place: { kind: 'value', path: [...where, i] } }),
    )
    return []
  })
}
