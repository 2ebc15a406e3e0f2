// What the slots and the picture of each article lead to, kept between builds. With each answer stand the
// questions that were asked for it (which file, which name, which address, which picture), so that an article
// is looked at again exactly when one of them may have another answer: a target that moved, vanished, appeared,
// or came out of embargo. Questions are kept as 32-bit hashes; two with one hash cost a look too many, no more.
import {
  createListColumn,
  createNamePool,
  createNumberColumn,
  createTextColumn,
  type SavedLists,
  type SavedText,
} from '../base/columns.js'
import { digestText } from '../base/digest.js'
import { halvesOf, hashText } from '../base/stamp.js'
import type { Picture } from '../content/article.js'
import type { SlotTarget } from '../content/library.js'
import { type Diagnostic, warning } from '../diagnostics/diagnostic.js'
import type { SlotValue } from '../markdown/body.js'
import type { BlockIndex } from './blocks.js'
import type { CardImage } from './card.js'
import { findMedia, type LinkContext, type LinkIndex, type Origin, resolveSlots } from './links.js'
import type { MediaFile, MediaIndex } from './media.js'
import { hrefOf, type SitePath } from './urls.js'

/** A link to an address of this site that no article has; checked when all pages are known. */
export interface PendingLink {
  readonly path: SitePath
  readonly target: string
  readonly offset: number
}

/** What one document's slots and picture lead to. */
export interface Resolution {
  readonly values: readonly SlotValue[]
  readonly image?: CardImage | undefined
  /** Files of the content folder that the document shows, by path. */
  readonly media: readonly string[]
  readonly pending: readonly PendingLink[]
  readonly diagnostics: readonly Diagnostic[]
}

export const emptyResolution: Resolution = { values: [], media: [], pending: [], diagnostics: [] }

/** What was asked of the rest of the site. */
export const question = {
  file: (path: string): number => hashText(`f:${path}`),
  name: (name: string): number => hashText(`n:${name}`),
  /** All names at once, for a suggestion: only broken links ask for them. */
  names: hashText('names'),
  address: (path: string): number => hashText(`a:${path}`),
  content: (path: string): number => hashText(`c:${path.normalize('NFC')}`),
  public: (path: string): number => hashText(`p:${path.normalize('NFC')}`),
  block: (name: string): number => hashText(`b:${name}`),
  table: (name: string): number => hashText(`t:${name}`),
  /** All names of blocks, or of tables, at once: for a suggestion. */
  blockNames: hashText('block names'),
  tableNames: hashText('table names'),
} as const

/** Whether the answers are those of the document's own text: links to other hosts, and nothing else. */
export function standsAlone({ resolution, questions }: Resolved): boolean {
  const { image, media, pending, diagnostics } = resolution
  return questions.size === 0 && !image && media.length + pending.length + diagnostics.length === 0
}

export interface Resolved {
  readonly resolution: Resolution
  readonly questions: ReadonlySet<number>
}

/** Resolves one document, noting what it asks. */
export function resolveDocument(
  origin: Origin,
  slots: readonly SlotTarget[],
  image: { readonly picture: Picture | undefined; readonly field: string },
  context: LinkContext,
): Resolved {
  const questions = new Set<number>()
  const noting: LinkContext = {
    ...context,
    links: noteLinks(context.links, questions),
    media: noteMedia(context.media, questions),
    blocks: noteBlocks(context.blocks, questions),
  }
  const resolved = resolveSlots(origin, slots, noting)
  const picture = resolvePicture(origin, image.picture, image.field, noting)
  const media = [...resolved.media, ...picture.media]
  return {
    questions,
    resolution: {
      values: resolved.values,
      ...(picture.image ? { image: picture.image } : {}),
      media: [...new Set(media.filter(file => file.from === 'content').map(file => file.path))],
      pending: resolved.pending,
      diagnostics: [...resolved.diagnostics, ...picture.diagnostics],
    },
  }
}

/** A picture as written, with the address and size of its file. */
function resolvePicture(
  origin: Origin,
  picture: Picture | undefined,
  field: string,
  context: LinkContext,
): {
  readonly image?: CardImage
  readonly media: readonly MediaFile[]
  readonly diagnostics: readonly Diagnostic[]
} {
  if (!picture) return { media: [], diagnostics: [] }
  const alt = picture.alt ?? ''
  if (/^https?:\/\//i.test(picture.src))
    return { image: { url: picture.src, alt }, media: [], diagnostics: [] }
  const file = findMedia(origin.file, picture.src, context.media)
  if (!file) {
    const place = { kind: 'value', path: [field] } as const
    const missing = warning('DL2004', { src: picture.src }, { file: context.shown(origin.file), place })
    return { media: [], diagnostics: [missing] }
  }
  const { width, height } = file
  const url = hrefOf(context.mediaAddress(file), context.base)
  return { image: { url, alt, width, height }, media: [file], diagnostics: [] }
}

function noteLinks(links: LinkIndex, questions: Set<number>): LinkIndex {
  return {
    file(path) {
      questions.add(question.file(path))
      return links.file(path)
    },
    name(name) {
      questions.add(question.name(name))
      return links.name(name)
    },
    address(path) {
      questions.add(question.address(path))
      return links.address(path)
    },
    names() {
      questions.add(question.names)
      return links.names()
    },
  }
}

function noteMedia(media: MediaIndex, questions: Set<number>): MediaIndex {
  return {
    content(path) {
      questions.add(question.content(path))
      return media.content(path)
    },
    public(path) {
      questions.add(question.public(path))
      return media.public(path)
    },
  }
}

function noteBlocks(blocks: BlockIndex, questions: Set<number>): BlockIndex {
  return {
    block(name) {
      questions.add(question.block(name))
      return blocks.block(name)
    },
    blockNames() {
      questions.add(question.blockNames)
      return blocks.blockNames()
    },
    table(name) {
      questions.add(question.table(name))
      return blocks.table(name)
    },
    tableNames() {
      questions.add(question.tableNames)
      return blocks.tableNames()
    },
  }
}

/** By library row. */
export interface Resolutions {
  has(row: number): boolean
  set(row: number, resolved: Resolved): void
  /** Notes that a row's answers come from its own text alone, so that nothing is kept of them. */
  setAlone(row: number): void
  isAlone(row: number): boolean
  get(row: number): Resolution
  /** Digest of the values, and of the picture, in halves; 0 for nothing. */
  readonly valuesHigh: (row: number) => number
  readonly valuesLow: (row: number) => number
  readonly imageHigh: (row: number) => number
  readonly imageLow: (row: number) => number
  /** Whether there is something to check or to say. */
  speaks(row: number): boolean
  /** Files of the content folder that some of the rows show, sorted. Cost: one pass, nothing decoded. */
  mediaOf(rows: Uint32Array): string[]
  /** Rows whose answers may be others now. Cost: one pass over all questions. */
  asking(questions: ReadonlySet<number>): number[]
  /** @param wanted rows whose answers are up to date; others are dropped.
   *  @param rows only these, in this order; by default all as they lie. */
  saved(wanted: (row: number) => boolean, rows?: Uint32Array): SavedResolutions
}

export interface SavedResolutions {
  readonly texts: SavedText
  readonly speaks: Uint8Array
  readonly mediaNames: readonly string[]
  readonly media: SavedLists<Uint32Array>
  readonly stamps: Uint32Array
  readonly questions: SavedLists<Uint32Array>
  /** Entry of each row; `none` or `alone` where there is none. */
  readonly entries: Int32Array
}

/** In place of an entry: nothing was resolved; there was nothing to keep. */
const none = -1
const alone = -2

export function createResolutions(saved?: SavedResolutions): Resolutions {
  const texts = createTextColumn(saved?.texts)
  const speaks = createNumberColumn(Uint8Array, saved?.speaks)
  const mediaNames = createNamePool(saved?.mediaNames)
  const mediaIds = createListColumn(Uint32Array, saved?.media)
  // Four numbers an entry: values, then picture.
  const stamps = createNumberColumn(Uint32Array, saved?.stamps)
  const questions = createListColumn(Uint32Array, saved?.questions)
  // Written to by row; what was kept stays as it is.
  const entries = createNumberColumn(Int32Array, saved?.entries.slice())
  const entryOf = (row: number): number => (row < entries.length ? entries.get(row) : none)
  const put = (row: number, entry: number): void => {
    while (entries.length <= row) entries.push(none)
    entries.set(row, entry)
  }
  const stampOf = (part: number) => (row: number) => {
    const entry = entryOf(row)
    return entry < 0 ? 0 : stamps.get(entry * 4 + part)
  }
  return {
    has: row => entryOf(row) !== none,
    isAlone: row => entryOf(row) === alone,
    setAlone: row => put(row, alone),
    set(row, { resolution, questions: asked }) {
      const { values, image, media, pending, diagnostics } = resolution
      put(row, texts.length)
      texts.push(JSON.stringify([values, image ?? null, pending, diagnostics]))
      speaks.push(pending.length + diagnostics.length > 0 ? 1 : 0)
      mediaIds.push(media.map(path => mediaNames.id(path)))
      for (const part of [values.length === 0 ? undefined : values, image]) {
        const halves = part === undefined ? ([0, 0] as const) : halvesOf(digestText(JSON.stringify(part)))
        stamps.pushAll(halves)
      }
      questions.push([...asked])
    },
    get(row) {
      const entry = entryOf(row)
      if (entry < 0) return emptyResolution
      const [values, image, pending, diagnostics] = JSON.parse(texts.get(entry)) as [
        SlotValue[],
        CardImage | null,
        PendingLink[],
        Diagnostic[],
      ]
      const media = Array.from(mediaIds.get(entry), id => mediaNames.name(id))
      return { values, ...(image ? { image } : {}), media, pending, diagnostics }
    },
    valuesHigh: stampOf(0),
    valuesLow: stampOf(1),
    imageHigh: stampOf(2),
    imageLow: stampOf(3),
    speaks(row) {
      const entry = entryOf(row)
      return entry >= 0 && speaks.get(entry) === 1
    },
    mediaOf(rows) {
      const shown = new Uint8Array(mediaNames.size)
      const { items, ends } = mediaIds.saved()
      for (const row of rows) {
        const entry = entryOf(row)
        if (entry < 0) continue
        for (let i = entry === 0 ? 0 : ends[entry - 1]!; i < ends[entry]!; i++) shown[items[i]!] = 1
      }
      return mediaNames
        .names()
        .filter((_, id) => shown[id] === 1)
        .sort()
    },
    asking(wanted) {
      if (wanted.size === 0) return []
      const { items, ends } = questions.saved()
      const hit = new Uint8Array(ends.length)
      // A sieve of 64 Ki bits answers nearly all without a look into the set.
      const sieve = new Uint8Array(0x10000)
      for (const hash of wanted) sieve[hash & 0xffff] = 1
      for (let entry = 0; entry < ends.length; entry++) {
        for (let i = entry === 0 ? 0 : ends[entry - 1]!; i < ends[entry]!; i++)
          if (sieve[items[i]! & 0xffff] === 1 && wanted.has(items[i]!)) hit[entry] = 1
      }
      const rows: number[] = []
      for (let row = 0; row < entries.length; row++) {
        const entry = entries.get(row)
        if (entry >= 0 && hit[entry] === 1) rows.push(row)
      }
      return rows
    },
    saved(wanted, rows) {
      if (!rows) {
        return {
          texts: texts.saved(),
          speaks: speaks.view(),
          mediaNames: mediaNames.names(),
          media: mediaIds.saved(),
          stamps: stamps.view(),
          questions: questions.saved(),
          entries: entries.view().map((entry, row) => (wanted(row) ? entry : none)),
        }
      }
      const columns = new Int32Array(rows.length).fill(none)
      const entriesKept: number[] = []
      for (let n = 0; n < rows.length; n++) {
        const entry = entryOf(rows[n]!)
        if (entry === none || !wanted(rows[n]!)) continue
        columns[n] = entry === alone ? alone : entriesKept.push(entry) - 1
      }
      const kept = Uint32Array.from(entriesKept)
      const keptStamps = new Uint32Array(kept.length * 4)
      kept.forEach((entry, n) => {
        for (let part = 0; part < 4; part++) keptStamps[n * 4 + part] = stamps.get(entry * 4 + part)
      })
      return {
        texts: texts.gather(kept).saved(),
        speaks: speaks.gather(kept).view(),
        mediaNames: mediaNames.names(),
        media: mediaIds.gather(kept).saved(),
        stamps: keptStamps,
        questions: questions.gather(kept).saved(),
        entries: columns,
      }
    },
  }
}
