// Digests that name a content: 64 bits of SHA-256 as 16 hex digits. Owns the structural digest of plain
// values too; leaves out what a value means (a card brings its own digest, see `Leaf`).
import { createHash, hash } from 'node:crypto'

/** 64 bits of SHA-256, as 16 lower-case hex digits. */
export type Digest = string

/** Names the digest that a value carries itself, at which the structural digest stops. A symbol, since plain data may
 *  have a member of any name. */
export const leafDigest = Symbol('digest of a leaf')

export interface Leaf {
  readonly [leafDigest]: Digest
}

export function digestText(text: string | Uint8Array): Digest {
  return hash('sha256', text, 'hex').slice(0, 16)
}

/** Digest of a file: the beginning of its git blob id, so that git's index answers for files that nobody reads.
 *  Source: git-hash-object(1), SHA-1 of "blob", the size in bytes, a null byte, the bytes. */
export function digestBlob(bytes: Uint8Array): Digest {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex').slice(0, 16)
}

/** Digest of a plain value, independent of the order of an object's keys.
 *  Stops at every object that carries its own (a card), so the cost is that of the page, not of
 *  the articles that it shows. `undefined` members count as absent.
 *  @throws on functions and symbols, which have no content to name. */
export function digestValue(value: unknown): Digest {
  return digestText(canonical(value))
}

function canonical(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
    case 'boolean':
      return String(value)
    case 'bigint':
      return `${value}n`
    case 'object':
      break
    default:
      throw new TypeError(`A ${typeof value} has no digest.`)
  }
  if (isLeaf(value)) return `#${value[leafDigest]}`
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value instanceof Date) return `@${value.getTime()}`
  const record = value as Record<string, unknown>
  const members = Object.keys(record)
    .filter(key => record[key] !== undefined)
    .sort()
    .map(key => `${JSON.stringify(key)}:${canonical(record[key])}`)
  return `{${members.join(',')}}`
}

function isLeaf(value: object): value is Leaf {
  return leafDigest in value
}
