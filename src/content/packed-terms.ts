// The terms of an article as bytes: hashes, then counts, in the order of bytes that nearly all processors have.
import type { TermCounts } from '../markdown/terms.js'

export function packTerms({ terms, counts }: TermCounts): Uint8Array {
  const bytes = new Uint8Array(terms.length * 6)
  if (isLittleEndian) {
    new Uint32Array(bytes.buffer, 0, terms.length).set(terms)
    new Uint16Array(bytes.buffer, terms.length * 4, terms.length).set(counts)
    return bytes
  }
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < terms.length; i++) {
    view.setUint32(i * 4, terms[i]!, true)
    view.setUint16(terms.length * 4 + i * 2, counts[i]!, true)
  }
  return bytes
}

/** @returns views on the bytes where they lie so that that is possible. */
export function unpackTerms(bytes: Uint8Array): TermCounts {
  const length = Math.floor(bytes.length / 6)
  if (isLittleEndian && bytes.byteOffset % 4 === 0) {
    return {
      terms: new Uint32Array(bytes.buffer, bytes.byteOffset, length),
      counts: new Uint16Array(bytes.buffer, bytes.byteOffset + length * 4, length),
    }
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const terms = new Uint32Array(length)
  const counts = new Uint16Array(length)
  for (let i = 0; i < length; i++) {
    terms[i] = view.getUint32(i * 4, true)
    counts[i] = view.getUint16(length * 4 + i * 2, true)
  }
  return { terms, counts }
}

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1
