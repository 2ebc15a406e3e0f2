// Slugs and path segments: what may stand in an address and in a file name on every host.
import { digestText } from './digest.js'

/** Longest slug in UTF-8 bytes. File systems allow 255 a segment; hosts and people want far less. */
const slugBytes = 120

/** A title or name as one path segment: lower case, letters and digits of any script, hyphens between.
 *  Composed form (NFC), so that the same name typed on two systems is one address. A slug that is cut for
 *  length ends in six digits of the whole name's digest. `''` when nothing is left. */
export function slugify(text: string): string {
  const slug = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’ʼ]/g, '')
    .replace(/\+/g, ' plus ')
    .replace(/#/g, ' sharp ')
    // A mark needs a letter to stand on: what is left of an emoji would be an invisible name.
    .replace(/(?:[^\p{L}\p{N}\p{M}]+\p{M}*)+|^\p{M}+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .normalize('NFC')
  return cut(slug, text)
}

function cut(slug: string, whole: string): string {
  if (Buffer.byteLength(slug) <= slugBytes) return slug
  let kept = ''
  for (const letter of slug) {
    if (Buffer.byteLength(kept) + Buffer.byteLength(letter) > slugBytes - 7) break
    kept += letter
  }
  return `${kept.replace(/-+$/, '')}-${digestText(whole).slice(0, 6)}`
}

/** Why `segment` cannot be one segment of an output path, or undefined when it can.
 *  Refuses what leaves the folder, what Windows reserves (Microsoft, "Naming Files, Paths, and
 *  Namespaces") and what a host would treat as hidden. */
export function segmentFault(segment: string): string | undefined {
  if (segment === '' || segment.trim() === '') return 'an empty part'
  if (/^[.‥…．]+$/u.test(segment) || segment.normalize('NFKC').startsWith('..'))
    return 'a part that leaves its folder'
  if (/[\u0000-\u001f\u007f]/.test(segment)) return 'a control character'
  if (/[\\:*?"<>|]/.test(segment)) return 'a character that file systems refuse'
  if (/%(?:2e|2f|5c|00)/i.test(segment)) return 'an escaped dot or slash'
  if (/^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i.test(segment)) return 'a name that Windows reserves'
  if (/[. ]$/.test(segment) || /^\s/.test(segment)) return 'a dot or a blank at its edge'
  if (Buffer.byteLength(segment) > 255) return 'a part of more than 255 bytes'
  return undefined
}

/** The key under which two output paths are the same file on some file system: case and Unicode form folded. */
export function pathKey(path: string): string {
  return path.normalize('NFC').toLowerCase()
}
