// Why each item stands in an article's Related News, in words: the parts of its score, and the terms that both share.
import { type Body, linkBody } from '../markdown/body.js'
import { createTermCounters } from '../markdown/terms.js'
import type { Sources } from './sources.js'

export interface RelatedReason {
  /** As it was computed; 0 where the two have nothing in common. */
  readonly score: number
  /** Undefined where the two have nothing in common. */
  readonly parts: ScoreParts | undefined
  /** Words that both share, that which counts most first. */
  readonly words: readonly string[]
}

/** What each part brings to a score; the sum counts up to double for what is near in time. */
export type ScoreParts = Readonly<Record<'text' | 'topics' | 'region' | 'source' | 'nearness', number>>

/** Shared words that are told. */
const mostWords = 8

/** Names terms by the words of one article's text.
 *  @param body of the article at place n. @returns why it goes together with another. */
export async function createReasons(
  { site, explain }: Pick<Sources, 'site' | 'explain'>,
  n: number,
  body: Body,
): Promise<(other: number) => RelatedReason> {
  const { data } = site.card(n)
  const text = [data.title, data.dek, linkBody(body, [], ({ content }) => content)].join(' ')
  const wordOf = await nameTerms(text.replace(/<[^>]*>/g, ' '), data.lang ?? site.options.language)
  return other => {
    const { scored, terms = [] } = explain(n, other) ?? {}
    return {
      score: scored?.score ?? 0,
      parts: scored && {
        text: scored.text,
        topics: scored.topics,
        region: scored.region,
        source: scored.source,
        nearness: scored.nearness,
      },
      words: [...new Set(terms.flatMap(term => wordOf.get(term) ?? []))].slice(0, mostWords),
    }
  }
}

/** Terms are hashes of stems: each is named by the first word of the text that has it. */
async function nameTerms(text: string, language: string): Promise<ReadonlyMap<number, string>> {
  const names = new Map<number, string>()
  const counter = await createTermCounters()(language)
  counter.add(text, 1, 'body', (term, word) => {
    if (!names.has(term)) names.set(term, word.toLowerCase())
  })
  return names
}
