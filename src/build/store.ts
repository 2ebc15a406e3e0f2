// Segments: parsed bodies, one behind the other in files that are only appended to. A body is written when it
// is parsed and read when its page is rendered; between the two nobody holds it. They last for one build (or
// one watch session).
import * as fs from 'node:fs'
import { join } from 'node:path'
import type { Locator } from '../content/library.js'

export interface Segments {
  /** Appends to this thread's own segment; other threads see it after `flush`. */
  append(text: string): Locator
  flush(): void
  /** Reads from any thread's segment. */
  read(locator: Locator): string
  close(): void
}

/** @param own number of the segment that this thread writes; no two threads may share one. */
export function openSegments(folder: string, own: number): Segments {
  fs.mkdirSync(folder, { recursive: true })
  const pathOf = (segment: number) => join(folder, `${segment}.seg`)
  const readers = new Map<number, number>()
  let writer: number | undefined
  // A segment that is there already is added to, never overwritten.
  let written = fs.statSync(pathOf(own), { throwIfNoEntry: false })?.size ?? 0
  let pending = Buffer.allocUnsafe(1 << 20)
  let used = 0

  function flush(): void {
    if (used === 0) return
    writer ??= fs.openSync(pathOf(own), 'a')
    for (let done = 0; done < used; ) done += fs.writeSync(writer, pending, done, used - done)
    written += used
    used = 0
  }
  return {
    append(text) {
      // A code unit takes three bytes at the most.
      if (used + text.length * 3 > pending.length) {
        flush()
        if (text.length * 3 > pending.length) pending = Buffer.allocUnsafe(text.length * 3)
      }
      const length = pending.write(text, used)
      const locator = { segment: own, offset: written + used, length }
      used += length
      return locator
    },
    flush,
    read({ segment, offset, length }) {
      let reader = readers.get(segment)
      if (reader === undefined) {
        reader = fs.openSync(pathOf(segment), 'r')
        readers.set(segment, reader)
      }
      const bytes = Buffer.allocUnsafe(length)
      for (let done = 0; done < length; ) {
        const count = fs.readSync(reader, bytes, done, length - done, offset + done)
        if (count === 0) throw new Error(`segment ${segment} ends before ${offset + length}`)
        done += count
      }
      return bytes.toString('utf8')
    },
    close() {
      flush()
      for (const reader of readers.values()) fs.closeSync(reader)
      readers.clear()
      if (writer !== undefined) fs.closeSync(writer)
      writer = undefined
    },
  }
}
