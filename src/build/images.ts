// Pictures: which files there are, and the sizes of those that articles show, read from their headers.
import { closeSync, openSync, readSync } from 'node:fs'
import { late } from '../base/late.js'
import type { MediaFile, MediaIndex } from '../site/media.js'
import type { FoundFile } from './discover.js'

const sizes = late<typeof import('image-size')>('image-size')

/** Enough for the header of every format but a JPEG with a very long preface, which is read whole. */
const headerBytes = 256 * 1024

type FindFile = (path: string) => FoundFile | undefined

/** Sizes are read when a picture is first asked for. */
export function createMediaIndex(content: FindFile, publicFile: FindFile): MediaIndex {
  const index = (from: MediaFile['from'], find: FindFile) => {
    const known = new Map<string, MediaFile>()
    return (path: string): MediaFile | undefined => {
      const kept = known.get(path)
      if (kept) return kept
      const file = find(path.normalize('NFC'))
      if (!file) return undefined
      const made: MediaFile = { from, path: file.path, ...sizeOf(file.absolute) }
      known.set(path, made)
      return made
    }
  }
  return { content: index('content', content), public: index('public', publicFile) }
}

function sizeOf(path: string): { readonly width?: number; readonly height?: number } {
  if (!/\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|ico|heic)$/i.test(path)) return {}
  try {
    const { width, height, orientation } = sizes().imageSize(readHeader(path))
    // Exif orientations 5 to 8 are turned by a quarter.
    return orientation !== undefined && orientation >= 5
      ? { width: height, height: width }
      : { width, height }
  } catch {
    // A picture whose size cannot be told is still a picture.
    return {}
  }
}

function readHeader(path: string): Uint8Array {
  const file = openSync(path, 'r')
  try {
    const bytes = new Uint8Array(headerBytes)
    return bytes.subarray(0, readSync(file, bytes, 0, headerBytes, 0))
  } finally {
    closeSync(file)
  }
}
