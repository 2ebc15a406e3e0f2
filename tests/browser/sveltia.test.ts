// Sveltia CMS itself, in a real Chromium, with the forms that `dateline schema` writes: an article is opened, changed in
// the form and saved, and what it wrote is read back. Its "test-repo" keeps the files of a folder in the browser's own
// file system (OPFS). Nothing outside this machine is asked for anything: the bundle comes from the package.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFrontMatter } from '../../src/content/front-matter.js'
import { findChromium, launch, type Served, serve } from '../support/browser.js'
import { parseText } from '../support/parse.js'
import { command, projectRoot, writeFiles } from '../support/site.js'

const chromium = findChromium()
const sveltia = join(projectRoot, 'node_modules/@sveltia/cms')

const path = 'content/2026/11/ferry.md'
const head = `title: "Ferry: back"
date: 2026-11-24T08:30:00+01:00
updated: 2026-11-25
region: Old Town
source: ""
topics: [Water]
summary: ""
authors:
corrections:
  - { date: 2026-11-25, text: "It was the 7:15." }
aliases: ["/old/"]
exclude: [feeds]
extra: { poll: { id: 7, open: true } }
weight: 3
ratio: 1.50
legacy_id: "0012"
note: "yes"
nothing: "~"
clock: "19:36"
day: 2026-01-02
long: ${'a long line '.repeat(12)}end
lines: |
  One
  two
`
const body = `The ferry is **back**, & so am I.

:::quote{by="Jo"}
Late, but *there*.
:::

| a | b |
|---|---|
| 1 | 2 |
`
const original = `---\n${head}---\n\n${body}`

let root: string
let browser: Browser
let site: Served
beforeAll(async () => {
  if (chromium === undefined) return
  root = mkdtempSync(join(tmpdir(), 'dateline-sveltia-'))
  writeFiles(root, {
    [path]: original,
    'dateline.config.mjs': `export default { title: 'P', url: 'https://p.example/', regions: ['Old Town', 'Harbour'],
      topics: ['Water', 'Ports'] }\n`,
    'public/admin/config.yml': 'backend:\n  name: test-repo\n',
  })
  execFileSync(process.execPath, [command, 'schema', '--cms', 'sveltia'], { cwd: root })
  cpSync(join(sveltia, 'dist'), join(root, 'public/admin'), {
    recursive: true,
    filter: file => !file.endsWith('.map'),
  })
  const page = join(root, 'public/admin/index.html')
  const [address, version] = readFileSync(page, 'utf8').match(
    /https:\/\/unpkg\.com\/@sveltia\/cms@([\d.]+)\/dist/,
  )!
  // What is tried here is what editors get.
  expect(JSON.parse(readFileSync(join(sveltia, 'package.json'), 'utf8'))).toMatchObject({ version })
  writeFileSync(page, readFileSync(page, 'utf8').replace(address, '/admin'))
  site = await serve(join(root, 'public'))
  browser = await launch(chromium)
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
  if (root !== undefined) rmSync(root, { recursive: true, force: true })
})

/** A browser with the article in its own file system, and its form open. */
async function openForm() {
  const context = await browser.newContext()
  await context.route(
    url => url.hostname !== '127.0.0.1',
    route => route.abort(),
  )
  const page = await context.newPage()
  const said: string[] = []
  page.on('console', message => void (message.type() === 'warning' && said.push(message.text())))
  page.on('pageerror', cause => void said.push(String(cause)))
  await page.goto(`${site.url}/admin/config.yml`)
  await page.evaluate(`(async () => {
    ${inFiles}
    const handle = await (await folder(true)).getFileHandle(name, { create: true })
    const file = await handle.createWritable()
    await file.write(${JSON.stringify(original)})
    await file.close()
  })()`)
  await page.goto(`${site.url}/admin/`)
  await page.getByRole('button', { name: 'Work with Test Repository' }).click()
  await page.getByText('Ferry: back').first().click()
  await field(page, 'kicker').waitFor()
  return { page, said }
}

/** The parts of the path, in the folder where Sveltia's test repository lies. */
const inFiles = `
  const parts = ${JSON.stringify(path.split('/'))}
  const name = parts.pop()
  const folder = async create => {
    let at = await navigator.storage.getDirectory()
    for (const part of ['sveltia-cms-test', ...parts]) at = await at.getDirectoryHandle(part, { create })
    return at
  }`

function readBack(page: Page): Promise<string> {
  return page.evaluate<string>(`(async () => {
    ${inFiles}
    return (await (await (await folder(false)).getFileHandle(name)).getFile()).text()
  })()`)
}

const field = (page: Page, name: string) =>
  page.locator(`section[data-key-path="${name}"]`).first().getByRole('textbox')

/** Saves, and waits until the file is another one. */
async function save(page: Page): Promise<string> {
  const before = await readBack(page)
  await page.getByRole('button', { name: 'Save' }).first().click()
  await expect.poll(() => readBack(page), { timeout: 60_000 }).not.toBe(before)
  return readBack(page)
}

async function parse(text: string) {
  const { document, diagnostics } = await parseText(text, { path: '2026/11/ferry.md' })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  if (document?.kind !== 'article') throw new Error(text)
  const { digest: _, extra, ...rest } = document
  // Where something stands in the file is another place now.
  const slots = rest.body.slots.map(slot => ({ ...slot, offset: 0 }))
  return { extra, article: { ...rest, body: { ...rest.body, slots } } }
}

describe.skipIf(chromium === undefined)('an article in Sveltia', () => {
  it('loses nothing when it is saved: neither outside the form nor of its text', async () => {
    const { page, said } = await openForm()
    await field(page, 'kicker').fill('Harbours: "new"')
    const written = await save(page)
    const [before, after] = [original, written].map(text => readFrontMatter(text, 'x.md'))
    const { draft, kicker, ...kept } = after!.data
    // Nobody has made a draft of it.
    expect([draft ?? false, kicker]).toEqual([false, 'Harbours: "new"'])
    // What says nothing is not written.
    const { source, summary, authors, ...had } = before!.data
    expect([source, summary, authors]).toEqual(['', '', null])
    // Two things come back otherwise, and are Sveltia's: a number is the number that YAML says it is, and the line
    // end of a text's last line goes.
    expect([had.ratio, kept.ratio, had.lines, kept.lines]).toEqual(['1.50', 1.5, 'One\ntwo\n', 'One\ntwo'])
    expect({ ...kept, ratio: had.ratio, lines: had.lines }).toEqual(had)
    expect(written.slice(after!.body).trim()).toBe(body.trim())
    // To dateline it is the same article, but for what was changed.
    const { extra, article } = await parse(written)
    expect(article).toEqual({ ...(await parse(original)).article, kicker: 'Harbours: "new"' })
    expect(extra).toMatchObject({ poll: { id: 7, open: true }, clock: '19:36', weight: 3 })
    expect(said).toEqual([])
  })

  it('stays valid with fields that are emptied again, and with words that YAML might take for something else', async () => {
    const { page } = await openForm()
    await field(page, 'kicker').fill('x')
    await field(page, 'summary').fill('12:30')
    await field(page, 'title').fill("yes: 'no' # never")
    expect((await parse(await save(page))).article).toMatchObject({
      kicker: 'x',
      summary: '12:30',
      title: "yes: 'no' # never",
    })
    // Sveltia is at its list again.
    await page.getByText("yes: 'no' # never").first().click()
    await field(page, 'kicker').fill('')
    await field(page, 'summary').fill('')
    await field(page, 'title').fill('Ferry: back')
    const emptied = await save(page)
    expect((await parse(emptied)).article).toEqual((await parse(original)).article)
  })
})
