// From the project's files to a resolved config: the config file, `content/_site/`, the command line's content
// folder; and a first try of the plug-ins, whose mistakes are the config's.
import { isAbsolute, join, relative, resolve } from 'node:path'
import type { Digest } from '../base/digest.js'
import { type Config, resolveConfig, type SettingsFile } from '../config/config.js'
import type { UserConfig } from '../config/define.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import type { Baseline } from '../diagnostics/rules.js'
import type { Preview } from '../site/schedule.js'
import { readBaseline } from './baseline.js'
import { discoverFiles } from './discover.js'
import type { Files } from './files.js'
import { type CodeInput, findConfig, loadConfig, readYamlFiles } from './load-config.js'
import { reasonOf } from './reasons.js'

export interface LoadedSite {
  readonly config: Config
  /** From the root. */
  readonly file: string
  /** The bundled config; undefined for one that was handed over as a value. */
  readonly module?: string
  /** Digest of the config's code, packages included; undefined where it is not known. */
  readonly code: Digest | undefined
  readonly inputs: readonly CodeInput[]
  /** Variables of the environment that it reads; undefined when that is not known. */
  readonly environment: readonly string[] | undefined
  readonly siteFiles: readonly SettingsFile[]
  /** Problems that the site is known to have. */
  readonly baseline: Baseline
}

/** Where a config comes from. */
export interface ConfigSource {
  /** From the root. */
  readonly configFile?: string
  /** In place of a file. */
  readonly config?: UserConfig
  /** In place of the config's content folder, from the root. */
  readonly content?: string
  /** False: a bundle that was kept is not used. */
  readonly cache?: boolean
  readonly preview?: Preview
}

interface RawConfig {
  readonly raw: unknown
  readonly file: string
  readonly module?: string
  readonly code: Digest | undefined
  readonly inputs: readonly CodeInput[]
  readonly environment: readonly string[] | undefined
}

/** Undefined when there is no working config; why is in `diagnostics`. */
export async function readSiteConfig(
  files: Files,
  root: string,
  options: ConfigSource,
  engine: Digest,
  diagnostics: Diagnostic[],
): Promise<LoadedSite | undefined> {
  const loaded = await readRaw(files, root, options, engine)
  if ('diagnostic' in loaded) {
    diagnostics.push(loaded.diagnostic)
    return undefined
  }
  const { file, module, code, inputs, environment } = loaded
  const folder = contentFolder(loaded.raw, root, options.content)
  const raw = options.content === undefined ? loaded.raw : withFolder(loaded.raw, folder)
  const settingsFolder = `${folder}/_site`
  const found = discoverFiles(files, resolve(root, settingsFolder), settingsFolder, root)
  const settings = readYamlFiles(files, found.found, settingsFolder)
  const resolved = resolveConfig(raw, file, settings.read, options.preview)
  diagnostics.push(...found.diagnostics, ...settings.diagnostics, ...resolved.diagnostics)
  if (files.list(resolve(root, folder)) === undefined) {
    diagnostics.push(error('DL1019', { reason: 'the content folder is not there' }, { file: folder }))
  }
  if (!resolved.config) return undefined
  const fault = await tryPlugins(resolved.config, file)
  if (fault) diagnostics.push(fault)
  const baseline = readBaseline(files, root)
  diagnostics.push(...baseline.diagnostics)
  return {
    config: resolved.config,
    file,
    ...(module === undefined ? {} : { module }),
    code,
    inputs: [...inputs, ...settings.inputs, ...baseline.inputs],
    environment,
    siteFiles: settings.read,
    baseline: baseline.known,
  }
}

async function readRaw(
  files: Files,
  root: string,
  options: ConfigSource,
  engine: Digest,
): Promise<RawConfig | { readonly diagnostic: Diagnostic }> {
  // Of functions that were handed over nothing is known but that they are there.
  if (options.config !== undefined)
    return {
      raw: options.config,
      file: 'dateline.config.ts',
      code: undefined,
      inputs: [],
      environment: undefined,
    }
  const path = findConfig(root, options.configFile)
  if (path === undefined) return { diagnostic: error('DL5004', { looked: options.configFile ?? root }) }
  const cache = join(root, '.dateline/config')
  const loading = await loadConfig(path, { root, cache, engine, reuse: options.cache !== false }, files)
  return 'diagnostic' in loading ? { diagnostic: loading.diagnostic } : loading.loaded
}

/** Known before the config is checked, since settings stand in it. From the root, or absolute outside of it. */
function contentFolder(raw: unknown, root: string, wanted: string | undefined): string {
  if (wanted !== undefined) {
    const inside = relative(root, resolve(root, wanted))
    return inside === '' || inside.startsWith('..') || isAbsolute(inside)
      ? resolve(root, wanted)
      : inside.split('\\').join('/')
  }
  const content = isMap(raw) && isMap(raw.content) ? raw.content.folder : undefined
  return typeof content === 'string' && content !== '' ? content.replace(/\/+$/, '') : 'content'
}

function withFolder(raw: unknown, folder: string): unknown {
  return isMap(raw) ? { ...raw, content: { ...(isMap(raw.content) ? raw.content : {}), folder } } : raw
}

/** A plug-in that throws while it is attached would do so in every thread. */
async function tryPlugins({ markdown, parser }: Config, file: string): Promise<Diagnostic | undefined> {
  const { remarkPlugins, rehypePlugins } = markdown
  if (remarkPlugins.length + rehypePlugins.length === 0) return undefined
  const [{ createHtmlWriter }, { createParser }] = await Promise.all([
    import('../markdown/write-html.js'),
    import('../markdown/parser.js'),
  ])
  try {
    await createParser(parser, undefined, remarkPlugins)
    createHtmlWriter(markdown)
    return undefined
  } catch (cause) {
    return error('DL5005', { reason: reasonOf(cause) }, { file, place: { kind: 'key', path: ['markdown'] } })
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
