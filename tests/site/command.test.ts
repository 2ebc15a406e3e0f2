// The command line: exit codes, machine output, what an editor's mistake does to the site.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeArticles } from '../../bench/corpus.js'
import { article, buildJson, makeFolder, makeSite, page, readTree, run, writeFiles } from '../support/site.js'

const two = {
  'content/2026/03/good.md': article({ title: 'Good news', region: 'Europe' }),
  'content/2026/03/other.md': article({ title: 'Other news', region: 'Europe' }),
}

describe('dateline', () => {
  it.each([
    [['--help'], 0, /Usage: dateline/],
    [['build', '--help'], 0, /--keep-going/],
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
  ])('%j', async (args, code, output) => {
    const result = await run(makeFolder(), args)
    expect(result.code).toBe(code)
    expect(result.stdout).toMatch(output)
  })

  it.each([
    [['biuld'], /unknown command 'biuld'/],
    [['build', '--wrokers', '2'], /unknown option '--wrokers'/],
    [['build', '--workers', 'many'], /whole number/],
    [['build', '--now', 'soon'], /instant/],
    [['check', '--format', 'xml'], /Allowed choices are pretty, github, gitlab, json/],
    [['related'], /name one article, or say --all/],
    [[], /Usage/],
  ])('%j is a wrong command line', async (args, message) => {
    const result = await run(makeSite(two), args)
    expect(result.code).toBe(2)
    expect(result.stdout).toBe('')
    expect(result.stderr).toMatch(message)
  })

  it('prints one JSON object on standard output, everything else on standard error', async () => {
    const root = makeSite(two)
    const { code, stdout, stderr } = await run(root, ['build', '--json'])
    expect(code).toBe(0)
    expect(stdout.trim().split('\n')).toHaveLength(1)
    const json = JSON.parse(stdout) as Record<string, unknown>
    expect(json).toMatchObject({ articles: 2, removed: 0, unchanged: 0, diagnostics: [] })
    expect(json.written).toBe(json.pages)
    expect(Object.keys(json.ms as object)).toEqual(
      expect.arrayContaining(['total', 'parse', 'model', 'render', 'write']),
    )
    expect(stderr).toMatch(/2 articles, \d+ files in/)
  })

  it('says that there is no config', async () => {
    const { code, stderr } = await run(makeFolder(), ['build'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/DL5004[\s\S]*dateline\.config\.ts/)
  })

  it('leaves the site as it was when an article has an error; --keep-going publishes the rest', async () => {
    const root = makeSite(two)
    expect((await run(root, ['build'])).code).toBe(0)
    const before = readTree(join(root, 'dist'))
    writeFiles(root, {
      'content/2026/03/bad.md': '---\ntitle: Bad\ntitle: Worse\ndate: 2026-03-05\n---\nx\n',
      'content/2026/03/third.md': article({ title: 'Third' }),
    })
    const failed = await run(root, ['build'])
    expect(failed.code).toBe(1)
    expect(failed.stderr).toContain('content/2026/03/bad.md:3:1  error DL1006')
    expect(failed.stderr).toContain('dist is as it was')
    expect(readTree(join(root, 'dist'))).toEqual(before)

    const kept = await run(root, ['build', '--keep-going'])
    expect(kept.code).toBe(1)
    expect(page(root, '/2026/03/third/')).toContain('Third')
    expect([...readTree(join(root, 'dist')).keys()].some(path => path.includes('bad'))).toBe(false)
  })

  it('leaves out with --keep-going what only the model finds wrong, and links to it become text', async () => {
    const root = makeSite({
      ...two,
      'dateline.config.mjs': "export default { title: 'P', url: 'https://p.example/', regions: ['Europe'] }",
      'content/2026/03/lost.md': article({ title: 'Lost', region: 'Eurpoe' }),
      'content/2026/03/linking.md': article(
        { title: 'Linking', region: 'Europe' },
        'See [the lost one](lost.md) there.',
      ),
    })
    const { code, result } = await buildJson(root, ['--keep-going'])
    expect(code).toBe(1)
    expect(result.articles).toBe(3)
    expect(result.diagnostics.map(({ code: id, file, line }) => [id, file, line])).toEqual([
      ['DL2002', 'content/2026/03/linking.md', 7],
      ['DL1003', 'content/2026/03/lost.md', 4],
    ])
    expect(page(root, '/2026/03/linking/')).toContain('<p>See the lost one there.</p>')
  })

  it('collects the problems of all files and all kinds in one run', async () => {
    const root = makeSite({
      'dateline.config.mjs': "export default { title: 'P', url: 'https://p.example/', regions: ['Europe'] }",
      'content/a.md': article({ title: 'A', date: 'May 5th, 2016' }),
      'content/b.md': '---\ndate: 2026-01-01\n---\nNo title.\n',
      'content/c.md': article({ title: 'C', kind: 'opinon' }),
      'content/d.md': '---\ntitle: D\ndate: 2026-01-01\n',
      'content/e.md': Buffer.from('---\ntitle: E\ndate: 2026-01-01\n---\nOh \xff no\n', 'latin1'),
      'content/f.md': article({ title: 'F', slug: '../../escape' }),
    })
    const { code, result } = await buildJson(root)
    expect(code).toBe(1)
    expect(result.diagnostics.map(({ code: id, file, line, column }) => [file, line, column, id])).toEqual([
      ['content/a.md', 3, 7, 'DL1005'],
      ['content/b.md', 1, 1, 'DL1001'],
      ['content/c.md', 4, 7, 'DL1011'],
      ['content/d.md', 1, 1, 'DL1008'],
      ['content/e.md', 5, 4, 'DL1013'],
      ['content/f.md', 4, 7, 'DL1012'],
    ])
    expect(result.diagnostics[0]!.hint).toContain('2016-05-05')
    expect(result.diagnostics[2]!.hint).toContain('Did you mean "opinion"?')
  })

  it('refuses an output folder that it did not make, and one that holds the project', async () => {
    const root = makeSite({ ...two, 'site/precious.txt': 'mine' })
    const refused = await run(root, ['build', '--out', 'site'])
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('DL6001')
    expect(readTree(join(root, 'site'))).toEqual(new Map([['precious.txt', 'mine']]))
    for (const out of ['.', '..', 'content', 'content/site', 'public']) {
      const { code, stderr } = await run(root, ['build', '--out', out])
      expect([out, code]).toEqual([out, 1])
      expect(stderr).toMatch(/DL600[13]/)
    }
  })

  it('uses an empty folder, and another folder outside the project', async () => {
    const root = makeSite(two)
    mkdirSync(join(root, 'dist'))
    expect((await run(root, ['build'])).code).toBe(0)
    const elsewhere = join(makeFolder(), 'deep/site')
    expect((await run(root, ['build', '--out', elsewhere])).code).toBe(0)
    expect(readTree(elsewhere)).toEqual(readTree(join(root, 'dist')))
  })

  it('gives the clock to the build: --now beats SOURCE_DATE_EPOCH', async () => {
    const root = makeSite({ 'content/a.md': article({ title: 'Tomorrow', date: '2026-06-02T10:00' }) })
    const { code, result } = await buildJson(root, ['--now', '2026-06-02T09:59:59Z'])
    expect(code).toBe(0)
    expect(result).toMatchObject({ articles: 0, hidden: 1, nextChange: '2026-06-02T10:00:00Z' })
    expect((await buildJson(root, ['--now', '2026-06-02T10:00:00Z'])).result.articles).toBe(1)
    const epoch = String(Date.parse('2026-06-02T09:00:00Z') / 1000)
    expect((await run(root, ['build'], { SOURCE_DATE_EPOCH: epoch })).stderr).toMatch(/0 articles/)
    expect(JSON.parse(readFileSync(join(root, '.dateline/next-change.json'), 'utf8'))).toEqual({
      now: '2026-06-02T09:00:00.000Z',
      nextChange: '2026-06-02T10:00:00Z',
    })
  })

  it('check reports without writing, for people, for CI and as JSON', async () => {
    const root = makeSite({
      ...two,
      'content/x.md': article({ title: 'X', region: 'Europe' }, '[gone](nowhere.md)'),
    })
    const pretty = await run(root, ['check'])
    expect(pretty.code).toBe(0)
    expect(pretty.stderr).toMatch(/content\/x\.md:7:1 {2}warning DL2001/)
    expect((await run(root, ['check', '--format', 'github'])).stdout).toMatch(
      /^::warning file=content\/x\.md,line=7,col=1,title=DL2001::/m,
    )
    const json = JSON.parse((await run(root, ['check', '--format', 'json'])).stdout) as {
      diagnostics: { code: string }[]
    }
    // The articles of this site have one text, which is said, too.
    expect(json.diagnostics.map(({ code }) => code).filter(code => code !== 'DL3011')).toEqual(['DL2001'])
    expect(() => readFileSync(join(root, 'dist/index.html'))).toThrow()
    writeFiles(root, { 'content/y.md': '---\ntitle: [\n---\n' })
    expect((await run(root, ['check'])).code).toBe(1)
  })

  it('related --all prints a line an article, related FILE a table', async () => {
    const root = makeSite({
      'content/a.md': article(
        { title: 'Rhine barge aground', region: 'Europe' },
        'The barge lies in the Rhine near the lock.',
      ),
      'content/b.md': article(
        { title: 'Rhine barge afloat', region: 'Europe' },
        'The barge left the lock on the Rhine.',
      ),
    })
    const { stdout } = await run(root, ['related', '--all', '--json'])
    const lines = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { path: string; items: { path: string; score: number }[] })
    expect(lines.map(({ path }) => path)).toEqual(['a.md', 'b.md'])
    expect(lines[0]!.items).toEqual([
      expect.objectContaining({ path: 'b.md', score: expect.any(Number) as number }),
    ])
    expect((await run(root, ['related', 'content/a.md'])).stdout).toMatch(/Rhine barge afloat/)
    const missing = await run(root, ['related', 'aa.md'])
    expect(missing.code).toBe(1)
    expect(missing.stderr).toContain('Did you mean "a.md"?')
  })

  it('reports symbolic links that lead outside, and reads those that stay inside', async () => {
    const root = makeSite({ ...two, 'stories/linked.md': article({ title: 'Linked', region: 'Europe' }) })
    const secret = join(makeFolder(), 'secret.md')
    writeFileSync(secret, article({ title: 'Secret' }))
    symlinkSync(secret, join(root, 'content/secret.md'))
    symlinkSync(join(root, 'stories/linked.md'), join(root, 'content/linked.md'))
    symlinkSync(join(root, 'content'), join(root, 'content/circle'))
    symlinkSync(join(root, 'nothing'), join(root, 'content/broken.md'))
    const { code, result } = await buildJson(root)
    expect(code).toBe(0)
    expect(result.articles).toBe(3)
    expect(result.diagnostics.map(({ code: id, file }) => `${file} ${id}`)).toEqual([
      'content/broken.md DL1014',
      'content/circle DL1014',
      'content/secret.md DL1017',
    ])
  })

  it('takes a content folder that is a link to itself for one that is not there', async () => {
    const root = makeFolder()
    writeFiles(root, { 'dateline.config.mjs': "export default { title: 'T', url: 'https://t.example/' }" })
    symlinkSync('content', join(root, 'content'))
    const { code, stderr } = await run(root, ['build'])
    expect(code).toBe(1)
    expect(stderr).toContain('the content folder is not there')
  })

  it('lets one build at a time write an output folder; a lock that was left behind is nobody’s', async () => {
    const root = makeSite(two)
    writeFileSync(join(root, '.dist.dateline-lock'), String(process.pid))
    const refused = await run(root, ['build'])
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(`DL6004  Another build (process ${process.pid}) is writing dist.`)
    writeFileSync(join(root, '.dist.dateline-lock'), '999999999')
    expect((await run(root, ['build'])).code).toBe(0)
    const many = makeSite(
      Object.fromEntries([...makeArticles(150)].map(({ path, text }) => [`content/${path}`, text])),
    )
    const runs = await Promise.all([run(many, ['build']), run(many, ['build'])])
    // They meet or they miss each other; whoever is refused says why, and the site is whole either way.
    expect(runs.map(({ code }) => code)).toContain(0)
    for (const { code, stderr } of runs) if (code !== 0) expect(stderr).toContain('DL6004')
    const once = readTree(join(many, 'dist'))
    expect((await run(many, ['build'])).code).toBe(0)
    expect(readTree(join(many, 'dist'))).toEqual(once)
  })

  it('reads what archives hold: drafts without a date, Hugo’s JSON, schemes in capitals, entities by the thousand', async () => {
    const root = makeSite({
      'content/_drafts/idea.md': '---\ntitle: An idea\n---\nx\n',
      'content/json.md': '{\n  "title": "Braces",\n  "date": "2026-01-02"\n}\n\nBody of braces.\n',
      'content/loud.md': article(
        { title: 'Loud' },
        '[x](HTTPS://Other.example/) and [y](HTTPS://PAPER.example/2026/01/json/)',
      ),
      'content/entities.md': article({ title: 'Entities' }, 'foo &amp; bar&nbsp;baz '.repeat(4000)),
      'content/comment.md': article({ title: 'Comment' }, 'Before.\n\n<!-- never closed\n\nAfter.'),
      'content/older.md': article({ title: 'Older', updated: '2019-01-01' }),
      'content/wide.md': Buffer.from('\ufeff---\ntitle: Wide\n---\nx', 'utf16le'),
      'content/hero.md': article({ title: 'Hero', heroImage: 'none.png' }),
    })
    const { result } = await buildJson(root, ['--keep-going'])
    expect(result.hiddenBy).toEqual({ 'a draft': 1 })
    expect(result.diagnostics.map(({ file, line, code }) => [file, line, code])).toEqual([
      ['content/comment.md', 6, 'DL2006'],
      ['content/hero.md', 4, 'DL2004'],
      ['content/wide.md', null, 'DL1013'],
    ])
    expect(result.diagnostics[2]!.message).toContain('UTF-16')
    expect(page(root, '/2026/01/json/')).toContain('Body of braces.')
    expect(page(root, '/2026/03/loud/')).toContain('href="https://Other.example/"')
    expect(page(root, '/2026/03/loud/')).toContain('href="/2026/01/json/"')
    expect(
      page(root, '/2026/03/entities/')
        .split('story-body')[1]!
        .match(/foo &amp; bar/g),
    ).toHaveLength(4000)
    expect(page(root, '/2026/03/older/')).not.toContain('Updated')
  })
})
