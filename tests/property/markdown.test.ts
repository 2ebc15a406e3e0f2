// What holds for every text: both parsers give one body, nothing is lost, nothing hostile is left.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CompiledMarkdown } from '../../src/markdown/markdown.js'
import { parseFragment, visibleText } from '../support/html-equal.js'
import { compileText, findDangers, htmlOf } from '../support/markdown.js'
import { createCompiler } from '../support/parse.js'

/** A longer search: `RUNS=20000 npx vitest run tests/property`. */
const runs = Number(process.env.RUNS ?? 400)
const [satteri, remark] = [await createCompiler({}, 'satteri'), await createCompiler({}, 'remark')]
const [allowed, allowedRemark] = [
  await createCompiler({ html: 'allow' }, 'satteri'),
  await createCompiler({ html: 'allow' }, 'remark'),
]

/** Pieces that parsers treat in special ways, put side by side in any order. */
const fragment = fc.constantFrom(
  ...'a|word|Ünï|漢字|مصر|*|**|_|__|~~|~|`|``|```|~~~|#|##|######|>|> >|-|+|1.|10)|- [ ]|- [x]| |  |    |\t|\\|\\*|!|[|]|(|)|](|[a](b.md)|![a](b.png)|[a]: b.md|[^1]|[^1]: note|<|>|&|&amp;|&#x41;|&copy;|<b>|</b>|<div>|</div>|<!-- c -->|<!--|-->|<br>|https://a.example/b|www.a.example|c@d.example|<https://a.example>|---|===|***|: |"|\'|.|,|{{< x >}}|{% y %}|{{ z }}|{: .c}|+++|[caption]|$|^|@'.split(
    '|',
  ),
  '|',
  '| a | b |',
  '|---|:-:|',
  '::a',
  '\n::a\n',
  '\n::a[b *c*]{d=e url=b.md data=t}\n',
  '\n::a{b',
  '\n:::a\n',
  '\n  :::\n',
  '\n::::a[b]{#c .d}\n',
  '\n::::\n',
  '\n::: a\n',
  '\n> :::a\n',
  '\n- :::a\n',
  ':',
  '\n',
  '\n\n',
  '\r\n',
  '\r',
)
const composed = fc.array(fragment, { maxLength: 40 }).map(parts => parts.join(''))
const anything = fc.string({ unit: 'binary', maxLength: 60 })
const texts = fc.oneof({ weight: 4, arbitrary: composed }, anything)

/** Where the parsers differ; each is shown below, and left out of the search. */
const differences = {
  /** CommonMark's rule of flanking runs looks at characters; micromark at halves of a surrogate pair, so that an
   *  emoji is no symbol to it. satteri is right. */
  astral: /^(?=[\s\S]*[*_~])[\s\S]*[\ud800-\udfff]/,
  /** In a bracket that does not close, satteri takes every letter before the @ for part of an address that
   *  cannot be one; remark-gfm looks again and begins behind the last letter that is not ASCII. */
  mail: /\[[\s\S]*[^\u0000-\u007f][\s\S]*@/,
  /** What stands right behind a slash is no mail address to satteri; remark-gfm looks again in a later pass, and
   *  links it. */
  slash: /\/[^\s/@]*@/,
} as const
const agreed = (text: string) => !Object.values(differences).some(difference => difference.test(text))

const agreedTexts = texts.filter(agreed)

/** For a bare address that follows no blank (`10)www.a.example`), satteri knows where it stands, while
 *  remark-gfm finds it in a later pass and keeps no position. No HTML depends on it. */
function withoutPlaces(compiled: CompiledMarkdown): unknown {
  return JSON.parse(JSON.stringify(compiled, (key, value: unknown) => (key === 'offset' ? undefined : value)))
}

describe('both parsers', () => {
  test.each([
    ['astral', '__a__😀', '<p><strong>a</strong>😀</p>', '<p>__a__😀</p>'],
    ['astral', 'a*😀*', '<p>a*😀*</p>', '<p>a<em>😀</em></p>'],
    ['astral', 'a~~😀~~b', '<p>a~~😀~~b</p>', '<p>a<del>😀</del>b</p>'],
    [
      'mail',
      '[éc@d.example',
      '<p>[éc@d.example</p>',
      '<p>[é<a href="mailto:c@d.example">c@d.example</a></p>',
    ],
    [
      'slash',
      'ahttps://a.example/bc@d.example',
      '<p>ahttps://a.example/bc@d.example</p>',
      '<p>ahttps://a.example/<a href="mailto:bc@d.example">bc@d.example</a></p>',
    ],
  ] as const)('differ where it is known (%s): %s', async (name, text, ours, theirs) => {
    expect(text).toMatch(differences[name])
    expect(htmlOf((await compileText(satteri, text)).body)).toBe(ours)
    expect(htmlOf((await compileText(remark, text)).body)).toBe(theirs)
  })

  test('differ in the places of some bare addresses', async () => {
    const offsets = async (compiler: typeof satteri) =>
      (await compileText(compiler, '10)www.a.example')).body.slots.map(({ offset }) => offset)
    expect([await offsets(satteri), await offsets(remark)]).toEqual([[3], [-1]])
  })

  test('give the same body', async () => {
    await fc.assert(
      fc.asyncProperty(agreedTexts, async text => {
        const [a, b] = [await compileText(satteri, text), await compileText(remark, text)]
        expect(htmlOf(a.body)).toBe(htmlOf(b.body))
        expect(withoutPlaces(a)).toEqual(withoutPlaces(b))
      }),
      { numRuns: runs },
    )
  })

  test('and with raw HTML', async () => {
    await fc.assert(
      fc.asyncProperty(agreedTexts, async text => {
        const [a, b] = [await compileText(allowed, text), await compileText(allowedRemark, text)]
        expect(htmlOf(a.body)).toBe(htmlOf(b.body))
      }),
      { numRuns: runs },
    )
  })
})

const pairs: ReadonlySet<string> = new Set(['link', 'block'])

describe('any text', () => {
  test('compiles to a consistent body', async () => {
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.constantFrom('sanitize', 'allow', 'escape'),
        fc.boolean(),
        async (text, html, asHtml) => {
          const { body } = await compileText(await createCompiler({ html: html as 'allow' }), text, asHtml)
          expect(body.chunks).toHaveLength(body.holes.length + 1)
          for (const chunk of body.chunks) expect(chunk).not.toMatch(/[\ufdd0\ufdd1]/)
          // A link or block opens once and closes once after that; an image or address stands once, and so does the
          // address or table of a block, in no place.
          const seen = new Map<number, number>()
          for (const hole of body.holes) {
            const slot = body.slots[hole >> 1]
            expect(slot).toBeDefined()
            if (hole & 1) expect([pairs.has(slot!.kind), seen.get(hole >> 1)]).toEqual([true, 1])
            seen.set(hole >> 1, (seen.get(hole >> 1) ?? 0) + 1)
          }
          const ofBlocks = new Set(
            body.slots.flatMap(slot => (slot.kind === 'block' ? [slot.url, slot.table] : [])),
          )
          for (const [n, slot] of body.slots.entries())
            expect(seen.get(n) ?? 0, slot.target).toBe(ofBlocks.has(n) ? 0 : pairs.has(slot.kind) ? 2 : 1)
          expect(new Set(body.ids).size).toBe(body.ids.length)
          expect(new Set(body.outline.map(({ id }) => id)).size).toBe(body.outline.length)
        },
      ),
      { numRuns: runs },
    )
  })

  test('points at places inside itself', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async text => {
        const { body, shortcodes, unlabelled, blockFaults } = await compileText(satteri, text)
        for (const { offset } of [...body.slots, ...unlabelled])
          expect(offset).toBeLessThan(Math.max(1, text.length))
        for (const { offset, length } of blockFaults) expect(offset + length).toBeLessThanOrEqual(text.length)
        for (const slot of body.slots)
          if (slot.kind === 'block') expect(text.startsWith(slot.name, slot.offset)).toBe(true)
        for (const { offset, text: code } of shortcodes) expect(text.startsWith(code, offset)).toBe(true)
      }),
      { numRuns: runs },
    )
  })
})

describe('hostile HTML', () => {
  const hostile = fc.constantFrom(
    '<script>',
    '</script>',
    'alert(1)',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)>',
    '</svg>',
    '<math>',
    '<mtext>',
    '<style>',
    '</style>',
    '<iframe src="https://evil.example/">',
    '<iframe src="https://www.youtube.com/embed/x" onload=alert(1)>',
    '<iframe srcdoc="<script>x</script>">',
    '</iframe>',
    '<a href="javascript:alert(1)">',
    '<a href=" java&#10;script:alert(1)">',
    '</a>',
    '[x](javascript:alert(1))',
    '![x](vbscript:y)',
    '<form action=javascript:x>',
    '<input formaction=javascript:x>',
    '<object data=javascript:x>',
    '<base href=https://evil.example/>',
    '<meta http-equiv=refresh content=0>',
    '<template>',
    '</template>',
    '<noscript>',
    '</noscript>',
    '<textarea>',
    '</textarea>',
    '<title>',
    '<xmp>',
    '<plaintext>',
    '<table><td>',
    '<select><option>',
    '<b title="',
    '">',
    "'>",
    '`',
    '\n\n::a[<script>]{url="javascript:alert(1)" b="<img onerror=x>"}\n\n',
    '\n\n:::a\n\n',
    '\n\n:::\n\n',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?php',
    '?>',
    '<div',
    '/onclick=x',
    ' onmouseover=x ',
    '>',
    '\n',
    '\n\n',
    '\u0000',
    '&#xFDD0;0&#xFDD1;',
    '&lt;script&gt;',
    'style="background:url(javascript:x)"',
  )
  test.each([false, true])('is taken out (an HTML file: %s)', async asHtml => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { maxLength: 25 }), async parts => {
        const { body } = await compileText(satteri, parts.join(''), asHtml)
        expect(findDangers(htmlOf(body))).toEqual([])
      }),
      { numRuns: 2 * runs },
    )
  })
})

describe('every letter and digit of a body reaches the page', () => {
  interface Piece {
    readonly markdown: string
    readonly words: readonly string[]
  }
  // The alphabet of a newsroom, without what Markdown or GFM would read as something else (www., http:).
  const word = fc.oneof(
    fc.stringMatching(/^[a-vx-z][a-z0-9]{0,7}$/),
    fc.stringMatching(/^[0-9]{1,4}$/),
    fc.constantFrom(
      'Rhône',
      'Ünïcode',
      'Новости',
      'أخبار',
      'ニュース',
      'ข่าว',
      '😀',
      'naïve',
      'Straße',
      'it’s',
    ),
  )
  const words = fc.array(word, { minLength: 1, maxLength: 6 })
  const inline: fc.Arbitrary<Piece> = fc
    .tuple(fc.constantFrom('', '*', '**', '~~', '`', 'link', 'image link', 'raw', 'code'), words)
    .map(([kind, list]) => {
      const text = list.join(' ')
      if (kind === 'link') return { markdown: `[${text}](../x.md)`, words: list }
      if (kind === 'image link') return { markdown: `[![](a.png) ${text}](https://a.example/)`, words: list }
      if (kind === 'raw') return { markdown: `<span>${text}</span>`, words: list }
      if (kind === 'code') return { markdown: `\`\` ${text} \`\``, words: list }
      return { markdown: `${kind}${text}${kind}`, words: list }
    })
  const line: fc.Arbitrary<Piece> = fc.array(inline, { minLength: 1, maxLength: 4 }).map(pieces => ({
    markdown: `Begin ${pieces.map(({ markdown }) => markdown).join(' ')} end`,
    words: ['Begin', ...pieces.flatMap(piece => piece.words), 'end'],
  }))
  const lines = fc.array(line, { minLength: 1, maxLength: 4 })
  const all = (pieces: readonly Piece[]) => pieces.flatMap(piece => piece.words)
  const join = (pieces: readonly Piece[], separator: string) =>
    pieces.map(({ markdown }) => markdown).join(separator)
  const { block } = fc.letrec<{ block: Piece; blocks: readonly Piece[] }>(tie => ({
    block: fc.oneof(
      { maxDepth: 3 },
      line,
      fc.tuple(fc.integer({ min: 1, max: 6 }), line).map(([depth, { markdown, words: list }]) => ({
        markdown: `${'#'.repeat(depth)} ${markdown}`,
        words: list,
      })),
      lines.map(list => ({ markdown: join(list, '\n'), words: all(list) })),
      lines.map(list => ({ markdown: join(list, '\\\n'), words: all(list) })),
      lines.map(list => ({
        markdown: `| ${list.map(() => 'head').join(' | ')} |\n|${list.map(() => '---|').join('')}\n| ${join(list, ' | ')} |`,
        words: [...list.map(() => 'head'), ...all(list)],
      })),
      words.map(list => ({ markdown: `\`\`\`js\n${list.join('\n')}\n\`\`\``, words: list })),
      words.map(list => ({ markdown: list.map(item => `    ${item}`).join('\n'), words: list })),
      words.map(list => ({ markdown: `<div>\n<p>${list.join(' ')}</p>\n</div>`, words: list })),
      line.map(({ markdown, words: list }) => ({
        markdown: `{{< note >}}${markdown}{{< /note >}}`,
        words: list,
      })),
      tie('blocks').map(list => ({
        markdown: join(list, '\n\n').replace(/^/gm, '> '),
        words: all(list),
      })),
      tie('blocks').map(list => ({
        markdown: `:::a{b="c"}\n\n${join(list, '\n\n')}\n\n:::`,
        words: all(list),
      })),
      line.map(({ markdown, words: list }) => ({ markdown: `${markdown}\n::a{b}`, words: list })),
      tie('blocks').map(list => ({
        markdown: list.map(({ markdown }) => `- ${markdown.replace(/\n/g, '\n  ')}`).join('\n'),
        words: all(list),
      })),
      tie('blocks').map(list => ({
        markdown: list.map(({ markdown }, n) => `${n + 1}. ${markdown.replace(/\n/g, '\n   ')}`).join('\n\n'),
        words: all(list),
      })),
    ),
    blocks: fc.array(tie('block'), { minLength: 1, maxLength: 4 }),
  }))
  // A figure is an image that is a paragraph; in a tight list there are none, and a title is a tooltip.
  const figure = words.map(list => ({ markdown: `![A](a.png "${list.join(' ')}")`, words: list }))
  const bodies = fc.array(fc.oneof({ weight: 8, arbitrary: block }, figure), { minLength: 1, maxLength: 6 })
  const letters = (text: string) => text.replace(/[^\p{L}\p{N}\p{M}]/gu, '')

  test('in order, through both parsers, with and without CRLF', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom('\n', '\r\n', '\r'), async (blocks, lineEnd) => {
        const markdown = join(blocks, '\n\n<!-- -->\n\n').replace(/\n/g, lineEnd)
        for (const compiler of [satteri, remark]) {
          const { body, text } = await compileText(compiler, markdown)
          expect(letters(visibleText(parseFragment(htmlOf(body))))).toBe(letters(all(blocks).join('')))
          expect(letters(text)).toBe(letters(all(blocks).join('')))
        }
      }),
      { numRuns: runs },
    )
  })
})
