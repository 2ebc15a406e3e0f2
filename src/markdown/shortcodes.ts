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

/** The opening of a fenced block (CommonMark 4.5), in a list or quote as well. */
const codeFence = /^(?:[ \t]*(?:>|(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t])))*[ \t]*(?<mark>`{3,}(?=[^`]*$)|~{3,})/
/** A pattern a kind. Each repeat has a bound or cannot give back what it took, so that a text full of openings
 *  costs its length and not its square. */
const patterns = [
  // Hugo: {{< name "…" >}}, {{% /name %}}
  /\{\{(?<sign>[<%])-?[\s/]{0,64}(?<hugo>[\w./-]*)(?![\w./-])(?<rest>(?:"[^"]{0,4000}"|`[^`]{0,4000}`|[^"`]){0,1000}?)-?\k<sign>?[>%]\}\}/,
  // Liquid: {% name … %}, {{ name … }}
  /\{%-?\s*(?<liquid>\w+)\b(?:[^%]|%(?!\})){0,2000}%\}/,
  /\{\{-?\s*(?<variable>[\w.[\]'"-]{1,200})(?![\w.[\]'"-])[^{}]{0,4000}\}\}/,
  // kramdown: {: .class}
  /\{:[^{}\n]*\}/,
  /\[\/?(?<wordpress>caption|gallery|embed|video|audio|playlist)\b[^\]\n]{0,4000}\](?![([])/,
]
const shortcode = new RegExp(patterns.map(({ source }) => source).join('|'), 'g')

type Groups = Readonly<
  Partial<Record<'sign' | 'hugo' | 'rest' | 'liquid' | 'variable' | 'wordpress', string>>
>

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
    const { hugo, rest, liquid, variable, wordpress } = match.groups as Groups
    // `::embed[video of the lift]`: the label of a block.
    if (wordpress !== undefined && /:[A-Za-z][\w-]*$/.test(text.slice(Math.max(0, start - 64), start)))
      continue
    if (liquid === 'raw' || liquid === 'endraw') {
      raw = liquid === 'raw'
      edits.push({ start, end, text: '' })
      continue
    }
    if (raw || code.some(span => start >= span.start && start < span.end)) continue
    const replacement =
      jekyllReference(liquid, match[0]) ??
      codeBlock(liquid, match[0], text, start, end) ??
      (hugo === undefined ? linkPrefix(variable) : reference(hugo, rest ?? ''))
    edits.push({ start, end, text: replacement ?? '' })
    if (replacement === undefined) found.push({ kind: kindOf(match), text: match[0], offset: start })
  }
  return { edits, found }
}

/** `{% post_url 2014-06-03-name %}` and `{% link _posts/name.md %}` stand for the file that they name. */
function jekyllReference(name: string | undefined, tag: string): string | undefined {
  if (name !== 'post_url' && name !== 'link') return undefined
  const target = /(?:post_url|link)\s+["']?([^"'\s%]+)/.exec(tag)?.[1]
  if (target === undefined) return undefined
  const file = target.slice(target.lastIndexOf('/') + 1)
  return name === 'post_url' && !/\.\w+$/.test(file) ? `${file}.md` : file
}

/** Jekyll's `{% highlight ruby %}` and `{% endhighlight %}`, each alone on its line, are a fenced code block. */
function codeBlock(
  name: string | undefined,
  tag: string,
  text: string,
  start: number,
  end: number,
): string | undefined {
  if (name !== 'highlight' && name !== 'endhighlight') return undefined
  const alone =
    /(?:^|\n)$/.test(text.slice(Math.max(0, start - 1), start)) &&
    /^[ \t]*(?:\r|\n|$)/.test(text.slice(end, end + 200))
  if (!alone) return undefined
  const language = /highlight\s+([\w+#-]+)/.exec(tag)?.[1] ?? ''
  return name === 'highlight' ? `~~~~~~${language}` : '~~~~~~'
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
  const { sign, hugo, liquid, variable, wordpress } = match.groups as Groups
  if (sign !== undefined) return sign === '<' ? `{{< ${hugo} >}}` : `{{% ${hugo} %}}`
  if (liquid !== undefined) return `{% ${liquid} %}`
  if (variable !== undefined) return '{{ … }}'
  if (wordpress !== undefined) return `[${wordpress}]`
  return '{: … }'
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
    const mark = codeFence.exec(line)?.groups?.mark
    if (fence) {
      const closes = mark?.startsWith(fence.mark) === true && line.replace(/^[\s>]+/, '').trimEnd() === mark
      if (closes) {
        spans.push({ start: fence.start, end: offset + line.length })
        fence = undefined
      }
    } else if (mark) fence = { mark, start: offset }
    else spans.push(...inlineCode(line, offset))
    offset += line.length + 1
  }
  if (fence) spans.push({ start: fence.start, end: text.length })
  return spans
}

/** Code spans of a line: from a run of backticks to the next one of its length (CommonMark 6.1). */
function inlineCode(line: string, offset: number): Range[] {
  const spans: Range[] = []
  const runs = [...line.matchAll(/`+/g)]
  for (let open = 0; open < runs.length; open++) {
    const { index: start, 0: mark } = runs[open]!
    let close = open + 1
    while (close < runs.length && runs[close]![0].length !== mark.length) close++
    if (close === runs.length) continue
    spans.push({ start: offset + start, end: offset + runs[close]!.index + mark.length })
    open = close
  }
  return spans
}
