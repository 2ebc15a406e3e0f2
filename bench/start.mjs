// Runs a benchmark written in TypeScript on any Node: bundled by esbuild, then imported.
//   node bench/start.mjs cold [sizes]        cold builds, beside Hugo and cp -r
//   node bench/start.mjs push [sizes]        one push, beside git status
//   node bench/start.mjs live [articles]     from a push to the live site, as CI does it
//   node bench/start.mjs related FOLDER      the quality of Related News on a labelled set
//   node bench/start.mjs related-cost [sizes] what an article costs Related News, and a push
//   node bench/start.mjs dev [sizes] [rounds] from the write of a file to the browser, beside Hugo's server
//   node bench/start.mjs corpus N FOLDER     writes N synthetic articles
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const [name = 'cold', ...rest] = process.argv.slice(2)
const outfile = join(here, '../.dateline/bench', `${name.replace(/[^a-z-]/g, '')}.mjs`)
mkdirSync(join(outfile, '..'), { recursive: true })
await build({
  entryPoints: [join(here, `${name}.ts`)],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  logLevel: 'error',
})
const { main } = await import(pathToFileURL(outfile).href)
process.exitCode = await main(rest)
