// One push: no change, a new article, an edited body, an edited title, a deleted article, an edited template; each at
// two sizes, from process start to exit, with dist/ and from a fresh checkout with the cache restored. Beside them
// `git status` of the same repository and `cp -r` of the same output. Prints ratios; absolute times are of this
// machine and this minute.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addArticle, newestArticle, paperConfig, writeCorpus } from './corpus.js'
import { type Command, median, runOnce, type Sample } from './measure.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const command = join(root, 'lib/cli/main.js')

interface Edit {
  readonly name: string
  /** @returns what takes it back. */
  make(site: string): () => void
}

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@paper.example', ...args], {
    cwd,
    stdio: 'pipe',
  })

function rewrite(path: string, change: (text: string) => string): () => void {
  const before = readFileSync(path, 'utf8')
  writeFileSync(path, change(before))
  return () => writeFileSync(path, before)
}

const edits: readonly Edit[] = [
  { name: 'no change', make: () => () => {} },
  {
    name: 'one new article',
    make(site) {
      const path = addArticle(join(site, 'content'))
      return () => rmSync(path)
    },
  },
  {
    name: 'one edited body',
    make: site => rewrite(newestArticle(join(site, 'content')), text => `${text}\nA word more.\n`),
  },
  {
    name: 'one edited title',
    make: site =>
      rewrite(newestArticle(join(site, 'content')), text => text.replace(/^title: /m, 'title: Not ')),
  },
  {
    name: 'one deleted article',
    make(site) {
      const path = newestArticle(join(site, 'content'))
      const text = readFileSync(path)
      rmSync(path)
      return () => writeFileSync(path, text)
    },
  },
  {
    name: 'one edited template',
    make(site) {
      mkdirSync(join(site, 'templates/partials'), { recursive: true })
      const path = join(site, 'templates/partials/footer.eta')
      const kept = existsSync(path)
      if (!kept) cpSync(join(root, 'templates/partials/footer.eta'), path)
      const back = rewrite(path, text => `${text}<!-- -->\n`)
      return () => (kept ? back() : rmSync(join(site, 'templates'), { recursive: true }))
    },
  },
]

export async function main([counts = '10000,100000', rounds = '3']: readonly string[]): Promise<number> {
  for (const count of counts.split(',')) await measureSize(Number(count), Number(rounds))
  return 0
}

async function measureSize(count: number, rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dateline-push-'))
  try {
    const site = join(folder, 'site')
    writeCorpus(count, join(site, 'content'))
    writeFileSync(join(site, 'dateline.config.mjs'), paperConfig)
    writeFileSync(join(site, '.gitignore'), 'dist/\n.dateline/\n')
    git(site, 'init', '-q')
    git(site, 'add', '-A')
    git(site, 'commit', '-qm', 'all')
    const out = (text: string) => process.stdout.write(`${text}\n`)
    const cold = await runOnce(build(site, []))
    out(`${count} articles: cold ${show([cold])}, peak ${cold.peakMb.toFixed(0)} MB`)
    const copy = await runOnce({
      name: 'cp -r',
      cwd: site,
      argv: ['cp', '-r', 'dist', '../copy'],
      before: () => rmSync(join(folder, 'copy'), { recursive: true, force: true }),
    })
    rmSync(join(folder, 'copy'), { recursive: true })
    out(`  cp -r of the output ${show([copy])}; cold : cp -r = ${(cold.seconds / copy.seconds).toFixed(1)}`)
    for (const edit of edits) await measureEdit(edit, site, rounds, out)
    await measureFresh(site, folder, rounds, out)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const status = (site: string): Command => ({
  name: 'git status',
  cwd: site,
  argv: ['git', 'status', '--porcelain'],
})

const build = (site: string, args: readonly string[]): Command => ({
  name: 'dateline',
  cwd: site,
  argv: [process.execPath, command, 'build', '--quiet', '--now', '2026-11-24T12:00:00Z', ...args],
})

async function measureEdit(
  edit: Edit,
  site: string,
  rounds: number,
  out: (text: string) => void,
): Promise<void> {
  const own: Sample[] = []
  const beside: Sample[] = []
  let written: number | undefined
  for (let round = 0; round < rounds; round++) {
    const undo = edit.make(site)
    beside.push(await runOnce(status(site)))
    own.push(await runOnce(build(site, ['--changes', '../changes.json'])))
    written ??= countWritten(site)
    undo()
    if (edit.name !== 'no change') await runOnce(build(site, []))
  }
  out(
    `  ${edit.name.padEnd(20)} ${show(own)}; : git status = ${ratioOf(own, beside)}; ${written ?? 0} files written`,
  )
}

/** What CI does: a fresh checkout, yesterday's cache without bodies, a delta against what was deployed. */
async function measureFresh(
  site: string,
  folder: string,
  rounds: number,
  out: (text: string) => void,
): Promise<void> {
  execFileSync(
    process.execPath,
    [command, 'build', '--quiet', '--now', '2026-11-24T12:00:00Z', '--delta', join(folder, 'first')],
    { cwd: site, stdio: 'ignore' },
  )
  const base = join(folder, 'first/manifest.txt')
  for (const edit of edits.slice(0, 5)) {
    const own: Sample[] = []
    const beside: Sample[] = []
    for (let round = 0; round < rounds; round++) {
      const fresh = join(folder, 'fresh')
      rmSync(fresh, { recursive: true, force: true })
      rmSync(join(folder, 'delta'), { recursive: true, force: true })
      git(folder, 'clone', '-q', '--local', site, fresh)
      cpSync(join(site, '.dateline'), join(fresh, '.dateline'), {
        recursive: true,
        filter: path => !/\.dateline\/(?:store\/bodies|tmp)/.test(path),
      })
      edit.make(fresh)
      beside.push(await runOnce(status(fresh)))
      own.push(await runOnce(build(fresh, ['--delta', join(folder, 'delta'), '--base', base])))
    }
    out(`  fresh checkout, ${edit.name.padEnd(20)} ${show(own)}; : git status = ${ratioOf(own, beside)}`)
  }
}

function countWritten(site: string): number {
  const changes = readFileSync(join(site, '../changes.json'), 'utf8')
  return (JSON.parse(changes) as { readonly written: readonly string[] }).written.length
}

function show(samples: readonly Sample[]): string {
  const seconds = samples.map(sample => sample.seconds)
  return `${median(seconds).toFixed(2)} s (${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)})`
}

function ratioOf(own: readonly Sample[], beside: readonly Sample[]): string {
  return median(own.map((sample, n) => sample.seconds / beside[n]!.seconds)).toFixed(1)
}
