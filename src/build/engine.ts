// Who we are: a digest of our own compiled code, of the default theme, of the packages below us and of the
// platform's data that shape bytes (ICU, Unicode, zones). Not a version number: a patched package is another engine.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Digest, digestText, digestValue } from '../base/digest.js'
import { compareText } from '../base/order.js'
import type { EngineInputs } from './memo.js'

const ownFolder = fileURLToPath(new URL('..', import.meta.url))
const packageFolder = fileURLToPath(new URL('../..', import.meta.url))

/** Cost: reads our hundred files and one that npm wrote. */
export function readEngine(): Digest {
  const { versions, version, platform, arch } = process
  const inputs: EngineInputs = {
    code: digestText(
      JSON.stringify([digestsBelow(ownFolder), digestsBelow(join(packageFolder, 'templates'))]),
    ),
    packages: packagesBelow(packageFolder),
    platform: [
      version,
      platform,
      arch,
      ...(['v8', 'icu', 'unicode', 'tz'] as const).map(name => versions[name] ?? ''),
    ],
  }
  return digestValue(inputs)
}

function digestsBelow(folder: string): (readonly [path: string, digest: Digest])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !/\.(?:map|d\.ts)$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort(compareText)
    .map(path => [path.slice(folder.length).split('\\').join('/'), digestText(readFileSync(path))] as const)
}

/** Versions of all packages that ours may load. npm writes down what it installed (docs.npmjs.com, package-lock.json,
 *  "Hidden Lockfiles"); under another package manager they are looked up one by one. */
function packagesBelow(folder: string): readonly string[] {
  for (let at = folder; ; at = dirname(at)) {
    const lock = readText(join(at, 'node_modules', '.package-lock.json'))
    if (lock !== undefined) return [digestText(lock)]
    if (dirname(at) === at) return walkPackages(folder)
  }
}

interface Manifest {
  readonly version?: string
  readonly dependencies?: Readonly<Record<string, string>>
  /** Native parts, of which a machine has its own. */
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** Found as Node finds them: in the nearest `node_modules` (Node.js documentation, "Loading from node_modules
 *  folders"). */
function walkPackages(folder: string): readonly string[] {
  const manifests = new Map<string, Manifest | undefined>()
  const read = (at: string): Manifest | undefined => {
    if (!manifests.has(at)) manifests.set(at, parseManifest(readText(join(at, 'package.json'))))
    return manifests.get(at)
  }
  const find = (name: string, from: string): string | undefined => {
    for (let at = from; ; at = dirname(at)) {
      if (read(join(at, 'node_modules', name))) return join(at, 'node_modules', name)
      if (dirname(at) === at) return undefined
    }
  }
  const found = new Map<string, string>()
  const visit = (from: string): void => {
    const manifest = read(from)
    for (const name of Object.keys({ ...manifest?.dependencies, ...manifest?.optionalDependencies })) {
      const at = find(name, from)
      if (at === undefined || found.has(at)) continue
      found.set(at, `${name} ${read(at)?.version ?? ''}`)
      visit(at)
    }
  }
  visit(folder)
  return [...new Set(found.values())].sort(compareText)
}

function parseManifest(text: string | undefined): Manifest | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as Manifest)
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
