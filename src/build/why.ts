// Why a page would be made again, or was: its inputs now beside its inputs at the last build. The Site of a kept
// generation is put together again from its columns, and the props of the page are compared, member by member.
import { isoInZone, type Zone } from '../base/dates.js'
import type { Config } from '../config/config.js'
import { createLibrary } from '../content/library.js'
import { absolute } from '../outputs/meta.js'
import { collectPages, type NamedOutput, type PageList, type TemplatePage } from '../outputs/page.js'
import { readEditorial } from '../site/editorial.js'
import { recallSite } from '../site/memory.js'
import { buildModel } from '../site/model.js'
import type { Unpublished } from '../site/schedule.js'
import { buildSite } from '../site/site.js'
import { contentPath, type SitePath } from '../site/urls.js'
import { type Beginning, begin } from './begin.js'
import { digestSurroundings } from './environment.js'
import { createFileDigests } from './file-digests.js'
import { recallDigests } from './git.js'
import { changedReads, type Profile } from './memo.js'
import type { BuildOptions, Inspection } from './options.js'
import { createPageTable, type PageTable } from './page-table.js'
import { type Prepared, runPreparation } from './pipeline.js'
import { recallLists } from './rank-all.js'
import { plain } from './render-all.js'
import type { Generation } from './store.js'

export interface Explanation {
  readonly address: string
  /** The file that an editor would open; undefined for lists. */
  readonly owner?: string | undefined
  /** Of which build to which: ms since 1970; `to` undefined for now. */
  readonly from: number
  readonly to?: number | undefined
  readonly state: 'new' | 'gone' | 'changed' | 'same'
  /** What changed, a line each. */
  readonly changed: readonly string[]
  /** What the page depends on that did not change, by kind and number. */
  readonly same: Readonly<Record<string, number>>
}

/** Where an editor's story is. */
export interface Story {
  /** From the root. */
  readonly file: string
  /** With scheme and host. */
  readonly url: string
  /** The file is in error, and this version of it is what readers see. */
  readonly version?: { readonly commit: string; readonly date: string }
  readonly title: string
  /** Only in a preview: why readers do not see it yet, and until when, in the site's time zone. */
  readonly unpublished?: {
    readonly reason: Unpublished['reason']
    readonly until?: string
    readonly zone: string
  }
}

export type Answer =
  | { readonly kind: 'page'; readonly explanation: Explanation; readonly story?: Story | undefined }
  /** Published as far as can be told without an earlier build. */
  | { readonly kind: 'published'; readonly story: Story }
  /** An article that readers do not see; `until` in the site's time zone, whose name stands beside it. */
  | {
      readonly kind: 'hidden'
      readonly file: string
      readonly reason: string
      readonly until?: string
      readonly zone: string
    }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'no build yet' }

/** @param wanted addresses, files of the site, or articles' files. @returns an answer each. */
export function explain(
  options: BuildOptions,
  wanted: readonly string[],
): Promise<Inspection<readonly Answer[]>> {
  const beginning = begin(options)
  return runPreparation(options, beginning, prepared => {
    // Where something of it was lost, the site was put together without the store, and nothing can be told of before.
    const explainOne = createExplainer({ ...beginning, store: prepared.store }, prepared)
    return wanted.map(explainOne)
  })
}

interface Side {
  readonly pages: PageList
  readonly table: PageTable
}

function createExplainer(beginning: Beginning, prepared: Prepared): (wanted: string) => Answer {
  const { record } = beginning.store
  const last = record && recallSide(beginning, prepared, record.last)
  const previous = record?.previous && recallSide(beginning, prepared, record.previous)
  const environment = digestSurroundings(prepared.loaded.config, prepared.surroundings)
  const reads = (profile: Profile): readonly string[] => changedReads(profile, environment)

  function explainAddress(address: string): Answer {
    if (!record || !last) return { kind: 'no build yet' }
    const now = { pages: prepared.pages, table: last.table }
    const today = compare(address, last, now, reads)
    if (today.state !== 'same') return asPage(address, now.pages, today, record.last)
    // Nothing since the last build: what did that one see?
    if (!previous) return asPage(address, now.pages, today, record.last)
    const before = compare(address, previous, last, profile => readsBetween(profile, address, last))
    return asPage(address, last.pages, before, record.previous!, record.last)
  }

  return wanted => {
    const story = findStory(wanted, prepared)
    if (story && 'kind' in story) return story
    const address = story?.path ?? findAddress(wanted, prepared.pages, last?.pages, beginning.out)
    if (address === undefined) return record ? { kind: 'unknown' } : { kind: 'no build yet' }
    const answer = explainAddress(address)
    if (!story || (answer.kind !== 'page' && answer.kind !== 'no build yet')) return answer
    return answer.kind === 'page' ? { ...answer, story } : { kind: 'published', story }
  }
}

function asPage(
  address: string,
  pages: PageList,
  compared: Pick<Explanation, 'state' | 'changed' | 'same'>,
  from: Generation,
  to?: Generation,
): Answer {
  const page = pages.find(address)
  const owner = page < 0 ? undefined : pages.owner(page)
  return { kind: 'page', explanation: { address, owner, from: from.now, to: to?.now, ...compared } }
}

/** Where the article of a file is, or why readers do not see it; undefined for what is no article's file. */
function findStory(
  wanted: string,
  prepared: Prepared,
): (Story & { readonly path: SitePath }) | Answer | undefined {
  const { site, found, standIns } = prepared.sources
  const { config } = prepared.loaded
  const { zone } = config.site
  const path = contentPath(wanted.replace(/^\.\//, ''), config.contentFolder)
  const file = `${config.contentFolder}/${path}`
  const page = site.pages.find(({ document }) => document.path === path)
  if (page)
    return { file, url: absolute(site, site.href(page.path)), title: page.document.title, path: page.path }
  const storyline = site.storylines.find(one => one.page?.path === path)
  if (storyline)
    return {
      file,
      url: absolute(site, site.href(storyline.path)),
      title: storyline.title,
      path: storyline.path,
    }
  if (found.document(path)?.kind !== 'article') return undefined
  for (let n = 0; n < site.size; n++) {
    if (site.file(n) !== path) continue
    const { title: headline, unpublished } = site.card(n).data
    const version = standIns?.version(path)
    return {
      file,
      url: absolute(site, site.href(site.path(n))),
      title: headline,
      ...waiting(unpublished, zone),
      ...(version ? { version: { commit: version.commit, date: version.date } } : {}),
      path: site.path(n),
    }
  }
  // What cannot be read is in no column at all.
  const { reason, until } = site.stateOf(path) ?? { reason: 'left out because of an error' }
  return { kind: 'hidden', file, reason, ...untilIn(until, zone) }
}

function waiting(unpublished: Unpublished | undefined, zone: Zone): Pick<Story, 'unpublished'> {
  if (!unpublished) return {}
  const { reason, until } = unpublished
  return { unpublished: { reason, ...untilIn(until, zone) } }
}

function untilIn(until: number | undefined, zone: Zone): { readonly until?: string; readonly zone: string } {
  return { ...(until === undefined ? {} : { until: isoInZone(until, zone) }), zone: zone.name }
}

/** The address of a page that is on the site, or was. */
function findAddress(
  wanted: string,
  now: PageList,
  last: PageList | undefined,
  out: string,
): string | undefined {
  const bare = wanted.startsWith(`${out}/`) ? wanted.slice(out.length + 1) : wanted
  const path = `/${bare.replace(/^\/+/, '')}`.replace(/\/index\.html$/, '/')
  return [path, `${path}/`].find(
    candidate => now.find(candidate) >= 0 || (last !== undefined && last.find(candidate) >= 0),
  )
}

function compare(
  address: string,
  before: Side,
  after: Side,
  reads: (profile: Profile) => readonly string[],
): Pick<Explanation, 'state' | 'changed' | 'same'> {
  const old = before.pages.find(address)
  const now = after.pages.find(address)
  if (now < 0) return { state: 'gone', changed: [], same: {} }
  if (old < 0) return { state: 'new', changed: [], same: {} }
  const profile = profileOf(before, old)
  const changed = [...changedInputs(before.pages, old, after.pages, now), ...(profile ? reads(profile) : [])]
  const same = Object.fromEntries(
    Object.entries(profile?.reads ?? {}).map(([kind, list]) => [
      kind,
      list.filter(([name]) => !changed.includes(`${kind.slice(0, -1)} ${name}`)).length,
    ]),
  )
  return { state: changed.length > 0 ? 'changed' : 'same', changed, same }
}

function profileOf({ pages, table }: Side, page: number): Profile | undefined {
  const entry = table.find(pages.keys.high[page]!, pages.keys.low[page]!)
  return entry < 0 ? undefined : table.profile(table.profileNumber(entry))
}

/** Reads whose digest is another one in the later build. */
function readsBetween(profile: Profile, address: string, later: Side): readonly string[] {
  const after = profileOf(later, later.pages.find(address))
  if (!after) return []
  return (['templates', 'constants', 'widgets', 'words', 'assets', 'tables'] as const).flatMap(kind => {
    const now = new Map(after.reads[kind])
    return profile.reads[kind]
      .filter(([name, digest]) => now.get(name) !== digest)
      .map(([name]) => `${kind.slice(0, -1)} ${name}`)
  })
}

function changedInputs(before: PageList, old: number, after: PageList, now: number): string[] {
  if (before.stamps.high[old] === after.stamps.high[now] && before.stamps.low[old] === after.stamps.low[now])
    return []
  const [was, is] = [before.page(old), after.page(now)]
  if (!('template' in was) || !('template' in is)) return ['its content']
  return [
    ...(was.template === is.template ? [] : [`template: ${was.template} → ${is.template}`]),
    ...bodyChanges(was, is),
    ...differences(plain(was.props), plain(is.props), ''),
  ]
}

function bodyChanges({ body: was }: TemplatePage, { body: is }: TemplatePage): string[] {
  if (!was || !is) return was === is ? [] : ['its text']
  return [
    ...(was.digest === is.digest ? [] : [`its text (${is.file})`]),
    ...differences(was.slots, is.slots, 'links and pictures '),
  ]
}

/** Members that differ, by their path; long lists are cut. */
function differences(was: unknown, is: unknown, path: string): string[] {
  if (Object.is(was, is)) return []
  if (isObject(was) && isObject(is)) {
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])]
    return names
      .flatMap(name => {
        const inner = Array.isArray(is) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`
        return differences(was[name], is[name], inner)
      })
      .slice(0, 20)
  }
  return [`${path}: ${show(was)} → ${show(is)}`]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object'
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

/** The pages of a kept generation, made of its columns under today's config. */
function recallSide(beginning: Beginning, prepared: Prepared, generation: Generation): Side | undefined {
  const { store, files, engine } = beginning
  const saved = store.readSite(generation)
  const pages = store.readPages(generation)
  if (!saved || !pages) return undefined
  const { config }: { readonly config: Config } = prepared.loaded
  const library = createLibrary(saved.library)
  const memory = recallSite(library, config.site, saved.folders, engine, saved.memory)
  const model = buildModel(library, memory, config.site, generation.now)
  const { byPlace } = readEditorial(model)
  const { site } = buildSite(model, {
    media: { content: () => undefined, public: () => undefined },
    fronts: prepared.sources.fronts,
    related: recallLists(saved.related, model, byPlace),
    past: saved.past,
  })
  const digests = createFileDigests(files, saved.digests, saved.files && recallDigests(saved.files.tree))
  const folders = { content: config.contentFolder, public: 'public', theme: 'templates/assets' }
  const outputs: readonly NamedOutput[] = prepared.outputs
  const collected = collectPages(
    site,
    outputs,
    ({ from, path }) => digests.before(`${folders[from]}/${path}`) ?? '',
  )
  return { pages: collected.pages, table: createPageTable(pages) }
}
