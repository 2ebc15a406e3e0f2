// Eta over a map of template texts. Templates get props, the site's constants, widgets and helpers, all frozen;
// they cannot reach the site, the clock or the process. What they read is recorded.
import { Eta, EtaFileResolutionError, EtaParseError } from 'eta'
import { deepFreeze } from '../base/freeze.js'
import { digestedName } from '../outputs/files.js'
import type { Helpers } from './helpers.js'
import { createReadsPool, type Reads, startReads } from './reads.js'

/** Logical name (`partials/card`) → text. */
export type TemplateTexts = ReadonlyMap<string, string>

/** A template that cannot be used: which, where in it, and why. */
export class TemplateFault extends Error {
  readonly template: string
  /** From 1; undefined when it is not known. */
  readonly line: number | undefined
  /** The template that the line is of, where a missing one was wanted by another. */
  readonly wantedBy: string | undefined
  readonly reason: string
  readonly kind: 'missing' | 'failed' | 'widget' | 'table' | 'block'

  constructor(
    kind: TemplateFault['kind'],
    template: string,
    reason: string,
    line?: number,
    cause?: unknown,
    wantedBy?: string,
  ) {
    super(`${template}: ${reason}`, { cause })
    this.kind = kind
    this.template = template
    this.reason = reason
    this.line = line
    this.wantedBy = wantedBy
  }
}

/** A block's template refuses what it was given: the mistake is in the text that uses it. */
export class BlockFault extends TemplateFault {
  readonly block: string
  /** Of its name, in the text's file. */
  readonly offset: number

  constructor(block: string, offset: number, reason: string) {
    super('block', `blocks/${block}`, reason)
    this.block = block
    this.offset = offset
  }
}

export interface Rendered {
  readonly html: string
  readonly reads: Reads
}

type Values = Readonly<Record<string, unknown>>

/** Renders a template as a part of a page: what it reads, the page has read. It sees all that the page sees, and
 *  `values`. Undefined when there is no such template. */
export type RenderPart = (name: string, values: Values) => string | undefined

export interface Templates {
  /** @param more makes further props, with parts in them. @param finish is given what came out.
   *  @throws TemplateFault */
  render(
    name: string,
    props: Values,
    more?: (part: RenderPart) => Values,
    finish?: (html: string, part: RenderPart) => string,
  ): Rendered
}

export interface TemplateContext {
  readonly constants: Readonly<Record<string, unknown>>
  readonly widgets: Readonly<Record<string, unknown>>
  readonly helpers: Helpers
  /** Digests of the theme's assets, by name. */
  readonly assets: ReadonlyMap<string, string>
  readonly tables: Values
}

/** What would make a page depend on when or where it was built. Eta passes templates through `Function`, whose
 *  parameters cannot be extended, so these are declared in every template's header. */
const shadowed = [
  'Date',
  'process',
  'globalThis',
  'global',
  'require',
  'fetch',
  'performance',
  'crypto',
  'setTimeout',
  'setInterval',
  'Function',
] as const
/** Strict, so that writing to a frozen value fails instead of being ignored. */
const header = `'use strict'; const { ${shadowed.join(', ')}, Math } = this.stands;`

class NewsEta extends Eta {
  readonly texts: TemplateTexts
  note: (name: string) => void = () => {}
  /** What stands for the names that templates must not use. */
  readonly stands: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries(shadowed.map(name => [name, forbidden(name)])),
    Math: createMath(),
  }

  constructor(texts: TemplateTexts) {
    super({ cache: true, debug: true, autoEscape: true, functionHeader: header })
    this.texts = texts
    // Called for each include and layout, also when the compiled template is in the cache.
    this.resolvePath = name => {
      const logical = logicalName(name)
      this.note(logical)
      return logical
    }
    this.readFile = name => {
      const text = texts.get(name)
      if (text === undefined) throw new EtaFileResolutionError(`There is no template "${name}"`)
      return text
    }
  }
}

/** A stand-in that says why when it is touched. */
function forbidden(name: string): unknown {
  // A function, not an arrow: `new` is refused by the trap only where there is a constructor to call.
  function refuse(): never {
    throw new Error(`"${name}" cannot be used in a template: a page may depend only on what it is given`)
  }
  return new Proxy(refuse, { get: refuse, apply: refuse, construct: refuse, has: refuse })
}

function logicalName(name: string): string {
  return name.replace(/^(?:\.?\/)+/, '').replace(/\.eta$/, '')
}

function createMath(): Math {
  const plain = Object.create(null) as Record<string, unknown>
  for (const name of Object.getOwnPropertyNames(Math)) {
    if (name !== 'random') plain[name] = Math[name as keyof Math]
  }
  return Object.freeze(plain) as unknown as Math
}

export function createTemplates(texts: TemplateTexts, context: TemplateContext): Templates {
  const eta = new NewsEta(texts)
  const shareReads = createReadsPool()
  const constants = deepFreeze(context.constants)
  const widgets = deepFreeze(context.widgets)
  const tables = deepFreeze(context.tables)
  return {
    render(name, props, more, finish) {
      const notebook = startReads()
      const logical = logicalName(name)
      if (!texts.has(logical)) throw new TemplateFault('missing', logical, 'it does not exist')
      let failing = logical
      eta.note = template => {
        failing = template
        notebook.template(template)
      }
      const noWidget = (widget: string): never => {
        throw new TemplateFault('widget', failing, `there is no widget "${widget}"`, undefined, widget)
      }
      const noTable = (table: string): never => {
        throw new TemplateFault('table', failing, `there is no table "${table}"`, undefined, table)
      }
      const common = {
        // Last, so that a prop of the same name cannot take a helper away.
        ...context.helpers,
        text: (key: string, values?: Readonly<Record<string, string | number>>) => {
          notebook.word(key)
          return context.helpers.text(key, values)
        },
        assetWithDigest: (asset: string) => {
          notebook.asset(asset)
          const digest = context.assets.get(asset)
          if (digest === undefined) throw new TemplateFault('failed', failing, `there is no asset "${asset}"`)
          return context.helpers.asset(digestedName(asset, digest))
        },
        site: notebook.recording('constants', constants),
        widgets: notebook.recording('widgets', widgets, noWidget),
        tables: notebook.recording('tables', tables, noTable),
      }
      const given = deepFreeze(props)
      const part: RenderPart = (partName, values) => {
        const block = logicalName(partName)
        // One that is not there is noted, too: another day it may be.
        eta.note(block)
        return texts.has(block) ? eta.render(block, { ...given, ...values, ...common }) : undefined
      }
      try {
        const data = { ...given, ...(more ? deepFreeze(more(part)) : {}), ...common }
        const html = eta.render(logical, data)
        return { html: finish ? finish(html, part) : html, reads: shareReads(notebook.reads()) }
      } catch (cause) {
        throw toFault(cause, failing)
      } finally {
        eta.note = () => {}
      }
    },
  }
}

/** Eta wraps a runtime error once for each template on the way out; the innermost has the place. Its message
 *  begins with `name:line`, an excerpt follows, and the reason is its last paragraph. */
function toFault(cause: unknown, template: string): TemplateFault {
  if (cause instanceof TemplateFault) return cause
  let inner: unknown = cause
  let place: { readonly name: string; readonly line: number } | undefined
  while (inner instanceof Error) {
    if (inner.cause instanceof TemplateFault) return inner.cause
    const match = /^(.*?):(\d+)\n/.exec(inner.message)
    if (match && inner.cause !== undefined) place = { name: match[1]!, line: Number(match[2]) }
    if (inner.cause === undefined) break
    inner = inner.cause
  }
  const message = inner instanceof Error ? inner.message : String(inner)
  if (inner instanceof EtaFileResolutionError) {
    const missing = /"(.*)"/.exec(message)?.[1] ?? template
    return new TemplateFault('missing', missing, message, place?.line, cause, place?.name)
  }
  if (inner instanceof EtaParseError) {
    const line = /at line (\d+)/.exec(message)
    const reason =
      (message.startsWith('Bad template syntax') ? message.split('\n')[2] : message.split('\n')[0]) ?? message
    return new TemplateFault(
      'failed',
      template,
      reason.replace(/ at line .*/, ''),
      line ? Number(line[1]) : undefined,
      cause,
    )
  }
  return new TemplateFault('failed', place?.name ?? template, message.split('\n')[0]!, place?.line, cause)
}
