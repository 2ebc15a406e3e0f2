// The public API.

export { build } from './build/build.js'
export type { BuildOptions, BuildResult, Counters, Progress } from './build/options.js'
export {
  defineConfig,
  type EntryInput,
  type FieldInput,
  type UserConfig,
  type Widget,
} from './config/define.js'
export type { Severity } from './diagnostics/diagnostic.js'
export { type JsonReport, type Report, toJson as toJsonReports } from './diagnostics/reporters.js'
export { type MetaInput, type PageMeta, pageMeta } from './outputs/meta.js'
export type { CopyPage, Output, Page, Props, TemplatePage, TextPage } from './outputs/page.js'
export type { Helpers } from './render/helpers.js'
export type { Card, CardData, CardImage, Ref } from './site/card.js'
export type { Group, Month } from './site/groups.js'
export type { RelatedItem } from './site/related-lists.js'
export type { Site } from './site/site.js'
