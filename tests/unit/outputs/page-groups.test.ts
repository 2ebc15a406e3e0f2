import { expect, test, vi } from 'vitest'
import { startStamp } from '../../../src/base/stamp.js'
import { type BuiltInOutput, collectPages, type LatePage, type Page } from '../../../src/outputs/page.js'
import type { SavedGroups } from '../../../src/outputs/page-groups.js'
import type { Site } from '../../../src/site/site.js'

// What these outputs are given, they do not look at.
const site = {} as Site
const text = (path: string, body = path): Page => ({ path, body })
const late = (path: string, seed: number): LatePage => ({
  path,
  form: 'text',
  stamp: startStamp(seed),
  make: () => ({ path, body: `late ${seed}` }),
})
const group = (name: string, seed: number, pages: readonly (Page | LatePage)[]) => ({
  group: name,
  stamp: startStamp(seed),
  list: vi.fn(() => pages),
})
const collect = (output: BuiltInOutput, past?: SavedGroups) =>
  collectPages(site, [{ name: 'own', output }], () => '', past && (() => true), past)
const told = ({ pages }: ReturnType<typeof collect>) =>
  Array.from({ length: pages.size }, (_, i) => [
    pages.path(i),
    pages.stamps.high[i],
    pages.keys.low[i],
    pages.hasTemplate(i),
    pages.page(i),
  ])

test('a group that is made of the same things is not listed again, and has the same pages', () => {
  const make = () => [
    text('/a.txt'),
    group('one', 1, [text('/one/x.txt'), late('/one/y.txt', 7)]),
    group('two', 2, [text('/two/x.txt')]),
    text('/b.txt'),
  ]
  const first = collect(make)
  const again = make()
  const second = collect(() => again, first.groups)
  const lists = again.flatMap(emission => ('group' in emission ? [emission.list] : []))
  for (const list of lists) expect(list).not.toHaveBeenCalled()
  expect(second.pages.find('/one/y.txt')).toBe(2)
  expect(second.groups).toEqual(first.groups)
  for (const list of lists) expect(list).not.toHaveBeenCalled()
  expect(told(second)).toEqual(told(collect(make)))
  // All pages of a group come from one listing.
  for (const list of lists) expect(list).toHaveBeenCalledTimes(1)
})

test('a group of which something changed is listed again, also when others came before it', () => {
  const first = collect(() => [group('one', 1, [text('/x.txt')]), group('two', 2, [text('/y.txt')])])
  const changed = group('one', 3, [text('/x.txt', 'other'), text('/z.txt')])
  const same = group('two', 2, [text('/y.txt')])
  const fresh = group('three', 1, [text('/w.txt')])
  const second = collect(() => [fresh, changed, same], first.groups)
  expect([changed, same, fresh].map(({ list }) => list.mock.calls.length)).toEqual([1, 0, 1])
  expect(told(second).map(([path]) => path)).toEqual(['/w.txt', '/x.txt', '/z.txt', '/y.txt'])
})

test('a page that takes an address of a group is met as if the group were listed', () => {
  const one = () => group('one', 1, [text('/one/x.txt'), text('/one/y.txt')])
  const first = collect(() => [one()])
  const taken = text('/one/y.txt', 'first')
  const before = collect(() => [taken, one()], first.groups)
  expect(before.diagnostics.map(({ code }) => code)).toEqual(['DL3001'])
  expect(told(before).map(([path]) => path)).toEqual(['/one/y.txt', '/one/x.txt'])
  // What is told is told each time.
  const again = collect(() => [taken, one()], before.groups)
  expect(again.diagnostics).toEqual(before.diagnostics)
  const behind = collect(() => [one(), taken], first.groups)
  expect(behind.diagnostics.map(({ code, args }) => [code, args.address])).toEqual([['DL3001', '/one/y.txt']])
  expect(collect(() => [one()], again.groups).diagnostics).toEqual([])
})
