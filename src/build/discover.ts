// Discover: the file tree as it is. Which files are documents, settings, pictures; in one order on every machine.
import { join, sep } from 'node:path'
import { by } from '../base/order.js'
import type { FileFacts } from '../content/article.js'
import { classify, type FileRules } from '../content/file-name.js'
import { type Diagnostic, warning } from '../diagnostics/diagnostic.js'
import type { Files } from './files.js'

export interface DocumentFile {
  /** Below the content folder, with slashes, in composed Unicode form. */
  readonly path: string
  /** Where it is read from. */
  readonly absolute: string
  readonly facts: FileFacts
  readonly html: boolean
}

export interface FoundFile {
  readonly path: string
  readonly absolute: string
}

export interface ContentTree {
  readonly documents: readonly DocumentFile[]
  readonly settings: readonly FoundFile[]
  readonly fronts: readonly FoundFile[]
  readonly media: readonly FoundFile[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads folders, no files. Names that begin with a dot are left out, and so is `node_modules`.
 *  @param shown the content folder as diagnostics name it. */
export function discoverContent(
  files: Files,
  folder: string,
  shown: string,
  rules: FileRules,
  root: string,
): ContentTree {
  const documents: DocumentFile[] = []
  const settings: FoundFile[] = []
  const fronts: FoundFile[] = []
  const media: FoundFile[] = []
  const diagnostics: Diagnostic[] = []
  for (const found of walk(files, folder, shown, root, diagnostics)) {
    const kind = classify(found.path, rules)
    switch (kind.class) {
      case 'document':
        documents.push({ ...found, facts: kind.facts, html: kind.html })
        break
      case 'settings':
        settings.push(found)
        break
      case 'front':
        fronts.push(found)
        break
      case 'media':
        media.push(found)
        break
      case 'foreign':
        diagnostics.push(
          warning(
            'DL1014',
            { reason: 'files of this kind are not built (content.endings)' },
            { file: `${shown}/${found.path}` },
          ),
        )
        break
      case 'data':
      case 'readme':
        break
    }
  }
  return { documents, settings, fronts, media, diagnostics }
}

/** All files below a folder, sorted by path; none when the folder is not there.
 *  @param hidden takes names that begin with a dot as well (`.well-known/`). */
export function discoverFiles(
  files: Files,
  folder: string,
  shown: string,
  root: string,
  hidden = false,
): { readonly found: readonly FoundFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  return { found: walk(files, folder, shown, root, diagnostics, hidden), diagnostics }
}

/** What tools and systems leave in folders. */
const neverRead = new Set(['node_modules', '.git', '.DS_Store', '.dateline'])

function walk(
  files: Files,
  folder: string,
  shown: string,
  root: string,
  diagnostics: Diagnostic[],
  hidden = false,
): FoundFile[] {
  const found: FoundFile[] = []
  const inside = files.resolve(root)?.path ?? root
  visit(folder, '')
  return found.sort(by(file => file.path))

  function visit(absolute: string, path: string): void {
    for (const entry of files.list(absolute) ?? []) {
      if (neverRead.has(entry.name) || (entry.name.startsWith('.') && !hidden)) continue
      const child = { path: `${path}${entry.name}`.normalize('NFC'), absolute: join(absolute, entry.name) }
      if (entry.kind === 'folder') visit(child.absolute, `${path}${entry.name}/`)
      else if (entry.kind === 'file') found.push(child)
      else if (entry.kind === 'link') follow(child)
    }
  }

  /** A link to a file of the project is that file. Links to folders are not followed: they can be circles. */
  function follow(child: FoundFile): void {
    const target = files.resolve(child.absolute)
    const file = `${shown}/${child.path}`
    if (target === undefined)
      diagnostics.push(warning('DL1014', { reason: 'the symbolic link leads nowhere' }, { file }))
    else if (!target.path.startsWith(inside + sep))
      diagnostics.push(warning('DL1017', { value: target.path }, { file }))
    else if (target.kind === 'file') found.push({ ...child, absolute: target.path })
    else
      diagnostics.push(warning('DL1014', { reason: 'symbolic links to folders are not followed' }, { file }))
  }
}
