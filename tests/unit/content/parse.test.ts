import { describe, expect, test } from 'vitest'
import { createZone, resolveDate } from '../../../src/base/dates.js'
import {
  describeDiagnostic,
  expectKind,
  type ParseOptions,
  parseArticle,
  parseText,
} from '../../support/parse.js'
import { checkRows } from '../../support/rows.js'

const head = (fields: string, body = 'Some text.') => `---\n${fields}\n---\n${body}\n`
const dated = (fields: string, body?: string) => head(`title: A\ndate: 2026-01-02\n${fields}`, body)

interface Input extends ParseOptions {
  readonly text: string | Uint8Array
}

/** Diagnostics of a text, each in a line with its place and what is marked. */
async function check({ text, ...options }: Input, expected: readonly string[]): Promise<void> {
  const { diagnostics } = await parseText(text, options)
  const shown = typeof text === 'string' ? text : new TextDecoder('utf-8', { ignoreBOM: true }).decode(text)
  expect(diagnostics.map(diagnostic => describeDiagnostic(diagnostic, shown))).toEqual(expected)
  for (const { file } of diagnostics) expect(file).toBe(`content/${options.path ?? 'story.md'}`)
}

describe('dates as archives write them', () => {
  const lisbon = createZone('Europe/Lisbon')
  checkRows<Input, string>(
    [
      [{ text: head('title: A\ndate: 2016-06-01 14:30:14 -0400') }, '2016-06-01T18:30:14.000Z'],
      [{ text: head('title: A\ndate: 2016-06-01 14:30:14 +0000') }, '2016-06-01T14:30:14.000Z'],
      [{ text: head('title: A\ndate: 2016-06-01 9:30 -5') }, '2016-06-01T14:30:00.000Z'],
      [{ text: head('title: A\ndate: "2016-06-01 14:30"') }, '2016-06-01T13:30:00.000Z', 'quoted'],
      [{ text: head('title: A\ndate: 2016-06-01T14:30:14.123Z') }, '2016-06-01T14:30:14.123Z'],
      [{ text: head('title: A\nDate: 2016-06-01') }, '2016-05-31T23:00:00.000Z', 'in the site’s zone'],
      [
        { text: '+++\ntitle = "A"\ndate = 2016-06-01T14:30:14-04:00\n+++\nx' },
        '2016-06-01T18:30:14.000Z',
        'TOML',
      ],
      [{ text: '+++\ntitle = "A"\ndate = 2016-06-01\n+++\nx' }, '2016-05-31T23:00:00.000Z', 'a TOML day'],
      [
        { text: '+++\ntitle = "A"\ndate = 2016-06-01T14:30:00\n+++\nx' },
        '2016-06-01T13:30:00.000Z',
        'TOML, local',
      ],
      [
        { text: head('title: A\npubDate: Jul 8 2022'), content: { proseDates: true } },
        '2022-07-07T23:00:00.000Z',
      ],
      [{ text: head('title: A'), path: '2014-06-02-title.md' }, '2014-06-01T23:00:00.000Z', 'from the name'],
      [
        { text: head('title: A'), path: '2014/12/24/title.md' },
        '2014-12-24T00:00:00.000Z',
        'from the folders',
      ],
      [
        { text: head('title: A\ndate: 2020-01-01'), path: '2014-06-02-title.md' },
        '2020-01-01T00:00:00.000Z',
        'front matter wins over the name',
      ],
      [{ text: head('title: A\nurl: /2014/12/12/title/') }, '2014-12-12T00:00:00.000Z', 'from the address'],
    ],
    async ({ text, ...options }, expected) => {
      const { date } = await parseArticle(text as string, options)
      expect(new Date(resolveDate(date, lisbon)).toISOString()).toBe(expected)
    },
  )
})

describe('what is reported, and where', () => {
  const bad = (before: string, bytes: readonly number[], after: string) =>
    new Uint8Array([...Buffer.from(before), ...bytes, ...Buffer.from(after)])
  checkRows<Input, readonly string[]>(
    [
      [{ text: dated('') }, [], 'nothing'],
      [{ text: head('title: "19:36"\ndate: 2026-01-02') }, []],
      [{ text: head('title: 19:36\ndate: 2026-01-02') }, []],
      [{ text: head('title: A') }, ['error DL1001 1:1 ---'], 'no date anywhere'],
      [{ text: head('date: 2026-01-02') }, ['error DL1001 1:1 ---'], 'no title'],
      [
        { text: 'Just text.\n' },
        ['error DL1001 1:1 Just text.', 'error DL1001 1:1 Just text.'],
        'no front matter',
      ],
      [{ text: '' }, ['error DL1001 1:1 ', 'error DL1001 1:1 '], 'an empty file'],
      [{ text: head('title: ""\ndate: 2026-01-02') }, ['error DL1001 1:1 ---'], 'an empty title'],
      [
        { text: head('title: [A, B]\ndate: 2026-01-02') },
        ['error DL1002 2:8 [A, B]'],
        'a wrong title is reported once',
      ],
      [{ text: head('title: A\ndate: 31/12/2026') }, ['error DL1005 3:7 31/12/2026']],
      [{ text: head('title: A\ndate: May 5th, 2016') }, ['error DL1005 3:7 May 5th, 2016']],
      [
        { text: head('title: A\ndate: May 5th, 2016'), content: { proseDates: true } },
        ['warning DL1029 3:7 May 5th, 2016'],
      ],
      [{ text: head('title: A\ndate: 2026-11-24 08:30:00 -0400') }, []],
      [{ text: head('title: A\ndate: 2026/11/24') }, ['warning DL1029 3:7 2026/11/24']],
      [
        {
          text: '---\ntitle: A\n<<<<<<< HEAD\ndate: 2026-11-24\n=======\ndate: 2026-11-25\n>>>>>>> desk\n---\nText.\n',
        },
        ['error DL1027 3:1 <<<<<<< HEAD'],
        'a merge that was not finished',
      ],
      [{ text: head('title: A\ndate: 2026-11-24', '<<<<<<< a headline with arrows\n\n=======\n') }, []],
      [
        { text: head('title: A\ndate: ۲۰۲۶-۰۱-۰۲') },
        ['error DL1021 3:7 ۲۰۲۶-۰۱-۰۲'],
        'digits of another script',
      ],
      [{ text: head('title: A\ndate: 2026-02-30') }, ['error DL1005 3:7 2026-02-30']],
      [
        { text: head('title: A\npubDate: soon') },
        ['error DL1005 3:10 soon'],
        'under the name that was written',
      ],
      [
        { text: dated('updated: yesterday\nembargo: later') },
        ['error DL1005 4:10 yesterday', 'error DL1005 5:10 later'],
      ],
      [
        { text: dated('corrections:\n  - date: soon\n    text: X') },
        ['error DL1005 5:11 soon'],
        'a date inside a list',
      ],
      [{ text: head('title: A\nupdated: 2026-01-02') }, ['warning DL1018'], 'the date from another field'],
      [
        { text: head('title: A\ntitle: B\ndate: 2026-01-02') },
        ['error DL1006 3:1 title: B'],
        'a key twice: one error',
      ],
      [
        { text: '---\r\ntitle: A\r\ntitle: B\r\n---\r\n' },
        ['error DL1006 3:1 title: B'],
        'a key twice, CRLF',
      ],
      [{ text: dated('slug: ../x') }, ['error DL1012 4:7 ../x']],
      [{ text: dated('slug: a/b') }, ['error DL1012 4:7 a/b']],
      [{ text: dated('slug: ".."') }, ['error DL1012 4:7 ".."']],
      [{ text: dated('slug: CON') }, ['error DL1012 4:7 CON']],
      [{ text: dated('slug: "a\\0b"') }, ['error DL1012 4:7 "a\\0b"']],
      [{ text: dated('slug: Fine Name') }, []],
      [{ text: dated('', '') }, ['warning DL1015'], 'an empty body'],
      [{ text: dated('', '\n<!-- note -->\n') }, ['warning DL1015'], 'a body of comments'],
      [{ text: dated('', '![A map](map.png)') }, [], 'a picture is a body'],
      [{ text: dated('redirect_to: /new/', '') }, ['warning DL1016 4:1 redirect_to']],
      [{ text: dated('redirect_to: [/new/]', '') }, ['warning DL1016 4:1 redirect_to']],
      [{ text: dated('redirect_to: /new/', 'Text.') }, [], 'a redirect with a text is an article'],
      [{ text: dated('kind: analysys') }, ['error DL1011 4:7 analysys']],
      [{ text: dated('sumary: x') }, ['warning DL1010 4:1 sumary']],
      [{ text: dated('tags: [a]\ntopics: [b]') }, ['warning DL1009 4:1 tags']],
      [{ text: dated('image: map.png') }, ['warning DL2005 4:8 map.png']],
      [{ text: dated('image: { src: map.png, alt: A map }') }, []],
      [{ text: dated('thumbnail: map.png') }, [], 'foreign pictures have no alt text'],
      [{ text: dated('', 'A ![](map.png) b') }, ['warning DL2005 6:3 !']],
      [
        { text: dated('', 'One {{< x >}} two\n\n{{< x >}}') },
        ['warning DL2007 6:5 {{< x >}}', 'warning DL2007 8:1 {{< x >}}'],
      ],
      [{ text: dated('', 'A <script>x</script> b') }, ['warning DL2006 6:3 <script']],
      [{ text: bad('---\ntitle: A\ndate: 2026-01-02\n---\nca', [0xe9], ' x') }, ['error DL1013 5:3 \ufffd']],
      [
        { text: bad('---\ntitle: \ufffd A\n---\nca', [0xc3], '\nx') },
        ['error DL1013 4:3 \ufffd'],
        'a written U+FFFD is none',
      ],
      [{ text: bad('\ufeff---\r\ntitle: ', [0xff, 0xfe], '\r\n---\r\n') }, ['error DL1013 2:8 \ufffd']],
      [{ text: '<p>Hello</p>', path: 'a.html' }, ['warning DL1014'], 'HTML without front matter'],
      [{ text: dated('', '<p>Hello</p>'), path: 'a.html' }, []],
      [
        {
          text: dated(''),
          content: {
            transform: () => {
              throw new Error('boom')
            },
          },
        },
        ['error DL1020'],
        'a transform that throws',
      ],
      [
        { text: dated(''), content: { transform: (() => null) as never } },
        ['error DL1020'],
        'a transform that gives nothing',
      ],
    ],
    check,
  )

  test('two articles of one mistake each: nothing carries over', async () => {
    const parse = () => parseText(head('title: A\ndate: x'))
    expect(await parse()).toEqual(await parse())
  })
})

describe('suggestions for dates', () => {
  checkRows<string, string | undefined>(
    [
      ['May 5th, 2016', '2016-05-05'],
      ['May 5, 2016 3:04 pm', '2016-05-05T15:04'],
      ['31/12/2026', '2026-12-31'],
      ['20261231', '2026-12-31'],
      ['soon', undefined],
    ],
    async (written, expected) => {
      const { document, diagnostics } = await parseText(head(`title: A\ndate: "${written}"`))
      expect(document).toBeUndefined()
      expect(diagnostics.map(({ args }) => args.iso)).toEqual([expected])
    },
  )
})

describe('an article', () => {
  checkRows<Input, Readonly<Record<string, unknown>>>(
    [
      [{ text: head('title: "19:36"\ndate: 2026-01-02') }, { title: '19:36' }],
      [{ text: head('title: 012\ndate: 2026-01-02') }, { title: '012' }],
      [{ text: head('title: yes\ndate: 2026-01-02') }, { title: 'yes' }],
      [{ text: dated('tags: one two') }, { topics: ['one', 'two'] }],
      [{ text: dated('topics: [a, b, a]') }, { topics: ['a', 'b'] }, 'each topic once'],
      [{ text: dated('tags: null') }, { topics: [] }],
      [{ text: dated('published: false') }, { draft: true }],
      [{ text: dated(''), path: '_drafts/a.md' }, { draft: true }],
      [{ text: dated('layout: post\nextra: { a: 1 }') }, { extra: { layout: 'post', a: 1 } }],
      [{ text: dated('extra: [1]') }, { extra: { extra: [1] } }],
      [{ text: dated('redirect_from: [/a/, /b/]') }, { aliases: ['/a/', '/b/'] }],
      [{ text: dated('', 'First *paragraph*.\n\nSecond.') }, { summary: 'First paragraph.', hasDek: false }],
      [{ text: dated('summary: Dek', 'First.') }, { summary: 'Dek', hasDek: true }],
      [
        { text: dated('', 'Lead text.\n\nMore lead.\n\n<!--more-->\n\nRest.') },
        { summary: 'Lead text. More lead.' },
      ],
      [{ text: dated('', `${'word '.repeat(100)}`) }, { summary: `${'word '.repeat(44).slice(0, 219)}…` }],
      [
        { text: dated('', `${'A sentence that runs on a bit. '.repeat(20)}`) },
        { summary: 'A sentence that runs on a bit. '.repeat(7).trim() },
        'an excerpt ends with a sentence where it can',
      ],
      [{ text: dated(''), path: 'Mein Titel.md' }, { slug: 'mein-titel' }],
      [{ text: dated('slug: Own Slug'), path: 'other.md' }, { slug: 'own-slug' }],
      [
        { text: head('title: Über uns\ndate: 2026-01-02'), path: 'news/7/index.md' },
        { slug: 'über-uns' },
        'by the title',
      ],
      [{ text: head('title: 🗳️\ndate: 2026-01-02'), path: 'news/7/index.md' }, { slug: 'untitled' }],
      [
        { text: dated(''), path: 'story/index.fr.md' },
        { slug: 'story', lang: 'fr' },
      ],
      [
        { text: dated('lang: de'), path: 'story/index.fr.md' },
        { lang: 'de' },
        'front matter wins over the name',
      ],
      [{ text: dated('redirect_to: /new/', '') }, { redirect: '/new/' }],
      [{ text: dated('redirect_to: /new/', 'Text.') }, { redirect: undefined }],
      [{ text: dated('', 'one two three') }, { words: 3, minutes: 1 }],
      [{ text: dated('', '日本語の文章') }, { words: 6, minutes: 1 }],
      [{ text: dated('', 'word '.repeat(1150)) }, { words: 1150, minutes: 5 }],
      [
        { text: dated('', '<p>An <b>HTML</b> text</p>'), path: 'a.html' },
        { summary: 'An HTML text', words: 3 },
      ],
      [
        { text: dated('desk: Europe'), content: { fields: { region: { from: ['desk'] } } } },
        { region: 'Europe' },
      ],
      [
        { text: dated(''), content: { fields: { region: { from: [], default: 'World' } } } },
        { region: 'World' },
      ],
      [
        { text: dated(''), content: { transform: (data, { path }) => ({ ...data, kicker: path }) } },
        { kicker: 'story.md' },
        'a transform',
      ],
      [
        { text: dated('\ufeffx: 1').replace(/\n/g, '\r\n'), path: 'a.MD' },
        { title: 'A' },
        'CRLF and an ending in capitals',
      ],
    ],
    async ({ text, ...options }, expected) => {
      expect(await parseArticle(text as string, options)).toMatchObject(expected)
    },
  )

  test('a transform cannot change what another file sees', async () => {
    const transform = (data: Record<string, unknown>) => {
      ;(data.topics as string[]).push('b')
      return data
    }
    const text = dated('topics: [a]')
    expect((await parseArticle(text, { content: { transform } })).topics).toEqual(['a', 'b'])
    expect((await parseArticle(text, { content: { transform } })).topics).toEqual(['a', 'b'])
  })

  test('an excerpt is not cut inside a character', async () => {
    const { summary } = await parseArticle(dated('', `${'x'.repeat(218)}😀😀😀`))
    expect(Buffer.from(summary).toString()).toBe(summary)
  })

  test('a body of 120 KB and a block of hundreds of lines', async () => {
    const code = `\`\`\`\n${'line of code\n'.repeat(800)}\`\`\`\n`
    const { words, body } = await parseArticle(
      dated('', `${'A sentence of some words.\n\n'.repeat(5000)}${code}`),
    )
    expect(words).toBe(5000 * 5 + 800 * 3)
    expect(body.chunks.join('')).toContain('line of code\nline of code')
  })
})

describe('other documents', () => {
  test('a page', async () => {
    const { document } = await parseText(head('title: About us\nurl: /about/'), { path: 'pages/about.md' })
    expect(expectKind(document, 'page')).toMatchObject({ title: 'About us', slug: 'about', url: '/about/' })
  })

  test('a storyline: everything may be left out', async () => {
    const told = await parseText(head('dek: Every step.\npin: 2026/11/a.md\nhide: [b.md]', 'Told.'), {
      path: 'storylines/the-vote.md',
    })
    expect(told.diagnostics).toEqual([])
    expect(expectKind(told.document, 'storyline')).toMatchObject({
      ...{ key: 'the-vote', title: '', summary: 'Every step.', draft: false },
      ...{ pin: ['2026/11/a.md'], hide: ['b.md'] },
    })
    await check({ text: '', path: 'storylines/the-vote.md' }, [])
    await check({ text: head('pin: { a: b }'), path: 'storylines/the-vote.md' }, ['error DL1002 2:1 pin'])
  })

  test('an author: the name is required', async () => {
    const author = await parseText(head('name: Jo Doe\nrole: Editor', 'Jo writes.'), {
      path: 'authors/jo.md',
    })
    expect(expectKind(author.document, 'author')).toMatchObject({
      key: 'jo',
      title: 'Jo Doe',
      summary: 'Jo writes.',
    })
    await check({ text: head('role: Editor'), path: 'authors/jo.md' }, ['error DL1001 1:1 ---'])
  })

  test('a section needs neither title nor date', async () => {
    const { document, diagnostics } = await parseText(head('weight: 5', ''), {
      path: 'regions/europe/_index.md',
    })
    expect(diagnostics).toEqual([])
    expect(expectKind(document, 'section')).toMatchObject({ title: '', blank: true, extra: { weight: 5 } })
  })
})
