// Pictures and other files that articles point at: where they are found, what they are called on the site.
// The files themselves are looked at by `build/`; here only paths and sizes are known.

export interface MediaFile {
  /** In the content folder, published when an article uses it; or in public/, published anyway. */
  readonly from: 'content' | 'public'
  /** Below that folder. */
  readonly path: string
  readonly width?: number | undefined
  readonly height?: number | undefined
}

/** Sizes are known for pictures only. */
export interface MediaIndex {
  content(path: string): MediaFile | undefined
  public(path: string): MediaFile | undefined
}

/** Resolves `target` against the folder of `from`; undefined when it leaves the content folder. */
export function resolvePath(from: string, target: string): string | undefined {
  const parts = target.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') {
      if (parts.length === 0) return undefined
      parts.pop()
    } else parts.push(part)
  }
  return parts.join('/')
}
