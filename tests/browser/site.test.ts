// The demo newsroom in a real Chromium: reading by clicking, no error in the console, no broken link, nothing
// that axe or html-validate find on any kind of page.

import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HtmlValidate } from 'html-validate'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, launch, type Served, serve } from '../support/browser.js'
import { links, parsePage } from '../support/html.js'
import { article, buildJson, makeSite, projectRoot, readTree, run, writeFiles } from '../support/site.js'

const chromium = findChromium()
const kinds: Readonly<Record<string, string>> = {
  home: '/',
  article: '/2026/11/robot-crane-lifts-its-first-box/',
  region: '/regions/europe/',
  'region month': '/regions/europe/2026/10/',
  topic: '/topics/ports/',
  source: '/sources/meridian-staff/',
  author: '/authors/ines-aldana/',
  series: '/series/the-strike-at-port-allard/',
  storyline: '/storylines/valmarre-too-close-to-call/',
  'article of a storyline': '/2026/08/court-lets-valmarre-recount-stand/',
  related: '/related/',
  'related region': '/related/polar/',
  year: '/2026/',
  month: '/2026/10/',
  page: '/about/',
  directory: '/regions/',
  'not found': '/404.html',
}

let root: string
let server: Served
let browser: Browser | undefined

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'dateline-browser-'))
  for (const name of ['content', 'public', 'dateline.config.ts'])
    cpSync(join(projectRoot, name), join(root, name), { recursive: true })
  const built = await run(root, ['build', '--quiet'])
  if (built.code !== 0) throw new Error(built.stderr)
  server = await serve(join(root, 'dist'))
  if (chromium !== undefined) browser = await launch(chromium)
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await server?.close()
  rmSync(root, { recursive: true, force: true })
})

/** A page that notes what goes wrong on it. */
async function openPage(
  options: { readonly width?: number; readonly dark?: boolean } = {},
): Promise<{ readonly page: Page; readonly errors: string[]; readonly requests: string[] }> {
  const context = await browser!.newContext({
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.dark ? 'dark' : 'light',
  })
  const page = await context.newPage()
  const errors: string[] = []
  const requests: string[] = []
  page.on('console', message => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', error => errors.push(error.message))
  page.on('request', request => requests.push(request.url()))
  page.on(
    'response',
    response => response.status() >= 400 && errors.push(`${response.status()} ${response.url()}`),
  )
  return { page, errors, requests }
}

describe('the demo newsroom', () => {
  it('has no broken internal link, anchor or picture', () => {
    const tree = readTree(join(root, 'dist'))
    const ids = new Map<string, Set<string>>()
    for (const [path, bytes] of tree) {
      if (path.endsWith('.html'))
        ids.set(path, new Set([...bytes.matchAll(/ id="([^"]+)"/g)].map(match => match[1]!)))
    }
    let checked = 0
    for (const [path, bytes] of tree) {
      if (!path.endsWith('.html')) continue
      const html = Buffer.from(bytes, 'latin1').toString('utf8')
      const sources = [...html.matchAll(/ (?:src|href)="([^"]+)"/g)].map(match => match[1]!)
      for (const target of new Set([...links(parsePage(html)), ...sources])) {
        if (/^(?:https?:|mailto:|data:)/.test(target)) continue
        const [address, anchor] = target.replace(/&amp;/g, '&').split('#') as [string, string | undefined]
        const file =
          address === ''
            ? path
            : decodeURI(address)
                .slice(1)
                .replace(/(^|\/)$/, '$1index.html')
        expect(tree.has(file), `${path}: ${target}`).toBe(true)
        if (anchor) expect(ids.get(file)?.has(decodeURIComponent(anchor)), `${path}: ${target}`).toBe(true)
        checked++
      }
    }
    expect(checked).toBeGreaterThan(5000)
  })

  it('is valid HTML on every page', { timeout: 240_000 }, async () => {
    const validator = new HtmlValidate({
      extends: ['html-validate:recommended'],
      rules: {
        // Headlines are as long as their editors make them, and anchors are those that GitHub would give.
        'long-title': 'off',
        'valid-id': ['error', { relaxed: true }],
      },
    })
    for (const [path, bytes] of readTree(join(root, 'dist'))) {
      if (!path.endsWith('.html')) continue
      const report = await validator.validateString(Buffer.from(bytes, 'latin1').toString('utf8'), path)
      expect(
        report.results.flatMap(({ messages }) =>
          messages.map(({ ruleId, line, message }) => `${path}:${line} ${ruleId} ${message}`),
        ),
      ).toEqual([])
    }
  })

  it('makes no request to any other host, on any kind of page', async () => {
    for (const path of Object.values(kinds)) {
      const html = readFileSync(join(root, 'dist', path.endsWith('/') ? `${path}index.html` : path), 'utf8')
      for (const match of html.matchAll(
        /<(?:script|img|iframe|link|source|video|audio)\b[^>]*\b(?:src|href)="(https?:[^"]+)"[^>]*>/g,
      )) {
        expect(match[0]).toMatch(/rel="(?:canonical|alternate)"/)
      }
    }
  })

  describe.skipIf(chromium === undefined)('in Chromium', () => {
    it('leads from home to a region, an article and a related article by clicking', async () => {
      const { page, errors } = await openPage()
      await page.goto(`${server.url}/`)
      expect(await page.title()).toBe('The Meridian')
      await page.getByRole('navigation').first().getByRole('link', { name: 'Europe', exact: true }).click()
      await page.waitForURL('**/regions/europe/')
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Europe')
      await page.locator('main a[href^="/2026/"]').first().click()
      await page.waitForURL('**/2026/**')
      const first = page.url()
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
      const related = page.locator('section.related')
      expect(await related.getByRole('heading', { level: 2 }).textContent()).toContain('Related News')
      await related
        .getByRole('link')
        .filter({ has: page.locator(':scope.headline') })
        .or(related.locator('a.headline'))
        .first()
        .click()
      await page.waitForURL(url => url.href !== first)
      expect(await page.locator('article h1').count()).toBe(1)
      expect(errors).toEqual([])
      await page.context().close()
    })

    it.each(Object.entries(kinds))(
      'axe finds nothing on the %s page, wide and light, narrow and dark',
      { timeout: 60_000 },
      async (_, path) => {
        const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
        for (const options of [{ width: 1280 }, { width: 320, dark: true }]) {
          const { page, errors } = await openPage(options)
          await page.goto(server.url + path)
          await page.evaluate(axe)
          const violations = await page.evaluate(async () => {
            const { axe: run } = globalThis as unknown as {
              axe: {
                run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
              }
            }
            const result = await run.run({
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
            })
            return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
          })
          expect(violations).toEqual([])
          expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
          expect(errors).toEqual([])
          await page.context().close()
        }
      },
    )

    it('shifts nothing while an article loads', async () => {
      const { page } = await openPage({ width: 390 })
      await page.addInitScript(() => {
        const scope = globalThis as unknown as {
          shift: number
          PerformanceObserver: new (
            see: (list: { getEntries(): { value: number }[] }) => void,
          ) => { observe(options: object): void }
        }
        scope.shift = 0
        new scope.PerformanceObserver(list => {
          for (const entry of list.getEntries()) scope.shift += entry.value
        }).observe({ type: 'layout-shift', buffered: true })
      })
      for (const path of [kinds.home!, kinds.article!]) {
        await page.goto(server.url + path, { waitUntil: 'load' })
        await page.waitForTimeout(200)
        expect(await page.evaluate('globalThis.shift')).toBeLessThan(0.01)
      }
      await page.context().close()
    })
  })
})

describe.skipIf(chromium === undefined)('an embed in Chromium', () => {
  it('asks its host for nothing before the click', async () => {
    const site = makeSite({
      'content/a.md': article(
        { title: 'Embeds' },
        'Look:\n\nhttps://www.youtube.com/watch?v=abcdefghijk\n\nEnd.',
      ),
    })
    writeFiles(site, {})
    expect((await buildJson(site)).code).toBe(0)
    const local = await serve(join(site, 'dist'))
    const { page, errors, requests } = await openPage()
    await page.route('https://**', route =>
      route.fulfill({ contentType: 'text/html', body: '<p>player</p>' }),
    )
    await page.goto(`${local.url}/2026/03/a/`)
    const button = page.getByRole('button', { name: /YouTube/ })
    await button.waitFor()
    expect(requests.filter(url => !url.startsWith(local.url))).toEqual([])
    await button.click()
    await page.locator('iframe').waitFor()
    await expect
      .poll(() => requests.filter(url => !url.startsWith(local.url)))
      .toEqual(['https://www.youtube-nocookie.com/embed/abcdefghijk'])
    expect(errors).toEqual([])
    await page.context().close()
    await local.close()
  })
})
