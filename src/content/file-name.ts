// What a path below the content folder says: which kind of file it is, its slug, its date, its language.
import { readDate, type WrittenDate } from '../base/dates.js'
import { slugify } from '../base/slug.js'
import type { DocumentKind, FileFacts } from './article.js'

export interface FileRules {
  /** Endings of articles, lower case, with the dot. */
  readonly endings: readonly string[]
}

export const defaultEndings = ['.md', '.markdown', '.html', '.htm'] as const

/** What kind of thing a file of the content folder is. Settings, tables and pictures are no documents. */
export type FileClass =
  | { readonly class: 'document'; readonly kind: DocumentKind; readonly html: boolean }
  | { readonly class: 'settings' }
  | { readonly class: 'front' }
  | { readonly class: 'data' }
  | { readonly class: 'media' }
  | { readonly class: 'readme' }
  /** A text in a form that is not built (`.mdx`). */
  | { readonly class: 'foreign' }

const foreignEndings = [
  '.mdx',
  '.rst',
  '.adoc',
  '.asciidoc',
  '.org',
  '.txt',
  '.mdown',
  '.mkd',
  '.markdown',
  '.md',
  '.html',
  '.htm',
]

/** Asked of every file at every build, so it takes names apart no further than it must. */
export function classify(path: string, rules: FileRules): FileClass {
  const slash = path.lastIndexOf('/')
  const lower = path.slice(slash + 1).toLowerCase()
  if (path.startsWith('_site/')) return { class: 'settings' }
  if (slash < 0 && /^_front(?:\..+)?\.ya?ml$/.test(lower)) return { class: 'front' }
  if (path.startsWith('data/') && /\.(?:ya?ml|json|csv)$/.test(lower)) return { class: 'data' }
  const ending = rules.endings.find(candidate => lower.endsWith(candidate))
  if (ending === undefined)
    return { class: foreignEndings.some(known => lower.endsWith(known)) ? 'foreign' : 'media' }
  if (lower.length === 'readme'.length + ending.length && lower.startsWith('readme'))
    return { class: 'readme' }
  return {
    class: 'document',
    kind: kindOf(path, slash, ending),
    html: ending === '.html' || ending === '.htm',
  }
}

function kindOf(path: string, slash: number, ending: string): DocumentKind {
  if (path.startsWith('_index', slash + 1) && splitLanguage(stemOf(path, ending)).name === '_index')
    return 'section'
  if (path.startsWith('pages/')) return 'page'
  if (path.startsWith('authors/') && slash === 'authors'.length) return 'author'
  return path.startsWith('storylines/') && slash === 'storylines'.length ? 'storyline' : 'article'
}

/** The file's name without its ending. */
function stemOf(path: string, ending: string): string {
  return path.slice(path.lastIndexOf('/') + 1, path.length - ending.length)
}

/** `index.fr` is `index` in French. */
function splitLanguage(stem: string): { readonly name: string; readonly lang?: string } {
  const language = /^(.+)\.([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)$/.exec(stem)
  return language && isLanguage(language[2]!)
    ? { name: language[1]!, lang: canonicalLanguage(language[2]!) }
    : { name: stem }
}

/** @param path of a document. */
export function readFacts(path: string, rules: FileRules): FileFacts {
  const slash = path.lastIndexOf('/')
  const lower = path.toLowerCase()
  const ending = rules.endings.find(candidate => lower.endsWith(candidate)) ?? ''
  const kind = kindOf(path, slash, ending)
  const { name, lang } = splitLanguage(stemOf(path, ending))
  const folders = path.split('/').slice(0, -1)
  const draft = folders.some(folder => folder === '_drafts' || folder === 'drafts')
  const common = { kind, draft, ...(lang === undefined ? {} : { lang }) }
  if (kind === 'section') return { ...common, slug: '' }
  if (kind === 'page') {
    const inside = [...folders.slice(1), ...(name === 'index' ? [] : [name])]
    return { ...common, slug: inside.map(slugify).join('/') }
  }
  if (kind === 'author' || kind === 'storyline') return { ...common, slug: slugify(name) }
  const bundle = name === 'index' && folders.length > 0
  const own = bundle ? folders.at(-1)! : name
  const dated = /^([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:[-_ T]+|$)(.*)$/.exec(own)
  const slug = slugify(dated ? dated[2]! : own)
  const date = (dated && dayOf(dated[1]!)) ?? dateOfFolders(folders)
  return {
    ...common,
    // A number alone names nothing: two bundles called `1` would meet at one address.
    slug: /^[0-9]*$/.test(slug) && bundle ? '' : slug,
    ...(date ? { date } : {}),
  }
}

function dayOf(text: string): WrittenDate | undefined {
  const reading = readDate(text)
  return reading.ok ? reading.date : undefined
}

/** `2021-09-05/…` or `2014/12/24/…`, the innermost first. */
function dateOfFolders(folders: readonly string[]): WrittenDate | undefined {
  for (let n = folders.length - 1; n >= 0; n--) {
    const whole = /^([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:[-_ ].*)?$/.exec(folders[n]!)
    if (whole) return dayOf(whole[1]!)
    const three = folders.slice(n - 2, n + 1)
    if (three.length === 3 && /^[0-9]{4}\/[0-9]{1,2}\/[0-9]{1,2}$/.test(three.join('/')))
      return dayOf(three.join('-'))
  }
  return undefined
}

/** The day in an address such as `2014/12/12/1.0-Timeline` or `inside/2020/03/27/update`. */
export function dateOfAddress(address: string): WrittenDate | undefined {
  const match = /(?:^|\/)([0-9]{4})\/([0-9]{1,2})\/([0-9]{1,2})\//.exec(address)
  return match ? dayOf(`${match[1]}-${match[2]}-${match[3]}`) : undefined
}

/** ISO 639-1 (two letters), so that `foo.min.md` is no Minangkabau; longer tags need a known language too. */
const languages = new Set(
  'aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu'.split(
    ' ',
  ),
)

/** A language tag whose language is in ISO 639-1: `fr`, `pt-BR`, `zh-Hans`, `zh-cn`. */
export function isLanguage(tag: string): boolean {
  return (
    /^[A-Za-z]{2}(?:[-_](?:[A-Za-z]{2}|[A-Za-z]{4}|[0-9]{3}))*$/.test(tag) &&
    languages.has(tag.slice(0, 2).toLowerCase())
  )
}

/** BCP 47 form: `pt_br` is `pt-BR`. */
export function canonicalLanguage(tag: string): string {
  return Intl.getCanonicalLocales(tag.replace(/_/g, '-'))[0] ?? tag
}
