// Git's answer, kept up to date by a watcher: git is asked once, and what changed since is looked at on the disk. A
// question to git takes as long as everything else that a change costs.
import * as fs from 'node:fs'
import { join } from 'node:path'
import { compareText } from '../base/order.js'
import type { GitEntry, GitTree, KeptTree } from './git.js'

export interface WatchedTree {
  readonly tree: GitTree
  /** Something happened at these paths, from the root. */
  note(paths: Iterable<string>): void
}

export function watchTree(root: string, base: GitTree): WatchedTree {
  const noted = new Set<string>()
  let kept: KeptTree | undefined
  const look = (path: string): GitEntry | undefined => {
    const stats = fs.lstatSync(join(root, path), { throwIfNoEntry: false })
    if (stats?.isFile()) return { path, kind: 'file' }
    return stats?.isSymbolicLink() ? { path, kind: 'link' } : undefined
  }
  const open = (tree: KeptTree): readonly string[] => [...new Set([...tree.open, ...noted])].sort(compareText)
  return {
    note(paths) {
      for (const path of paths) noted.add(path)
    },
    tree: {
      fingerprint: base.fingerprint,
      // Only a record that says "nothing has changed" needs them, and none is made of this tree.
      unsure: () => [],
      entries(folder = '') {
        const inside = [...noted].filter(path => folder === '' || path.startsWith(`${folder}/`))
        const others = base.entries(folder).filter(({ path }) => !noted.has(path))
        return [...others, ...inside.flatMap(path => look(path) ?? [])].sort((a, b) =>
          compareText(a.path, b.path),
        )
      },
      entry: path => (noted.has(path) ? look(path) : base.entry(path)),
      kept() {
        const tree = base.kept()
        kept = tree && { tracked: tree.tracked, open: open(tree) }
        return kept
      },
      changedSince(past) {
        // Of a tree of this watch the listing is the same, and only what git does not vouch for can differ.
        const tree = base.kept()
        if (kept !== undefined && past === kept) return tree && open(tree)
        const changed = base.changedSince(past)
        return changed && [...new Set([...changed, ...noted])].sort(compareText)
      },
    },
  }
}
