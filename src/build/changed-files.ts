// The files of a site after an earlier build: git says at which paths there may be something else than there was,
// and only those are looked at.
import { join } from 'node:path'
import { isLanguage } from '../content/file-name.js'
import { languageFolders } from '../site/languages.js'
import {
  composed,
  type DocumentFile,
  discoverContent,
  type FoundFile,
  isHidden,
  sortByClass,
  tellForeign,
} from './discover.js'
import {
  below,
  byPath,
  discoverPublic,
  type FileSearch,
  type FoundFiles,
  filesKey,
  inContent,
  inPublic,
  keepTree,
} from './site-files.js'

/** Undefined where all files must be looked at: nothing usable is kept, or something is there (a link, another
 *  repository, a name in another Unicode form) of which the path alone does not say what it is.
 *  Cost: one comparison of git's listing with the kept one, and an object a path that differs. */
export function findChangedFiles(search: FileSearch): FoundFiles | undefined {
  const { files, root, folder, config, git, digests, past } = search
  if (!git || !past || past.key !== filesKey(config)) return undefined
  const changed = git.changedSince(past.tree)
  const tree = keepTree(git)
  if (!changed || !tree) return undefined
  const publicTree = discoverPublic(files, root, git)
  if (!publicTree.listed) return undefined
  const shown = inContent(config)
  const inside = below(shown(''), changed).filter(path => !isHidden(path, false))
  const found = look(inside)
  if (!found) return undefined
  const { documents, fronts, tables, media, foreign } = sortByClass(found, config)
  const there = new Set(found.map(({ path }) => path))
  const gone = inside.filter(path => !there.has(path))

  /** What there is at some paths; undefined when one of them is no plain file. */
  function look(paths: readonly string[]): FoundFile[] | undefined {
    const seen: FoundFile[] = []
    for (const path of paths) {
      const entry = git!.entry(shown(path))
      if (composed(path) !== path || (entry && entry.kind !== 'file')) return undefined
      if (entry) seen.push({ path, absolute: join(folder, path), digest: entry.digest })
    }
    return seen
  }
  const one = (path: string): FoundFile | undefined => (isHidden(path, false) ? undefined : look([path])?.[0])
  const document = (path: string): DocumentFile | undefined => {
    const file = one(path)
    return file && sortByClass([file], config).documents[0]
  }
  const isArticle = (path: string): boolean =>
    sortByClass([{ path, absolute: path }], config).documents[0]?.kind === 'article'
  const wasThere = (path: string): boolean => digests.before(shown(path)) !== undefined
  const isFresh = (path: string): boolean => there.has(path) !== wasThere(path)
  const moved = inside.filter(path => isArticle(path) && isFresh(path))
  const come = moved.filter(path => there.has(path)).length
  const articles = past.articles + 2 * come - moved.length
  const folders = moved.some(path => isLanguage(path.slice(0, Math.max(0, path.indexOf('/')))))
    ? foldersOfAll()
    : past.folders
  function foldersOfAll(): ReadonlyMap<string, string> {
    const all = discoverContent(files, folder, config.contentFolder, config, root, git)
    const paths = all.documents.flatMap(({ kind, path }) => (kind === 'article' ? [path] : []))
    return languageFolders(paths, config.site.language)
  }

  /** A list of paths that was kept, as it is now. */
  const update = (before: readonly string[], now: readonly string[]): string[] => {
    const differing = new Set(inside)
    return [...before.filter(path => !differing.has(path)), ...now].sort()
  }
  const allForeign = update(past.foreign, foreign)
  const updateFiles = (before: readonly string[], now: readonly FoundFile[]): FoundFile[] =>
    update(
      before,
      now.map(({ path }) => path),
    ).flatMap(path => one(path) ?? [])
  const allFronts = updateFiles(past.fronts, fronts)
  const allTables = updateFiles(past.tables, tables)
  const publicFiles = byPath(publicTree.found)
  const changedMedia = (candidates: readonly FoundFile[], name: (path: string) => string): string[] =>
    candidates.flatMap(file => (digests.compare(name(file.path), file) === 'same' ? [] : [file.path]))
  return {
    documents,
    fronts: allFronts,
    tables: allTables,
    publicFiles: publicTree.found,
    diagnostics: [...tellForeign(allForeign, config.contentFolder), ...publicTree.diagnostics],
    articles,
    folders,
    listed: true,
    document,
    media: path => {
      const file = one(path.normalize('NFC'))
      return file && sortByClass([file], config).media[0]
    },
    public: path => publicFiles().get(path),
    gone: () => gone,
    changedMedia() {
      const outside = below(inPublic(''), changed)
      const candidates = outside.flatMap(path => publicFiles().get(path) ?? [])
      return {
        content: [...changedMedia(media, shown), ...gone],
        public: [...changedMedia(candidates, inPublic), ...outside.filter(path => !publicFiles().has(path))],
      }
    },
    kept() {
      const pathsOf = (files: readonly FoundFile[]): string[] => files.map(({ path }) => path)
      return {
        key: past.key,
        tree,
        fronts: pathsOf(allFronts),
        tables: pathsOf(allTables),
        foreign: allForeign,
        articles,
        folders,
      }
    },
  }
}
