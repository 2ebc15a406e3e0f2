// Shortcodes, Liquid and attribute lists of other generators. They are no Markdown: printed raw they would
// look broken, so they are taken out (what stands between a pair stays) and reported once a kind.
import type { Edit } from './source.js'

export interface Shortcode {
  /** The kind that is reported: `{{< figure >}}`, `{% include %}`, `{: … }`, `[caption]`. */
  readonly kind: string
  /** As it stands in the file. */
  readonly text: string
  readonly offset: number
}

export interface ShortcodeScan {
  readonly edits: readonly Edit[]
  readonly found: readonly Shortcode[]
}

const codeFence = /^ {0,3}(`{3,}|~{3,})/
const shortcode =
  /\{\{([<%])-?\s*(\/?)\s*([\w./-]*)((?:"[^"]*"|`[^`]*`|'[^'\n]*'|[^"`'])*?)-?\1?[>%]\}\}|\{%-?\s*(\w+)([^%]*(?:%(?!\})[^%]*)*)%\}|\{\{-?\s*([\w.[\]'"-]+)([^{}]*)\}\}|\{:[^{}\n]*\}|\[\/?(caption|gallery|embed|video|audio|playlist)\b[^\]\n]*\](?![([])/g

/** Finds shortcodes outside code. References to other files become the path that is referred to, and the
 *  site's own base address becomes nothing, so that links survive; everything else is an edit that removes.
 *  Text between `{% raw %}` and `{% endraw %}` stands as it is, as its author asked. */
export function scanShortcodes(text: string): ShortcodeScan {
  // `[caption` and the like are the only kinds without a brace.
  if (
    !text.includes('{{') &&
    !text.includes('{%') &&
    !text.includes('{:') &&
    !/\[\/?(?:caption|gallery|embed|video|audio|playlist)\b/.test(text)
  ) {
    return { edits: [], found: [] }
  }
  const code = codeSpans(text)
  const edits: Edit[] = []
  const found: Shortcode[] = []
  let raw = false
  for (const match of text.matchAll(shortcode)) {
    const start = match.index
    const end = start + match[0].length
    const [whole, , , hugoName, hugoRest, liquidName, , variable] = match
    if (liquidName === 'raw' || liquidName === 'endraw') {
      raw = liquidName === 'raw'
      edits.push({ start, end, text: '' })
      continue
    }
    if (raw || code.some(span => start >= span.start && start < span.end)) continue
    const replacement = hugoName === undefined ? linkPrefix(variable) : reference(hugoName, hugoRest ?? '')
    edits.push({ start, end, text: replacement ?? '' })
    if (replacement === undefined) found.push({ kind: kindOf(match), text: whole, offset: start })
  }
  return { edits, found }
}

/** `{{< ref "other.md" >}}` stands for the path of another file. */
function reference(name: string, rest: string): string | undefined {
  if (name !== 'ref' && name !== 'relref') return undefined
  const path = /["'`]?([^"'`\s]+)["'`]?/.exec(rest.trim())?.[1]
  return path === undefined ? '' : path
}

/** `{{ site.baseurl }}/docs/` is the site's own address. */
function linkPrefix(variable: string | undefined): string | undefined {
  return variable !== undefined && /^site\.(?:baseurl|url|github\.url)$/i.test(variable) ? '' : undefined
}

function kindOf(match: RegExpMatchArray): string {
  const [whole, sign, , hugoName, , liquidName, , variable, , wordpress] = match
  if (sign !== undefined) return sign === '<' ? `{{< ${hugoName} >}}` : `{{% ${hugoName} %}}`
  if (liquidName !== undefined) return `{% ${liquidName} %}`
  if (variable !== undefined) return '{{ … }}'
  if (wordpress !== undefined) return `[${wordpress}]`
  return whole.startsWith('{:') ? '{: … }' : whole
}

interface Range {
  readonly start: number
  readonly end: number
}

/** Fenced blocks and code spans, closely enough for shortcodes: an unclosed fence runs to the end. */
function codeSpans(text: string): readonly Range[] {
  const spans: Range[] = []
  let fence: { readonly mark: string; readonly start: number } | undefined
  let offset = 0
  for (const line of text.split('\n')) {
    const mark = codeFence.exec(line)?.[1]
    if (fence) {
      if (mark && mark[0] === fence.mark[0] && mark.length >= fence.mark.length && line.trim() === mark) {
        spans.push({ start: fence.start, end: offset + line.length })
        fence = undefined
      }
    } else if (mark) fence = { mark, start: offset }
    else
      for (const span of line.matchAll(/(`+)(?:[^`]|(?!\1)`)*?[^`]\1(?!`)/g)) {
        spans.push({ start: offset + span.index, end: offset + span.index + span[0].length })
      }
    offset += line.length + 1
  }
  if (fence) spans.push({ start: fence.start, end: text.length })
  return spans
}
