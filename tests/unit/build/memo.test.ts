import { describe, expect, it } from 'vitest'
import { type Environment, inputsOf, isFresh, keepPage } from '../../../src/build/memo.js'
import type { TemplatePage } from '../../../src/outputs/page.js'
import { Card, type CardData } from '../../../src/site/card.js'

const data = (title: string): CardData => ({
  url: '/a/',
  path: 'a.md',
  title,
  shortTitle: title,
  dek: '',
  kind: 'news',
  date: 0,
  dayOnly: true,
  source: { key: 's', name: 'S', url: '/s/' },
  topics: [],
  authors: [],
  minutes: 1,
})
const card = (title: string) => new Card({ cardData: () => data(title) }, 0)
const page = (title: string, more: Partial<TemplatePage> = {}): TemplatePage => ({
  path: '/x/',
  template: 'list',
  props: { cards: [card(title)], number: 1 },
  body: { into: 'intro', locator: { segment: 0, offset: 0, length: 3 }, digest: 'd1', slots: [] },
  ...more,
})
const environment = (
  changed: Partial<Record<keyof Environment, Record<string, string>>> = {},
): Environment => ({
  templates: new Map(Object.entries({ list: 't1', layout: 't2', unread: 't3', ...changed.templates })),
  constants: new Map(Object.entries({ title: 'c1', url: 'c2', ...changed.constants })),
  widgets: new Map(Object.entries({ latest: 'w1', other: 'w2', ...changed.widgets })),
})
const kept = keepPage(
  inputsOf(page('A')),
  { templates: ['layout', 'list'], constants: ['title'], widgets: ['latest', 'missing'] },
  environment(),
)

describe('a kept page', () => {
  it.each([
    ['nothing changed', page('A'), environment(), true],
    ['a card that it shows', page('B'), environment(), false],
    ['another prop', page('A', { props: { cards: [card('A')], number: 2 } }), environment(), false],
    ['its template', page('A', { template: 'other' }), environment(), false],
    ['the file of its body', page('A', { body: { ...page('A').body!, digest: 'd2' } }), environment(), false],
    [
      'a slot of its body',
      page('A', { body: { ...page('A').body!, slots: [{ url: '/b/' }] } }),
      environment(),
      false,
    ],
    ['the text of a template that it read', page('A'), environment({ templates: { layout: 'new' } }), false],
    ['the text of one that it did not read', page('A'), environment({ templates: { unread: 'new' } }), true],
    ['a constant that it read', page('A'), environment({ constants: { title: 'new' } }), false],
    ['a constant that it did not read', page('A'), environment({ constants: { url: 'new' } }), true],
    ['a widget that it read', page('A'), environment({ widgets: { latest: 'new' } }), false],
    ['a widget that it looked for in vain', page('A'), environment({ widgets: { missing: 'here' } }), false],
    ['a widget that it did not read', page('A'), environment({ widgets: { other: 'new' } }), true],
  ])('and %s', (_, now, around, fresh) => {
    expect(isFresh(kept, inputsOf(now), around)).toBe(fresh)
  })
})
