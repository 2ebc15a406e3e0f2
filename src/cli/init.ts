// dateline init: a site that builds, in an empty folder.
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { createZone } from '../base/dates.js'
import { slugify } from '../base/slug.js'
import { configSchema } from '../config/schema.js'
import { type Asker, canAsk, createAsker } from './ask.js'
import { clockOf } from './clock.js'
import { type Host, hosts } from './hosts.js'
import { starterFiles } from './starter/files.js'
import type { StarterSite } from './starter/site.js'

export interface InitGiven {
  readonly title?: string
  readonly url?: string
  readonly language?: string
  readonly timeZone?: string
  readonly host?: Host
  readonly yes: boolean
  /** Of this package; the site depends on it. */
  readonly version: string
}

export async function runInit(folder: string, given: InitGiven): Promise<0 | 1 | 2> {
  const root = resolve(folder)
  const fault = faultOfFolder(root)
  if (fault !== undefined) {
    process.stderr.write(`error: ${folder} ${fault}\n`)
    return 1
  }
  const asker = !given.yes && canAsk() ? createAsker() : undefined
  const now = clockOf(undefined, process.env) ?? Date.now()
  try {
    const site = await fillIn(root, given, asker)
    const wrong = faultOfSettings(site)
    if (wrong !== undefined) {
      process.stderr.write(`error: ${wrong}\n`)
      return 2
    }
    for (const [path, text] of Object.entries(
      starterFiles({ ...site, today: createZone(site.timeZone).wall(now) }),
    )) {
      const file = join(root, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text, { flag: 'wx', mode: path.endsWith('.sh') ? 0o755 : 0o644 })
    }
    process.stdout.write(nextSteps(root, site))
    return 0
  } finally {
    asker?.close()
  }
}

/** The day comes when the time zone is known to be one. */
type Answers = Omit<StarterSite, 'today'>

/** A fresh repository is as good as an empty folder. */
function faultOfFolder(root: string): string | undefined {
  if (!existsSync(root)) return undefined
  if (!statSync(root).isDirectory()) return 'is a file'
  const inside = readdirSync(root).filter(name => name !== '.git')
  return inside.length === 0
    ? undefined
    : `is not empty (${inside.slice(0, 3).join(', ')}${inside.length > 3 ? ', …' : ''}); name an empty folder, or a new one`
}

async function fillIn(root: string, given: InitGiven, asker: Asker | undefined): Promise<Answers> {
  const name = basename(root)
  const ask = async (value: string | undefined, question: string, fallback: string): Promise<string> =>
    value ?? (asker ? asker.text(question, fallback) : fallback)
  const title = await ask(given.title, 'Name of the paper', titleOf(name))
  const url = await ask(
    given.url,
    'Its address',
    `https://${slugify(title).replace(/[^a-z0-9-]/g, '') || 'paper'}.example/`,
  )
  const language = await ask(given.language, 'Its language', 'en')
  const machine = Intl.DateTimeFormat().resolvedOptions().timeZone
  const timeZone = await ask(given.timeZone, 'Its time zone', asker ? machine : 'UTC')
  const host = given.host ?? (((await asker?.choose('Who serves it?', hosts, 'github')) ?? 'github') as Host)
  return {
    name: packageName(name),
    title,
    url: /^https?:\/\//i.test(url) && !url.endsWith('/') ? `${url}/` : url,
    language,
    timeZone,
    host,
    version: given.version,
  }
}

/** `harbour-post` is The Harbour Post's folder, or nearly. */
function titleOf(name: string): string {
  const words = name.split(/[-_.\s]+/).filter(word => word !== '')
  return words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || 'My Paper'
}

function packageName(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'paper'
  )
}

/** Held to the rules of the config, so that the new site builds. */
function faultOfSettings({ title, url, language, timeZone }: Answers): string | undefined {
  const result = configSchema.safeParse({ title, url, language, timeZone })
  if (result.success) return undefined
  const [issue] = result.error.issues
  const key = String(issue!.path[0])
  const value = { title, url, language, timeZone }[key]
  return `${key === 'timeZone' ? 'time zone' : key} "${value}": ${issue!.message}`
}

function nextSteps(root: string, { title, host }: Answers): string {
  const folder = relative(process.cwd(), root).split('\\').join('/') || '.'
  const steps: readonly (readonly [command: string, what?: string])[] = [
    ...(folder === '.' ? [] : [[`cd ${folder}`] as const]),
    ['npm install'],
    ['npm run dev', 'the site as you write it, at http://localhost:4600/'],
    ['npx dateline new "Your first headline"', 'a file for an article'],
    ['npm run check', 'all mistakes, with their lines'],
    ['npm run build', 'the site, in dist/'],
  ]
  const widest = Math.max(...steps.map(([command]) => command.length))
  const lines = steps.map(([command, what]) =>
    what === undefined ? `  ${command}\n` : `  ${command.padEnd(widest)}  # ${what}\n`,
  )
  const publish: Readonly<Record<Host, string>> = {
    github: 'In the settings of the GitHub repository, under Pages, choose "GitHub Actions" as the source.',
    gitlab: 'GitLab publishes the default branch.',
    cloudflare: 'The workflow needs two secrets; README.md says which.',
    netlify: 'In Netlify, import the repository; netlify.toml says the rest.',
    sync: 'The workflow needs some secrets; README.md says which.',
  }
  return `${title} is in ${folder}. Now:\n\n${lines.join('')}\nTo publish it, make a git repository of the folder, commit everything, package-lock.json too, and push it. ${publish[host]}\n`
}
