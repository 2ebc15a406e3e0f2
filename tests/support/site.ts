// Small whole sites in folders of their own, built by the compiled package as a user's are.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished, vi } from 'vitest'
import { loadBuild, loadBuildCommand, loadCheckCommand } from './lib.js'

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
export const command = join(projectRoot, 'lib/cli/main.js')

export const plainConfig = `export default { title: 'The Paper', url: 'https://paper.example/' }\n`

/** A folder that goes with the test. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dateline-test-'))
  // Large sites take long to remove on a busy machine.
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }), 240_000)
  return folder
}

/** A project's files in another folder, without anything that a build left there. */
export function copyProject(root: string): string {
  const copy = makeFolder()
  for (const name of readdirSync(root))
    if (!['dist', '.dateline', '.git'].includes(name))
      cpSync(join(root, name), join(copy, name), { recursive: true, verbatimSymlinks: true })
  return copy
}

export type SiteFiles = Readonly<Record<string, string | Uint8Array>>

/** Writes a project: `files` by path from its root, a config unless one is among them. */
export function makeSite(files: SiteFiles, from?: string): string {
  const root = makeFolder()
  if (from !== undefined) cpSync(from, root, { recursive: true })
  const hasConfig = from !== undefined || Object.keys(files).some(path => path.startsWith('dateline.config.'))
  writeFiles(root, hasConfig ? files : { 'dateline.config.mjs': plainConfig, ...files })
  return root
}

export function writeFiles(root: string, files: SiteFiles): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
}

/** An article's text; fields as YAML, `body` apart. */
export function article(fields: Readonly<Record<string, unknown>>, body = 'Some words of text.'): string {
  const head = Object.entries({ title: 'A story', date: '2026-03-04', ...fields })
  return `---\n${head.map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`).join('\n')}\n---\n\n${body}\n`
}

export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export const clock = '2026-11-24T12:00:00Z'

/** Runs the command in a project; the clock stands still unless `env` or arguments say otherwise. */
export function run(
  root: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  return execute(process.execPath, [command, ...args], root, {
    SOURCE_DATE_EPOCH: String(Date.parse(clock) / 1000),
    ...env,
  })
}

// Node warns of the two together, even of an empty one.
const { FORCE_COLOR: _, ...outer } = process.env
const withoutColors = { ...outer, NO_COLOR: '1' }

export function execute(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  return new Promise((done, failed) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...withoutColors, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
    })
    child.once('error', failed)
    child.once('close', code => done({ code, stdout, stderr }))
  })
}

/** A page of the output, as text. */
export function page(root: string, path: string): string {
  return readFileSync(join(root, 'dist', path.endsWith('/') ? `${path}index.html` : path), 'utf8')
}

/** Path → bytes as text (latin1), of everything below a folder. */
export function readTree(folder: string): Map<string, string> {
  const tree = new Map<string, string>()
  const visit = (path: string): void => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      const child = path === '' ? entry.name : `${path}/${entry.name}`
      if (entry.isDirectory()) visit(child)
      else tree.set(child, readFileSync(join(folder, child), 'latin1'))
    }
  }
  visit('')
  return new Map([...tree].sort(([a], [b]) => (a < b ? -1 : 1)))
}

export interface BuildJson {
  readonly articles: number
  readonly found: number
  readonly hidden: number
  readonly hiddenBy: Readonly<Record<string, number>>
  readonly pages: number
  readonly written: number
  readonly removed: number
  readonly unchanged: number
  readonly ms: Readonly<Record<string, number>>
  readonly counters: { readonly parsed: number; readonly ranked: number; readonly rendered: number }
  readonly nextChange: string | null
  readonly diagnostics: readonly {
    readonly code: string
    readonly severity: string
    readonly file: string | null
    readonly line: number | null
    readonly column: number | null
    readonly message: string
    readonly hint: string | null
  }[]
}

/** `dateline build --json`, parsed: the command as a process of its own. */
export async function buildJson(
  root: string,
  args: readonly string[] = [],
): Promise<{ readonly code: number | null; readonly result: BuildJson }> {
  const { code, stdout, stderr } = await run(root, ['build', '--json', '--quiet', ...args])
  if (stdout === '') throw new Error(`no JSON:\n${stderr}`)
  return { code, result: JSON.parse(stdout) as BuildJson }
}

export interface BuildAsked {
  readonly keepGoing?: boolean
  readonly workers?: number
}

/** What `dateline build --json` says and does, in this process: starting one takes longer than a small site. */
export async function buildHere(
  root: string,
  asked: BuildAsked = {},
): Promise<{ readonly code: number; readonly result: BuildJson }> {
  const [build, { exitCodeOf, toJsonResult }] = await Promise.all([loadBuild(), loadBuildCommand()])
  const result = await build({ root, now: Date.parse(clock), ...asked })
  return { code: exitCodeOf(result), result: JSON.parse(JSON.stringify(toJsonResult(result))) as BuildJson }
}

/** What `dateline check --format json` says and does, in this process. @param base of `--base`. */
export async function checkHere(root: string, base?: string): Promise<Run> {
  const { runCheck } = await loadCheckCommand()
  const [stdout, stderr] = (['stdout', 'stderr'] as const).map(stream =>
    vi.spyOn(process[stream], 'write').mockReturnValue(true),
  )
  const before = process.cwd()
  // As of the command it is the folder that it was started in.
  process.chdir(root)
  try {
    const code = await runCheck({
      ...{ format: 'json', all: false, baseline: false, fix: false, dryRun: false, yes: false },
      ...{ external: false, externalMost: 500, externalSeconds: 120, externalPrivate: false },
      ...{ keepGoing: false, quiet: false, now: Date.parse(clock) },
      ...(base === undefined ? {} : { base }),
    })
    const said = (spy: typeof stdout): string => spy!.mock.calls.map(([text]) => String(text)).join('')
    return { code, stdout: said(stdout), stderr: said(stderr) }
  } finally {
    process.chdir(before)
    stdout!.mockRestore()
    stderr!.mockRestore()
  }
}
