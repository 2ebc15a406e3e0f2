// The config's widgets, each run once a build: lists that many pages may show.
import { passLost } from '../base/stretch.js'
import type { Widget } from '../config/define.js'
import { type Diagnostic, error } from '../diagnostics/diagnostic.js'
import type { Site } from '../site/site.js'
import { reasonOf } from './reasons.js'
import { plain } from './render-all.js'

export function runWidgets(
  widgets: Readonly<Record<string, Widget>>,
  site: Site,
): { readonly values: Record<string, unknown>; readonly diagnostics: readonly Diagnostic[] } {
  const values: Record<string, unknown> = {}
  const diagnostics: Diagnostic[] = []
  for (const name of Object.keys(widgets).sort()) {
    try {
      values[name] = plain(widgets[name]!(site))
    } catch (cause) {
      passLost(cause)
      diagnostics.push(error('DL4004', { name: `widgets.${name}`, reason: reasonOf(cause) }))
    }
  }
  return { values, diagnostics }
}
