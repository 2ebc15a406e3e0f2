// dateline schema: what text editors and a CMS need to know of the site, as files.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parse, stringify } from 'yaml'
import { discoverFiles } from '../build/discover.js'
import { readEngine } from '../build/engine.js'
import { toReports } from '../build/locate.js'
import { createNodeFiles } from '../build/node-files.js'
import { type LoadedSite, readSiteConfig } from '../build/read-config.js'
import { adminPage, type CmsName, type CmsSite, gitCmsConfig, pagesCmsConfig } from '../config/cms.js'
import { editorFiles } from '../config/editor-files.js'
import type { SiteNames } from '../config/json-schema.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { type SiteOptionsGiven, toBuildOptions } from './options.js'
import { printReports } from './report.js'

export interface SchemaGiven extends SiteOptionsGiven {
  readonly out: string
  readonly cms?: CmsName
  readonly repository?: string
}

/** Reads the settings and the names of the authors' files; no article. */
export async function runSchema(given: SchemaGiven): Promise<0 | 1> {
  const { root = '.', configFile, content } = toBuildOptions(given)
  const files = createNodeFiles()
  const diagnostics: Diagnostic[] = []
  const source = {
    ...(configFile === undefined ? {} : { configFile }),
    ...(content === undefined ? {} : { content }),
  }
  const loaded = await readSiteConfig(files, root, source, readEngine(), diagnostics)
  const reports = await toReports(diagnostics, files, root, {})
  printReports(reports, { quiet: given.quiet, all: true })
  if (!loaded) return 1
  const { config } = loaded
  const folder = `${config.contentFolder}/authors`
  const authors = discoverFiles(files, resolve(root, folder), folder, root).found.flatMap(({ path }) => {
    const match = /^([^/]+)\.(?:md|markdown)$/.exec(path)
    return match ? [match[1]!] : []
  })
  const names = namesOf(loaded, authors)
  for (const [name, text] of Object.entries(editorFiles(names))) write(join(given.out, name), text)
  if (given.cms !== undefined) writeCms(given.cms, given.repository, loaded, names)
  return 0
}

function namesOf({ config }: LoadedSite, authors: readonly string[]): SiteNames {
  const { site, content } = config
  return {
    regions: site.regions,
    sources: site.sources,
    topics: site.topics,
    authors,
    sourcesClosed: site.unknownSources === 'error',
    proseDates: content.proseDates,
    given: Object.keys(content.fields),
  }
}

function writeCms(
  cms: CmsName,
  repository: string | undefined,
  { config }: LoadedSite,
  names: SiteNames,
): void {
  const file = cms === 'pages' ? '.pages.yml' : 'public/admin/config.yml'
  const before = existsSync(file) ? (parse(readFileSync(file, 'utf8')) as { backend?: unknown } | null) : null
  const site: CmsSite = {
    names,
    title: config.site.title,
    url: config.site.url,
    contentFolder: config.contentFolder,
    repository: repository ?? 'OWNER/REPOSITORY',
    ...(before?.backend === undefined || repository !== undefined ? {} : { backend: before.backend }),
  }
  const settings = cms === 'pages' ? pagesCmsConfig(site) : gitCmsConfig(cms, site)
  const note =
    '# Made by "dateline schema". The part "backend" is kept when it is made again; other changes are lost.\n'
  write(file, `${note}${stringify(settings, { lineWidth: 0, aliasDuplicateObjects: false })}`)
  if (cms !== 'pages') write('public/admin/index.html', adminPage(cms, config.site.title))
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  process.stdout.write(`${path.split('\\').join('/')}\n`)
}
