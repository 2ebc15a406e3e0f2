import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pathKey, segmentFault, slugify } from '../../../src/base/slug.js'
import { checkRows } from '../../support/rows.js'

describe('slugify', () => {
  checkRows<string, string>(
    [
      ['Rhine Barge Runs Aground', 'rhine-barge-runs-aground'],
      ['  --Already--a-slug-- ', 'already-a-slug'],
      ["Don't “panic”!", 'dont-panic'],
      ['it’s', 'its'],
      ['C++', 'c-plus-plus'],
      ['C#', 'c-sharp'],
      ['C', 'c'],
      ['100%', '100'],
      ['.net', 'net'],
      ['a/b\\c', 'a-b-c'],
      ['../escape', 'escape'],
      ['%2e%2e%2fescape', '2e-2e-2fescape'],
      ['', ''],
      ['---', ''],
      ['\u200b', ''],
      ['🗳️', '', 'an emoji leaves nothing, not an invisible selector'],
      ['Vote 🗳️ now', 'vote-now'],
      ['👨‍👩‍👧', ''],
      ['café', 'café'],
      ['cafe\u0301', 'café', 'composed form'],
      ['STRASSE', 'strasse'],
      ['Straße', 'straße'],
      ['İstanbul', 'i\u0307stanbul', 'the lower case of a dotted capital I'],
      ['Σίσυφος', 'σίσυφος'],
      ['مصر اليوم', 'مصر-اليوم'],
      ['日本のニュース', '日本のニュース'],
      ['नेपाल', 'नेपाल', 'vowel signs stay'],
      ['ไทย', 'ไทย'],
      ['\u202egnp.exe', 'gnp-exe', 'direction marks go'],
      ['a\u0000b', 'a-b'],
    ],
    (text, expected) => expect(slugify(text)).toBe(expected),
  )

  test('a long name is cut at 120 bytes and ends in its digest', () => {
    for (const letter of ['a', 'é', '漢', '𝒳', 'word ']) {
      const slug = slugify(letter.repeat(300))
      expect(Buffer.byteLength(slug)).toBeLessThanOrEqual(120)
      expect(slug).toMatch(/-[0-9a-f]{6}$/)
      expect(Buffer.from(slug).toString()).toBe(slug)
    }
  })

  test('two long names that begin alike stay two', () => {
    expect(slugify(`${'a'.repeat(200)}1`)).not.toBe(slugify(`${'a'.repeat(200)}2`))
  })

  test('a slug of 120 bytes is not cut', () => {
    expect(slugify('a'.repeat(120))).toBe('a'.repeat(120))
  })

  test('any text: safe, and a slug of a slug is itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const slug = slugify(text)
        expect(slug).not.toMatch(/[\s/\\%?#.:]|^-|-$/)
        expect(slugify(slug)).toBe(slug)
        if (slug !== '' && !/^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/.test(slug))
          expect(segmentFault(slug)).toBeUndefined()
      }),
    )
  })
})

describe('segmentFault', () => {
  const leaves = 'a part that leaves its folder'
  const reserved = 'a name that Windows reserves'
  const character = 'a character that file systems refuse'
  const edge = 'a dot or a blank at its edge'
  checkRows<string, string | undefined>(
    [
      ['', 'an empty part'],
      [' ', 'an empty part'],
      ['\u00a0', 'an empty part'],
      ['.', leaves],
      ['..', leaves],
      ['...', leaves],
      ['\u2025', leaves],
      ['…', leaves],
      ['．．', leaves],
      ['..x', leaves],
      ['a\u0000b', 'a control character'],
      ['a\nb', 'a control character'],
      ['a\u007f', 'a control character'],
      ['..\\..\\x', leaves],
      ['a\\b', character],
      ['C:', character],
      ['a:b', character],
      ['what?', character],
      ['a*', character],
      ['a|b', character],
      ['a"b', character],
      ['a<b>c', character],
      ['%2e%2e', 'an escaped dot or slash'],
      ['..%2fescape', leaves],
      ['a%2Fb', 'an escaped dot or slash'],
      ['a%5cb', 'an escaped dot or slash'],
      ['a%00', 'an escaped dot or slash'],
      ['CON', reserved],
      ['nul.html', reserved],
      ['aux', reserved],
      ['com1', reserved],
      ['lpt9.md', reserved],
      ['console', undefined],
      ['con-air', undefined],
      ['a.', edge],
      ['a ', edge],
      [' a', edge],
      ['a'.repeat(255), undefined],
      ['é'.repeat(128), 'a part of more than 255 bytes'],
      ['index.html', undefined],
      ['feed.xml', undefined],
      ['__proto__', undefined],
      ['.htaccess', undefined],
      ['100%', undefined],
      ['c++', undefined],
      ['日本', undefined],
      ['~', undefined],
    ],
    (segment, expected) => expect(segmentFault(segment)).toBe(expected),
  )
})

describe('pathKey', () => {
  checkRows<readonly [string, string], boolean>(
    [
      [['News', 'news'], true],
      [['État', 'état'], true],
      [['café', 'cafe\u0301'], true],
      [['a', 'b'], false],
      [['a-b', 'a b'], false],
    ],
    ([a, b], same) => expect(pathKey(a) === pathKey(b)).toBe(same),
  )
})
