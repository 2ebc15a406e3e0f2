// Which articles are in another language than the site's, when only their folders say so.
import { canonicalLanguage, isLanguage } from '../content/file-name.js'

/** Top-level folders that are languages: at least two whose names are language tags hold a file of the same
 *  path (`en/post/a.md`, `he/post/a.md`), or one is the site's language. A newsroom's folder `it/` for
 *  technology stays a folder. */
export function languageFolders(paths: Iterable<string>, siteLanguage: string): ReadonlyMap<string, string> {
  const byFolder = new Map<string, Set<string>>()
  for (const path of paths) {
    const slash = path.indexOf('/')
    if (slash < 0) continue
    const folder = path.slice(0, slash)
    if (!isLanguage(folder)) continue
    const rest = path.slice(slash + 1)
    const files = byFolder.get(folder)
    if (files) files.add(rest)
    else byFolder.set(folder, new Set([rest]))
  }
  const folders = [...byFolder.keys()].sort()
  const own = folders.some(folder => folder.split(/[-_]/)[0] === siteLanguage.split('-')[0])
  const shared = (folder: string): boolean =>
    folders.some(
      other => other !== folder && [...byFolder.get(folder)!].some(rest => byFolder.get(other)!.has(rest)),
    )
  const languages = folders.filter(folder => (own && folders.length > 1) || shared(folder))
  return new Map(languages.map(folder => [folder, canonicalLanguage(folder)]))
}
