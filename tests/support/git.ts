// A project under git: commits with a clock of their own, so that history is the same on every machine.
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeSite, type SiteFiles, writeFiles } from './site.js'

export function git(root: string, ...args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'Anna',
      GIT_AUTHOR_EMAIL: 'anna@paper.example',
      GIT_COMMITTER_NAME: 'Anna',
      GIT_COMMITTER_EMAIL: 'anna@paper.example',
      GIT_AUTHOR_DATE: '2026-11-24T08:00:00+01:00',
      GIT_COMMITTER_DATE: '2026-11-24T08:00:00+01:00',
    },
  }).trim()
}

/** @returns the commit. */
export function commit(root: string, files: SiteFiles = {}, gone: readonly string[] = []): string {
  writeFiles(root, files)
  for (const path of gone) rmSync(join(root, path))
  git(root, 'add', '-A')
  git(root, 'commit', '-q', '--allow-empty', '-m', 'A change')
  return git(root, 'rev-parse', 'HEAD')
}

/** A site whose files are committed. */
export function makeRepository(files: SiteFiles): string {
  const root = makeSite({ '.gitignore': 'dist/\n.dateline/\n', ...files })
  git(root, 'init', '-q', '-b', 'main')
  commit(root)
  return root
}
