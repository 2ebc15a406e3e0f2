// What a file in error says of whether readers may see it: its draft, its status, its embargo, its expiry. That counts
// whatever else is wrong with the file, and before whatever an earlier version of it said. Where the front matter
// cannot be read as a whole, its lines are; and what they leave in doubt is no permission.
import { readDate, type WrittenDate } from '../base/dates.js'
import { surely } from '../base/suggest.js'
import type { FileFacts, Source } from './article.js'
import type { ContentOptions } from './context.js'
import { readFrontMatter } from './front-matter.js'
import { type FieldSources, isAbsent, nameFields, understoodNames } from './names.js'
import { articleFields } from './schema.js'

export type LastWord =
  /** It cannot be told whether readers may see it. */
  | { readonly kind: 'doubt' }
  | {
      readonly kind: 'said'
      readonly draft: boolean
      /** Withheld or canceled. */
      readonly unusable: boolean
      /** Not before the latest of these. */
      readonly starts: readonly WrittenDate[]
      /** Not from the earliest of these on. */
      readonly ends: readonly WrittenDate[]
    }

const words = ['draft', 'status', 'embargo', 'expires', 'date'] as const
type Word = (typeof words)[number]

/** What is written of each, in the order of the file; several where it stands several times. */
type Written = readonly (readonly [word: Word, value: unknown])[]

/** @param facts what the file's name says. */
export function readLastWord({ path, bytes }: Source, facts: FileFacts, options: ContentOptions): LastWord {
  // Zeros are those of UTF-16. Of another encoding the letters that matter here are the same.
  if (bytes.includes(0)) return { kind: 'doubt' }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const front = readFrontMatter(text, '')
  const isWhole = front.diagnostics.length === 0 && front.split !== undefined
  if (!isWhole) {
    // What the function would have made of the fields nobody can say.
    if (options.transform) return { kind: 'doubt' }
    return judge(readLines(text, options.fields), facts)
  }
  try {
    const data = options.transform
      ? options.transform(structuredClone(front.data) as Record<string, unknown>, { path })
      : front.data
    return isMisspelt(Object.keys(data)) ? { kind: 'doubt' } : judge(readFields(data, options.fields), facts)
  } catch {
    return { kind: 'doubt' }
  }
}

/** A slip in such a key is a word that is not heard. */
function isMisspelt(keys: readonly string[]): boolean {
  const known = new Set([...Object.keys(articleFields), ...Object.values(understoodNames).flat()].map(lower))
  return keys.some(
    key =>
      !known.has(lower(key)) &&
      surely(
        key,
        [...words.slice(0, 4)].map(word => [word, word]),
      ) !== undefined,
  )
}

function readFields(data: Readonly<Record<string, unknown>>, sources: FieldSources): Written {
  const { fields } = nameFields(data, new Set(words), sources, '')
  return [...fields].map(([word, { value }]) => [word as Word, value])
}

/** Lines that look like such a field, anywhere in the text: its front matter may have no end. Both sides of a merge
 *  count. A value may stand on the line below. */
function readLines(text: string, sources: FieldSources): Written {
  const names = new Map<string, Word>(
    words.flatMap(word =>
      [word, ...(sources[word]?.from ?? []), ...(understoodNames[word] ?? [])].map(
        name => [lower(name), word] as const,
      ),
    ),
  )
  names.set('published', 'date').set('permalink', 'draft')
  const written: (readonly [Word, unknown])[] = []
  const lines = text.split(/[\r\n]+/)
  for (const [n, line] of lines.entries()) {
    // A map in braces has many fields on one line.
    const parts = /^\s*\{/.test(line) ? line.replace(/[{}]/g, '').split(',') : [line]
    for (const part of parts) {
      const field =
        /^[\s\ufeff\u200b]*(?:- +)?["'“”]?([\p{L}_][\p{L}\p{N}_-]*)["'“”]?\s*[:=：]\s*(.*)$/u.exec(part)
      if (!field) continue
      const key = field[1]!
      const word = names.get(lower(key))
      const below = /^\s+\S/.test(lines[n + 1] ?? '') ? lines[n + 1]! : ''
      const value = plain(field[2]! === '' ? below : field[2]!)
      if (word !== undefined) written.push([lower(key) === 'permalink' ? 'draft' : word, flagOf(key, value)])
      else if (isMisspelt([key])) written.push(['status', 'doubt'])
    }
  }
  return written
}

/** `published: false` and `permalink: false` are drafts of other generators; with another value they say nothing of it. */
function flagOf(key: string, value: string): unknown {
  if (lower(key) === 'permalink') return /^(?:false|no|off)$/i.test(value)
  return value
}

/** Without quotes, a comment behind it, or the comma of JSON. */
function plain(value: string): string {
  const quoted = /^\s*["'“”](.*?)["'“”]\s*(?:,|#.*)?$/.exec(value)?.[1]
  return (quoted ?? value.replace(/\s#.*$/, '').replace(/,\s*$/, '')).trim()
}

function judge(written: Written, facts: FileFacts): LastWord {
  const said = { draft: facts.draft, unusable: false, starts: [] as WrittenDate[], ends: [] as WrittenDate[] }
  for (const [word, value] of written) {
    if (isAbsent(value)) continue
    const text = String(value).trim()
    const isNo = value === false || /^(?:false|no|off|null|~)$/i.test(text)
    const reading = readDate(text)
    switch (word) {
      case 'draft':
        said.draft ||= !isNo
        break
      case 'status':
        {
          const status = articleFields.status.rule.safeParse(text)
          if (!status.success) return { kind: 'doubt' }
          said.unusable ||= status.data !== 'usable'
        }
        break
      case 'date':
        // A date that cannot be read holds nothing back: what was published stays. A later one does.
        if (isNo) said.draft = true
        else if (reading.ok) said.starts.push(reading.date)
        break
      default:
        if (!reading.ok) return { kind: 'doubt' }
        said[word === 'embargo' ? 'starts' : 'ends'].push(reading.date)
    }
  }
  return { kind: 'said', ...said }
}

function lower(text: string): string {
  return text.toLowerCase()
}
