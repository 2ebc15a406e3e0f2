import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitFrontMatter } from '../../../src/content/front-matter.js'
import { findPlainField } from '../../../src/content/plain-fields.js'
import { findInFrontMatter, findInYaml } from '../../../src/content/positions.js'
import { readYaml } from '../../../src/content/yaml.js'
import { checkRows } from '../../support/rows.js'

type Want = readonly [text: string, path: readonly (string | number)[], want: 'key' | 'value']

const yaml = `---
title: "A: b" # why
image:
  src: map.png
  alt:
topics: [one, 'two']
corrections:
  - date: 2026-01-02
    text: >
      long
      text
title2: x
---
Body
title: not this one
`
const toml = `+++
title = "A"
  [image]
  src = "map.png"
"my key" = 5
+++
`

describe('findInFrontMatter', () => {
  checkRows<Want, string | undefined>(
    [
      [[yaml, ['title'], 'key'], '2:title'],
      [[yaml, ['title'], 'value'], '2:"A: b"'],
      [[yaml, ['image', 'src'], 'key'], '4:src'],
      [[yaml, ['image', 'src'], 'value'], '4:map.png'],
      [[yaml, ['image', 'alt'], 'value'], '5:alt', 'a value that is empty: its key'],
      [[yaml, ['image', 'credit'], 'value'], '3:image', 'the nearest parent of a key that is not there'],
      [[yaml, ['topics', 1], 'value'], "6:'two'"],
      [[yaml, ['topics', 9], 'value'], '6:topics'],
      [[yaml, ['corrections', 0, 'date'], 'value'], '8:2026-01-02'],
      [[yaml, ['corrections', 0, 'date'], 'key'], '8:date'],
      [[yaml, ['title2'], 'key'], '12:title2'],
      [[yaml, ['nothing'], 'key'], undefined],
      [[yaml, [], 'value'], undefined],
      [[yaml.replace(/\n/g, '\r\n'), ['image', 'src'], 'value'], '4:map.png', 'CRLF'],
      [[`\ufeff${yaml}`, ['title'], 'key'], '2:title', 'a byte order mark'],
      [['---\na: 1\na: 2\n---\n', ['a'], 'value'], '2:1', 'a key that stands twice: the first'],
      [['---\ntitle: [\n---\n', ['title'], 'key'], '2:title', 'a broken block is still looked through'],
      [['---json\n{ "title": "A",\n  "image": { "src": "x" } }\n---\n', ['image', 'src'], 'value'], '3:"x"'],
      [[toml, ['title'], 'key'], '2:title'],
      [[toml, ['title'], 'value'], '2:"A"'],
      [[toml, ['image', 'src'], 'value'], '4:"map.png"'],
      [[toml, ['my key'], 'key'], '5:"my key"'],
      [[toml, ['src', 0], 'value'], '4:"map.png"'],
      [[toml, ['nothing'], 'key'], undefined],
      [[toml.replace(/\n/g, '\r\n'), ['title'], 'value'], '2:"A"', 'TOML with CRLF'],
    ],
    ([text, path, want], expected) => {
      const found = splitFrontMatter(text)
      if (found.kind !== 'found') throw new Error('no front matter')
      const span = findInFrontMatter(text, found.split, path, want)
      const line = span && text.slice(0, span.start).split('\n').length
      expect(span && `${line}:${text.slice(span.start, span.end)}`).toBe(expected)
    },
  )
})

describe('findInYaml', () => {
  checkRows<Want, string | undefined>(
    [
      [['- name: Europe\n- name: Asia\n', [1, 'name'], 'value'], 'Asia'],
      [['- Europe\n- Asia\n', [1], 'value'], 'Asia'],
      [['lead: a.md\n', ['lead'], 'value'], 'a.md'],
      [['', ['lead'], 'value'], undefined],
      [['just text', ['lead'], 'value'], undefined],
    ],
    ([text, path, want], expected) => {
      const span = findInYaml(text, path, want)
      expect(span && text.slice(span.start, span.end)).toBe(expected)
    },
  )
})

function isReadable(block: string): boolean {
  try {
    readYaml(block)
    return true
  } catch {
    return false
  }
}

it('a field is found without reading the block, or not at all, where reading it finds the same', () => {
  const value = fc.oneof(
    fc.constantFrom(
      'A',
      'a b',
      '"q"',
      "'q'",
      '"a: b"',
      'a: b',
      '# c',
      'a # c',
      '[a, b]',
      '{ a: 1 }',
      '|',
      '>',
      '',
    ),
    fc.constantFrom(
      'it’s',
      "it's",
      'a:b',
      '2026-01-02',
      '2026-01-02T10:00',
      '*x',
      '&y z',
      '"open',
      '- a',
      '  a  ',
    ),
  )
  const line = fc.oneof(
    fc
      .tuple(fc.constantFrom('title', 'date', 'Title', 'x', '"title"'), value)
      .map(([key, text]) => `${key}: ${text}`),
    fc.constantFrom('  title: inner', '- title: item', '# title: no', '', '  more', 'title:', 'title :  A'),
  )
  const block = fc
    .tuple(fc.array(line, { minLength: 1, maxLength: 5 }), fc.constantFrom('\n', '\r\n'))
    .map(([lines, end]) => lines.join(end) + end)
  let quick = 0
  fc.assert(
    fc.property(
      block,
      fc.constantFrom('title', 'date'),
      fc.constantFrom('key', 'value'),
      (text, name, want) => {
        const found = findPlainField(text, [name], want)
        // Of a block that cannot be read no field is told.
        if (!found || !isReadable(text)) return
        quick++
        expect(found).toEqual(findInYaml(text, [name], want))
      },
    ),
    { numRuns: 6_000 },
  )
  expect(quick).toBeGreaterThan(100)
})
