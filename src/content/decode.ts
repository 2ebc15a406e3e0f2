// Bytes → text. A file is UTF-8, or it is reported with the place of its first fault.
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'

export function decode(
  bytes: Uint8Array,
  shown: string,
):
  | { readonly text: string; readonly diagnostic?: undefined }
  | { readonly text: string; readonly diagnostic: Diagnostic } {
  if (isUtf16(bytes))
    return { text: '', diagnostic: error('DL1013', { encoding: 'UTF-16' }, { file: shown }) }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    const start = firstInvalid(bytes, text)
    return {
      text,
      diagnostic: error('DL1013', {}, { file: shown, place: { kind: 'span', start, end: start + 1 } }),
    }
  }
}

/** By its mark, or by its zeros: a text in UTF-16 has one in every second byte wherever it is in Latin letters. */
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true
  const head = bytes.subarray(0, 64)
  return head.length >= 4 && head.filter(byte => byte === 0).length * 3 > head.length
}

/** Offset of the first replacement character that the file does not hold itself. */
function firstInvalid(bytes: Uint8Array, text: string): number {
  let at = 0
  for (let start = text.indexOf('\ufffd'); start >= 0; start = text.indexOf('\ufffd', start + 1)) {
    at = start
    const before = Buffer.byteLength(text.slice(0, start))
    if (bytes[before] !== 0xef || bytes[before + 1] !== 0xbf || bytes[before + 2] !== 0xbd) break
  }
  return Math.max(0, at)
}
