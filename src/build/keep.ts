// What of a build is kept for the next one, in the form that the store writes. Now and then it is folded: dead
// rows go, and rows lie in the order of the site again.
import type { Digest } from '../base/digest.js'
import type { OpenLibrary } from '../content/library.js'
import { foldRelated } from '../related/fold.js'
import type { RelatedPlan, RelatedState } from '../related/state.js'
import type { SiteMemory } from '../site/memory.js'
import { type Model, sortRows } from '../site/model.js'
import type { Resolutions } from '../site/resolutions.js'
import type { OtherTarget } from '../site/resolve-all.js'
import type { SavedDigests } from './file-digests.js'
import type { ParsePast } from './parse-all.js'
import type { KnownFiles } from './site-files.js'
import type { SavedSite } from './store.js'

export interface KeptParts {
  readonly model: Model
  readonly library: OpenLibrary
  readonly resolutions: Resolutions
  readonly others: readonly OtherTarget[]
  readonly blocks: readonly string[]
  readonly plan: RelatedPlan | undefined
  readonly digests: SavedDigests
  readonly parse: ParsePast
  /** Folders that are languages. */
  readonly folders: ReadonlyMap<string, string>
  readonly files: KnownFiles | undefined
}

/** Rows that may lie out of order, or be dead, before all are written in order: each costs a push some time. */
const mostLoose = (rows: number): number => Math.max(16, rows / 8)

/** Cost: nothing that is not written; a fold: some passes over all columns. */
export function keepSite(parts: KeptParts): SavedSite {
  const { library, model, resolutions } = parts
  const { memory } = model
  const loose = library.size - memory.sorted + (library.size - library.living)
  const common = {
    digests: parts.digests,
    parse: parts.parse,
    folders: parts.folders,
    ...(parts.files ? { files: parts.files } : {}),
  }
  const upToDate = (row: number): boolean => model.places[row]! >= 0
  const past = (states: Uint8Array) => ({
    key: memory.key as Digest,
    states,
    others: parts.others,
    blocks: parts.blocks,
  })
  if (loose <= mostLoose(library.living)) {
    const related = parts.plan && foldLoose(parts.plan, model.rows)
    return {
      ...common,
      library: library.saved(),
      memory: memory.saved(),
      past: { ...past(model.states), resolutions: resolutions.saved(upToDate) },
      ...(related ? { related } : {}),
    }
  }
  const rows = orderAll(library, memory)
  const moved = new Int32Array(library.size).fill(-1)
  for (let n = 0; n < rows.length; n++) moved[rows[n]!] = n
  const related =
    parts.plan &&
    foldRelated(
      parts.plan,
      model.rows.map(row => moved[row]!),
    )
  return {
    ...common,
    library: library.gather(rows).saved(),
    memory: memory.saved(rows),
    past: {
      ...past(Uint8Array.from(rows, row => model.states[row]!)),
      resolutions: resolutions.saved(upToDate, rows),
    },
    ...(related ? { related } : {}),
  }
}

/** Seats that came since are looked through one by one, so there may not be too many of them. */
function foldLoose(plan: RelatedPlan, rows: Uint32Array): RelatedState {
  const { state } = plan
  const most = Math.max(256, state.base.size / 64)
  return state.added.length > most ? foldRelated(plan, rows) : state
}

function orderAll(library: OpenLibrary, memory: SiteMemory): Uint32Array {
  const rows: number[] = []
  for (let row = 0; row < library.size; row++) if (library.alive(row)) rows.push(row)
  return Uint32Array.from(sortRows(rows, memory.instant.view(), library))
}
