import { describe, expect } from 'vitest'
import { languageFolders } from '../../../src/site/languages.js'
import { checkRows } from '../../support/rows.js'

describe('languageFolders', () => {
  checkRows<readonly [language: string, ...paths: string[]], Readonly<Record<string, string>>>(
    [
      [['en'], {}],
      [['en', 'en/a.md', 'fr/a.md'], { en: 'en', fr: 'fr' }],
      [['en', 'en/a.md', 'fr/b.md'], { en: 'en', fr: 'fr' }, 'one of them is the site’s language'],
      [['de', 'fr/a.md', 'it/a.md'], { fr: 'fr', it: 'it' }, 'the same file name in two'],
      [['de', 'fr/a.md', 'it/b.md'], {}, 'no file in common, no language of the site: folders'],
      [['de', 'fr/a.md', 'it/a.md', 'no/b.md'], { fr: 'fr', it: 'it' }],
      [['en', 'it/chips.md', 'world/chips.md'], {}, 'a desk called it'],
      [['en', 'en/a.md', 'world/a.md'], {}, 'one language alone'],
      [['en-GB', 'en/a.md', 'pt-br/a.md'], { en: 'en', 'pt-br': 'pt-BR' }],
      [['en', 'zh_cn/x/a.md', 'ja/x/a.md'], { zh_cn: 'zh-CN', ja: 'ja' }],
      [['en', 'en.md', 'fr.md'], {}, 'files are no folders'],
    ],
    ([language, ...paths], expected) =>
      expect(Object.fromEntries(languageFolders(paths, language))).toEqual(expected),
  )
})
