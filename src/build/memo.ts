// What is kept between builds, and what each kept thing depends on. This is the one place that says so; a test
// fails when a setting of the config is in none of the lists.
//
// Three keys and a stamp:
// - `EngineInputs`: our own code and everything below it that shapes bytes. Another engine keeps nothing.
// - `ParseInputs`: how a file's text becomes a document. Another parse key parses every file again. Nothing of
//   the site is in it: regions, zones, addresses and links are resolved by the model, whose own kept columns
//   have a key of theirs (`site/memory.ts`).
// - the stamp of a page: template, props (cards by their own stamps), body and slots. Made by the outputs.
// - `Profile`: what the page read while it was rendered: templates by logical name (blocks too), constants,
//   widgets, words, digests of assets, tables by name.
//
// A preview is another site, made of the same files: it has a store of its own (`build/begin.ts`), what is asked of
// it is in the record's options, and what it shows is in stamps (`site/cards.ts`) and constants.
//
// Left out, and why: the clock (templates cannot read it; what time does to a site shows in stamps), the order
// and number of other pages (a page sees its props only), constants and widgets that were not read (recorded one
// by one), the number of threads, the operating system's file order, modification times of sources (digests
// stand for them), absolute paths (a site may be built elsewhere).
import { type Digest, digestText, digestValue } from '../base/digest.js'
import type { Config } from '../config/config.js'
import type { SettingName } from '../config/schema.js'
import type { Reads } from '../render/reads.js'

/** See `build/engine.ts`. */
export interface EngineInputs {
  /** Digest of our compiled files and the default theme. */
  readonly code: Digest
  /** Versions of the packages that we depend on. */
  readonly packages: readonly string[]
  /** Of Node, V8, ICU, Unicode, the time zone data; platform and processor, for which native parts differ. */
  readonly platform: readonly string[]
}

export interface ParseInputs {
  readonly engine: Digest
  /** As the config has it. Which one really loads is decided by the platform and the packages, which the engine
   *  names; should it be another one all the same, `build/parse-all.ts` notices. */
  readonly parser: string
  readonly markdown: unknown
  readonly fields: unknown
  readonly proseDates: boolean
  /** Of the site: words are reduced to stems by it. */
  readonly language: string
  /** They decide what a file's name says. */
  readonly endings: readonly string[]
  /** Documents are known by their paths below it. */
  readonly folder: string
  /** Digest of the bundled config with all its packages, where it holds code that parsing runs; else ''. */
  readonly code: Digest
}

/** Settings by what their change does. A setting in none of the lists is an oversight. */
export const settingsByEffect: Readonly<
  Record<'parse' | 'site' | 'pages' | 'nothing', readonly SettingName[]>
> = {
  /** Parsed again: `content`, `markdown`; `strings` by the footnotes' words; `language` by the stems of words. */
  parse: ['content', 'language', 'markdown', 'strings'],
  /** Addresses and instants are made again (`memoryKey`). */
  site: ['url', 'timeZone', 'regions', 'permalink'],
  /** In props, stamps, or constants that are recorded when they are read. */
  pages: [
    'title',
    'description',
    'sources',
    'unknownSources',
    'topics',
    'navigation',
    'addresses',
    'pageSizes',
    'related',
    'storylines',
    'widgets',
    'outputs',
    'notice',
  ],
  /** What is told of the site, and whether that fails a build. What stands in for an article in error is looked for
   *  anew by each build (`ParsePast.again`), so nothing that is kept depends on it. */
  nothing: ['rules', 'onError'],
}

/** Undefined where parsing runs code of which nothing is known: then nothing is kept.
 *  @param code digest of the config's code, packages included. */
export function parseKey(config: Config, engine: Digest, code: Digest | undefined): Digest | undefined {
  const { remarkPlugins, rehypePlugins, ...markdown } = config.markdown
  const runsCode = remarkPlugins.length + rehypePlugins.length > 0 || config.content.transform !== undefined
  if (runsCode && code === undefined) return undefined
  return digestValue({
    engine,
    parser: config.parser,
    markdown,
    fields: config.content.fields,
    proseDates: config.content.proseDates,
    language: config.content.language,
    endings: config.endings,
    folder: config.contentFolder,
    code: runsCode ? code! : '',
  } satisfies ParseInputs)
}

/** Digests of what a template can read, by name. */
export type Environment = { readonly [K in keyof Reads]: ReadonlyMap<string, Digest> } & {
  /** Of what the helpers know beside words: language, zone, address. Every render may use them. */
  readonly helpers: Digest
}

/** What a page read, with the digests that it had. */
export interface Profile {
  readonly helpers: Digest
  readonly reads: { readonly [K in keyof Reads]: readonly (readonly [name: string, digest: Digest])[] }
}

const absent: Digest = digestText('')
const kinds = ['templates', 'constants', 'widgets', 'words', 'assets', 'tables'] as const

export function digestsOf(reads: Reads, environment: Environment): Profile {
  const withDigests = (kind: keyof Reads) =>
    reads[kind].map(name => [name, environment[kind].get(name) ?? absent] as const)
  return {
    helpers: environment.helpers,
    reads: {
      templates: withDigests('templates'),
      constants: withDigests('constants'),
      widgets: withDigests('widgets'),
      words: withDigests('words'),
      assets: withDigests('assets'),
      tables: withDigests('tables'),
    },
  }
}

/** Profile of a file without a template. */
export const readsNothing: Profile = {
  helpers: '',
  reads: { templates: [], constants: [], widgets: [], words: [], assets: [], tables: [] },
}

/** What a profile read that is another thing now, as `constants title`. */
export function changedReads(profile: Profile, environment: Environment): string[] {
  const changed = kinds.flatMap(kind =>
    profile.reads[kind]
      .filter(([name, digest]) => (environment[kind].get(name) ?? absent) !== digest)
      .map(([name]) => `${kind.slice(0, -1)} ${name}`),
  )
  return profile.helpers === '' || profile.helpers === environment.helpers ? changed : [...changed, 'helpers']
}

export function isCurrent(profile: Profile, environment: Environment): boolean {
  return changedReads(profile, environment).length === 0
}

/** Digests of named values; templates are texts, constants and widgets plain values. */
export function digestMembers(values: Readonly<Record<string, unknown>>): Map<string, Digest> {
  return new Map(Object.entries(values).map(([name, value]) => [name, digestValue(value)]))
}
