// From a push to a live site, as CI does it for N articles: restore what an earlier build kept, check out, build one
// new article as a delta, upload it. Each part is timed on this machine; a network comes on top, so bytes are told.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { addArticle, paperConfig, writeCorpus } from './corpus.js'
import { type Command, runOnce } from './measure.js'

const command = join(fileURLToPath(new URL('../..', import.meta.url)), 'lib/cli/main.js')
const now = '2026-11-24T12:00:00Z'

export async function main([count = '100000']: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'dateline-live-'))
  const say = (text: string) => process.stdout.write(`${text}\n`)
  const run = (program: string, args: readonly string[], cwd: string) =>
    execFileSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
  try {
    const site = join(folder, 'site')
    writeCorpus(Number(count), join(site, 'content'))
    writeFileSync(join(site, 'dateline.config.mjs'), paperConfig)
    writeFileSync(join(site, '.gitignore'), 'dist/\n.dateline/\n')
    const commit = () => {
      run('git', ['add', '-A'], site)
      run('git', ['-c', 'user.name=Ann', '-c', 'user.email=a@paper.example', 'commit', '-qm', 'all'], site)
    }
    run('git', ['init', '-q'], site)
    commit()

    // Yesterday: everything was built, uploaded, and kept.
    run(process.execPath, [command, 'build', '--quiet', '--now', now, '--delta', join(folder, 'live')], site)
    const packed = pack(site, folder)
    const live = join(folder, 'live')
    say(`${count} articles; live: ${countFiles(live)} files`)
    say(`  the cache ${mb(packed.bytes)} MB, compressed ${mb(statSync(packed.file).size)} MB`)

    // Today: one article is pushed.
    addArticle(join(site, 'content'))
    commit()
    const fresh = join(folder, 'fresh')
    const delta = join(folder, 'delta')
    const parts: Command[] = [
      {
        name: 'check out',
        cwd: folder,
        argv: ['git', 'clone', '-q', '--depth', '1', pathToFileURL(site).href, fresh],
      },
      { name: 'restore', cwd: folder, argv: ['tar', '-I', packed.program, '-xf', packed.file, '-C', fresh] },
      {
        name: 'build',
        cwd: fresh,
        argv: [
          ...[process.execPath, command, 'build', '--quiet', '--now', now],
          ...['--delta', delta, '--base', join(live, 'manifest.txt')],
        ],
      },
      { name: 'upload', cwd: folder, argv: ['cp', '-r', `${delta}/.`, live] },
    ]
    let total = 0
    for (const part of parts) {
      const { seconds } = await runOnce(part)
      total += seconds
      say(`  ${part.name.padEnd(10)} ${seconds.toFixed(2)} s`)
    }
    say(`  together   ${total.toFixed(2)} s; uploaded: ${countFiles(delta)} files, ${mb(sizeOf(delta))} MB`)
    return 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What the workflow keeps, packed as GitHub's cache packs it where zstd is there. */
function pack(site: string, folder: string) {
  const kept = join(folder, 'kept')
  mkdirSync(kept)
  cpSync(join(site, '.dateline'), join(kept, '.dateline'), {
    recursive: true,
    filter: path => !/\.dateline\/(?:store\/bodies|tmp)/.test(path),
  })
  const program = hasZstd() ? 'zstd' : 'gzip'
  const file = join(folder, 'kept.tar')
  execFileSync('tar', ['-I', program, '-cf', file, '-C', kept, '.dateline'])
  return { file, program, bytes: sizeOf(kept) }
}

function hasZstd(): boolean {
  try {
    execFileSync('zstd', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())

const countFiles = (folder: string): number => filesOf(folder).length

const sizeOf = (folder: string): number =>
  filesOf(folder).reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)

const mb = (bytes: number): string => (bytes / 1e6).toFixed(1)
