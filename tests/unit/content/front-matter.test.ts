import { describe, expect, test } from 'vitest'
import { lineStarts, positionAt } from '../../../src/base/lines.js'
import { readFrontMatter } from '../../../src/content/front-matter.js'
import { readYaml } from '../../../src/content/yaml.js'
import { checkRows, type Row } from '../../support/rows.js'

interface Expected {
  readonly data: Readonly<Record<string, unknown>>
  readonly body: string
}

function checkRead(text: string, expected: Expected): void {
  const { data, body, diagnostics } = readFrontMatter(text, 'a.md')
  expect(diagnostics).toEqual([])
  expect(data).toEqual(expected.data)
  expect(text.slice(body)).toBe(expected.body)
}

describe('what is read', () => {
  const titled: Expected = { data: { title: 'A' }, body: 'Text\n' }
  checkRows<string, Expected>(
    [
      ['---\ntitle: A\n---\nText\n', titled],
      ['\ufeff---\ntitle: A\n---\nText\n', titled, 'a byte order mark'],
      ['---\r\ntitle: A\r\n---\r\nText\n', titled, 'CRLF'],
      ['---\rtitle: A\r---\rText\n', titled, 'lone carriage returns'],
      ['---\r\ntitle: A\n---\r\nText\n', titled, 'mixed line ends'],
      ['---  \ntitle: A\n---\t\nText\n', titled, 'blanks behind the delimiters'],
      ['---\ntitle     : A\n---\nText\n', titled, 'blanks before the colon'],
      ['---\ntitle:\tA\n---\nText\n', titled, 'a tab behind the colon'],
      ['---\ntitle: A\t\n---\nText\n', titled, 'a tab behind the value'],
      ['---yaml\ntitle: A\n---\nText\n', titled],
      ['--- yml\ntitle: A\n---\nText\n', titled],
      ['---YAML\ntitle: A\n---\nText\n', titled],
      ['---json\n{ "title": "A" }\n---\nText\n', titled],
      ['---toml\ntitle = "A"\n---\nText\n', titled],
      ['+++\ntitle = "A"\n+++\nText\n', titled],
      ['+++ \r\ntitle = "A"\r\n+++\r\nText\n', titled],
      ['---\ntitle: A\n---', { data: { title: 'A' }, body: '' }, 'nothing behind the block'],
      ['---\n---\nText\n', { data: {}, body: 'Text\n' }, 'an empty block'],
      ['---\n\n# no fields\n---\nText', { data: {}, body: 'Text' }, 'a block of comments'],
      ['Text\n', { data: {}, body: 'Text\n' }, 'no front matter'],
      ['', { data: {}, body: '' }, 'an empty file'],
      ['\ufeffText', { data: {}, body: 'Text' }, 'a byte order mark alone is no text'],
      [
        '---\n\nText above a second rule\n',
        { data: {}, body: '---\n\nText above a second rule\n' },
        'a rule',
      ],
      ['---', { data: {}, body: '---' }, 'a lone rule'],
      ['----\nText', { data: {}, body: '----\nText' }, 'four hyphens are a rule'],
      ['\n---\ntitle: A\n---\n', { data: {}, body: '\n---\ntitle: A\n---\n' }, 'not on the first line'],
      [
        '---\ntitle: A\n---\nText\n\n---\n\nMore\n',
        { data: { title: 'A' }, body: 'Text\n\n---\n\nMore\n' },
        'rules in the text stay',
      ],
      [
        '---\ntext: |\n  a\n  ---\n  b\ntitle: A\n---\nText\n',
        { data: { text: 'a\n---\nb\n', title: 'A' }, body: 'Text\n' },
        'an indented --- does not close',
      ],
      [
        '---\ntitle: "A\nB"\n---\n',
        { data: { title: 'A B' }, body: '' },
        'a quoted scalar continued at column 0',
      ],
    ],
    checkRead,
  )
})

describe('YAML values stay as written', () => {
  const scalars: Row<string, unknown>[] = [
    ['2026-01-02', '2026-01-02'],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z'],
    ['2016-06-01 14:30:14 -0400', '2016-06-01 14:30:14 -0400'],
    ['yes', 'yes'],
    ['no', 'no'],
    ['on', 'on'],
    ['y', 'y'],
    ['NO', 'NO'],
    ['012', '012'],
    ['0o10', '0o10'],
    ['0x1F', '0x1F'],
    ['0b11', '0b11'],
    ['19:36', '19:36'],
    ['12:30:45', '12:30:45'],
    ['1_000', '1_000'],
    ['1.10', '1.10'],
    ['1.0', '1.0'],
    ['1e3', '1e3'],
    ['-0', '-0'],
    ['.inf', '.inf'],
    ['.nan', '.nan'],
    ['12345678901234567890', '12345678901234567890'],
    ['=', '='],
    ['2024', 2024],
    ['-5', -5],
    ['1.5', 1.5],
    ['true', true],
    ['False', false],
    ['null', null],
    ['~', null],
    ['', null],
    ['"true"', 'true'],
    ["'2024'", '2024'],
    ['[a, 1, 012]', ['a', 1, '012']],
    ['{ a: 1 }', { a: 1 }],
  ]
  checkRows(scalars, (written, expected) => {
    expect(readYaml(`v: ${written}`)).toEqual({ v: expected })
  })

  test('merge keys and anchors', () => {
    expect(readYaml('a: &x { p: 1 }\nb:\n  <<: *x\n  q: 2')).toEqual({ a: { p: 1 }, b: { p: 1, q: 2 } })
  })

  test('a key called __proto__ does not reach the prototype', () => {
    const value = readYaml('__proto__: { polluted: true }\nconstructor: x') as Record<string, unknown>
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(value.polluted).toBeUndefined()
  })

  test('types that make code are refused', () => {
    expect(() => readYaml('a: !!js/function "function () { globalThis.ran = true }"')).toThrow(/unknown tag/)
    expect(globalThis).not.toHaveProperty('ran')
  })
})

describe('TOML dates keep what was written', () => {
  checkRows<string, unknown>(
    [
      ['2016-06-01', '2016-06-01'],
      ['2016-06-01T14:30:14Z', '2016-06-01T14:30:14.000Z'],
      ['2016-06-01T14:30:14-04:00', '2016-06-01T14:30:14.000-04:00'],
      ['2016-06-01 14:30:14', '2016-06-01T14:30:14.000'],
      ['14:30:14', '14:30:14.000'],
      ['[2016-06-01, "x"]', ['2016-06-01', 'x']],
      ['{ a = 2016-06-01 }', { a: '2016-06-01' }],
    ],
    (written, expected) => {
      const { data, diagnostics } = readFrontMatter(`+++\nv = ${written}\n+++\n`, 'a.md')
      expect(diagnostics).toEqual([])
      expect(data.v).toEqual(expected)
    },
  )
})

describe('what is refused, with its place', () => {
  const billion = `---\na: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghijklmnop'
    .split('')
    .map((name, n) => `${name}: &${name} [${`*${String.fromCharCode(97 + n)},`.repeat(8)}x]`)
    .join('\n')}\n${'# filler\n'.repeat(30_000)}---\n`
  checkRows<string, string>(
    [
      ['---\ntitle: A\ndate: x\ntitle: B\n---\n', 'DL1006 4:1 the key "title" stands twice'],
      ['---\r\ntitle: A\r\ndate: x\r\ntitle: B\r\n---\r\n', 'DL1006 4:1 the key "title" stands twice'],
      ['\ufeff---\na: 1\n"a": 2\n---\n', 'DL1006 3:1 the key "a" stands twice'],
      [
        '---\nimage:\n  src: a\n  src: b\n---\n',
        'DL1006 4:3 the key "src" stands twice',
        'twice in a nested map',
      ],
      [
        '---\ndate: x\ntitle: a: b\ntopics: c\n---\n',
        'DL1006 3:8 a text with a colon in it must stand in quotes',
      ],
      ['---\ntitle: "a\n---\n', 'DL1006 2:8 a quote is opened here and never closed'],
      [
        '---\nsummary: one\ntwo\ntitle: A\n---\n',
        'DL1006 3:1 a line has no colon, and a field is written "name: value"',
        'a plain scalar continued at column 0 is no YAML of any version',
      ],
      ['---\n- a\n- b\n---\n', 'DL1006 2:1 it is not a list of fields ("name: value")'],
      ['---\njust words\n---\n', 'DL1006 2:1 it is not a list of fields ("name: value")'],
      ['---json\n[1]\n---\n', 'DL1006 2:1 it is not a list of fields ("name: value")'],
      ['---\ntitle: A\n', 'DL1008 1:1 ---'],
      ['---\n"my title": A\n\nText', 'DL1008 1:1 ---'],
      ['+++\ntitle = "A"\n', 'DL1008 1:1 +++'],
      ['---json\n{}\n', 'DL1008 1:1 ---'],
      ['---js\n{}\n---\n', 'DL1007 1:4 js'],
      ['--- javascript\n{}\n---\n', 'DL1007 1:4 javascript'],
      ['---coffee\n{}\n---\n', 'DL1007 1:4 coffee'],
      ['---python\n{}\n---\n', 'DL1007 1:4 python'],
      ['+++js\n{}\n+++\n', 'DL1007 1:4 js'],
      [billion, 'DL1006 1:1 it is longer than 200000 characters', 'billion laughs, padded'],
    ],
    (text, expected) => {
      const { data, diagnostics } = readFrontMatter(text, 'a.md')
      expect(data).toEqual({})
      expect(diagnostics).toHaveLength(1)
      const [{ code, args, place, severity, file }] = diagnostics as [(typeof diagnostics)[0]]
      expect(severity).toBe('error')
      expect(file).toBe('a.md')
      if (place?.kind !== 'span') throw new Error('no span')
      const { line, column } = positionAt(lineStarts(text), place.start)
      const what = String(args.reason ?? args.engine ?? args.delimiter)
      expect(`${code} ${line}:${column} ${what}`).toBe(expected)
      expect(place.end).toBeGreaterThan(place.start)
    },
  )

  test('TOML and JSON faults are on their line', () => {
    for (const [text, line] of [
      ['+++\ntitle = "A"\ndate = \nslug = "a"\n+++\n', 3],
      ['+++\r\ntitle = "A"\r\ndate = \r\nslug = "a"\r\n+++\r\n', 3],
      ['---json\n{ "title": "A",\n  "date" 5,\n"a": 1 }\n---\n', 3],
      ['---json\r\n{\r\n"title": "A",\r\n"date" 5,\r\n"a": 1 }\r\n---\r\n', 4],
    ] as const) {
      const [diagnostic] = readFrontMatter(text, 'a.md').diagnostics
      expect(diagnostic?.code).toBe('DL1006')
      expect(diagnostic?.args.reason).not.toMatch(/position|line \d|TOML document/)
      if (diagnostic?.place?.kind !== 'span') throw new Error('no span')
      expect(positionAt(lineStarts(text), diagnostic.place.start).line, text).toBe(line)
    }
  })
})

describe('code in front matter is not run', () => {
  const code = 'globalThis.frontMatterRan = true'
  test.each([
    `---js\n{ title: (${code}, 'A') }\n---\n`,
    `---javascript\nmodule.exports = { title: (${code}, 'A') }\n---\n`,
    `---coffee\ntitle: (${code})\n---\n`,
    `--- eval\n${code}\n---\n`,
    `---cson\n${code}\n---\n`,
    `---\ntitle: !!js/function 'function () { ${code} }'\n---\n`,
    `---\nlanguage: js\nengine: javascript\ntitle: "${code}"\n---\n`,
  ])('%j', text => {
    readFrontMatter(text, 'a.md')
    expect(globalThis).not.toHaveProperty('frontMatterRan')
  })
})

describe('aliases that grow without end', () => {
  const laughs = 'bcdefgh'
    .split('')
    .map((name, n) => `${name}: &${name} [${`*${'abcdefgh'[n]},`.repeat(9)}]`)
    .join('\n')
  test.each([
    ['billion laughs', `a: &a [x,x,x,x,x,x,x,x,x]\n${laughs}`],
    ['a list that holds itself', 'a: &a [*a]'],
    ['a map that holds itself', 'extra: &a\n  self: *a'],
    ['merge keys', `a: &a { k: [x,x,x,x,x,x,x,x,x] }\n${laughs}`],
  ])('%s', (_, block) => {
    const { data, diagnostics } = readFrontMatter(`---\ntitle: A\n${block}\n---\n`, 'a.md')
    expect(data).toEqual({})
    expect(diagnostics.map(({ code, args }) => `${code} ${String(args.reason)}`)).toEqual([
      'DL1006 its aliases stand for more than a front matter can hold',
    ])
  })

  test('a few aliases are fine', () => {
    const { data } = readFrontMatter('---\na: &a [x]\nb: *a\nc: [*a, *a]\n---\n', 'a.md')
    expect(data).toEqual({ a: ['x'], b: ['x'], c: [['x'], ['x']] })
  })
})

test('each reading gives objects of its own: nothing is kept across files', () => {
  const text = '---\ntopics: [a]\n---\n'
  const first = readFrontMatter(text, 'a.md').data as { topics: string[] }
  first.topics.push('b')
  expect(readFrontMatter(text, 'a.md').data).toEqual({ topics: ['a'] })
})
