// XML 1.0 from plain values: `@name` is an attribute, `#text` the text of an element that has some.
import { XMLBuilder } from 'fast-xml-parser'
import { once } from '../base/once.js'

const builder = once(
  () =>
    new XMLBuilder({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      textNodeName: '#text',
      format: true,
      indentBy: ' ',
      suppressEmptyNode: false,
      // An attribute whose value is `true` keeps it: XML has no attributes without one.
      suppressBooleanAttributes: false,
    }),
)

export function renderXml(document: object): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder().build(clean(document))}`
}

/** XML 1.0 has no place for most control characters and none for lone surrogates (2.2). */
function clean(value: unknown): unknown {
  if (typeof value === 'string') {
    return wellFormed(value).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
  }
  if (Array.isArray(value)) return value.map(clean)
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, clean(member)]))
  }
  return value
}

/** Lone surrogates replaced, as `String.prototype.toWellFormed` (ES2024) does. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}
