// A work tree beside the commit that it will be merged into: published addresses that would lead nowhere, and published
// texts that changed without a word about it. Cost: what changed, not the archive.
import { compareText } from '../base/order.js'
import type { Article } from '../content/article.js'
import { createLibrary } from '../content/library.js'
import { type Diagnostic, error, type Fix, warning } from '../diagnostics/diagnostic.js'
import type { PageList } from '../outputs/page.js'
import { recallSite } from '../site/memory.js'
import { buildModel } from '../site/model.js'
import type { Site } from '../site/site.js'
import { readAddress, type SitePath } from '../site/urls.js'
import type { Beginning } from './begin.js'
import { type FileChange, GitFailure, type History, openHistory } from './history.js'
import { type OldTextReader, parseOldTexts } from './old-versions.js'
import { below } from './site-files.js'

export interface Comparison extends OldTextReader {
  readonly beginning: Beginning
  readonly site: Site
  readonly pages: PageList
  readonly folders: ReadonlyMap<string, string>
  /** An article's file as diagnostics name it, and where it is read from; by its path below the content folder. */
  shown(path: string): string
  absolute(path: string): string | undefined
}

/** What the site showed of a file then. */
interface Published {
  readonly path: string
  readonly address: SitePath
  readonly aliases: readonly string[]
  readonly article: Said
}

/** What of an article must not change in silence, what breaks the silence, and what its address is made of. */
interface Said {
  readonly text: string
  readonly note: string
  readonly fields: Readonly<Partial<Record<AddressField, unknown>>>
}

const addressFields = ['url', 'slug', 'date', 'region'] as const
type AddressField = (typeof addressFields)[number]

/** @param ref the base: a commit, a branch, a tag. */
export async function compareWithBase(ref: string, comparison: Comparison): Promise<Diagnostic[]> {
  const { beginning, config } = comparison
  const history = openHistory(beginning.root)
  const base = findBase(history, ref)
  if ('diagnostic' in base) return [base.diagnostic]
  try {
    const changes = history.changedSince(base.commit, config.contentFolder)
    const today = pathsOfToday(changes, config.contentFolder)
    const before = await readPublished(changes, history, comparison)
    const now = await readToday(
      before.flatMap(({ path }) => today.get(path) ?? []),
      comparison,
    )
    return before.flatMap(published => {
      const path = today.get(published.path)
      const is = path === undefined ? undefined : { path, said: now.get(path) }
      return [...tellLostAddresses(published, is, comparison), ...tellSilentChange(published, is, comparison)]
    })
  } catch (cause) {
    if (!(cause instanceof GitFailure)) throw cause
    return [unreadable(ref, cause.message)]
  }
}

function findBase(
  history: History,
  ref: string,
): { readonly commit: string } | { readonly diagnostic: Diagnostic } {
  if (!history.isRepository()) return { diagnostic: unreadable(ref, 'this folder is in no git repository') }
  const commit = history.commit(ref)
  const shallow = history.isShallow()
  const deepen = shallow ? 'git fetch --unshallow' : `git fetch origin ${ref.replace(/^origin\//, '')}`
  if (commit === undefined)
    return { diagnostic: unreadable(ref, 'there is no such commit in this clone', deepen) }
  const parted = history.mergeBase(commit, 'HEAD')
  // Of a shallow clone the commit at which both parted may be missing; then the difference would be all there is.
  if (parted === undefined && shallow)
    return { diagnostic: unreadable(ref, 'this clone is shallow and ends before both parted', deepen) }
  return { commit: parted ?? commit }
}

function unreadable(ref: string, reason: string, command?: string): Diagnostic {
  return error('DL5008', { ref, reason, ...(command === undefined ? {} : { command }) })
}

/** Files that readers saw, as they were. */
async function readPublished(
  changes: readonly FileChange[],
  history: History,
  comparison: Comparison,
): Promise<Published[]> {
  const { config, beginning, site, folders, shop } = comparison
  const blobs = history.read(changes.map(({ blob }) => blob))
  const texts = changes.flatMap(({ was, blob }) => {
    const [path] = below(`${config.contentFolder}/`, [was.normalize('NFC')])
    const bytes = blobs.get(blob)
    return path === undefined || !bytes ? [] : [{ path, bytes }]
  })
  const library = createLibrary()
  for (const { parsed } of await parseOldTexts(texts, comparison))
    if (parsed.document) library.add(parsed.document)
  const memory = recallSite(library, config.site, folders, beginning.engine)
  const model = buildModel(library, memory, config.site, site.now)
  return Array.from(model.rows, row => ({
    path: library.path(row),
    address: model.path(row),
    aliases: library.rest(row).aliases ?? [],
    article: saidIn(shop.shelves.bodies.read(library.locator(row))),
  })).sort((a, b) => compareText(a.path, b.path))
}

/** What files say today. */
async function readToday(
  paths: readonly string[],
  comparison: Comparison,
): Promise<ReadonlyMap<string, Said>> {
  const { files, shop } = comparison
  const texts = paths.flatMap(path => {
    const absolute = comparison.absolute(path)
    const bytes = absolute === undefined ? undefined : files.read(absolute)
    return bytes ? [{ path, bytes }] : []
  })
  const said = new Map<string, Said>()
  for (const { parsed } of await parseOldTexts(texts, comparison))
    if (parsed.document) said.set(parsed.path, saidIn(shop.shelves.bodies.read(parsed.document.locator)))
  return said
}

function saidIn(bytes: Uint8Array | undefined): Said {
  const details = JSON.parse(Buffer.from(bytes ?? '{}').toString('utf8')) as Partial<
    Pick<Article, 'title' | 'body' | 'updated' | 'corrections' | AddressField>
  >
  const { title, body, updated, corrections } = details
  // Places in the file are no part of what readers read.
  const slots = body?.slots.map(slot => ({ ...slot, offset: 0 }))
  return {
    text: JSON.stringify([title, body?.chunks, slots]),
    note: JSON.stringify([updated, corrections]),
    fields: details,
  }
}

/** Paths below the content folder: then, and today; undefined for what is gone. */
function pathsOfToday(
  changes: readonly FileChange[],
  folder: string,
): ReadonlyMap<string, string | undefined> {
  const inside = (name: string) => below(`${folder}/`, [name.normalize('NFC')])[0]
  return new Map(
    changes.flatMap(({ was, is }) => {
      const before = inside(was)
      return before === undefined ? [] : [[before, is === undefined ? undefined : inside(is)] as const]
    }),
  )
}

/** A file that is there today. */
interface Today {
  readonly path: string
  /** Undefined where nothing of it can be read. */
  readonly said: Said | undefined
}

/** The field that gave the article another address. */
function fieldAtFault(before: Said, now: Said | undefined): AddressField {
  const differs = (field: AddressField) =>
    JSON.stringify(before.fields[field]) !== JSON.stringify(now?.fields[field])
  return addressFields.find(differs) ?? 'slug'
}

function* tellLostAddresses(
  { path, address, aliases, article }: Published,
  today: Today | undefined,
  { site, pages, shown, config }: Comparison,
): Iterable<Diagnostic> {
  const earlier = aliases.flatMap(alias => {
    const found = readAddress(alias, config.site.url)
    return 'path' in found ? [found.path] : []
  })
  for (const lost of [address, ...earlier]) {
    if (pages.find(lost) >= 0) continue
    const hidden = today && site.stateOf(today.path)?.reason
    if (!today || hidden !== undefined) {
      // What is in error is told already, and comes back.
      if (hidden !== 'left out because of an error')
        yield warning(
          'DL3014',
          { address: lost, reason: hidden ?? 'gone' },
          { file: shown(today?.path ?? path) },
        )
      continue
    }
    const field = lost === address ? fieldAtFault(article, today.said) : 'aliases'
    const fix: Fix = { kind: 'alias', text: lost }
    yield error(
      'DL3013',
      { address: lost },
      { file: shown(today.path), place: { kind: 'key', path: [field] }, fix },
    )
  }
}

function* tellSilentChange(
  { article }: Published,
  today: Today | undefined,
  { site, shown }: Comparison,
): Iterable<Diagnostic> {
  if (!today?.said || site.stateOf(today.path)) return
  if (today.said.text !== article.text && today.said.note === article.note)
    yield warning('DL3015', {}, { file: shown(today.path), place: { kind: 'key', path: ['title'] } })
}
