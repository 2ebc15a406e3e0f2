// How the words of a language become terms: stop words are left out, the rest is reduced to stems (Snowball), so that
// "elections" and "election" are one. Languages that are not here are counted as they are written.

/** How one language is read. */
export interface Analysis {
  /** The stem of a word in lower case; undefined for a stop word. */
  reduce(word: string): string | undefined
  lower(text: string): string
  /** Finds words where none are set apart by blanks. */
  segment?(text: string): Iterable<{ readonly segment: string; readonly isWordLike?: boolean }>
}

interface Language {
  readonly stems: () => Promise<{ readonly stemmer: (word: string) => string }>
  readonly stops: () => Promise<{ readonly stopwords: readonly string[] }>
  /** What leans on a word with an apostrophe: l'élection, the election's. */
  readonly clitic?: RegExp
}

const french = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'/
const italian = /^(?:[cdlmnstv]|un|all|coll|dall|dell|nell|quell|sull|dov|com)'/

/** By the first part of the language tag. */
const languages: Readonly<Record<string, Language>> = {
  ar: { stems: () => import('@orama/stemmers/arabic'), stops: () => import('@orama/stopwords/arabic') },
  da: { stems: () => import('@orama/stemmers/danish'), stops: () => import('@orama/stopwords/danish') },
  de: { stems: () => import('@orama/stemmers/german'), stops: () => import('@orama/stopwords/german') },
  el: { stems: () => import('@orama/stemmers/greek'), stops: () => import('@orama/stopwords/greek') },
  en: {
    stems: () => import('@orama/stemmers/english'),
    stops: () => import('@orama/stopwords/english'),
    clitic: /'s?$/,
  },
  es: { stems: () => import('@orama/stemmers/spanish'), stops: () => import('@orama/stopwords/spanish') },
  fi: { stems: () => import('@orama/stemmers/finnish'), stops: () => import('@orama/stopwords/finnish') },
  fr: {
    stems: () => import('@orama/stemmers/french'),
    stops: () => import('@orama/stopwords/french'),
    clitic: french,
  },
  hu: { stems: () => import('@orama/stemmers/hungarian'), stops: () => import('@orama/stopwords/hungarian') },
  it: {
    stems: () => import('@orama/stemmers/italian'),
    stops: () => import('@orama/stopwords/italian'),
    clitic: italian,
  },
  nl: { stems: () => import('@orama/stemmers/dutch'), stops: () => import('@orama/stopwords/dutch') },
  no: { stems: () => import('@orama/stemmers/norwegian'), stops: () => import('@orama/stopwords/norwegian') },
  pt: {
    stems: () => import('@orama/stemmers/portuguese'),
    stops: () => import('@orama/stopwords/portuguese'),
  },
  ro: { stems: () => import('@orama/stemmers/romanian'), stops: () => import('@orama/stopwords/romanian') },
  ru: { stems: () => import('@orama/stemmers/russian'), stops: () => import('@orama/stopwords/russian') },
  sv: { stems: () => import('@orama/stemmers/swedish'), stops: () => import('@orama/stopwords/swedish') },
  tr: { stems: () => import('@orama/stemmers/turkish'), stops: () => import('@orama/stopwords/turkish') },
}
/** Bokmål and Nynorsk. */
const sameAs: Readonly<Record<string, string>> = { nb: 'no', nn: 'no' }
const segmented = ['zh', 'ja'] as const

/** What a language tag comes down to: `pt-BR` to `pt`, one that is read as it is written to ''. */
export function analysedLanguage(tag: string): string {
  const base = tag.split(/[-_]/, 1)[0]!.toLowerCase()
  const known = sameAs[base] ?? base
  return Object.hasOwn(languages, known) || segmented.some(one => one === known) ? known : ''
}

/** @param language as of `analysedLanguage`. */
export async function loadAnalysis(language: string): Promise<Analysis> {
  const asWritten = {
    reduce: (word: string) => plainOf(word).replaceAll("'", ''),
    lower: (text: string) => text.toLowerCase(),
  }
  const known = Object.hasOwn(languages, language) ? languages[language] : undefined
  if (!known) {
    if (!segmented.some(one => one === language)) return asWritten
    const segmenter = new Intl.Segmenter(language, { granularity: 'word' })
    return { ...asWritten, segment: text => segmenter.segment(text) }
  }
  const [{ stemmer }, { stopwords }] = await Promise.all([known.stems(), known.stops()])
  const stops = new Set(stopwords)
  return {
    // Turkish has an i with a dot and one without, in both cases.
    lower: language === 'tr' ? text => text.toLocaleLowerCase('tr') : asWritten.lower,
    reduce(word) {
      const plain = plainOf(word)
      const bare = known.clitic ? plain.replace(known.clitic, '') : plain
      if (stops.has(plain) || stops.has(bare)) return undefined
      return stemmer(bare).replaceAll("'", '') || undefined
    },
  }
}

/** One kind of apostrophe, and no marks apart from their letters: vowel points, accents of another Unicode form. */
function plainOf(word: string): string {
  return word.normalize('NFC').replace(/\p{M}/gu, '').replace(/[’ʼ]/g, "'")
}
