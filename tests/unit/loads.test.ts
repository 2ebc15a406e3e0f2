// What a command loads before it does anything, by the imports of the compiled files.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { resolveImport } from '../support/layering.js'

const folder = fileURLToPath(new URL('../../lib', import.meta.url))

/** Packages that a file and all that it imports load at once; types are gone here, and what is loaded later is no
 *  import of the head. */
function packagesOf(first: string): string[] {
  const met = new Set<string>()
  const packages = new Set<string>()
  const visit = (file: string): void => {
    if (met.has(file)) return
    met.add(file)
    const text = readFileSync(join(folder, file), 'utf8')
    for (const [, specifier] of text.matchAll(
      /^(?:import|export)(?:\b[^'"`;()]*\bfrom)? ?['"]([^'"]+)['"];?$/gm,
    )) {
      if (specifier!.startsWith('.')) visit(resolveImport(file, specifier!)!.replace(/\.ts$/, '.js'))
      else if (!specifier!.startsWith('node:')) packages.add(specifier!)
    }
  }
  visit(first)
  return [...packages].sort()
}

test('dev begins without what only some pages, pictures or texts need', () => {
  expect(packagesOf('cli/dev.js')).toEqual([
    'eta',
    'fastest-levenshtein',
    'gray-matter',
    'js-yaml',
    'mrmime',
    'picocolors',
    'zod',
  ])
})

test('a build looks whether there is anything to do before it loads a schema, a parser or a template', () => {
  expect(packagesOf('cli/build.js')).toEqual(['picocolors'])
})
