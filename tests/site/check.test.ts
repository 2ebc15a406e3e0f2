// `dateline check`: what a sub-editor says, rules of severity, and a baseline for what an archive has always had.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { article, checkHere, makeSite, run, type SiteFiles, writeFiles } from '../support/site.js'

const now = ['--now', '2026-11-24T12:00:00Z']
const config = (more = '') =>
  `export default { title: 'P', url: 'https://p.example/', timeZone: 'Europe/Lisbon', ${more} }\n`

async function check(root: string) {
  const { code, stdout, stderr } = await checkHere(root)
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { code: string; severity: string; file: string; line: number; message: string }[]
  }
  return {
    code,
    stderr,
    found: diagnostics.map(({ code, file, line }) => `${file}:${line} ${code}`),
    diagnostics,
  }
}

const words = (n: number) => Array.from({ length: n }, (_, i) => `${letters((i * 7919) % 613)}`).join(' ')

/** A word of its own for each number. */
const letters = (n: number): string =>
  Array.from(String(n + 10_000), digit => 'bdfgklmnpr'[Number(digit)] + 'aeiou'[Number(digit) % 5]).join('')

/** Words are rare only beside texts that lack them. */
const others: SiteFiles = Object.fromEntries(
  Array.from({ length: 8 }, (_, n) => [
    `content/other-${n}.md`,
    article(
      { title: `Other ${n}`, date: `2026-02-0${n + 1}` },
      Array.from({ length: 60 }, (_, i) => letters(n * 1000 + i)).join(' '),
    ),
  ]),
)

describe('advice', () => {
  it.each<[what: string, files: SiteFiles, found: string[]]>([
    [
      'a summary too long for a search result',
      { 'content/a.md': article({ title: 'A', summary: 'x'.repeat(201) }) },
      ['content/a.md:4 DL1024'],
    ],
    ['a long lead, which is no summary', { 'content/a.md': article({ title: 'A' }, words(80)) }, []],
    [
      'an embargo without a zone',
      { 'content/a.md': article({ title: 'A', embargo: '2026-11-20T10:00' }) },
      ['content/a.md:4 DL1025'],
    ],
    ['an embargo with one', { 'content/a.md': article({ title: 'A', embargo: '2026-11-20T10:00Z' }) }, []],
    [
      'a zone that no place has',
      { 'content/a.md': article({ title: 'A', date: '2026-11-20T10:00+03:17' }) },
      ['content/a.md:3 DL1026'],
    ],
    [
      'a level of headings left out',
      { 'content/a.md': article({ title: 'A' }, '## B\n\nText.\n\n#### C\n\n## D\n\n### E\n') },
      ['content/a.md:10 DL2018'],
    ],
    [
      'a date far ahead',
      { 'content/a.md': article({ title: 'A', date: '2062-11-20' }) },
      ['content/a.md:3 DL3009'],
    ],
    [
      'two articles with one title',
      {
        'content/a.md': article({ title: 'The river rises', date: '2026-01-01' }, words(50)),
        'content/b.md': article({ title: 'The River Rises', date: '2026-01-02' }, 'Something else entirely.'),
      },
      ['content/b.md:2 DL3010'],
    ],
    [
      'a story told twice',
      {
        ...others,
        'content/a.md': article({ title: 'Rhine closed to barges', date: '2026-01-01' }, words(120)),
        'content/b.md': article({ title: 'Rhine closed to all barges', date: '2026-01-02' }, words(120)),
      },
      ['content/b.md:2 DL3011'],
    ],
    [
      'topics that one letter tells apart',
      {
        'content/a.md': article({ title: 'A', topics: 'Harbours' }, words(30)),
        'content/b.md': article({ title: 'B', topics: 'Harbour' }, 'Something else entirely.'),
      },
      ['null:null DL3012'],
    ],
  ])('%s', async (_, files, found) => {
    const root = makeSite({ 'dateline.config.mjs': config("regions: ['Europe']"), ...files })
    const checked = await check(root)
    expect(checked.found).toEqual(found)
    expect(checked.code).toBe(0)
    // A build has no time for it.
    const { stderr } = await run(root, ['build', ...now])
    expect(stderr).not.toContain('warning')
  })
})

describe('rules', () => {
  const noAlt = {
    'content/a.md': article({ title: 'A', date: '2026-01-01' }, '![](a.png)'),
    'content/a.png': '',
  }

  it.each<[rule: string, code: number, severities: string[]]>([
    ["rules: { DL2005: 'error' }", 1, ['error']],
    ["rules: { DL2005: 'off' }", 0, []],
    ["rules: { DL2005: { severity: 'error', since: '2026-06-01' } }", 0, []],
    ["rules: { DL2005: { severity: 'error', since: '2026-01-01' } }", 1, ['error']],
  ])('%s', async (rule, code, severities) => {
    const checked = await check(makeSite({ 'dateline.config.mjs': config(rule), ...noAlt }))
    expect(
      checked.diagnostics.filter(({ code }) => code === 'DL2005').map(({ severity }) => severity),
    ).toEqual(severities)
    expect(checked.code).toBe(code)
  })

  it('are themselves checked', async () => {
    const root = makeSite({ 'dateline.config.mjs': config("rules: { DL1005: 'off' }"), ...noAlt })
    const { code, diagnostics } = await check(root)
    expect([code, diagnostics[0]!.code]).toEqual([1, 'DL5002'])
    expect(diagnostics[0]!.message).toContain('stays an error')
  })
})

describe('a baseline', () => {
  const bad = article({ title: 'Bad', date: 'soon' })

  it('is what the archive has always had: only what is new fails, and what is mended drops out', async () => {
    const root = makeSite({
      'dateline.config.mjs': config(),
      'content/old.md': bad,
      'content/good.md': article({ title: 'Good' }),
    })
    expect((await check(root)).code).toBe(1)
    expect((await run(root, ['build', ...now])).code).toBe(1)
    expect((await run(root, ['check', '--baseline', ...now])).code).toBe(0)
    const text = readFileSync(join(root, 'dateline-baseline.json'), 'utf8')
    expect(text).toMatch(/^\[\n\{"file":"content\/old.md","code":"DL1005","message":.*\}\n\]\n$/)

    const known = await check(root)
    expect([known.code, known.found]).toEqual([0, []])
    expect(known.stderr).toContain('1 known problem')
    // The rest of the archive is published, the known one is not.
    const built = await run(root, ['build', ...now])
    expect([built.code, built.stderr.includes('1 article,')]).toEqual([0, true])

    writeFiles(root, { 'content/new.md': bad })
    const worse = await check(root)
    expect([worse.code, worse.found]).toEqual([1, ['content/new.md:3 DL1005']])
    expect((await run(root, ['build', ...now])).code).toBe(1)

    writeFiles(root, {
      'content/new.md': article({ title: 'New' }),
      'content/old.md': article({ title: 'Old' }),
    })
    expect((await check(root)).stderr).toContain('1 of the baseline mended')
    await run(root, ['check', '--baseline', ...now])
    expect(readFileSync(join(root, 'dateline-baseline.json'), 'utf8')).toBe('[]\n')
  })

  it('that cannot be read is an error, and nothing is known', async () => {
    const root = makeSite({
      'dateline.config.mjs': config(),
      'content/a.md': article({ title: 'A' }),
      'dateline-baseline.json': '{"file": 1}',
    })
    const { code, diagnostics } = await check(root)
    expect([code, diagnostics.map(item => item.code)]).toEqual([1, ['DL5007']])
  })
})

describe('all mistakes of a file at once', () => {
  const text =
    'See [this](nowhere.md), [that](late.md#part) and [the draft](draft.md).\n\n![A quay](quay.png)\n\n::nota\n'
  const files = {
    'dateline.config.mjs': config("regions: ['Europe']"),
    'content/late.md': article(
      { title: 'Late', date: '2026-11-30', region: 'Europe' },
      'See [this](nowhere.md).',
    ),
    'content/draft.md': article(
      { title: 'A draft', draft: true, region: 'Europe' },
      'See [this](nowhere.md).',
    ),
  }

  it('also of one that is in error for another reason, and of one that is still to come', async () => {
    const root = makeSite({ ...files, 'content/a.md': article({ title: 'A', region: 'Eurpoe' }, text) })
    const { code, found } = await check(root)
    expect([code, found]).toEqual([
      1,
      [
        'content/a.md:4 DL1003',
        'content/a.md:7 DL2001',
        'content/a.md:9 DL2004',
        'content/a.md:11 DL2011',
        'content/late.md:7 DL2001',
      ],
    ])
  })

  it('each once', async () => {
    const root = makeSite({ ...files, 'content/a.md': article({ title: 'A', region: 'Europe' }, text) })
    const { stderr } = await run(root, ['check', ...now])
    expect(stderr.match(/DL2011 /g)).toHaveLength(1)
    expect(stderr).toContain('1 error, 3 warnings')
  })
})

describe('what an archive has very often', () => {
  const many = Object.fromEntries(
    Array.from({ length: 24 }, (_, n) => [
      `content/a${String(n).padStart(2, '0')}.md`,
      article({ title: `A ${n}`, summary: 'x'.repeat(201) }),
    ]),
  )
  const told = ({ stdout, stderr }: { stdout: string; stderr: string }) => ({
    times: `${stdout}${stderr}`.match(/content\/a\d\d\.md.*DL1024/g)?.length,
    rest: /… and .* more warnings.*/.exec(stderr)?.[0],
    sum: /no errors, .*/.exec(stderr)?.[0],
  })

  it('is told some times, and then counted; --all tells it all', async () => {
    const root = makeSite({ 'dateline.config.mjs': config(), ...many })
    const rest = '… and 4 more warnings DL1024; "dateline check --all" lists them all.'
    const sum = 'no errors, 24 warnings'
    for (const format of ['pretty', 'github']) {
      const args = ['check', '--format', format, ...now]
      expect(told(await run(root, args))).toEqual({ times: 20, rest, sum })
      expect(told(await run(root, [...args, '--all']))).toEqual({ times: 24, rest: undefined, sum })
    }
  })

  it('is whole for machines', async () => {
    const { diagnostics, found } = await check(makeSite({ 'dateline.config.mjs': config(), ...many }))
    expect(diagnostics).toHaveLength(24)
    expect(found.at(-1)).toBe('content/a23.md:4 DL1024')
  })
})

it('--format gitlab is a Code Quality report whose fingerprints do not move with the lines', async () => {
  const report = async (body: string) => {
    const root = makeSite({ 'dateline.config.mjs': config(), 'content/a.md': article({ title: 'A' }, body) })
    const { stdout } = await run(root, ['check', '--format', 'gitlab', ...now])
    return JSON.parse(stdout) as { fingerprint: string; location: { lines: { begin: number } } }[]
  }
  const missing = '![B](b.png)\n\n![B](b.png)\n'
  const [before, after] = [await report(missing), await report(`One line more.\n\n${missing}`)]
  const named = before.filter(issue => JSON.stringify(issue).includes('DL2004'))
  expect(named[0]).toMatchObject({
    check_name: 'DL2004',
    severity: 'minor',
    location: { path: 'content/a.md' },
  })
  expect(new Set(before.map(({ fingerprint }) => fingerprint)).size).toBe(before.length)
  expect(after.map(({ fingerprint }) => fingerprint)).toEqual(before.map(({ fingerprint }) => fingerprint))
  expect(after[0]!.location.lines.begin).not.toBe(before[0]!.location.lines.begin)
})

it('advice is kept between builds, for whoever asks for it later, and goes with what it was about', async () => {
  const long = (title: string) => article({ title, summary: 'x'.repeat(220) })
  const root = makeSite({
    'dateline.config.mjs': config(),
    'content/a.md': long('A'),
    'content/b.md': long('B'),
    'content/c.md': article({ title: 'C' }),
  })
  const build = () => run(root, ['build', '--quiet', ...now])
  const advised = async () => [...new Set((await check(root)).found.map(line => line.split(':')[0]))]
  await build()
  expect(await advised()).toEqual(['content/a.md', 'content/b.md'])
  writeFiles(root, { 'content/a.md': article({ title: 'A' }), 'content/c.md': long('C') })
  rmSync(join(root, 'content/b.md'))
  await build()
  expect(await advised()).toEqual(['content/c.md'])
})
