// What git knows of a folder: its files, and digests of those that surely are as the index has them. Owns the
// questions to git and the reading of its answers; leaves out the contents of files and what a site is made of.
// Starts before the rest of the program is loaded, so it imports next to nothing.
import { isUtf8 } from 'node:buffer'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Digest } from '../base/digest.js'
import { once } from '../base/once.js'
import { by, compareText } from '../base/order.js'
import { changedPaths, findListed, listFiles, openPaths, trackedPart } from './listing.js'

export interface GitEntry {
  /** Below the folder that was asked for, with slashes, exactly as on disk (not normalised). */
  readonly path: string
  /** First 16 hex digits of the blob id, when the file (a link: its target's text) surely has these bytes;
   *  without it, whoever wants the content reads it. */
  readonly digest?: Digest
  /** A folder is a submodule or another repository: its inside is not listed, the caller walks it. */
  readonly kind: 'file' | 'link' | 'folder'
}

export interface GitTree {
  /** 64 bits of SHA-256 of all that git said. The same answer means the same tree, but for what is at the paths
   *  of `unsure`: a content, a link in a file's place, nothing at all. */
  readonly fingerprint: Digest
  /** Paths that git does not vouch for: files modified, untracked, ignored, unmerged, intent-to-add, assume-
   *  unchanged, skip-worktree or under a conversion, and every entry that is a folder. Sorted by code unit; the
   *  last two kinds of file may not be there. Made when first asked for. */
  unsure(): readonly string[]
  /** All there is in a folder ('' for all), looked at where git does not vouch. Sorted by code unit.
   *  Cost: an object an entry. */
  entries(folder?: string): readonly GitEntry[]
  /** What there is at a path. Cost: a search in the listing. */
  entry(path: string): GitEntry | undefined
  /** What to keep to be told later what has changed; undefined where records do not stand for bytes, since files
   *  are converted. */
  kept(): KeptTree | undefined
  /** Paths at which there may be something else than there was: all others are as they were. Sorted by code unit.
   *  Cost: a comparison of the two listings. */
  changedSince(tree: KeptTree): readonly string[] | undefined
}

export interface KeptTree {
  /** As of `listing.ts`. */
  readonly tracked: Uint8Array
  /** Paths of which that listing does not tell what was there. */
  readonly open: readonly string[]
}

/** What was there when the tree was kept, by git's word. Cost: a search in its listing. */
export function recallDigests({ tracked, open }: KeptTree): (path: string) => Digest | undefined {
  const unknown = new Set(open)
  return path => (unknown.has(path) ? undefined : findListed(bufferOf(tracked), path)?.digest)
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

interface Answer {
  readonly bytes: Buffer
  readonly digest: string
}

interface Answers {
  readonly listing: Answer
  readonly changes: Answer
  /** Undefined when no attributes can apply, so that nobody was asked. */
  readonly attributes: Answer | undefined
  /** `core.autocrlf`: whether files are converted that no attribute says anything of. */
  readonly convertsText: boolean
  readonly indexFile: string
}

/** Asks git for the tree below `folder`.
 *  Two things it cannot see: bytes that a conversion made at a checkout, when the attribute or setting has been
 *  removed since without a new checkout; and letter case on disk where the file system ignores it.
 *  @param leaveOut folders below `folder`, with slashes, that are neither listed nor looked into, tracked or not;
 *    `node_modules` at any depth.
 *  @returns undefined when git has nothing to add to a walk: no git or none that can be run, no work tree, no
 *    tracked file, object ids that are not SHA-1, names that are not UTF-8, an index that changes meanwhile.
 *    Never rejects, never writes. */
export async function readGitTree(folder: string, leaveOut: readonly string[]): Promise<GitTree | undefined> {
  try {
    const place = fs.realpathSync(folder)
    if (!isInRepository(place)) return undefined
    const started = Date.now()
    let answers = await ask(place, leaveOut)
    // Two commands read the index. Between them a `git add` or a checkout may have replaced it, and then the ids
    // of one belong to other files than the changes of the other. Its ctime says so, since it comes by rename.
    const changed = fs.statSync(answers.indexFile, { throwIfNoEntry: false })?.ctimeMs ?? Number.NaN
    if (!(changed < started - clockSlackMs)) {
      const before = stamp(answers.indexFile)
      answers = await ask(place, leaveOut)
      if (stamp(answers.indexFile) !== before) return undefined
    }
    return createTree(place, answers)
  } catch {
    return undefined
  }
}

/** Most that a file system's clock is behind the process's: a tick of the kernel is 10 ms at most. */
const clockSlackMs = 100

function stamp(file: string): string {
  const stats = fs.statSync(file, { throwIfNoEntry: false })
  return stats === undefined ? '' : `${stats.ino} ${stats.ctimeMs} ${stats.mtimeMs} ${stats.size}`
}

/** A look before four commands are started for nothing. */
function isInRepository(place: string): boolean {
  if (process.env.GIT_DIR !== undefined || fs.existsSync(join(place, '.git'))) return true
  return place !== dirname(place) && isInRepository(dirname(place))
}

/** @throws when a command fails, or when the answers are not ones that `createTree` can read. */
async function ask(place: string, leaveOut: readonly string[]): Promise<Answers> {
  // Git does not walk what a pathspec excludes, unless some of it is tracked.
  const here = [
    ...['--', '.'],
    ...leaveOut.map(name =>
      name === 'node_modules' ? ':(exclude,glob)**/node_modules/**' : `:(exclude,literal)${name}`,
    ),
  ]
  const changes = git(place, ['diff-files', '-z', '--raw', '--relative', '--ignore-submodules=all', ...here])
  // It takes longest and is awaited last; when another fails before, nobody waits for it.
  changes.catch(() => {})
  const [listing, facts, variables] = await Promise.all([
    git(place, ['ls-files', '-s', '-v', '-o', '-z', ...here]),
    git(place, [
      ...['rev-parse', '--show-object-format', '--is-inside-work-tree', '--show-prefix'],
      ...['--git-path', 'index', '--git-path', 'info/attributes'],
    ]),
    git(place, ['var', '-l']),
  ])
  const [format, inside, prefix = '', index = '', info = '', ...rest] = linesOf(facts)
  // A line too many is a folder with a line feed in its name.
  if (format !== 'sha1' || inside !== 'true' || rest.length > 0) throw new Error('No such work tree.')
  if (!isUtf8(listing.bytes)) throw new Error('These names are not what the system would give for them.')
  if (!hasTracked(listing.bytes)) throw new Error('Nothing is tracked here.')
  const settings = linesOf(variables)
  const setting = (name: string): string | undefined =>
    settings.findLast(line => line === name || line.startsWith(`${name}=`))?.slice(name.length + 1)
  const autocrlf = setting('core.autocrlf') ?? 'false'
  const attributeFiles = [
    resolve(place, info),
    join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'git/attributes'),
    // Git tells it since 2.41.
    setting('GIT_ATTR_SYSTEM') ?? '/etc/gitattributes',
    ...Array.from(prefix.matchAll(/\//g), (_, depth) =>
      resolve(place, '../'.repeat(depth + 1), '.gitattributes'),
    ),
  ]
  const mayApply =
    listing.bytes.includes('.gitattributes') ||
    setting('core.attributesfile') !== undefined ||
    setting('attr.tree') !== undefined ||
    process.env.GIT_ATTR_SOURCE !== undefined ||
    attributeFiles.some(file => fs.existsSync(file))
  // Asked for every path this takes as long as the listing (150 ms for 100,000 files, 2026-11-24), so only on a sign.
  const attributes = mayApply
    ? await git(
        place,
        ['check-attr', '-z', '--stdin', '-a'],
        listFiles(trackedPart(listing.bytes))
          .map(entry => entry.path)
          .join('\0'),
      )
    : undefined
  return {
    listing,
    changes: await changes,
    attributes,
    convertsText: !/^(?:false|no|off|0)$/i.test(autocrlf),
    indexFile: resolve(place, index),
  }
}

/** Untracked files, marked with `?`, are in one run, so that one end of the listing tells. */
function hasTracked(listing: Buffer): boolean {
  const last = listing.subarray(0, -1).lastIndexOf(0) + 1
  return listing.length > 0 && (listing[0] !== 0x3f || listing[last] !== 0x3f)
}

function linesOf(answer: Answer): string[] {
  return answer.bytes.toString().replace(/\n$/, '').split('\n')
}

/** @throws unless git ends well. */
function git(place: string, args: readonly string[], input = ''): Promise<Answer> {
  return new Promise((done, failed) => {
    // A link that was checked out as a file, equal stats by a lenient comparison and a monitor's word are too
    // little to be sure of a content, whatever the project's settings say.
    const strict = [
      'core.fsmonitor=false',
      'core.symlinks=true',
      'core.trustctime=true',
      'core.checkStat=default',
    ]
    const child = spawn('git', ['--no-optional-locks', ...strict.flatMap(one => ['-c', one]), ...args], {
      cwd: place,
      env: {
        ...process.env,
        LC_ALL: 'C',
        GIT_LITERAL_PATHSPECS: '0',
        GIT_ICASE_PATHSPECS: '0',
      },
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    })
    const hash = createHash('sha256')
    // Put together as it comes, while git is at work: a listing has many megabytes.
    let whole = Buffer.allocUnsafeSlow(65_536)
    let length = 0
    child.stdout.on('data', (chunk: Buffer) => {
      hash.update(chunk)
      if (length + chunk.length > whole.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(whole.length * 4, length + chunk.length))
        whole.copy(larger, 0, 0, length)
        whole = larger
      }
      length += chunk.copy(whole, length)
    })
    child.once('error', failed)
    child.once('close', code => {
      if (code === 0) done({ bytes: whole.subarray(0, length), digest: hash.digest('hex') })
      else failed(new Error(`git ${args[0]} ended with ${code}.`))
    })
    // A command that ends before it has read all is told by its code.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

function createTree(place: string, answers: Answers): GitTree {
  const { listing, changes, attributes, convertsText } = answers
  const tracked = trackedPart(listing.bytes)
  const read = once(() => {
    const changed = parseChanges(changes.bytes)
    return { changed, open: parseOpen(listing.bytes, changed), converts: parseConversions(answers) }
  })
  const unsure = once(() => {
    const { open, converts } = read()
    const paths = Array.from(open, path => withoutSlash(path))
    if (converts !== undefined) for (const { path } of listVouched('')) if (converts(path)) paths.push(path)
    return paths.sort(compareText)
  })
  /** What no record tells: what is unsure, and files that are gone from the disk alone. */
  const open = once(() => {
    const { changed } = read()
    const gone = Array.from(changed).flatMap(([path, status]) => (status === 'D' ? [path] : []))
    return [...new Set([...unsure(), ...gone])].sort(compareText)
  })
  /** Files and links that are as the index has them, but for conversions. */
  function listVouched(folder: string): readonly GitEntry[] {
    const { changed } = read()
    const all = listFiles(tracked, folder)
    return changed.size === 0 ? all : all.filter(entry => !changed.has(entry.path))
  }
  return {
    fingerprint: createHash('sha256')
      .update([listing.digest, changes.digest, attributes?.digest, convertsText].join())
      .digest('hex')
      .slice(0, 16),
    unsure,
    entries(folder = '') {
      const { open, converts } = read()
      const listed = listVouched(folder)
      const known = converts === undefined ? listed : listed.map(bare)
      const inside = folder === '' ? [...open] : [...open].filter(path => path.startsWith(`${folder}/`))
      return [...known, ...look(place, inside)].sort(by(entry => entry.path))

      function bare(entry: GitEntry): GitEntry {
        return converts!(entry.path) ? { path: entry.path, kind: entry.kind } : entry
      }
    },
    entry(path) {
      const { changed, open, converts } = read()
      const shown = [path, `${path}/`].filter(one => open.has(one))
      if (shown.length > 0) return look(place, shown).next().value ?? undefined
      const found = changed.has(path) ? undefined : findListed(tracked, path)
      return found && converts?.(path) ? { path, kind: found.kind } : found
    },
    kept: () => (read().converts === undefined ? { tracked, open: open() } : undefined),
    changedSince(tree) {
      if (read().converts !== undefined) return undefined
      const differing = changedPaths(bufferOf(tree.tracked), tracked)
      return [...new Set([...differing, ...tree.open, ...open()])].sort(compareText)
    },
  }
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path
}

/** What is there. @param open paths; those of folders end with a slash. */
function* look(place: string, open: Iterable<string>): Generator<GitEntry, undefined> {
  for (const shown of open) {
    const path = withoutSlash(shown)
    const stats = fs.lstatSync(join(place, path), { throwIfNoEntry: false })
    if (stats?.isFile()) yield { path, kind: 'file' }
    else if (stats?.isSymbolicLink()) yield { path, kind: 'link' }
    // A folder in the place of a tracked file is listed by what is in it.
    else if (stats?.isDirectory() && path !== shown) yield { path, kind: 'folder' }
  }
}

/** What is unsure but for conversions; folders end with a slash. */
function parseOpen(listing: Buffer, changed: ReadonlyMap<string, string>): Set<string> {
  const open = new Set(openPaths(listing))
  for (const [path, status] of changed) {
    if (status === 'D') open.delete(path)
    else open.add(path)
  }
  return open
}

/** Path → status, of `:100644 100644 <40 digits> <40 digits> M`, zero, path, zero. */
function parseChanges(bytes: Buffer): Map<string, string> {
  const changed = new Map<string, string>()
  const fields = bytes.toString().split('\0')
  for (let at = 0; at + 1 < fields.length; at += 2) changed.set(fields[at + 1]!, fields[at]!.slice(-1))
  return changed
}

const converting = new Set(['text', 'crlf', 'eol', 'filter', 'ident', 'working-tree-encoding'])

/** Whether a file's bytes may be others than its blob's; undefined when none's are. An attribute that is set
 *  counts, whatever it is set to; `core.eol` does nothing by itself; `core.autocrlf` spares what is `-text`. */
function parseConversions({ attributes, convertsText }: Answers): ((path: string) => boolean) | undefined {
  const converted = new Set<string>()
  const binary = new Set<string>()
  const fields = attributes?.bytes.toString().split('\0') ?? []
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const name = fields[at + 1]!
    if (!converting.has(name)) continue
    if (fields[at + 2] !== 'unset') converted.add(fields[at]!)
    else if (name === 'text') binary.add(fields[at]!)
  }
  if (!convertsText && converted.size === 0) return undefined
  return path => converted.has(path) || (convertsText && !binary.has(path))
}
