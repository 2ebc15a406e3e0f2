// The user's config as code: found, bundled by esbuild (so that TypeScript and its own imports work on any
// Node), and imported. Its settings files are read here, too.
import { existsSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { digestText } from '../base/digest.js'
import type { SettingsFile } from '../config/config.js'
import { describeFault, readYaml } from '../content/front-matter.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import type { FoundFile } from './discover.js'
import type { Files } from './files.js'
import { reasonOf } from './tasks.js'

export const configNames = [
  'dateline.config.ts',
  'dateline.config.mts',
  'dateline.config.js',
  'dateline.config.mjs',
] as const

export interface LoadedConfig {
  /** What the file exports. */
  readonly raw: unknown
  /** From the project's root, for diagnostics. */
  readonly file: string
  /** The bundle, for threads. */
  readonly module: string
  /** Every file that is part of it, absolute: a change of one is a change of the config. */
  readonly inputs: readonly string[]
}

export type ConfigLoading =
  | { readonly loaded: LoadedConfig }
  | { readonly diagnostic: Diagnostic; readonly inputs: readonly string[] }

/** The config file of a project; undefined when there is none. */
export function findConfig(root: string, wanted?: string): string | undefined {
  if (wanted !== undefined) return existsSync(resolve(root, wanted)) ? resolve(root, wanted) : undefined
  return configNames.map(name => join(root, name)).find(path => existsSync(path))
}

/** @param cache folder for the bundle, below the project's root so that its imports find their packages. */
export async function loadConfig(
  path: string,
  root: string,
  cache: string,
  files: Files,
  reuse: boolean,
): Promise<ConfigLoading> {
  const file = relative(root, path).split('\\').join('/') || basename(path)
  const { build } = await import('esbuild')
  let code: string
  let inputs: string[] = [path]
  try {
    const result = await build({
      entryPoints: [path],
      absWorkingDir: root,
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      logLevel: 'silent',
      alias: { 'dateline-news': fileURLToPath(new URL('../config/define.js', import.meta.url)) },
      define: {
        'import.meta.url': JSON.stringify(pathToFileURL(path).href),
        'import.meta.dirname': JSON.stringify(dirname(path)),
        'import.meta.filename': JSON.stringify(path),
      },
    })
    code = result.outputFiles[0]!.text
    inputs = Object.keys(result.metafile.inputs).map(input => resolve(root, input))
  } catch (cause) {
    return { diagnostic: bundleFault(cause, file, root), inputs }
  }
  const module = join(cache, `config-${digestText(code)}.mjs`)
  try {
    if (!reuse || files.stat(module) === undefined) files.write(module, code)
    const exports = (await import(pathToFileURL(module).href)) as { default?: unknown }
    return { loaded: { raw: exports.default, file, module, inputs } }
  } catch (cause) {
    return { diagnostic: error('DL5003', { reason: reasonOf(cause) }, { file }), inputs }
  }
}

function bundleFault(cause: unknown, file: string, root: string): Diagnostic {
  const [first] =
    (
      cause as {
        errors?: readonly { text: string; location: { file: string; line: number; column: number } | null }[]
      }
    ).errors ?? []
  if (!first) return error('DL5003', { reason: reasonOf(cause) }, { file })
  const { location } = first
  if (!location) return error('DL5003', { reason: first.text }, { file })
  const at = relative(root, resolve(root, location.file)).split('\\').join('/')
  return error(
    'DL5003',
    { reason: first.text },
    { file: at, place: { kind: 'line', line: location.line, column: location.column + 1 } },
  )
}

export interface YamlFile {
  readonly file: string
  readonly name: string
  readonly data: unknown
}

/** Reads YAML settings (`_site/*.yml`, `_front.yml`); what cannot be read is a diagnostic. */
export function readYamlFiles(
  files: Files,
  found: readonly FoundFile[],
  shown: string,
): { readonly read: readonly SettingsFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const read: YamlFile[] = []
  const diagnostics: Diagnostic[] = []
  for (const { path, absolute } of found) {
    const file = `${shown}/${path}`
    const match = /([^/]+)\.(?:ya?ml|json)$/i.exec(path)
    if (!match) continue
    const text = Buffer.from(files.read(absolute) ?? new Uint8Array())
      .toString('utf8')
      .replace(/^\ufeff/, '')
    try {
      read.push({ file, name: match[1]!, data: readYaml(text) })
    } catch (cause) {
      const { reason, offset } = describeFault(cause, text)
      diagnostics.push(
        error('DL1006', { reason }, { file, place: { kind: 'span', start: offset, end: offset + 1 } }),
      )
    }
  }
  return { read, diagnostics }
}
