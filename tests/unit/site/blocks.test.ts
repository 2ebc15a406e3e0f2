import { describe, expect, test } from 'vitest'
import { blockFacts, createBlockIndex, resolveBlock } from '../../../src/site/blocks.js'
import { checkRows } from '../../support/rows.js'

const index = createBlockIndex(
  new Map([
    ['blocks/factbox', '<% /* attributes: none */ %>'],
    ['blocks/table', '<%\n  /* attributes: data! columns */\n%>'],
    ['blocks/table.feed', ''],
    ['blocks/free', '<p><%= it.attributes.anything %></p>'],
    ['blocks/folder/inner', ''],
    ['layout', ''],
  ]),
  new Map([
    ['ports', true],
    ['2026/rivers', true],
    ['broken', false],
  ]),
)

describe('what a site has', () => {
  test('are the templates of blocks/, and the tables', () => {
    expect(index.blockNames()).toEqual(['factbox', 'free', 'table'])
    expect(index.tableNames()).toEqual(['2026/rivers', 'broken', 'ports'])
  })
  test('is known by one text each', () => {
    expect(blockFacts(index)).toHaveLength(6)
    expect(new Set(blockFacts(index)).size).toBe(6)
  })
})

describe('what a text asks for', () => {
  checkRows<readonly ['block' | 'table', string], readonly string[]>(
    [
      [['block', 'factbox'], ['found']],
      [['block', 'factbox id class'], ['found']],
      [['block', 'free any thing'], ['found'], 'a template that says nothing takes any attribute'],
      [['block', 'table data columns'], ['found']],
      [['block', 'factbx'], ['error DL2011 factbx 5-11 factbox']],
      [['block', 'table.feed'], ['error DL2011 table.feed 5-15 -']],
      [['block', 'table'], ['error DL2015 table data true 5-10 -']],
      [
        ['block', 'table dta'],
        ['error DL2015 table data true 5-10 -', 'warning DL2015 table dta false 5-10 data'],
      ],
      [
        ['block', 'factbox data'],
        ['found', 'warning DL2015 factbox data false 5-12 -'],
      ],
      [['table', 'ports'], ['found']],
      [['table', 'prots'], ['error DL2016 prots false 5-10 ports']],
      [['table', 'broken'], ['error DL2016 broken true 5-11 -']],
    ],
    ([kind, target], expected) => {
      const { found, diagnostics } = resolveBlock({ kind, target, offset: 5 }, index, 'content/a.md')
      const said = diagnostics.map(({ severity, code, args, place, suggestion }) => {
        const { start, end } = place as { start: number; end: number }
        const words = Object.entries(args).flatMap(([name, value]) => (name === 'known' ? [] : [value]))
        return [severity, code, ...words, `${start}-${end}`, suggestion ?? '-'].join(' ')
      })
      expect([...(found ? ['found'] : []), ...said]).toEqual(expected)
    },
  )
})
