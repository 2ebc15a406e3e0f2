// One page, made when somebody asks for it, in this thread and in memory: what a server shows of a site that is not
// written anywhere.
import type { Locator } from '../content/library.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import type { SlotValue } from '../markdown/body.js'
import type { Page, TemplatePage } from '../outputs/page.js'
import { createHelpers } from '../render/helpers.js'
import { type Details, renderPage } from '../render/page.js'
import { createTemplates, TemplateFault, type Templates } from '../render/templates.js'
import { Card, type CardData } from '../site/card.js'
import type { Prepared } from './pipeline.js'
import { reasonOf } from './reasons.js'
import { jobOf, plain, textOf } from './render-all.js'
import { templateDiagnostic } from './tasks.js'

export type Made =
  | {
      readonly kind: 'html'
      readonly html: string
      readonly template: string
      readonly props: TemplatePage['props']
    }
  | { readonly kind: 'text'; readonly text: string }
  /** A file that is copied as it is: where it lies. */
  | { readonly kind: 'copy'; readonly source: string }
  | { readonly kind: 'failed'; readonly diagnostic: Diagnostic }

/** What is known of an article's text that the Site does not know yet. */
export interface PagePatch {
  readonly locator: Locator
  readonly slots: readonly SlotValue[]
  /** Members of the prop `page` that are others now. */
  readonly page: Readonly<Record<string, unknown>>
  /** What the prop `article` shows. */
  readonly card: CardData
}

/** Templates stay compiled as long as what they are given stays the same. */
export function openTemplates({ loaded, surroundings }: Prepared): Templates {
  const { templates, constants, widgets, assets, tables } = surroundings
  return createTemplates(templates, {
    constants: plain(constants) as Readonly<Record<string, unknown>>,
    widgets: plain(widgets) as Readonly<Record<string, unknown>>,
    helpers: createHelpers(loaded.config.helpers),
    assets,
    tables: Object.fromEntries(tables.tables),
  })
}

/** The body that a page shows, with what is kept beside it. A body that was lost is parsed again. */
export async function readDetails(
  { sources, shop }: Prepared,
  locator: Locator,
  file: string,
): Promise<Details> {
  const read = (at: Locator | undefined) => at && shop.shelves.bodies.read(at)
  const bytes = read(locator) ?? read((await sources.recover([file])).get(file))
  if (!bytes) throw new Error('its text changed meanwhile')
  return JSON.parse(bytes.toString('utf8')) as Details
}

export async function renderOne(
  prepared: Prepared,
  templates: Templates,
  number: number,
  patch: PagePatch | undefined,
): Promise<Made> {
  const { pages, sources } = prepared
  try {
    const page: Page = pages.page(number)
    if ('copy' in page) return { kind: 'copy', source: sources.sourceOf(page.copy) }
    if (!('template' in page)) return { kind: 'text', text: textOf(page) }
    return await renderTemplate(patch ? patched(page, patch) : page)
  } catch (cause) {
    const owner = pages.owner(number)
    const details = owner === undefined ? {} : { file: owner }
    return {
      kind: 'failed',
      diagnostic: error('DL6002', { path: pages.path(number), reason: reasonOf(cause) }, details),
    }
  }

  async function renderTemplate(page: TemplatePage): Promise<Made> {
    const job = jobOf(page, new Map())
    try {
      const body = job.body && {
        ...job.body,
        details: await readDetails(prepared, job.body.locator, page.body!.file),
      }
      const { html } = renderPage({ template: job.template, props: job.props, body }, templates, true)
      return { kind: 'html', html, template: page.template, props: page.props }
    } catch (cause) {
      if (!(cause instanceof TemplateFault)) throw cause
      return { kind: 'failed', diagnostic: templateDiagnostic(cause, job) }
    }
  }
}

function patched(page: TemplatePage, { card, page: meta, locator, slots }: PagePatch): TemplatePage {
  const { page: known, article } = page.props
  const shown = new Card(
    { cardData: () => card, cardDigest: () => '' },
    article instanceof Card ? article.n : -1,
  )
  return {
    ...page,
    props: { ...page.props, page: { ...(known as object), ...meta }, article: shown },
    body: page.body && { ...page.body, locator, slots },
  }
}
