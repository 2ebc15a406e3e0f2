// What Related News costs, without a site around it: articles come as counts of terms, so that a million of them fit. For
// each size the time to index and to rank an article on one core, the bytes of the index, and what a push of one new
// article takes and how many lists it changes.
import { sketchSize } from '../src/markdown/terms.js'
import { defaultRelatedOptions } from '../src/related/score.js'
import { type RelatedInput, type RelatedPlan, takeRanked } from '../src/related/state.js'
import { planRelated, rankSeats } from '../src/related/update.js'
import { median } from './measure.js'
import { createRandom, type Random } from './random.js'

const dayMs = 86_400_000
/** 5,000 articles in the narrowest window: 90 days on both sides. */
const perDay = 28
/** Ranked at most; in the middle of the archive, where windows are whole. */
const sample = 20_000
const pushes = 100

interface Archive {
  readonly size: number
  readonly terms: Uint32Array
  readonly counts: Uint8Array
  readonly sketches: Uint8Array
  /** Article n's terms are from `ends[n - 1]` (0 for the first) to `ends[n]`. */
  readonly ends: Uint32Array
}

/** Terms a text has, as the posts of the labelled set have them: most are of the language, some of its subject, a few of
 *  its own. */
const shape = {
  least: 120,
  most: 440,
  subject: 14,
  ofSubject: 24,
  own: 6,
  vocabulary: 40_000,
  subjectDays: 60,
}

/** Articles by date, `perDay` a day, with `extra` more of the last day. */
function makeArchive(size: number): Archive {
  const random = createRandom(size)
  const most = size * shape.most
  const terms = new Uint32Array(most)
  const counts = new Uint8Array(most)
  const sketches = new Uint8Array(size * sketchSize)
  const ends = new Uint32Array(size)
  let end = 0
  for (let n = 0; n < size; n++) {
    const start = end
    const met = new Map<number, number>()
    const say = (word: number, times: number): void => {
      const at = met.get(word)
      if (at !== undefined) counts[at]! += times
      else {
        met.set(word, end)
        // Spread over the bits, as hashes are.
        terms[end] = Math.imul(word + 1, 0x9e3779b1) >>> 0
        counts[end++] = times
      }
    }
    const length = shape.least + random.below(shape.most - shape.least - shape.subject - shape.own)
    for (let i = 0; i < length; i++) say(wordOfLanguage(random), 1)
    const subject = subjectOf(n, random)
    for (let i = 0; i < shape.subject; i++)
      say(shape.vocabulary + subject * shape.ofSubject + random.below(shape.ofSubject), 1 + random.below(4))
    for (let i = 0; i < shape.own; i++) say(0x4000_0000 + n * shape.own + i, 1)
    for (let cell = 0; cell < sketchSize; cell++) sketches[n * sketchSize + cell] = 1 + random.below(255)
    ends[n] = end
    if (end === start) throw new Error('an article without terms')
  }
  return { size, terms, counts, sketches, ends }
}

/** The word of rank r about as often as 1 / r (Zipf). */
const wordOfLanguage = (random: Random): number => Math.floor(shape.vocabulary ** random.next())

/** Some forty subjects at a time, which come and go. */
function subjectOf(n: number, random: Random): number {
  const season = Math.floor(n / (perDay * shape.subjectDays) + random.next() / 2)
  return season * 40 + random.below(40)
}

/** The first `size` articles, and what came on the last day. */
function inputOf(archive: Archive, size: number): RelatedInput {
  const { terms, counts, sketches, ends } = archive
  return {
    rows: Uint32Array.from({ length: size }, (_, n) => n),
    instants: Float64Array.from({ length: size }, (_, n) => (10_000 + n / perDay) * dayMs),
    terms(row) {
      const from = row === 0 ? 0 : ends[row - 1]!
      return {
        terms: terms.subarray(from, ends[row]),
        counts: counts.subarray(from, ends[row]),
      }
    },
    sketch: row => sketches.subarray(row * sketchSize, (row + 1) * sketchSize),
    region: n => 1 + (n % 6),
    source: n => n % 4,
    topics: n => Uint32Array.of(1 + (n % 23), 30 + (n % 7)),
    topicSum: n => n % 161,
    eligible: () => true,
    isApart: () => false,
    without: new Map(),
  }
}

export async function main([sizes = '1000,10000,100000,1000000']: readonly string[]): Promise<number> {
  const say = (text: string) => process.stdout.write(`${text}\n`)
  say(
    `one core; ${perDay} articles a day, so that 180 days hold ${perDay * 180}; processor time in microseconds an article`,
  )
  say('articles    index   rank   to the first   bytes   push, ms   lists: mean   99th   most')
  let first: number | undefined
  for (const size of sizes.split(',').map(Number)) {
    const row = measureSize(size)
    first ??= row.rank
    const cells = [
      String(size).padStart(8),
      row.index.toFixed(0).padStart(7),
      row.rank.toFixed(0).padStart(6),
      (row.rank / first).toFixed(2).padStart(14),
      row.bytes.toFixed(0).padStart(7),
      row.push.toFixed(1).padStart(10),
      row.mean.toFixed(1).padStart(13),
      String(row.high).padStart(6),
      String(row.most).padStart(6),
    ]
    say(cells.join(' '))
  }
  return 0
}

function measureSize(size: number) {
  const archive = makeArchive(size + pushes)
  const from = processorMs()
  const plan = planRelated(inputOf(archive, size), defaultRelatedOptions, 'bench', undefined)
  const index = ((processorMs() - from) * 1000) / size
  const rank = (rankSome(plan, Math.min(size, sample)) * 1000) / Math.min(size, sample)
  const bytes = bytesOf(plan.state) / size
  // Lists that no push of these looks at may stay empty: a full one is harder to enter than the whole archive says.
  rankLast(plan, size)
  let state = plan.state
  const times: number[] = []
  const changed: number[] = []
  for (let n = 0; n < pushes; n++) {
    const input = inputOf(archive, size + n + 1)
    const start = processorMs()
    const next = planRelated(input, defaultRelatedOptions, 'bench', state)
    takeRanked(next.state, rankSeats(next.index, next.context, next.stale, next.state.without))
    times.push(processorMs() - start)
    if (!next.fresh) changed.push(next.stale.length - 1)
    state = next.state
  }
  changed.sort((a, b) => a - b)
  return {
    index,
    rank,
    bytes,
    push: median(times),
    mean: changed.reduce((sum, lists) => sum + lists, 0) / changed.length,
    high: changed[Math.ceil(changed.length * 0.99) - 1]!,
    most: changed.at(-1)!,
  }
}

/** @returns ms of processor for so many articles in the middle. */
function rankSome({ index, context, state }: RelatedPlan, count: number): number {
  const start = (state.articles - count) >> 1
  const seats = Uint32Array.from({ length: count }, (_, n) => start + n)
  const from = processorMs()
  takeRanked(state, rankSeats(index, context, seats, state.without))
  return processorMs() - from
}

/** Processor time of this process: what else the machine does counts less than by the clock. */
function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** The lists that articles of the last day can enter: those of two windows before. */
function rankLast({ index, context, state }: RelatedPlan, size: number): void {
  const count = Math.min(size, perDay * 400)
  const seats = Uint32Array.from({ length: count }, (_, n) => size - count + n)
  takeRanked(state, rankSeats(index, context, seats, state.without))
}

/** Of all arrays of a value. */
function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength
  if (value === null || typeof value !== 'object') return 0
  return Object.values(value).reduce((sum: number, member) => sum + bytesOf(member), 0)
}
