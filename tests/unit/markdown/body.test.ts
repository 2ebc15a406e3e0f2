import { describe, expect, test } from 'vitest'
import { type Body, emptyBody, linkBody, type Slot, type SlotValue } from '../../../src/markdown/body.js'
import { checkRows } from '../../support/rows.js'

const link: Slot = { kind: 'link', target: 'x.md', attributes: ' title="T"', offset: 0 }
const image: Slot = { kind: 'image', target: 'x.png', alt: 'A "b"', attributes: '', sized: false, offset: 0 }
const media: Slot = { kind: 'media', target: 'x.mp4', offset: 0 }
const body = (chunks: readonly string[], holes: readonly number[], ...slots: Slot[]): Body => ({
  ...emptyBody,
  chunks,
  holes,
  slots,
})
const linked = body(['<p>', 'text', '</p>'], [0, 1], link)
const pictured = body(['<p>', '</p>'], [0], image)

describe('linkBody', () => {
  checkRows<readonly [body: Body, values: readonly SlotValue[]], string>(
    [
      [[emptyBody, []], ''],
      [[linked, [{ url: '/a/' }]], '<p><a href="/a/" title="T">text</a></p>'],
      [
        [linked, [{ url: 'https://a.example/', outside: true }]],
        '<p><a href="https://a.example/" title="T" class="outside" rel="noopener">text</a></p>',
      ],
      [[linked, [null]], '<p>text</p>', 'a target that must not be seen: plain text'],
      [[linked, []], '<p>text</p>', 'no value is null'],
      [
        [linked, [{ url: '/a"><script>/' }]],
        '<p><a href="/a&quot;&gt;&lt;script&gt;/" title="T">text</a></p>',
      ],
      [
        [pictured, [{ url: '/a.png', width: 5, height: 6 }]],
        '<p><img src="/a.png" alt="A &quot;b&quot;" width="5" height="6" loading="lazy" decoding="async"></p>',
      ],
      [
        [pictured, [{ url: '/a.png' }]],
        '<p><img src="/a.png" alt="A &quot;b&quot;" loading="lazy" decoding="async"></p>',
      ],
      [
        [pictured, [null]],
        '<p><span class="missing-image">A &quot;b&quot;</span></p>',
        'a picture that is not there: its text',
      ],
      [[body(['', ''], [0], { ...image, alt: '' }), [null]], '', 'nothing, when it has none'],
      [
        [body(['', ''], [0], { ...image, sized: true }), [{ url: 'a', width: 5, height: 6 }]],
        '<img src="a" alt="A &quot;b&quot;" loading="lazy" decoding="async">',
        'a size that was written stays',
      ],
      [
        [body(['<video src="', '"></video>'], [0], media), [{ url: '/a.mp4' }]],
        '<video src="/a.mp4"></video>',
      ],
      [[body(['<video src="', '"></video>'], [0], media), [null]], '<video src="data:,"></video>'],
      [
        [body(['', '', '', ''], [0, 2, 1], link, image), [{ url: 'l' }, { url: 'i' }]],
        '<a href="l" title="T"><img src="i" alt="A &quot;b&quot;" loading="lazy" decoding="async"></a>',
      ],
    ],
    ([given, values], expected) => expect(linkBody(given, values)).toBe(expected),
  )

  test('the body is not changed', () => {
    const before = JSON.stringify(linked)
    linkBody(linked, [{ url: '/a/' }])
    expect(JSON.stringify(linked)).toBe(before)
  })
})
