// Git's listing of what it tracks, as bytes: `H 100644 <40 digits> 0\tpath` and a zero, for each file, sorted by the
// bytes of the paths. It is searched, and compared with an earlier one, without an object a file: a push changes a
// few records of 100,000.
import type { Digest } from '../base/digest.js'

export interface ListedFile {
  readonly path: string
  /** First 16 hex digits of the blob id that the index has for it. */
  readonly digest: Digest
  readonly kind: 'file' | 'link'
}

/** Where the path begins, in every record but those of untracked files. */
const pathAt = 52
/** Bytes compared at a time where two listings may well be equal. */
const block = 16_384

const [letterH, questionMark, digit2, digit6] = [0x48, 0x3f, 0x32, 0x36]

/** The listing without untracked files (`? path`), which lie in one run, at its beginning or its end. */
export function trackedPart(listing: Buffer): Buffer {
  let from = 0
  while (listing[from] === questionMark) from = listing.indexOf(0, from) + 1
  let to = listing.length
  for (let start = lastRecord(listing, to); to > from && listing[start] === questionMark; ) {
    to = start
    start = lastRecord(listing, to)
  }
  return listing.subarray(from, to)
}

/** Paths that git does not vouch for. Modes that begin with 16 are submodules: theirs end with a slash. The other
 *  tags than H are skip-worktree, assume-unchanged and unmerged. Makes no string of what git vouches for. */
export function* openPaths(listing: Buffer): Iterable<string> {
  for (let at = 0, end = 0; at < listing.length; at = end + 1) {
    end = listing.indexOf(0, at)
    if (listing[at] === questionMark) yield listing.toString('utf8', at + 2, end)
    else if (listing[at + 3] === digit6) yield `${listing.toString('utf8', at + pathAt, end)}/`
    else if (listing[at] !== letterH) yield listing.toString('utf8', at + pathAt, end)
  }
}

/** Files and links of a folder as the index has them, which is not yet to say that they are so on disk.
 *  @param tracked as of `trackedPart`. @param folder '' for all. */
export function listFiles(tracked: Buffer, folder = ''): ListedFile[] {
  const found: ListedFile[] = []
  // '0' is the character after the slash.
  const from = folder === '' ? 0 : search(tracked, `${folder}/`)
  const to = folder === '' ? tracked.length : search(tracked, `${folder}0`)
  const text = tracked.toString('utf8', from, to)
  for (let at = 0, end = 0; at < text.length; at = end + 1) {
    end = text.indexOf('\0', at)
    if (text[at] !== 'H' || text[at + 3] === '6') continue
    const kind = text[at + 3] === '2' ? 'link' : 'file'
    found.push({ path: text.slice(at + pathAt, end), digest: text.slice(at + 9, at + 25), kind })
  }
  return found
}

/** A file or link that the index vouches for. Cost: some twenty comparisons. */
export function findListed(tracked: Buffer, path: string): ListedFile | undefined {
  const at = search(tracked, path)
  if (tracked[at] !== letterH || tracked[at + 3] === digit6 || pathOf(tracked, at) !== path) return undefined
  return {
    path,
    digest: tracked.toString('latin1', at + 9, at + 25),
    kind: tracked[at + 3] === digit2 ? 'link' : 'file',
  }
}

/** Paths with another record in one listing than in the other, or with none; sorted by bytes, some of them twice.
 *  Cost: one comparison of the bytes of both, and a string for what differs. */
export function changedPaths(before: Buffer, after: Buffer): string[] {
  const changed: string[] = []
  let [i, j] = [0, 0]
  for (;;) {
    const same = sameBytes(before, i, after, j)
    i += same
    j += same
    if (i >= before.length && j >= after.length) return changed
    // The records in which the two part: all before them is the same in both.
    const back = i - (i === 0 ? 0 : before.lastIndexOf(0, i - 1) + 1)
    i -= back
    j -= back
    const order = compareRecords(before, i, after, j)
    changed.push(order <= 0 ? pathOf(before, i) : pathOf(after, j))
    if (order <= 0) i = nextRecord(before, i)
    if (order >= 0) j = nextRecord(after, j)
  }
}

/** How many bytes are the same from here on: whole blocks, and what is the same in the one that is not. */
function sameBytes(before: Buffer, i: number, after: Buffer, j: number): number {
  let same = 0
  const most = Math.min(before.length - i, after.length - j)
  while (same < most) {
    const size = Math.min(block, most - same)
    const [a, b] = [i + same, j + same]
    if (before.compare(after, b, b + size, a, a + size) !== 0) break
    same += size
  }
  while (same < most && before[i + same] === after[j + same]) same++
  return same
}

/** By path; what has ended comes last. */
function compareRecords(before: Buffer, i: number, after: Buffer, j: number): number {
  if (i >= before.length) return 1
  if (j >= after.length) return -1
  const [endI, endJ] = [before.indexOf(0, i), after.indexOf(0, j)]
  return before.compare(after, j + pathAt, endJ, i + pathAt, endI)
}

/** Where the first record lies whose path is not before `path`. */
function search(tracked: Buffer, path: string): number {
  const wanted = Buffer.from(path)
  let low = 0
  let high = tracked.length
  while (low < high) {
    const middle = (low + high) >> 1
    const at = middle === 0 ? 0 : tracked.lastIndexOf(0, middle - 1) + 1
    const end = tracked.indexOf(0, at)
    if (wanted.compare(tracked, at + pathAt, end) > 0) low = end + 1
    else high = at
  }
  return low
}

function pathOf(tracked: Buffer, at: number): string {
  return tracked.toString('utf8', at + pathAt, tracked.indexOf(0, at))
}

function nextRecord(listing: Buffer, at: number): number {
  return listing.indexOf(0, at) + 1
}

/** Where the record begins that ends before `end`. */
function lastRecord(listing: Buffer, end: number): number {
  return end < 2 ? 0 : listing.lastIndexOf(0, end - 2) + 1
}
