// The rules of import, checked on text: which way an import points, and whether files import in a circle.

/** Rooms from left to right: a file imports from its own room and from those to its right. */
export const rooms = [
  'cli',
  'dev',
  'build',
  'config',
  'render',
  'outputs',
  'site',
  'related',
  'content',
  'markdown',
  'diagnostics',
  'base',
] as const

/** Path below `src/` → text. */
export type Sources = ReadonlyMap<string, string>

/** What a file imports, in any way: static, for types, dynamic, `typeof import('…')`, re-exported. */
export function importsOf(text: string): string[] {
  const code = withoutComments(text)
  const forms = [
    /\b(?:import|export)\b[^'"`;()]*?\bfrom\s*['"]([^'"]+)['"]/g,
    /\bimport\s*['"]([^'"]+)['"]/g,
    /\bimport\s*\(\s*['"`]([^'"`]+)['"`]/g,
  ]
  return [...new Set(forms.flatMap(form => [...code.matchAll(form)].map(match => match[1]!)))]
}

function withoutComments(text: string): string {
  // Strings are kept as they are, so that `//` in an address does not begin a comment.
  return text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_, string: string | undefined) => string ?? ' ',
  )
}

/** The file below `src/` that an import names; undefined for packages. */
export function resolveImport(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  const parts = from.split('/').slice(0, -1)
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/').replace(/\.js$/, '.ts')
}

/** Imports that point to the left, or to a room that is not on the map. */
export function findWrongWay(sources: Sources): string[] {
  const place = (file: string) => (rooms as readonly string[]).indexOf(file.split('/')[0]!)
  const wrong: string[] = []
  for (const [file, text] of sources) {
    if (!file.includes('/')) continue // index.ts, the public API, may import anything
    if (place(file) < 0) wrong.push(`${file} is in no room`)
    for (const specifier of importsOf(text)) {
      const target = resolveImport(file, specifier)
      if (target === undefined) continue
      if (!sources.has(target)) wrong.push(`${file} → ${target}, which is not there`)
      else if (place(target) < place(file)) wrong.push(`${file} → ${target}`)
    }
  }
  return wrong
}

/** Circles of files, each named once, beginning with its first file by name. */
export function findCycles(sources: Sources): string[] {
  const state = new Map<string, 'open' | 'done'>()
  const path: string[] = []
  const cycles = new Set<string>()
  const visit = (file: string): void => {
    if (state.get(file) === 'done' || !sources.has(file)) return
    if (state.get(file) === 'open') {
      const circle = path.slice(path.indexOf(file))
      const first = circle.indexOf([...circle].sort()[0]!)
      cycles.add([...circle.slice(first), ...circle.slice(0, first), circle[first]].join(' → '))
      return
    }
    state.set(file, 'open')
    path.push(file)
    for (const specifier of importsOf(sources.get(file)!)) {
      const target = resolveImport(file, specifier)
      if (target !== undefined) visit(target)
    }
    path.pop()
    state.set(file, 'done')
  }
  for (const file of [...sources.keys()].sort()) visit(file)
  return [...cycles]
}

const worldly: Readonly<Record<string, string>> = {
  fs: 'the disk',
  'fs/promises': 'the disk',
  child_process: 'processes',
  worker_threads: 'threads',
  http: 'the network',
  https: 'the network',
  net: 'the network',
  os: 'the machine',
}

const effects: readonly (readonly [what: string, form: RegExp])[] = [
  ['the network', /\bfetch\s*\(/],
  ['the environment', /\bprocess\s*\./],
  ['the console', /\bconsole\s*\./],
  ['the clock', /\bDate\.now\s*\(|\bnew Date\s*\(\s*\)|\bperformance\.now\s*\(/],
  ['chance', /\bMath\.random\s*\(/],
  ['a variable of the module', /^(?:export )?(?:let|var)\s/m],
]

/** Files of the pure rooms that reach for the world. */
export function findEffects(sources: Sources): string[] {
  const pure = new Set<string>(rooms.slice(rooms.indexOf('config')))
  return [...sources].flatMap(([file, text]) => {
    if (!pure.has(file.split('/')[0]!)) return []
    const code = withoutComments(text)
    const modules = importsOf(text).map(specifier => worldly[specifier.replace(/^node:/, '')])
    const reached = effects.filter(([, form]) => form.test(code)).map(([what]) => what)
    return [...modules.filter(what => what !== undefined), ...reached].map(what => `${file}: ${what}`)
  })
}
