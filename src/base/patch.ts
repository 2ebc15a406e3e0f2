// What one stretch of bytes takes from another: runs that lie in both, and bytes of its own between them. Found by going
// through both side by side, as `diff` does with lines; after a push all but a few of millions are the same.

/** Runs of the new bytes, one behind the other, two numbers each: how long it is, and where it lies in the old bytes, or
 *  -1 for bytes of its own. */
export type Patch = readonly number[]

/** Bytes that must agree where the two are to go on side by side again. */
const agree = 32
/** How far a place to go on is looked for. */
const reach = 1 << 16
/** What is found so near is looked for no further. */
const near = 256
/** Bytes compared at a time where they may well be the same. */
const block = 1 << 14
const own = -1
/** Bytes of its own of which a patch may consist: less than one in so many. */
const mostShare = 8

/** A patch of more runs than these costs more than it saves; one that is found is of one change, others come to it. */
const mostRuns = 4_096
const mostFound = 512

/** Undefined when it is not worth it. Cost: one comparison of both, and for each of up to 512 differences some searches
 *  of 64 KiB. */
export function findPatch(before: Uint8Array, after: Uint8Array): Patch | undefined {
  const [a, b] = [asBuffer(before), asBuffer(after)]
  const mostOwn = b.length / mostShare
  const patch: number[] = []
  let [i, j, said, ownBytes] = [0, 0, 0, 0]
  const say = (length: number, from: number): void => {
    if (length > 0) patch.push(length, from)
  }
  for (;;) {
    const same = sameBytes(a, i, b, j)
    if (same > 0) {
      say(j - said, own)
      ownBytes += j - said
      say(same, i)
      i += same
      j += same
      said = j
    }
    const next = j < b.length ? goOn(a, i, b, j) : undefined
    const mine = ownBytes + (next ? next.j : b.length) - said
    if (mine > mostOwn || patch.length > 2 * mostFound) return undefined
    if (!next) break
    i = next.i
    j = next.j
  }
  say(b.length - said, own)
  return patch
}

/** Whether the new bytes are not better kept whole. @param length of the new bytes. */
export function isWorthIt(patch: Patch, length: number): boolean {
  let mine = 0
  for (const run of runsOf(patch)) if (run.from === own) mine += run.length
  return mine <= length / mostShare && patch.length <= 2 * mostRuns
}

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)

/** How many bytes are the same from here on. */
function sameBytes(a: Buffer, i: number, b: Buffer, j: number): number {
  const most = Math.min(a.length - i, b.length - j)
  let same = 0
  while (same < most) {
    const size = Math.min(block, most - same)
    if (a.compare(b, j + same, j + same + size, i + same, i + same + size) !== 0) break
    same += size
  }
  while (same < most && a[i + same] === b[j + same]) same++
  return same
}

/** The next place from which both are the same: a little further on in both, or where something came in or went out. */
function goOn(a: Buffer, i: number, b: Buffer, j: number): { i: number; j: number } | undefined {
  for (let skip = 1; skip <= reach; skip += skip < 256 ? 1 : 64) {
    if (isSame(a, i + skip, b, j + skip)) return { i: i + skip, j: j + skip }
    if (skip !== 16 && skip !== 256 && skip !== 4_096) continue
    const [x, y] = [i + skip - 16, j + skip - 16]
    const cameIn = find(b, a.subarray(x, x + agree), y)
    if (cameIn >= 0 && cameIn - y < near) return { i: x, j: cameIn }
    const wentOut = find(a, b.subarray(y, y + agree), x)
    if (cameIn >= 0 && (wentOut < 0 || cameIn - y <= wentOut - x)) return { i: x, j: cameIn }
    if (wentOut >= 0) return { i: wentOut, j: y }
  }
  return undefined
}

function isSame(a: Buffer, i: number, b: Buffer, j: number): boolean {
  if (i + agree > a.length || j + agree > b.length) return false
  for (let k = 0; k < agree; k++) if (a[i + k] !== b[j + k]) return false
  return true
}

function find(bytes: Buffer, wanted: Buffer, from: number): number {
  if (wanted.length < agree) return -1
  const at = bytes.subarray(from, from + reach).indexOf(wanted)
  return at < 0 ? -1 : from + at
}

/** The bytes that are a patch's own, in order. */
export function* ownBytes(patch: Patch, after: Uint8Array): Iterable<Uint8Array> {
  for (const { at, length, from } of runsOf(patch)) if (from === own) yield after.subarray(at, at + length)
}

/** Whether what is taken stands where it stood: then the new bytes can be made in the memory of the old ones. */
export function staysInPlace(patch: Patch): boolean {
  for (const { at, from } of runsOf(patch)) if (from !== own && from !== at) return false
  return true
}

/** @param mine the own bytes of the patch, one behind the other. @param after room for the new bytes: memory of its own,
 *  or, for a patch that stays in place, that of the old ones. @returns false when the patch is of other bytes than these. */
export function applyPatch(before: Uint8Array, patch: Patch, mine: Uint8Array, after: Uint8Array): boolean {
  let taken = 0
  let end = 0
  for (const { at, length, from } of runsOf(patch)) {
    end = at + length
    const [source, start] = from === own ? [mine, taken] : [before, from]
    if (!(length > 0) || start + length > source.length || end > after.length) return false
    if (source.buffer !== after.buffer) after.set(source.subarray(start, start + length), at)
    if (from === own) taken += length
  }
  return end === after.length && taken === mine.length
}

/** Two patches as one: the second is of the bytes that the first makes. */
export function joinPatches(first: Patch, second: Patch): Patch {
  const joined: number[] = []
  const put = (length: number, from: number): void => {
    const last = joined.length - 2
    const goesOn =
      last >= 0 && (from === own ? joined[last + 1] === own : joined[last + 1] === from - joined[last]!)
    if (goesOn && (from === own || joined[last + 1] !== own)) joined[last]! += length
    else joined.push(length, from)
  }
  const runs = [...runsOf(first)]
  for (const { length, from } of runsOf(second)) {
    if (from === own) {
      put(length, own)
      continue
    }
    for (let n = runAt(runs, from), at = from; at < from + length; n++) {
      const run = runs[n]!
      const part = Math.min(run.at + run.length, from + length) - at
      put(part, run.from === own ? own : run.from + at - run.at)
      at += part
    }
  }
  return joined
}

interface Run {
  /** In the new bytes. */
  readonly at: number
  readonly length: number
  readonly from: number
}

function* runsOf(patch: Patch): Iterable<Run> {
  for (let n = 0, at = 0; n < patch.length; n += 2) {
    yield { at, length: patch[n]!, from: patch[n + 1]! }
    at += patch[n]!
  }
}

/** Number of the run in which a place lies. */
function runAt(runs: readonly Run[], place: number): number {
  let [low, high] = [0, runs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (runs[middle]!.at <= place) low = middle + 1
    else high = middle
  }
  return low - 1
}
