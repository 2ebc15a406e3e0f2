// The terms of an article as bytes: hashes, then counts, little-endian.
import type { TermCounts } from '../markdown/terms.js'

export function packTerms({ terms, counts }: TermCounts): Uint8Array {
  const bytes = new Uint8Array(terms.length * 6)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < terms.length; i++) {
    view.setUint32(i * 4, terms[i]!, true)
    view.setUint16(terms.length * 4 + i * 2, counts[i]!, true)
  }
  return bytes
}

export function unpackTerms(bytes: Uint8Array): TermCounts {
  const length = Math.floor(bytes.length / 6)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const terms = new Uint32Array(length)
  const counts = new Uint16Array(length)
  for (let i = 0; i < length; i++) {
    terms[i] = view.getUint32(i * 4, true)
    counts[i] = view.getUint16(length * 4 + i * 2, true)
  }
  return { terms, counts }
}
