// Edits that break articles and mend them, and the commits between them from which last good versions come.
import fc from 'fast-check'
import {
  disturb,
  edit,
  type Project,
  path,
  picked,
  type Step,
  step,
  story,
  textOf,
  withFile,
} from './edits.js'

/** A line of the front matter in place of the one with the same key, or beside the others. */
const faults = [
  'date: soon',
  'region: Nowhere',
  'title: B: c',
  'template: featur',
  'url: /a/../../b/',
  'status: hold',
  'embargo: tomorrow',
  'slug: same',
  'lang: xx-nowhere',
]
/** What such a file says of being seen counts all the same. */
const words = [
  '',
  '',
  'draft: true',
  'status: canceled',
  'embargo: 2026-11-25T00:00Z',
  'expires: 2026-11-20T00:00Z',
]

const withLines = (text: string, lines: readonly string[]): string => {
  const keys = lines.map(line => `${line.split(':')[0]}:`)
  const [, ...old] = text.split('\n').filter(line => !keys.some(key => line.startsWith(key)))
  return ['---', ...lines, ...old].join('\n')
}

const breaks = edit(
  'break',
  fc
    .tuple(fc.nat(50), fc.constantFrom(...faults), fc.constantFrom(...words))
    .map(([pick, fault, word]) => project => {
      const name = picked(pick, project)
      if (name === undefined) return project
      const lines = [fault, word].filter(line => line !== '')
      return withFile(project, name, withLines(project.files.get(name)!, lines))
    }),
)

const tears = edit(
  'tear',
  fc.tuple(fc.nat(50), fc.constantFrom('no end', 'merge', '::nota')).map(([pick, how]) => project => {
    const name = picked(pick, project)
    if (name === undefined) return project
    const text = project.files.get(name)!
    const torn = {
      'no end': text.replace(/\n---\n/, '\n'),
      merge: `${text}\n<<<<<<< HEAD\nOne.\n=======\nAnother.\n>>>>>>> desk\n`,
      '::nota': `${text}\n\n::nota\n`,
    }
    return withFile(project, name, torn[how])
  }),
)

const mends = edit(
  'mend',
  fc.tuple(fc.nat(50), story, path).map(
    ([pick, made, other]) =>
      (project: Project) =>
        withFile(project, picked(pick, project) ?? other, textOf(made)),
  ),
)

export const faultyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: breaks },
  { weight: 1, arbitrary: tears },
  { weight: 2, arbitrary: mends },
  { weight: 3, arbitrary: disturb(fc.constant({ kind: 'commit' } as const)) },
  { weight: 1, arbitrary: step },
)
