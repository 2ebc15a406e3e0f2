import { describe, expect, it } from 'vitest'
import {
  changedReads,
  digestsOf,
  type Environment,
  isCurrent,
  parseKey,
  readsNothing,
  settingsByEffect,
} from '../../../src/build/memo.js'
import { type Config, resolveConfig } from '../../../src/config/config.js'
import { settings } from '../../../src/config/schema.js'

type Names = Partial<Record<Exclude<keyof Environment, 'helpers'>, Record<string, string>>>

const environment = (changed: Names = {}, helpers = 'h1'): Environment => ({
  templates: new Map(Object.entries({ list: 't1', layout: 't2', unread: 't3', ...changed.templates })),
  constants: new Map(Object.entries({ title: 'c1', url: 'c2', ...changed.constants })),
  widgets: new Map(Object.entries({ latest: 'w1', other: 'w2', ...changed.widgets })),
  words: new Map(Object.entries({ archive: 'a1', more: 'm1', ...changed.words })),
  assets: new Map(Object.entries({ 'style.css': 's1', 'embed.js': 'e1', ...changed.assets })),
  tables: new Map(Object.entries({ ports: 'p1', rivers: 'r1', ...changed.tables })),
  helpers,
})
const profile = digestsOf(
  {
    templates: ['layout', 'list'],
    constants: ['title'],
    widgets: ['latest', 'missing'],
    words: ['archive'],
    assets: ['style.css'],
    tables: ['ports'],
  },
  environment(),
)

describe('what a page read', () => {
  it.each<[string, Environment, string[]]>([
    ['nothing changed', environment(), []],
    [
      'the text of a template that it read',
      environment({ templates: { layout: 'new' } }),
      ['template layout'],
    ],
    ['the text of one that it did not read', environment({ templates: { unread: 'new' } }), []],
    ['a constant that it read', environment({ constants: { title: 'new' } }), ['constant title']],
    ['a constant that it did not read', environment({ constants: { url: 'new' } }), []],
    ['a widget that it read', environment({ widgets: { latest: 'new' } }), ['widget latest']],
    ['a widget that it looked for in vain', environment({ widgets: { missing: 'x' } }), ['widget missing']],
    ['a widget that it did not read', environment({ widgets: { other: 'new' } }), []],
    ['a word that it asked for', environment({ words: { archive: 'new' } }), ['word archive']],
    ['a word that it did not ask for', environment({ words: { more: 'new' } }), []],
    [
      'the digest of an asset in an address',
      environment({ assets: { 'style.css': 'new' } }),
      ['asset style.css'],
    ],
    ['another asset', environment({ assets: { 'embed.js': 'new' } }), []],
    ['a table that it read', environment({ tables: { ports: 'new' } }), ['table ports']],
    ['another table', environment({ tables: { rivers: 'new' } }), []],
    ['language or zone', environment({}, 'h2'), ['helpers']],
  ])('and %s', (_, now, changed) => {
    expect(changedReads(profile, now)).toEqual(changed)
    expect(isCurrent(profile, now)).toBe(changed.length === 0)
  })

  it('is nothing for a file without a template', () => {
    expect(isCurrent(readsNothing, environment({ templates: { layout: 'new' } }, 'h2'))).toBe(true)
  })
})

describe('the lists of settings', () => {
  it('name each setting of the config, once', () => {
    const named = Object.values(settingsByEffect).flat()
    expect([...named].sort()).toEqual(Object.keys(settings).sort())
    expect(new Set(named).size).toBe(named.length)
  })
})

describe('the parse key', () => {
  const config = (raw: Record<string, unknown> = {}): Config => {
    const { config: made } = resolveConfig({ title: 'P', url: 'https://p.example/', ...raw }, 'c.mjs')
    if (!made) throw new Error('a config with errors')
    return made
  }
  const key = (raw: Record<string, unknown> = {}, code: string | undefined = 'code', engine = 'engine') =>
    parseKey(config(raw), engine, code)
  const plugin = () => () => {}

  it.each<[string, Record<string, unknown>, boolean]>([
    ['a title', { title: 'Q' }, true],
    ['regions', { regions: ['Europe'] }, true],
    ['a permalink', { permalink: '/:slug/' }, true],
    ['Related News', { related: { limit: 2 } }, true],
    ['a template helper’s words', { strings: { archive: 'All' } }, true],
    ['the footnotes’ words', { strings: { footnotes: 'Notes' } }, false],
    ['the parser', { markdown: { parser: 'remark' } }, false],
    ['the treatment of HTML', { markdown: { html: 'escape' } }, false],
    ['frame hosts', { markdown: { frameHosts: ['video.example'] } }, false],
    ['names of fields', { content: { fields: { region: ['desk'] } } }, false],
    ['prose dates', { content: { proseDates: true } }, false],
    ['endings', { content: { endings: ['.md'] } }, false],
    ['a plug-in', { markdown: { remarkPlugins: [plugin] } }, false],
  ])('after a change of %s', (_, raw, same) => {
    expect(key(raw) === key()).toBe(same)
  })

  it('holds the engine, and the code only where parsing runs some', () => {
    expect(key({}, 'code', 'other')).not.toBe(key())
    expect(key({}, 'other')).toBe(key())
    const withPlugin = { markdown: { remarkPlugins: [plugin] } }
    expect(key(withPlugin, 'other')).not.toBe(key(withPlugin))
    expect(parseKey(config(withPlugin), 'engine', undefined)).toBeUndefined()
    expect(
      parseKey(config({ content: { transform: (data: unknown) => data } }), 'engine', undefined),
    ).toBeUndefined()
  })
})
