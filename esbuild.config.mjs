// From `src/` to `lib/`: the modules of a command in a few files, those of our packages with them. Node takes half a
// millisecond to find, read and link a file, and a push would load five hundred: a fifth of its time. What a command
// loads late stays in files of its own. Types are checked and declared by `tsc`, which comes after.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

/** What is run, imported, or read as a file under its own name. */
const entries = [
  'index',
  'cli/main',
  'cli/create',
  'config/define',
  'build/worker',
  'build/output-check-worker',
  // Tests of whole sites build them in their own process.
  'build/build',
  'build/fixes',
  'cli/build',
  'cli/check',
]

/** Packages that load files of their own beside them: native code, threads, commands. */
const standAlone = ['satteri', 'esbuild', 'tinypool', 'launch-editor', 'idiomorph']

/** Functions in YAML, which we never read: js-yaml loads a parser of 280 KB for them, where it finds one. */
const noFunctionsInYaml = {
  name: 'no-functions-in-yaml',
  setup({ onLoad }) {
    onLoad({ filter: /js-yaml[/\\]lib[/\\]js-yaml[/\\]type[/\\]js[/\\]function\.js$/ }, ({ path }) => ({
      contents: without(readFileSync(path, 'utf8'), "_require('esprima')"),
    }))
  },
}

function without(text, part) {
  if (!text.includes(part)) throw new Error(`js-yaml has no ${part} any more`)
  return text.replace(part, 'undefined')
}

rmSync('lib', { recursive: true, force: true })
const { metafile } = await build({
  entryPoints: entries.map(name => `src/${name}.ts`),
  outbase: 'src',
  outdir: 'lib',
  // As deep as every module: what is named from `import.meta.url` is found from here, too.
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: standAlone,
  plugins: [noFunctionsInYaml],
  metafile: true,
  logLevel: 'warning',
  // Packages in the older form of modules ask for parts of Node with `require`, which such a file has not got.
  banner: {
    js: "import { createRequire as dateline_createRequire } from 'node:module'; const require = dateline_createRequire(import.meta.url);",
  },
})
writeFileSync('lib/THIRD-PARTY.txt', licences(Object.keys(metafile.inputs)))

/** What the licences of packages ask of those who hand on a copy of them. */
function licences(inputs) {
  const folders = inputs.flatMap(path => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/)?.[0] ?? [])
  return [...new Set(folders)].sort().map(licenceOf).join('\n')
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  const texts = ['LICENSE', 'LICENSE.md', 'license', 'LICENSE.txt', 'LICENSE-MIT', 'LICENSE-MIT.txt']
  for (const file of texts) {
    try {
      return `${name} ${version}: ${license}\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`
    } catch {}
  }
  return `${name} ${version}: ${license}\n`
}
