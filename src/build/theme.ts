// The theme: the templates and assets that come with dateline, each overridden by a user's file of the same
// name in `templates/`.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { discoverFiles } from './discover.js'
import type { Files } from './files.js'

export interface Theme {
  /** Logical name → text. */
  readonly templates: ReadonlyMap<string, string>
  /** Path below `assets/` → where it is read from. */
  readonly assets: ReadonlyMap<string, string>
  readonly diagnostics: readonly Diagnostic[]
}

/** The templates of the package, beside `lib/`. */
export const defaultThemeFolder = fileURLToPath(new URL('../../templates', import.meta.url))

export function loadTheme(files: Files, root: string): Theme {
  const templates = new Map<string, string>()
  const assets = new Map<string, string>()
  const diagnostics: Diagnostic[] = []
  const own = join(root, 'templates')
  for (const folder of own === defaultThemeFolder ? [own] : [defaultThemeFolder, own]) {
    const { found, diagnostics: odd } = discoverFiles(
      files,
      folder,
      'templates',
      folder === own ? root : folder,
    )
    if (folder === own) diagnostics.push(...odd)
    for (const { path, absolute } of found) {
      if (path.startsWith('assets/')) assets.set(path.slice('assets/'.length), absolute)
      else if (path.endsWith('.eta')) templates.set(path.slice(0, -'.eta'.length), readText(files, absolute))
    }
  }
  return { templates, assets, diagnostics }
}

function readText(files: Files, path: string): string {
  return Buffer.from(files.read(path) ?? new Uint8Array())
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replace(/\r\n/g, '\n')
}
