import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.js'
import { noBlocks } from '../../../src/site/blocks.js'
import { type LinkContext, type LinkTarget, resolveSlots } from '../../../src/site/links.js'
import type { MediaFile } from '../../../src/site/media.js'
import { checkRows } from '../../support/rows.js'

const targets: Readonly<Record<string, LinkTarget>> = {
  'other.md': { path: '/2026/03/other/', ids: () => ['top', 'sources'] },
  '2026/deep.md': { path: '/2026/03/deep/', ids: () => [] },
  'bundle/index.md': { path: '/2026/03/bundle/', ids: () => [] },
  'regions/europe/_index.md': { path: '/regions/europe/', ids: () => undefined },
  'draft.md': { path: '/draft/', hidden: 'a draft', ids: () => [] },
  'with blank.md': { path: '/with-blank/', ids: () => [] },
  'news/café.md': { path: '/café/', ids: () => [] },
}
const media: Readonly<Record<string, MediaFile>> = {
  'news/map.png': { from: 'content', path: 'news/map.png', width: 640, height: 480 },
  'shared/map.png': { from: 'content', path: 'shared/map.png' },
  'news/data.pdf': { from: 'content', path: 'news/data.pdf' },
}
const publicFiles: Readonly<Record<string, MediaFile>> = {
  'img/logo.png': { from: 'public', path: 'img/logo.png', width: 10, height: 20 },
}
const byAddress = new Map(Object.values(targets).map(target => [target.path, target]))
const fileNames = Object.keys(targets).map(path => path.slice(path.lastIndexOf('/') + 1))

const context: LinkContext = {
  siteUrl: 'https://www.paper.example/base/',
  base: '/base/',
  mediaAddress: file => (file.from === 'public' ? `/${file.path}` : `/media/${file.path}`),
  links: {
    file: path => targets[path],
    name: name => {
      const found = Object.keys(targets).filter(path => path.endsWith(`/${name}`) || path === name)
      return found.length === 1 ? targets[found[0]!] : undefined
    },
    address: path => byAddress.get(path),
    names: () => fileNames,
  },
  media: { content: path => media[path], public: path => publicFiles[path] },
  blocks: noBlocks,
  shown: path => `content/${path}`,
}

type Kind = 'link' | 'image' | 'media'
type Asked = readonly [target: string, kind?: Kind]

/** Value, what is pending, and what is reported, in one line. */
function show([target, kind = 'link']: Asked): string {
  const origin = { file: 'news/story.md', path: '/2026/03/story/' }
  const {
    values,
    pending,
    diagnostics,
    media: used,
  } = resolveSlots(origin, [{ kind, target, offset: 5 }], context)
  const [value] = values
  const flags = [
    ...(value && 'outside' in value && value.outside ? ['outside'] : []),
    ...(value && 'width' in value ? [`${value.width}x${value.height}`] : []),
    ...pending.map(({ path }) => `pending ${path}`),
    ...used.map(({ from, path }) => `uses ${from}:${path}`),
    ...diagnostics.map(showDiagnostic),
  ]
  return [value && 'url' in value ? value.url : 'none', ...flags].join(', ')
}

function showDiagnostic({ code, severity, suggestion, file, place }: Diagnostic): string {
  expect([severity, file, place]).toEqual([
    'warning',
    'content/news/story.md',
    { kind: 'span', start: 5, end: 6 },
  ])
  return `${code}${suggestion === undefined ? '' : ` ${suggestion}?`}`
}

describe('links', () => {
  checkRows<Asked, string>(
    [
      [['../other.md'], '/base/2026/03/other/', 'another article'],
      [['../other.md?x=1#top'], '/base/2026/03/other/?x=1#top'],
      [['../2026/deep.md'], '/base/2026/03/deep/'],
      [['../2026/../other.md'], '/base/2026/03/other/'],
      [['./../other.md'], '/base/2026/03/other/'],
      [['/other.md'], '/base/2026/03/other/', 'from the content folder'],
      [['../other'], '/base/2026/03/other/', 'without its ending'],
      [['../bundle'], '/base/2026/03/bundle/', 'a folder with an index.md'],
      [['../bundle/'], '/base/2026/03/bundle/'],
      [['../bundle/index.md'], '/base/2026/03/bundle/'],
      [['../regions/europe/'], '/base/regions/europe/', 'a section'],
      [['deep.md'], '/base/2026/03/deep/', 'by its name alone, when only one file has it'],
      [['../with%20blank.md'], '/base/with-blank/'],
      [['caf%C3%A9.md'], '/base/caf%C3%A9/'],
      [['../other.md#nowhere'], '/base/2026/03/other/#nowhere, DL2003'],
      [['../other.md#source'], '/base/2026/03/other/#source, DL2003 sources?'],
      [
        ['../regions/europe/_index.md#x'],
        '/base/regions/europe/#x',
        'ids that are not known are not checked',
      ],
      [['../draft.md'], 'none, DL2002', 'an article that readers must not see'],
      [['/draft/'], 'none, DL2002', 'by its address as well'],
      [['https://paper.example/base/draft/'], 'none, DL2002'],
      [['../othr.md'], 'none, DL2001 other.md?', 'not there, with a suggestion'],
      [['../nothing-like-it.markdown'], 'none, DL2001'],
      [['../../outside.md'], 'none, DL2001', 'beyond the content folder'],
      [['../../../etc/passwd.md'], 'none, DL2001'],
      [['/2026/03/other/'], '/base/2026/03/other/', 'an address on the site'],
      [['/2026/03/other'], '/base/2026/03/other/', 'without its slash'],
      [['/2026/03/other/index.html#top'], '/base/2026/03/other/#top'],
      [['/2026/03/other/#topp'], '/base/2026/03/other/#topp, DL2003 top?'],
      [
        ['https://www.paper.example/base/2026/03/other/'],
        '/base/2026/03/other/',
        'the site’s own absolute address',
      ],
      [['http://paper.example/base/2026/03/other/#top'], '/base/2026/03/other/#top', 'without www'],
      [['//paper.example/base/2026/03/other/'], '/base/2026/03/other/'],
      [
        ['https://paper.example/base/about/'],
        '/base/about/, pending /about/',
        'checked when all pages are known',
      ],
      [['/tags/x/?q#y'], '/base/tags/x/?q#y, pending /tags/x/'],
      [['../other/'], '/base/2026/03/other/', 'a folder that is a file'],
      [
        ['../sibling/'],
        '/base/2026/03/sibling/, pending /2026/03/sibling/',
        'relative to the article’s own address',
      ],
      [['page.html'], '/base/2026/03/story/page.html, pending /2026/03/story/page.html'],
      [['?q=1'], '?q=1', 'the page itself'],
      [['https://other.example/a?b#c'], 'https://other.example/a?b#c, outside'],
      [['//other.example/a'], '//other.example/a, outside'],
      [
        ['https://paper.example/shop/'],
        'https://paper.example/shop/, outside',
        'the host, outside the base path',
      ],
      [['javascript:alert(1)'], 'none, DL2010'],
      [['JAVASCRIPT:alert(1)'], 'none, DL2010'],
      [['data:text/html,x'], 'none, DL2010'],
      [['vbscript:x'], 'none, DL2010'],
      [['file:///etc/passwd'], 'none, DL2010'],
      [['data.pdf'], '/base/media/news/data.pdf, uses content:news/data.pdf', 'a file beside the article'],
      [['data.pdf#page=2'], '/base/media/news/data.pdf#page=2, uses content:news/data.pdf'],
    ],
    (asked, expected) => expect(show(asked)).toBe(expected),
  )
})

describe('pictures and other media', () => {
  checkRows<Asked, string>(
    [
      [
        ['map.png', 'image'],
        '/base/media/news/map.png, 640x480, uses content:news/map.png',
        'beside the article',
      ],
      [['./map.png', 'image'], '/base/media/news/map.png, 640x480, uses content:news/map.png'],
      [['../shared/map.png', 'image'], '/base/media/shared/map.png, uses content:shared/map.png'],
      [
        ['/shared/map.png', 'image'],
        '/base/media/shared/map.png, uses content:shared/map.png',
        'from the content folder',
      ],
      [['/img/logo.png', 'image'], '/base/img/logo.png, 10x20, uses public:img/logo.png', 'in public/'],
      [['img/logo.png', 'image'], '/base/img/logo.png, 10x20, uses public:img/logo.png'],
      [
        ['https://paper.example/base/img/logo.png', 'image'],
        '/base/img/logo.png, 10x20, uses public:img/logo.png',
      ],
      [['map.png?v=2', 'image'], '/base/media/news/map.png, 640x480, uses content:news/map.png'],
      [['m%61p.png', 'image'], '/base/media/news/map.png, 640x480, uses content:news/map.png'],
      [['nothing.png', 'image'], 'none, DL2004'],
      [['../../../etc/passwd', 'image'], 'none, DL2004', 'leaves the content folder'],
      [['/../img/logo.png', 'image'], 'none, DL2004'],
      [['..%2f..%2fx.png', 'image'], 'none, DL2004'],
      [['https://other.example/a.png', 'image'], 'https://other.example/a.png'],
      [['//other.example/a.png', 'image'], '//other.example/a.png'],
      [['data:image/png;base64,AAAA', 'image'], 'data:image/png;base64,AAAA'],
      [['data:image/svg+xml;x', 'image'], 'none, DL2004', 'a picture that may hold scripts'],
      [['data:text/html,x', 'image'], 'none, DL2004'],
      [['javascript:alert(1)', 'image'], 'none, DL2004'],
      [['map.png', 'media'], '/base/media/news/map.png, 640x480, uses content:news/map.png'],
      [['nothing.mp4', 'media'], 'none, DL2004'],
    ],
    (asked, expected) => expect(show(asked)).toBe(expected),
  )
})

test('values stand in the order of slots; a place that is not known is left out', () => {
  const origin = { file: 'news/story.md', path: '/2026/03/story/' }
  const slots = [
    { kind: 'link', target: '../other.md', offset: 1 },
    { kind: 'image', target: 'nothing.png', offset: -1 },
    { kind: 'link', target: 'https://a.example/', offset: 3 },
  ] as const
  const { values, diagnostics } = resolveSlots(origin, slots, context)
  expect(values).toEqual([
    { url: '/base/2026/03/other/' },
    null,
    { url: 'https://a.example/', outside: true },
  ])
  expect(diagnostics.map(({ place }) => place)).toEqual([undefined])
})
