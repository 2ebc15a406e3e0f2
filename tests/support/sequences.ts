// A site that is edited step by step: after each, the incremental build is compared with a clean one of the same files
// and the same history.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { type Disturbance, type Project, type Step, withholds } from './edits.js'
import { commit, git } from './git.js'
import { loadBuild } from './lib.js'
import { readTree } from './site.js'

const build = await loadBuild()

/** Makes a folder hold just these files; what did not change is not touched. */
export function lay(
  root: string,
  files: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, string> = new Map(),
): void {
  // Without the folder there is no site at all.
  mkdirSync(join(root, 'content'), { recursive: true })
  for (const [path] of before) if (!files.has(path)) rmSync(join(root, path), { force: true })
  for (const [path, text] of files) {
    if (before.get(path) === text) continue
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text, path.endsWith('.png') ? 'latin1' : 'utf8')
  }
}

function disturb(root: string, disturbance: Disturbance): void {
  const below = (folder: string): string[] =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
          .filter(entry => entry.isFile())
          .map(entry => join(entry.parentPath, entry.name))
          .sort()
      : []
  switch (disturbance.kind) {
    case 'commit':
      if (!existsSync(join(root, '.git'))) {
        git(root, 'init', '-q', '--template=')
        writeFileSync(join(root, '.gitignore'), 'dist/\n.dateline/\n')
      }
      commit(root)
      return
    case 'forget bodies':
      rmSync(join(root, '.dateline/store/bodies'), { recursive: true, force: true })
      return
    case 'forget store':
      rmSync(join(root, '.dateline'), { recursive: true, force: true })
      return
    case 'damage': {
      const files = below('.dateline')
      const file = files[disturbance.pick % Math.max(1, files.length)]
      if (file === undefined) return
      const bytes = readFileSync(file)
      if (disturbance.how === 'remove') rmSync(file)
      else if (disturbance.how === 'cut') truncateSync(file, disturbance.at % (bytes.length + 1))
      else if (bytes.length > 0) {
        bytes[disturbance.at % bytes.length]! ^= 0x41
        writeFileSync(file, bytes)
      }
      return
    }
    default: {
      const files = below('dist')
      const file = files[disturbance.pick % Math.max(1, files.length)]
      if (file === undefined) return
      // A folder without the marker is not ours to write: that is refused, and tested elsewhere.
      if (file.endsWith('.dateline-site')) return
      if (disturbance.kind === 'delete') rmSync(file)
      else if (disturbance.kind === 'alter') writeFileSync(file, 'altered')
      else utimesSync(file, new Date(), new Date())
    }
  }
}

async function buildIn(root: string, project: Project) {
  const { now, workers } = project
  const result = await build({ root, now, workers, keepGoing: !withholds(project) })
  const reports = result.reports.map(({ code, file, line, column, message }) => ({
    code,
    file,
    line,
    column,
    message,
  }))
  return { result, reports }
}

const difference = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) => ({
  written: [...after].filter(([path, bytes]) => before.get(path) !== bytes).map(([path]) => path),
  removed: [...before.keys()].filter(path => !after.has(path)),
})

const readSite = (root: string) =>
  existsSync(join(root, 'dist')) ? readTree(join(root, 'dist')) : new Map<string, string>()
const withoutMarker = (tree: ReadonlyMap<string, string>) =>
  new Map([...tree].filter(([path]) => path !== '.dateline-site'))

/** What a step did, for whoever has to find out why it went wrong. */
function describe(
  { files, now, workers }: Project,
  before: ReadonlyMap<string, string>,
  disturbance?: Disturbance,
): string {
  const { written, removed } = difference(before, files)
  return [
    `at ${new Date(now).toISOString()} with ${workers} threads ${disturbance ? JSON.stringify(disturbance) : ''}`,
    ...written.map(path => `  ${path}: ${JSON.stringify(files.get(path))}`),
    ...removed.map(path => `  ${path} is gone`),
  ].join('\n')
}

/** What the sites of a sequence had, so that a property is not kept for want of the thing. */
export interface Seen {
  /** How often an earlier version of a file stood in. */
  stoodIn: number
  /** Builds with a page of a storyline. */
  storylines: number
}

/** @throws with all steps, when one gives another site than a clean build. */
export async function checkSequence(first: Project, steps: readonly Step[]): Promise<Seen> {
  const seen: Seen = { stoodIn: 0, storylines: 0 }
  const history: string[] = []
  const root = mkdtempSync(join(tmpdir(), 'dateline-incremental-'))
  const clean = mkdtempSync(join(tmpdir(), 'dateline-clean-'))
  try {
    let now = first
    let laid: ReadonlyMap<string, string> = new Map()
    for (const { apply, disturbance } of [
      { apply: (same: Project) => same, disturbance: undefined },
      ...steps,
    ]) {
      now = apply(now)
      history.push(describe(now, laid, disturbance))
      lay(root, now.files, laid)
      laid = now.files
      if (disturbance) disturb(root, disturbance)
      const before = withoutMarker(readSite(root))
      const incremental = await buildIn(root, now)
      rmSync(clean, { recursive: true, force: true })
      lay(clean, now.files)
      if (withholds(now) && existsSync(join(root, '.git')))
        cpSync(join(root, '.git'), join(clean, '.git'), { recursive: true })
      const whole = await buildIn(clean, { ...now, workers: 0 })
      expect(incremental.reports).toEqual(whole.reports)
      seen.stoodIn += whole.result.withheld.filter(({ version }) => version).length
      expect(incremental.result.withheld).toEqual(whole.result.withheld)
      expect(incremental.result.published).toBe(whole.result.published)
      if (!whole.result.published) continue
      const tree = readSite(root)
      const wanted = readSite(clean)
      if ([...wanted.keys()].some(path => path.startsWith('storylines/'))) seen.storylines++
      expect([...tree.keys()]).toEqual([...wanted.keys()])
      // The marker names the content of all others, so it is compared last.
      for (const [path, bytes] of [...wanted].reverse()) expect(tree.get(path), path).toBe(bytes)
      expect(incremental.result.changes).toEqual(difference(before, withoutMarker(tree)))
      const again = await buildIn(root, now)
      expect(again.result.changes).toEqual({ written: [], removed: [] })
    }
    return seen
  } catch (cause) {
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)}\n${history.join('\n')}`, {
      cause,
    })
  } finally {
    rmSync(root, { recursive: true, force: true })
    rmSync(clean, { recursive: true, force: true })
  }
}
