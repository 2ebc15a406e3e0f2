// The quality of Related News on a labelled set: a folder with articles/ and links.tsv (`from`, `to`, one header line).
// The lists are those that `dateline related --all --json` prints; beside them stand baselines made of the same files.
// Labels are never inputs.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import matter from 'gray-matter'

const command = join(fileURLToPath(new URL('../..', import.meta.url)), 'lib/cli/main.js')

/** Files below articles/, best first. */
type Lists = ReadonlyMap<string, readonly string[]>
type Partners = ReadonlyMap<string, ReadonlySet<string>>

interface Story {
  readonly file: string
  readonly title: string
  readonly region: string
  readonly topics: readonly string[]
  readonly time: number
  readonly words: readonly string[]
}

export async function main([folder, language = 'en']: readonly string[]): Promise<number> {
  if (folder === undefined) {
    process.stderr.write('usage: node bench/start.mjs related FOLDER [language]\n')
    return 2
  }
  const partners = readLinks(join(folder, 'links.tsv'))
  const stories = readStories(join(folder, 'articles'))
  const say = (text: string) => process.stdout.write(`${text}\n`)
  say(`${stories.length} articles, ${partners.size} with links`)
  say(`${''.padEnd(34)} recall@5   P@6   MRR@10  nDCG@10`)
  const row = (name: string, lists: Lists) => {
    const { recall, precision, mrr, ndcg } = measure(lists, partners)
    say(`${name.padEnd(34)}   ${[recall, precision, mrr, ndcg].map(value => value.toFixed(3)).join('   ')}`)
  }
  const ask = (related: string) => askDateline(resolve(folder, 'articles'), language, related)
  const wide = 'limit: 10, perRegion: 10, minScore: 0'
  row('dateline', ask(`{ ${wide} }`))
  row('dateline, text only', ask(`{ ${wide}, weights: { topics: 0, region: 0, source: 0 } }`))
  row('newest of the same region', newestOfRegion(stories))
  row('shared topics, then newest', sharedTopics(stories))
  row('BM25, whole article as the query', wholeArticle(stories))
  const shown = ask('{}')
  const lists = [...shown.values()]
  const empty = lists.filter(list => list.length === 0).length
  say(`with the defaults, ${percent(empty / stories.length)} have nothing related;`)
  say(`${percent(shareOfTwins(lists, stories))} of the items tell what another item of their list tells`)
  return 0
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

function readLinks(file: string): Partners {
  const partners = new Map<string, Set<string>>()
  const link = (a: string, b: string) => partners.set(a, (partners.get(a) ?? new Set()).add(b))
  for (const line of readFileSync(file, 'utf8').trim().split('\n').slice(1)) {
    const [from = '', to = ''] = line.split('\t').map(name => `${name.trim().replace(/\.md$/, '')}.md`)
    link(from, to)
    link(to, from)
  }
  return partners
}

function readStories(folder: string): Story[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file =>
    file.endsWith('.md'),
  )
  const stories = files.map((file): Story => {
    const { data, content } = matter(readFileSync(join(folder, file), 'utf8'), {})
    const title = String(data.title)
    return {
      file,
      title,
      region: String(data.region ?? ''),
      topics: [data.topics ?? []].flat().map(String),
      time: new Date(data.date as string).getTime(),
      words: wordsOf(`${title} ${title} ${title} ${content}`),
    }
  })
  return stories.sort((a, b) => a.time - b.time || (a.file < b.file ? -1 : 1))
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? []

function askDateline(articles: string, language: string, related: string): Lists {
  const site = mkdtempSync(join(tmpdir(), 'dateline-related-'))
  try {
    cpSync(articles, join(site, 'content'), { recursive: true })
    const config = `export default { title: 'Set', url: 'https://set.example/', language: '${language}', related: ${related} }\n`
    writeFileSync(join(site, 'dateline.config.mjs'), config)
    const printed = execFileSync(process.execPath, [command, 'related', '--all', '--json', '--quiet'], {
      cwd: site,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const lines = printed.trim().split('\n')
    return new Map(
      lines.map(line => {
        const { path, items } = JSON.parse(line) as { path: string; items: { path: string }[] }
        return [path, items.map(item => item.path)]
      }),
    )
  } finally {
    rmSync(site, { recursive: true, force: true })
  }
}

/** Means over the articles that have partners. */
function measure(lists: Lists, partners: Partners) {
  const sums = { recall: 0, precision: 0, mrr: 0, ndcg: 0 }
  for (const [file, wanted] of partners) {
    const hits = (lists.get(file) ?? []).slice(0, 10).map(item => wanted.has(item))
    const within = (most: number): number => hits.slice(0, most).filter(Boolean).length
    const gain = (ranks: readonly boolean[]): number =>
      ranks.reduce((sum, hit, rank) => sum + (hit ? 1 / Math.log2(rank + 2) : 0), 0)
    const first = hits.indexOf(true)
    sums.recall += within(5) / Math.min(5, wanted.size)
    sums.precision += within(6) / 6
    sums.mrr += first < 0 ? 0 : 1 / (first + 1)
    sums.ndcg += gain(hits) / gain(Array.from({ length: Math.min(10, wanted.size) }, () => true))
  }
  const mean = (sum: number): number => sum / partners.size
  return {
    recall: mean(sums.recall),
    precision: mean(sums.precision),
    mrr: mean(sums.mrr),
    ndcg: mean(sums.ndcg),
  }
}

/** The ten with the highest scores; equal ones by nearness in time, then the newest. */
function rankBy(
  stories: readonly Story[],
  score: (story: Story) => (other: Story, n: number) => number,
): Lists {
  return new Map(
    stories.map((story, own) => {
      const of = score(story)
      const scored = stories.flatMap((other, n) => {
        const value = n === own ? 0 : of(other, n)
        return value > 0 ? [{ value, n, apart: Math.abs(other.time - story.time) }] : []
      })
      scored.sort((a, b) => b.value - a.value || a.apart - b.apart || b.n - a.n)
      return [story.file, scored.slice(0, 10).map(({ n }) => stories[n]!.file)]
    }),
  )
}

const newestOfRegion = (stories: readonly Story[]): Lists =>
  rankBy(stories, story => (other, n) => (other.region === story.region ? n + 1 : 0))

/** What Hugo's related content can do with its default: keywords in common. */
const sharedTopics = (stories: readonly Story[]): Lists =>
  rankBy(stories, ({ topics }) => {
    const own = new Set(topics)
    return other =>
      other.topics.filter(topic => own.has(topic)).length / Math.sqrt(own.size * other.topics.length || 1)
  })

/** k1 1.2, b 0.75, each word of the article as often as it stands there, the title three times. */
function wholeArticle(stories: readonly Story[]): Lists {
  const counts = stories.map(({ words }) => {
    const count = new Map<string, number>()
    for (const word of words) count.set(word, (count.get(word) ?? 0) + 1)
    return count
  })
  const average = stories.reduce((sum, { words }) => sum + words.length, 0) / stories.length
  const postings = new Map<string, { readonly n: number; readonly tf: number }[]>()
  for (const [n, count] of counts.entries())
    for (const [word, tf] of count) {
      const list = postings.get(word) ?? []
      postings.set(word, list)
      list.push({ n, tf })
    }
  const places = new Map(stories.map((story, n) => [story, n]))
  return rankBy(stories, story => {
    const scores = new Float64Array(stories.length)
    for (const [word, times] of counts[places.get(story)!]!) {
      const list = postings.get(word)!
      const idf = Math.log(1 + (stories.length - list.length + 0.5) / (list.length + 0.5))
      for (const { n, tf } of list)
        scores[n]! +=
          (times * idf * tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * stories[n]!.words.length) / average))
    }
    return (_, n) => scores[n]!
  })
}

/** Share of the items of which another item of the same list says half the same runs of three words. */
function shareOfTwins(lists: readonly (readonly string[])[], stories: readonly Story[]): number {
  const runs = new Map(
    stories.map(({ file, words }) => [
      file,
      new Set(words.slice(2).map((word, i) => `${words[i]} ${words[i + 1]} ${word}`)),
    ]),
  )
  const isTwin = (a: string, b: string): boolean => {
    const [one, other] = [runs.get(a)!, runs.get(b)!]
    let common = 0
    for (const run of one) if (other.has(run)) common++
    return common > 0 && common / (one.size + other.size - common) >= 0.5
  }
  let items = 0
  let twins = 0
  for (const list of lists) {
    items += list.length
    for (const item of list) if (list.some(other => other !== item && isTwin(item, other))) twins++
  }
  return items === 0 ? 0 : twins / items
}
