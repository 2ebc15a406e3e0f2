// Which blocks and tables a site has: the templates of `blocks/`, and the files of `content/data/`. What a text asks
// of them is answered here, so that a slip is reported at its place and not by a template.
import { suggest } from '../base/suggest.js'
import type { SlotTarget } from '../content/library.js'
import { type Diagnostic, error, type Place, warning } from '../diagnostics/diagnostic.js'
import type { Model } from './model.js'
import { reasonsToWait } from './schedule.js'

/** What a block's template says of its attributes. */
export interface BlockRule {
  /** Undefined: it says nothing, and takes any. */
  readonly attributes: readonly string[] | undefined
  readonly required: readonly string[]
}

export interface BlockIndex {
  block(name: string): BlockRule | undefined
  blockNames(): readonly string[]
  table(name: string): 'there' | 'unreadable' | undefined
  tableNames(): readonly string[]
}

export const noBlocks: BlockIndex = {
  block: () => undefined,
  blockNames: () => [],
  table: () => undefined,
  tableNames: () => [],
}

/** Attributes of every block: what `#id` and `.class` stand for. */
const common = ['id', 'class'] as const

/** @param templates texts by logical name. A block is `blocks/name`; `blocks/name.feed` is its plain form.
 *  @param tables by name: whether it can be read. */
export function createBlockIndex(
  templates: ReadonlyMap<string, string>,
  tables: ReadonlyMap<string, boolean>,
): BlockIndex {
  const rules = new Map<string, BlockRule>()
  for (const [template, text] of templates) {
    const name = /^blocks\/([A-Za-z][\w-]*)$/.exec(template)?.[1]
    if (name !== undefined) rules.set(name, readRule(text))
  }
  return {
    block: name => rules.get(name),
    blockNames: () => [...rules.keys()].sort(),
    table: name => (tables.has(name) ? (tables.get(name) ? 'there' : 'unreadable') : undefined),
    tableNames: () => [...tables.keys()].sort(),
  }
}

/** A comment in the template names the attributes, those that it needs with a mark: `attributes: data! columns`;
 *  or it says `attributes: none`. */
function readRule(text: string): BlockRule {
  const list = /\/\*\s*attributes:([^*]*)\*\//.exec(text)?.[1]
  if (list === undefined) return { attributes: undefined, required: [] }
  const words = list.split(/[\s,]+/).filter(word => word !== '' && word !== 'none')
  return {
    attributes: words.map(word => word.replace(/!$/, '')),
    required: words.filter(word => word.endsWith('!')).map(word => word.slice(0, -1)),
  }
}

/** Everything that answers depend on, one text each: a text that came or went since is a question to ask again. */
export function blockFacts(index: BlockIndex): string[] {
  return [
    ...index.blockNames().map(name => `block ${name} ${JSON.stringify(index.block(name))}`),
    ...index.tableNames().map(name => `table ${name} ${index.table(name)}`),
  ]
}

export interface BlockAnswer {
  readonly found: boolean
  readonly diagnostics: readonly Diagnostic[]
}

/** What is wrong with the blocks of articles that will be visible by themselves. Said now: the build that publishes
 *  them may be one that nobody watches. Cost: one look at a row's state. */
export function findFaultsToCome(
  { library, states }: Model,
  index: BlockIndex,
  shown: (path: string) => string,
): Diagnostic[] {
  const found: Diagnostic[] = []
  for (let row = 0; row < states.length; row++) {
    if (!reasonsToWait.has(states[row]!) || !library.hasSlots(row)) continue
    for (const slot of library.slots(row)) {
      if (slot.kind !== 'block' && slot.kind !== 'table') continue
      found.push(...resolveBlock(slot, index, shown(library.path(row))).diagnostics)
    }
  }
  return found
}

/** @param file as diagnostics name it. */
export function resolveBlock(
  { kind, target, offset }: SlotTarget,
  index: BlockIndex,
  file: string,
): BlockAnswer {
  const [name = '', ...attributes] = kind === 'block' ? target.split(' ') : [target]
  const place: Place = { kind: 'span', start: offset, end: offset + Math.max(1, name.length) }
  const near = (word: string, names: readonly string[]) => {
    const suggestion = suggest(word, names)
    return { file, place, ...(suggestion === undefined ? {} : { suggestion }) }
  }
  if (kind === 'table') {
    const state = index.table(name)
    if (state === 'there') return { found: true, diagnostics: [] }
    const details = state === undefined ? near(name, index.tableNames()) : { file, place }
    return {
      found: false,
      diagnostics: [error('DL2016', { name, unreadable: state === 'unreadable' }, details)],
    }
  }
  const rule = index.block(name)
  if (!rule) {
    const names = index.blockNames()
    return {
      found: false,
      diagnostics: [error('DL2011', { name, known: names.join(', ') }, near(name, names))],
    }
  }
  const missing = rule.required
    .filter(attribute => !attributes.includes(attribute))
    .map(attribute => error('DL2015', { block: name, attribute, missing: true }, { file, place }))
  const known = rule.attributes && [...rule.attributes, ...common]
  const unknown = attributes
    .filter(attribute => known?.includes(attribute) === false)
    .map(attribute =>
      warning('DL2015', { block: name, attribute, missing: false }, near(attribute, known ?? [])),
    )
  return { found: missing.length === 0, diagnostics: [...missing, ...unknown] }
}
