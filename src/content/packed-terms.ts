// The terms of an article as bytes. A hash takes four, so terms are named by their numbers in a dictionary, where the
// ones that many articles say come early: with the steps between them in rising order, most take one byte.
//
//   32 bytes   the sketch
//   4 bytes    CRC-32 of the hashes in the order of their numbers (32-bit little-endian): another dictionary is noticed
//   varints    how many terms; the steps between their numbers, less one; how often each is said
import { crc32 } from 'node:zlib'
import { sketchSize, type TermCounts } from '../markdown/terms.js'

/** More than an article has terms. */
const placeRange = 0x10000

/** @param number of a term in the dictionary. */
export function packTerms(
  { terms, counts, sketch }: TermCounts,
  number: (term: number) => number,
): Uint8Array {
  // Numbers with the places of their terms in the lower bits: both together fit into a whole number of 53 bits.
  const cells = new Float64Array(terms.length)
  for (let i = 0; i < terms.length; i++) cells[i] = number(terms[i]!) * placeRange + i
  cells.sort()
  // A varint of 32 bits takes five bytes at most, one of 16 three.
  const bytes = new Uint8Array(sketchSize + 4 + 5 + terms.length * 8)
  bytes.set(sketch)
  let at = sketchSize + 4
  const put = (value: number): void => {
    for (; value >= 0x80; value >>>= 7) bytes[at++] = (value & 0x7f) | 0x80
    bytes[at++] = value
  }
  put(terms.length)
  let last = -1
  const ordered = new Uint32Array(terms.length)
  const places = new Uint16Array(terms.length)
  for (let i = 0; i < cells.length; i++) {
    const n = Math.floor(cells[i]! / placeRange)
    put(n - last - 1)
    last = n
    places[i] = cells[i]! - n * placeRange
    ordered[i] = terms[places[i]!]!
  }
  for (const place of places) put(counts[place]!)
  new DataView(bytes.buffer).setUint32(sketchSize, checkOf(ordered), true)
  return bytes.slice(0, at)
}

/** @param term of a number; undefined beyond the dictionary. @returns undefined for bytes that belong to another one. */
export function unpackTerms(
  bytes: Uint8Array,
  term: (number: number) => number | undefined,
): TermCounts | undefined {
  let at = sketchSize + 4
  const take = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value >>> 0
    }
  }
  const length = take()
  if (at + 2 * length > bytes.length) return undefined
  const terms = new Uint32Array(length)
  const counts = new Uint16Array(length)
  let number = -1
  for (let i = 0; i < length; i++) {
    number += take() + 1
    const found = term(number)
    if (found === undefined) return undefined
    terms[i] = found
  }
  for (let i = 0; i < length; i++) counts[i] = take()
  const check = new DataView(bytes.buffer, bytes.byteOffset).getUint32(sketchSize, true)
  return check === checkOf(terms) ? { terms, counts, sketch: bytes.subarray(0, sketchSize) } : undefined
}

const checkOf = (terms: Uint32Array): number =>
  crc32(Buffer.from(terms.buffer, terms.byteOffset, terms.byteLength))
