// Blocks and tables in whole sites: what readers get, what editors are told, and what a change makes again.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { named, parsePage, select, textOf, withClass } from '../support/html.js'
import { loadBuild } from '../support/lib.js'
import { findDangers } from '../support/markdown.js'
import { article, buildHere, makeSite, page, readTree, type SiteFiles, writeFiles } from '../support/site.js'

const build = await loadBuild()
const now = Date.UTC(2026, 10, 24, 12)
const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000100000000808020000', 'hex')
const all = [
  ':::factbox[Facts & figures]',
  'The [other](b.md).',
  ':::',
  ':::pullquote{by="Ann"}',
  'Said *so*.',
  ':::',
  '::table[Berths]{data=ports columns="Berths, Port" source=Harbour #berths}',
  '::newsletter{url=/news/}',
  '::donate[Help]{url=https://give.example/ button=Now}',
  '::embed[A film]{url=https://www.youtube.com/watch?v=dQw4w9WgXcQ}',
  ':::gallery[Two]',
  '![One](one.png "First")',
  '',
  '![Two](one.png)',
  ':::',
].join('\n')
const files: SiteFiles = {
  'content/a.md': article({ title: 'A', date: '2026-03-01' }, all),
  'content/b.md': article({ title: 'B', date: '2026-03-02' }, 'At 14:05 a::b, [berths](a.md#berths).'),
  'content/pages/news.md': '---\ntitle: News\nurl: /news/\n---\n\n::pullquote[On a page]\n',
  'content/one.png': png,
  'content/data/ports.csv': 'Port,Berths\nAllard,9\n"<b>",10\n',
}

async function reports(more: SiteFiles): Promise<string[]> {
  const { result } = await buildHere(makeSite({ ...files, ...more }))
  return result.diagnostics.map(
    ({ code, severity, file, line, column, message, hint }) =>
      `${severity} ${code} ${file}:${line}:${column} ${message} ${/^Did you mean "[^"]*"\?/.exec(hint ?? '')?.[0] ?? ''}`,
  )
}
/** What is said of an article with this text, from its sixth line on. */
const inArticle = async (body: string) =>
  (await reports({ 'content/a.md': article({ title: 'A', date: '2026-03-01' }, body) }))
    .filter(line => line.includes(' content/a.md:'))
    .map(line => line.replace('content/a.md:', '').trim())

describe('the blocks of the theme', () => {
  it('are what readers see, with the addresses of the site', async () => {
    const root = makeSite({
      ...files,
      'dateline.config.mjs': "export default { title: 'P', url: 'https://p.example/base/' }",
    })
    const { result } = await buildHere(root)
    expect(result.diagnostics).toEqual([])
    const html = parsePage(page(root, '/2026/03/a/'))
    const one = (name: string) => select(html, withClass(name))[0]!
    expect(textOf(one('factbox'))).toBe('Facts & figures The other.')
    expect(select(one('factbox'), named('a'))[0]!.properties.href).toBe('/base/2026/03/b/')
    expect(textOf(one('pullquote'))).toBe('Said so. Ann')
    const table = one('data-table')
    expect(table.properties.id).toBe('berths')
    expect(select(table, named('tr')).map(textOf)).toEqual(['BerthsPort', '9Allard', '10<b>'])
    expect(select(table, named('th')).map(({ properties }) => properties.scope)).toEqual([
      'col',
      'col',
      'row',
      'row',
    ])
    expect(textOf(select(table, named('caption'))[0]!)).toBe('Berths')
    expect(select(one('call-newsletter'), named('a'))[0]!.properties.href).toBe('/base/news/')
    expect(textOf(one('call-donate'))).toBe('Help Now')
    expect(one('embed').properties.dataEmbed).toBe('https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ')
    expect(select(one('gallery'), named('img')).map(({ properties }) => properties.alt)).toEqual([
      'One',
      'Two',
    ])
    expect(select(html, named('script')).map(({ properties }) => properties.src)).toEqual([
      '/base/assets/embed.js',
    ])
    expect(findDangers(page(root, '/2026/03/a/')).filter(danger => danger !== '<script>')).toEqual(
      findDangers(page(root, '/2026/03/b/')).filter(danger => danger !== '<script>'),
    )
    expect(page(root, '/2026/03/b/')).toContain('<p>At 14:05 a::b, ')
    expect(page(root, '/2026/03/b/')).not.toContain('embed.js')
    expect(page(root, '/news/')).toContain('<p>On a page</p>')
  })

  it('have a plain form each, without classes, forms or scripts', async () => {
    const root = makeSite({
      ...files,
      'content/a.md': article({ title: 'A', date: '2026-03-01', template: 'mail' }, all),
      'templates/mail.eta': '<main><%~ it.plain() %></main>',
    })
    await buildHere(root)
    const html = page(root, '/2026/03/a/')
    const main = parsePage(html)
    const blocks = select(main, () => true).filter(
      ({ tagName }) => !['html', 'head', 'body'].includes(tagName),
    )
    for (const { tagName, properties } of blocks) {
      expect(['form', 'input', 'button', 'script', 'iframe', 'style']).not.toContain(tagName)
      expect([tagName, properties.className ?? 'none']).toEqual([tagName, 'none'])
    }
    expect(select(main, named('a')).map(({ properties }) => properties.href)).toEqual([
      '/2026/03/b/',
      'https://paper.example/news/',
      'https://give.example/',
      'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
    ])
    expect(textOf(main)).toBe(
      'Facts & figures The other. Said so. — Ann Berths BerthsPort 9Allard 10<b> Source: Harbour Newsletter Help A film First Two',
    )
  })

  it('count as text but for their attributes, and are no dek where there is another', async () => {
    const body = ':::factbox[Label]{.attribute}\nInside it.\n:::\n\nThe first paragraph.'
    const root = makeSite({
      'content/a.md': article({ title: 'A', date: '2026-03-01', template: 'own' }, body),
      'templates/own.eta': '<p><%= it.article.words %> <%= it.article.dek %></p>',
    })
    await buildHere(root)
    expect(page(root, '/2026/03/a/').trim()).toBe('<p>6 The first paragraph.</p>')
  })
})

describe('an editor is told', () => {
  it.each<[what: string, body: string, expected: readonly string[]]>([
    [
      'of an unknown block',
      'x\n\n:::factbx\ny\n:::',
      ['error DL2011 8:4 There is no block "factbx". Did you mean "factbox"?'],
    ],
    [
      'of one that is not closed',
      ':::factbox\ny',
      ['error DL2012 6:1 The block ":::factbox" is never closed.'],
    ],
    [
      'of attributes that cannot be read',
      '::table{data=“ports”}',
      [
        'error DL2013 6:14 "::table{data=“ports”}" cannot be read as a block: quotes around a value are straight ones: " or \'.',
      ],
    ],
    [
      'of a line that looks like a block',
      '::: factbox\ny\n:::',
      [
        'warning DL2014 6:1 "::: factbox" looks like a part of a block, and is printed as text: the name of a block follows its colons without a blank.',
      ],
    ],
    [
      'of an attribute that is missing, or is not known',
      '::table{dta=ports}',
      [
        'warning DL2015 6:3 The block "table" has no attribute "dta"; it is not used. Did you mean "data"?',
        'error DL2015 6:3 The block "table" needs the attribute "data".',
      ],
    ],
    [
      'of an unknown table',
      '::table{data=prots}',
      ['error DL2016 6:14 There is no table "prots". Did you mean "ports"?'],
    ],
    [
      'of an unknown column',
      '::table{data=ports columns=Berth}',
      [
        'error DL2017 6:3 The block "table" cannot be made: the table "ports" has no column "Berth"; it has Port, Berths.',
      ],
    ],
    [
      'of an address that may not be followed',
      '::embed[x]{url="javascript:alert(1)"}',
      [
        'warning DL2010 6:17 The link target "javascript:alert(1)" is not one that a browser may follow; the text stays without it.',
      ],
    ],
    [
      'of a link that leads nowhere',
      '::newsletter{url=gone.md}',
      ['warning DL2001 6:18 The link "gone.md" leads to no file.'],
    ],
  ])('%s', async (_, body, expected) => {
    expect(await inArticle(body)).toEqual(expected)
  })

  it('of a table in error, and of the texts that name it', async () => {
    expect(await reports({ 'content/data/ports.csv': 'Port,Berths\nAllard\n' })).toEqual([
      expect.stringContaining('error DL2016 content/a.md:12:22 The table "ports" cannot be read.'),
      expect.stringContaining(
        'error DL1023 content/data/ports.csv:2:1 The table cannot be read: this line has more or fewer cells',
      ),
    ])
    expect(await reports({ 'content/data/ports.yml': '- Port: x' })).toEqual([
      expect.stringContaining('content/data/ports.csv is the table "ports" already'),
    ])
  })

  it('before an article that waits is published, and not of a draft', async () => {
    const hidden = (fields: Readonly<Record<string, unknown>>) =>
      reports({ 'content/c.md': article({ title: 'C', ...fields }, '::nothing') })
    const [one] = await hidden({ embargo: '2027-01-01T00:00' })
    expect(one).toContain('error DL2011 content/c.md:7:3 There is no block "nothing".')
    expect(await hidden({ date: '2027-01-01' })).toHaveLength(1)
    expect(await hidden({ draft: true })).toEqual([])
  })

  it('and a site with errors stays as it was', async () => {
    const root = makeSite(files)
    await buildHere(root)
    const before = readTree(join(root, 'dist'))
    writeFiles(root, { 'content/a.md': article({ title: 'A', date: '2026-03-01' }, '::nothing') })
    const { code } = await buildHere(root)
    expect(code).toBe(1)
    expect(readTree(join(root, 'dist'))).toEqual(before)
    // The text with the mistake is left out, everywhere.
    const { result } = await buildHere(root, { keepGoing: true })
    expect(result.articles).toBe(1)
    expect(existsSync(join(root, 'dist/2026/03/a/index.html'))).toBe(false)
  })
})

describe('a change of', () => {
  const own: SiteFiles = {
    ...files,
    'content/c.md': article({ title: 'C', date: '2026-03-03' }, '::note\n\n::rows{data=rivers}'),
    'content/d.md': article({ title: 'D', date: '2026-03-04' }, '::note'),
    'content/data/rivers.yml': '- { river: Tamsera, level: 2.93 }\n',
    'templates/blocks/note.eta': '<p>Note</p>',
    'templates/blocks/rows.eta': '<p><%= it.tables[it.attributes.data].rows.length %> rows</p>',
  }
  const article3 = (name: string) => `2026/03/${name}/index.html`

  it.each<[what: string, change: SiteFiles, made: readonly string[]]>([
    [
      'a block’s template makes the pages that use it again',
      { 'templates/blocks/note.eta': '<p>New</p>' },
      ['c', 'd'],
    ],
    [
      'a table makes the pages that read it again',
      { 'content/data/rivers.yml': '- { river: A }\n- { river: B }\n' },
      ['c'],
    ],
    [
      'another table those that read that one',
      { 'content/data/ports.csv': 'Port,Berths\nAllard,10\n' },
      ['a'],
    ],
    [
      'a template of the theme, by one’s own',
      { 'templates/blocks/pullquote.eta': '<q><%~ it.content %></q>' },
      ['a', 'news'],
    ],
    ['a part of a block', { 'templates/partials/data-table.eta': '<table></table>' }, ['a']],
    ['nothing of them', { 'content/data/new.csv': 'a\n1\n', 'templates/blocks/unused.eta': '' }, []],
  ])('%s', async (_, change, made) => {
    const root = makeSite(own)
    await build({ root, now, workers: 0 })
    writeFiles(root, change)
    const { changes, published } = await build({ root, now, workers: 0 })
    expect(published).toBe(true)
    expect([...changes.written].sort()).toEqual(
      made.map(name => (name === 'news' ? 'news/index.html' : article3(name))).sort(),
    )
    const clean = makeSite({ ...own, ...change })
    await build({ root: clean, now, workers: 0 })
    expect(readTree(join(root, 'dist'))).toEqual(readTree(join(clean, 'dist')))
    expect((await build({ root, now, workers: 0 })).changes).toEqual({ written: [], removed: [] })
  })

  it('a block or a table that comes or goes is noticed', async () => {
    const root = makeSite(own)
    const codes = async () =>
      (await build({ root, now, workers: 0, keepGoing: true })).reports.map(
        ({ code, file, line }) => `${code} ${file}:${line}`,
      )
    expect(await codes()).toEqual([])
    rmSync(join(root, 'templates/blocks/note.eta'))
    expect(await codes()).toEqual(['DL2011 content/c.md:6', 'DL2011 content/d.md:6'])
    writeFiles(root, { 'templates/blocks/note.eta': '<% /* attributes: by! */ %>' })
    expect(await codes()).toEqual(['DL2015 content/c.md:6', 'DL2015 content/d.md:6'])
    writeFiles(root, { 'templates/blocks/note.eta': '<p>Again</p>' })
    expect(await codes()).toEqual([])
    expect(page(root, '/2026/03/d/')).toContain('<p>Again</p>')
    rmSync(join(root, 'content/data/rivers.yml'))
    expect(await codes()).toEqual(['DL2016 content/c.md:8'])
  })

  it('threads or the parser gives the same', async () => {
    const bytes = async (workers: number, parser: string) => {
      const root = makeSite({
        ...own,
        'dateline.config.mjs': `export default { title: 'P', url: 'https://p.example/', markdown: { parser: '${parser}' } }`,
      })
      await build({ root, now, workers })
      return readTree(join(root, 'dist'))
    }
    const first = await bytes(0, 'satteri')
    expect(await bytes(2, 'satteri')).toEqual(first)
    expect(await bytes(0, 'remark')).toEqual(first)
  })
})
