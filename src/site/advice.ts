// What a sub-editor would say of articles that are in order: asked for by `dateline check`, and never by a build,
// which has no time for it. What one file alone says is told by parsing; here is what it takes the site to see.
import { distance } from 'fastest-levenshtein'
import { startStamp } from '../base/stamp.js'
import { type Diagnostic, type Fix, type Place, warning } from '../diagnostics/diagnostic.js'
import { sketchSize } from '../markdown/terms.js'
import { tellTheSame } from '../related/rank.js'
import { deadState, faultyState, homelessState, type Model } from './model.js'
import { reasonsToWait } from './schedule.js'

/** A date further ahead is a slip of the pen more often than a plan. */
const farAheadMs = 366 * 86_400_000
/** Shorter names differ by a letter and mean different things. */
const longName = 5

/** @param shown an article's file as diagnostics name it. @returns warnings, in no order. */
export function adviseSite(model: Model, shown: (path: string) => string): Diagnostic[] {
  return [
    ...findFarDates(model, shown),
    ...findSameTitles(model, shown),
    ...findSameStories(model, shown),
    ...findTwinTopics(model),
    ...findAliases(model, shown),
  ]
}

/** What is wrong in texts that readers do not see: of articles in error, so that one run tells all of it, and of those that
 *  will be visible by themselves, when nobody watches. A link to another one that is hidden may be right by then.
 *  @param look what there is to say of a row. Cost: one look at a row's state. */
export function adviseUnseen(
  { states }: Model,
  look: (row: number) => readonly Diagnostic[],
): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  for (let row = 0; row < states.length; row++) {
    const isFaulty = states[row] === faultyState || states[row] === homelessState
    if (!isFaulty && !reasonsToWait.has(states[row]!)) continue
    // Their errors are told already.
    const told = look(row).filter(
      ({ code, severity }) => code !== 'DL2002' && (isFaulty || severity === 'warning'),
    )
    found.push(...told)
  }
  return found
}

const field = (name: string): Place => ({ kind: 'value', path: [name] })

/** Cost: a comparison a row. */
function* findFarDates({ library, memory, states, now }: Model, shown: (path: string) => string) {
  const instants = memory.instant.view()
  for (let row = 0; row < library.size; row++) {
    if (states[row] === deadState || instants[row]! <= now + farAheadMs) continue
    const date = new Date(instants[row]!).toISOString().slice(0, 10)
    yield warning('DL3009', { date }, { file: shown(library.path(row)), place: field('date') })
  }
}

/** Cost: a stamp of each visible title. */
function* findSameTitles({ library, rows }: Model, shown: (path: string) => string) {
  const first = new Map<string, number>()
  const stamp = startStamp()
  for (const row of rows) {
    const key = stamp.restart(0).text(library.title(row).trim().toLowerCase()).hex()
    const other = first.get(key)
    if (other === undefined) first.set(key, row)
    else
      yield warning(
        'DL3010',
        { other: shown(library.path(other)) },
        { file: shown(library.path(row)), place: field('title') },
      )
  }
}

/** Articles of which a pair of cells of the sketch was met last: those that are compared with a further one. */
const mostMet = 32

/** The younger of two is told. Cost: the sketch of each visible article, and a comparison with those few that have a
 *  pair of cells in common (banding; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4). */
function* findSameStories({ library, rows }: Model, shown: (path: string) => string) {
  const bands = sketchSize / 2
  const sketches = new Uint8Array(rows.length * sketchSize)
  const sketchOf = (n: number) => sketches.subarray(n * sketchSize, (n + 1) * sketchSize)
  // Of each pair of cells the article that had it last, and of that one which had it before: 0 for none, else 1 more.
  const last = new Uint32Array(bands << 16)
  const before = new Uint32Array(rows.length * bands)
  const compared = new Uint32Array(rows.length)
  for (let n = 0; n < rows.length; n++) {
    const sketch = sketchOf(n)
    sketch.set(library.sketch(rows[n]!))
    let same = -1
    for (let band = 0; band < bands; band++) {
      const [one, two] = [sketch[band * 2]!, sketch[band * 2 + 1]!]
      if (one === 0 || two === 0) continue
      const place = (band << 16) | (one << 8) | two
      let other = last[place]! - 1
      before[n * bands + band] = last[place]!
      last[place] = n + 1
      for (let met = 0; other >= 0 && met < mostMet; met++) {
        // The nearest of those that tell the same.
        if (other > same && compared[other] !== n + 1 && tellTheSame(sketchOf(other), sketch)) same = other
        compared[other] = n + 1
        other = before[other * bands + band]! - 1
      }
    }
    if (same < 0) continue
    yield warning(
      'DL3011',
      { other: shown(library.path(rows[same]!)) },
      { file: shown(library.path(rows[n]!)), place: field('title') },
    )
  }
}

/** Topics that one letter tells apart. Letter case alone makes one topic of two anyway. */
function* findTwinTopics({ topics }: Model) {
  const names = topics.all.map(({ name }) => name)
  for (const [n, name] of names.entries())
    for (const other of names.slice(0, n))
      if (Math.min(name.length, other.length) >= longName && distance(name, other) === 1)
        yield warning('DL3012', { topic: name, other })
}

/** Names written as the site lists them under another name. Cost: a comparison a name, and a pass over the rows when
 *  there is one. */
function* findAliases({ library, rows, regions, topics, sources }: Model, shown: (path: string) => string) {
  const meant = (set: Model['topics']) => {
    const names = new Map<number, string>()
    for (let id = 0; id < library.names.size; id++) {
      const name = set.aliasOf(library.names.name(id))
      if (name !== undefined) names.set(id, name)
    }
    return names
  }
  const views = library.views()
  const one = (column: Int32Array) => (row: number) => (column[row]! < 0 ? [] : [column[row]!])
  const kinds = [
    { what: 'region', place: 'region', names: meant(regions), idsOf: one(views.region) },
    { what: 'region', place: 'regions', names: meant(regions), idsOf: (row: number) => library.regions(row) },
    { what: 'source', place: 'source', names: meant(sources), idsOf: one(views.source) },
    { what: 'topic', place: 'topics', names: meant(topics), idsOf: (row: number) => library.topics(row) },
  ]
  for (const { what, place, names, idsOf } of kinds) {
    if (names.size === 0) continue
    for (const row of rows)
      for (const id of idsOf(row)) {
        const name = names.get(id)
        if (name === undefined) continue
        const written = library.names.name(id)
        const fix: Fix = { kind: 'value', was: written, text: name }
        yield warning(
          'DL1028',
          { what, written, name },
          { file: shown(library.path(row)), place: field(place), fix },
        )
      }
  }
}
