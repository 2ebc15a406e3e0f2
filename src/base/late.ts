// A package that most runs do without, loaded when it is first asked for: what a command does not need it does not
// import, since starting counts on every push. In the form for `require`, which is there at once.
import { createRequire } from 'node:module'
import { once } from './once.js'

const load = createRequire(import.meta.url)

/** @param name of one of our dependencies. @returns the package, the same each time. */
export function late<T>(name: string): () => T {
  return once(() => load(name) as T)
}
