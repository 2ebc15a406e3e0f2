// Recording what a render reads. Each render has notes of its own; what is not read, the page does not depend on.

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

/** What a render has read so far, or a part of it. */
export type Notes = { readonly [K in keyof Reads]: Set<string> }

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
  /** Runs `act` on notes of its own: what was read before it is not in them, and what it reads is nowhere else. */
  apart<T>(act: () => T): { readonly value: T; readonly notes: Notes }
  /** Takes over what stands in other notes. */
  copy(notes: Notes): void
}

export function createNotebook(): Notebook {
  let notes = blank()
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
    apart(act) {
      const outer = notes
      const own = blank()
      notes = own
      try {
        return { value: act(), notes: own }
      } finally {
        notes = outer
      }
    },
    copy(other) {
      for (const kind of kinds) for (const name of other[kind]) notes[kind].add(name)
    },
  }
}

/** Notes as a list of names, sorted. */
export function readsOf(notes: Notes): Reads {
  const sorted = (names: ReadonlySet<string>): readonly string[] => [...names].sort()
  return {
    templates: sorted(notes.templates),
    constants: sorted(notes.constants),
    widgets: sorted(notes.widgets),
    words: sorted(notes.words),
    assets: sorted(notes.assets),
    tables: sorted(notes.tables),
  }
}

/** One object for all pages that read the same: few differ, and the names were the largest part of what a thread sends
 *  back for a page. */
export function createReadsPool(): (reads: Reads) => Reads {
  const known = new Map<string, Reads>()
  return reads => {
    const key = JSON.stringify(reads)
    const same = known.get(key)
    if (!same) known.set(key, reads)
    return same ?? reads
  }
}

const kinds = ['templates', 'constants', 'widgets', 'words', 'assets', 'tables'] as const

const blank = (): Notes => ({
  templates: new Set(),
  constants: new Set(),
  widgets: new Set(),
  words: new Set(),
  assets: new Set(),
  tables: new Set(),
})
