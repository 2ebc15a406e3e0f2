// Discover: the file tree as it is. Which files are documents, settings, pictures; in one order on every machine.
// Git, where it is there, lists the tree and says which bytes it knows; else folders are read one by one.
import { join, relative, sep } from 'node:path'
import type { Digest } from '../base/digest.js'
import { compareText } from '../base/order.js'
import type { DocumentKind } from '../content/article.js'
import { classify, type FileRules } from '../content/file-name.js'
import { type Diagnostic, error, warning } from '../diagnostics/diagnostic.js'
import type { Files } from './files.js'
import type { GitEntry, GitTree } from './git.js'

export interface DocumentFile {
  /** Below the content folder, with slashes, in composed Unicode form. */
  readonly path: string
  /** Where it is read from. */
  readonly absolute: string
  /** As git has it; undefined where git does not vouch for it. */
  readonly digest?: Digest | undefined
  readonly kind: DocumentKind
  readonly html: boolean
}

export interface FoundFile {
  readonly path: string
  readonly absolute: string
  readonly digest?: Digest | undefined
}

export interface ContentTree {
  readonly documents: readonly DocumentFile[]
  readonly fronts: readonly FoundFile[]
  readonly media: readonly FoundFile[]
  /** Paths of files that are not built. */
  readonly foreign: readonly string[]
  /** Of `data/`. */
  readonly tables: readonly FoundFile[]
  readonly diagnostics: readonly Diagnostic[]
  /** Git's list stands for all of it. */
  readonly listed: boolean
}

/** Reads no files. Names that begin with a dot are left out, and so is `node_modules`.
 *  @param shown the content folder as diagnostics name it. */
export function discoverContent(
  files: Files,
  folder: string,
  shown: string,
  rules: FileRules,
  root: string,
  git?: GitTree,
): ContentTree {
  const tree = discoverFiles(files, folder, shown, root, { git })
  const sorted = sortByClass(tree.found, rules)
  return {
    ...sorted,
    diagnostics: [...tree.diagnostics, ...tellForeign(sorted.foreign, shown)],
    listed: tree.listed,
  }
}

/** What each file of the content folder is for. */
export function sortByClass(
  found: readonly FoundFile[],
  rules: FileRules,
): Pick<ContentTree, 'documents' | 'fronts' | 'media' | 'foreign' | 'tables'> {
  const documents: DocumentFile[] = []
  const fronts: FoundFile[] = []
  const media: FoundFile[] = []
  const foreign: string[] = []
  const tables: FoundFile[] = []
  for (const { path, absolute, digest } of found) {
    const kind = classify(path, rules)
    if (kind.class === 'document')
      documents.push({ path, absolute, digest, kind: kind.kind, html: kind.html })
    else if (kind.class === 'front') fronts.push({ path, absolute, digest })
    else if (kind.class === 'media') media.push({ path, absolute, digest })
    else if (kind.class === 'foreign') foreign.push(path)
    else if (kind.class === 'data') tables.push({ path, absolute, digest })
  }
  return { documents, fronts, media, foreign, tables }
}

export function tellForeign(paths: readonly string[], shown: string): Diagnostic[] {
  return paths.map(path => {
    const ending = /\.[^./]+$/.exec(path)?.[0] ?? 'no ending'
    const reason = `a file with ${ending} is no article; save it as text, with a name that ends in .md`
    return warning('DL1014', { reason }, { file: `${shown}/${path}` })
  })
}

export interface Discovery {
  /** Takes names that begin with a dot as well (`.well-known/`). */
  readonly hidden?: boolean
  /** Of the project's root. */
  readonly git?: GitTree | undefined
}

export interface Discovered {
  readonly found: readonly FoundFile[]
  readonly diagnostics: readonly Diagnostic[]
  /** Git's list stands for all of it: no folder was walked, no link was followed. */
  readonly listed: boolean
}

/** All files below a folder, sorted by path; none when the folder is not there. */
export function discoverFiles(
  files: Files,
  folder: string,
  shown: string,
  root: string,
  { hidden = false, git }: Discovery = {},
): Discovered {
  const found: FoundFile[] = []
  const below = git && folderOf(root, folder)
  let listed = below !== undefined
  const diagnostics: Diagnostic[] = []
  const inside = files.resolve(root)?.path ?? root
  const base = join(folder, sep)
  const entries = below === undefined ? [] : git!.entries(below)
  if (entries.length > 0) takeAll(entries, below!.length + 1)
  else visit(folder, '')
  const sorted = sortByPath(found)
  const twice = sorted.filter((file, n) => n > 0 && file.path === sorted[n - 1]!.path)
  for (const { path } of twice) diagnostics.push(error('DL1022', {}, { file: `${shown}/${path}` }))
  const single = twice.length === 0 ? sorted : sorted.filter(file => !twice.includes(file))
  return { found: single, diagnostics, listed }

  /** Cost: one object a file; an archive has many. */
  function takeAll(entries: readonly GitEntry[], prefix: number): void {
    for (const { path, digest, kind } of entries) {
      const inside = path.slice(prefix)
      if (isHidden(inside, hidden)) continue
      if (kind === 'folder') visit(base + inside, `${inside}/`)
      else if (kind === 'link') follow({ path: composed(inside), absolute: base + inside })
      else found.push({ path: composed(inside), absolute: base + inside, digest })
    }
  }

  function visit(absolute: string, path: string): void {
    for (const entry of files.list(absolute) ?? []) {
      listed = false
      if (isLeftOut(entry.name)) continue
      const child = { path: composed(`${path}${entry.name}`), absolute: join(absolute, entry.name) }
      if (entry.kind === 'folder') visit(child.absolute, `${path}${entry.name}/`)
      else if (entry.kind === 'file') found.push(child)
      else if (entry.kind === 'link') follow(child)
    }
  }

  function isLeftOut(name: string): boolean {
    return neverRead.has(name) || (name.startsWith('.') && !hidden)
  }

  /** A link to a file of the project is that file. Links to folders are not followed: they can be circles. */
  function follow(child: FoundFile): void {
    listed = false
    const target = files.resolve(child.absolute)
    const file = `${shown}/${child.path}`
    if (target === undefined)
      diagnostics.push(warning('DL1014', { reason: 'the symbolic link leads nowhere' }, { file }))
    else if (!target.path.startsWith(inside + sep))
      diagnostics.push(warning('DL1017', { value: target.path }, { file }))
    else if (target.kind === 'file') found.push({ path: child.path, absolute: target.path })
    else
      diagnostics.push(warning('DL1014', { reason: 'symbolic links to folders are not followed' }, { file }))
  }
}

/** What tools and systems leave in folders. */
const neverRead = new Set(['node_modules', '.git', '.DS_Store', '.dateline'])
/** The same for whole paths, with and without names that begin with a dot. */
const neverReadPath = /(?:^|\/)(?:node_modules|\.git|\.DS_Store|\.dateline)(?:\/|$)/
const hiddenPath = /(?:^|\/)(?:\.|node_modules(?:\/|$))/

/** @param hidden names that begin with a dot count. */
export function isHidden(path: string, hidden: boolean): boolean {
  return (hidden ? neverReadPath : hiddenPath).test(path)
}

/** Most names are ASCII, which has one form. */
export function composed(path: string): string {
  return /^[\u0000-\u007f]*$/.test(path) ? path : path.normalize('NFC')
}

/** A folder as git names it; undefined for one outside the root, and for the root itself. */
export function folderOf(root: string, folder: string): string | undefined {
  const inside = relative(root, folder).split(sep).join('/')
  return inside === '' || inside.startsWith('..') ? undefined : inside
}

function sortByPath(found: FoundFile[]): FoundFile[] {
  const sorted = found.every((file, n) => n === 0 || found[n - 1]!.path <= file.path)
  return sorted ? found : found.sort((a, b) => compareText(a.path, b.path))
}
