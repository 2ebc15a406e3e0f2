// N synthetic articles, the same on every machine: 4 to 5 KB of Markdown, six regions, ten years, storylines
// whose articles share their vocabulary. Made for measuring, not for reading.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom, type Random } from './random.js'

export interface SyntheticArticle {
  /** Below the content folder. */
  readonly path: string
  readonly text: string
}

const regions = ['Africa', 'America', 'Asia-Pacific', 'Europe', 'Middle East', 'Polar']
const sources = ['Staff', 'Harbour Wire', 'Northline Press']
const topics =
  'courts culture education elections energy finance fisheries health housing labour migration ports rail science security technology trade water'.split(
    ' ',
  )
const authors = Array.from({ length: 40 }, (_, n) => `author-${n + 1}`)
const days = 3650
const lastDay = Date.UTC(2026, 9, 31)

const onsets = 'b br c ch d dr f fl g gr h j k kr l m n p pl pr r s sh st t tr v w z'.split(' ')
const nuclei = 'a ai au e ea i io o ou u'.split(' ')
const codas = ['', '', 'l', 'm', 'n', 'nd', 'r', 'rk', 's', 'st', 't']

function word(random: Random): string {
  const syllables = 1 + random.below(3)
  return Array.from(
    { length: syllables },
    () => random.pick(onsets) + random.pick(nuclei) + random.pick(codas),
  ).join('')
}

/** Zipf's law, near enough: the rank of a word is exponential in a uniform number. */
function zipf(random: Random, size: number): number {
  return Math.min(size - 1, Math.floor(size ** random.next()) - 1)
}

export function* makeArticles(count: number, seed = 20261124): Iterable<SyntheticArticle> {
  const random = createRandom(seed)
  const common = Array.from({ length: 12_000 }, () => word(random))
  const stories = Array.from({ length: Math.max(4, Math.floor(count / 12)) }, () => ({
    words: Array.from({ length: 40 }, () => word(random) + word(random)),
    region: random.pick(regions),
    topics: [random.pick(topics), random.pick(topics)],
    start: random.below(days),
  }))
  const plain = () => common[zipf(random, common.length)]!
  for (let n = 0; n < count; n++) {
    const story = random.pick(stories)
    const any = () => (random.next() < 0.12 ? random.pick(story.words) : plain())
    const day = Math.min(days - 1, story.start + random.below(90))
    const date = new Date(lastDay - day * 86_400_000 + random.below(1440) * 60_000)
    const sentence = (words: number): string => {
      const text = Array.from({ length: words }, any).join(' ')
      return `${text[0]!.toUpperCase()}${text.slice(1)}.`
    }
    const paragraph = () =>
      Array.from({ length: 3 + random.below(3) }, () => sentence(9 + random.below(12))).join(' ')
    const title = sentence(6 + random.below(5)).slice(0, -1)
    const stamp = date.toISOString()
    const [year, month] = [stamp.slice(0, 4), stamp.slice(5, 7)]
    const slug = `${title.toLowerCase().replace(/ /g, '-')}-${n}`
    const body: string[] = []
    const goal = 3700 + random.below(1000)
    for (let length = 0, block = 0; length < goal; block++) {
      const piece =
        block % 7 === 3
          ? `## ${sentence(4).slice(0, -1)}`
          : block % 11 === 6
            ? Array.from({ length: 4 }, () => `- ${sentence(8)}`).join('\n')
            : block % 13 === 9
              ? `> ${sentence(20)}`
              : block % 17 === 12
                ? `| ${any()} | ${any()} |\n|---|---|\n${Array.from({ length: 4 }, () => `| ${any()} | ${random.below(9999)} |`).join('\n')}`
                : paragraph().replace(
                    /^(\w+) (\w+)/,
                    (_, a: string, b: string) => `**${a}** [${b}](https://example.org/${b})`,
                  )
      body.push(piece)
      length += piece.length + 2
    }
    const head = [
      '---',
      `title: ${title}`,
      `date: ${stamp.slice(0, 16)}:00Z`,
      `region: ${story.region}`,
      `source: ${random.pick(sources)}`,
      `summary: ${sentence(22)}`,
      `topics: [${[...new Set(story.topics)].join(', ')}]`,
      `authors: [${random.pick(authors)}]`,
      // For Hugo, which has no lists by month of its own.
      `archive: ['${year}-${month}']`,
      `desk: ['${story.region.toLowerCase().replace(/ /g, '-')}-${year}-${month}']`,
      '---',
      '',
    ]
    yield { path: `${year}/${month}/${slug}.md`, text: `${head.join('\n')}\n${body.join('\n\n')}\n` }
  }
}

/** The config of a site with such articles. */
export const paperConfig = `export default { title: 'Paper', url: 'https://paper.example/', regions: ${JSON.stringify(regions)} }\n`

/** Writes the articles of a site. */
export function writeCorpus(count: number, folder: string): void {
  const made = new Set<string>()
  for (const { path, text } of makeArticles(count)) {
    const parent = join(folder, path, '..')
    if (!made.has(parent)) mkdirSync(parent, { recursive: true })
    made.add(parent)
    writeFileSync(join(folder, path), text)
  }
}

/** An article of the newest month, the same for everybody who asks. */
export function newestArticle(content: string): string {
  const last = (folder: string): string => join(folder, readdirSync(folder).sort().at(-1)!)
  const month = last(last(content))
  return join(month, readdirSync(month).sort()[0]!)
}

/** One article more, younger than all. @returns its file. */
export function addArticle(content: string): string {
  const newest = newestArticle(content)
  const text = readFileSync(newest, 'utf8').replace(/^title: /m, 'title: Again ')
  const path = join(newest, '../again.md')
  writeFileSync(path, text.replace(/^date: .*$/m, 'date: 2026-10-31T20:00:00Z'))
  return path
}

export function main([count = '10000', folder]: readonly string[]): number {
  if (folder === undefined) {
    process.stderr.write('usage: node bench/start.mjs corpus N FOLDER\n')
    return 2
  }
  writeCorpus(Number(count), folder)
  return 0
}
