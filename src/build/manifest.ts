// The manifest of a deployment: every file that stands on the host, with size and digest, a line each. It is part of
// the deployment, so that the next one starts from what was really deployed, never from what a build believes.
//
//   dateline 1
//   site <16 hex digits> <16 hex digits>          of the whole site, as its page table has it, and of all lines below
//   <16 hex digits> <bytes> <path>                sorted by path
//   left <day> <16 hex digits> <bytes> <path>     an asset that pages of old still ask for
import { type Digest, digestText } from '../base/digest.js'
import { once } from '../base/once.js'
import { compareText } from '../base/order.js'
import { indexLines, type ManifestLines } from './manifest-lines.js'

/** Where it stands on the host, below the site's address. */
export const manifestName = 'dateline-manifest.txt'

export interface DeployedFile {
  readonly path: string
  /** 64 bits of SHA-256 of the bytes. */
  readonly digest: string
  /** In bytes. */
  readonly size: number
}

export interface LeftFile extends DeployedFile {
  /** When no page asked for it any more: `2026-11-24`, in UTC. */
  readonly left: string
}

export interface Manifest {
  /** Digest of the whole site; undefined where it is not said, as in manifests that others wrote. */
  readonly site: Digest | undefined
  /** The files of the site. Cost, when it is first asked for: a look at each byte of the manifest. */
  lines(): ManifestLines
  /** No longer part of the site, and still on the host. */
  readonly left: ReadonlyMap<string, LeftFile>
}

const head = 'dateline 1\n'
const siteLine = /^site ([0-9a-f]{16}) ([0-9a-f]{16})\n/

export const noManifest: Manifest = {
  site: undefined,
  lines: () => indexLines(Buffer.alloc(0))!,
  left: new Map(),
}

/** Undefined for a text that is no manifest, or of another version, or not the whole of what was written: what is missing
 *  in it would stay on the host for good. */
export function parseManifest(given: Uint8Array): Manifest | undefined {
  const text = Buffer.from(given.buffer, given.byteOffset, given.byteLength)
  if (text.toString('latin1', 0, head.length) !== head || text.at(-1) !== newline) return undefined
  const [line = '', site, check] = siteLine.exec(text.toString('latin1', head.length, head.length + 64)) ?? []
  const body = text.subarray(head.length + line.length)
  if (check !== undefined && digestText(body) !== check) return undefined
  const end = body.indexOf('\nleft ')
  const from = body.toString('latin1', 0, 5) === 'left ' ? 0 : end < 0 ? body.length : end + 1
  const left = parseLeft(body.toString('utf8', from))
  const lines = once(() => indexLines(body.subarray(0, from)))
  // What we wrote is looked at when it is asked for.
  if (!left || !(check !== undefined || lines())) return undefined
  return { site, lines: () => lines()!, left }
}

const newline = 10

function parseLeft(text: string): ReadonlyMap<string, LeftFile> | undefined {
  const left = new Map<string, LeftFile>()
  for (const line of text.split('\n').slice(0, -1)) {
    const match = /^left ([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9a-f]{16}) ([0-9]+) (.+)$/s.exec(line)
    if (!match) return undefined
    const [, day, digest, size, path] = match
    left.set(path!, { path: path!, digest: digest!, size: Number(size), left: day! })
  }
  return left
}

export const lineOf = ({ digest, size, path }: DeployedFile): string => `${digest} ${size} ${path}\n`

/** @param lines of the files of the site, in pieces. */
export function formatManifest(
  site: Digest,
  lines: readonly Uint8Array[],
  left: ReadonlyMap<string, LeftFile>,
): Uint8Array {
  const leftLines = [...left.values()]
    .sort((a, b) => compareText(a.path, b.path))
    .map(file => `left ${file.left} ${lineOf(file)}`)
  const body = Buffer.concat([...lines, Buffer.from(leftLines.join(''))])
  return Buffer.concat([Buffer.from(`${head}site ${site} ${digestText(body)}\n`), body])
}

/** Assets whose address holds the digest of their bytes: a page that a reader opened yesterday still asks for
 *  yesterday's. */
export function isDigestedAsset(path: string): boolean {
  return /^assets\/(?:.*\/)?[^/]+\.[0-9a-f]{16}\.[a-z0-9]+$/i.test(path)
}

/** Days that an asset stays on the host after the last page that asks for it is gone. */
export const keepDays = 30

const dayMs = 86_400_000

/** What leaves the host now, and what stays there for a while.
 *  @param gone what is on the host and no longer part of the site. @param now ms since 1970. */
export function settleLeft(
  gone: Iterable<LeftFile>,
  now: number,
): { readonly remove: readonly string[]; readonly left: ReadonlyMap<string, LeftFile> } {
  const left = new Map<string, LeftFile>()
  const remove: string[] = []
  for (const file of gone) {
    if (isDigestedAsset(file.path) && now - Date.parse(file.left) < keepDays * dayMs)
      left.set(file.path, file)
    else remove.push(file.path)
  }
  return { remove: remove.sort(compareText), left }
}

/** The day as a manifest says it, in UTC. @param now ms since 1970. */
export const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10)

export interface HostLimit {
  readonly host: string
  readonly files?: number
  /** In bytes. */
  readonly fileSize?: number
  readonly siteSize?: number
}

/** As the hosts' documentation had them in November 2026: GitHub Pages, "GitHub Pages limits"; Cloudflare Pages,
 *  "Limits", the free plan; GitLab.com, "GitLab Pages settings". */
export const hostLimits: Readonly<Record<string, HostLimit>> = {
  github: { host: 'GitHub Pages', siteSize: 1e9 },
  cloudflare: { host: 'Cloudflare Pages', files: 20_000, fileSize: 25 * 2 ** 20 },
  gitlab: { host: 'GitLab Pages', files: 200_000, siteSize: 2 ** 30 },
}

/** Which limits a site passes, in words; none for an unknown host. */
export function passedLimits(files: Iterable<DeployedFile>, limit: HostLimit): string[] {
  let count = 0
  let total = 0
  let largest: DeployedFile | undefined
  for (const file of files) {
    count++
    total += file.size
    if (!largest || file.size > largest.size) largest = file
  }
  const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`
  return [
    ...(limit.files !== undefined && count > limit.files
      ? [`it takes ${limit.files} files, the site has ${count}`]
      : []),
    ...(limit.siteSize !== undefined && total > limit.siteSize
      ? [`it takes ${megabytes(limit.siteSize)}, the site has ${megabytes(total)}`]
      : []),
    ...(limit.fileSize !== undefined && largest && largest.size > limit.fileSize
      ? [`it takes files of ${megabytes(limit.fileSize)}, ${largest.path} has ${megabytes(largest.size)}`]
      : []),
  ]
}
