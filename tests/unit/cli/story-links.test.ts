import { expect } from 'vitest'
import type { Answer, Story } from '../../../src/build/why.js'
import { inMarkdown } from '../../../src/cli/story-links.js'
import { checkRows } from '../../support/rows.js'

const story = (more: Partial<Story> = {}): Answer => ({
  kind: 'published',
  story: { file: 'content/a.md', title: 'A [new]\nbridge', url: 'https://p.example/base/a/', ...more },
})

checkRows<readonly [answer: Answer, at?: string], string>(
  [
    [[story()], '- [A \\[new\\] bridge](https://p.example/base/a/)\n', 'a story'],
    [
      [story(), 'https://preview.example/'],
      '- [A \\[new\\] bridge](https://preview.example/base/a/)\n',
      'in a preview elsewhere',
    ],
    [
      [story({ unpublished: { reason: 'embargo', until: '2026-12-01, 10:00', zone: 'Europe/Lisbon' } })],
      '- [A \\[new\\] bridge](https://p.example/base/a/): under embargo until 2026-12-01, 10:00 (Europe/Lisbon)\n',
      'one that readers do not see yet',
    ],
    [
      [story({ version: { commit: '1234567', date: '2026-11-24' } })],
      '- [A \\[new\\] bridge](https://p.example/base/a/): in its version of 2026-11-24, since it is in error now\n',
      'one in error, of which an earlier version stays',
    ],
    [[{ kind: 'unknown' }], '', 'what is no story'],
  ],
  ([answer, at], expected) => expect(inMarkdown(answer, at)).toBe(expected),
)
