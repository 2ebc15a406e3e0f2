// What a render can read, as values and as digests: templates, constants, widgets, words, tables.
import { type Digest, digestText, digestValue } from '../base/digest.js'
import type { Config } from '../config/config.js'
import { digestMembers, type Environment } from './memo.js'
import { plain } from './render-all.js'
import type { Tables } from './tables.js'

export interface Surroundings {
  readonly templates: ReadonlyMap<string, string>
  readonly constants: Readonly<Record<string, unknown>>
  readonly widgets: Readonly<Record<string, unknown>>
  readonly tables: Tables
  /** Digests of the theme's assets, by name. */
  readonly assets: ReadonlyMap<string, Digest>
}

/** Of everything that a render can read. */
export function digestEnvironment({ helpers, ...members }: Environment): Digest {
  return digestValue({
    helpers,
    ...Object.fromEntries(Object.entries(members).map(([kind, digests]) => [kind, [...digests]])),
  })
}

export function digestSurroundings(
  config: Config,
  { templates, constants, widgets, assets, tables }: Surroundings,
): Environment {
  const { strings, ...others } = config.helpers
  return {
    templates: new Map([...templates].map(([name, text]) => [name, digestText(text)])),
    constants: digestMembers(plain(constants) as Record<string, unknown>),
    widgets: digestMembers(plain(widgets) as Record<string, unknown>),
    words: digestMembers(strings),
    assets,
    tables: tables.digests,
    helpers: digestValue(others),
  }
}
