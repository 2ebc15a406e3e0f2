// The forms that values of front matter take, each twice: the rule that reads a value, and beside it the schema of
// what may be written, which has no transformations, so that JSON Schema can say it. A test holds both together.
import * as z from 'zod'
import { isoDatePattern } from '../base/dates.js'
import { isAbsent } from './names.js'

export interface Form<T extends z.ZodType = z.ZodType> {
  readonly rule: T
  /** What may be written. */
  readonly input: z.ZodType
}

const scalar = z.union([z.string(), z.number(), z.boolean()])

/** Written, but not there: nothing, blanks, or a list of such. */
export const absent: z.ZodType = z
  .union([z.null(), z.string().regex(/^\s*$/), z.array(z.lazy((): z.ZodType => absent))])
  .meta({ id: 'absent' })

/** What a CMS writes for a group of fields that was left empty. */
const blankMap = z.record(z.string(), absent)

/** Text as written: a title may be a number (2024) or a word that YAML takes for a flag (true). */
const textRule = scalar.transform(value => String(value).trim())
export const text: Form<typeof textRule> = { rule: textRule, input: scalar }

/** Read when the zone is known; the form is checked before. */
export const date: Form<typeof textRule> = {
  rule: textRule,
  input: z.string().regex(new RegExp(isoDatePattern)),
}

/** The end of an address (`base/slug.ts`): no way out of its folder, and no name that a file system refuses. */
export const slug: Form<typeof textRule> = {
  rule: textRule,
  input: z.union([
    z
      .string()
      .regex(
        /^\s*(?=\S)(?![.‥…．]+\s*$|[‥…︰︙]|[.․﹒．][.․﹒．‥…︰︙])(?!(?:[cC][oO][nN]|[pP][rR][nN]|[aA][uU][xX]|[nN][uU][lL]|[cC][oO][mM][0-9]|[lL][pP][tT][0-9])(?:\.|\s*$))(?![\s\S]*%(?:2[eEfF]|5[cC]|00))[^\u0000-\u001f\u007f/\\:*?"<>|]*[^.\s\u0000-\u001f\u007f/\\:*?"<>|]\s*$/,
      ),
    z.number(),
    z.boolean(),
  ]),
}

export const anything: Form<z.ZodUnknown> = { rule: z.unknown(), input: z.unknown() }

export const optional = <T extends z.ZodType>({ rule, input }: Form<T>) => ({
  rule: z.preprocess(value => (isAbsent(value) ? undefined : value), rule.optional()),
  input: z.union([input, absent]),
})

export const list = <T extends z.ZodType>({ rule, input }: Form<T>) => ({
  rule: z.array(rule),
  input: z.array(input),
})

/** Members that a form does not know are left out. */
export const map = <const S extends Readonly<Record<string, Form>>>(shape: S) => ({
  rule: z.object(
    Object.fromEntries(Object.entries(shape).map(([name, { rule }]) => [name, rule])) as {
      readonly [K in keyof S]: S[K]['rule']
    },
  ),
  input: z.looseObject(
    Object.fromEntries(
      Object.entries(shape).map(([name, { rule, input }]) => [
        name,
        rule.safeParse(undefined).success ? input.optional() : input,
      ]),
    ),
  ),
})

/** An object that stands for a text: its name, its title or its key, the first that is there. */
const named = z.union([
  z.looseObject({ name: scalar }),
  z.looseObject({ name: z.null().optional(), title: scalar }),
  z.looseObject({ name: z.null().optional(), title: z.null().optional(), key: scalar }),
])

function nameOfItem(item: unknown): unknown {
  if (item === null || typeof item !== 'object') return item
  const { name, title, key } = item as Record<string, unknown>
  return name ?? title ?? key ?? item
}

const textsRule = z.preprocess(
  value => (Array.isArray(value) ? value : [value]).filter(item => !isAbsent(item)).map(nameOfItem),
  z.array(textRule),
)

/** A text, or a list of texts. An item may be an object with a name or a title. */
export const texts: Form<typeof textsRule> = {
  rule: textsRule,
  input: z.union([scalar, named, z.array(z.union([scalar, named, absent]))]),
}

const firstRule = textsRule.transform(([first]) => first)

/** One text; of a list the first. */
export const firstText: Form<typeof firstRule> = { rule: firstRule, input: texts.input }

const flagWords = { true: true, yes: true, on: true, false: false, no: false, off: false } as const
const flagRule = z.preprocess(
  value =>
    typeof value === 'string' ? (flagWords[value.toLowerCase() as keyof typeof flagWords] ?? value) : value,
  z.boolean(),
)
const wordsOf = (flag: boolean) =>
  Object.keys(flagWords).filter(word => flagWords[word as keyof typeof flagWords] === flag)
export const flag: Form<typeof flagRule> = {
  rule: flagRule,
  input: z.union([z.boolean(), z.string().regex(anyCase(Object.keys(flagWords)))]),
}

/** What says yes. */
export const affirmed = z.union([z.literal(true), z.string().regex(anyCase(wordsOf(true)))])

/** @param other further words for a value. Letter case does not matter. */
export const choice = <const V extends readonly [string, ...string[]]>(
  values: V,
  other: Readonly<Record<string, V[number]>> = {},
) => ({
  rule: z.preprocess(
    value => (typeof value === 'string' ? (other[value.toLowerCase()] ?? value.toLowerCase()) : value),
    z.enum(values),
  ),
  input: z.union([z.enum(values), z.string().regex(anyCase([...values, ...Object.keys(other)]))]),
})

/** One of some values, or a list of them. */
export const choices = <const V extends readonly [string, ...string[]]>(values: V) => ({
  rule: z.preprocess(value => (typeof value === 'string' ? [value] : value), z.array(z.enum(values))),
  input: z.union([z.enum(values), z.array(z.enum(values))]),
})

const imageRule = z.preprocess(
  value => {
    const first = Array.isArray(value) ? value[0] : value
    return typeof first === 'string' ? { src: first } : renameImage(first)
  },
  z
    .object({
      src: textRule,
      // Empty is an answer: a picture that only decorates.
      alt: z.preprocess(value => value ?? undefined, textRule.optional()),
      caption: optional(text).rule,
      credit: optional(text).rule,
      focus: optional(text).rule,
    })
    .optional(),
)

/** Other generators call the path `path`, `url` or `image`, and have an empty `alt` for decoration. A map without
 *  any value is the form of a CMS that nobody filled in. */
function renameImage(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (!Array.isArray(value) && Object.values(value).every(isAbsent)) return undefined
  const { src, path, url, image: inner, ...rest } = value as Record<string, unknown>
  return { ...rest, src: src ?? path ?? url ?? inner }
}

const besideImage = {
  alt: z.union([scalar, z.null()]).optional(),
  caption: z.union([scalar, absent]).optional(),
  credit: z.union([scalar, absent]).optional(),
  focus: z.union([scalar, absent]).optional(),
}
const not = z.null().optional()
const imageMap = z.union([
  z.looseObject({ src: scalar, ...besideImage }),
  z.looseObject({ src: not, path: scalar, ...besideImage }),
  z.looseObject({ src: not, path: not, url: scalar, ...besideImage }),
  z.looseObject({ src: not, path: not, url: not, image: scalar, ...besideImage }),
  blankMap,
])

/** A path, or a map; of a list the first. */
export const image: Form<typeof imageRule> = {
  rule: imageRule,
  input: z.union([z.string(), imageMap, z.tuple([z.union([z.string(), imageMap])], z.unknown())]),
}

const linkRule = z.union([
  textRule.transform(url => ({ label: url, url })),
  z.object({ label: textRule, url: textRule }),
])

/** An address, or a label and an address. */
export const link: Form<typeof linkRule> = {
  rule: linkRule,
  input: z.union([scalar, z.looseObject({ label: scalar, url: scalar })]),
}

/** JSON Schema has no flags: `/^news$/i` is `^[nN][eE][wW][sS]$`. */
function anyCase(words: readonly string[]): RegExp {
  const forms = words.map(word => [...word].map(letter => `[${letter}${letter.toUpperCase()}]`).join(''))
  return new RegExp(`^(?:${forms.join('|')})$`)
}
