import { describe, expect } from 'vitest'
import { encodePath, fillPattern, hrefOf, outputPath, ownPath, readAddress } from '../../../src/site/urls.js'
import { checkRows } from '../../support/rows.js'

const site = 'https://www.paper.example/news/'

/** The path, or `!` and the fault. */
const read = (written: string) => {
  const address = readAddress(written, site)
  return 'fault' in address ? `! ${address.fault}` : address.path
}

describe('readAddress', () => {
  const leaves = '! a part that leaves its folder'
  const character = '! a character that file systems refuse'
  const foreign = '! an address of another site'
  checkRows<string, string>(
    [
      ['old/page', '/old/page/'],
      ['/old/page/', '/old/page/'],
      ['/old/page.html', '/old/page.html'],
      ['/old/index.html', '/old/'],
      ['/old/INDEX.htm', '/old/'],
      ['index.html', '/'],
      ['/', '/'],
      ['  /old/  ', '/old/'],
      ['/old/?q=1#top', '/old/'],
      ['/2014/12/12/1.0', '/2014/12/12/1.0/', 'a version is no ending'],
      ['/a.b.c/', '/a.b.c/', 'a folder may hold a dot'],
      ['/caf%C3%A9/', '/café/', 'percent escapes are read'],
      ['/cafe\u0301/', '/café/', 'composed form'],
      ['/日本/', '/日本/'],
      ['/a b/', '/a b/'],
      ['https://www.paper.example/news/old/', '/old/', 'a whole address on this site'],
      ['http://paper.example/news/old/', '/old/'],
      ['//paper.example/news/old/', '/old/'],
      ['https://paper.example/other/', foreign, 'outside the base path'],
      ['https://evil.example/x', foreign],
      ['', '! no name in it'],
      [' ', '! no name in it'],
      ['#top', '! no name in it'],
      ['?q', '! no name in it'],
      ['/%zz/', '! a broken percent escape'],
      // what tries to leave the folder
      ['../escape', leaves],
      ['../../../../tmp/escape', leaves],
      ['..', leaves],
      ['.', leaves],
      ['./../x', leaves],
      ['a/../../b', leaves],
      ['..\\..\\x', leaves],
      ['%2e%2e%2fescape', '! an escaped dot or slash'],
      ['..%2fescape', leaves],
      ['a%2fb', '! an escaped dot or slash'],
      ['a%5cb', '! an escaped dot or slash'],
      ['%252e%252e/x', '! an escaped dot or slash', 'escaped twice'],
      ['/etc/x', '/etc/x/', 'from the site’s root'],
      ['//evil.example/x', foreign],
      ['\\\\server\\share', character],
      ['C:\\x', foreign],
      ['C:x', foreign],
      ['file:///x', foreign],
      ['javascript:alert(1)', foreign],
      ['a\u0000b', '! a control character'],
      ['a%00b', '! an escaped dot or slash'],
      ['~/x', '/~/x/'],
      ['$HOME/x', '/$HOME/x/'],
      ['a/./b//c/', leaves],
      ['a//b/', '! an empty part'],
      ['....//x', leaves],
      ['\u2025/x', leaves],
      ['\uff0e\uff0e/x', leaves],
      ['/con/x', '! a name that Windows reserves'],
      ['/a/nul.html', '! a name that Windows reserves'],
      ['/a./', '! a dot or a blank at its edge'],
      ['/a:b/', character],
      ['/a|b/', character],
      [`/${'é'.repeat(128)}/`, '! a part of more than 255 bytes'],
      ['/__proto__/', '/__proto__/'],
    ],
    (written, expected) => expect(read(written)).toBe(expected),
  )
})

describe('ownPath', () => {
  checkRows<readonly [address: string, site?: string], string | undefined>(
    [
      [['https://www.paper.example/news/a/'], '/a/'],
      [['https://paper.example/news/a/?q=1#b'], '/a/?q=1#b', 'without www'],
      [['http://www.paper.example/news/a/'], '/a/', 'http'],
      [['HTTPS://WWW.PAPER.EXAMPLE/news/a/'], '/a/', 'letter case of the host'],
      [['https://paper.example/news/'], '/'],
      [['https://paper.example/news'], '/', 'the base without its slash'],
      [['https://paper.example/news#x'], '/#x'],
      [['https://paper.example/newsroom/'], undefined, 'another folder that begins alike'],
      [['https://paper.example/'], undefined, 'outside the base path'],
      [['https://shop.paper.example/news/a/'], undefined, 'another host'],
      [['https://paper.example:8443/news/a/'], undefined, 'another port'],
      [['https://paper.example.evil.example/news/'], undefined],
      [['https://paper.example@evil.example/news/'], undefined],
      [['mailto:a@paper.example'], undefined],
      [['ftp://paper.example/news/a/'], undefined],
      [['https://'], undefined],
      [['https://paper.example/a/', 'https://www.paper.example/'], '/a/', 'no base path'],
      [['https://paper.example', 'https://www.paper.example/'], '/'],
      [['https://www.paper.example/a/', 'https://paper.example/'], '/a/', 'with www where the site has none'],
    ],
    ([address, url = site], expected) => expect(ownPath(address, url)).toBe(expected),
  )
})

describe('outputPath', () => {
  checkRows<string, string>(
    [
      ['/', 'index.html'],
      ['/a/', 'a/index.html'],
      ['/a/b.html', 'a/b.html'],
      ['/feed.xml', 'feed.xml'],
      ['/日本/', '日本/index.html'],
    ],
    (path, expected) => expect(outputPath(path)).toBe(expected),
  )
})

describe('hrefOf', () => {
  checkRows<readonly [path: string, base: string], string>(
    [
      [['/', '/'], '/'],
      [['/', '/news/'], '/news/'],
      [['/a/b/', '/news/'], '/news/a/b/'],
      [['/café/日本/', '/'], '/caf%C3%A9/%E6%97%A5%E6%9C%AC/'],
      [['/a b/c%d/', '/'], '/a%20b/c%25d/'],
      [['/a?b#c/', '/'], '/a%3Fb%23c/'],
      [['/a"b<c>/', '/'], '/a%22b%3Cc%3E/'],
      [["/a!$&'(*+,:;=@b/", '/'], "/a!$&'(*+,:;=@b/", 'what a path may hold stays'],
    ],
    ([path, base], expected) => expect(hrefOf(path, base)).toBe(expected),
  )

  checkRows<string, string>([['media/mein bild.png', 'media/mein%20bild.png']], (path, expected) =>
    expect(encodePath(path)).toBe(expected),
  )
})

describe('fillPattern', () => {
  checkRows<readonly [pattern: string, values: Readonly<Record<string, string>>], string>(
    [
      [['/:year/:month/:slug/', { year: '2026', month: '03', slug: 'a' }], '/2026/03/a/'],
      [['/:folder/:slug/', { folder: '', slug: 'a' }], '/a/', 'an empty part goes'],
      [['/:folder/:slug/', { folder: 'x/y', slug: 'a' }], '/x/y/a/'],
      [['/:nothing/:slug/', { slug: 'a' }], '/:nothing/a/'],
      [['/:slug/', { slug: ':year' }], '/:year/', 'a value is not filled again'],
      [['/:slug/', { slug: '$&' }], '/$&/'],
    ],
    ([pattern, values], expected) => expect(fillPattern(pattern, values)).toBe(expected),
  )
})
