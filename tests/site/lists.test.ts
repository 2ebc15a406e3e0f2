// Lists are not looked at again while what they are made of is the same: here everything changes, one thing at a time,
// that a page of a region, topic, source, author, series, month or of the Related News may say.
import { expect, it } from 'vitest'
import type { Project, Step } from '../support/edits.js'
import { checkSequence } from '../support/sequences.js'
import { article, makeSite, run } from '../support/site.js'

const now = Date.UTC(2026, 10, 24, 12)

const config = (more: Readonly<Record<string, unknown>> = {}) =>
  `export default ${JSON.stringify({
    title: 'The Paper',
    url: 'https://paper.example/',
    regions: [{ name: 'Europe', key: 'europe', description: 'The old one' }, 'Africa'],
    topics: [{ name: 'Ports', key: 'ports' }],
    sources: [{ name: 'Wire', key: 'wire', url: 'https://wire.example/' }],
    pageSizes: { list: 3, archive: 2, related: 2 },
    ...more,
  })}\n`

/** Sixteen articles over three months and two years; two of a kind share rare words. */
const stories = Object.fromEntries(
  Array.from({ length: 16 }, (_, n) => {
    const date = new Date(now - n * 11 * 86_400_000 - 86_400_000)
    const fields = {
      title: `Story ${n}`,
      date: date.toISOString().slice(0, 10),
      region: n % 3 === 0 ? 'Africa' : 'Europe',
      topics: n % 2 === 0 ? ['Ports'] : ['Ports', 'Grain'],
      authors: n % 4 === 0 ? ['ann'] : ['ben'],
      ...(n % 3 === 1 ? { source: 'Wire' } : {}),
      ...(n % 5 === 0 ? { series: 'Harbours' } : {}),
    }
    const body = `kelp${n >> 1} brine${n >> 1} quay${n >> 1} tar${n >> 1} word${n}`
    return [`content/s${n}.md`, article(fields, body)]
  }),
)

const files = {
  'dateline.config.mjs': config(),
  ...stories,
  'content/authors/ann.md':
    '---\nname: Ann\nrole: Editor\nlinks: [{ label: Mail, url: "mailto:ann@paper.example" }]\n---\n\nShe wrote [this](../s3.md).\n',
  'content/topics/grain/_index.md': '---\ntitle: All about grain\n---\n\nBegin with [this](../../s12.md).\n',
}

const text = (path: string, from: string, to: string) => (project: Project) => {
  const before = project.files.get(path) ?? ''
  expect(before, path).toContain(from)
  return put(path, before.replace(from, to))(project)
}
const put = (path: string, content: string | undefined) => (project: Project) => {
  const changed = new Map(project.files)
  if (content === undefined) changed.delete(path)
  else changed.set(path, content)
  return { ...project, files: changed }
}

const edits: Readonly<Record<string, Step['apply']>> = {
  'a headline': text('content/s1.md', 'Story 1', 'Tale 1'),
  'a text': text('content/s2.md', 'word2', 'word2 and more'),
  'an author, who links to another article': text('content/authors/ann.md', 's3.md', 's6.md'),
  'her role': text('content/authors/ann.md', 'Editor', 'Chief'),
  'where a link of hers leads': text('content/s6.md', 'title: Story 6', 'title: Story 6\nslug: moved'),
  'the text above a list': text('content/topics/grain/_index.md', 'Begin', 'Start'),
  'its title': text('content/topics/grain/_index.md', 'All about', 'Everything on'),
  'where its link leads': text('content/s12.md', 'title: Story 12', 'title: Story 12\nslug: twelve'),
  'that there is a text': put('content/topics/grain/_index.md', undefined),
  'the region of an article': text('content/s6.md', 'region: Africa', 'region: Europe'),
  'its further regions': text('content/s7.md', 'region: Europe', 'region: Europe\nregions: [Africa]'),
  'its topics': text('content/s8.md', '["Ports"]', '["Grain"]'),
  'its date, into another month': text('content/s9.md', 'date: ', 'date: 2026-09-02\nwritten: '),
  'what is pinned under it': text(
    'content/s10.md',
    'title: Story 10',
    'title: Story 10\nrelated:\n  pin: [s2.md]',
  ),
  'that it is in lists': text('content/s11.md', 'title: Story 11', 'title: Story 11\nredirect: /'),
  'the only one of a month': put(
    'content/old.md',
    article({ title: 'Old', date: '2024-02-01', region: 'Europe', topics: ['Ports'] }),
  ),
  'that it is gone': put('content/old.md', undefined),
  'the name of a topic': put(
    'dateline.config.mjs',
    config({ topics: [{ name: 'Harbours', key: 'ports', aliases: ['Ports'] }] }),
  ),
  'what a region is': put(
    'dateline.config.mjs',
    config({ regions: [{ name: 'Europe', key: 'europe', description: 'Old and new' }, 'Africa'] }),
  ),
  'the site of a source': put(
    'dateline.config.mjs',
    config({ sources: [{ name: 'Wire', key: 'wire', url: 'https://other.example/' }] }),
  ),
  'the length of lists': put(
    'dateline.config.mjs',
    config({ pageSizes: { list: 4, archive: 3, related: 1 } }),
  ),
  'a word': put('dateline.config.mjs', config({ strings: { relatedNews: 'See also', archive: 'Older' } })),
  'an address': put('dateline.config.mjs', config({ addresses: { topics: '/about/:key/' } })),
  'the zone': put('dateline.config.mjs', config({ timeZone: 'Pacific/Auckland' })),
  'how near the own region must be': put(
    'dateline.config.mjs',
    config({ related: { ownRegionMargin: 0.9 } }),
  ),
  'everything back': put('dateline.config.mjs', config()),
  'what leads a region': put('content/_front/europe.yaml', 'lead: [s13.md]\n'),
  'the clock': project => ({ ...project, now: now + 40 * 86_400_000 }),
  nothing: project => project,
}

it('are the same as of a clean build, whatever changes of what they are made of', async () => {
  const { code, stderr } = await run(makeSite(files), ['build', '--quiet'])
  expect(stderr).toBe('')
  expect(code).toBe(0)
  const project = { files: new Map(Object.entries(files)), now, workers: 0 }
  const steps = Object.entries(edits).map(([name, apply]) => ({ name, apply }))
  await checkSequence(project, steps)
})
