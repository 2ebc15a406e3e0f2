// What git knows of earlier versions of files: commits, what changed since one, and the bytes of then. Asked only for
// a comparison with a base, or for the last good version of a file in error: nothing of it is asked at every push.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { digestText } from '../base/digest.js'

/** A file that is another one than it was in a commit. */
export interface FileChange {
  /** From the root: then, and today. They differ for a file that was renamed. */
  readonly was: string
  /** Undefined for a file that is gone. */
  readonly is: string | undefined
  /** Of its bytes then. */
  readonly blob: string
}

/** A file as some commit left it. */
export interface Version {
  readonly blob: string
  readonly commit: string
  /** Of the commit, as it says: ISO 8601 with the zone of its author. */
  readonly date: string
}

export class GitFailure extends Error {}

/** Paths of one question: more than these no system's command line need take. */
const mostAsked = 100

/** @param root folder of the project, which may lie in a repository's folder. */
export function openHistory(root: string) {
  function ask(args: readonly string[], input = ''): Buffer {
    const strict = ['--no-optional-locks', '-c', 'core.quotePath=false', '-c', 'diff.noprefix=false']
    const { status, stdout, error, stderr } = spawnSync('git', [...strict, ...args], {
      cwd: root,
      input,
      env: { ...process.env, LC_ALL: 'C', GIT_LITERAL_PATHSPECS: '1' },
      maxBuffer: 1 << 30,
      windowsHide: true,
    })
    if (error || status !== 0)
      throw new GitFailure(error ? 'git cannot be run' : String(stderr).trim().split('\n')[0])
    return stdout
  }
  const tryAsk = (args: readonly string[]): string | undefined => {
    try {
      return ask(args).toString().trim()
    } catch (cause) {
      if (cause instanceof GitFailure) return undefined
      throw cause
    }
  }
  return {
    isRepository: (): boolean => tryAsk(['rev-parse', '--is-inside-work-tree']) === 'true',
    isShallow: (): boolean => tryAsk(['rev-parse', '--is-shallow-repository']) === 'true',
    /** Of a commit, a branch or a tag. */
    commit: (name: string): string | undefined =>
      tryAsk(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]),
    /** The commit at which two lines of work parted. */
    mergeBase: (one: string, other: string): string | undefined => tryAsk(['merge-base', one, other]),

    /** Files of a folder that the work tree has in another form, under another name, or not at all. */
    changedSince(commit: string, folder: string): FileChange[] {
      const args = ['diff', '--raw', '-z', '--no-abbrev', '-M', '--relative', '--diff-filter=MDRT']
      return parseRaw(ask([...args, commit, '--', folder]))
    },

    /** Of each file (from the root) every version that a commit before this one, or this one, left of it, newest first
     *  as the commits are dated; of two with the same bytes the newer. All lines of history count, not only the one
     *  that others were merged into. Cost: one walk through the history. */
    versions(files: readonly string[], from = 'HEAD'): ReadonlyMap<string, readonly Version[]> {
      const versions = new Map<string, Version[]>()
      if (files.length === 0) return versions
      const args = ['log', '--format=%x01%H %cI', '--raw', '-z', '--no-abbrev', '-m', '--full-history']
      const order = ['--date-order', '--no-renames', '--relative']
      // Git compares each path of a commit with each that is asked for: of many, all changes of their folder are less.
      const asked = files.length > mostAsked ? [commonFolder(files)] : files
      parseLog(ask([...args, ...order, from, '--', ...asked]), versions, new Set(files))
      return versions
    },

    /** The names that files had before a commit, by those that it gave them. */
    renames(commit: string): ReadonlyMap<string, string> {
      const args = [
        'diff-tree',
        '-r',
        '-m',
        '--raw',
        '-z',
        '--no-abbrev',
        '-M',
        '--relative',
        '--no-commit-id',
      ]
      const renames = new Map<string, string>()
      // Of a merge the line of its first parent counts.
      for (const { is, was } of parseRaw(ask([...args, commit])))
        if (is !== undefined && was !== is && !renames.has(is)) renames.set(is, was)
      return renames
    },

    /** Names what the answers depend on: the commit, and where a shallow clone ends. */
    state(): string {
      const shallow = tryAsk(['rev-parse', '--git-path', 'shallow'])
      const file = shallow === undefined ? undefined : resolve(root, shallow)
      const ends = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : ''
      return `${tryAsk(['rev-parse', '--verify', '--quiet', 'HEAD']) ?? ''} ${digestText(ends)}`
    },

    /** The bytes of blobs, by id. */
    read(blobs: readonly string[]): ReadonlyMap<string, Uint8Array> {
      return blobs.length === 0
        ? new Map()
        : parseBatch(ask(['cat-file', '--batch'], `${blobs.join('\n')}\n`))
    },
  }
}

export type History = ReturnType<typeof openHistory>

/** `:100644 100644 <id> <id> M`, zero, path, zero; a rename has two paths. */
function parseRaw(bytes: Buffer): FileChange[] {
  const fields = bytes.toString().split('\0')
  const changes: FileChange[] = []
  for (let at = 0; at + 1 < fields.length; ) {
    const [, , blob = '', , status = ''] = fields[at]!.split(' ')
    const was = fields[at + 1]!
    const renamed = status[0] === 'R'
    changes.push({ was, is: renamed ? fields[at + 2]! : status === 'D' ? undefined : was, blob })
    at += renamed ? 3 : 2
  }
  return changes
}

/** The deepest folder that has all of them. */
function commonFolder(files: readonly string[]): string {
  const [first = [], ...others] = files.map(file => file.split('/').slice(0, -1))
  const differs = first.findIndex((name, n) => others.some(folders => folders[n] !== name))
  return first.slice(0, differs < 0 ? undefined : differs).join('/') || '.'
}

/** A commit's line, then its changes: `:100644 100644 <id> <id> M`, zero, path, zero. */
function parseLog(bytes: Buffer, versions: Map<string, Version[]>, wanted: ReadonlySet<string>): void {
  let commit = { commit: '', date: '' }
  const fields = bytes.toString().split('\0')
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at]!.trim()
    const head = /^\x01([0-9a-f]+) (\S+)$/.exec(field)
    if (head) commit = { commit: head[1]!, date: head[2]! }
    if (field[0] !== ':') continue
    const blob = field.split(' ')[3]!
    const path = fields[++at]!
    if (!wanted.has(path)) continue
    const known = versions.get(path)
    if (!known) versions.set(path, [])
    // Zeros stand for a file that the commit removed.
    if (!/^0+$/.test(blob) && !known?.some(version => version.blob === blob))
      versions.get(path)!.push({ blob, ...commit })
  }
}

/** `<id> blob <size>`, line feed, the bytes, line feed. What is not there is left out. */
function parseBatch(bytes: Buffer): Map<string, Uint8Array> {
  const blobs = new Map<string, Uint8Array>()
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at)
    const [id = '', type, size] = bytes.toString('latin1', at, end).split(' ')
    at = end + 1
    if (type === 'missing' || size === undefined) continue
    blobs.set(id, bytes.subarray(at, at + Number(size)))
    at += Number(size) + 1
  }
  return blobs
}
