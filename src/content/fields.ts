// Front matter against the rules: values that pass, diagnostics for those that do not.
import { suggest, surely } from '../base/suggest.js'
import { type Diagnostic, error, type Fix, warning } from '../diagnostics/diagnostic.js'
import { type FieldSources, nameFields } from './names.js'
import type { FieldRule, FieldValues } from './schema.js'

export interface CheckedFields<F extends Record<string, FieldRule>> {
  readonly values: FieldValues<F>
  /** The key under which a field was written. */
  readonly keys: ReadonlyMap<string, string>
  /** Keys that are no field, with their values. */
  readonly others: Readonly<Record<string, unknown>>
  readonly diagnostics: readonly Diagnostic[]
}

/** Checks each field that is written. A value that breaks its rule is left out and reported: as an error when
 *  the field has its own name, as a warning when it came under another generator's name, whose meaning may
 *  differ. */
export function checkFields<F extends Record<string, FieldRule>>(
  data: Readonly<Record<string, unknown>>,
  rules: F,
  sources: FieldSources,
  file: string,
): CheckedFields<F> {
  const named = nameFields(data, new Set(Object.keys(rules)), sources, file)
  const diagnostics: Diagnostic[] = [...named.diagnostics]
  const values: Record<string, unknown> = {}
  const keys = new Map<string, string>()
  for (const [field, { value, key }] of named.fields) {
    if (key !== undefined) keys.set(field, key)
    const rule = rules[field]!
    const result = rule.rule.safeParse(shape(field, key, value))
    if (result.success) {
      if (result.data !== undefined) values[field] = result.data
      continue
    }
    const [issue] = result.error.issues
    const written = key ?? field
    const path = [written, ...(issue?.path ?? []).filter(step => typeof step !== 'symbol')]
    const foreign = key === undefined || key.toLowerCase() !== field
    const report = foreign ? warning : error
    const place = { kind: 'value', path } as const
    if (issue?.code === 'invalid_value' && typeof value !== 'object') {
      const allowed = issue.values.map(String)
      const suggestion = suggest(String(value), allowed)
      diagnostics.push(
        report(
          'DL1011',
          { field: written, value: String(value), allowed: allowed.join(', ') },
          { file, place, ...(suggestion ? { suggestion } : {}), ...sureFix('value', String(value), allowed) },
        ),
      )
    } else {
      diagnostics.push(
        report('DL1002', { field: written, wanted: rule.form, found: describe(value) }, { file, place }),
      )
    }
  }
  const others: Record<string, unknown> = {}
  for (const key of named.unknown) {
    others[key] = data[key]
    const near = key.length > 3 ? nearField(key, rules) : undefined
    if (near !== undefined && !named.fields.has(near)) {
      diagnostics.push(
        warning(
          'DL1010',
          { key },
          { file, place: { kind: 'key', path: [key] }, suggestion: near, ...sureFix('key', key, [near]) },
        ),
      )
    }
  }
  return { values: values as FieldValues<F>, keys, others, diagnostics }
}

/** @param words what may stand there. */
function sureFix(kind: 'key' | 'value', was: string, words: readonly string[]): { readonly fix?: Fix } {
  const text = surely(
    was,
    words.map(word => [word, word]),
  )
  return text === undefined ? {} : { fix: { kind, was, text } }
}

/** A slip of the fingers, not another word: `sumary`, `titel`, but not `host` or `role`. */
function nearField(key: string, rules: Record<string, FieldRule>): string | undefined {
  const initial = key[0]!.toLowerCase()
  const alike = Object.keys(rules).filter(
    field => field[0] === initial && Math.abs(field.length - key.length) <= 1,
  )
  return alike.length === 0 ? undefined : suggest(key, alike)
}

/** Text where a list may stand: `topics: a, b` is two topics; Jekyll's `tags: one two` is two as well,
 *  and so are its `categories`. */
function shape(field: string, key: string | undefined, value: unknown): unknown {
  if (typeof value !== 'string' || field !== 'topics') return value
  if (value.includes(',')) return value.split(',').map(item => item.trim())
  if (/^(?:tags|categories)$/i.test(key ?? '')) return value.trim().split(/\s+/)
  return value
}

function describe(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return value.length === 1 ? 'a list of one' : `a list of ${value.length}`
  if (typeof value === 'object') {
    const names = Object.keys(value)
    return names.length === 0
      ? 'an empty map'
      : `a map with ${names
          .slice(0, 3)
          .map(name => `"${name}"`)
          .join(', ')}`
  }
  return typeof value === 'string'
    ? `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`
    : String(value)
}
