// What makes a page one of a preview, whatever templates it was made with: not for search engines, nothing that says
// where the paper has it, and over an unpublished story a banner that says so.
import type { RenderPart } from './templates.js'

const noindex = '<meta name="robots" content="noindex">\n'
/** Both say where the page is on the site that readers get. */
const published =
  /[ \t]*<(?:link\b[^>]*\brel=["']?canonical\b|meta\b[^>]*\bproperty=["']?og:url\b)[^>]*>\r?\n?/gi
const robots = /<meta\b[^>]*\bname=["']?robots\b[^>]*\bnoindex\b/i

/** @param head of every page; @param banner over what the page shows. */
export function markPreview(html: string, head = '', banner = ''): string {
  // A head may end without saying so (HTML, 13.1.2.4); without any sign of one the page is all body.
  const end = html.search(/<\/head\s*>/i)
  const start = html.search(/<body\b/i)
  const split = end >= 0 ? end : start >= 0 ? start : (/^\s*<!doctype[^>]*>\s*/i.exec(html)?.[0].length ?? 0)
  const before = html.slice(0, split).replace(published, '')
  const rest = html.slice(split)
  const body = /<body\b[^>]*>/i.exec(rest)
  const at = body ? body.index + body[0].length : 0
  const added = `${robots.test(before) ? '' : noindex}${head}`
  return banner === ''
    ? `${before}${added}${rest}`
    : `${before}${added}${rest.slice(0, at)}\n${banner}${rest.slice(at)}`
}

/** With the marks of the theme: `partials/preview-head` in the head, `partials/preview-banner` over the page. */
export function finishPreview(html: string, part: RenderPart): string {
  return markPreview(html, part('partials/preview-head', {}), part('partials/preview-banner', {})?.trim())
}
