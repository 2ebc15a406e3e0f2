import { describe, expect, it } from 'vitest'
import { createRecent } from '../../../src/base/recent.js'

describe('a map of what was asked for lately', () => {
  it('keeps the last half of its size, and what is asked for again', () => {
    const recent = createRecent<number, string>(8)
    recent.set(-1, 'often')
    for (let n = 0; n < 100; n++) {
      recent.set(n, String(n))
      expect(recent.get(-1)).toBe('often')
      for (let near = Math.max(0, n - 1); near <= n; near++) expect(recent.get(near)).toBe(String(near))
    }
    expect(Array.from({ length: 100 }, (_, n) => recent.get(n)).filter(Boolean).length).toBeLessThanOrEqual(8)
  })
})
