// A page is the same whether its partials were rendered before or not, and depends on the same things.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFragments } from '../../../src/render/fragments.js'
import { createHelpers } from '../../../src/render/helpers.js'
import { createNotebook } from '../../../src/render/reads.js'
import { createTemplates, deepFreeze } from '../../../src/render/templates.js'

const helpers = createHelpers({
  language: 'en',
  timeZone: 'UTC',
  url: 'https://paper.example/',
  base: '/',
  strings: { by: 'By {name}', more: 'More' },
})

type Props = Readonly<Record<string, unknown>>

function create(templates: Readonly<Record<string, string>>, lasting: ReadonlySet<object>) {
  return createTemplates(new Map(Object.entries(templates)), {
    constants: { title: 'Paper', motto: 'All the news' },
    widgets: { latest: ['a'] },
    helpers,
    assets: new Map(),
    tables: {},
    isLasting: value => lasting.has(value),
  })
}

/** Renders pages one after the other, with and without keeping, and compares html and reads. */
function checkSame(
  partial: string,
  pages: readonly Props[],
  more: Readonly<Record<string, string>> = {},
): void {
  const templates = {
    page: '<%~ include("card", it.given) %>|<%~ include("card", { ...it.given, size: "large" }) %>',
    card: partial,
    ...more,
  }
  const cards = new Set(pages.map(page => (page.given as { card: object }).card))
  for (const page of pages) deepFreeze(page)
  const keeping = create(templates, cards)
  const plain = create(templates, new Set())
  for (const page of pages) expect(keeping.render('page', page)).toEqual(plain.render('page', page))
}

const card = { title: 'A & B', date: 0 }
const other = { title: 'C', date: 86_400_000 }

describe('kept partials', () => {
  const pages = (...lists: readonly Props[]): Props[] =>
    [...lists, ...lists].flatMap((page, n) => [
      { number: n % 2, ...page, given: { card, n } },
      { ...page, given: { card: other } },
      { ...page, given: { card } },
    ])

  it.each([
    ['of the card alone', '<%= it.card.title %> <%= it.date(it.card) %>'],
    ['of an option that is not always there', '<%= it.card.title %><%= it.size ?? "small" %>'],
    ['of a word of the page', '<%= it.lang %>'],
    ['of an object of the page', '<%= it.page?.lang %>'],
    ['of whether there is a prop', '<%= "lang" in it %>'],
    ['of all props', '<%= Object.keys(it).length %>'],
    ['that changes its data', '<% it.x = it.lang; %><%= it.x %>'],
    ['of a constant', '<%= it.site.title %><% if (it.card.date) { %><%= it.site.motto %><% } %>'],
    ['of a word of the interface', '<%= it.text("by", { name: it.card.title }) %>'],
    ['of a widget', '<%= it.widgets.latest.length %>'],
    ['of another partial', '<%~ include("inner", { a: it.card.title }) %>'],
    ['of a partial with what it was given', '<%~ include("outer") %>'],
    ['in a layout', '<% layout("frame") %><%= it.card.title %>'],
  ])('%s', (_, partial) => {
    checkSame(
      partial,
      pages({}, { lang: 'de' }, { lang: 'en', page: { lang: 'en' } }, { lang: 'en', page: { lang: 'fr' } }),
      {
        inner: '<%= it.a %><%= it.lang %><%= it.site.title %>',
        outer: '<%~ include("inner", { a: it.size }) %>',
        frame: '[<%~ it.body %> <%= it.lang %>]',
      },
    )
  })

  it('a helper that an include covers is not taken for the helper', () => {
    const lasting = new Set<object>([card])
    const templates = create(
      {
        page: '<%~ include("card", it.covered ? { card: it.card, url: () => "covered" } : { card: it.card }) %>',
        card: '<%= it.url("/x") %>',
      },
      lasting,
    )
    const htmls = [false, true, false].map(
      covered => templates.render('page', deepFreeze({ covered, card })).html,
    )
    expect(htmls).toEqual(['/x', 'covered', '/x'])
  })

  it('render once where nothing differs, and note for each page what they read', () => {
    const notebook = createNotebook()
    const fragments = createFragments({ notebook, constant: {}, isLasting: value => value === card })
    let rendered = 0
    const page = (data: Props) =>
      notebook.apart(() =>
        fragments.include('card', data, { card }, it => {
          rendered++
          notebook.word('more')
          return String(it.size)
        }),
      )
    const made = [{ size: 1, page: {} }, { size: 1, page: {} }, { size: 2 }].map(page)
    expect(made.map(({ value }) => value)).toEqual(['1', '1', '2'])
    expect(made.map(({ notes }) => [...notes.words])).toEqual([['more'], ['more'], ['more']])
    expect(rendered).toBe(2)
  })

  it('are forgotten when there are too many characters', () => {
    const cards = Array.from({ length: 10 }, (_, n) => ({ n }))
    const notebook = createNotebook()
    const options = { notebook, constant: {}, isLasting: () => true }
    const count = (mostCharacters: number): number => {
      const fragments = createFragments({ ...options, mostCharacters })
      let rendered = 0
      for (let round = 0; round < 2; round++)
        for (const each of cards)
          fragments.include('card', {}, { card: each }, () => {
            rendered++
            return '0123456789'
          })
      return rendered
    }
    expect(count(1_000)).toBe(10)
    expect(count(50)).toBe(20)
  })

  it('are the same as rendering anew for any pages', () => {
    const option = fc.option(fc.constantFrom('a', 'b', 1, true), { nil: undefined })
    const page = fc.record({ lang: option, size: option, n: fc.boolean(), bare: option })
    fc.assert(
      fc.property(fc.array(page, { maxLength: 12 }), list => {
        checkSame(
          '<%= it.card.title %><% if (it.size) { %><%= it.lang %><% } else { %><%~ include("inner", { bare: it.bare }) %><% } %>',
          list.map(({ lang, size, n, bare }) => ({
            lang,
            bare: 'page',
            given: { card: n ? card : other, size, bare },
          })),
          { inner: '<%= it.bare %><%= it.lang %><%= it.site.title %>' },
        )
      }),
    )
  })
})

it('pages that read the same share one object', () => {
  const templates = create(
    { page: '<%= it.text("more") %><% if (it.long) { %><%= it.site.title %><% } %>' },
    new Set(),
  )
  const [a, b, c] = [{}, { other: 1 }, { long: true }].map(
    props => templates.render('page', deepFreeze(props)).reads,
  )
  expect(b).toBe(a)
  expect(c).not.toEqual(a)
})
