// Texts of earlier commits, parsed as today's are: with today's config, by the same workers, under the path that they
// have today.
import { join } from 'node:path'
import { digestBlob } from '../base/digest.js'
import type { Config } from '../config/config.js'
import { classify } from '../content/file-name.js'
import type { DocumentFile } from './discover.js'
import type { Files } from './files.js'
import { parseTasks } from './parse-all.js'
import { runAll } from './pool.js'
import type { Shop } from './shop.js'
import type { ParsedFile } from './tasks.js'

export interface OldText {
  /** Below the content folder. */
  readonly path: string
  readonly bytes: Uint8Array
}

export interface OldTextReader {
  readonly files: Files
  readonly config: Config
  readonly shop: Shop
  /** A folder that goes with the build. */
  readonly scratch: string
}

export interface OldDocument {
  readonly parsed: ParsedFile
  /** Where it can be read again while the build lasts. */
  readonly file: DocumentFile
}

/** @returns one for each text that a document is made of, in their order. */
export async function parseOldTexts(
  texts: readonly OldText[],
  { files, config, shop, scratch }: OldTextReader,
): Promise<OldDocument[]> {
  const documents = texts.flatMap(({ path, bytes }): DocumentFile[] => {
    const kind = classify(path, config)
    if (kind.class !== 'document') return []
    const absolute = join(scratch, 'versions', digestBlob(bytes))
    files.write(absolute, bytes)
    return [{ path, absolute, kind: kind.kind, html: kind.html }]
  })
  if (documents.length === 0) return []
  const old: OldDocument[] = []
  await runAll(shop.pool(documents.length), parseTasks(documents), (result, task) => {
    for (const [n, parsed] of result.files.entries()) old.push({ parsed, file: task.files[n]! })
  })
  return old
}
