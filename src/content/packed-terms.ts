// The terms of an article as bytes: the sketch, hashes, then counts, in the order of bytes that nearly all processors
// have.
import { sketchSize, type TermCounts } from '../markdown/terms.js'

export function packTerms({ terms, counts, sketch }: TermCounts): Uint8Array {
  const bytes = new Uint8Array(sketchSize + terms.length * 6)
  bytes.set(sketch)
  if (isLittleEndian) {
    new Uint32Array(bytes.buffer, sketchSize, terms.length).set(terms)
    new Uint16Array(bytes.buffer, sketchSize + terms.length * 4, terms.length).set(counts)
    return bytes
  }
  const view = new DataView(bytes.buffer, sketchSize)
  for (let i = 0; i < terms.length; i++) {
    view.setUint32(i * 4, terms[i]!, true)
    view.setUint16(terms.length * 4 + i * 2, counts[i]!, true)
  }
  return bytes
}

/** @returns views on the bytes where they lie so that that is possible. */
export function unpackTerms(bytes: Uint8Array): TermCounts {
  const sketch = bytes.subarray(0, sketchSize)
  const length = Math.floor(Math.max(0, bytes.length - sketchSize) / 6)
  const start = bytes.byteOffset + sketchSize
  if (isLittleEndian && start % 4 === 0) {
    return {
      terms: new Uint32Array(bytes.buffer, start, length),
      counts: new Uint16Array(bytes.buffer, start + length * 4, length),
      sketch,
    }
  }
  const view = new DataView(bytes.buffer, start, length * 6)
  const terms = new Uint32Array(length)
  const counts = new Uint16Array(length)
  for (let i = 0; i < length; i++) {
    terms[i] = view.getUint32(i * 4, true)
    counts[i] = view.getUint16(length * 4 + i * 2, true)
  }
  return { terms, counts, sketch }
}

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1
