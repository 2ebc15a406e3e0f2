// The config, resolved: what the file says, what `content/_site/` says, and the defaults, as the options of
// each room. Pure: files are read and code is loaded elsewhere.
import type { PluggableList } from 'unified'
import { createZone, resolveDate, type Zone } from '../base/dates.js'
import { suggest } from '../base/suggest.js'
import type { ContentOptions } from '../content/context.js'
import type { DiagnosticCode } from '../diagnostics/codes.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import type { Rule, Rules } from '../diagnostics/rules.js'
import { defaultFrameHosts } from '../markdown/frames.js'
import type { MarkdownOptions } from '../markdown/options.js'
import type { ParserName } from '../markdown/parser.js'
import type { NamedOutput, Output } from '../outputs/page.js'
import type { HelperOptions } from '../render/helpers.js'
import type { SiteOptions } from '../site/options.js'
import type { Preview } from '../site/schedule.js'
import type { Widget } from './define.js'
import { codeOnly, configSchema, type Settings, settings } from './schema.js'
import { defaultStrings } from './strings.js'

/** A file of `content/_site/`: `regions.yml` holds the setting `regions`; `settings.yml` several by name. */
export interface SettingsFile {
  /** From the project's root. */
  readonly file: string
  /** Name without ending. */
  readonly name: string
  readonly data: unknown
}

export interface Config {
  readonly contentFolder: string
  readonly endings: readonly string[]
  readonly content: ContentOptions
  readonly parser: ParserName
  readonly markdown: MarkdownOptions
  readonly site: SiteOptions
  readonly helpers: HelperOptions
  /** What templates see as `it.site`. */
  readonly constants: Readonly<Record<string, unknown>>
  readonly widgets: Readonly<Record<string, Widget>>
  readonly outputs: readonly NamedOutput[]
  /** What the site makes of warnings. */
  readonly rules: Rules
  /** An article in error does not stop the others. */
  readonly withholds: boolean
}

export interface ConfigResult {
  /** Undefined when an error leaves no working config. */
  readonly config?: Config
  readonly diagnostics: readonly Diagnostic[]
}

const siteFileNames = Object.keys(settings).filter(name => !(codeOnly as readonly string[]).includes(name))

/** @param raw what the config file exports. @param file its path, for diagnostics. @param preview as asked for.
 *  The config wins over `_site`; a setting of both is taken from the config as a whole. */
export function resolveConfig(
  raw: unknown,
  file: string,
  siteFiles: readonly SettingsFile[] = [],
  preview?: Preview | undefined,
): ConfigResult {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) {
    return {
      diagnostics: [
        error(
          'DL5003',
          { reason: 'it does not export a map of settings ("export default { … }")' },
          { file },
        ),
      ],
    }
  }
  const diagnostics: Diagnostic[] = []
  const merged: Record<string, unknown> = {}
  /** Where each setting came from, and under which path there. */
  const origins = new Map<string, { readonly file: string; readonly prefix: readonly string[] }>()
  for (const source of siteFiles) {
    for (const [name, value, prefix] of settingsOf(source, diagnostics)) {
      merged[name] = value
      origins.set(name, { file: source.file, prefix })
    }
  }
  for (const [name, value] of Object.entries(raw)) {
    if (value === undefined) continue
    merged[name] = value
    origins.set(name, { file, prefix: [name] })
  }
  const result = configSchema.safeParse(merged)
  if (!result.success) {
    for (const issue of result.error.issues) diagnostics.push(...toDiagnostics(issue, origins, file))
    return { diagnostics }
  }
  return { config: compose(result.data, preview), diagnostics }
}

function* settingsOf(
  source: SettingsFile,
  diagnostics: Diagnostic[],
): Iterable<[string, unknown, readonly string[]]> {
  const { data, file, name } = source
  if (data === null || data === undefined) return
  if (siteFileNames.includes(name)) {
    yield [name, name === 'strings' ? withoutBlanks(data) : data, []]
    return
  }
  const several = name === 'settings' || name === 'site'
  if (!several || typeof data !== 'object' || Array.isArray(data)) {
    const near = suggest(name, siteFileNames)
    diagnostics.push(
      error('DL5001', { key: name }, { file, ...(near === undefined ? {} : { suggestion: near }) }),
    )
    return
  }
  for (const [key, value] of Object.entries(data)) yield [key, value, [key]]
}

/** A CMS writes words that nobody filled in as empty ones; in a config an empty word is meant. */
function withoutBlanks(words: unknown): unknown {
  if (words === null || typeof words !== 'object' || Array.isArray(words)) return words
  return Object.fromEntries(
    Object.entries(words).filter(([, word]) => typeof word !== 'string' || word.trim() !== ''),
  )
}

interface Issue {
  readonly code?: string
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
  readonly values?: readonly unknown[]
  readonly errors?: readonly (readonly Issue[])[]
}

function toDiagnostics(
  issue: Issue,
  origins: ReadonlyMap<string, { readonly file: string; readonly prefix: readonly string[] }>,
  configFile: string,
): Diagnostic[] {
  const path = issue.path.map(step => (typeof step === 'symbol' ? String(step) : step)) as (string | number)[]
  const [top] = path
  const origin = top === undefined ? undefined : origins.get(String(top))
  const at = (full: readonly (string | number)[], kind: 'key' | 'value') => {
    const from = full[0] === undefined ? undefined : origins.get(String(full[0]))
    return {
      file: from?.file ?? configFile,
      place: { kind, path: from ? [...from.prefix, ...full.slice(1)] : full },
    } as const
  }
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map(key => {
      const near = suggest(key, keysAt(path))
      const full = [...path, key]
      return error(
        'DL5001',
        { key: full.join('.') },
        { ...at(full, 'key'), ...(near === undefined ? {} : { suggestion: near }) },
      )
    })
  }
  // A union says only "invalid input"; the branch that got furthest says what is wrong.
  if (issue.code === 'invalid_union' && issue.errors) {
    const branches = issue.errors.filter(branch => branch.length > 0)
    const best = branches.reduce<readonly Issue[] | undefined>(
      (deepest, branch) => (!deepest || depth(branch) >= depth(deepest) ? branch : deepest),
      undefined,
    )
    if (best)
      return best.flatMap(inner =>
        toDiagnostics({ ...inner, path: [...issue.path, ...inner.path] }, origins, configFile),
      )
  }
  const key = path.join('.')
  if (top !== undefined && origin === undefined && issue.code === 'invalid_type') {
    return [error('DL5002', { key, reason: 'it is missing' }, { file: configFile })]
  }
  const allowed = issue.code === 'invalid_value' ? issue.values?.map(String) : undefined
  const reason = allowed ? `it must be one of ${allowed.join(', ')}` : plain(issue.message)
  return [error('DL5002', { key, reason }, at(path, 'value'))]
}

function depth(issues: readonly Issue[]): number {
  return Math.max(...issues.map(issue => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)))
}

function plain(message: string): string {
  return message
    .replace(/^Invalid input: /, '')
    .replace(/^Invalid /, 'invalid ')
    .replace(/\.$/, '')
}

/** The names that may stand where an unknown one was written. */
function keysAt(path: readonly (string | number)[]): readonly string[] {
  const known: Readonly<Record<string, readonly string[]>> = {
    '': Object.keys(settings),
    addresses: [
      'regions',
      'topics',
      'sources',
      'authors',
      'series',
      'storylines',
      'year',
      'month',
      'related',
      'relatedRegion',
      'pages',
      'media',
    ],
    pageSizes: ['list', 'archive', 'related', 'feed', 'frontRegion'],
    content: ['folder', 'endings', 'fields', 'proseDates', 'transform'],
    related: ['limit', 'perRegion', 'minScore', 'newer', 'weights', 'fadeDays', 'follows', 'ownRegionMargin'],
    storylines: ['auto', 'least'],
    'related.follows': ['text', 'days', 'founder'],
    'related.weights': ['text', 'topics', 'region', 'source'],
    markdown: ['parser', 'html', 'shortcodes', 'frameHosts', 'remarkPlugins', 'rehypePlugins'],
    notice: ['text', 'url'],
    rules: ['severity', 'since'],
    navigation: ['label', 'url'],
  }
  const names = path.filter(step => typeof step === 'string')
  if (names[0] === 'rules') return known.rules!
  return known[names.join('.')] ?? ['name', 'key', 'aliases', 'description', 'url']
}

function compose(s: Settings, preview: Preview | undefined): Config {
  const base = new URL(s.url).pathname
  const strings = { ...defaultStrings, ...s.strings }
  const contentFolder = s.content.folder.replace(/\/+$/, '')
  const { ownRegionMargin, ...related } = s.related
  return {
    contentFolder,
    endings: s.content.endings,
    content: {
      language: s.language,
      fields: s.content.fields as ContentOptions['fields'],
      proseDates: s.content.proseDates,
      ...(s.content.transform
        ? { transform: s.content.transform as unknown as NonNullable<ContentOptions['transform']> }
        : {}),
    },
    parser: s.markdown.parser,
    markdown: {
      html: s.markdown.html,
      shortcodes: s.markdown.shortcodes,
      frameHosts: [...defaultFrameHosts, ...s.markdown.frameHosts],
      remarkPlugins: s.markdown.remarkPlugins as PluggableList,
      rehypePlugins: s.markdown.rehypePlugins as PluggableList,
      footnotes: { label: strings.footnotes!, back: strings.footnoteBack! },
    },
    site: {
      title: s.title,
      url: s.url,
      origin: new URL(s.url).origin,
      base,
      description: s.description,
      language: s.language,
      zone: createZone(s.timeZone),
      regions: s.regions,
      sources: s.sources,
      unknownSources: s.unknownSources,
      topics: s.topics,
      navigation: s.navigation,
      permalink: s.permalink,
      addresses: s.addresses,
      pageSizes: s.pageSizes,
      related,
      ownRegionMargin,
      storylines: s.storylines,
      strings,
      contentFolder,
      preview,
    },
    helpers: { language: s.language, timeZone: s.timeZone, url: s.url, base, strings },
    constants: {
      title: s.title,
      url: s.url,
      base,
      description: s.description,
      language: s.language,
      timeZone: s.timeZone,
      navigation: s.navigation,
      notice: s.notice,
      strings,
      ...(preview ? { preview } : {}),
    },
    rules: composeRules(s.rules, createZone(s.timeZone)),
    withholds: s.onError === 'withhold',
    widgets: s.widgets as unknown as Readonly<Record<string, Widget>>,
    outputs: (s.outputs as unknown as readonly Output[]).map((output, n) => ({
      name: output.name || `outputs[${n}]`,
      output,
    })),
  }
}

function composeRules(rules: Settings['rules'], zone: Zone): Rules {
  return new Map(
    Object.entries(rules).map(([code, { severity, since }]): [DiagnosticCode, Rule] => [
      code as DiagnosticCode,
      { severity, since: since && resolveDate(since, zone) },
    ]),
  )
}
