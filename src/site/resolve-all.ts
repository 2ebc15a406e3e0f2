// Which articles' slots are resolved again: new rows, and those that asked something whose answer may have
// changed since the columns were kept. Everything else keeps its answers.
import { digestValue } from '../base/digest.js'
import { Flag } from '../content/library.js'
import { blockFacts } from './blocks.js'
import type { LinkContext } from './links.js'
import { hasAddress, type Model } from './model.js'
import {
  createResolutions,
  question,
  type Resolutions,
  resolveDocument,
  type SavedResolutions,
  standsAlone,
} from './resolutions.js'
import type { SitePath } from './urls.js'

/** A page, an author or a section, as links may lead to it. */
export interface OtherTarget {
  readonly file: string
  readonly path: SitePath
  readonly digest: string
}

/** What is kept of a site for the next build, by row of the library that was kept with it. */
export interface SitePast {
  /** Of `SiteMemory`: answers hold addresses. */
  readonly key: string
  readonly states: Uint8Array
  readonly others: readonly OtherTarget[]
  /** Of the blocks and tables that there were. */
  readonly blocks: readonly string[]
  readonly resolutions: SavedResolutions
}

/** Pictures and other files that came, went or changed since: `content/…` below its folder, or `public/…`. */
export interface ChangedMedia {
  readonly content: readonly string[]
  readonly public: readonly string[]
}

export function resolveAll(
  model: Model,
  others: readonly OtherTarget[],
  context: LinkContext,
  past: SitePast | undefined,
  changed: ChangedMedia,
): Resolutions {
  const { library, memory, rows, places } = model
  const usable = past?.key === memory.key ? past : undefined
  const resolutions = createResolutions(usable?.resolutions)
  const stale = usable
    ? resolutions
        .asking(questionsOf(model, usable, others, context, changed))
        .filter(row => places[row]! >= 0)
    : []
  const flags = library.views().flags
  const resolve = (row: number): void => {
    const picture = (flags[row]! & Flag.image) === 0 ? undefined : library.rest(row).image
    const origin = { file: library.path(row), path: memory.address.get(row) }
    const resolved = resolveDocument(origin, library.slots(row), { picture, field: 'image' }, context)
    if (standsAlone(resolved)) resolutions.setAlone(row)
    else resolutions.set(row, resolved)
  }
  for (const row of stale) resolve(row)
  for (const row of rows) {
    if (resolutions.has(row)) continue
    if (library.hasSlots(row) || (flags[row]! & Flag.image) !== 0) resolve(row)
  }
  return resolutions
}

/** Everything whose answer may be another one now. Cost: one comparison a row. */
function questionsOf(
  model: Model,
  past: SitePast,
  others: readonly OtherTarget[],
  context: LinkContext,
  changed: ChangedMedia,
): ReadonlySet<number> {
  const { library, memory, states } = model
  const questions = new Set<number>()
  const file = (path: string): void => {
    questions
      .add(question.names)
      .add(question.file(path))
      .add(question.name(path.slice(path.lastIndexOf('/') + 1)))
  }
  for (let row = 0; row < states.length; row++) {
    const before = past.states[row]
    if (before === states[row]) continue
    file(library.path(row))
    if (hasAddress(states[row]!) || (before !== undefined && hasAddress(before)))
      questions.add(question.address(memory.address.get(row)))
  }
  const digests = (targets: readonly OtherTarget[]) =>
    new Map(targets.map(target => [digestValue(target), target]))
  const [old, now] = [digests(past.others), digests(others)]
  for (const [digest, target] of [...old, ...now]) {
    if (old.has(digest) && now.has(digest)) continue
    file(target.file)
    questions.add(question.address(target.path))
  }
  const [oldFacts, facts] = [new Set(past.blocks), new Set(blockFacts(context.blocks))]
  for (const fact of [...oldFacts, ...facts]) {
    if (oldFacts.has(fact) && facts.has(fact)) continue
    const [kind, name = ''] = fact.split(' ')
    if (kind === 'block') questions.add(question.blockNames).add(question.block(name))
    else questions.add(question.tableNames).add(question.table(name))
  }
  for (const path of changed.content) questions.add(question.content(path))
  for (const path of changed.public) questions.add(question.public(path))
  return questions
}
