// A small site's model, from texts: what tests of this room begin with.
import { resolveConfig } from '../../../src/config/config.js'
import type { Library } from '../../../src/content/library.js'
import { recallSite, type SavedMemory, type SiteMemory } from '../../../src/site/memory.js'
import { buildModel, type Model } from '../../../src/site/model.js'
import type { SiteOptions } from '../../../src/site/options.js'

export const noon = Date.parse('2026-11-24T12:00:00Z')

/** @param changes of the config. */
export function optionsOf(changes: Readonly<Record<string, unknown>> = {}): SiteOptions {
  const settings = { title: 'The Paper', url: 'https://paper.example/', ...changes }
  const { config, diagnostics } = resolveConfig(settings, 'dateline.config.ts')
  if (!config) throw new Error(JSON.stringify(diagnostics))
  return config.site
}

export interface Given {
  readonly options?: SiteOptions
  readonly now?: number
  readonly folders?: ReadonlyMap<string, string>
  readonly saved?: SavedMemory
}

export function memoryOf(
  library: Library,
  { options = optionsOf(), folders = new Map(), saved }: Given = {},
): SiteMemory {
  return recallSite(library, options, folders, 'engine', saved)
}

export function modelOf(library: Library, given: Given = {}): Model {
  const { options = optionsOf(), now = noon } = given
  return buildModel(library, memoryOf(library, given), options, now)
}

/** An article's text. */
export function story(fields = '', body = 'Some words.'): string {
  const [title, date] = ['title: A', 'date: 2026-03-04'].map((line, n) =>
    fields.includes(['title:', 'date:'][n]!) ? '' : `${line}\n`,
  )
  return `---\n${title}${date}${fields}\n---\n\n${body}\n`
}
