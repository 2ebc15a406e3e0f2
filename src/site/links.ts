// Slots → values: where a link leads, which file a picture is, whether a block is there. The only place where an article learns the
// address of another.

import { suggest } from '../base/suggest.js'
import type { SlotTarget } from '../content/library.js'
import { type Diagnostic, type Place, warning } from '../diagnostics/diagnostic.js'
import type { SlotValue } from '../markdown/body.js'
import { type BlockIndex, resolveBlock } from './blocks.js'
import { type MediaFile, type MediaIndex, resolvePath } from './media.js'
import { decode, encodePath, hrefOf, ownPath, type SitePath } from './urls.js'

/** A file of the content folder that a link may lead to. */
export interface LinkTarget {
  readonly path: SitePath
  /** Why readers must not see it. */
  readonly hidden?: string | undefined
  /** The ids that `#…` may name; undefined where they are not known. */
  ids(): readonly string[] | undefined
}

export interface LinkIndex {
  /** By path below the content folder. */
  file(path: string): LinkTarget | undefined
  /** By file name alone, when only one file has it: the references of Hugo need no folder. */
  name(name: string): LinkTarget | undefined
  /** By address on the site. */
  address(path: SitePath): LinkTarget | undefined
  /** File names, for suggestions; asked only when a link is broken. */
  names(): Iterable<string>
}

export interface LinkContext {
  readonly siteUrl: string
  readonly base: string
  readonly mediaAddress: (file: MediaFile) => SitePath
  readonly links: LinkIndex
  readonly media: MediaIndex
  readonly blocks: BlockIndex
  /** A path of the content folder as diagnostics name it. */
  readonly shown: (path: string) => string
}

/** The document whose slots are resolved. */
export interface Origin {
  readonly file: string
  readonly path: SitePath
}

export interface ResolvedSlots {
  readonly values: readonly SlotValue[]
  /** Files of the content folder that the document shows. */
  readonly media: readonly MediaFile[]
  /** Addresses on this site that no article has; they are checked when all pages are known. */
  readonly pending: readonly { readonly path: SitePath; readonly target: string; readonly offset: number }[]
  readonly diagnostics: readonly Diagnostic[]
}

interface Outcome {
  readonly value: SlotValue
  readonly media?: MediaFile
  readonly pending?: SitePath
  readonly diagnostic?: Diagnostic
}

/** Headings that are named to whoever looks for another one. */
const mostIds = 8

export function resolveSlots(
  origin: Origin,
  slots: readonly SlotTarget[],
  context: LinkContext,
): ResolvedSlots {
  const values: SlotValue[] = []
  const media: MediaFile[] = []
  const pending: { path: SitePath; target: string; offset: number }[] = []
  const diagnostics: Diagnostic[] = []
  for (const slot of slots) {
    if (slot.kind === 'block' || slot.kind === 'table') {
      const answer = resolveBlock(slot, context.blocks, context.shown(origin.file))
      values.push(answer.found ? { found: true } : null)
      diagnostics.push(...answer.diagnostics)
      continue
    }
    const outcome =
      slot.kind === 'link' ? resolveLink(origin, slot, context) : resolveMedia(origin, slot, context)
    values.push(outcome.value)
    if (outcome.media) media.push(outcome.media)
    if (outcome.pending !== undefined)
      pending.push({ path: outcome.pending, target: slot.target, offset: slot.offset })
    if (outcome.diagnostic) diagnostics.push(outcome.diagnostic)
  }
  return { values, media, pending, diagnostics }
}

function resolveLink(origin: Origin, slot: SlotTarget, context: LinkContext): Outcome {
  const { target } = slot
  const { rest, suffix } = splitSuffix(target)
  if (/^[a-z][a-z0-9+.-]*:/i.test(target) || target.startsWith('//')) {
    const own = ownPath(target, context.siteUrl)
    if (own !== undefined) return toAddress(own, origin, slot, context)
    return /^(?:https?:|\/\/)/i.test(target)
      ? { value: { url: target, outside: true } }
      : { value: null, diagnostic: warning('DL2010', { target }, at(origin, slot, context)) }
  }
  if (target === '') return broken(origin, slot, context)
  if (rest === '') return { value: { url: suffix } }
  if (target.startsWith('/')) {
    // `/2026/11/story.md` is a path from the content folder; `/2026/11/story/` an address.
    const file = context.links.file(decodePath(rest).slice(1))
    return file ? toTarget(file, suffix, origin, slot, context) : toAddress(target, origin, slot, context)
  }
  const path = decodePath(rest)
  const resolved = resolvePath(origin.file, path)
  const found = resolved === undefined ? undefined : findFile(resolved, context)
  if (found) return toTarget(found, suffix, origin, slot, context)
  const mediaFile = resolved === undefined ? undefined : context.media.content(resolved)
  if (mediaFile)
    return {
      value: { url: hrefOf(context.mediaAddress(mediaFile), context.base) + suffix },
      media: mediaFile,
    }
  if (/\.(?:md|markdown|html?)$/i.test(path)) {
    const named = context.links.name(fileName(path))
    if (named) return toTarget(named, suffix, origin, slot, context)
    if (!/\.html?$/i.test(path)) return broken(origin, slot, context)
  }
  if (/^[^/.]+$/.test(path)) {
    const named = context.links.name(`${path}.md`)
    if (named) return toTarget(named, suffix, origin, slot, context)
  }
  // Relative to the article's own address, as in a browser.
  const address = new URL(target, `https://base.invalid${encodePath(origin.path)}`)
  return toAddress(address.pathname + address.search + address.hash, origin, slot, context)
}

function findFile(path: string, context: LinkContext): LinkTarget | undefined {
  const { links } = context
  const folder = path.replace(/\/$/, '')
  return (
    links.file(path) ??
    links.file(`${folder}.md`) ??
    links.file(`${folder}/index.md`) ??
    links.file(`${folder}/_index.md`)
  )
}

function toTarget(
  found: LinkTarget,
  suffix: string,
  origin: Origin,
  slot: SlotTarget,
  context: LinkContext,
): Outcome {
  if (found.hidden !== undefined) {
    return {
      value: null,
      diagnostic: warning('DL2002', { target: slot.target, reason: found.hidden }, at(origin, slot, context)),
    }
  }
  const value = { url: hrefOf(found.path, context.base) + suffix }
  const anchor = /#(.+)$/.exec(suffix)?.[1]
  const ids = anchor === undefined ? undefined : found.ids()
  if (anchor === undefined || ids === undefined || ids.includes(decode(anchor) ?? anchor)) return { value }
  const near = suggest(anchor, ids)
  const details = { ...at(origin, slot, context), ...(near === undefined ? {} : { suggestion: near }) }
  const known = ids.length === 0 ? {} : { ids: ids.slice(0, mostIds).join(', ') }
  return { value, diagnostic: warning('DL2003', { target: slot.target, anchor, ...known }, details) }
}

function toAddress(address: string, origin: Origin, slot: SlotTarget, context: LinkContext): Outcome {
  const { rest, suffix } = splitSuffix(address)
  const path = decodePath(rest).normalize('NFC')
  const { links } = context
  const folder = path.endsWith('/') ? path : `${path}/`
  const found =
    links.address(path) ?? links.address(folder) ?? links.address(path.replace(/\/index\.html?$/, '/'))
  if (found) return toTarget(found, suffix, origin, slot, context)
  return { value: { url: context.base + encodePath(path.slice(1)) + suffix }, pending: path as SitePath }
}

function broken(origin: Origin, slot: SlotTarget, context: LinkContext): Outcome {
  const near = suggest(fileName(splitSuffix(slot.target).rest), context.links.names())
  const details = { ...at(origin, slot, context), ...(near === undefined ? {} : { suggestion: near }) }
  return { value: null, diagnostic: warning('DL2001', { target: slot.target }, details) }
}

function resolveMedia(origin: Origin, slot: SlotTarget, context: LinkContext): Outcome {
  const { target } = slot
  if (/^data:image\/(?:png|jpe?g|gif|webp|avif);/i.test(target)) return { value: { url: target } }
  if (/^[a-z][a-z0-9+.-]*:/i.test(target) || target.startsWith('//')) {
    const own = ownPath(target, context.siteUrl)
    if (own === undefined)
      return /^(?:https?:|\/\/)/i.test(target) ? { value: { url: target } } : missing(origin, slot, context)
    return fromMedia(findMedia(origin.file, own, context.media), slot, origin, context)
  }
  return fromMedia(findMedia(origin.file, target, context.media), slot, origin, context)
}

function fromMedia(
  file: MediaFile | undefined,
  slot: SlotTarget,
  origin: Origin,
  context: LinkContext,
): Outcome {
  if (!file) return missing(origin, slot, context)
  const { width, height } = file
  const size = width === undefined || height === undefined ? {} : { width, height }
  return { value: { url: hrefOf(context.mediaAddress(file), context.base), ...size }, media: file }
}

function missing(origin: Origin, slot: SlotTarget, context: LinkContext): Outcome {
  return { value: null, diagnostic: warning('DL2004', { src: slot.target }, at(origin, slot, context)) }
}

/** A picture beside the article, from the root of the content folder, or in public/. */
export function findMedia(from: string, target: string, media: MediaIndex): MediaFile | undefined {
  const path = decodePath(splitSuffix(target).rest)
  const beside = resolvePath(from, path)
  const root = path.replace(/^\/+/, '')
  if (!path.startsWith('/') && beside !== undefined) {
    const found = media.content(beside)
    if (found) return found
  }
  if (root.split('/').includes('..')) return undefined
  return media.public(root) ?? media.content(root)
}

function at(
  origin: Origin,
  slot: SlotTarget,
  context: LinkContext,
): { readonly file: string; readonly place?: Place } {
  const file = context.shown(origin.file)
  return slot.offset < 0
    ? { file }
    : { file, place: { kind: 'span', start: slot.offset, end: slot.offset + 1 } }
}

function splitSuffix(target: string): { readonly rest: string; readonly suffix: string } {
  const at = target.search(/[?#]/)
  return at < 0 ? { rest: target, suffix: '' } : { rest: target.slice(0, at), suffix: target.slice(at) }
}

function decodePath(path: string): string {
  return path
    .split('/')
    .map(segment => decode(segment) ?? segment)
    .join('/')
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
