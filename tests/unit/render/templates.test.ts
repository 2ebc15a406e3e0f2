import { describe, expect, test } from 'vitest'
import { createHelpers } from '../../../src/render/helpers.js'
import { createTemplates, TemplateFault } from '../../../src/render/templates.js'
import { checkRows } from '../../support/rows.js'

const helpers = createHelpers({
  language: 'en',
  timeZone: 'UTC',
  url: 'https://paper.example/',
  base: '/',
  strings: {},
})

interface Given {
  readonly templates: Readonly<Record<string, string>>
  readonly props?: Readonly<Record<string, unknown>>
  readonly constants?: Readonly<Record<string, unknown>>
  readonly widgets?: Readonly<Record<string, unknown>>
  readonly assets?: Readonly<Record<string, string>>
  readonly tables?: Readonly<Record<string, unknown>>
}

function create({ templates, constants = {}, widgets = {}, assets = {}, tables = {} }: Given) {
  return createTemplates(new Map(Object.entries(templates)), {
    constants,
    widgets,
    helpers,
    assets: new Map(Object.entries(assets)),
    tables,
  })
}

const render = (given: Given, name = 'page') => create(given).render(name, given.props ?? {})

/** `template:line kind reason` of the fault that a render ends in. */
function faultOf(given: Given): string {
  try {
    render(given)
  } catch (fault) {
    if (!(fault instanceof TemplateFault)) throw fault
    return `${fault.template}:${fault.line ?? '-'} ${fault.kind} ${fault.reason}`
  }
  return 'no fault'
}

describe('what a template gives', () => {
  const all = { site: { title: 'The Paper' }, latest: ['a', 'b'] }
  checkRows<Given, string>(
    [
      [{ templates: { page: 'plain' } }, 'plain'],
      [
        { templates: { page: '<%= it.a %>' }, props: { a: '<b> & "c"' } },
        '&lt;b&gt; &amp; &quot;c&quot;',
        'escaped',
      ],
      [
        { templates: { page: '<p title="<%= it.a %>">' }, props: { a: "x' onclick='y" } },
        '<p title="x&#39; onclick=&#39;y">',
      ],
      [
        { templates: { page: '<%~ it.html %>' }, props: { html: '<b>x</b>' } },
        '<b>x</b>',
        'raw, when asked for',
      ],
      [
        { templates: { page: '<% for (const x of it.list) { %><%= x %>,<% } %>' }, props: { list: [1, 2] } },
        '1,2,',
      ],
      [
        { templates: { page: "<% layout('layouts/base') %>body", 'layouts/base': '[<%~ it.body %>]' } },
        '[body]',
        'a layout',
      ],
      [
        {
          templates: {
            page: "<%~ include('partials/card', { title: it.t }) %>",
            'partials/card': '(<%= it.title %>)',
          },
          props: { t: 'A&B' },
        },
        '(A&amp;B)',
        'a partial',
      ],
      [
        { templates: { page: "<%~ include('./partials/card.eta') %>", 'partials/card': 'card' } },
        'card',
        'a partial by its file name',
      ],
      [
        {
          templates: {
            page: "<% layout('outer') %><%~ include('inner', { n: 2 }) %>",
            inner: "<% if (it.n > 0) { %><%= it.n %><%~ include('inner', { n: it.n - 1 }) %><% } %>",
            outer: '<<%~ it.body %>>',
          },
        },
        '<21>',
        'a partial that includes itself',
      ],
      [{ templates: { page: '<%= it.site.title %>' }, constants: all.site }, 'The Paper'],
      [{ templates: { page: '<%= it.widgets.latest.join("+") %>' }, widgets: { latest: all.latest } }, 'a+b'],
      [
        { templates: { page: "<%= it.url('/a/') %>" }, props: { url: 'not a helper' } },
        '/a/',
        'a prop cannot take a helper away',
      ],
      [{ templates: { page: '<%= it.site.nothing ?? "none" %>' } }, 'none'],
      [{ templates: { page: '<%= Math.max(1, 2) + Math.round(1.6) %>' } }, '4'],
    ],
    (given, expected) => expect(render(given).html).toBe(expected),
  )

  test('an asset with its digest has it in the name', () => {
    const page = "<%= it.assetWithDigest('a/paper.min.css') %> <%= it.assetWithDigest('plain') %>"
    const assets = { 'a/paper.min.css': '0123456789abcdef', plain: 'fedcba9876543210' }
    expect(render({ templates: { page }, assets }).html).toBe(
      '/assets/a/paper.min.0123456789abcdef.css /assets/plain.fedcba9876543210',
    )
    expect(faultOf({ templates: { page }, assets: {} })).toContain('there is no asset "a/paper.min.css"')
  })

  test('the name may have its ending, or a slash in front', () => {
    const templates = create({ templates: { page: 'x' } })
    for (const name of ['page', 'page.eta', './page', '/page.eta'])
      expect(templates.render(name, {}).html).toBe('x')
  })
})

describe('what is recorded', () => {
  const given: Given = {
    templates: {
      page: "<% layout('base') %><%~ include('card') %>",
      base: '<%= it.site.title %><%~ it.body %>',
      card: '<%= it.widgets?.latest ?? "" %>card',
      plain: 'plain',
      constants: '<%= it.site.title %><%= it.site.absent %>',
      all: '<%= Object.keys(it.site).length %>',
      widget: '<%= it.widgets.latest %>',
      table: '<%= it.tables.ports.rows.length %>',
      words: "<%= it.text('home') %><%~ include('word', { key: 'archive' }) %><%= it.text('home') %>",
      word: '<%= it.text(it.key) %>',
      styled: "<%= it.asset('other.css') %> <%= it.assetWithDigest('paper.css') %>",
    },
    constants: { title: 'T', url: 'U', language: 'en' },
    widgets: { latest: 'L', other: 'O' },
    tables: { ports: { columns: [], rows: [] }, rivers: { columns: [], rows: [] } },
    assets: { 'paper.css': '0123456789abcdef', 'other.css': 'fedcba9876543210' },
  }
  const templates = create(given)

  checkRows<
    string,
    readonly [
      templates: readonly string[],
      constants?: readonly string[],
      widgets?: readonly string[],
      words?: readonly string[],
      assets?: readonly string[],
      tables?: readonly string[],
    ]
  >(
    [
      ['plain', [['plain']]],
      ['page', [['base', 'card', 'page'], ['title'], ['latest']], 'page, partial and layout'],
      ['page', [['base', 'card', 'page'], ['title'], ['latest']], 'once more, now that all are in the cache'],
      ['constants', [['constants'], ['absent', 'title']], 'what is not there is read as well'],
      ['all', [['all'], ['language', 'title', 'url']], 'a look at all is a read of each'],
      ['widget', [['widget'], [], ['latest']]],
      ['words', [['word', 'words'], [], [], ['archive', 'home']], 'words of the interface, each once'],
      ['styled', [['styled'], [], [], [], ['paper.css']], 'an asset whose digest stands in the page'],
      ['table', [['table'], [], [], [], [], ['ports']]],
    ],
    (name, [names, constants = [], widgets = [], words = [], assets = [], tables = []]) => {
      expect(templates.render(name, {}).reads).toEqual({
        templates: names,
        constants,
        widgets,
        words,
        assets,
        tables,
      })
    },
  )

  test('two renders share no notes', () => {
    const before = templates.render('widget', {}).reads
    const plain = templates.render('plain', {}).reads
    expect(plain).toEqual({
      templates: ['plain'],
      constants: [],
      widgets: [],
      words: [],
      assets: [],
      tables: [],
    })
    expect(before.widgets).toEqual(['latest'])
  })

  test('a render that fails leaves nothing behind', () => {
    const some = create({ templates: { bad: '<%= it.site.x.y %>', good: 'ok' } })
    expect(() => some.render('bad', {})).toThrow(TemplateFault)
    expect(some.render('good', {}).reads).toEqual({
      templates: ['good'],
      constants: [],
      widgets: [],
      words: [],
      assets: [],
      tables: [],
    })
  })
})

describe('faults name template, line and reason', () => {
  const lines = '\n\n'
  const forbidden = (name: string) =>
    `page:3 failed "${name}" cannot be used in a template: a page may depend only on what it is given`
  checkRows<Given, string>(
    [
      [{ templates: { other: '' } }, 'page:- missing it does not exist'],
      [
        { templates: { page: `${lines}<%= it.a.b %>` } },
        "page:3 failed Cannot read properties of undefined (reading 'b')",
      ],
      [{ templates: { page: `${lines}<%= nothing %>` } }, 'page:3 failed nothing is not defined'],
      [{ templates: { page: `${lines}<% throw new Error('own') %>` } }, 'page:3 failed own'],
      [
        { templates: { page: "<%~ include('card') %>", card: 'a\n<%= it.x.y %>' } },
        "card:2 failed Cannot read properties of undefined (reading 'y')",
        'inside a partial: the partial',
      ],
      [
        { templates: { page: "<% layout('base') %>x", base: 'a\nb\n<%= it.x.y %>' } },
        "base:3 failed Cannot read properties of undefined (reading 'y')",
        'inside a layout: the layout',
      ],
      [
        { templates: { page: `${lines}<%~ include('card') %>` } },
        'card:3 missing There is no template "card"',
        'a missing partial',
      ],
      [
        { templates: { page: "<% layout('base') %>x" } },
        'base:1 missing There is no template "base"',
        'a missing layout',
      ],
      [
        { templates: { page: `${lines}<%= it.widgets.latst %>` }, widgets: { latest: 1 } },
        'page:- widget there is no widget "latst"',
      ],
      [{ templates: { page: `${lines}<%= new Date().getFullYear() %>` } }, forbidden('Date')],
      [{ templates: { page: `${lines}<%= Date.now() %>` } }, forbidden('Date')],
      [{ templates: { page: `${lines}<%= process.env.HOME %>` } }, forbidden('process')],
      [{ templates: { page: `${lines}<%= globalThis.process %>` } }, forbidden('globalThis')],
      [{ templates: { page: `${lines}<% require('fs') %>` } }, forbidden('require')],
      [{ templates: { page: `${lines}<% fetch('x') %>` } }, forbidden('fetch')],
      [{ templates: { page: `${lines}<%= performance.now() %>` } }, forbidden('performance')],
      [{ templates: { page: `${lines}<%= crypto.randomUUID() %>` } }, forbidden('crypto')],
      [{ templates: { page: `${lines}<%= Function('return 1')() %>` } }, forbidden('Function')],
      [
        { templates: { page: `${lines}<%= Math.random() %>` } },
        'page:3 failed Math.random is not a function',
      ],
    ],
    (given, expected) => expect(faultOf(given)).toBe(expected),
  )

  test('syntax: the line of the template', () => {
    expect(faultOf({ templates: { page: 'a\nb\n<% if (x { %>\n' } })).toMatch(/^page:(?:\d+|-) failed \S/)
    expect(faultOf({ templates: { page: 'a\n<% if (true) {' } })).toMatch(/^page:2 failed unclosed tag$/i)
  })

  test('the cause is kept', () => {
    try {
      render({ templates: { page: '<%= it.a.b %>' } })
      expect.unreachable()
    } catch (fault) {
      expect((fault as TemplateFault).cause).toBeInstanceOf(Error)
    }
  })
})

describe('props, constants and widgets are frozen', () => {
  test.each([
    ['a prop', '<% it.card.title = "x" %>'],
    ['inside a list', '<% it.list.push(1) %>'],
    ['a constant', '<% it.site.title = "x" %>'],
    ['inside a constant', '<% it.site.nav.push(1) %>'],
    ['a widget', '<% it.widgets.latest.sort() %>'],
    ['Math', '<% Math.max = null %>'],
  ])('%s', (_, page) => {
    const given: Given = {
      templates: { page },
      props: { card: { title: 'A' }, list: [] },
      constants: { title: 'T', nav: [] },
      widgets: { latest: [2, 1] },
    }
    const before = JSON.stringify(given)
    expect(faultOf(given)).toMatch(/failed/)
    expect(JSON.stringify(given)).toBe(before)
  })
})

test('pages that read the same share one object', () => {
  const templates = create({
    templates: { page: '<%= it.text("more") %><% if (it.long) { %><%= it.site.title %><% } %>' },
    constants: { title: 'Paper' },
  })
  const [a, b, c] = [{}, { other: 1 }, { long: true }].map(props => templates.render('page', props).reads)
  expect(b).toBe(a)
  expect(c).not.toEqual(a)
})
