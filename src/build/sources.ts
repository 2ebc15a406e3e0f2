// From files to the Site: discover, parse, model, related. What is kept of an earlier build makes each step short.
import { join, resolve } from 'node:path'
import type { Digest } from '../base/digest.js'
import { digestValue } from '../base/digest.js'
import { once } from '../base/once.js'
import { createLibrary, type Locator, type OpenLibrary, type ShelvedDocument } from '../content/library.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { advice } from '../diagnostics/rules.js'
import type { CopyPage } from '../outputs/page.js'
import { createExplainer, type Reason } from '../related/explain.js'
import { adviseSite, adviseUnseen } from '../site/advice.js'
import { blockFacts, createBlockIndex } from '../site/blocks.js'
import { readEditorial } from '../site/editorial.js'
import type { FrontFile } from '../site/front-page.js'
import { recallSite } from '../site/memory.js'
import { buildModel } from '../site/model.js'
import { collectOutsideLinks, type OutsideLink } from '../site/outside-links.js'
import { buildSite, type Site } from '../site/site.js'
import type { Beginning } from './begin.js'
import { findChangedFiles } from './changed-files.js'
import type { DocumentFile } from './discover.js'
import { openFaults } from './faults.js'
import { createFileDigests } from './file-digests.js'
import { type GitTree, recallDigests } from './git.js'
import { createMediaIndex } from './images.js'
import { type KeptParts, keepSite } from './keep.js'
import type { LateFaults } from './late-faults.js'
import { type CodeInput, readYamlFiles } from './load-config.js'
import { parseKey } from './memo.js'
import type { StepName } from './options.js'
import { type ParsedAll, parseAll, parseTasks } from './parse-all.js'
import { runAll } from './pool.js'
import { rankAll } from './rank-all.js'
import type { LoadedSite } from './read-config.js'
import type { Shop } from './shop.js'
import { findAllFiles, inContent, inPublic, type SiteFiles } from './site-files.js'
import { openStandIns, type StandIns } from './stand-ins.js'
import type { SavedSite, Store } from './store.js'
import { readTables, type Tables } from './tables.js'
import type { Theme } from './theme.js'

export interface SourceInput {
  readonly beginning: Beginning
  readonly loaded: LoadedSite
  readonly git: GitTree | undefined
  readonly past: SavedSite | undefined
  readonly theme: Theme
  readonly shop: Shop
  readonly park: Store['park'] | undefined
  readonly keepGoing: boolean
  /** Earlier versions stand in for files in error. */
  readonly withholds: boolean
  /** Faults that showed only when pages were made, in an earlier round of this build. */
  readonly late: LateFaults
  readonly scratch: string
  /** Tell what a sub-editor would say, too. */
  readonly advise: boolean
  /** Diagnostics as the site wants them. */
  judge(found: readonly Diagnostic[], dateOf: DateOf): Diagnostic[]
  step<T>(name: StepName, act: () => T | Promise<T>): Promise<T>
  progress(name: StepName): (done: number, total: number) => void
}

export type DateOf = (file: string) => number | undefined

export interface Sources {
  readonly site: Site
  readonly fronts: readonly FrontFile[]
  /** Their files, with the digests of the bytes that were read. */
  readonly inputs: readonly CodeInput[]
  readonly found: SiteFiles
  readonly tables: Tables
  readonly diagnostics: readonly Diagnostic[]
  readonly parsed: number
  readonly ranked: number
  /** When the article of a file, as diagnostics name it, was published. */
  readonly dateOf: DateOf
  /** What was kept cannot be used after all: to be built again without it. */
  readonly unusable: boolean
  /** Links of visible texts to other sites. */
  outsideLinks(): Iterable<OutsideLink>
  /** What stands in for files in error; undefined where nothing does. */
  readonly standIns: StandIns | undefined
  /** Digest of a file that is copied; '' for one that is gone. */
  copied(copy: CopyPage['copy']): Digest
  sourceOf(copy: CopyPage['copy']): string
  /** Parses files again whose bodies are lost, and puts those away anew: where, by path. */
  recover(paths: readonly string[]): Promise<ReadonlyMap<string, Locator>>
  saved(nowMs: number): SavedSite
  /** Numbers of the segments that are in use. */
  segments: OpenLibrary['segments']
  /** Why an article is related to another, by their places; undefined where there are no lists. */
  explain(n: number, other: number): Reason | undefined
}

export async function buildSources(input: SourceInput): Promise<Sources> {
  const { beginning, loaded, git, shop, step, progress } = input
  const { files, root, engine, now } = beginning
  const { config } = loaded
  const shown = inContent(config)
  const folder = resolve(root, config.contentFolder)
  const raw: Diagnostic[] = []

  const key = parseKey(config, engine, loaded.code)
  const past = key !== undefined && input.past?.parse.key === key ? input.past : undefined
  const knownFiles = input.past?.files
  const digests = createFileDigests(files, input.past?.digests, knownFiles && recallDigests(knownFiles.tree))
  const search = { files, root, folder, config, git, digests, past: knownFiles }
  const { documents, ...found } = await step(
    'discover',
    () => (past && findChangedFiles(search)) ?? findAllFiles(search),
  )
  const fronts = readYamlFiles(files, found.fronts, config.contentFolder)
  const tables = await step('discover', () => readTables(files, found.tables, config.contentFolder))
  const blocks = createBlockIndex(input.theme.templates, tables.readable)
  raw.push(...found.diagnostics, ...fronts.diagnostics, ...tables.diagnostics)

  const library = createLibrary(past?.library)
  const parsed = await step('parse', () =>
    parseAll({
      documents,
      document: found.document,
      gone: found.gone,
      digests,
      library,
      past: past?.parse,
      advises: input.advise || [...config.rules.keys()].some(code => advice.has(code)),
      shown,
      shop,
      onProgress: progress('parse'),
    }),
  )
  raw.push(...parsed.diagnostics, ...input.late.diagnostics)

  const media = createMediaIndex(found.media, found.public)
  const changedMedia = past && found.changedMedia()
  const { folders } = found
  let memory = await step('model', () => recallSite(library, config.site, folders, engine, past?.memory))
  const dateOf: DateOf = file => {
    const row = file.startsWith(shown('')) ? library.find(file.slice(shown('').length)) : -1
    return row < 0 ? undefined : memory.instant.get(row)
  }
  const judge = (found: readonly Diagnostic[]) => input.judge(found, dateOf)
  const standIns = input.withholds
    ? openStandIns({
        ...{ root, files, config, shop, library, shown },
        scratch: input.scratch,
        document: found.document,
        judge: input.judge,
        failed: input.late.versions,
      })
    : undefined
  const document = (path: string) => standIns?.file(path) ?? found.document(path)
  const { keepGoing } = input
  const faults = openFaults({ found: judge(raw), keepGoing, standIns, shown })
  /** Of rows whose addresses are the same as then. */
  const statesBefore = () => (past?.past.key === memory.key ? past.past.states : undefined)
  const putTogether = async () => {
    // Rows came since, where earlier versions stand in.
    if (memory.size < library.size) memory = recallSite(library, config.site, folders, engine, memory.saved())
    const model = await step('model', () =>
      buildModel(library, memory, config.site, now, faults.files(), faults.yielding(), statesBefore()),
    )
    const editorial = readEditorial(model)
    const related = await step('related', () =>
      rankAll({
        model,
        editorial: editorial.byPlace,
        options: config.site.related,
        key: digestValue({ engine, options: config.site.related }),
        past: past?.related,
        shop,
        park: input.park,
        async parseTerms(paths) {
          const terms = new Map<string, Locator>()
          await parseAgain(paths, document, library, shop, parsed => {
            if (parsed.kind === 'article') terms.set(parsed.path, parsed.termsLocator)
          })
          return terms
        },
        onProgress: progress('related'),
      }),
    )
    const built = await step('model', () =>
      buildSite(model, {
        media,
        blocks,
        fronts: fronts.read.map(toFront),
        related: related.lists,
        past: past?.past,
        changedMedia,
      }),
    )
    const diagnostics = judge([...editorial.diagnostics, ...built.site.diagnostics])
    return { model, related, built, diagnostics }
  }
  const whole = await faults.settle(putTogether)
  if (input.advise)
    faults.tell(judge([...adviseSite(whole.model, shown), ...adviseUnseen(whole.model, whole.built.look)]))
  const isVisible = (path: string): boolean => {
    const row = library.find(path)
    return row < 0 || whole.model.places[row]! >= 0
  }
  const { site, resolutions, others } = whole.built
  const explainer = once(() => whole.related.plan && createExplainer(whole.related.plan))

  const copies = {
    content: { folder, find: found.media, name: shown },
    public: { folder: join(root, 'public'), find: found.public, name: inPublic },
  }
  const assetName = (path: string) => `templates/assets/${path}`
  return {
    site,
    fronts: fronts.read.map(toFront),
    inputs: [...fronts.inputs, ...tables.inputs],
    found,
    tables,
    diagnostics: faults.all(isVisible, judge),
    parsed: parsed.parsed,
    ranked: whole.related.ranked,
    dateOf,
    unusable: parsed.otherParser,
    standIns,
    outsideLinks: () => collectOutsideLinks(whole.model, shown),
    copied({ from, path }) {
      if (from === 'theme')
        return digests.of(assetName(path), { path, absolute: input.theme.assets.get(path)! }) ?? ''
      const file = copies[from].find(path)
      return (file && digests.of(copies[from].name(path), file)) ?? ''
    },
    sourceOf({ from, path }) {
      if (from === 'theme') return input.theme.assets.get(path)!
      return copies[from].find(path)?.absolute ?? join(copies[from].folder, path)
    },
    async recover(paths) {
      const bodies = new Map<string, Locator>()
      await parseAgain(paths, document, library, shop, ({ path, locator }) => void bodies.set(path, locator))
      return bodies
    },
    segments: library.segments,
    explain: (n, other) => explainer()?.(n, other),
    saved: nowMs =>
      keepSite({
        model: whole.model,
        library,
        resolutions,
        others,
        blocks: blockFacts(blocks),
        plan: whole.related.plan,
        digests: digests.saved(nowMs),
        parse: parsed.saved(key, standIns?.paths() ?? []),
        folders,
        files: found.kept(),
      } satisfies KeptParts & { parse: ReturnType<ParsedAll['saved']> }),
  }
}

/** Parses files whose texts did not change; their bodies are put away anew, and lie there from now on. */
async function parseAgain(
  paths: readonly string[],
  document: (path: string) => DocumentFile | undefined,
  library: OpenLibrary,
  shop: Shop,
  take: (parsed: ShelvedDocument) => void,
): Promise<void> {
  const tasks = parseTasks(paths.flatMap(path => document(path) ?? []))
  await runAll(shop.pool(paths.length), tasks, ({ files }) => {
    for (const { path, document } of files) {
      // A text that changed meanwhile is another build's.
      const row = library.find(path)
      if (!document || (row >= 0 && library.digest(row) !== document.digest)) continue
      library.move(path, document.locator)
      take(document)
    }
  })
}

/** `_front.europe.yml` is the front page of the region `europe`. */
function toFront({
  file,
  name,
  data,
}: {
  readonly file: string
  readonly name: string
  readonly data: unknown
}): FrontFile {
  const region = /^_front\.(.+)$/.exec(name)?.[1]
  return { file, data, ...(region === undefined ? {} : { region }) }
}
