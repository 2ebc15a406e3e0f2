// What editors decide about Related News by hand, and what ranking reads of the model.
import { type Diagnostic, warning } from '../diagnostics/diagnostic.js'
import type { RelatedInput } from '../related/postings.js'
import type { Model } from './model.js'
import { contentPath } from './urls.js'

/** What Related News reads of the model. */
export function relatedInput(model: Model): RelatedInput {
  return {
    size: model.rows.length,
    terms: n => model.library.terms(model.rows[n]!),
    instant: n => model.instants[n]!,
    region: n => model.region[n]!,
    topics: n => model.topicsOf[n]!,
    eligible: n =>
      !model.library.rest(model.rows[n]!).exclude?.includes('related') &&
      model.library.rest(model.rows[n]!).redirect === undefined,
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
  const byPlace = new Map<number, Editorial>()
  const diagnostics: Diagnostic[] = []
  model.rows.forEach((row, n) => {
    const { pin = [], hide = [] } = model.library.rest(row)
    if (pin.length + hide.length === 0) return
    const find = (paths: readonly string[], field: 'pin' | 'hide'): number[] =>
      paths.flatMap((path, i) => {
        const target = model.rowOfFile.get(contentPath(path, model.options.contentFolder))
        const place = target === undefined ? -1 : model.places[target]!
        if (place >= 0 && place !== n) return [place]
        const reason =
          target === undefined
            ? 'there is no such article'
            : place === n
              ? 'it is this article itself'
              : `it is ${model.hidden.get(target) ?? 'not published'}`
        const file = `${model.options.contentFolder}/${model.library.path(row)}`
        diagnostics.push(
          warning(
            'DL3004',
            { field: `related.${field}`, path, reason },
            { file, place: { kind: 'value', path: ['related', field, i] } },
          ),
        )
        return []
      })
    byPlace.set(n, { pins: [...new Set(find(pin, 'pin'))], hidden: new Set(find(hide, 'hide')) })
  })
  return { byPlace, diagnostics }
}
