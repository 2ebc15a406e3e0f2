// The manifest of a deployment: every file that stands on the host, with size and digest, a line each. It is part of
// the deployment, so that the next one starts from what was really deployed, never from what a build believes.
//
//   dateline 1
//   <16 hex digits> <bytes> <path>
//   left <day> <16 hex digits> <bytes> <path>     an asset that pages of old still ask for
import { compareText } from '../base/order.js'

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
  readonly files: ReadonlyMap<string, DeployedFile>
  /** No longer part of the site, and still on the host. */
  readonly left: ReadonlyMap<string, LeftFile>
}

const head = 'dateline 1'

export function formatManifest({ files, left }: Manifest): string {
  const line = ({ digest, size, path }: DeployedFile) => `${digest} ${size} ${path}`
  return [
    head,
    ...[...files.values()].sort((a, b) => compareText(a.path, b.path)).map(line),
    ...[...left.values()]
      .sort((a, b) => compareText(a.path, b.path))
      .map(file => `left ${file.left} ${line(file)}`),
    '',
  ].join('\n')
}

/** Undefined for a text that is no manifest, or of another version. */
export function parseManifest(text: string): Manifest | undefined {
  const lines = text.split('\n')
  if (lines[0] !== head || lines.at(-1) !== '') return undefined
  const files = new Map<string, DeployedFile>()
  const left = new Map<string, LeftFile>()
  for (const line of lines.slice(1, -1)) {
    const match = /^(?:left ([0-9]{4}-[0-9]{2}-[0-9]{2}) )?([0-9a-f]{16}) ([0-9]+) (.+)$/s.exec(line)
    if (!match) return undefined
    const [, day, digest, size, path] = match
    const file = { path: path!, digest: digest!, size: Number(size) }
    if (day === undefined) files.set(file.path, file)
    else left.set(file.path, { ...file, left: day })
  }
  return { files, left }
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
 *  @param now ms since 1970. */
export function settleLeft(
  base: Manifest,
  files: ReadonlyMap<string, DeployedFile>,
  now: number,
): { readonly remove: readonly string[]; readonly left: ReadonlyMap<string, LeftFile> } {
  const today = new Date(now).toISOString().slice(0, 10)
  const left = new Map<string, LeftFile>()
  const remove: string[] = []
  const leaving: LeftFile[] = [...base.files.values()].map(file => ({ ...file, left: today }))
  for (const file of [...leaving, ...base.left.values()]) {
    if (files.has(file.path)) continue
    if (isDigestedAsset(file.path) && now - Date.parse(file.left) < keepDays * dayMs)
      left.set(file.path, file)
    else remove.push(file.path)
  }
  return { remove: remove.sort(compareText), left }
}

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
