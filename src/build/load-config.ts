// The user's config as code: found, bundled by esbuild (so that TypeScript and its own imports work on any
// Node), and imported. Its settings files are read here, too.
import { existsSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { BuildOptions as EsbuildOptions } from 'esbuild'
import { type Digest, digestBlob, digestText } from '../base/digest.js'
import { compareText } from '../base/order.js'
import type { SettingsFile } from '../config/config.js'
import { describeFault } from '../content/front-matter.js'
import { readYaml } from '../content/yaml.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import type { FoundFile } from './discover.js'
import type { Files } from './files.js'
import { reasonOf } from './reasons.js'
import { valuesOf, variablesOf } from './variables.js'

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
  /** Digest of all the code that the config runs, packages included; undefined where that is not known. */
  readonly code: Digest | undefined
  /** Every file of that code. */
  readonly inputs: readonly CodeInput[]
  /** Variables of the environment that it reads; undefined when that is not known. */
  readonly environment: readonly string[] | undefined
}

/** A file from the project's root, with the digest that it had. */
export type CodeInput = readonly [path: string, digest: Digest]

export type ConfigLoading = { readonly loaded: LoadedConfig } | { readonly diagnostic: Diagnostic }

/** The config file of a project; undefined when there is none. */
export function findConfig(root: string, wanted?: string): string | undefined {
  if (wanted !== undefined) return existsSync(resolve(root, wanted)) ? resolve(root, wanted) : undefined
  return configNames.map(name => join(root, name)).find(path => existsSync(path))
}

/** What is kept of a bundle, so that an unchanged config costs a look at its files. */
interface KeptBundle {
  readonly engine: Digest
  readonly config: string
  readonly module: string
  readonly code?: Digest
  readonly inputs: readonly CodeInput[]
  /** Names in the folders of those files: a new one may be what an import means. */
  readonly folders: readonly CodeInput[]
  /** Variables of the environment that the config's own code reads; undefined when it reads them by no name. */
  readonly environment?: readonly string[]
}

export interface BundlePlace {
  readonly root: string
  /** Folder for the bundle, below the project's root so that its imports find their packages. */
  readonly cache: string
  readonly engine: Digest
  /** False: bundles anew. */
  readonly reuse: boolean
}

export async function loadConfig(path: string, place: BundlePlace, files: Files): Promise<ConfigLoading> {
  const { root, cache, reuse } = place
  const file = relative(root, path).split('\\').join('/') || basename(path)
  const kept = reuse ? readKept(files, file, place) : undefined
  let bundle = kept
  if (!bundle) {
    try {
      bundle = await bundleConfig(path, file, place, files)
      files.writePieces(join(cache, 'bundle.json'), [Buffer.from(JSON.stringify(bundle))])
    } catch (cause) {
      return { diagnostic: bundleFault(cause, file, root) }
    }
  }
  const module = join(cache, bundle.module)
  try {
    const exports = (await import(pathToFileURL(module).href)) as { default?: unknown }
    const { code, inputs, environment } = bundle
    // A variable is a part of the code that reads it.
    const whole = code && digestText(JSON.stringify([code, valuesOf(environment ?? [])]))
    return { loaded: { raw: exports.default, file, module, code: whole, inputs, environment } }
  } catch (cause) {
    return { diagnostic: error('DL5003', { reason: reasonOf(cause) }, { file }) }
  }
}

function readKept(files: Files, file: string, { root, cache, engine }: BundlePlace): KeptBundle | undefined {
  try {
    const bytes = files.read(join(cache, 'bundle.json'))
    if (!bytes) return undefined
    const kept = JSON.parse(Buffer.from(bytes).toString('utf8')) as KeptBundle
    const module = files.read(join(cache, kept.module))
    if (!module || kept.module !== moduleName(module)) return undefined
    return kept.engine === engine &&
      kept.config === file &&
      areAsBefore(files, root, kept.inputs) &&
      kept.folders.every(([path, digest]) => digestNames(files, resolve(root, path)) === digest)
      ? kept
      : undefined
  } catch {
    return undefined
  }
}

/** Cost: reads the files of the config's code. */
export function areAsBefore(files: Files, root: string, inputs: readonly CodeInput[]): boolean {
  return inputs.every(([path, digest]) => {
    const bytes = files.read(resolve(root, path))
    return bytes !== undefined && digestBlob(bytes) === digest
  })
}

function readLast(files: Files, cache: string): string | undefined {
  try {
    const bytes = files.read(join(cache, 'bundle.json'))
    return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as KeptBundle).module
  } catch {
    return undefined
  }
}

/** Of the names in a folder. */
function digestNames(files: Files, folder: string): Digest {
  const names = (files.list(folder) ?? []).flatMap(({ name, kind }) => (kind === 'folder' ? [] : [name]))
  return digestText(names.join('\n'))
}

const moduleName = (code: Uint8Array): string => `config-${digestText(code)}.mjs`

type BundleOptions = EsbuildOptions & { readonly write: false; readonly metafile: true }

/** Bundled twice when it imports packages: without them, as it is run, and with them, for the digest of its code. */
async function bundleConfig(
  path: string,
  file: string,
  { root, cache, engine }: BundlePlace,
  files: Files,
): Promise<KeptBundle> {
  const { build } = await import('esbuild')
  const options: BundleOptions = {
    entryPoints: [path],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    alias: { 'dateline-news': fileURLToPath(new URL('../config/define.js', import.meta.url)) },
    define: {
      'import.meta.url': JSON.stringify(pathToFileURL(path).href),
      'import.meta.dirname': JSON.stringify(dirname(path)),
      'import.meta.filename': JSON.stringify(path),
    },
  }
  const result = await build({ ...options, packages: 'external' })
  const code = result.outputFiles[0]!.contents
  const module = moduleName(code)
  // Another build may be loading it at this moment.
  files.writePieces(join(cache, module), [code])
  // Threads of a build that is at work may still load the last one.
  const last = readLast(files, cache)
  for (const { name } of files.list(cache) ?? [])
    if (/^config-[0-9a-f]+\.mjs$/.test(name) && name !== module && name !== last)
      files.remove(join(cache, name))
  const imports = Object.values(result.metafile.inputs).flatMap(input => input.imports)
  const outside = imports.some(({ path: name, external }) => external && !isBuiltin(name))
  const whole = outside
    ? await build({ ...options, minify: true, legalComments: 'none' }).catch(() => undefined)
    : result
  const paths = new Set(Object.keys({ ...result.metafile.inputs, ...whole?.metafile.inputs }))
  // What settles where an import leads.
  for (const name of ['package.json', 'tsconfig.json', 'jsconfig.json']) paths.add(name)
  const inputs = [...paths]
    .filter(input => files.stat(resolve(root, input)) !== undefined)
    .sort(compareText)
    .map(input => [input, digestBlob(files.read(resolve(root, input))!)] as const)
  const folders = [...new Set(inputs.map(([path]) => dirname(path)))].filter(
    path => !path.includes('node_modules'),
  )
  const environment = variablesOf(Buffer.from(code).toString('utf8'))
  return {
    engine,
    config: file,
    module,
    ...(whole ? { code: digestText(whole.outputFiles[0]!.contents) } : {}),
    inputs,
    folders: folders.map(path => [path, digestNames(files, resolve(root, path))] as const),
    ...(environment ? { environment } : {}),
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
): {
  readonly read: readonly SettingsFile[]
  readonly diagnostics: readonly Diagnostic[]
  /** With the digests of the bytes that were read. */
  readonly inputs: readonly CodeInput[]
} {
  const read: YamlFile[] = []
  const inputs: CodeInput[] = []
  const diagnostics: Diagnostic[] = []
  for (const { path, absolute } of found) {
    const file = `${shown}/${path}`
    const match = /([^/]+)\.(?:ya?ml|json)$/i.exec(path)
    if (!match) continue
    const bytes = files.read(absolute) ?? new Uint8Array()
    inputs.push([absolute, digestBlob(bytes)])
    const text = Buffer.from(bytes)
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
  return { read, diagnostics, inputs }
}
