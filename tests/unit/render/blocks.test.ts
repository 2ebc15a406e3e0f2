import { describe, expect, test } from 'vitest'
import type { LinkedBlock } from '../../../src/markdown/body.js'
import { renderBlock } from '../../../src/render/blocks.js'
import { createHelpers } from '../../../src/render/helpers.js'
import { createTemplates } from '../../../src/render/templates.js'

const helpers = createHelpers({
  language: 'en',
  timeZone: 'UTC',
  url: 'https://paper.example/',
  base: '/',
  strings: { more: 'More' },
})
const block: LinkedBlock = {
  name: 'note',
  label: 'A <b>',
  attributes: { by: '"><script>' },
  content: '<p>Text</p>',
  offset: 7,
}

/** A page that shows a block in both of its forms. */
function render(texts: Readonly<Record<string, string>>, of: LinkedBlock = block) {
  const templates = createTemplates(
    new Map(Object.entries({ page: '<%~ it.html %>|<%~ it.plain() %>', ...texts })),
    {
      constants: { title: 'T' },
      widgets: {},
      helpers,
      assets: new Map(),
      tables: { ports: { columns: ['a'], rows: [] } },
    },
  )
  return templates.render('page', { page: { lang: 'en' } }, part => ({
    html: renderBlock(of, 'page', part),
    plain: () => renderBlock(of, 'feed', part),
  }))
}

describe('a block', () => {
  test('is what its template makes of label, attributes and content', () => {
    const { html } = render({
      'blocks/note': '<i title="<%= it.attributes.by %>"><%= it.label %></i><%~ it.content %>\n',
      'blocks/note.feed': '<%~ it.content %> <%= it.name %> <%= it.page.lang %>',
    })
    expect(html).toBe('<i title="&quot;&gt;&lt;script&gt;">A &lt;b&gt;</i><p>Text</p>|<p>Text</p> note en')
  })

  test('is its label and content where there is no template', () => {
    expect(render({}).html).toBe('<p>A &lt;b&gt;</p>\n<p>Text</p>|<p>A &lt;b&gt;</p>\n<p>Text</p>')
    expect(render({}, { ...block, label: '' }).html).toBe('<p>Text</p>|<p>Text</p>')
  })

  test('reads as a part of its page, also what is not there', () => {
    const { reads } = render({
      'blocks/note': '<%~ include("inner") %>',
      inner: '<%= it.text("more") %><%= it.site.title %><%= it.tables.ports.rows.length %>',
    })
    expect(reads).toEqual({
      templates: ['blocks/note', 'blocks/note.feed', 'inner', 'page'],
      constants: ['title'],
      widgets: [],
      words: ['more'],
      assets: [],
      tables: ['ports'],
    })
  })

  test('can refuse what it is given, at the place of its name', () => {
    const refusing = { 'blocks/note': '<%~ include("inner") %>', inner: '<% it.fail("it has no words") %>' }
    expect(() => render(refusing)).toThrow(
      expect.objectContaining({ kind: 'block', block: 'note', offset: 7, reason: 'it has no words' }),
    )
  })

  test('that fails is a fault of its template', () => {
    expect(() => render({ 'blocks/note': '\n<% it.x.y %>' })).toThrow(
      expect.objectContaining({ kind: 'failed', template: 'blocks/note', line: 2 }),
    )
    expect(() => render({ 'blocks/note': '<% it.tables.prots %>' })).toThrow(
      expect.objectContaining({ kind: 'table', template: 'blocks/note' }),
    )
  })
})
