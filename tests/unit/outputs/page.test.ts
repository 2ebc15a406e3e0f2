import { describe, expect, test } from 'vitest'
import { LostStore } from '../../../src/base/stretch.js'
import { runWidgets } from '../../../src/build/widgets.js'
import type { BuiltInOutput } from '../../../src/outputs/page.js'
import { collectPages } from '../../../src/outputs/page.js'
import type { Site } from '../../../src/site/site.js'

// What these outputs and widgets are given, they do not look at.
const site = {} as Site
const fails = (cause: Error) => (): never => {
  throw cause
}
const collect = (output: BuiltInOutput) => collectPages(site, [{ name: 'own', output }], () => '')

describe('what an output or a widget throws', () => {
  test('is a mistake of the config', () => {
    const fault = new Error('no such list')
    const late = { path: '/a.txt', body: fails(fault) }
    for (const { diagnostics } of [
      collect(fails(fault)),
      collect(() => [late]),
      runWidgets({ own: fails(fault) }, site),
    ])
      expect(diagnostics.map(({ code, args }) => [code, args.reason])).toEqual([['DL4004', 'no such list']])
  })

  test('is none when what was kept turns out to be damaged: then everything is made anew', () => {
    const lost = new LostStore('site-1.bin is damaged')
    const late = { path: '/a.txt', body: fails(lost) }
    expect(() => collect(fails(lost))).toThrow(LostStore)
    expect(() => collect(() => [late])).toThrow(LostStore)
    expect(() => runWidgets({ own: fails(lost) }, site)).toThrow(LostStore)
  })
})
