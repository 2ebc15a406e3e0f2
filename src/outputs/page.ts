// What an output is: a function from the Site to pages; and the list of all of them, in which no two share a file.
import { digestText, digestValue } from '../base/digest.js'
import { once } from '../base/once.js'
import { pathKey, segmentFault } from '../base/slug.js'
import { createStamps, halvesOf, type Stamp, type Stamps, startStamp } from '../base/stamp.js'
import { passLost } from '../base/stretch.js'
import type { Locator } from '../content/library.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import type { SlotValue } from '../markdown/body.js'
import type { Site } from '../site/site.js'
import { keyOfFile, outputPath, type SitePath } from '../site/urls.js'
import { createGroups, type KeptGroup, type SavedGroups } from './page-groups.js'

export type Props = Readonly<Record<string, unknown>>

/** A body that is linked into a page's props when it is rendered. */
export interface BodyRef {
  /** The prop that receives the details and `html`. */
  readonly into: string
  readonly locator: Locator
  /** The file that the body was parsed from, below the content folder. */
  readonly file: string
  /** Of what parsing made of that file: stands for the body in the page's digest. */
  readonly digest: string
  readonly slots: readonly SlotValue[]
}

/** An HTML page: a template and its props. */
export interface TemplatePage {
  readonly path: SitePath
  readonly template: string
  readonly props: Props
  readonly body?: BodyRef | undefined
  /** The file that an editor would open, for diagnostics; path from the project's root. */
  readonly owner?: string | undefined
}

/** A feed, a sitemap, a table: its text is made here. Made late, when it is about to be written. */
export interface TextPage {
  readonly path: SitePath
  readonly body: string | (() => string)
  readonly owner?: string | undefined
}

/** A file of the content folder or public/ under an address. */
export interface CopyPage {
  readonly path: SitePath
  readonly copy: { readonly from: 'content' | 'public' | 'theme'; readonly path: string }
  readonly owner?: string | undefined
}

export type Page = TemplatePage | TextPage | CopyPage

/** A page that is made only when it is stale: its stamp stands for all that it would be made of. */
export interface LatePage {
  readonly path: SitePath
  readonly form: 'template' | 'text'
  readonly stamp: { readonly high: number; readonly low: number }
  make(): TemplatePage | TextPage
  readonly owner?: string | undefined
}

/** Very many pages of one kind, by number; their addresses are known to be good and to differ. */
export interface PageRun {
  readonly size: number
  path(i: number): SitePath
  /** `keyOfFile` of the path. */
  keyHigh(i: number): number
  keyLow(i: number): number
  readonly stamps: Stamps
  make(i: number): TemplatePage
  owner(i: number): string
}

/** Pages that are made of the same things. While none of these changed they are the same pages with the same stamps, and
 *  are not listed again. */
export interface PageGroup {
  /** Unlike that of any other group. */
  readonly group: string
  /** Of everything that its addresses and stamps are made of. */
  readonly stamp: { readonly high: number; readonly low: number }
  list(): Iterable<Page | LatePage>
}

/** What a config adds: a function from the Site to pages. */
export type Output = (site: Site) => Iterable<Page>

/** What the built-in outputs give, too. */
export type Emission = Page | LatePage | PageRun | PageGroup
export type BuiltInOutput = (site: Site) => Iterable<Emission>

export interface NamedOutput {
  readonly name: string
  readonly output: BuiltInOutput
}

/** All files of the site, in the order in which outputs gave them. */
export interface PageList {
  readonly size: number
  /** `keyOfFile` of each. */
  readonly keys: Stamps
  /** What each is made of. */
  readonly stamps: Stamps
  path(i: number): SitePath
  owner(i: number): string | undefined
  page(i: number): Page
  /** Whether it is rendered with one; asking makes nothing. */
  hasTemplate(i: number): boolean
  /** The page at an address. */
  find(path: SitePath): number
  /** Whether there is a file with a key. */
  has(high: number, low: number): boolean
}

export interface Collected {
  readonly pages: PageList
  /** For the next build. */
  readonly groups: SavedGroups
  readonly diagnostics: readonly Diagnostic[]
}

/** What a plain page's file depends on. @throws when its props hold a function. */
export function stampPage(page: Page, copied: (copy: CopyPage['copy']) => string): readonly [number, number] {
  const { path } = page
  if ('copy' in page) return halvesOf(digestText(`copy ${path}\n${copied(page.copy)}`))
  if (!('template' in page))
    return halvesOf(digestText(`text ${path}\n${typeof page.body === 'string' ? page.body : page.body()}`))
  const { template, props, body } = page
  return halvesOf(
    digestValue({
      path,
      template,
      props,
      body: body && [body.into, body.digest, body.file, body.slots],
    }),
  )
}

/** Runs the outputs and refuses pages that would share a file, also where only letter case or Unicode form
 *  differs. The first in order stays: articles before lists before files of public/.
 *  @param copied digest of a file that is copied.
 *  @param known whether the file of a key was on the site, beside its folders, when that was last looked at.
 *  @param past groups of an earlier list. */
export function collectPages(
  site: Site,
  outputs: readonly NamedOutput[],
  copied: (copy: CopyPage['copy']) => string,
  known: (high: number, low: number) => boolean = () => false,
  past?: SavedGroups,
): Collected {
  const diagnostics: Diagnostic[] = []
  const list = createPageList(copied)
  const groups = createGroups(past)
  const stamp = startStamp()
  for (const { name, output } of outputs) {
    try {
      for (const emission of output(site)) add(emission, name)
    } catch (cause) {
      passLost(cause)
      const reason = cause instanceof Error ? cause.message : String(cause)
      diagnostics.push(error('DL4004', { name, reason }))
    }
  }
  const all = list.finish()
  const inTheWay = foldersInTheWay(all, known)
  diagnostics.push(...inTheWay.map(({ diagnostic }) => diagnostic))
  const dropped = new Set(inTheWay.map(({ page }) => page))
  const pages = dropped.size === 0 ? all : withoutPages(all, dropped)
  return { pages, groups: groups.saved(all), diagnostics }

  /** As it was, where it is made of the same things and nobody has taken one of its addresses. */
  function addGroup(group: PageGroup, name: string): void {
    const from = list.size
    const kept = groups.find(group)
    if (kept && list.addKept(group, kept)) {
      groups.note(group, from, list.size)
      return
    }
    const told = diagnostics.length
    for (const page of group.list()) add(page, name)
    if (diagnostics.length === told) groups.note(group, from, list.size)
  }

  function add(emission: Emission, name: string): void {
    if ('group' in emission) {
      addGroup(emission, name)
      return
    }
    if ('size' in emission) {
      for (const { i, other } of list.addRun(emission)) {
        diagnostics.push(clash(emission.path(i), emission.owner(i), list.path(other), list.owner(other)))
      }
      return
    }
    const { high, low } = keyOfFile(stamp, emission.path)
    const fault = !emission.path.startsWith('/')
      ? 'no slash at its beginning'
      : known(high, low)
        ? undefined
        : outputPath(emission.path)
            .split('/')
            .map(segmentFault)
            .find(reason => reason !== undefined)
    if (fault !== undefined) {
      diagnostics.push(
        error(
          'DL1012',
          { field: name, value: emission.path, reason: fault },
          emission.owner === undefined ? {} : { file: emission.owner },
        ),
      )
      return
    }
    const other = list.at(high, low)
    if (other >= 0) {
      diagnostics.push(clash(emission.path, emission.owner, list.path(other), list.owner(other)))
      return
    }
    try {
      list.add(emission, high, low)
    } catch (cause) {
      passLost(cause)
      const reason = cause instanceof Error ? cause.message : String(cause)
      diagnostics.push(
        error(
          'DL4004',
          { name: emission.path, reason },
          emission.owner === undefined ? {} : { file: emission.owner },
        ),
      )
    }
  }
}

interface InTheWay {
  /** The later one of the two, which gives way. */
  readonly page: number
  readonly diagnostic: Diagnostic
}

/** Files that are folders of others. Only what is new is looked at, and that against everything. */
function foldersInTheWay(pages: PageList, known: (high: number, low: number) => boolean): InTheWay[] {
  const fresh: number[] = []
  for (let i = 0; i < pages.size; i++) if (!known(pages.keys.high[i]!, pages.keys.low[i]!)) fresh.push(i)
  if (fresh.length === 0) return []
  const found: InTheWay[] = []
  const folders = new Map<string, number>()
  const takeFolders = (i: number): void => {
    const key = pathKey(outputPath(pages.path(i)))
    for (let slash = key.lastIndexOf('/'); slash > 0; slash = key.lastIndexOf('/', slash - 1)) {
      const folder = key.slice(0, slash)
      if (folders.has(folder)) break
      folders.set(folder, i)
    }
  }
  for (const i of fresh) takeFolders(i)
  // A new folder may be a file of old: files are found by their key.
  for (const [folder, below] of folders) {
    const i = pages.find(`/${folder}`)
    if (i >= 0) found.push(inTheWay(pages, i, below))
  }
  // A new file may be a folder of old. An index has a folder of its own, so only other files can be.
  const bare = fresh.filter(i => !pages.path(i).endsWith('/'))
  if (bare.length > 0 && fresh.length < pages.size) {
    folders.clear()
    for (let i = 0; i < pages.size; i++) takeFolders(i)
    const reported = new Set(found.map(({ diagnostic }) => diagnostic.args.address))
    for (const i of bare) {
      const below = folders.get(pathKey(outputPath(pages.path(i))))
      if (below !== undefined && !reported.has(pages.path(i))) found.push(inTheWay(pages, i, below))
    }
  }
  return found
}

function inTheWay(pages: PageList, i: number, below: number): InTheWay {
  return {
    page: Math.max(i, below),
    diagnostic: clash(pages.path(i), pages.owner(i), pages.path(below), pages.owner(below), '(as a folder)'),
  }
}

/** The same list with some pages left out. */
function withoutPages(pages: PageList, dropped: ReadonlySet<number>): PageList {
  const kept = Uint32Array.from({ length: pages.size }, (_, i) => i).filter(i => !dropped.has(i))
  const pick = ({ high, low }: Stamps): Stamps => ({
    high: kept.map(i => high[i]!),
    low: kept.map(i => low[i]!),
  })
  return {
    size: kept.length,
    keys: pick(pages.keys),
    stamps: pick(pages.stamps),
    path: i => pages.path(kept[i]!),
    owner: i => pages.owner(kept[i]!),
    page: i => pages.page(kept[i]!),
    hasTemplate: i => pages.hasTemplate(kept[i]!),
    find: path => kept.indexOf(pages.find(path)),
    has: pages.has,
  }
}

function clash(
  address: SitePath,
  owner: string | undefined,
  otherPath: SitePath,
  otherOwner: string | undefined,
  how = '',
): Diagnostic {
  const named = otherOwner ?? `the page ${otherPath}`
  return error(
    'DL3001',
    { address, other: `${named}${how === '' ? '' : ` ${how}`}` },
    owner === undefined ? {} : { file: owner },
  )
}

/** Pages in one row of numbers: those of runs by arithmetic, single ones by a list. */
function createPageList(copied: (copy: CopyPage['copy']) => string) {
  interface Part {
    readonly from: number
    readonly run?: { readonly run: PageRun; readonly members: Uint32Array }
    /** Listed when one of its pages is asked for. */
    readonly group?: () => readonly (Page | LatePage)[]
    readonly page?: Page | LatePage
  }
  const parts: Part[] = []
  let size = 0
  let keys: Stamps = createStamps(1024)
  let stamps: Stamps = createStamps(1024)
  let slots = new Int32Array(4096).fill(-1)

  function reserve(more: number): void {
    if (size + more > keys.high.length) {
      const length = Math.max(keys.high.length * 2, size + more)
      const grown = (array: Uint32Array): Uint32Array => {
        const larger = new Uint32Array(length)
        larger.set(array)
        return larger
      }
      keys = { high: grown(keys.high), low: grown(keys.low) }
      stamps = { high: grown(stamps.high), low: grown(stamps.low) }
    }
    if ((size + more) * 2 > slots.length) {
      let length = slots.length
      while ((size + more) * 2 > length) length *= 2
      slots = new Int32Array(length).fill(-1)
      for (let i = 0; i < size; i++) slots[slotOf(keys.high[i]!, keys.low[i]!)] = i
    }
  }
  function slotOf(high: number, low: number): number {
    let slot = low & (slots.length - 1)
    while (slots[slot] !== -1 && (keys.low[slots[slot]!] !== low || keys.high[slots[slot]!] !== high))
      slot = (slot + 1) & (slots.length - 1)
    return slot
  }
  const at = (high: number, low: number): number => slots[slotOf(high, low)]!
  function put(high: number, low: number, stampHigh: number, stampLow: number): void {
    keys.high[size] = high
    keys.low[size] = low
    stamps.high[size] = stampHigh
    stamps.low[size] = stampLow
    slots[slotOf(high, low)] = size
    size++
  }
  const partOf = (i: number): Part => {
    let low = 0
    let high = parts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (parts[middle]!.from <= i) low = middle + 1
      else high = middle
    }
    return parts[low - 1]!
  }
  const singleOf = ({ from, group, page }: Part, i: number): Page | LatePage => page ?? group!()[i - from]!
  function path(i: number): SitePath {
    const part = partOf(i)
    return part.run ? part.run.run.path(part.run.members[i - part.from]!) : singleOf(part, i).path
  }
  function owner(i: number): string | undefined {
    const part = partOf(i)
    return part.run ? part.run.run.owner(part.run.members[i - part.from]!) : singleOf(part, i).owner
  }
  return {
    get size() {
      return size
    },
    at,
    path,
    owner,
    /** @returns false, and takes nothing, when one of its addresses is taken. */
    addKept(group: PageGroup, { keys: known, stamps: made }: KeptGroup): boolean {
      for (let i = 0; i < known.high.length; i++) if (at(known.high[i]!, known.low[i]!) >= 0) return false
      reserve(known.high.length)
      parts.push({ from: size, group: once(() => [...group.list()]) })
      for (let i = 0; i < known.high.length; i++)
        put(known.high[i]!, known.low[i]!, made.high[i]!, made.low[i]!)
      return true
    },
    addRun(run: PageRun) {
      reserve(run.size)
      const members = new Uint32Array(run.size)
      const clashes: { readonly i: number; readonly other: number }[] = []
      let count = 0
      parts.push({ from: size, run: { run, members } })
      for (let i = 0; i < run.size; i++) {
        const other = at(run.keyHigh(i), run.keyLow(i))
        if (other >= 0) clashes.push({ i, other })
        else {
          members[count++] = i
          put(run.keyHigh(i), run.keyLow(i), run.stamps.high[i]!, run.stamps.low[i]!)
        }
      }
      return clashes
    },
    add(page: Page | LatePage, high: number, low: number): void {
      const [stampHigh, stampLow] =
        'make' in page ? [page.stamp.high, page.stamp.low] : stampPage(page, copied)
      reserve(1)
      parts.push({ from: size, page })
      put(high, low, stampHigh, stampLow)
    },
    finish(): PageList {
      const finder: Stamp = startStamp()
      return {
        size,
        has: (high, low) => at(high, low) >= 0,
        keys: { high: keys.high.subarray(0, size), low: keys.low.subarray(0, size) },
        stamps: { high: stamps.high.subarray(0, size), low: stamps.low.subarray(0, size) },
        path,
        owner,
        page(i) {
          const part = partOf(i)
          if (part.run) return part.run.run.make(part.run.members[i - part.from]!)
          const page = singleOf(part, i)
          return 'make' in page ? page.make() : page
        },
        hasTemplate(i) {
          const part = partOf(i)
          if (part.run) return true
          const page = singleOf(part, i)
          return 'form' in page ? page.form === 'template' : 'template' in page
        },
        find(wanted) {
          const { high, low } = keyOfFile(finder, wanted)
          return at(high, low)
        },
      }
    },
  }
}
