// `dateline dev` in a real Chromium: what an editor does to files, and what is then on the screen, without a reload
// by hand and without a restart.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, launch } from '../support/browser.js'
import { startDev } from '../support/dev.js'
import { article, makeSite, writeFiles } from '../support/site.js'

const chromium = findChromium()
let browser: Browser
beforeAll(async () => {
  if (chromium !== undefined) browser = await launch(chromium)
})
afterAll(async () => {
  await browser?.close()
})

const long = Array.from({ length: 60 }, (_, n) => `Paragraph ${n} of the long story about the harbour.`).join(
  '\n\n',
)
const files = {
  'dateline.config.mjs': `export default { title: 'The Paper', url: 'https://paper.example/', regions: ['Harbour', 'Hills'] }\n`,
  'content/2026/03/first.md': article({ title: 'First', region: 'Harbour' }, `The quay is old.\n\n${long}`),
  'content/2026/03/second.md': article({ title: 'Second', region: 'Hills', date: '2026-03-05' }, 'Hills.'),
  'content/2026/03/draft.md': article({ title: 'Not yet', region: 'Hills', draft: true, date: '2026-03-06' }),
}

async function open(path: string, more: Readonly<Record<string, string>> = {}) {
  const root = makeSite({ ...files, ...more })
  const dev = await startDev(root)
  const page = await browser.newPage()
  await page.goto(new URL(path, dev.url).href)
  // A mark that a reload would take away.
  await page.evaluate('window.marked = true')
  const write = (name: string, text: string) => writeFileSync(join(root, name), text)
  return { root, dev, page, write, story: join(root, 'content/2026/03/first.md') }
}

const shows = (page: Page, text: string) =>
  page.locator('body').getByText(text).first().waitFor({ timeout: 60_000 })
const isMarked = (page: Page) => page.evaluate('window.marked === true')
/** Playwright looks into open shadow trees. */
const overlay = (page: Page) => page.locator('dateline-desk .over')
const bar = (page: Page) => page.locator('dateline-desk .bar')

describe.skipIf(chromium === undefined)('dateline dev', () => {
  it('puts an edit on the screen in place, and keeps where the reader is', async () => {
    const { page, story } = await open('/2026/03/first/')
    await page.evaluate('window.scrollTo(0, 700)')
    writeFileSync(story, readFileSync(story, 'utf8').replace('The quay is old.', 'The quay is new.'))
    await shows(page, 'The quay is new.')
    expect(await page.evaluate('window.scrollY')).toBe(700)
    expect(await isMarked(page)).toBe(true)
    // The headline, too; and the preparation that follows changes nothing on the screen.
    writeFileSync(story, readFileSync(story, 'utf8').replace('title: First', 'title: Foremost'))
    await page.locator('h1').getByText('Foremost').waitFor()
    await page.waitForTimeout(800)
    expect(await page.locator('h1').textContent()).toBe('Foremost')
    expect(await page.title()).toContain('Foremost')
    expect(await isMarked(page)).toBe(true)
    await page.close()
  })

  it('shows a mistake over the page with its line, and takes it away when it is mended', async () => {
    const { page, story, dev } = await open('/2026/03/first/')
    const good = readFileSync(story, 'utf8')
    writeFileSync(story, good.replace('region: Harbour', 'region: Harbor'))
    await overlay(page).getByText('No region is called "Harbor"').waitFor()
    expect(await overlay(page).locator('pre').textContent()).toMatch(/> 4 \| region: Harbor\n.*\^+/)
    expect(await overlay(page).getByRole('button').allTextContents()).toContain('content/2026/03/first.md:4')
    writeFileSync(story, good)
    await overlay(page).waitFor({ state: 'hidden' })
    // Front matter that cannot be read takes the story off the site; what it was stays behind the mistake.
    writeFileSync(story, good.replace('title: First', 'title: [First'))
    await overlay(page).getByText('DL1006').first().waitFor()
    await page.reload()
    await overlay(page).getByText('DL1006').first().waitFor()
    await shows(page, 'The quay is old.')
    writeFileSync(story, good.replace('The quay is old.', 'The quay is mended.'))
    await shows(page, 'The quay is mended.')
    await overlay(page).waitFor({ state: 'hidden' })
    expect(dev.alive()).toBe(true)
    await page.close()
  })

  it('follows renames, moved folders and editors that save beside the file', async () => {
    const { page, root, story, dev } = await open('/2026/03/first/')
    writeFileSync(`${story}.tmp`, readFileSync(story, 'utf8').replace('The quay is old.', 'Saved beside.'))
    renameSync(`${story}.tmp`, story)
    await shows(page, 'Saved beside.')
    // Another slug is another address: the page goes there.
    writeFileSync(story, readFileSync(story, 'utf8').replace('title: First', 'title: First\nslug: foremost'))
    await page.waitForURL('**/2026/03/foremost/')
    await shows(page, 'Saved beside.')
    // Another name of the file, another folder: the address is that of the slug.
    renameSync(story, join(root, 'content/2026/03/renamed.md'))
    mkdirSync(join(root, 'content/archive'))
    renameSync(join(root, 'content/2026'), join(root, 'content/archive/2026'))
    const moved = join(root, 'content/archive/2026/03/renamed.md')
    await bar(page).getByRole('button', { name: 'content/archive/2026/03/renamed.md' }).waitFor()
    writeFileSync(moved, readFileSync(moved, 'utf8').replace('Saved beside.', 'Moved house.'))
    await shows(page, 'Moved house.')
    rmSync(moved)
    await shows(page, 'Page not found')
    expect(dev.alive()).toBe(true)
    await page.close()
  })

  it('shows templates and styles as they change, and their mistakes', async () => {
    const footer = 'templates/partials/footer.eta'
    const { page, write, dev } = await open('/2026/03/first/', {
      [footer]: '<footer>Foot</footer>',
      'templates/assets/style.css': 'h1 { color: rgb(1, 2, 3) }\n',
    })
    write(footer, '<footer>New foot</footer>')
    await shows(page, 'New foot')
    write(footer, '<footer><%= it.nothing.here %></footer>')
    await overlay(page).getByText('DL4001').first().waitFor()
    expect(await overlay(page).textContent()).toContain('templates/partials/footer.eta:1')
    await shows(page, 'New foot')
    write(footer, '<footer>Mended foot</footer>')
    await shows(page, 'Mended foot')
    await overlay(page).waitFor({ state: 'hidden' })
    write('templates/assets/style.css', 'h1 { color: rgb(4, 5, 6) }\n')
    await page.waitForFunction(`getComputedStyle(document.querySelector('h1')).color === 'rgb(4, 5, 6)'`)
    expect(await isMarked(page)).toBe(true)
    expect(dev.alive()).toBe(true)
    await page.close()
  })

  it('survives a config that is wrong, and takes the mended one', async () => {
    const { page, write, dev } = await open('/')
    write('dateline.config.mjs', `export default { title: 'The Paper', url: 'nowhere' }\n`)
    await overlay(page).getByText('DL5002').first().waitFor()
    await shows(page, 'Second')
    write('dateline.config.mjs', 'export default {')
    await overlay(page).getByText('DL5003').first().waitFor()
    write('dateline.config.mjs', `export default { title: 'Renamed Paper', url: 'https://paper.example/' }\n`)
    await shows(page, 'Renamed Paper')
    await overlay(page).waitFor({ state: 'hidden' })
    expect(dev.alive()).toBe(true)
    await page.close()
  })

  it('survives the switch of a branch with thousands of files', { timeout: 180_000 }, async () => {
    const root = makeSite(files)
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@paper.example', ...args], {
        cwd: root,
        stdio: 'pipe',
      })
    writeFileSync(join(root, '.gitignore'), '.dateline/\n')
    git('init', '-q', '-b', 'main')
    git('add', '-A')
    git('commit', '-qm', 'few')
    git('checkout', '-qb', 'many')
    writeFiles(
      root,
      Object.fromEntries(
        Array.from({ length: 2500 }, (_, n) => [
          `content/2025/${String((n % 12) + 1).padStart(2, '0')}/story-${n}.md`,
          article({ title: `Story ${n}`, region: 'Hills', date: '2025-02-03' }, `Word${n} of the story.`),
        ]),
      ),
    )
    writeFiles(root, { 'content/2026/03/second.md': article({ title: 'Second of many', region: 'Hills' }) })
    git('add', '-A')
    git('commit', '-qm', 'many')
    git('checkout', '-q', 'main')
    const dev = await startDev(root)
    const page = await browser.newPage()
    await page.goto(dev.url)
    await shows(page, 'Second')
    git('checkout', '-q', 'many')
    await page.locator('body').getByText('Second of many').first().waitFor({ timeout: 90_000 })
    await page.goto(new URL('/2025/02/story-1/', dev.url).href)
    await shows(page, 'Word1 of the story.')
    git('checkout', '-q', 'main')
    await shows(page, 'Page not found')
    expect(dev.alive()).toBe(true)
    await page.close()
  })

  it('marks drafts, and tells in the bar what an editor asks', async () => {
    const { page, root, dev } = await open('/2026/03/draft/', {
      'content/2026/03/quay.md': article(
        { title: 'Granite for the quay', region: 'Hills', date: '2026-03-03' },
        'Some words of granite.',
      ),
    })
    await page.locator('.preview-banner').getByText('Draft').waitFor()
    await bar(page).getByText('Draft', { exact: true }).waitFor()
    await bar(page).getByText('4 words').waitFor()
    await bar(page).getByText('1 min read').waitFor()
    await bar(page).locator('summary').click()
    await bar(page).getByText('both say:').first().waitFor()
    expect(await bar(page).locator('ol').textContent()).toMatch(
      /0\.\d{4} = \(text 0\.\d{3} \+ .*region 0\.050\) × \d\.\d\d/,
    )
    expect(await bar(page).getByText('Goes on with').textContent()).toBe('Goes on with Granite for the quay')
    await page.goto(dev.url)
    expect(await page.locator('.unpublished').allTextContents()).toContain('Draft')
    // No build has any of it.
    expect(await dev.stop()).toBe(0)
    const built = execFileSync(
      process.execPath,
      [join(import.meta.dirname, '../../lib/cli/main.js'), 'build', '--quiet'],
      { cwd: root },
    )
    expect(built.toString()).toBe('')
    expect(readFileSync(join(root, 'dist/index.html'), 'utf8')).not.toMatch(/_dateline|Not yet/)
    await page.close()
  })
})
