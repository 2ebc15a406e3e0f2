// The pages of the codes, read back: what a page says, the files of its example, and what its mend does to them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot, type SiteFiles } from './site.js'

export interface CodePage {
  readonly code: string
  readonly title: string
  readonly sections: readonly string[]
  readonly example: SiteFiles
  /** The same site when the mend is done; undefined where the mend names no file. */
  readonly mended: SiteFiles | undefined
}

const folder = join(projectRoot, 'docs/diagnostics')

export function listCodePages(): string[] {
  return readdirSync(folder)
    .map(name => name.replace(/\.md$/, ''))
    .sort()
}

export function readCodePage(code: string): CodePage {
  const text = readFileSync(join(folder, `${code}.md`), 'utf8')
  // An example may have headings of its own.
  const parts = text.split(/^## (?=(?:Why it matters|Example|The mend)\n)/m)
  const [head, ...sections] = parts
  const named = (name: string): string => sections.find(part => part.startsWith(`${name}\n`)) ?? ''
  const example = filesOf(named('Example'))
  const changes = named('The mend')
  const mended: Record<string, string> = { ...example, ...filesOf(changes) }
  for (const [, path] of changes.matchAll(/^Remove `(.+)`\.$/gm)) delete mended[path!]
  for (const [, from, to] of changes.matchAll(/^Rename `(.+)` to `(.+)`\.$/gm)) {
    mended[to!] = mended[from!]!
    delete mended[from!]
  }
  const [, shown = '', title = ''] = /^# (DL\d{4}): (.+)$/m.exec(head!) ?? []
  return {
    code: shown,
    title,
    sections: sections.map(part => part.slice(0, part.indexOf('\n'))),
    example,
    mended: JSON.stringify(mended) === JSON.stringify(example) ? undefined : mended,
  }
}

/** A path in code on a line of its own, and the fenced text below it. */
function filesOf(section: string): Record<string, string> {
  const files: Record<string, string> = {}
  for (const [, path, , text] of section.matchAll(/^`([^`\n]+)`\n\n(`{3,})[a-z]*\n([\s\S]*?)^\2$/gm))
    files[path!] = text!
  return files
}
