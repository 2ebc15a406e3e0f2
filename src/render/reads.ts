// Recording what a render reads. Each render has its own notebook; what is not read, the page does not depend on.

export interface Reads {
  /** Logical names of the templates that were read: page, layouts, partials. */
  readonly templates: readonly string[]
  /** Names of the site constants that were read. */
  readonly constants: readonly string[]
  readonly widgets: readonly string[]
  /** Keys of the words of the interface that were asked for. */
  readonly words: readonly string[]
  /** Assets whose digest was asked for. */
  readonly assets: readonly string[]
  /** Names of the tables that were read. */
  readonly tables: readonly string[]
}

export interface Notebook {
  template(name: string): void
  word(key: string): void
  asset(name: string): void
  /** `values` with each member noted when it is read; a member that is not there is noted too, since a later
   *  one of that name would change the page. */
  recording<T extends object>(
    kind: 'constants' | 'widgets' | 'tables',
    values: T,
    missing?: (name: string) => never,
  ): T
  reads(): Reads
}

export function startReads(): Notebook {
  const notes = {
    templates: new Set<string>(),
    constants: new Set<string>(),
    widgets: new Set<string>(),
    words: new Set<string>(),
    assets: new Set<string>(),
    tables: new Set<string>(),
  }
  return {
    template: name => void notes.templates.add(name),
    word: key => void notes.words.add(key),
    asset: name => void notes.assets.add(name),
    recording(kind, values, missing) {
      return new Proxy(values, {
        get(target, name) {
          if (typeof name !== 'string') return Reflect.get(target, name)
          notes[kind].add(name)
          if (missing && !Object.hasOwn(target, name)) return missing(name)
          return Reflect.get(target, name)
        },
        has(target, name) {
          if (typeof name === 'string') notes[kind].add(name)
          return Reflect.has(target, name)
        },
        getOwnPropertyDescriptor(target, name) {
          if (typeof name === 'string') notes[kind].add(name)
          return Reflect.getOwnPropertyDescriptor(target, name)
        },
        // A look at all of them is a read of each.
        ownKeys(target) {
          for (const name of Object.keys(target)) notes[kind].add(name)
          return Reflect.ownKeys(target)
        },
        set: () => false,
      })
    },
    reads: () => ({
      templates: [...notes.templates].sort(),
      constants: [...notes.constants].sort(),
      widgets: [...notes.widgets].sort(),
      words: [...notes.words].sort(),
      assets: [...notes.assets].sort(),
      tables: [...notes.tables].sort(),
    }),
  }
}

/** One object for all pages that read the same: few differ, and a message carries one object once. */
export function createReadsPool(): (reads: Reads) => Reads {
  const known = new Map<string, Reads>()
  return reads => {
    const key = JSON.stringify(reads)
    const same = known.get(key)
    if (!same) known.set(key, reads)
    return same ?? reads
  }
}
