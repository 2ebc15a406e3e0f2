import { describe, expect, it } from 'vitest'
import { fillPlace, type Neighbour, placePattern, renderArticle } from '../../../src/cli/article-place.js'
import { readFrontMatter } from '../../../src/content/front-matter.js'
import { checkRows } from '../../support/rows.js'

const near = (path: string, region?: string): Neighbour => ({
  path,
  year: '2026',
  month: '11',
  day: '24',
  region,
})

describe('placePattern', () => {
  checkRows<readonly string[], string>(
    [
      [['2026/11/ferry.md'], ':year/:month/:slug.md'],
      [['2026/11/24/ferry.md'], ':year/:month/:day/:slug.md'],
      [['2026-11/ferry.md'], ':year-:month/:slug.md'],
      [['2026-11-24-ferry.md'], ':year-:month-:day-:slug.md'],
      [['2026/11/ferry/index.md'], ':year/:month/:slug.md', 'a bundle is a folder of its own'],
      [['posts/2026-11-24-ferry.markdown'], 'posts/:year-:month-:day-:slug.markdown'],
      [['europe/2026/ferry.md'], ':region/:year/:slug.md', 'the region’s key'],
      [['sport/ferry.md'], 'sport/:slug.md'],
      [['ferry.md'], ':slug.md'],
      [['11/ferry.md'], '11/:slug.md', 'a number alone is no month'],
      [['2026/11/ferry.fr.md'], ':year/:month/:slug.fr.md'],
      [['a.md', '2026/11/b.md', '2026/11/c.md'], ':year/:month/:slug.md', 'the most frequent habit'],
      [['a.md', '2026/11/b.md'], ':slug.md', 'ties go to the newest'],
      [[], ':year/:month/:slug.md', 'without any, the permalink'],
    ],
    (paths, expected) =>
      expect(
        placePattern(
          paths.map(path => near(path, 'europe')),
          '/:year/:month/:slug/',
        ),
      ).toBe(expected),
  )

  it('takes dates and the region from a permalink, and the language of the file', () => {
    expect(placePattern([], '/:region/:year/:month/:day/:slug/', 'fr')).toBe(
      ':region/:year/:month/:day/:slug.fr.md',
    )
    expect(placePattern([], '/news/:slug/')).toBe(':slug.md')
  })
})

describe('fillPlace', () => {
  it('fills the names in, and leaves out the folder of a region that is not known', () => {
    const values = { year: '2026', month: '11', day: '04', slug: 'ferry' }
    expect(
      fillPlace(':region/:year/:month/:year-:month-:day-:slug.md', { ...values, region: 'europe' }),
    ).toBe('europe/2026/11/2026-11-04-ferry.md')
    expect(fillPlace(':region/:year/:slug.md', values)).toBe('2026/ferry.md')
  })
})

describe('renderArticle', () => {
  it('writes the fields in the order of editing', () => {
    const text = renderArticle({
      title: 'Ferry back',
      date: '2026-11-24T08:30:00+01:00',
      region: 'Europe',
      source: undefined,
      topics: ['Water'],
      draft: true,
    })
    expect(text).toBe(
      '---\ntitle: Ferry back\ndate: 2026-11-24T08:30:00+01:00\nregion: Europe\nsource:\nsummary:\ntopics: [Water]\nauthors: []\ndraft: true\n---\n\n',
    )
  })

  checkRows<string, string>(
    [
      'plain',
      'Ferry: late',
      '"quoted" \'both\'',
      '- dash',
      'yes',
      '2026',
      '2026-11-24',
      '# hash',
      'a # b',
      '19:36',
      '[x]',
      'null',
      'über, naïve',
      'a: {b}',
      '!tag',
      '&x',
      '%',
      '@at',
      '\\ back',
      'two\nlines',
    ].map(title => [title, title]),
    (title, expected) => {
      const text = renderArticle({ title, date: '2026-11-24', topics: [title, 'other'], draft: false })
      const { data, diagnostics } = readFrontMatter(text, 'x.md')
      expect(diagnostics).toEqual([])
      expect(String(data.title)).toBe(expected)
      expect((data.topics as unknown[]).map(String)).toEqual([expected, 'other'])
    },
  )
})
