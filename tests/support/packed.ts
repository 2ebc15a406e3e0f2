// The two packages as npm has them: packed, and installed together in an empty folder. It takes seconds, so one file
// of tests does it once.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execute, projectRoot, writeFiles } from './site.js'

export const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
/** The package that `npm create dateline-news` runs. */
export const creatorRoot = join(projectRoot, 'src/cli/npm-create')

export interface Installed {
  /** With `node_modules`; to be removed by whoever asked for it. */
  readonly folder: string
  /** Paths of the files in each package. */
  readonly packed: Readonly<Record<string, readonly string[]>>
}

export async function installPackages(): Promise<Installed> {
  const folder = mkdtempSync(join(tmpdir(), 'dateline-packed-'))
  writeFiles(folder, { 'package.json': '{ "name": "desk", "private": true, "type": "module" }\n' })
  const { stdout } = await succeed(
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder, projectRoot, creatorRoot],
    folder,
  )
  // A list, or an object by name, as the version of npm has it.
  const described = Object.values(JSON.parse(stdout) as object) as {
    name: string
    filename: string
    files: { path: string }[]
  }[]
  const tarballs = described.map(({ filename }) => join(folder, filename))
  await succeed(['install', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs], folder)
  return {
    folder,
    packed: Object.fromEntries(described.map(({ name, files }) => [name, files.map(({ path }) => path)])),
  }
}

async function succeed(args: readonly string[], folder: string) {
  const done = await execute(npm, args, folder)
  if (done.code !== 0) throw new Error(`npm ${args[0]} failed:\n${done.stderr}`)
  return done
}
