import { describe, expect, test } from 'vitest'
import { warning } from '../../../src/diagnostics/diagnostic.js'
import { noBlocks } from '../../../src/site/blocks.js'
import type { LinkContext } from '../../../src/site/links.js'
import {
  createResolutions,
  emptyResolution,
  question,
  type Resolution,
  type Resolutions,
  resolveDocument,
  standsAlone,
} from '../../../src/site/resolutions.js'

const context: LinkContext = {
  siteUrl: 'https://paper.example/',
  base: '/',
  mediaAddress: file => (file.from === 'public' ? `/${file.path}` : `/media/${file.path}`),
  links: {
    file: path => (path === 'news/there.md' ? { path: '/there/', ids: () => [] } : undefined),
    name: () => undefined,
    address: () => undefined,
    names: () => ['there.md'],
  },
  media: {
    content: path => (path.endsWith('map.png') ? { from: 'content', path, width: 4, height: 3 } : undefined),
    public: path => (path === 'logo.png' ? { from: 'public', path } : undefined),
  },
  blocks: noBlocks,
  shown: path => `content/${path}`,
}
const origin = { file: 'news/story.md', path: '/story/' }
const none = { picture: undefined, field: 'image' }
const link = (target: string) => ({ kind: 'link', target, offset: 3 }) as const
const image = (target: string) => ({ kind: 'image', target, offset: 3 }) as const

describe('answers that need not be kept', () => {
  test.each([
    ['a link to another site', [link('https://a.example/')], none, true],
    ['a place of its own page', [link('#part')], none, true],
    ['nothing', [], none, true],
    ['an article', [link('there.md')], none, false],
    ['an address of this site', [link('/x/')], none, false],
    ['a picture', [image('map.png')], none, false],
    ['a picture in the front matter', [], { ...none, picture: { src: 'https://a.example/a.png' } }, false],
    ['a link that is refused', [link('javascript:alert(1)')], none, false],
  ] as const)('%s', (_, slots, picture, alone) => {
    expect(standsAlone(resolveDocument(origin, slots, picture, context))).toBe(alone)
  })
})

describe('one document', () => {
  const questions = (...slots: Parameters<typeof resolveDocument>[1]) =>
    [...resolveDocument(origin, slots, none, context).questions].sort()
  const { file, name, address, content, public: published } = question

  test.each([
    ['a link that is found asks no further', [link('there.md')], [file('news/there.md')]],
    ['an address of another site asks nothing', [link('https://a.example/x.md')], []],
    [
      'a link that is broken asks for all that would mend it',
      [link('gone.md')],
      [
        file('news/gone.md'),
        file('news/gone.md.md'),
        file('news/gone.md/index.md'),
        file('news/gone.md/_index.md'),
        content('news/gone.md'),
        name('gone.md'),
        question.names,
      ],
    ],
    ['an address of this site', [link('/x/')], [file('x/'), address('/x/')]],
    ['a picture beside it', [image('map.png')], [content('news/map.png')]],
    [
      'a picture that is missing',
      [image('gone.png')],
      [content('news/gone.png'), published('gone.png'), content('gone.png')],
    ],
    ['twice the same', [image('map.png'), image('map.png')], [content('news/map.png')]],
  ] as const)('%s', (_, slots, expected) => {
    expect(questions(...slots)).toEqual([...expected].sort())
  })

  test('its own picture is asked for, sized, and used', () => {
    const { resolution, questions: asked } = resolveDocument(
      origin,
      [image('map.png')],
      { picture: { src: 'big-map.png', alt: 'Map' }, field: 'image' },
      context,
    )
    expect(resolution).toEqual({
      values: [{ url: '/media/news/map.png', width: 4, height: 3 }],
      image: { url: '/media/news/big-map.png', alt: 'Map', width: 4, height: 3 },
      media: ['news/map.png', 'news/big-map.png'],
      pending: [],
      diagnostics: [],
    })
    expect(asked).toEqual(new Set([content('news/map.png'), content('news/big-map.png')]))
  })

  test('files of public/ are published anyway', () => {
    const picture = { picture: { src: '/logo.png' }, field: 'photo' }
    expect(resolveDocument(origin, [image('/logo.png')], picture, context).resolution).toEqual({
      values: [{ url: '/logo.png' }],
      image: { url: '/logo.png', alt: '' },
      media: [],
      pending: [],
      diagnostics: [],
    })
  })

  test('a picture of its own that is missing is reported at its field', () => {
    const picture = { picture: { src: 'gone.png' }, field: 'photo' }
    const { image: found, diagnostics } = resolveDocument(origin, [], picture, context).resolution
    expect(found).toBeUndefined()
    expect(diagnostics).toEqual([
      warning(
        'DL2004',
        { src: 'gone.png' },
        { file: 'content/news/story.md', place: { kind: 'value', path: ['photo'] } },
      ),
    ])
  })
})

const filled: Resolution = {
  values: [{ url: '/a/' }, null],
  image: { url: '/i.png', alt: 'I', width: 1, height: 2 },
  media: ['x.png', 'y.png'],
  pending: [{ path: '/p/', target: '/p/', offset: 4 }],
  diagnostics: [warning('DL2001', { target: 'x.md' }, { file: 'content/a.md', suggestion: 'y.md' })],
}
const quiet: Resolution = { ...emptyResolution, values: [{ url: '/b/' }], media: ['y.png'] }

/** Rows 1, 3 and 4; row 3 was set twice. */
function make(): Resolutions {
  const resolutions = createResolutions()
  const asking = (...list: number[]) => new Set(list)
  resolutions.set(3, { resolution: quiet, questions: asking(7, 8) })
  resolutions.set(1, { resolution: filled, questions: asking(5, 6) })
  resolutions.set(3, { resolution: quiet, questions: asking(6, 0xffffffff) })
  resolutions.set(4, { resolution: { ...filled, values: quiet.values }, questions: asking() })
  return resolutions
}
const describeRow = (some: Resolutions, row: number) => ({
  has: some.has(row),
  resolution: some.get(row),
  stamps: [some.valuesHigh(row), some.valuesLow(row), some.imageHigh(row), some.imageLow(row)],
  speaks: some.speaks(row),
  media: some.mediaOf(Uint32Array.of(row)),
})

describe('by row', () => {
  const some = make()

  test('what was set last, and nothing where nothing was', () => {
    expect([0, 1, 2, 3, 4, 5].map(some.has)).toEqual([false, true, false, true, true, false])
    expect(some.get(1)).toEqual(filled)
    expect(some.get(3)).toEqual(quiet)
    for (const row of [0, 2, 5]) expect(some.get(row)).toEqual(emptyResolution)
  })

  test('stamps are of the values, and of the picture', () => {
    const stamps = (row: number) => describeRow(some, row).stamps
    expect(stamps(4).slice(0, 2)).toEqual(stamps(3).slice(0, 2))
    expect(stamps(4).slice(2)).toEqual(stamps(1).slice(2))
    expect(stamps(1).slice(0, 2)).not.toEqual(stamps(3).slice(0, 2))
    expect(stamps(3).slice(2)).toEqual([0, 0])
    expect(stamps(9)).toEqual([0, 0, 0, 0])
  })

  test('which have something to check or to say', () => {
    expect([0, 1, 3, 4].map(some.speaks)).toEqual([false, true, false, true])
  })

  test('files that some rows show, sorted', () => {
    expect(some.mediaOf(Uint32Array.of(3))).toEqual(['y.png'])
    expect(some.mediaOf(Uint32Array.of(0, 3, 1))).toEqual(['x.png', 'y.png'])
    expect(some.mediaOf(new Uint32Array(0))).toEqual([])
  })

  test.each<[wanted: readonly number[], rows: readonly number[], about?: string]>([
    [[5], [1]],
    [[6], [1, 3]],
    [[0xffffffff, 99], [3]],
    [[7, 8], [], 'what an older answer had asked'],
    [[0x10005], [], 'another one with the same lower bits'],
    [[], []],
  ])('rows that ask %j', (wanted, rows) => {
    expect(some.asking(new Set(wanted))).toEqual(rows)
  })
})

describe('kept', () => {
  const everything = () => true

  test('gives the same answers, and takes more', () => {
    const some = make()
    const again = createResolutions(structuredClone(some.saved(everything)))
    for (let row = 0; row < 6; row++) expect(describeRow(again, row)).toEqual(describeRow(some, row))
    expect(again.asking(new Set([6]))).toEqual([1, 3])
    again.set(9, { resolution: quiet, questions: new Set([6]) })
    again.set(1, { resolution: emptyResolution, questions: new Set() })
    expect(again.asking(new Set([6]))).toEqual([3, 9])
    expect(again.get(1)).toEqual(emptyResolution)
    expect(some.get(1)).toEqual(filled)
  })

  test('without what is not up to date', () => {
    const again = createResolutions(structuredClone(make().saved(row => row !== 1)))
    expect([1, 3, 4].map(again.has)).toEqual([false, true, true])
    expect(again.asking(new Set([5, 6]))).toEqual([3])
  })

  test('some rows, in another order', () => {
    const some = make()
    const rows = Uint32Array.of(4, 0, 3, 1)
    const again = createResolutions(structuredClone(some.saved(row => row !== 4, rows)))
    expect([0, 1, 2, 3].map(again.has)).toEqual([false, false, true, true])
    for (const [n, row] of [
      [2, 3],
      [3, 1],
    ] as const)
      expect(describeRow(again, n)).toEqual(describeRow(some, row))
    expect(again.asking(new Set([6]))).toEqual([2, 3])
    expect(again.asking(new Set([7]))).toEqual([])
  })
})
