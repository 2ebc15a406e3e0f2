// From the write of a file to the changed text in the browser: `dateline dev` beside Hugo's server, edit by edit in
// turn, in one Chromium. Also how long each takes to be up. Prints milliseconds and their ratio; absolute times are
// of this machine and this minute.
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { findChromium, launch } from '../tests/support/browser.js'
import { newestArticle, paperConfig, writeCorpus } from './corpus.js'
import { writeHugoSite } from './hugo.js'
import { median } from './measure.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const command = join(root, 'lib/cli/main.js')
const now = '2026-11-24T12:00:00Z'

/** Who is not up by then is left out. */
const mostStartMs = 900_000

interface Contender {
  readonly name: string
  /** Of the project. */
  readonly site: string
  start(port: number): ChildProcess
  readonly edits: Readonly<Record<string, Edit>>
}

/** Puts a word into a file, so that the page shows it. @returns the file. */
type Edit = (word: string) => string

export async function main([sizes = '100,10000', rounds = '9']: readonly string[]): Promise<number> {
  const chromium = findChromium()
  if (chromium === undefined) {
    process.stderr.write('There is no Chromium to look with.\n')
    return 1
  }
  const browser = await launch(chromium)
  try {
    for (const size of sizes.split(',')) await measureSize(browser, Number(size), Number(rounds))
  } finally {
    await browser.close()
  }
  return 0
}

async function measureSize(browser: Browser, size: number, rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dateline-dev-'))
  const say = (text: string) => process.stdout.write(`${text}\n`)
  try {
    const ours = dateline(folder, size)
    const all = hasHugo() ? [ours, hugo(folder, ours)] : [ours]
    say(`${size} articles`)
    const running: Running[] = []
    for (const contender of all) {
      const cold = await start(contender, browser)
      if (!cold) {
        say(`  ${contender.name.padEnd(9)} is not up after ${mostStartMs / 1000} s`)
        continue
      }
      const times = [`up in ${cold.ms} ms`]
      if (contender === ours) {
        await stop(cold)
        const warm = await start(contender, browser)
        if (!warm) throw new Error('It came once, and does not come again.')
        times.push(`with what it kept ${warm.ms} ms`)
        running.push(warm)
      } else running.push(cold)
      say(`  ${contender.name.padEnd(9)} ${times.join(', ')}`)
    }
    for (const kind of ['text', 'headline', 'template']) {
      const times = running.map((): number[] => [])
      for (let round = 0; round < (kind === 'text' ? rounds : Math.ceil(rounds / 3)); round++)
        for (const [n, one] of running.entries()) times[n]!.push(await timeEdit(one, kind))
      const medians = times.map(list => median(list))
      const told = running.map(({ contender }, n) => `${contender.name} ${medians[n]!.toFixed(0)} ms`)
      const ratio = medians.length > 1 ? `, ratio ${(medians[1]! / medians[0]!).toFixed(1)}` : ''
      say(
        `  ${kind.padEnd(9)} ${told.join(', ')}${ratio}   (${times.map(list => list.map(ms => ms.toFixed(0)).join(' ')).join(' | ')})`,
      )
    }
    for (const one of running) await stop(one)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Running {
  readonly contender: Contender
  readonly child: ChildProcess
  readonly page: Page
  /** Words that were seen, with when: ms since 1970. */
  readonly seen: Map<string, number>
  /** From its start to the first page. */
  readonly ms: number
}

/** Undefined for one that takes too long. */
async function start(contender: Contender, browser: Browser): Promise<Running | undefined> {
  const port = await freePort()
  const from = performance.now()
  const child = contender.start(port)
  const address = `http://localhost:${port}`
  const isUp = () =>
    fetch(address).then(
      answer => answer.ok,
      () => false,
    )
  while (!(await isUp())) {
    if (performance.now() - from > mostStartMs) {
      child.kill('SIGKILL')
      return undefined
    }
    await new Promise(done => setTimeout(done, 10))
  }
  const ms = Math.round(performance.now() - from)
  const page = await browser.newPage()
  const seen = new Map<string, number>()
  await page.exposeFunction('noteWord', (word: string, at: number) => {
    if (!seen.has(word)) seen.set(word, at)
  })
  // The moment is taken in the page, in every document that comes, so that a reload counts as it should.
  await page.addInitScript(`
    const look = () => {
      for (const word of document.documentElement?.textContent.match(/zq[a-z]+qz/g) ?? [])
        noteWord(word, performance.timeOrigin + performance.now())
    }
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true })
    document.addEventListener('DOMContentLoaded', look)
  `)
  await page.goto(`${address}${addressOf(contender)}`)
  // What a start leaves to be done is not the edit's.
  await new Promise(done => setTimeout(done, 2_000))
  return { contender, child, page, seen, ms }
}

async function timeEdit({ contender, seen }: Running, kind: string): Promise<number> {
  const word = `zq${Array.from({ length: 8 }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join('')}qz`
  const path = contender.edits[kind]!(word)
  const text = edited.get(path)!
  const from = performance.timeOrigin + performance.now()
  writeFileSync(path, text)
  while (!seen.has(word)) await new Promise(done => setTimeout(done, 2))
  // Both do more after an edit; the next one begins when that is done.
  await new Promise(done => setTimeout(done, 1_500))
  return seen.get(word)! - from
}

/** Texts that are ready to be written, by path: making them is no part of the time. */
const edited = new Map<string, string>()

async function stop({ child, page }: Running): Promise<void> {
  await page.close()
  const ended = new Promise(done => child.once('exit', done))
  child.kill('SIGINT')
  await ended
}

function freePort(): Promise<number> {
  return new Promise(done => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })
}

function dateline(folder: string, size: number): Contender {
  const site = join(folder, 'dateline')
  writeCorpus(size, join(site, 'content'))
  writeFileSync(join(site, 'dateline.config.mjs'), paperConfig)
  mkdirSync(join(site, 'templates/partials'), { recursive: true })
  const footer = join(site, 'templates/partials/footer.eta')
  cpSync(join(root, 'templates/partials/footer.eta'), footer)
  return {
    name: 'dateline',
    site,
    start: port =>
      spawn(process.execPath, [command, 'dev', '--quiet', '--now', now, '--port', String(port)], {
        cwd: site,
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    edits: editsOf(site, footer, '</footer>'),
  }
}

function hugo(folder: string, { site: other }: Contender): Contender {
  const site = join(folder, 'hugo')
  // Without its Related, which took it six minutes to be up with 10,000 articles (0.111, 2026-11).
  writeHugoSite(site, false)
  cpSync(join(other, 'content'), join(site, 'content'), { recursive: true })
  return {
    name: 'hugo',
    site,
    start: port =>
      spawn(
        'hugo',
        [
          'server',
          '--port',
          String(port),
          '--bind',
          '127.0.0.1',
          '--baseURL',
          `http://localhost:${port}/`,
          '--appendPort=false',
        ],
        { cwd: site, stdio: 'ignore' },
      ),
    edits: editsOf(site, join(site, 'layouts/_default/single.html'), '<footer>'),
  }
}

function editsOf(site: string, template: string, mark: string): Readonly<Record<string, Edit>> {
  const article = newestArticle(join(site, 'content'))
  const change = (path: string, make: (text: string, word: string) => string): Edit => {
    const original = readFileSync(path, 'utf8')
    return word => {
      edited.set(path, make(original, word))
      return path
    }
  }
  return {
    text: change(article, (text, word) => `${text}\nOne ${word} more.\n`),
    headline: change(article, (text, word) => text.replace(/^title: .*/m, `title: Of ${word}`)),
    template: change(template, (text, word) => text.replace(mark, `<i>${word}</i>${mark}`)),
  }
}

/** The corpus has its slugs in the names of its files. */
function addressOf({ site }: Contender): string {
  const path = newestArticle(join(site, 'content'))
  const [year, month, name] = relative(join(site, 'content'), path).split('/')
  const slug = /^slug: (.*)$/m.exec(readFileSync(path, 'utf8'))?.[1] ?? name!.replace(/\.md$/, '')
  return `/${year}/${month}/${slug}/`
}

const hasHugo = (): boolean =>
  (process.env.PATH ?? '').split(':').some(folder => existsSync(join(folder, 'hugo')))
