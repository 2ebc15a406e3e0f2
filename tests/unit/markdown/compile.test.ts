import { describe, expect, test } from 'vitest'
import { named, select } from '../../support/html.js'
import { parseFragment } from '../../support/html-equal.js'
import { compileText, htmlOf } from '../../support/markdown.js'
import { createCompiler } from '../../support/parse.js'
import { checkRows } from '../../support/rows.js'

const compiler = await createCompiler()
const compile = (text: string) => compileText(compiler, text)
const chunksOf = async (text: string) => (await compile(text)).body.chunks.join('◊')

describe('headings', () => {
  checkRows<string, readonly string[]>(
    [
      ['## One\n### Two', ['2 one One', '3 two Two']],
      ['## Same\n## Same\n## Same', ['2 same Same', '2 same-1 Same', '2 same-2 Same'], 'ids are unique'],
      ['## Same\n## Same-1\n## Same', ['2 same Same', '2 same-1 Same-1', '2 same-2 Same']],
      ['## *A* `b` [c](d.md)', ['2 a-b-c A b c'], 'text of marked-up headings'],
      ['## !!!', ['2 section !!!'], 'a heading without letters gets a name'],
      ['## !!!\n## ???', ['2 section !!!', '2 section-1 ???']],
      ['## Überblick', ['2 überblick Überblick']],
      ['## 日本', ['2 日本 日本']],
      ['##', [], 'an empty heading is in no outline'],
      ['# Top\n## Sub', ['2 top Top', '3 sub Sub'], 'a body with an h1: all go down a step'],
      ['## Sub\n# Top', ['3 sub Sub', '2 top Top']],
      ['# Top\n###### Six', ['2 top Top', '6 six Six'], 'six stays six'],
      ['<h1>Top</h1>\n\n## Sub', ['2 top Top', '3 sub Sub'], 'an h1 of raw HTML counts'],
      ['> # Quoted\n\n## Sub', ['2 quoted Quoted', '3 sub Sub'], 'so does one in a quote'],
      ['<p id="one">x</p>\n\n## One', ['2 one-1 One'], 'an id that the text brings is taken'],
      ['<h2 id="own">One</h2>', ['2 own One'], 'a heading keeps its own id'],
      ['<h2 id="x">One</h2>\n\n<h2 id="x">Two</h2>', ['2 x One', '2 two Two'], 'an id is used once'],
      ['Text[^1]\n\n[^1]: Note', [], 'the heading of footnotes is in no outline'],
      ['## __proto__\n## constructor', ['2 proto proto', '2 constructor constructor']],
    ],
    async (text, expected) => {
      const { body } = await compile(text)
      expect(body.outline.map(({ depth, id, text: label }) => `${depth} ${id} ${label}`)).toEqual(expected)
      const ids = select(parseFragment(htmlOf(body)), ({ properties }) => properties.id !== undefined).map(
        ({ properties }) => properties.id,
      )
      expect(ids).toEqual([...new Set(ids)])
      expect(body.ids).toEqual(expect.arrayContaining(ids as string[]))
      expect(body.chunks.join('')).not.toContain('<h1')
    },
  )
})

describe('slots stand for addresses', () => {
  checkRows<string, readonly string[]>(
    [
      ['[a](../11/other.md)', ['link ../11/other.md 0']],
      ['x [a](b.md#c "T") y', ['link b.md#c 2']],
      ['[a](https://other.example/)', ['link https://other.example/ 0']],
      ['<https://other.example/>', ['link https://other.example/ 0']],
      ['See https://other.example/x now', ['link https://other.example/x 4']],
      ['[a][b]\n\n[b]: c.md', ['link c.md 0'], 'a reference: the place is that of its use'],
      ['<a href="c.md">a</a>', ['link c.md 0']],
      ['[a](<with blank.md>)', ['link with%20blank.md 0']],
      ['[a](caf%C3%A9.md)', ['link caf%C3%A9.md 0'], 'not decoded here'],
      ['![A](map.png)', ['image map.png 0']],
      ['[![A](map.png)](big.md)', ['link big.md 0', 'image map.png 1'], 'a picture in a link'],
      ['<video src="a.mp4" poster="a.jpg"></video>', ['media a.mp4 0', 'media a.jpg 0']],
      ['<audio><source src="a.mp3"></audio>', ['media a.mp3 7']],
      ['[a](#b)', [], 'an anchor of the page itself'],
      ['[a](mailto:a@b.example) <c@d.example> [t](tel:123)', [], 'mail and telephone'],
      ['`[a](b.md)`', [], 'code'],
      ['[a](javascript:alert(1))', [], 'what the allow-list drops'],
      ['one\r\n\r\n[a](b.md)', ['link b.md 7'], 'offsets are those of the file, CRLF counted'],
    ],
    async (text, expected) => {
      const { body } = await compile(text)
      expect(body.slots.map(({ kind, target, offset }) => `${kind} ${target} ${offset}`)).toEqual(expected)
      for (const { target } of body.slots) expect(body.chunks.join('')).not.toContain(`"${target}"`)
    },
  )

  test('the base of a file is added to offsets', async () => {
    const { body } = await compiler.compile('[a](b.md)', { path: 'a.md', base: 100, html: false })
    expect(body.slots[0]!.offset).toBe(100)
  })

  checkRows<string, string>(
    [
      ['[a](b.md)', '<p>◊a◊</p>'],
      ['[*a*](b.md) c', '<p>◊<em>a</em>◊ c</p>'],
      ['![A](map.png) b', '<p>◊ b</p>'],
      ['[a](#b)', '<p><a href="#b">a</a></p>'],
      ['[a](mailto:a@b.example)', '<p><a href="mailto:a@b.example">a</a></p>'],
      [
        '<video src="a.mp4"></video>',
        '<p><video src="◊" controls preload="metadata"></video></p>',
        'a video has controls',
      ],
    ],
    async (text, expected) => expect(await chunksOf(text)).toBe(expected),
  )

  checkRows<string, string>(
    [
      ['[a](b.md "T")', '<p><a href="b.md" title="T">a</a></p>'],
      [
        '[a](b.md "\\"><script>")',
        '<p><a href="b.md" title="&quot;&gt;&lt;script&gt;">a</a></p>',
        'attributes are escaped',
      ],
      [
        '![A "b" <c>](map.png)',
        '<p><img src="map.png" alt="A &quot;b&quot; &lt;c&gt;" loading="lazy" decoding="async"></p>',
      ],
      [
        '<img src="a.png" alt="A" width="5" height="6" loading="eager">',
        '<img src="a.png" alt="A" width="5" height="6" loading="lazy" decoding="async">',
      ],
      ['<a href="b.md" lang="fr" rel="x" target="_blank">a</a>', '<p><a href="b.md" lang="fr">a</a></p>'],
    ],
    async (text, expected) => expect(htmlOf((await compile(text)).body)).toBe(expected),
  )
})

describe('shapes', () => {
  const img = '<img src="map.png" alt="A" loading="lazy" decoding="async">'
  const table =
    '<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>'
  checkRows<string, string>(
    [
      ['![A](map.png "A caption")', `<figure>${img}<figcaption>A caption</figcaption></figure>`],
      ['![A](map.png)', `<p>${img}</p>`, 'a lone image without a title is no figure'],
      [
        'x ![A](map.png "T")',
        '<p>x <img src="map.png" alt="A" title="T" loading="lazy" decoding="async"></p>',
        'nor is one inside a sentence',
      ],
      ['| a |\n|---|\n| b |', `<div class="table" tabindex="0" role="group">${table}</div>`],
      [
        '- [x] done\n- [ ] open',
        '<ul class="contains-task-list">\n<li class="task-list-item"><input type="checkbox" checked disabled aria-label="✓"> done</li>\n<li class="task-list-item"><input type="checkbox" disabled aria-label="–"> open</li>\n</ul>',
      ],
    ],
    async (text, expected) => expect(htmlOf((await compile(text)).body)).toBe(expected),
  )
})

describe('embeds', () => {
  const youtube = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'
  checkRows<string, string>(
    [
      [youtube, 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'],
      [`<${youtube}>`, 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'],
      [`[${youtube}](${youtube})`, 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'],
      ['https://vimeo.com/76979871', 'https://player.vimeo.com/video/76979871?dnt=1'],
      ['https://x.com/jo/status/1234', 'https://platform.twitter.com/embed/Tweet.html?dnt=true&id=1234'],
      [`Text\n\n${youtube}\n\nText`, 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'],
    ],
    async (text, player) => {
      const { body } = await compile(text)
      expect(body.embeds).toBe(true)
      const tree = parseFragment(htmlOf(body))
      const [figure, ...others] = select(tree, named('figure'))
      expect(others).toEqual([])
      expect(figure?.properties.dataEmbed).toBe(player)
      // Without scripts it is a link; nothing in it is fetched before the click.
      expect(select(figure!, named('a')).map(a => a.properties.href)).toEqual([
        text.includes('youtube') ? youtube : text,
      ])
      for (const element of select(tree, () => true)) {
        expect(['iframe', 'img', 'script', 'link']).not.toContain(element.tagName)
        for (const name of ['src', 'srcSet', 'poster', 'data', 'background'])
          expect(element.properties).not.toHaveProperty(name)
      }
    },
  )

  checkRows<string, null>(
    [
      [`Watch ${youtube} now`, null, 'in a sentence'],
      [`[Watch this](${youtube})`, null, 'with words of its own'],
      [`${youtube}\nand more`, null, 'with a second line'],
      ['https://www.youtube.com/', null, 'no video'],
      ['https://www.youtube.com/watch?v=%22onload', null, 'no id'],
      ['https://evil.example/?https://youtube.com/watch?v=dQw4w9WgXcQ', null],
      ['https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ', null],
      ['https://x.com/jo', null, 'a profile'],
      [`- ${youtube}`, null, 'in a tight list'],
      [`\`${youtube}\``, null, 'code'],
    ],
    async text => {
      const { body } = await compile(text)
      expect(body.embeds).toBe(false)
      expect(htmlOf(body)).not.toContain('<figure')
    },
  )
})

describe('text for readers and for Related News', () => {
  checkRows<string, string>(
    [
      ['One *two* `three`', 'One two three'],
      ['## Head\n\nText', 'Head\nText'],
      ['- a\n- b', 'a\nb'],
      ['a\\\nb', 'a\nb'],
      ['| a | b |\n|---|---|\n| c | d |', 'a\nb\nc\nd'],
      ['<!-- no -->x', 'x'],
      ['![Alt](a.png)x', 'x'],
    ],
    async (markdown, expected) => {
      const { text } = await compile(markdown)
      expect(text.replace(/\s*\n\s*/g, '\n').trim()).toBe(expected)
    },
  )

  checkRows<string, string>(
    [
      ['First.\n\nSecond.', 'First.'],
      ['## Head\n\nFirst.', 'First.'],
      ['![A](a.png)\n\nFirst.', 'First.', 'a picture is no first paragraph'],
      ['> Quote.\n\nFirst.', 'Quote.'],
      ['One.\n\n<!--more-->\n\nTwo.', 'One.'],
      ['One\n\ntwo.\n\n<!-- more -->\n\nThree.', 'One two.'],
      ['<!--more-->\n\nOne.', 'One.'],
      ['', ''],
    ],
    async (markdown, expected) => expect((await compile(markdown)).excerpt).toBe(expected),
  )
})

describe('marks of slots in a text', () => {
  checkRows<string, string>(
    [
      ['a\ufdd00\ufdd1b', '<p>a\ufffd0\ufffdb</p>'],
      ['a\u0000b', '<p>a\ufffdb</p>'],
      ['&#xFDD0;0&#xFDD1;', '<p>\ufffd0\ufffd</p>', 'written as character references'],
      ['&#64976;0&#64977; [x](y.md)', '<p>\ufffd0\ufffd <a href="y.md">x</a></p>'],
      [
        '<b title="&#xfdd0;0&#xfdd1;">x</b> &#xFDD0;7&#xFDD1',
        '<p><b title="\ufffd0\ufffd">x</b> \ufffd7\ufffd</p>',
        'in raw HTML',
      ],
      ['<b title="&#00064976;0&#x0fdd1;">x</b>', '<p><b title="\ufffd0\ufffd">x</b></p>'],
      ['[x](y.md "&#xFDD0;0&#xFDD1;")', '<p><a href="y.md" title="\ufffd0\ufffd">x</a></p>'],
    ],
    async (text, expected) => expect(htmlOf((await compile(text)).body)).toBe(expected),
  )
})

test('two texts through one compiler do not share ids', async () => {
  expect((await compile('## One')).body.outline[0]!.id).toBe('one')
  expect((await compile('## One')).body.outline[0]!.id).toBe('one')
})

test('what a plug-in throws reaches the caller; what it reports has its place', async () => {
  const throwing = await createCompiler({
    remarkPlugins: [
      () => () => {
        throw new Error('boom')
      },
    ],
  })
  await expect(compileText(throwing, 'x')).rejects.toThrow('boom')
  const reporting = await createCompiler({
    remarkPlugins: [
      () => (tree, file) => {
        file.message('look', (tree as { children: { position: object }[] }).children[1] as never)
      },
    ],
  })
  const { messages } = await reporting.compile('a\r\n\r\nb', { path: 'a.md', base: 10, html: false })
  expect(messages).toEqual([{ reason: 'look', offset: 15 }])
})
