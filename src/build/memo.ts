// What a kept page depends on. A page is rendered again when anything in `PageInputs` differs, or its file is
// gone; nothing else makes it stale.
//
// Left out, and why: the clock (templates cannot read it; what time does to a site shows in props), the order
// and number of other pages (a page sees its props only), constants and widgets that were not read (recorded
// one by one), the number of threads, the operating system. The body is in by the digest of its file, since a
// watch session keeps one parser and one config; a new config ends the session's memory as a whole.
import { type Digest, digestText, digestValue } from '../base/digest.js'
import type { Page, TemplatePage } from '../outputs/page.js'
import type { Reads } from '../render/reads.js'

export interface PageInputs {
  readonly template: string
  /** Structural; stops at cards, which carry their own digest. */
  readonly props: Digest
  /** The body's file and the resolved values of its slots. */
  readonly body: Digest
}

/** Digests of what a template can read, by name. */
export interface Environment {
  readonly templates: ReadonlyMap<string, Digest>
  readonly constants: ReadonlyMap<string, Digest>
  readonly widgets: ReadonlyMap<string, Digest>
}

/** A page that was rendered: from what, and what it read. */
export interface KeptPage {
  readonly inputs: PageInputs
  readonly reads: { readonly [K in keyof Environment]: readonly (readonly [string, Digest])[] }
}

const absent: Digest = digestText('')

export function inputsOf(page: TemplatePage): PageInputs {
  return {
    template: page.template,
    props: digestValue(page.props),
    // Named `source`: a value with a `digest` of its own would be taken for a card.
    body: page.body
      ? digestValue({
          into: page.body.into,
          source: page.body.digest,
          slots: page.body.slots,
          file: page.body.locator,
        })
      : absent,
  }
}

export function keepPage(inputs: PageInputs, reads: Reads, environment: Environment): KeptPage {
  const withDigests = (names: readonly string[], digests: ReadonlyMap<string, Digest>) =>
    names.map(name => [name, digests.get(name) ?? absent] as const)
  return {
    inputs,
    reads: {
      templates: withDigests(reads.templates, environment.templates),
      constants: withDigests(reads.constants, environment.constants),
      widgets: withDigests(reads.widgets, environment.widgets),
    },
  }
}

export function isFresh(kept: KeptPage, inputs: PageInputs, environment: Environment): boolean {
  if (
    kept.inputs.template !== inputs.template ||
    kept.inputs.props !== inputs.props ||
    kept.inputs.body !== inputs.body
  )
    return false
  return (['templates', 'constants', 'widgets'] as const).every(kind =>
    kept.reads[kind].every(([name, digest]) => (environment[kind].get(name) ?? absent) === digest),
  )
}

/** Digests of named values; templates are texts, constants and widgets plain values. */
export function digestMembers(values: Readonly<Record<string, unknown>>): Map<string, Digest> {
  return new Map(Object.entries(values).map(([name, value]) => [name, digestValue(value)]))
}

export function isTemplatePage(page: Page): page is TemplatePage {
  return 'template' in page
}
