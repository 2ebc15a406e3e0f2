// What a command loads before it does anything, by the imports of the files that users run.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const folder = fileURLToPath(new URL('../../lib', import.meta.url))

/** Packages that a file and all that it imports load at once: those whose code is in it, by the headings that the
 *  bundler writes, and those that it names. What is loaded later is no import of the head. */
function packagesOf(first: string): string[] {
  const met = new Set<string>()
  const packages = new Set<string>()
  const visit = (file: string): void => {
    if (met.has(file)) return
    met.add(file)
    const text = readFileSync(file, 'utf8')
    for (const [, name] of text.matchAll(/^\/\/ node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gm))
      packages.add(name!)
    for (const [, specifier] of text.matchAll(
      /^(?:import|export)(?:\b[^'"`;()]*\bfrom)? ?['"]([^'"]+)['"];?$/gm,
    )) {
      if (specifier!.startsWith('.')) visit(join(dirname(file), specifier!))
      else if (!/^node:|^(?:fs|path|os|tty)$/.test(specifier!)) packages.add(specifier!)
    }
  }
  visit(join(folder, first))
  expect(met.size).toBeGreaterThan(5)
  return [...packages].sort()
}

/** The file that a command loads when it is asked for. */
function late(name: string): string {
  const [, file] = readFileSync(join(folder, 'cli/main.js'), 'utf8').match(
    new RegExp(`import\\("\\.\\./(chunks/${name}-[A-Z0-9]+\\.js)"\\)`),
  )!
  return file!
}

test('dev begins without what only some pages, pictures or texts need', () => {
  expect(packagesOf(late('dev'))).toEqual([
    'eta',
    'extend-shallow',
    'fast-xml-builder',
    'fast-xml-parser',
    'fastest-levenshtein',
    'gray-matter',
    'is-extendable',
    'js-yaml',
    'kind-of',
    'mrmime',
    'path-expression-matcher',
    'picocolors',
    'section-matter',
    'strip-bom-string',
    'xml-naming',
    'zod',
  ])
})

test('a build looks whether there is anything to do before it loads a schema, a parser or a template', () => {
  expect(packagesOf('cli/build.js')).toEqual(['picocolors'])
})
