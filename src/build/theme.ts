// The theme: the templates and assets that come with dateline, each overridden by a user's file of the same
// name in `templates/`.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digestBlob } from '../base/digest.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { discoverFiles } from './discover.js'
import type { Files } from './files.js'
import type { CodeInput } from './load-config.js'

export interface Theme {
  /** Logical name → text. */
  readonly templates: ReadonlyMap<string, string>
  /** Path below `assets/` → where it is read from. */
  readonly assets: ReadonlyMap<string, string>
  readonly diagnostics: readonly Diagnostic[]
  /** The user's templates, with the digests of the bytes that were read. */
  readonly inputs: readonly CodeInput[]
}

/** The templates of the package, beside `lib/`. */
export const defaultThemeFolder = fileURLToPath(new URL('../../templates', import.meta.url))

export function loadTheme(files: Files, root: string): Theme {
  const templates = new Map<string, string>()
  const assets = new Map<string, string>()
  const diagnostics: Diagnostic[] = []
  const inputs: CodeInput[] = []
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
      else if (path.endsWith('.eta')) {
        const bytes = files.read(absolute) ?? new Uint8Array()
        templates.set(path.slice(0, -'.eta'.length), textOf(bytes))
        if (folder === own) inputs.push([absolute, digestBlob(bytes)])
      }
    }
  }
  return { templates, assets, diagnostics, inputs }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replace(/\r\n/g, '\n')
}
