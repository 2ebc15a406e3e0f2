import { expect, it } from 'vitest'
import { begin } from '../../../src/build/begin.js'
import { markerFor, markerText } from '../../../src/build/write.js'
import { makeRepository } from '../../support/git.js'
import { article, plainConfig, writeFiles } from '../../support/site.js'

const preview = { embargoed: false, withFeeds: false }

it('git is not asked for folders that builds have written', async () => {
  const root = makeRepository({ 'dateline.config.mjs': plainConfig, 'content/a.md': article({}) })
  const pathsOf = async (options: Parameters<typeof begin>[0]) =>
    (await begin({ root, ...options }).git)?.entries().map(({ path }) => path)
  const own = ['.gitignore', 'content/a.md', 'dateline.config.mjs']
  writeFiles(root, { 'dist/index.html': 'Mine', 'preview/index.html': 'Mine' })
  // Without a marker they are somebody's.
  expect(await pathsOf({})).toEqual([...own, 'preview/index.html'])
  expect(await pathsOf({ preview })).toEqual([...own, 'dist/index.html'].sort())
  const marker = markerText('0123456789abcdef' as Parameters<typeof markerText>[0])
  writeFiles(root, { [`dist/${markerFor(undefined)}`]: marker, [`preview/${markerFor(preview)}`]: marker })
  for (const options of [{}, { preview }, { preview, out: 'elsewhere' }, { out: 'elsewhere' }])
    expect(await pathsOf(options)).toEqual(own)
})
