// One page: its body linked into its props, its template rendered. A pure function of a `RenderJob`.

import type { WrittenDate } from '../base/dates.js'
import { type Body, linkBody, type SlotValue } from '../markdown/body.js'
import { renderBlock } from './blocks.js'
import { finishPreview } from './preview.js'
import type { Rendered, RenderPart, Templates } from './templates.js'

/** A page with its props as plain data, ready to cross to a thread. */
export interface RenderJob {
  readonly template: string
  readonly props: Readonly<Record<string, unknown>>
  readonly body?:
    | { readonly into: string; readonly details: Details; readonly slots: readonly SlotValue[] }
    | undefined
}

/** What is kept of a document beside its body, for its own page alone. */
export interface Details {
  readonly body: Body
  readonly corrections?: readonly { readonly date: WrittenDate; readonly text: string }[]
  readonly [field: string]: unknown
}

/** Details give way to props of the same name: a card's resolved region beats the region as written.
 *  @param preview the page is one of a preview. */
export function renderPage(job: RenderJob, templates: Templates, preview = false): Rendered {
  const finish = preview ? finishPreview : undefined
  if (!job.body) return templates.render(job.template, job.props, undefined, finish)
  const { into, details, slots } = job.body
  const { body } = details
  const given = job.props[into]
  const hasBlocks = body.slots.some(({ kind }) => kind === 'block')
  const linked = (part: RenderPart) => {
    const html = linkBody(body, slots, block => renderBlock(block, 'page', part))
    return {
      [into]: merge(given, details, {
        html,
        outline: body.outline,
        embeds: body.embeds || (hasBlocks && html.includes(' data-embed="')),
      }),
      plain: () => linkBody(body, slots, block => renderBlock(block, 'feed', part)),
    }
  }
  return templates.render(job.template, job.props, linked, finish)
}

/** Details but the body give way to what is given. Object.assign, since spreading several objects with members of the
 *  same names took ten times as long (Node 20), 28 µs a page. */
function merge(
  given: unknown,
  details: Details,
  linked: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const merged: Record<string, unknown> = {}
  for (const name of Object.keys(details)) if (name !== 'body') merged[name] = details[name]
  if (isObject(given)) Object.assign(merged, given)
  const { image } = details
  // The picture as written has caption and credit, the one given has address and size: without it there is none.
  merged.image =
    isObject(image) && isObject(given) && isObject(given.image) ? { ...image, ...given.image } : undefined
  return Object.assign(merged, linked)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object'
}
