// Cold builds of N synthetic articles: dateline, Hugo plain and Hugo with Related, in turn on the same text, and a
// copy of what dateline wrote. Prints ratios; absolute times are of this machine and this minute. With TMPDIR on a file
// system in memory, what a disk does with thousands of small files is left out.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { paperConfig, writeCorpus } from './corpus.js'
import { writeHugoSite } from './hugo.js'
import { type Command, compare, median, ratio, type Sample } from './measure.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** At 100,000 Hugo with Related was not done after 25 minutes. */
const limitSeconds = 600

export async function main([counts = '10000,100000', rounds = '3']: readonly string[]): Promise<number> {
  for (const count of counts.split(','))
    await measureSize(Number(count), Number(count) > 20_000 ? 1 : Number(rounds))
  return 0
}

async function measureSize(count: number, rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dateline-bench-'))
  try {
    const content = join(folder, 'content')
    writeCorpus(count, content)
    const hugo = hasHugo()
    if (!hugo)
      process.stderr.write('hugo is not installed (Debian: apt-get install hugo); dateline is timed alone\n')
    const commands: Command[] = [datelineCommand(folder, content)]
    if (hugo)
      commands.push(
        hugoCommand('hugo', folder, content, false),
        hugoCommand('hugo with Related', folder, content, true),
      )
    commands.push(copyCommand(folder))
    print(count, await compare(commands, rounds))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function hasHugo(): boolean {
  try {
    execFileSync('hugo', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function datelineCommand(folder: string, content: string): Command {
  const cwd = join(folder, 'dateline')
  mkdirSync(cwd)
  writeFileSync(join(cwd, 'dateline.config.mjs'), paperConfig)
  symlinkSync(content, join(cwd, 'content'))
  return {
    name: 'dateline',
    cwd,
    argv: [process.execPath, join(root, 'lib/cli/main.js'), 'build', '--quiet'],
    before: () => putAside(cwd, ['dist', '.dateline']),
  }
}

function hugoCommand(name: string, folder: string, content: string, related: boolean): Command {
  const cwd = join(folder, name.replace(/\W/g, '-'))
  writeHugoSite(cwd, related)
  symlinkSync(content, join(cwd, 'content'))
  return {
    name,
    cwd,
    argv: ['hugo', '--quiet', '--contentDir', content],
    limitSeconds,
    before: () => putAside(cwd, ['public', 'resources']),
  }
}

/** What an earlier run wrote goes when all is measured. ext4 looks through inodes that were deleted in the last minutes
 *  for each new file: the same 13,000 files took from 3 to 20 s after a deletion. */
function putAside(folder: string, names: readonly string[]): void {
  const aside = mkdtempSync(join(folder, 'aside-'))
  for (const name of names)
    if (existsSync(join(folder, name))) renameSync(join(folder, name), join(aside, name))
}

/** The output that dateline has just written: what the disk alone takes. */
function copyCommand(folder: string): Command {
  return {
    name: 'cp -r',
    cwd: folder,
    argv: ['cp', '-r', 'dateline/dist', 'copy'],
    before: () => putAside(folder, ['copy']),
  }
}

function print(count: number, results: ReadonlyMap<string, readonly Sample[]>): void {
  const out = (text: string) => process.stdout.write(`${text}\n`)
  out(`cold build of ${count} articles, ${results.get('dateline')!.length} rounds in turn`)
  for (const [name, samples] of results) {
    const seconds = samples.map(sample => sample.seconds)
    const peak = Math.max(...samples.map(sample => sample.peakMb))
    out(
      `  ${name.padEnd(18)} ${samples[0]?.cut ? 'not done after ' : ''}${median(seconds).toFixed(2)} s median (${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)}), peak ${peak.toFixed(0)} MB`,
    )
  }
  const own = results.get('dateline')!
  for (const [name, samples] of results) {
    if (name === 'dateline') continue
    const times = ratio(own, samples)
    out(`  dateline : ${name} = ${samples[0]?.cut ? 'less than ' : ''}${times.toFixed(2)}`)
  }
}
