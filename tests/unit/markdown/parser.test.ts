import { describe, expect, test } from 'vitest'
import { createParser } from '../../../src/markdown/parser.js'

describe('createParser', () => {
  test('satteri, where it loads', async () => {
    const { name, fallback, parse } = await createParser('satteri')
    expect([name, fallback]).toEqual(['satteri', undefined])
    expect(parse('*a*').children[0]!.type).toBe('paragraph')
  })

  test('remark by setting', async () => {
    const { name, fallback } = await createParser('remark')
    expect([name, fallback]).toEqual(['remark', undefined])
  })

  test.each([
    ['does not load', () => Promise.reject(new Error('no native build\nfor this platform'))],
    [
      'loads, but fails at its first call',
      async () => ({
        markdownToMdast() {
          throw new Error('no native build')
        },
      }),
    ],
    ['throws no error but a text', () => Promise.reject('no native build')],
  ])('remark, and why, where the native build %s', async (_, load) => {
    const parser = await createParser('satteri', load as never)
    expect([parser.name, parser.fallback]).toEqual(['remark', 'no native build'])
    expect(parser.parse('~~a~~ www.example.org').children[0]).toMatchObject({
      type: 'paragraph',
      children: [{ type: 'delete' }, { type: 'text' }, { type: 'link' }],
    })
  })

  test.each(['satteri', 'remark'] as const)('%s: a body that opens with --- loses nothing', async name => {
    const { parse } = await createParser(name)
    expect(parse('---\ntitle: a\n---\n\nb').children.map(({ type }) => type)).toEqual([
      'thematicBreak',
      'heading',
      'paragraph',
    ])
  })

  test.each(['satteri', 'remark'] as const)('%s: other dialects are off', async name => {
    const { parse } = await createParser(name)
    const text = 'a :b[c] $d$ [[e]] x^2^ H~2~O "q" -- {#id}'
    expect(JSON.stringify(parse(text))).not.toMatch(/math|directive|wiki|superscript|subscript|“|–/i)
  })
})
