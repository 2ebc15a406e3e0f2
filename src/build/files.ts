// The file system as the build uses it: few functions, so that a test can stand in for a full disk.

export interface FileStat {
  readonly size: number
  readonly modifiedMs: number
}

export interface Entry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
}

/** Paths are absolute, or relative to the process's folder. All calls throw what the system says. */
export interface Files {
  /** Undefined when there is no such file. */
  read(path: string): Uint8Array | undefined
  /** Bytes from an offset, fewer where the file ends before; undefined when there is no such file.
   *  @param room bytes that the memory has behind them, for whoever adds to them. */
  readPart(path: string, offset: number, length: number, room?: number): Uint8Array | undefined
  stat(path: string): FileStat | undefined
  /** Sorted by code unit; undefined when there is no such folder. */
  list(path: string): readonly Entry[] | undefined
  /** What a symbolic link leads to, all links resolved; undefined when it leads nowhere. */
  resolve(path: string): { readonly path: string; readonly kind: Entry['kind'] } | undefined
  /** Makes folders on the way. */
  write(path: string, bytes: Uint8Array | string): void
  /** The pieces one behind the other, in place of what is there; the old file stays until all is written. */
  writePieces(path: string, pieces: Iterable<Uint8Array>): void
  copy(from: string, to: string): void
  /** Replaces what is there; makes folders on the way. */
  rename(from: string, to: string): void
  /** A file or a whole folder; nothing when it is not there. */
  remove(path: string): void
  /** Removes a folder when it is empty. */
  removeEmpty(path: string): void
  makeFolder(path: string): void
}
