// What git knows of earlier versions of files: commits, what changed since one, and the bytes of then. Asked only for
// a comparison with a base, or for the last good version of a file in error: nothing of it is asked at every push.
import { spawnSync } from 'node:child_process'

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
