// Random sites and random edits of them, for the property that matters most: an incremental build gives what a
// clean one gives. A site is a map of files, a clock and some settings; an edit makes another one of it.
import fc from 'fast-check'

export interface Project {
  readonly files: ReadonlyMap<string, string>
  /** ms since 1970. */
  readonly now: number
  readonly workers: number
}

/** What happens to the folder outside of the project's files. */
export type Disturbance =
  | { readonly kind: 'delete' | 'alter' | 'touch'; readonly pick: number }
  | {
      readonly kind: 'damage'
      readonly pick: number
      readonly at: number
      readonly how: 'cut' | 'flip' | 'remove'
    }
  | { readonly kind: 'commit' }
  | { readonly kind: 'forget store' | 'forget bodies' }

export interface Step {
  readonly name: string
  apply(project: Project): Project
  readonly disturbance?: Disturbance
}

const dayMs = 86_400_000
export const start = Date.UTC(2026, 10, 20, 12)
const regions = ['Europe', 'America', 'Asia-Pacific', 'APAC']
const topics = ['Ports', 'ports', 'Rail', 'Élan', 'Water']
const words =
  'harbour strike ferry council budget tunnel storm vote train museum bridge river night crew'.split(' ')
/** Some clash with one another by letter case or by Unicode form. */
const names = [
  'alpha',
  'Alpha',
  'beta',
  'gamma',
  'delta',
  '\u00e9clair',
  'e\u0301clair',
  'index',
  'epsilon',
  'zeta',
]
const folders = ['', '2026/11/', 'desk/', 'fr/', 'en/']

interface Story {
  readonly title: string
  readonly day: number
  readonly region: string | undefined
  readonly topics: readonly string[]
  readonly fields: readonly string[]
  readonly text: string
}

export const path = fc
  .tuple(fc.constantFrom(...folders), fc.constantFrom(...names))
  .map(([folder, name]) => `content/${folder}${name}.md`)
const sentence = fc
  .array(fc.constantFrom(...words), { minLength: 2, maxLength: 9 })
  .map(list => list.join(' '))
const target = fc.oneof(
  path.map(name => name.replace('content', '')),
  fc.constantFrom(
    '/about/',
    '/nowhere/',
    '/2026/11/alpha/',
    '/regions/europe/',
    '/storylines/alpha/',
    'storylines/beta.md',
    'alpha.md',
    'https://paper.example/2026/11/beta/',
    '#part',
    'beta.md#part',
    'https://other.example/',
  ),
)
const text = fc
  .tuple(
    sentence,
    fc.option(target),
    fc.option(fc.constantFrom('/photo.png', 'pic.png', '/late.png')),
    fc.boolean(),
    fc.option(
      fc.constantFrom(
        '::note[A label]{url=beta.md}',
        ':::note\nInside, and [linked](alpha.md).\n\n![A picture](/late.png)\n:::',
        '::count{data=ports}',
        '::count{data=rivers}',
        '::table{data=ports}',
        '::nota',
        '::pullquote[Said]{by=Ann}',
      ),
      { freq: 2 },
    ),
  )
  .map(([body, link, image, heading, block]) =>
    [
      block ?? '',
      heading ? '## Part' : '',
      body,
      link === null ? '' : `See [this](${link}).`,
      image === null ? '' : `![A picture](${image})`,
    ]
      .filter(part => part !== '')
      .join('\n\n'),
  )
const instant = fc
  .integer({ min: -3, max: 3 })
  .map(day => new Date(start + day * dayMs).toISOString().slice(0, 16))
const field = fc.oneof(
  fc.constantFrom(
    'draft: true',
    'status: withheld',
    'slug: alpha',
    'slug: other',
    'url: /special/',
    'kicker: Live',
    'lang: fr',
    'exclude: [home]',
    'exclude: [feeds, related]',
    'series: The Port',
    'template: own',
    'canonical: https://wire.example/x/',
    'image: /photo.png',
    'image: { src: /late.png, alt: Late }',
    'kind: opinion',
    'source: Wire',
    'authors: [Ann, bo]',
    'aliases: [/old/]',
    'id: tag-1',
  ),
  instant.map(date => `embargo: ${date}Z`),
  instant.map(date => `expires: ${date}Z`),
  instant.map(date => `updated: ${date}Z`),
  path.map(name => `related: { pin: ["${name.slice(8)}"] }`),
  path.map(name => `related: { hide: ["${name.slice(8)}"] }`),
)
export const story: fc.Arbitrary<Story> = fc.record({
  title: sentence,
  day: fc.integer({ min: -70, max: 3 }),
  region: fc.option(fc.constantFrom(...regions), { nil: undefined }),
  topics: fc.uniqueArray(fc.constantFrom(...topics), { maxLength: 2 }),
  fields: fc.uniqueArray(field, { maxLength: 2, selector: line => line.split(':')[0]! }),
  text,
})

export const textOf = ({ title, day, region, topics: list, fields, text: body }: Story): string =>
  [
    '---',
    `title: ${title}`,
    `date: ${new Date(start + day * dayMs).toISOString().slice(0, day % 2 === 0 ? 10 : 16)}`,
    ...(region === undefined ? [] : [`region: ${region}`]),
    ...(list.length === 0 ? [] : [`topics: [${list.join(', ')}]`]),
    ...fields,
    '---',
    '',
    body,
    '',
  ].join('\n')

const withheld = "onError: 'withhold',"

const settings = {
  title: ['The Paper', 'The Other Paper'],
  sizes: ['', 'pageSizes: { archive: 2, list: 3, feed: 2, related: 2 },'],
  zone: ["timeZone: 'Europe/Lisbon',", "timeZone: 'Pacific/Auckland',"],
  link: ['', "permalink: '/:year/:month/:day/:slug/',", "permalink: '/news/:region/:slug/',"],
  regions: ['', "regions: ['America', { name: 'Asia-Pacific', aliases: ['APAC'] }, 'Europe'],"],
  related: [
    '',
    'related: { limit: 2, perRegion: 1 },',
    'related: { limit: 0 },',
    'related: { follows: { text: 0.05, founder: 0.5 } },',
  ],
  storylines: ['', 'storylines: { auto: true, least: 2 },', 'storylines: { auto: true, least: 3 },'],
  onError: ['', withheld],
  words: ['', "strings: { relatedNews: 'More' },", "strings: { footnotes: 'Notes' },"],
  html: ['', "markdown: { html: 'escape' },", 'markdown: { remarkPlugins: [shout] },'],
  widget: [
    '',
    'widgets: { latest: site => site.articles.slice(0, 2).map(card => card.title) },',
    "widgets: { latest: () => ['fixed'] },",
  ],
  outputs: [
    '',
    "outputs: [site => [{ path: '/count.txt', body: String(site.size) }]],",
    'outputs: [regionsOf],',
  ],
} as const

type Settings = { readonly [K in keyof typeof settings]: string }

const configText = (chosen: Settings): string =>
  [
    "import { shout } from './shout.mjs'",
    "const regionsOf = site => site.regions.map(({ entity: { key, name } }) => ({ path: '/r/' + key + '/', template: 'own', props: { article: { title: name } } }))",
    `export default { url: 'https://paper.example/', title: '${chosen.title}',`,
    ...Object.entries(chosen)
      .filter(([name]) => name !== 'title')
      .map(([, line]) => line),
    '}',
    'void [shout, regionsOf]',
    '',
  ].join('\n')

const config = fc
  .record(
    Object.fromEntries(
      Object.entries(settings).map(([name, values]) => [name, fc.constantFrom(...values)]),
    ) as { [K in keyof Settings]: fc.Arbitrary<string> },
  )
  .map(chosen => configText(chosen as Settings))
const plugin = fc
  .constantFrom('!', '?')
  .map(
    mark =>
      `export function shout() { return tree => { tree.children.push({ type: 'paragraph', children: [{ type: 'text', value: 'Shout${mark}' }] }) } }\n`,
  )

const sideFiles: fc.Arbitrary<readonly [string, string]> = fc.oneof(
  config.map(body => ['dateline.config.mjs', body] as const),
  plugin.map(body => ['shout.mjs', body] as const),
  fc
    .constantFrom(
      '<footer>Foot</footer>',
      '<footer>Foot <%= it.site.title %></footer>',
      '<footer>Foot <%= it.text("archive") %></footer>',
    )
    .map(body => ['templates/partials/footer.eta', body] as const),
  fc
    .constantFrom(
      '<h1><%= it.article.title %></h1>',
      '<h1><%= it.article.title %></h1><%~ include("partials/footer") %>',
      '<h1><%= it.article.title %></h1><%= Object.keys(it.widgets).length %>',
    )
    .map(body => ['templates/own.eta', body] as const),
  fc
    .constantFrom('- { label: Home, url: / }\n', '- { label: Start, url: / }\n')
    .map(body => ['content/_site/navigation.yml', body] as const),
  path.map(name => ['content/_front.yml', `lead: ${name.slice(8)}\n`] as const),
  fc
    .tuple(path, instant)
    .map(
      ([name, until]) =>
        ['content/_front.europe.yml', `lead: { path: ${name.slice(8)}, until: ${until}Z }\n`] as const,
    ),
  sentence.map(
    body => ['content/pages/about.md', `---\ntitle: About\n---\n\n${body} [beta](../beta.md)\n`] as const,
  ),
  sentence.map(
    body => ['content/authors/bo.md', `---\nname: Bo Berg\nrole: ${body}\n---\n\nWrites.\n`] as const,
  ),
  sentence.map(body => ['content/regions/europe/_index.md', `---\ntitle: Europe\n---\n\n${body}\n`] as const),
  fc
    .tuple(
      fc.constantFrom('alpha', 'beta', 'gamma', 'delta'),
      fc.option(sentence),
      path,
      fc.constantFrom('pin', 'hide', 'draft'),
    )
    .map(([key, title, name, field]) => {
      const line = field === 'draft' ? 'draft: true' : `${field}: ["${name.slice(8)}"]`
      const head = [...(title === null ? [] : [`title: ${title}`]), line].join('\n')
      return [
        `content/storylines/${key}.md`,
        `---\n${head}\n---\n\nTold [from the start](../beta.md).\n`,
      ] as const
    }),
  fc.constantFrom('one', 'two').map(body => ['public/note.txt', body] as const),
  fc
    .constantFrom(
      '<aside><%= it.label %><%~ it.content %></aside>',
      '<aside><%= it.text("archive") %><%~ it.content %><%= it.attributes.url %></aside>',
      '<% /* attributes: url! */ %><aside><%~ include("partials/footer") %></aside>',
    )
    .map(body => ['templates/blocks/note.eta', body] as const),
  fc
    .constantFrom('<p><%= it.tables[it.attributes.data].rows.length %></p>', '<p>count</p>')
    .map(body => ['templates/blocks/count.eta', body] as const),
  fc
    .tuple(
      fc.constantFrom('ports', 'rivers'),
      fc.constantFrom('Port,Berths\nAllard,9\n', 'Port,Berths\nAllard,9\nMarch,3\n', 'Port,Berths\nAllard\n'),
    )
    .map(([name, body]) => [`content/data/${name}.csv`, body] as const),
  fc
    .constantFrom('body { color: red }', 'body { color: blue }')
    .map(body => ['templates/assets/style.css', body] as const),
  fc
    .constantFrom(
      ...['photo', 'late'].flatMap(name => [1, 2].map(size => [`public/${name}.png`, size] as const)),
    )
    .map(([name, size]) => [name, png(size)] as const),
  fc.constantFrom(1, 2).map(size => ['content/pic.png', png(size)] as const),
)

/** A picture of some width, as text in latin1; just the header, which is what is read. */
function png(width: number): string {
  const bytes = Buffer.alloc(33)
  bytes.write('\x89PNG\r\n\x1a\n', 0, 'latin1')
  bytes.writeUInt32BE(13, 8)
  bytes.write('IHDR', 12, 'latin1')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(5, 20)
  return bytes.toString('latin1')
}

/** Earlier versions stand in for files in error. */
export const withholds = ({ files }: Project): boolean =>
  files.get('dateline.config.mjs')?.includes(withheld) ?? false

/** The same site, with that setting. */
export const withholding = (project: Project): Project =>
  withholds(project)
    ? project
    : withFile(
        project,
        'dateline.config.mjs',
        project.files.get('dateline.config.mjs')!.replace("title: '", `${withheld} title: '`),
      )

/** Without these a build has errors, and then a page keeps what stood there: no clean build knows that. */
const stays = new Set(['dateline.config.mjs', 'shout.mjs', 'templates/own.eta'])

export const withFile = (project: Project, name: string, body: string | undefined): Project => {
  const files = new Map(project.files)
  if (body === undefined) files.delete(name)
  else files.set(name, body)
  return { ...project, files }
}

const articlesOf = ({ files }: Project): string[] =>
  [...files.keys()]
    .filter(name => name.endsWith('.md') && !/\/(?:pages|authors|regions|storylines)\//.test(name))
    .sort()

export const edit = (
  name: string,
  arbitrary: fc.Arbitrary<(project: Project) => Project>,
): fc.Arbitrary<Step> => arbitrary.map(apply => ({ name, apply }))

export const picked = (pick: number, project: Project): string | undefined => {
  const all = articlesOf(project)
  return all[pick % Math.max(1, all.length)]
}

export const disturb = (arbitrary: fc.Arbitrary<Disturbance>): fc.Arbitrary<Step> =>
  arbitrary.map(disturbance => ({ name: disturbance.kind, apply: project => project, disturbance }))

export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: edit(
      'add',
      fc.tuple(path, story).map(
        ([name, made]) =>
          project =>
            withFile(project, name, textOf(made)),
      ),
    ),
  },
  {
    weight: 4,
    arbitrary: edit(
      'change a line',
      fc
        .tuple(
          fc.nat(50),
          fc.oneof(
            field,
            sentence.map(line => `title: ${line}`),
            fc.constantFrom(
              'region: Europe',
              'region: America',
              'topics: [Rail]',
              'date: 2026-11-01',
              'date: 2026-10-31T23:30:00Z',
            ),
          ),
        )
        .map(([pick, line]) => project => {
          const name = picked(pick, project)
          if (name === undefined) return project
          const key = `${line.split(':')[0]}:`
          const lines = project.files.get(name)!.split('\n')
          const end = lines.indexOf('---', 1)
          const head = lines.slice(1, end).filter(old => !old.startsWith(key))
          return withFile(project, name, ['---', ...head, line, ...lines.slice(end)].join('\n'))
        }),
    ),
  },
  {
    weight: 3,
    arbitrary: edit(
      'change a text',
      fc.tuple(fc.nat(50), text).map(([pick, body]) => project => {
        const name = picked(pick, project)
        if (name === undefined) return project
        const old = project.files.get(name)!
        return withFile(project, name, `${old.slice(0, old.indexOf('---', 4) + 4)}\n${body}\n`)
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: edit(
      'rename',
      fc.tuple(fc.nat(50), path).map(([pick, to]) => project => {
        const from = picked(pick, project)
        return from === undefined
          ? project
          : withFile(withFile(project, from, undefined), to, project.files.get(from)!)
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: edit(
      'delete',
      fc.nat(50).map(pick => project => {
        const name = picked(pick, project)
        return name === undefined ? project : withFile(project, name, undefined)
      }),
    ),
  },
  {
    weight: 5,
    arbitrary: edit(
      'another file',
      sideFiles.map(
        ([name, body]) =>
          project =>
            withFile(project, name, body),
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: edit(
      'one file less',
      sideFiles.map(
        ([name]) =>
          project =>
            stays.has(name) ? project : withFile(project, name, undefined),
      ),
    ),
  },
  {
    weight: 2,
    arbitrary: edit(
      'the clock',
      fc
        .integer({ min: -30, max: 60 })
        .map(hours => project => ({ ...project, now: project.now + hours * 3_600_000 })),
    ),
  },
  {
    weight: 1,
    arbitrary: edit(
      'threads',
      fc.constantFrom(0, 1, 2).map(workers => project => ({ ...project, workers })),
    ),
  },
  {
    weight: 2,
    arbitrary: disturb(
      fc
        .tuple(fc.constantFrom('delete', 'alter', 'touch'), fc.nat(500))
        .map(([kind, pick]) => ({ kind, pick }) as const),
    ),
  },
  {
    weight: 2,
    arbitrary: disturb(
      fc
        .tuple(fc.nat(20), fc.nat(100_000), fc.constantFrom('cut', 'flip', 'remove'))
        .map(([pick, at, how]) => ({ kind: 'damage', pick, at, how }) as const),
    ),
  },
  { weight: 2, arbitrary: disturb(fc.constant({ kind: 'commit' } as const)) },
  {
    weight: 1,
    arbitrary: disturb(fc.constantFrom({ kind: 'forget store' }, { kind: 'forget bodies' } as const)),
  },
)

export const project: fc.Arbitrary<Project> = fc
  .tuple(
    config,
    plugin,
    fc.array(fc.tuple(path, story), { minLength: 1, maxLength: 7 }),
    fc.array(sideFiles, { maxLength: 5 }),
  )
  .map(([configured, shout, stories, others]) => ({
    files: new Map<string, string>([
      ['templates/own.eta', '<h1><%= it.article.title %></h1>'],
      ...others,
      ['dateline.config.mjs', configured],
      ['shout.mjs', shout],
      ...stories.map(([name, made]) => [name, textOf(made)] as const),
    ]),
    now: start,
    workers: 0,
  }))
