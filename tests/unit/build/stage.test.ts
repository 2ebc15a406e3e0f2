import { describe, expect, it } from 'vitest'
import { createEncoder } from '../../../src/build/stage.js'

describe('the encoder of pages', () => {
  const encode = createEncoder()
  it.each([
    ['nothing', ''],
    ['one byte a letter', '<p>News</p>'],
    ['two, three and four bytes', 'Zürich – 東京 – 𝄞'],
    ['a half of a pair alone', 'a\ud834b\udd1ec'],
    ['more than its memory holds', '€'.repeat(300_000)],
    ['just what its memory holds', '€'.repeat(1 << 18)],
    [
      'many pieces',
      Array.from({ length: 500 }, (_, n) => `${n} €`).reduce((text, piece) => text + piece, ''),
    ],
  ])('writes UTF-8 as Buffer.from does: %s', (_, text) => {
    expect(Buffer.compare(encode(text), Buffer.from(text))).toBe(0)
  })
})
