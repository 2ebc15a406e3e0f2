// What a request is answered with, as static hosts do it: pure, so that every kind of request can be tried. A path
// is only looked up among the pages of the site; none is ever made a path of the disk.
import type { SitePath } from '../site/urls.js'

export interface Asked {
  readonly method: string
  /** The target as it was sent: path and query, still encoded. */
  readonly target: string
  readonly host: string | undefined
  /** The header that only our own script sends: pages of other sites may not without being asked first (CORS). */
  readonly own: boolean
}

export interface Addresses {
  /** The path of the site's address: `/`, or `/base/`. */
  readonly base: string
  /** Number of the page at an address; -1 for none. */
  find(path: SitePath): number
}

export type Plan =
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 405; readonly reason: string }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'page'; readonly page: number; readonly path: SitePath }
  | { readonly kind: 'missing'; readonly path: SitePath }
  /** One of ours: what stands behind `/_dateline/`. */
  | { readonly kind: 'own'; readonly name: string; readonly query: URLSearchParams }

export const ownPrefix = '/_dateline/'

export function planAnswer(asked: Asked, { base, find }: Addresses): Plan {
  // A name that somebody else's server has given this address must not lead here (DNS rebinding).
  if (!isLoopback(asked.host))
    return { kind: 'refused', status: 403, reason: 'This server answers to localhost only.' }
  const [encoded = '/', query = ''] = asked.target.split(/\?(.*)/s)
  const path = decodePath(encoded)
  if (path === undefined) return { kind: 'refused', status: 400, reason: 'That is no path.' }
  if (path.startsWith(ownPrefix))
    return planOwn(path.slice(ownPrefix.length), new URLSearchParams(query), asked)
  if (asked.method !== 'GET' && asked.method !== 'HEAD')
    return { kind: 'refused', status: 405, reason: 'Pages can only be read.' }
  const search = query === '' ? '' : `?${query}`
  if (path === '/' && base !== '/') return { kind: 'redirect', to: `${base}${search}` }
  if (`${path}/` === base) return { kind: 'redirect', to: `${base}${search}` }
  if (!path.startsWith(base)) return { kind: 'missing', path }
  const inside: SitePath = `/${path.slice(base.length)}`
  const page = find(inside)
  if (page >= 0) return { kind: 'page', page, path: inside }
  if (!inside.endsWith('/') && find(`${inside}/`) >= 0)
    return { kind: 'redirect', to: `${encoded}/${search}` }
  return { kind: 'missing', path: inside }
}

function planOwn(name: string, query: URLSearchParams, { method, own }: Asked): Plan {
  if (name !== 'open') return { kind: 'own', name, query }
  return method === 'POST' && own
    ? { kind: 'own', name, query }
    : { kind: 'refused', status: 403, reason: 'Only the page itself may open files.' }
}

/** Undefined for what no host takes: bad encoding, steps upwards, a zero or a backslash in a name. */
export function decodePath(encoded: string): SitePath | undefined {
  let path: string
  try {
    path = decodeURIComponent(encoded)
  } catch {
    return undefined
  }
  if (!path.startsWith('/') || /[\0\\]/.test(path)) return undefined
  return path.split('/').some(part => part === '..' || part === '.') ? undefined : path
}

export function isLoopback(host: string | undefined): boolean {
  const name = host?.replace(/:\d+$/, '').toLowerCase()
  return (
    name === 'localhost' || name === '127.0.0.1' || name === '[::1]' || name?.endsWith('.localhost') === true
  )
}

export type Range = { readonly from: number; readonly to: number } | 'whole' | 'unsatisfiable'

/** The one range of bytes that is asked for (RFC 9110, 14.2); several are answered with the whole.
 *  `to` is the last byte. */
export function readRange(header: string | undefined, size: number): Range {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return 'whole'
  const [first, last] = [match[1]!, match[2]!]
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(size - 1, Number(last))
  return from > to || from >= size ? 'unsatisfiable' : { from, to }
}
