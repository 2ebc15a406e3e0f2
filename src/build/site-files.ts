// The files that a site is made of, as a build asks for them: what may have changed, and each by its path. Here by a
// look at all of them; `changed-files.ts` knows the same of an archive by what git says has changed.
import { join } from 'node:path'
import { type Digest, digestValue } from '../base/digest.js'
import { once } from '../base/once.js'
import type { Config } from '../config/config.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { languageFolders } from '../site/languages.js'
import type { ChangedMedia } from '../site/resolve-all.js'
import {
  type ContentTree,
  type Discovered,
  type DocumentFile,
  discoverContent,
  discoverFiles,
  type FoundFile,
  folderOf,
} from './discover.js'
import type { FileDigests } from './file-digests.js'
import type { Files } from './files.js'
import type { GitTree, KeptTree } from './git.js'
import { listFiles } from './listing.js'

export interface SiteFiles {
  readonly fronts: readonly FoundFile[]
  /** Of `data/`. */
  readonly tables: readonly FoundFile[]
  readonly publicFiles: readonly FoundFile[]
  readonly diagnostics: readonly Diagnostic[]
  /** Articles among all documents, those in error as well. */
  readonly articles: number
  /** Top-level folders that are languages. */
  readonly folders: ReadonlyMap<string, string>
  /** Git's list stands for all files. */
  readonly listed: boolean
  /** A document that is there, by path below the content folder. */
  document(path: string): DocumentFile | undefined
  /** A picture or another file that articles may show, by path below the content folder. */
  media(path: string): FoundFile | undefined
  public(path: string): FoundFile | undefined
  /** Paths below the content folder that the last build knew and that are not there. To be asked when all
   *  documents have been compared. */
  gone(): readonly string[]
  /** The same for pictures and the like, and those that came or changed. */
  changedMedia(): ChangedMedia
  /** What the next build needs to know what has changed; undefined where it must look at all. */
  kept(): KnownFiles | undefined
}

/** What a search finds. The documents stand beside the rest: whoever has parsed them lets go of them, and half a
 *  kilobyte for each of an archive with them. */
export interface FoundFiles extends SiteFiles {
  /** Documents that may be others than the last build knew. */
  readonly documents: readonly DocumentFile[]
}

export interface KnownFiles {
  /** Of the settings that say what a file is for. */
  readonly key: Digest
  readonly tree: KeptTree
  readonly fronts: readonly string[]
  readonly tables: readonly string[]
  /** Files that are not built. */
  readonly foreign: readonly string[]
  readonly articles: number
  readonly folders: ReadonlyMap<string, string>
}

export interface FileSearch {
  readonly files: Files
  readonly root: string
  /** Absolute. */
  readonly folder: string
  readonly config: Config
  readonly git: GitTree | undefined
  readonly digests: FileDigests
  /** What the last build kept. */
  readonly past: KnownFiles | undefined
}

/** With more paths that git does not vouch for, a list of them is no shorter than a look at all. */
const mostOpen = 5_000

export const inPublic = (path: string): string => `public/${path}`

/** @param contentFolder as diagnostics name it. */
export const inContent =
  ({ contentFolder }: Pick<Config, 'contentFolder'>) =>
  (path: string): string =>
    `${contentFolder}/${path}`

export function filesKey({ contentFolder, endings, site }: Config): Digest {
  return digestValue({ contentFolder, endings, language: site.language })
}

/** Cost: an object a file. */
export function findAllFiles(search: FileSearch): FoundFiles {
  const content = discover(search)
  return { ...describe(search, content), documents: content.documents }
}

function discover({ files, root, folder, config, git }: FileSearch): ContentTree {
  return discoverContent(files, folder, config.contentFolder, config, root, git)
}

/** What is asked of the files when the documents have been parsed: no function made here may hold on to them. */
function describe(search: FileSearch, content: ContentTree): SiteFiles {
  const { files, root, config, git, digests, past } = search
  const { media, fronts, tables } = content
  const shown = inContent(config)
  const publicTree = discoverPublic(files, root, git)
  const articles = content.documents.flatMap(({ kind, path }) => (kind === 'article' ? [path] : []))
  const count = articles.length
  const folders = languageFolders(articles, config.site.language)
  const findMedia = byPath(media)
  const findPublic = byPath(publicTree.found)
  const findDocument = once(() => byPath(discover(search).documents)())
  const listed = content.listed && publicTree.listed
  const kept = keepFiles(search, content, publicTree, { articles: count, folders })
  if (!kept) digests.holdVouched()
  const goneNames = past ? findGone(search, content, findPublic) : () => digests.missing()
  const changed = (found: readonly FoundFile[], name: (path: string) => string): string[] =>
    found.flatMap(file => (digests.compare(name(file.path), file) === 'same' ? [] : [file.path]))
  return {
    fronts,
    tables,
    publicFiles: publicTree.found,
    diagnostics: [...content.diagnostics, ...publicTree.diagnostics],
    articles: count,
    folders,
    listed,
    document: path => findDocument().get(path),
    media: path => findMedia().get(path),
    public: path => findPublic().get(path),
    gone: () => below(shown(''), goneNames()),
    changedMedia() {
      const inside = changed(media, shown)
      const outside = changed(publicTree.found, inPublic)
      // Only now has every file been asked for.
      const gone = goneNames()
      return {
        content: [...inside, ...below(shown(''), gone)],
        public: [...outside, ...below(inPublic(''), gone)],
      }
    },
    kept: () => kept,
  }
}

/** Names that the last build knew, from git or not, and that are not there. */
function findGone(
  { config, digests, past }: FileSearch,
  { documents, media }: ContentTree,
  findPublic: () => ReadonlyMap<string, FoundFile>,
): () => string[] {
  const folder = config.contentFolder
  const there = new Set([...documents, ...media].map(({ path }) => path))
  const isGone = (path: string): boolean => !there.has(path)
  return () => [
    ...digests.missing(),
    ...(past ? namesOf(past, folder).filter(name => isGone(name.slice(folder.length + 1))) : []),
    ...(past
      ? namesOf(past, 'public').filter(name => !findPublic().has(name.slice(inPublic('').length)))
      : []),
  ]
}

function keepFiles(
  { root, folder, config, git }: FileSearch,
  content: ContentTree,
  publicTree: Discovered,
  known: Pick<KnownFiles, 'articles' | 'folders'>,
): KnownFiles | undefined {
  const tree = content.listed && publicTree.listed && git ? keepTree(git) : undefined
  // By their names alone it must be plain which file a path is.
  const all = [content.documents, content.media, content.fronts, content.tables]
  const plain =
    folderOf(root, folder) === config.contentFolder &&
    all.every(files => files.every(file => file.absolute === join(folder, file.path))) &&
    publicTree.found.every(file => file.absolute === join(root, 'public', file.path))
  return tree && plain
    ? {
        key: filesKey(config),
        tree,
        fronts: content.fronts.map(({ path }) => path),
        tables: content.tables.map(({ path }) => path),
        foreign: content.foreign,
        ...known,
      }
    : undefined
}

export function discoverPublic(files: Files, root: string, git: GitTree | undefined) {
  return discoverFiles(files, join(root, 'public'), 'public', root, { hidden: true, git })
}

export function keepTree(git: GitTree): KeptTree | undefined {
  const tree = git.kept()
  return tree && tree.open.length <= mostOpen ? tree : undefined
}

/** Names in a folder that begin with it, without it. */
export function below(folder: string, names: readonly string[]): string[] {
  return names.flatMap(name => (name.startsWith(folder) ? [name.slice(folder.length)] : []))
}

function namesOf({ tree }: KnownFiles, folder: string): string[] {
  const { buffer, byteOffset, byteLength } = tree.tracked
  const open = new Set(tree.open)
  return listFiles(Buffer.from(buffer, byteOffset, byteLength), folder).flatMap(({ path }) =>
    open.has(path) ? [] : [path],
  )
}

/** A map that is made when it is first asked for. */
export function byPath<F extends FoundFile>(found: readonly F[]): () => ReadonlyMap<string, F> {
  return once(() => new Map(found.map(file => [file.path, file])))
}
