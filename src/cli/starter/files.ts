// The files of a new site, by path. Pure: the same answers give the same files.
import { stringify } from 'yaml'
import { editorFiles, yamlAssociations } from '../../config/editor-files.js'
import { noNames } from '../../config/json-schema.js'
import { articles, front, navigation, pages, regions, sources, topics } from './content.js'
import { readme } from './readme.js'
import type { StarterSite } from './site.js'
import { hostFiles } from './workflows.js'

export function starterFiles(site: StarterSite): Readonly<Record<string, string>> {
  return {
    'package.json': packageJson(site),
    'dateline.config.ts': config(site),
    '.gitignore': `node_modules/\ndist/\npreview/\n.dateline/\n${site.host === 'sync' ? 'upload/\ndeployed.txt\n' : ''}`,
    'README.md': readme(site),
    'content/_site/regions.yml': stringify(regions),
    'content/_site/sources.yml': stringify(sources(site.title)),
    'content/_site/topics.yml': stringify(topics),
    'content/_site/navigation.yml': stringify(navigation),
    'content/_front.yml': stringify(front(site)),
    ...editorSettings(site),
    ...articles(site),
    ...pages(site),
    ...hostFiles(site),
  }
}

/** The schemas know the names of this site; `dateline schema` makes them again when those change. */
function editorSettings({ title }: StarterSite): Readonly<Record<string, string>> {
  const folder = '.vscode/dateline'
  const listed = (entries: readonly { key: string; name: string; aliases?: readonly string[] }[]) =>
    entries.map(entry => ({ ...entry, aliases: entry.aliases ?? [] }))
  const files = editorFiles({
    ...noNames,
    regions: listed(regions),
    sources: listed(sources(title)),
    topics: listed(topics),
  })
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
  return {
    '.vscode/settings.json': json({ 'yaml.schemas': yamlAssociations(folder, 'content') }),
    '.vscode/extensions.json': json({ recommendations: ['redhat.vscode-yaml'] }),
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text])),
  }
}

function packageJson({ name, version }: StarterSite): string {
  const scripts = {
    build: 'dateline build',
    dev: 'dateline dev',
    check: 'dateline check',
  }
  return `${JSON.stringify(
    {
      name,
      private: true,
      type: 'module',
      scripts,
      dependencies: { 'dateline-news': `^${version}` },
      engines: { node: '>=20.19' },
    },
    null,
    2,
  )}\n`
}

function config({ title, url, language, timeZone }: StarterSite): string {
  const text = (value: string) => `'${value.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`
  return `import { defineConfig } from 'dateline-news'

// Regions, sources, topics and navigation are in content/_site/, where editors change them.
export default defineConfig({
  title: ${text(title)},
  url: ${text(url)},
  language: ${text(language)},
  timeZone: ${text(timeZone)},
})
`
}
