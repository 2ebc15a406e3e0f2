import { describe, expect, test } from 'vitest'
import { compileText, htmlOf } from '../../support/markdown.js'
import { createCompiler } from '../../support/parse.js'
import { checkRows } from '../../support/rows.js'

const compilers = await Promise.all((['satteri', 'remark'] as const).map(name => createCompiler({}, name)))

/** The same from both parsers, in any line ends, on one line of HTML. */
async function compileBoth(text: string) {
  const [compiled, ...others] = await Promise.all(compilers.map(compiler => compileText(compiler, text)))
  for (const other of others) expect(other).toEqual(compiled)
  const [crlf] = await Promise.all(
    compilers.slice(0, 1).map(compiler => compileText(compiler, text.replace(/\n/g, '\r\n'))),
  )
  expect(htmlOf(crlf!.body)).toBe(htmlOf(compiled!.body))
  return compiled!
}
const html = async (text: string) => htmlOf((await compileBoth(text)).body).replace(/\n/g, '')

describe('blocks', () => {
  checkRows<string, string>(
    [
      ['::a', '<div title="a "></div>'],
      ['  ::a  ', '<div title="a "></div>', 'up to three blanks in front'],
      ['::a[B *c*]{d=e}', '<div title="a B *c* d=e"></div>', 'a label is text'],
      ['one\n::a\ntwo', '<p>one</p><div title="a "></div><p>two</p>', 'between lines of a paragraph'],
      ['::a\n::b', '<div title="a "></div><div title="b "></div>'],
      [':::a\n*x*\n:::', '<div title="a "><p><em>x</em></p></div>'],
      [':::a\n:::', '<div title="a "></div>'],
      [':::a\n- x\n- y\n:::', '<div title="a "><ul><li>x</li><li>y</li></ul></div>', 'ends a list'],
      [':::a\nx\n::::\ny', '<div title="a "><p>x</p></div><p>y</p>', 'closed by more colons'],
      ['::::a\n:::b\nx\n:::\ny\n::::', '<div title="a "><div title="b "><p>x</p></div><p>y</p></div>'],
      [':::a\n:::b\nx\n:::\ny\n:::', '<div title="a "><div title="b "><p>x</p></div><p>y</p></div>'],
      [':::a\n::b\n:::', '<div title="a "><div title="b "></div></div>'],
      ['> :::a\n> x\n> :::\n\ny', '<blockquote><div title="a "><p>x</p></div></blockquote><p>y</p>'],
      [
        '- x\n  :::a\n  y\n  :::\n- z',
        '<ul><li>x<div title="a "><p>y</p></div></li><li>z</li></ul>',
        'in an item of a list',
      ],
      ['- ::a', '<ul><li><div title="a "></div></li></ul>'],
      ['1. ::a\n   x', '<ol><li><div title="a "></div>x</li></ol>'],
      [':::a\n[b]: c.md\n:::\n[b]', '<div title="a "></div><p><a href="c.md">b</a></p>'],
      [':::a\n[b](c.md)\n:::', '<div title="a "><p><a href="c.md">b</a></p></div>'],
      [
        ':::a\n![b](c.png "d")\n:::',
        '<div title="a "><figure><img src="c.png" alt="b" loading="lazy" decoding="async"><figcaption>d</figcaption></figure></div>',
      ],
      [
        ':::a\n![b](c.png)\n![d](e.png "f")\n:::',
        '<div title="a "><p><img src="c.png" alt="b" loading="lazy" decoding="async"></p><figure><img src="e.png" alt="d" loading="lazy" decoding="async"><figcaption>f</figcaption></figure></div>',
        'pictures on lines of their own are one each',
      ],
      ['<div>\n\n::a\n\n</div>', '<div><div title="a "></div></div>', 'between raw HTML'],
      [
        ':::a\n\n<div>\n\nx\n\n:::\n\ny',
        '<div title="a "><div><p>x</p></div></div><p>y</p>',
        'an open element',
      ],
      ['::a{url=b.md}', '<div title="a  url=b.md"></div>'],
      ['::a{url=mailto:b@c.example}', '<div title="a  url=mailto:b@c.example"></div>'],
      ['::a{b="<script>"}', '<div title="a  b=&lt;script&gt;"></div>'],
    ],
    async (text, expected) => expect(await html(text)).toBe(expected),
  )

  checkRows<string, undefined>(
    [
      ['At 14:05 a::b, :smile: ::c and :d[e]{f}.', undefined],
      ['::1', undefined, 'an address of a network'],
      ['::', undefined],
      [':::', undefined, 'nothing is open'],
      [':a', undefined],
      ['a ::b', undefined],
      ['\\::a', undefined],
      ['`::a`', undefined],
      ['```\n::a\n:::b\n```', undefined],
      ['~~~\n::a{\n~~~', undefined],
      ['    ::a', undefined, 'indented code'],
      ['a\n    ::b', undefined, 'goes on with a paragraph'],
      ['<pre>\n::a\n:::b\n</pre>', undefined, 'raw HTML'],
      ['<!--\n::a\n-->', undefined],
      ['::a b', undefined],
      ['::a: b', undefined],
      ['- a\n\n      ::b', undefined, 'code in an item of a list'],
    ],
    async text => {
      const { body, blockFaults } = await compileBoth(text)
      expect(body.slots).toEqual([])
      expect(blockFaults).toEqual([])
      // Every colon of the text is on the page.
      if (!text.startsWith('<!--')) expect(htmlOf(body).replace(/[^:]/g, '')).toBe(text.replace(/[^:]/g, ''))
    },
  )

  test('a fence within a block is a fence', async () => {
    expect(await html(':::a\n```\n:::\n::b\n```\n:::\nx')).toBe(
      '<div title="a "><pre><code>:::::b</code></pre></div><p>x</p>',
    )
  })

  test('in an HTML file are text', async () => {
    const { body } = await compileText(compilers[0]!, '<p>x</p>\n::a\n', true)
    expect(body.slots).toEqual([])
  })

  test('cost one parsing, and one more where a line is no block after all', async () => {
    const { readBlocks } = await import('../../../src/markdown/directives.js')
    const { createParser } = await import('../../../src/markdown/parser.js')
    const parser = await createParser('satteri')
    const count = async (text: string) => {
      let parsed = 0
      await readBlocks(text, async source => {
        parsed++
        return parser.parse(source)
      })
      return parsed
    }
    expect(await count('No block at 14:05, a::b.')).toBe(1)
    expect(await count('::a\n\n:::b\n:::')).toBe(1)
    expect(await count('::a\n\n```\n::b\n:::\n```\n')).toBe(2)
    expect(await count(':::\n'.repeat(1000))).toBe(1)
    expect(await count(`${'> ```\n::a\n'.repeat(300)}`)).toBeLessThan(20)
  })
})

describe('what is said of them', () => {
  checkRows<string, readonly string[]>(
    [
      [':::a\nx', ['unclosed 0 :::a']],
      ['::::a\n:::b\nx\n::::', ['unclosed 6 :::b'], 'the outer one closes'],
      ['> :::a\n> x\n\n:::', ['lookalike 12 :::', 'unclosed 2 :::a'], 'the end stands outside'],
      ['- :::a\n  x\n- y\n  :::', ['lookalike 17 :::', 'unclosed 2 :::a']],
      ['::a{b', ['unreadable 3 {b']],
      ['x\n\n::a[b]{c=“d”}', ['unreadable 12 “d”}']],
      ['::a[b] c', ['unreadable 6  c']],
      ['::: a\nx\n:::', ['lookalike 0 ::: a']],
      [':::a b\nx\n:::', ['lookalike 0 :::a b']],
      ['::a\n\n:::', ['lookalike 5 :::']],
      ['```\n::a{\n::: b\n```\n', [], 'in code'],
    ],
    async (text, expected) => {
      const { blockFaults } = await compileBoth(text)
      expect(
        blockFaults.map(
          ({ kind, offset, length }) => `${kind} ${offset} ${text.slice(offset, offset + length)}`,
        ),
      ).toEqual(expected)
    },
  )

  test('is at its place in the file', async () => {
    const text = 'a\r\n\r\n{{< x >}}\r\n\r\n::b{c=d}\r\n::e{\r\n'
    const { body, blockFaults } = await compilers[0]!.compile(text, { path: 'a.md', base: 100, html: false })
    expect(body.slots[0]!.offset).toBe(100 + text.indexOf('b{'))
    expect(blockFaults[0]!.offset).toBe(100 + text.indexOf('{\r'))
  })
})

describe('the text of blocks', () => {
  test('counts, and their attributes do not', async () => {
    const { text } = await compileBoth(':::a[Label]{b="attribute"}\ncontent\n:::\n\nafter')
    expect(text.split(/\s+/).filter(Boolean)).toEqual(['Label', 'content', 'after'])
  })
  test('is the excerpt only where there is no other', async () => {
    expect((await compileBoth(':::a\nInside.\n:::\n\nFirst.')).excerpt).toBe('First.')
    expect((await compileBoth(':::a\nInside.\n:::')).excerpt).toBe('Inside.')
  })
  test('has headings with ids, which are not in the outline', async () => {
    const { body } = await compileBoth(':::a{#mine}\n## In\n:::\n\n## Out\n\n## Mine')
    expect(body.outline.map(({ id }) => id)).toEqual(['out', 'mine-1'])
    expect(body.ids).toEqual(expect.arrayContaining(['in', 'mine', 'out', 'mine-1']))
  })
})
