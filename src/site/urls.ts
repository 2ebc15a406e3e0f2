// Every address there is: permalinks, lists, aliases, and the file that each of them is written to.
import { pathKey, segmentFault } from '../base/slug.js'
import type { Stamp } from '../base/stamp.js'

/** A path on the site, from its root: begins with a slash; ends in one when it is a folder's index. */
export type SitePath = string

/** The file of the output folder that answers for an address. */
export function outputPath(path: SitePath): string {
  const plain = path.replace(/^\/+/, '')
  return plain === '' || plain.endsWith('/') ? `${plain}index.html` : plain
}

/** 64 bits that name the file of an address as file systems may fold it: two addresses with one key are one
 *  file on some host. @param stamp is begun anew. */
export function keyOfFile(stamp: Stamp, path: SitePath): Stamp {
  return stamp.restart(3).text(pathKey(outputPath(path)))
}

/** Fills `:name` parts. A value may hold slashes only if it was made of safe parts. */
export function fillPattern(pattern: string, values: Readonly<Record<string, string>>): SitePath {
  const path = pattern.replace(/:([a-z]+)/g, (whole, name: string) => values[name] ?? whole)
  return `/${path}`.replace(/\/{2,}/g, '/')
}

/** Reads an address that an editor wrote: `old/page`, `/old/page.html`, or a whole address on this site.
 *  What has no ending is a folder. */
export function readAddress(
  written: string,
  siteUrl: string,
): { readonly path: SitePath } | { readonly fault: string } {
  let text = written.trim()
  if (/^[a-z][a-z0-9+.-]*:/i.test(text) || text.startsWith('//')) {
    const own = ownPath(text, siteUrl)
    if (own === undefined) return { fault: 'an address of another site' }
    text = own
  }
  text = text.replace(/[?#].*$/s, '')
  const segments = text
    .split('/')
    .filter((segment, n, all) => segment !== '' || (n > 0 && n < all.length - 1))
  const decoded: string[] = []
  for (const segment of segments) {
    const plain = decode(segment)
    const fault =
      plain === undefined ? 'a broken percent escape' : (segmentFault(segment) ?? segmentFault(plain))
    if (fault !== undefined || plain === undefined) return { fault: fault ?? 'a broken percent escape' }
    decoded.push(plain)
  }
  if (decoded.length === 0) return text.startsWith('/') ? { path: '/' } : { fault: 'no name in it' }
  const file =
    /\.[a-z0-9]{1,8}$/i.test(decoded.at(-1)!) &&
    !text.endsWith('/') &&
    !/^[0-9.]+$/.test(decoded.at(-1)!.split('.').at(-1)!)
  return { path: `/${decoded.join('/')}${file ? '' : '/'}`.normalize('NFC').replace(/\/index\.html?$/i, '/') }
}

/** The path (with query and fragment) of an absolute address on this site, with or without `www.`; http and
 *  https are the same site. Undefined for another site, or outside the base path. */
export function ownPath(address: string, siteUrl: string): string | undefined {
  // Most links lead to other hosts; their host is told apart without parsing the whole address.
  if (hostOf(address) !== hostOf(siteUrl)) return undefined
  let url: URL
  const site = new URL(siteUrl)
  try {
    url = new URL(address, siteUrl)
  } catch {
    return undefined
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  const base = site.pathname
  const path = url.pathname
  if (`${path}/` === base) return `/${url.search}${url.hash}`
  if (!path.startsWith(base)) return undefined
  return `/${path.slice(base.length)}${url.search}${url.hash}`
}

/** Host and port of an absolute address, without `www.` and a scheme's own port; '' where there is none. */
function hostOf(address: string): string {
  const host = /^\s*(?:https?:)?[\\/]{2}(?:[^\\/?#@]*@)?([^\\/?#]*)/i.exec(address)?.[1] ?? ''
  return host
    .toLowerCase()
    .replace(/^www\./, '')
    .replace(/:(?:80|443)$/, '')
}

/** As a browser wants it: percent-encoded, under the base path. @param base ends in a slash. */
export function hrefOf(path: SitePath, base: string): string {
  return base + encodePath(path.slice(1))
}

/** The path of an article as editors write it in front matter and front pages: with or without the content
 *  folder before it. */
export function contentPath(written: string, folder: string): string {
  const path = written.replace(/^\/+/, '')
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path
}

/** What most paths are made of, and what stays as it is. */
const unreserved = /^[\w\-.~/!$&'()*+,:;=@]*$/

export function encodePath(path: string): string {
  if (unreserved.test(path)) return path
  return path
    .split('/')
    .map(segment =>
      encodeURIComponent(segment).replace(/%(?:21|24|26|27|28|29|2A|2B|2C|3A|3B|3D|40)/g, decodeURIComponent),
    )
    .join('/')
}

export function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
