// Asking other servers whether an address is there: HEAD, then GET, redirects followed, a time limit on each answer.
// An article may hold any address, and whoever builds may stand inside a network: addresses that are not public are
// refused where the connection is made, whatever name led there.
import { lookup } from 'node:dns'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

export type WebAnswer =
  /** `to` when it has moved for good. */
  { readonly state: 'there'; readonly to?: string } | { readonly state: 'missing'; readonly reason: string }

export interface WebOptions {
  /** Addresses of this machine and of private networks may be asked. */
  readonly allowPrivate: boolean
  readonly timeoutMs: number
}

const mostRedirects = 5
const headers = { 'user-agent': 'Mozilla/5.0 (compatible; dateline link check)', accept: '*/*' }

/** Never rejects. */
export async function askWeb(url: string, options: WebOptions): Promise<WebAnswer> {
  let at = url
  let moved: string | undefined
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const answer = await askOnce(at, options)
    if ('reason' in answer) return { state: 'missing', reason: answer.reason }
    const { status, location } = answer
    if (status >= 300 && status < 400 && location !== undefined) {
      if (!URL.canParse(location, at)) return { state: 'missing', reason: 'it redirects to no address' }
      const next = new URL(location, at).href
      // Moved for good, as far as every step says so.
      if ((status === 301 || status === 308) && (hop === 0 || moved !== undefined)) moved = next
      at = next
      continue
    }
    // A server that wants no robots has answered all the same.
    if (status < 400 || [401, 402, 403, 407, 429, 451, 503, 999].includes(status))
      return { state: 'there', ...(moved === undefined || status >= 400 ? {} : { to: moved }) }
    return { state: 'missing', reason: `the server answers ${status}` }
  }
  return { state: 'missing', reason: `it redirects more than ${mostRedirects} times` }
}

type Once = { readonly status: number; readonly location: string | undefined } | { readonly reason: string }

/** Servers that do not know HEAD, or say another thing to it, are asked with GET. */
async function askOnce(url: string, options: WebOptions): Promise<Once> {
  const head = await send(url, 'HEAD', options)
  return 'status' in head && head.status >= 400 ? send(url, 'GET', options) : head
}

function send(url: string, method: 'HEAD' | 'GET', options: WebOptions): Promise<Once> {
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'http:' && protocol !== 'https:')
    return Promise.resolve({ reason: `it redirects to ${protocol}` })
  const literal = hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal) !== 0 && !options.allowPrivate && !isPublic(literal))
    return Promise.resolve({ reason: 'it is an address of a private network' })
  const request = protocol === 'https:' ? requestHttps : requestHttp
  return new Promise(done => {
    const sent = request(
      url,
      { method, headers, lookup: guarded(options.allowPrivate), agent: false },
      (response: IncomingMessage) => {
        const { statusCode = 0, headers } = response
        // What it says is of no interest, and may be large.
        response.destroy()
        finish({ status: statusCode, location: headers.location })
      },
    )
    const timer = setTimeout(() => {
      finish({ reason: `no answer within ${options.timeoutMs / 1000} seconds` })
      sent.destroy()
    }, options.timeoutMs)
    function finish(outcome: Once): void {
      clearTimeout(timer)
      done(outcome)
    }
    sent.on('error', cause => finish({ reason: reasonOf(cause) }))
    sent.end()
  })
}

class Refused extends Error {}

/** Refuses a name that leads into a private network; what is connected to is what was looked at. */
function guarded(allowPrivate: boolean): LookupFunction {
  return (hostname, options, answer) =>
    lookup(hostname, { ...options, all: true }, (cause, addresses) => {
      if (cause) return answer(cause, [], 0)
      const open = allowPrivate ? addresses : addresses.filter(({ address }) => isPublic(address))
      const [first] = open
      if (!first) return answer(new Refused('it leads into a private network'), [], 0)
      return options.all ? answer(null, open) : answer(null, first.address, first.family)
    })
}

/** Registries of special-purpose addresses (RFC 6890), and multicast. */
const special = (() => {
  const list = new BlockList()
  const four = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12']
  four.push('192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24')
  four.push('203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4')
  const six = [
    '::/128',
    '::1/128',
    '64:ff9b::/96',
    '100::/64',
    '2001:db8::/32',
    'fc00::/7',
    'fe80::/10',
    'ff00::/8',
  ]
  for (const [family, nets] of [
    ['ipv4', four],
    ['ipv6', six],
  ] as const)
    for (const net of nets) {
      const [address, bits] = net.split('/') as [string, string]
      list.addSubnet(address, Number(bits), family)
    }
  return list
})()

/** An IPv4 address within an IPv6 one is checked as what it is. */
export function isPublic(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return isPublic(mapped)
  if (/^::ffff:/i.test(address)) return false
  return !special.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

function reasonOf(cause: NodeJS.ErrnoException): string {
  if (cause instanceof Refused) return cause.message
  const { code = '' } = cause
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'no server has this name'
  if (code === 'ECONNREFUSED') return 'the server refuses the connection'
  if (/CERT|SSL|TLS|SELF_SIGNED|ALTNAME/.test(code)) return `its certificate is not valid (${code})`
  return code === '' ? cause.message : `the connection fails (${code})`
}
