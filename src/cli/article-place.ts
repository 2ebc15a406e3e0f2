// Where a new article belongs and what its file begins with. Pure: what is there already comes in as a list.
import { stringify } from 'yaml'

/** An article that is there already. */
export interface Neighbour {
  /** Below the content folder. */
  readonly path: string
  readonly year: string
  readonly month: string
  readonly day: string
  /** Key of its region. */
  readonly region?: string | undefined
}

/** What the names in a pattern stand for. */
export interface PlaceValues {
  readonly year: string
  readonly month: string
  readonly day: string
  readonly slug: string
  readonly region?: string | undefined
}

/** `:year/:month/:slug.md`: how the newsroom files its articles. The most frequent habit of the newest ones,
 *  ties by the newest; without any, the permalink says how.
 *  @param newest first. @param language of files such as `story.fr.md`. */
export function placePattern(newest: readonly Neighbour[], permalink: string, language?: string): string {
  const counts = new Map<string, number>()
  for (const neighbour of newest) {
    const pattern = habitOf(neighbour)
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1)
  }
  const [first, ...others] = [...counts]
  if (!first) return `${folderOfPermalink(permalink)}:slug${language === undefined ? '' : `.${language}`}.md`
  return others.reduce((best, habit) => (habit[1] > best[1] ? habit : best), first)[0]
}

/** Parts that are the article's own date or region become names; all others stay as they are. */
function habitOf({ path, year, month, day, region }: Neighbour): string {
  const parts = path.split('/')
  const file = parts.pop()!
  const ending = /(?:\.[A-Za-z]{2}(?:-[A-Za-z]+)?)?\.[^.]+$/.exec(file)?.[0] ?? '.md'
  const bundle = file.startsWith('index.')
  const stem = bundle ? (parts.pop() ?? '') : file
  const folders = parts.map((part, depth) => {
    if (part === `${year}-${month}-${day}`) return ':year-:month-:day'
    if (part === `${year}-${month}`) return ':year-:month'
    if (part === year) return ':year'
    if (part === month && parts[depth - 1] === year) return ':month'
    if (part === day && parts[depth - 1] === month) return ':day'
    return part === region ? ':region' : part
  })
  const dated = /^[0-9]{4}-[0-9]{2}-[0-9]{2}[-_]/.test(stem)
  // A bundle is a folder for pictures; a new article begins as one file.
  return [...folders, `${dated ? ':year-:month-:day-' : ''}:slug${ending}`].join('/')
}

function folderOfPermalink(permalink: string): string {
  const dates = permalink.split('/').filter(part => /^:(?:year|month|day|region)$/.test(part))
  return dates.map(part => `${part}/`).join('')
}

/** The pattern with its names filled in; a region that the article lacks leaves its folder out. */
export function fillPlace(pattern: string, values: PlaceValues): string {
  const all: Readonly<Record<string, string | undefined>> = { ...values }
  return pattern
    .split('/')
    .map(part => part.replace(/:(year|month|day|region|slug)/g, (_, name: string) => all[name] ?? ''))
    .filter(part => part !== '')
    .join('/')
}

export interface NewArticle {
  readonly title: string
  readonly date: string
  readonly region?: string | undefined
  readonly source?: string | undefined
  readonly topics: readonly string[]
  readonly lang?: string | undefined
  readonly draft: boolean
}

/** The fields in the order in which editors fill them in. */
export function renderArticle(article: NewArticle): string {
  const { title, date, region, source, topics, lang, draft } = article
  const lines = [
    `title: ${scalar(title)}`,
    `date: ${date}`,
    `region:${optional(region)}`,
    `source:${optional(source)}`,
    'summary:',
    `topics: [${topics.map(scalarInList).join(', ')}]`,
    'authors: []',
    ...(lang === undefined ? [] : [`lang: ${lang}`]),
    ...(draft ? ['draft: true'] : []),
  ]
  return `---\n${lines.join('\n')}\n---\n\n`
}

const optional = (value: string | undefined): string => (value === undefined ? '' : ` ${scalar(value)}`)

/** Quoted where either version of YAML would read something else than the text. */
function scalar(value: string): string {
  const plain = stringify(value, { version: '1.1', lineWidth: 0 }).trimEnd()
  return plain.includes('\n') ? JSON.stringify(value) : plain
}

const scalarInList = (value: string): string =>
  /[,[\]{}]/.test(value) ? JSON.stringify(value) : scalar(value)
