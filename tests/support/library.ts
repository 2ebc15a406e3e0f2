// A library of a few texts, parsed by the real parser, as the model sees it; their terms lie in memory.

import type { Parser } from '../../src/content/context.js'
import { classify, defaultEndings, readFacts } from '../../src/content/file-name.js'
import {
  createLibrary,
  type Library,
  type OpenLibrary,
  type SavedLibrary,
  type ShelvedDocument,
} from '../../src/content/library.js'
import { parseDocument } from '../../src/content/parse.js'
import { createTermCounters, type TermCounts } from '../../src/markdown/terms.js'
import { createCompiler } from './parse.js'

export interface TextFile {
  readonly path: string
  readonly text: string
}

/** Puts texts into libraries, and keeps their terms. */
export interface Desk {
  open(saved?: SavedLibrary): OpenLibrary
  terms(library: Library, row: number): TermCounts
  /** @returns the row of an article; -1 for other documents, and for a text that leaves none. */
  put(library: OpenLibrary, file: TextFile): Promise<number>
}

export async function createDesk(): Promise<Desk> {
  const parser: Parser = {
    markdown: await createCompiler(),
    terms: createTermCounters(),
    options: { language: 'en', fields: {}, proseDates: false },
  }
  const terms: TermCounts[] = []
  const encoder = new TextEncoder()
  return {
    open: createLibrary,
    terms: (library, row) => terms[library.termsLocator(row)!.offset]!,
    async put(library, { path, text }) {
      const file = classify(path, { endings: defaultEndings })
      if (file.class !== 'document') return -1
      const { document } = await parseDocument(
        { path, bytes: encoder.encode(text) },
        readFacts(path, { endings: defaultEndings }),
        file.html,
        `content/${path}`,
        parser,
      )
      if (!document) return -1
      const { body, ...rest } = document
      const at = { segment: 0, offset: 0, length: 0, check: 0 }
      const kept =
        rest.kind === 'article'
          ? {
              sketch: [...new Uint32Array(rest.terms.sketch.slice().buffer)],
              termsLocator: { ...at, offset: terms.push(rest.terms) - 1 },
            }
          : {}
      return library.add({
        ...rest,
        ...kept,
        locator: at,
        slots: body.slots,
        ids: body.ids,
      } as ShelvedDocument)
    },
  }
}

/** Texts that leave no document are left out. */
export async function makeLibrary(files: Iterable<TextFile>, desk?: Desk): Promise<OpenLibrary> {
  desk ??= await createDesk()
  const library = desk.open()
  for (const file of files) await desk.put(library, file)
  return library
}
