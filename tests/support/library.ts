// A library of a few texts, parsed by the real parser, as the model sees it.

import type { Parser } from '../../src/content/context.js'
import { classify, defaultEndings } from '../../src/content/file-name.js'
import { createLibraryBuilder, type Library } from '../../src/content/library.js'
import { parseDocument } from '../../src/content/parse.js'
import { createTermCounter } from '../../src/markdown/terms.js'
import { createCompiler } from './parse.js'

export interface TextFile {
  readonly path: string
  readonly text: string
}

/** Texts that leave no document are left out. */
export async function makeLibrary(files: Iterable<TextFile>): Promise<Library> {
  const parser: Parser = {
    markdown: await createCompiler(),
    terms: createTermCounter(),
    options: { fields: {}, proseDates: false },
  }
  const builder = createLibraryBuilder()
  const encoder = new TextEncoder()
  for (const { path, text } of files) {
    const file = classify(path, { endings: defaultEndings })
    if (file.class !== 'document') continue
    const { document } = await parseDocument(
      { path, bytes: encoder.encode(text) },
      file.facts,
      file.html,
      `content/${path}`,
      parser,
    )
    if (!document) continue
    const { body, ...rest } = document
    builder.add({
      ...rest,
      locator: { segment: 0, offset: 0, length: 0 },
      slots: body.slots,
      ids: body.ids,
    } as Parameters<typeof builder.add>[0])
  }
  return builder.finish()
}
